//! A text checked against itself has no finding on dates; a text with one date changed, checked against what it was,
//! has one there. Printed: how many of the changed dates a finding points at, how many were tied to a statement, how many
//! of those were found, and how many of the findings point at a changed date.

#[path = "mutation/mutate.rs"]
mod mutate;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use analysis::{Analysis, Cancel, Memo, Settings, Severity};
use library::{Builder, Library, SourceRecord};
use mutate::{Chance, changes};
use prose::locale::Locale;
use text::Span;

/// So many changes are made to one text at most.
const CHANGES: usize = 80;
const CODES: [&str; 10] = [
    "date-conflict",
    "date-impossible",
    "weekday-mismatch",
    "range-reversed",
    "arithmetic-mismatch",
    "order-conflict",
    "heading-conflict",
    "draft-disagreement",
    "office-conflict",
    "quotation-altered",
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn library(text: &str) -> Arc<Library> {
    library_of(&[("source", text)])
}

fn library_of(texts: &[(&str, &str)]) -> Arc<Library> {
    let mut builder = Builder::new("itself", 1);
    for (name, text) in texts {
        let document = Arc::new(markdown::read((*text).into()));
        builder.add_source(&format!("{name}.md"), SourceRecord::default(), document);
    }
    Arc::new(builder.build(Arc::new(Locale::english())))
}

fn analyse(text: &str, library: &Arc<Library>) -> Analysis {
    Analysis::new(
        "draft.md",
        text.into(),
        library.clone(),
        Arc::new(Settings::default()),
        &mut Memo::default(),
        &Cancel::new(),
    )
    .expect("nobody cancels")
}

/// The findings on dates, each with its place and a line for people.
fn findings(analysis: &Analysis) -> Vec<(Span, String)> {
    let found = analysis.diagnostics().iter().filter(|diagnostic| {
        diagnostic.severity >= Severity::Warning && CODES.contains(&diagnostic.code)
    });
    found
        .map(|diagnostic| {
            let line = format!("{}: {}", diagnostic.code, diagnostic.message);
            (diagnostic.span, line)
        })
        .collect()
}

/// The project's own texts, which must be without finding.
fn own() -> Vec<(String, String)> {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(root().join("tests/data/other"))
        .expect("briefs on other subjects")
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect();
    paths.sort();
    paths.push(root().join("seeds/chronicle.md"));
    paths.push(root().join("seeds/drafts/thirty-years.md"));
    let read = |path: &PathBuf| {
        let text = std::fs::read_to_string(path).expect("it can be read");
        (path.display().to_string(), text)
    };
    paths.iter().map(read).collect()
}

/// Narratives that may stand beside the repository.
fn narratives() -> Vec<(String, String)> {
    let path = root().join("../shared/corpora/temporal/wikiwars_dev.jsonl");
    let Ok(lines) = std::fs::read_to_string(&path) else {
        println!("skipped: no {}", path.display());
        return Vec::new();
    };
    let field = |value: &serde_json::Value, name: &str| value[name].as_str().map(str::to_owned);
    lines
        .lines()
        .filter_map(|line| {
            let value: serde_json::Value = serde_json::from_str(line).ok()?;
            Some((field(&value, "doc_id")?, field(&value, "text")?))
        })
        .collect()
}

#[test]
fn a_text_agrees_with_itself() {
    let mut wrong = Vec::new();
    for (name, text) in own() {
        let found = findings(&analyse(&text, &library(&text)));
        wrong.extend(found.into_iter().map(|(_, line)| format!("{name}: {line}")));
    }
    let mut count = 0;
    for (name, text) in narratives() {
        for (_, line) in findings(&analyse(&text, &library(&text))) {
            count += 1;
            println!("{name}: {line}");
        }
    }
    println!("findings in narratives checked against themselves: {count}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Right texts against the texts on other subjects: nothing is told twice there.
#[test]
fn a_text_on_something_else_is_no_retelling() {
    let foreign = |texts: Vec<(String, String)>| -> Vec<String> {
        let mut found = Vec::new();
        for (at, (name, text)) in texts.iter().enumerate() {
            let others = texts.iter().enumerate().filter(|(other, _)| *other != at);
            let others: Vec<(&str, &str)> =
                others.map(|(_, (name, text))| (&**name, &**text)).collect();
            let wrong = findings(&analyse(text, &library_of(&others)));
            found.extend(
                wrong
                    .into_iter()
                    .filter(|(_, line)| line.contains("in nearly the same words"))
                    .map(|(_, line)| format!("{name}: {line}")),
            );
        }
        found
    };
    assert_eq!(foreign(own()), Vec::<String>::new());
    assert_eq!(foreign(narratives()), Vec::<String>::new());
}

/// Where the draft's dates stand that some statement with a verdict rests on.
fn tied(analysis: &Analysis) -> Vec<Span> {
    let inspection = serde_json::to_value(analysis.inspect()).expect("it can be written");
    let at = |value: &serde_json::Value, name: &str| value[name].as_u64().map(|at| at as usize);
    let statements = inspection["statements"].as_array();
    let judged = |value: &&serde_json::Value| {
        !matches!(value["verdict"].as_str(), Some("unknown" | "not-asserted"))
    };
    statements
        .into_iter()
        .flatten()
        .filter(judged)
        .filter_map(|value| {
            let date = &value["date"];
            Some(Span::new(at(date, "byte_start")?, at(date, "byte_end")?))
        })
        .collect()
}

/// What came of the changes.
#[derive(Default)]
struct Count {
    changed: usize,
    found: usize,
    tied: usize,
    found_tied: usize,
    findings: usize,
    right: usize,
    by_kind: BTreeMap<&'static str, (usize, usize)>,
}

impl Count {
    fn print(&self, label: &str) {
        let share = |part: usize, whole: usize| 100.0 * part as f64 / whole.max(1) as f64;
        println!(
            "{label}: {} changed dates; tied to a statement {} ({:.1} %), of these found {} ({:.1} %); found in all {} \
             ({:.1} %); {} of {} findings point at a changed date ({:.1} %)",
            self.changed,
            self.tied,
            share(self.tied, self.changed),
            self.found_tied,
            share(self.found_tied, self.tied),
            self.found,
            share(self.found, self.changed),
            self.right,
            self.findings,
            share(self.right, self.findings),
        );
        for (kind, (changed, found)) in &self.by_kind {
            println!("  {kind}: {found} of {changed} found");
        }
    }

    /// Whether a share is at least so many per cent.
    fn reach(part: usize, whole: usize, percent: usize) -> bool {
        part * 100 >= whole * percent
    }
}

fn measure(texts: Vec<(String, String)>) -> Count {
    let mut chance = Chance(2001);
    let mut count = Count::default();
    let verbose = std::env::var_os("MISSED").is_some();
    for (name, text) in texts {
        let library = library(&text);
        let before: Vec<String> = findings(&analyse(&text, &library))
            .into_iter()
            .map(|(_, line)| line)
            .collect();
        let mut all = changes(&text, &mut chance);
        while all.len() > CHANGES {
            all.swap_remove(chance.below(all.len()));
        }
        for change in all {
            let (draft, places) = change.apply(&text);
            let analysis = analyse(&draft, &library);
            let new: Vec<(Span, String)> = findings(&analysis)
                .into_iter()
                .filter(|(_, line)| !before.contains(line))
                .collect();
            let at = |span: Span| {
                places
                    .iter()
                    .any(|place| span.overlaps(Span::new(place.start, place.end)))
            };
            // A finding on an order or a sum stands under the words that are contradicted; its message names the date.
            let named = |line: &str| {
                places
                    .iter()
                    .any(|place| line.contains(&draft[place.clone()]))
            };
            let near = |span: Span| {
                let first = &places[0];
                span.start
                    .min(first.start)
                    .abs_diff(span.end.max(first.end))
                    < 400
            };
            let points = |(span, line): &(Span, String)| at(*span) || named(line) && near(*span);
            let right = new.iter().filter(|finding| points(finding)).count();
            let is_tied = tied(&analysis).into_iter().any(at);
            count.changed += 1;
            count.findings += new.len();
            count.right += right;
            count.found += usize::from(right > 0);
            count.tied += usize::from(is_tied);
            count.found_tied += usize::from(is_tied && right > 0);
            let kind = count.by_kind.entry(change.kind).or_default();
            kind.0 += 1;
            kind.1 += usize::from(right > 0);
            let shown = || {
                let place = &places[0];
                let start = draft[..place.start].rfind(". ").map_or(0, |at| at + 2);
                let end = draft[place.end..]
                    .find(". ")
                    .map_or(draft.len(), |at| place.end + at);
                format!(
                    "{name} {}: {:?}: {}",
                    change.kind,
                    change.edits,
                    draft[start..end].replace('\n', " ")
                )
            };
            for (_, line) in new.iter().filter(|finding| !points(finding)) {
                println!("elsewhere: {} / {line}", shown());
            }
            if verbose && right == 0 {
                println!("missed (tied: {is_tied}): {}", shown());
            }
        }
    }
    count
}

#[test]
fn changed_dates_are_found() {
    let own = measure(own());
    own.print("own texts");
    let narratives = measure(narratives());
    narratives.print("narratives");
    for count in [own, narratives] {
        assert!(Count::reach(count.tied, count.changed, 70), "tied");
        assert!(Count::reach(count.found_tied, count.tied, 80), "recall");
        assert!(Count::reach(count.right, count.findings, 97), "precision");
    }
}
