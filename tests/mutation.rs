//! A text checked against itself has no finding on dates; a text with one date changed, checked against what it was,
//! has one there. Printed: the share of changed dates that a finding points at, and the share of findings that do.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use analysis::{Analysis, Cancel, Memo, Settings, Severity};
use library::{Builder, Library, SourceRecord};
use prose::locale::Locale;
use text::Span;

/// So many dates of one text are changed at most.
const CHANGES: usize = 60;
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const CODES: [&str; 9] = [
    "date-conflict",
    "date-impossible",
    "weekday-mismatch",
    "range-reversed",
    "arithmetic-mismatch",
    "order-conflict",
    "heading-conflict",
    "draft-disagreement",
    "office-conflict",
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn library(text: &str) -> Arc<Library> {
    let mut builder = Builder::new("itself", 1);
    let document = Arc::new(markdown::read(text.into()));
    builder.add_source("source.md", SourceRecord::default(), document);
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
fn findings(text: &str, library: &Arc<Library>) -> Vec<(Span, String)> {
    let analysis = analyse(text, library);
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
        let found = findings(&text, &library(&text));
        wrong.extend(found.into_iter().map(|(_, line)| format!("{name}: {line}")));
    }
    let mut count = 0;
    for (name, text) in narratives() {
        for (_, line) in findings(&text, &library(&text)) {
            count += 1;
            println!("{name}: {line}");
        }
    }
    println!("findings in narratives checked against themselves: {count}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A small generator of numbers, the same at each run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end
    }
}

/// The explicit dates of a text, in its bytes.
fn dates(text: &str, library: &Arc<Library>) -> Vec<Span> {
    let analysis = analyse(text, library);
    let inspection = serde_json::to_value(analysis.inspect()).expect("it can be written");
    let at = |value: &serde_json::Value, name: &str| value[name].as_u64().map(|at| at as usize);
    let expressions = inspection["temporal_expressions"].as_array();
    expressions
        .into_iter()
        .flatten()
        .filter(|value| value["type"] == "date" && value["resolution"] == "explicit")
        .filter_map(|value| Some(Span::new(at(value, "byte_start")?, at(value, "byte_end")?)))
        .collect()
}

/// The words of a date with another year, month or day; none if they have no such part.
fn change(words: &str, chance: &mut Chance) -> Option<String> {
    let numbers: Vec<&str> = words
        .split(|c: char| !c.is_ascii_digit())
        .filter(|digits| !digits.is_empty())
        .collect();
    let [.., last] = numbers.as_slice() else {
        return None;
    };
    let year = Some(*last).filter(|digits| digits.len() == 4 && numbers.len() <= 2)?;
    let month = MONTHS.iter().position(|month| words.contains(month));
    let day = numbers
        .first()
        .filter(|digits| digits.len() <= 2 && month.is_some());
    match chance.below(3) {
        0 => {
            let month = month?;
            let other = MONTHS[(month + 1 + chance.below(10)) % 12];
            Some(words.replacen(MONTHS[month], other, 1))
        }
        1 => {
            let day = day?;
            let number: usize = day.parse().ok()?;
            let other = (number + 1 + chance.below(20)) % 28 + 1;
            (other != number).then(|| words.replacen(*day, &other.to_string(), 1))
        }
        _ => {
            let number: i32 = year.parse().ok()?;
            let step = 1 + chance.below(6) as i32;
            let other = if chance.below(2) == 0 { step } else { -step };
            Some(words.replacen(year, &(number + other).to_string(), 1))
        }
    }
}

#[test]
fn changed_dates_are_found() {
    let mut chance = Chance(2001);
    let mut measure = |label: &str, texts: Vec<(String, String)>| {
        let (mut changed, mut hit, mut reported, mut right) = (0, 0, 0, 0);
        for (name, text) in texts {
            let library = library(&text);
            let before: Vec<String> = findings(&text, &library)
                .into_iter()
                .map(|(_, line)| line)
                .collect();
            let mut places = dates(&text, &library);
            while places.len() > CHANGES {
                places.swap_remove(chance.below(places.len()));
            }
            for place in places {
                let Some(words) = change(place.of(&text), &mut chance) else {
                    continue;
                };
                let mut draft = text.clone();
                draft.replace_range(place.start..place.end, &words);
                let place = Span::new(place.start, place.start + words.len());
                let new = findings(&draft, &library)
                    .into_iter()
                    .filter(|(_, line)| !before.contains(line));
                changed += 1;
                let mut pointed = false;
                for (span, line) in new {
                    reported += 1;
                    let near = span.overlaps(place)
                        || line.contains(&words)
                            && draft[span.start.min(place.start)..span.end.max(place.end)].len()
                                < 400;
                    right += usize::from(near);
                    pointed |= near;
                    if !near {
                        println!(
                            "{name}: “{}” to “{words}”: elsewhere: {line}",
                            place.of(&text)
                        );
                    }
                }
                hit += usize::from(pointed);
            }
        }
        println!(
            "{label}: {hit} of {changed} changed dates found; {right} of {reported} findings point there"
        );
        (right, reported)
    };
    let (right, reported) = measure("own texts", own());
    measure("narratives", narratives());
    assert!(right * 100 >= reported * 90, "{right} of {reported}");
}
