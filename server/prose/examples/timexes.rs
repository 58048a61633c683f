//! Reads documents (JSON Lines: `doc_id`, `text`, `dct`) and writes the dates found in them, one document a line, for a
//! scorer: `timexes FILE [--no-dct] > PREDICTIONS`. With `--value` ranges stay whole and bounds count. With `--time N` it reads the texts N times and prints the speed.

use std::io::Write;

use prose::locale::Locale;
use prose::temporal::{self, DateSettings, Temporal, TemporalKind, TimeContext};
use prose::{date::DateValue, sentence};
use serde_json::{Value, json};
use text::{BlockKind, Span};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let path = arguments
        .first()
        .ok_or("usage: timexes FILE [--no-dct] [--value] [--time N]")?;
    let with_date = !arguments.iter().any(|argument| argument == "--no-dct");
    let whole = arguments.iter().any(|argument| argument == "--value");
    let locale = Locale::english();
    let settings = DateSettings::default();
    let file = std::fs::read_to_string(path)?;
    let documents: Vec<Value> = file
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(serde_json::from_str)
        .collect::<Result<_, _>>()?;
    if let Some(at) = arguments.iter().position(|argument| argument == "--time") {
        let times: usize = arguments.get(at + 1).ok_or("--time N")?.parse()?;
        return speed(&documents, times, &locale, &settings);
    }
    let mut out = std::io::stdout().lock();
    for document in &documents {
        let text = document["text"].as_str().unwrap_or_default();
        let date = document["dct"].as_str().filter(|_| with_date);
        let date = date.and_then(|date| DateValue::parse_edtf(date.get(..10).unwrap_or(date)));
        let mut context = TimeContext::of_document(date.as_ref());
        let mut found = Vec::new();
        for (kind, block) in blocks(text) {
            let prose = block.of(text);
            let raws = temporal::recognise(prose, &locale, &settings);
            let sentences = sentence::sentences(prose, &locale);
            let temporals = temporal::resolve(
                &raws,
                prose,
                &sentences,
                kind,
                &locale,
                &settings,
                &mut context,
            );
            for temporal in &temporals {
                write_out(text, block.start, temporal, whole, &mut found);
            }
        }
        writeln!(
            out,
            "{}",
            json!({"doc_id": document["doc_id"], "timexes": found})
        )?;
    }
    Ok(())
}

fn write_out(text: &str, base: usize, temporal: &Temporal, whole: bool, found: &mut Vec<Value>) {
    let kind = match temporal.kind {
        TemporalKind::Date => "DATE",
        TemporalKind::Time => "TIME",
        TemporalKind::Duration => "DURATION",
        TemporalKind::Set => "SET",
    };
    let mut push = |span: Span, value: Option<&DateValue>| {
        let point = |offset: usize| text[..offset].chars().count();
        found.push(json!({
            "start": point(base + span.start), "end": point(base + span.end), "type": kind,
            "value": value.map_or("", |value| value.edtf.trim_end_matches('~')),
            "surface": &text[base + span.start..base + span.end],
            "how": format!("{:?}{}", temporal.resolution, if temporal.doubtful { " doubtful" } else { "" }),
        }));
    };
    // The gold standard marks the two ends of a range one by one.
    match &temporal.ends {
        _ if whole => push(temporal.span, temporal.value.as_ref()),
        Some(ends) => ends.iter().for_each(|end| push(end.span, Some(&end.value))),
        None => push(temporal.span, temporal.bare.as_ref()),
    }
}

/// Lines as blocks; a short line without a full stop is a heading.
fn blocks(text: &str) -> Vec<(BlockKind, Span)> {
    let mut found = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let words = line.trim();
        let heading =
            words.len() < 90 && !words.ends_with(['.', ':', '!', '?', '"', ')', ',', ';']);
        let kind = if heading {
            BlockKind::Heading(2)
        } else {
            BlockKind::Paragraph
        };
        if !words.is_empty() {
            found.push((kind, Span::new(start, start + line.trim_end().len())));
        }
        start += line.len();
    }
    found
}

fn speed(
    documents: &[Value],
    times: usize,
    locale: &Locale,
    settings: &DateSettings,
) -> Result<(), Box<dyn std::error::Error>> {
    let texts: Vec<&str> = documents
        .iter()
        .filter_map(|document| document["text"].as_str())
        .collect();
    let bytes: usize = texts.iter().map(|text| text.len()).sum();
    let mut count = 0;
    let start = std::time::Instant::now();
    for _ in 0..times {
        for text in &texts {
            for (_, block) in blocks(text) {
                count += temporal::recognise(block.of(text), locale, settings).len();
            }
        }
    }
    let seconds = start.elapsed().as_secs_f64();
    println!(
        "{count} found, {:.1} MB/s",
        (bytes * times) as f64 / seconds / 1e6
    );
    Ok(())
}
