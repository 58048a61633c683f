//! Lines in reading order → paragraphs and headings: by leading, indent, size and how a line ends. A paragraph goes on over
//! columns and pages; a word broken at a line's end is one word again.

use std::collections::{BTreeMap, HashSet};

use super::line::Line;
use super::table;
use crate::writer::{PageStarts, Writer};

/// A heading's letters are so much larger than the text's.
const LARGER: f64 = 1.12;
/// A note's are so much smaller.
const SMALLER: f64 = 0.92;
/// A heading has at most so many letters.
const HEADING: usize = 200;

struct Open {
    words: String,
    pages: PageStarts,
    size: f64,
    /// The last line, and the left edge of the paragraph's lines.
    last: Line,
    left: f64,
    lines: usize,
}

struct Measures {
    /// Size of running text.
    body: f64,
    /// Distance of its baselines.
    leading: f64,
    /// Sizes of headings, largest first.
    headings: Vec<f64>,
    /// Words that stand with a hyphen within a line, and nowhere without, in lower case.
    hyphened: HashSet<String>,
}

/// Writes all pages.
pub(super) fn write(pages: &[(u32, Vec<Line>)], writer: &mut Writer) {
    let measures = measure(pages);
    let mut open: Option<Open> = None;
    // Notes wait until the paragraph over the page's end is complete.
    let mut notes: Vec<Open> = Vec::new();
    let mut begun = 0;
    for (number, lines) in pages {
        let mut turned = true;
        let tables = table::find(lines);
        for (at, line) in lines.iter().enumerate() {
            if let Some(table) = tables.iter().find(|table| table.lines.contains(&at)) {
                if table.lines.start == at {
                    finish(&mut open, &mut notes, &measures, writer);
                    turn(&mut begun, *number, writer);
                    turned = false;
                    writer.table(&table.rows);
                }
                continue;
            }
            let is_note = line.size < measures.body * SMALLER
                && lines[at..].iter().all(|rest| {
                    rest.size < measures.body * SMALLER || rest.baseline < line.baseline
                });
            if is_note {
                match notes.last_mut() {
                    Some(note) if !turned_note(note, line) => extend(note, line, None, &measures),
                    _ => notes.push(start(line)),
                }
                continue;
            }
            let new_page = turned.then_some(*number);
            turned = false;
            match &mut open {
                Some(paragraph)
                    if goes_on(
                        paragraph,
                        line,
                        new_page.is_some(),
                        margin(lines, line),
                        &measures,
                    ) =>
                {
                    extend(paragraph, line, new_page, &measures);
                    if new_page.is_some() {
                        begun = *number;
                    }
                }
                _ => {
                    finish(&mut open, &mut notes, &measures, writer);
                    turn(&mut begun, *number, writer);
                    open = Some(start(line));
                }
            }
        }
    }
    finish(&mut open, &mut notes, &measures, writer);
}

/// Writes what is open, and the notes that waited for it.
fn finish(
    open: &mut Option<Open>,
    notes: &mut Vec<Open>,
    measures: &Measures,
    writer: &mut Writer,
) {
    for paragraph in open.take().into_iter().chain(notes.drain(..)) {
        close(&paragraph, measures, writer);
    }
}

/// Begins every page up to `number` that has not begun.
fn turn(begun: &mut u32, number: u32, writer: &mut Writer) {
    for page in *begun + 1..=number {
        writer.page(page);
    }
    *begun = number.max(*begun);
}

/// The right edge of the column that a line stands in.
fn margin(lines: &[Line], line: &Line) -> f64 {
    let column = lines
        .iter()
        .filter(|other| other.left < line.right && other.right > line.left);
    column.map(|other| other.right).fold(line.right, f64::max)
}

fn measure(pages: &[(u32, Vec<Line>)]) -> Measures {
    let tenth = |value: f64| (value * 10.0).round() as i64;
    let mut sizes: BTreeMap<i64, usize> = BTreeMap::new();
    let mut leadings: BTreeMap<i64, usize> = BTreeMap::new();
    for (_, lines) in pages {
        for line in lines {
            *sizes.entry(tenth(line.size)).or_default() += line.words.len();
        }
        for pair in lines.windows(2) {
            let distance = pair[1].baseline - pair[0].baseline;
            if distance > pair[0].size * 0.8 && distance < pair[0].size * 3.0 {
                *leadings.entry(tenth(distance)).or_default() += 1;
            }
        }
    }
    let most = |counts: &BTreeMap<i64, usize>| {
        let most = counts.iter().max_by_key(|(_, count)| **count);
        most.map_or(0.0, |(value, _)| *value as f64 / 10.0)
    };
    let body = most(&sizes);
    let mut headings: Vec<f64> = sizes
        .keys()
        .map(|size| *size as f64 / 10.0)
        .filter(|size| *size > body * LARGER)
        .collect();
    headings.reverse();
    headings.dedup_by(|one, other| (*one - *other).abs() < 0.6);
    Measures {
        body,
        leading: most(&leadings).max(body),
        headings,
        hyphened: hyphened(pages),
    }
}

/// The words that the document itself writes with a hyphen.
fn hyphened(pages: &[(u32, Vec<Line>)]) -> HashSet<String> {
    let lines = || pages.iter().flat_map(|(_, lines)| lines);
    let bare = |word: &str| {
        word.trim_matches(|it: char| !it.is_alphanumeric())
            .to_lowercase()
    };
    let words = || {
        let words = lines().flat_map(|line| line.words.split_whitespace());
        words.map(bare)
    };
    let mut found: HashSet<String> = words().filter(|word| word.contains('-')).collect();
    let whole: HashSet<String> = found.iter().map(|word| word.replace('-', "")).collect();
    let twice: HashSet<String> = words().filter(|word| whole.contains(word)).collect();
    found.retain(|word| !twice.contains(&word.replace('-', "")));
    found
}

