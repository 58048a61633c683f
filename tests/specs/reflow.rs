//! Where a line ends says nothing: each draft of the specifications is found to say the same, under the same fingerprints,
//! wherever its lines break.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::sync::Arc;

use analysis::{Analysis, Cancel, Memo};
use project::Workspace;

use super::{Example, examples, files};

/// An example in which it does: each line is an entry.
const ENTRIES: &str = "Lines of one paragraph, each with its date";

/// So many findings are lost to a break, because what is read does not see past it: an ellipsis at the end of a line. It may only
/// become fewer.
const LOST: usize = 1;

#[test]
fn findings_are_the_same_wherever_lines_break() {
    let (mut failures, mut tried, mut lost) = (String::new(), BTreeMap::new(), Vec::new());
    for file in files() {
        let text = fs::read_to_string(&file).expect("it is UTF-8");
        for example in examples(&text) {
            if example.title != ENTRIES {
                lost.extend(break_lines(&example, &mut failures, &mut tried));
            }
        }
    }
    assert!(failures.is_empty(), "{failures}");
    let count = lost.len();
    assert!(count <= LOST, "{count} are lost:\n{}", lost.join("\n"));
    let unbroken: Vec<&str> = analysis::rules::all()
        .iter()
        .map(|rule| rule.code)
        .filter(|code| !code.starts_with("suppression-") && !tried.contains_key(*code))
        .collect();
    assert_eq!(unbroken, [""; 0], "no draft of these was broken anew");
}

/// Breaks the lines of the example's drafts at one place after the other. Where findings are lost by that.
fn break_lines(
    example: &Example,
    failures: &mut String,
    tried: &mut BTreeMap<&'static str, usize>,
) -> Vec<String> {
    let mut lost = Vec::new();
    let directory = tempfile::tempdir().expect("a directory");
    for (name, text) in &example.files {
        let path = directory.path().join(name);
        fs::create_dir_all(path.parent().expect("it has one")).expect("made");
        fs::write(path, text).expect("written");
    }
    let root = directory.path().to_owned();
    let workspace = Workspace::for_path(None, &[root]).expect("it can be understood");
    for draft in &example.drafts {
        if !draft.name.ends_with(".md") || draft.expected.is_empty() {
            continue;
        }
        let found = |text: &str| {
            let analysis = Analysis::new(
                &draft.name,
                Arc::from(text),
                workspace.library.clone(),
                workspace.settings_of(&draft.name),
                &mut Memo::default(),
                &Cancel::new(),
            );
            let analysis = analysis.expect("nobody cancels it");
            let found = analysis.diagnostics().iter();
            let mut found: Vec<_> = found
                .map(|it| {
                    assert!(!it.message.contains(['\n', '\r']), "{}", it.message);
                    (it.code, it.fingerprint.clone(), it.further.clone())
                })
                .collect();
            found.sort();
            found
        };
        let whole = found(&draft.text);
        for (at, end) in breaks(&draft.text) {
            let mut broken = draft.text.clone();
            broken.replace_range(at..=at, end);
            let now = found(&broken);
            let around = &broken[broken.floor_char_boundary(at.saturating_sub(30))
                ..broken.ceil_char_boundary((at + 30).min(broken.len()))];
            // What is found is what was found.
            if now.iter().all(|one| whole.contains(one)) {
                let place = format!("{}: {around:?}", example.title);
                lost.extend(std::iter::repeat_n(place, whole.len() - now.len()));
                now.iter()
                    .for_each(|(code, ..)| *tried.entry(code).or_default() += 1);
                continue;
            }
            let _ = writeln!(
                failures,
                "{}: {around:?}\n  {whole:?}\n  {now:?}",
                example.title
            );
        }
    }
    lost
}

/// The spaces at which a line of plain prose may break and still be the same Markdown, and what is put there.
fn breaks(text: &str) -> Vec<(usize, &'static str)> {
    let (mut found, mut start) = (Vec::new(), 0);
    for line in text.split_inclusive('\n') {
        let end = match line.starts_with("> ") {
            true => "\n> ",
            false => "\n",
        };
        let plain = !line
            .trim_start_matches("> ")
            .starts_with(['#', '|', '>', '<', '[', ' ', '\t', '-', '`', '~', ':'])
            && !line.contains(['|', '<', '`'])
            && !text.starts_with("---");
        let spaces = line.trim_end().match_indices(' ').filter(|(at, _)| {
            // A word that would begin a list, a heading or a quotation says something else at the begin of a line.
            let word = line[at + 1..].split_whitespace().next().unwrap_or_default();
            let number = word.trim_start_matches(|c: char| c.is_ascii_digit());
            let marks = ["#", ">", "-", "+", "*", "=", "<", "[", "|", ":", "~"];
            plain
                && !line[at + 1..].starts_with(' ')
                && !marks.iter().any(|mark| word.starts_with(mark))
                && (number.len() == word.len() || !number.starts_with(['.', ')']))
        });
        // The space behind the sign of a quotation is no place to break.
        let spaces = spaces.filter(|(at, _)| *at > 1);
        found.extend(spaces.map(|(at, _)| (start + at, end)));
        start += line.len();
    }
    found
}
