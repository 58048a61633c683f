//! Every row of `tests/data/dates/*.toml`: the words found, and their values. A row with `today` is a known failure; it
//! asserts today's wrong answer, so that the day it heals is noticed.

use std::fmt::Write;
use std::path::Path;

use prose::date::DateValue;
use prose::locale::Locale;
use prose::sentence;
use prose::temporal::{self, DateSettings, Fault, Resolution, Temporal, TemporalKind, TimeContext};
use serde::Deserialize;
use text::BlockKind;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    row: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    /// The text; a line that begins with `#` is a heading, an empty line parts paragraphs.
    text: String,
    /// The document's date.
    date: Option<String>,
    #[serde(default)]
    expect: Vec<Expected>,
    /// What is found today, in the form of `Row::found`, where that is not what is expected.
    today: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    words: String,
    edtf: String,
}

/// What was found, one `words = value` an expression.
fn found(row: &Row, locale: &Locale) -> String {
    let settings = DateSettings::default();
    let date = row
        .date
        .as_deref()
        .map(|date| DateValue::parse_edtf(date).expect(date));
    let mut context = TimeContext::of_document(date.as_ref());
    let mut out = Vec::new();
    for block in row.text.split("\n\n") {
        let (kind, prose) = match block.strip_prefix("## ") {
            Some(heading) => (BlockKind::Heading(2), heading),
            None => (BlockKind::Paragraph, block),
        };
        let raws = temporal::recognise(prose, locale, &settings);
        let sentences = sentence::sentences(prose, locale);
        let temporals = temporal::resolve(
            &raws,
            prose,
            &sentences,
            kind,
            locale,
            &settings,
            &mut context,
        );
        out.extend(temporals.iter().map(|temporal| shown(temporal, prose)));
    }
    out.join(" | ")
}

fn shown(temporal: &Temporal, prose: &str) -> String {
    let words = temporal.span.of(prose);
    let mut value = match (&temporal.resolution, &temporal.value, temporal.kind) {
        (Resolution::Ambiguous(readings), ..) => readings.join(" or "),
        (_, Some(value), _) => value.edtf.clone(),
        (_, None, TemporalKind::Date) => String::new(),
        (_, None, TemporalKind::Time) => "time".into(),
        (_, None, TemporalKind::Set) => "set".into(),
        (_, None, TemporalKind::Duration) => match temporal.length {
            Some(length) => format!(
                "{}{} {:?}",
                if length.anniversary {
                    "anniversary "
                } else {
                    ""
                },
                length.count,
                length.unit
            ),
            None => "some time".into(),
        },
    };
    match &temporal.fault {
        Some(Fault::Impossible { .. }) => value.push_str("impossible"),
        Some(Fault::Reversed) => value.push_str("reversed"),
        Some(Fault::Weekday { actual, .. }) => {
            let _ = write!(value, " is a {actual}");
        }
        None => {}
    }
    if temporal.doubtful {
        value.push_str(" (doubtful)");
    }
    format!("{words} = {value}")
}

#[test]
fn every_row_reads_as_labelled() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/data/dates");
    let locale = Locale::english();
    let mut wrong = String::new();
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .expect("the labelled dates are there")
        .map(|entry| entry.expect("readable").path())
        .collect();
    files.sort();
    let mut rows = 0;
    for path in files {
        let text = std::fs::read_to_string(&path).expect("readable");
        let file: File = toml::from_str(&text).unwrap_or_else(|error| panic!("{path:?}: {error}"));
        for row in &file.row {
            rows += 1;
            let expected: Vec<String> = row
                .expect
                .iter()
                .map(|expected| format!("{} = {}", expected.words, expected.edtf))
                .collect();
            let expected = expected.join(" | ");
            let found = found(row, &locale);
            match &row.today {
                None if found != expected => {
                    let _ = writeln!(
                        wrong,
                        "{:?}\n  expected {expected}\n  found    {found}",
                        row.text
                    );
                }
                Some(today) if found == expected => {
                    let _ = writeln!(
                        wrong,
                        "{:?}\n  has healed; drop `today = {today:?}`",
                        row.text
                    );
                }
                Some(today) if found != *today => {
                    let _ = writeln!(
                        wrong,
                        "{:?}\n  today    {today}\n  found    {found}",
                        row.text
                    );
                }
                _ => {}
            }
        }
    }
    assert!(wrong.is_empty(), "of {rows} rows:\n{wrong}");
    assert!(rows > 200, "only {rows} rows");
}
