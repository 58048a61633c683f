//! How many wrong dates are found, and how many findings are right, over `tests/data/claims.toml`.

use std::fmt::Write;
use std::sync::Arc;

use analysis::{Analysis, Cancel, Memo, Settings, Severity};
use library::{Library, Note};
use project::Workspace;
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "format")]
    _format: u32,
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    text: String,
    #[serde(default)]
    wrong: Vec<String>,
    /// Why it is so.
    #[serde(default, rename = "note")]
    _note: String,
    /// May be found or not.
    #[serde(default)]
    optional: bool,
}

#[test]
fn wrong_dates_are_found_and_right_ones_left_alone() {
    measure("claims.toml", 0.95, 0.98);
}

/// Written by somebody who had not read the reader's code.
#[test]
fn wrong_dates_are_found_in_claims_by_others() {
    measure("claims-unseen.toml", 0.81, 0.98);
}

/// Freely worded, with many right ones close to wrong ones.
#[test]
fn wrong_dates_are_found_in_claims_freely_worded() {
    measure("claims-third.toml", 0.72, 0.98);
}

/// In the voices of a newspaper, an institute and a ministry; below headings, in rows, with the subject a sentence before.
#[test]
fn wrong_dates_are_found_in_claims_in_many_voices() {
    measure("claims-fourth.toml", 0.85, 0.97);
}

/// Written with the fourth set, in other voices, and kept shut while most of the work on that was done.
#[test]
fn wrong_dates_are_found_in_memoirs_and_cables() {
    measure("claims-fifth.toml", 0.86, 0.94);
}

/// Written from the records alone, before the change that it was to judge, and then worked upon.
#[test]
fn wrong_dates_are_found_in_memoranda_and_preambles() {
    measure("claims-sixth.toml", 0.84, 0.98);
}

/// Written with the sixth, and kept shut since.
#[test]
fn wrong_dates_are_found_in_claims_kept_shut() {
    measure("claims-seventh.toml", 0.76, 0.96);
}

/// Briefs, backgrounders, answers to parliament, papers and headlines: passages, tables and timelines by three other hands; the
/// worths of clues were learned from them.
#[test]
fn wrong_dates_are_found_in_briefs() {
    measure("claims-eighth.toml", 0.6, 0.97);
    measure("claims-tenth.toml", 0.65, 0.93);
    measure("claims-eleventh.toml", 0.56, 0.97);
}

/// By a third hand, and kept shut.
#[test]
fn wrong_dates_are_found_in_passages_kept_shut() {
    measure("claims-ninth.toml", 0.58, 0.97);
}

/// What hangs on a thing that the sources date is another thing.
#[test]
fn what_hangs_on_something_is_left_alone() {
    let (_, _, reported) = count("claims-controls.toml");
    assert!(reported <= 6, "{reported} findings, and all of them false");
}

/// What is aimed at, on texts that nobody read while building. See tests/data/held-out/README.md.
#[test]
#[ignore = "held out: fails until what is aimed at is reached"]
fn wrong_dates_are_found_in_claims_held_out() {
    measure("held-out/claims.toml", 0.95, 0.98);
}

/// Whether the underlined words are the labelled ones, give or take the "from" before a range and the weekday before a day.
fn is_at(found: &str, wanted: &str) -> bool {
    found == wanted || found.ends_with(wanted)
}

fn measure(name: &str, recall: f64, precision: f64) {
    let (hit, wanted, reported) = count(name);
    let share = |part: usize, whole: usize| part as f64 / whole.max(1) as f64;
    assert!(
        share(hit, wanted) >= recall,
        "{hit} of {wanted} wrong dates found in {name}"
    );
    assert!(
        share(hit, reported) >= precision,
        "{hit} of {reported} findings right in {name}"
    );
}

/// What was weighed for the dates on which finding and label differ.
fn weighed(notes: &[Note], found: &[&str], wrong: &[String], library: &Library) -> String {
    let differs = |note: &&Note| {
        let found = found.contains(&note.words.as_str());
        found != wrong.iter().any(|words| is_at(&note.words, words))
    };
    let mut lines = String::new();
    for note in notes.iter().filter(differs) {
        let _ = writeln!(lines, "  {:?}: {}", note.words, note.ended);
        for event in &note.events {
            let id = &library.events[event.event].id;
            let _ = writeln!(lines, "    {:.2} {id}", event.likely);
        }
    }
    lines
}

/// How many wrong dates are found, of how many, and how many findings there are; what is not as labelled is printed.
fn count(name: &str) -> (usize, usize, usize) {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let text =
        std::fs::read_to_string(root.join("tests/data").join(name)).expect("the labelled claims");
    let file: File = toml::from_str(&text).expect("labelled claims of the right shape");
    let library = Workspace::for_path(None, &[root.join("seeds/drafts")])
        .expect("the built-in library")
        .library
        .clone();
    let (mut wanted, mut hit, mut reported, mut log) = (0, 0, 0, Vec::new());
    for case in &file.case {
        let settings = Arc::new(Settings::default());
        let mut memo = Memo::noting(library.clone());
        let analysis = Analysis::new(
            "a.md",
            case.text.as_str().into(),
            library.clone(),
            settings,
            &mut memo,
            &Cancel::new(),
        )
        .expect("nobody cancels");
        let found: Vec<&str> = analysis
            .diagnostics()
            .iter()
            .filter(|diagnostic| diagnostic.severity >= Severity::Warning)
            .map(|diagnostic| diagnostic.span.of(analysis.text()))
            .collect();
        if case.optional {
            continue;
        }
        wanted += case.wrong.len();
        reported += found.len();
        hit += case
            .wrong
            .iter()
            .filter(|words| found.iter().any(|found| is_at(found, words)))
            .count();
        if found != case.wrong {
            log.push(format!(
                "{:?}\n  wanted {:?}, found {found:?}\n{}",
                case.text.trim(),
                case.wrong,
                weighed(&memo.notes(), &found, &case.wrong, &library),
            ));
        }
    }
    if name.starts_with("held-out/") || matches!(name, "claims-seventh.toml" | "claims-ninth.toml")
    {
        // What is missed there stays unread.
        log.clear();
    }
    println!(
        "{name}: {hit} of {wanted} wrong dates found; {} of {reported} findings right\n{}",
        hit,
        log.join("\n")
    );
    (hit, wanted, reported)
}
