//! Labelled quotations over invented sources, by the whole path of the product: a draft's text with its attribution against a
//! library of speeches and reports. Prints what share of each class is judged as labelled, and asserts the levels.

#[path = "../../server/passage/tests/generator/mod.rs"]
mod generator;

mod cases;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::sync::Arc;

use analysis::{Analysis, Cancel, Memo};
use cases::cases;
use generator::Writer;
use library::Library;
use project::Workspace;

const SPEECHES: usize = 16;
const ROUNDS: usize = 60;
const FIRST: &[&str] = &[
    "Ada", "Boris", "Carla", "Dmitri", "Elena", "Farid", "Greta", "Hugo",
];
const LAST: &[&str] = &[
    "Vandermeer",
    "Oyelaran",
    "Quintero",
    "Szymanski",
    "Ketterley",
    "Marchetti",
    "Brandvold",
    "Ishikura",
];
const MARKS: &[(&str, &str)] = &[("“", "”"), ("\"", "\""), ("‘", "’"), ("«", "»"), ("„", "“")];

struct Speech {
    path: String,
    speaker: String,
    year: usize,
    /// Sentences as they are said.
    sentences: Vec<String>,
}

/// A draft with its label.
struct Case {
    class: &'static str,
    draft: String,
    verdicts: &'static [&'static str],
    /// A finding that must be there.
    code: Option<&'static str>,
    /// Source and its words that the passage must be.
    passage: Option<(String, String)>,
    /// Source words that the first fix must put between the marks.
    mended: Option<String>,
}

#[derive(Default)]
struct Score {
    right: usize,
    all: usize,
    log: Vec<String>,
}

#[test]
fn classes_are_judged_as_labelled() {
    let directory = tempfile::tempdir().expect("a directory");
    let mut writer = Writer::new(7);
    let speeches = write_sources(directory.path(), &mut writer);
    let config = directory.path().join("policy-ls.toml");
    fs::write(&config, "format = 1\nsources = [\"s\"]\n").expect("it is written");
    let workspace = Workspace::for_path(Some(&config), &[]).expect("a workspace");
    let mut scores: BTreeMap<&str, Score> = BTreeMap::new();
    let (mut fixes, mut fixed, mut passages, mut exact) = (0, 0, 0, 0);
    for round in 0..ROUNDS {
        for case in cases(round, &speeches, &mut writer) {
            let analysis = read(&case.draft, &workspace.library);
            let quotations = analysis.inspect().quotations;
            let score = scores.entry(case.class).or_default();
            score.all += 1;
            let codes: Vec<&str> = analysis.diagnostics().iter().map(|it| it.code).collect();
            let [quotation] = &quotations[..] else {
                score
                    .log
                    .push(format!("{} quotations: {}", quotations.len(), case.draft));
                continue;
            };
            let verdict = case.verdicts.contains(&&*quotation.verdict);
            let code = match case.code {
                Some(code) => codes.contains(&code),
                None => !codes.iter().any(|code| {
                    code.starts_with("quotation-")
                        && *code != "quotation-stops-short"
                        && *code != "quotation-hidden"
                }),
            };
            if verdict && code {
                score.right += 1;
            } else {
                score.log.push(format!(
                    "{} {codes:?}: {}\n      {:?}",
                    quotation.verdict, case.draft, quotation.differences
                ));
            }
            if let (Some((path, words)), true) = (&case.passage, verdict) {
                passages += 1;
                let text = fs::read_to_string(directory.path().join(path)).expect("a source");
                let start = text.find(words).expect("it stands there");
                let near = quotation.matches.iter().any(|found| {
                    found.path.ends_with(path)
                        && found.at.byte_start.abs_diff(start) <= 2
                        && found.at.byte_end.abs_diff(start + words.len()) <= 2
                });
                exact += usize::from(near);
            }
            if let Some(words) = &case.mended
                && let Some(fix) = analysis.diagnostics().iter().find_map(|it| it.fix())
            {
                fixes += 1;
                let mut text = case.draft.clone();
                for (span, words) in fix.edits.iter().rev() {
                    text.replace_range(span.start..span.end, words);
                }
                fixed += usize::from(text.contains(words.as_str()));
            }
        }
    }
    let mut report = String::new();
    let (mut right, mut all) = (0, 0);
    let mut low = Vec::new();
    for (class, score) in &scores {
        right += score.right;
        all += score.all;
        let share = score.right as f64 / score.all as f64;
        if share < 0.95 {
            low.push(*class);
        }
        writeln!(report, "{class:<16} {share:.3} of {}", score.all).expect("a string");
        for line in score.log.iter().take(2) {
            writeln!(report, "    {line}").expect("a string");
        }
    }
    let share = |classes: &[&str]| {
        let known = |class: &&str| scores.get(*class).expect("a class that is made");
        let picked = || classes.iter().map(known);
        let (right, all): (usize, usize) = (
            picked().map(|it| it.right).sum(),
            picked().map(|it| it.all).sum(),
        );
        right as f64 / all as f64
    };
    let status = right as f64 / all as f64;
    let sound = 1.0
        - share(&[
            "verbatim",
            "typography",
            "ellipsis",
            "bracket",
            "case",
            "split",
            "block",
            "nested",
            "duplicate",
            "near-duplicate",
            "hyphenation",
            "scare quote",
        ]);
    let missed = 1.0 - share(&["altered", "dropped", "added", "fused", "meaning"]);
    let who = share(&["wrong speaker", "wrong date"]);
    let (place, fix) = (exact as f64 / passages as f64, fixed as f64 / fixes as f64);
    println!(
        "{report}status {status:.4} of {all}; false alarms {sound:.4}; missed {missed:.4}; speaker and date {who:.4}; passage exact {place:.4} of {passages}; fix exact {fix:.4} of {fixes}"
    );
    assert!(
        status >= 0.99 && low.is_empty(),
        "status {status:.4}; under 0.95: {low:?}"
    );
    assert!(sound <= 0.005, "false alarms {sound:.4}");
    assert!(
        missed <= 0.005 && share(&["meaning"]) >= 1.0,
        "missed {missed:.4}"
    );
    assert!(who >= 0.97, "speaker and date {who:.4}");
    assert!(
        place >= 0.98 && fix >= 0.98,
        "passage {place:.4}, fix {fix:.4}"
    );
}