fn start(line: &Line) -> Open {
    Open {
        words: line.words.clone(),
        pages: Vec::new(),
        size: line.size,
        last: line.clone(),
        left: line.left,
        lines: 1,
    }
}

/// A note that begins with its number begins a new one.
fn turned_note(note: &Open, line: &Line) -> bool {
    let begins = line
        .words
        .starts_with(|letter: char| letter.is_ascii_digit() || "*†‡[".contains(letter));
    begins && ends_sentence(&note.words) || line.baseline < note.last.baseline
}

fn ends_sentence(words: &str) -> bool {
    let words = words.trim_end_matches(['"', '\'', ')', ']', '\u{201d}', '\u{2019}', '»', ' ']);
    words.ends_with(['.', '!', '?', ':', ';'])
}

/// Whether a line belongs to the open paragraph.
fn goes_on(open: &Open, line: &Line, new_page: bool, right: f64, measures: &Measures) -> bool {
    let last = &open.last;
    let alike = (line.size - open.size).abs() < open.size * 0.08;
    if !alike || is_item(&line.words) {
        return false;
    }
    let heading = open.size > measures.body * LARGER;
    let elsewhere = new_page || line.baseline <= last.baseline - last.size * 0.5;
    if elsewhere {
        // The next column or page: only a sentence that is not at its end goes on.
        return !heading && !ends_sentence(&open.words) && !begins_heading(line);
    }
    if (line.baseline - last.baseline).abs() < last.size * 0.3 {
        // The same row: cells of a table, read along.
        return true;
    }
    let distance = line.baseline - last.baseline;
    if distance > measures.leading.max(open.size * 1.1) * 1.35 && distance > open.size * 1.5 {
        return false;
    }
    let indented = line.left > open.left.min(last.left) + line.size * 0.8
        && open.lines > 1
        && ends_sentence(&open.words);
    let short = ends_sentence(&open.words)
        && last.right < right - last.size * 6.0
        && line.left <= open.left + line.size;
    !(indented
        || short
            && !heading
            && line.words.starts_with(char::is_uppercase)
            && last.right < right * 0.8)
}

fn begins_heading(line: &Line) -> bool {
    let letters: Vec<char> = line
        .words
        .chars()
        .filter(|letter| letter.is_alphabetic())
        .collect();
    letters.len() > 3 && letters.iter().all(|letter| letter.is_uppercase())
}

/// A bullet or "(a)", "12." before a word.
fn is_item(words: &str) -> bool {
    let bullet = words.starts_with(['•', '●', '▪', '◦', '‣', '–', '—']);
    bullet && words.chars().nth(1).is_none_or(char::is_whitespace)
}

fn extend(open: &mut Open, line: &Line, page: Option<u32>, measures: &Measures) {
    let same_row = (line.baseline - open.last.baseline).abs() < open.last.size * 0.3;
    if same_row || !take_hyphen(&mut open.words, &line.words, &measures.hyphened) {
        open.words.push(' ');
    }
    if let Some(page) = page {
        open.pages.push((open.words.len(), page));
    }
    open.words.push_str(&line.words);
    if open.lines == 1 && line.left < open.left {
        // The first line was indented.
        open.left = line.left;
    }
    open.last = line.clone();
    open.lines += 1;
}

/// Joins a word that the line's end broke. A dash, a number's hyphen and a name's stay; so does that of "well-/known" where
/// the document says "well-known" elsewhere. Of others nobody can tell, and most are none.
fn take_hyphen(words: &mut String, next: &str, hyphened: &HashSet<String>) -> bool {
    let Some(broken) = words.strip_suffix(['-', '\u{ad}', '\u{2010}']) else {
        // A dash at the line's end has no blank before the next word if it had none before it.
        let dash =
            words.ends_with(['—', '–', '/']) && !words.ends_with(" —") && !words.ends_with(" –");
        return dash && next.starts_with(char::is_alphanumeric) && words.ends_with(['—', '/']);
    };
    let soft = words.ends_with('\u{ad}');
    let lower = broken.ends_with(char::is_lowercase) && next.starts_with(char::is_lowercase);
    let written = || {
        let last = broken.split_whitespace().next_back().unwrap_or_default();
        let first = next.split_whitespace().next().unwrap_or_default();
        let word = format!("{last}-{first}").to_lowercase();
        hyphened.contains(word.trim_matches(|it: char| !it.is_alphanumeric()))
    };
    if soft || lower && !written() {
        words.truncate(broken.len());
    }
    true
}

fn close(open: &Open, measures: &Measures, writer: &mut Writer) {
    let level = measures
        .headings
        .iter()
        .position(|size| (open.size - size).abs() < 0.6)
        .filter(|_| open.words.chars().count() <= HEADING && open.size > measures.body * LARGER);
    match level {
        Some(level) => writer.block(
            &format!("{} ", "#".repeat(level.min(5) + 1)),
            &open.words,
            &open.pages,
        ),
        None => {
            let bare = open.words.trim_start_matches(['•', '●', '▪', '◦', '‣']);
            let cut = open.words.len() - bare.trim_start().len();
            if is_item(&open.words) && cut > 0 {
                let pages: PageStarts = open
                    .pages
                    .iter()
                    .map(|(at, page)| (at.saturating_sub(cut), *page))
                    .collect();
                writer.block("- ", &open.words[cut..], &pages);
            } else {
                writer.block("", &open.words, &open.pages);
            }
        }
    }
}