fn read(draft: &str, library: &Arc<Library>) -> Analysis {
    let settings = Arc::default();
    Analysis::new(
        "a.md",
        draft.into(),
        library.clone(),
        settings,
        &mut Memo::default(),
        &Cancel::new(),
    )
    .expect("nobody cancels")
}

/// Speeches with records, one report that tells what was said, and one text with words broken at its lines' ends.
fn write_sources(directory: &std::path::Path, writer: &mut Writer) -> Vec<Speech> {
    let folder = directory.join("s");
    fs::create_dir(&folder).expect("a folder");
    let mut speeches = Vec::new();
    let shared: Vec<String> = (0..6).map(|_| said(writer)).collect();
    for number in 0..SPEECHES {
        let speaker = format!(
            "{} {}",
            FIRST[number % FIRST.len()],
            LAST[(number * 3 + number / 8) % LAST.len()]
        );
        let mut sentences: Vec<String> = (0..120).map(|_| said(writer)).collect();
        // Said word for word by several, and by others with one word changed.
        match number {
            0..4 => sentences.extend(shared.iter().cloned()),
            4..8 => sentences.extend(shared.iter().map(|sentence| twin(sentence))),
            _ => {}
        }
        let year = 1990 + number;
        let path = format!("s/speech{number}.md");
        let text: Vec<String> = sentences.chunks(5).map(|some| some.join(" ")).collect();
        fs::write(directory.join(&path), text.join("\n\n")).expect("it is written");
        let record = format!(
            "format = 1\ntitle = \"Speech {number}\"\nspeaker = \"{speaker}\"\ndate = \"{year}-05-{:02}\"\nrank = \"primary\"\n",
            number + 1
        );
        fs::write(folder.join(format!("speech{number}.source.toml")), record)
            .expect("it is written");
        speeches.push(Speech {
            path,
            speaker,
            year,
            sentences,
        });
    }
    let report: Vec<String> = (0..ROUNDS)
        .map(|at| {
            format!(
                "Minister {} said that the {} before the end of the season.",
                speeches[at % 8].speaker,
                writer.words(12)
            )
        })
        .collect();
    fs::write(folder.join("report.md"), report.join("\n\n")).expect("it is written");
    speeches.push(Speech {
        path: "s/report.md".into(),
        speaker: String::new(),
        year: 0,
        sentences: report,
    });
    let broken: Vec<String> = (0..ROUNDS).map(|_| said(writer)).collect();
    let printed: Vec<String> = broken.iter().map(|sentence| hyphenate(sentence)).collect();
    fs::write(folder.join("printed.txt"), printed.join("\n\n")).expect("it is written");
    speeches.push(Speech {
        path: "s/printed.txt".into(),
        speaker: String::new(),
        year: 0,
        sentences: broken,
    });
    speeches
}

/// A sentence of at least twelve words with nothing in it that is told apart elsewhere.
fn said(writer: &mut Writer) -> String {
    loop {
        let words = writer.words(18);
        let mut letters = words.chars();
        let first = letters.next().expect("a word").to_ascii_uppercase();
        let sentence = format!("{first}{}.", letters.as_str());
        if !sentence.contains(" not ") {
            return sentence;
        }
    }
}

/// A sentence with one word changed.
fn twin(sentence: &str) -> String {
    let mut words: Vec<&str> = sentence.split(' ').collect();
    words[9] = "lighthouse";
    words.join(" ")
}

/// Every long word in the middle of the line broken at its end, as a printed page does.
fn hyphenate(sentence: &str) -> String {
    let mut out = Vec::new();
    for (at, word) in sentence.split(' ').enumerate() {
        if at % 6 == 5 && word.len() > 7 && word.is_ascii() {
            out.push(format!("{}-\n{}", &word[..4], &word[4..]));
        } else {
            out.push(word.to_owned());
        }
    }
    out.join(" ")
}
