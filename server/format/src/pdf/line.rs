//! Glyphs → pieces of lines: words apart by their gaps, pieces apart by wide ones.

use super::glyph::Glyph;

/// A run of words on one baseline, without a gap as wide as a gutter.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Line {
    pub words: String,
    pub left: f64,
    pub right: f64,
    pub baseline: f64,
    pub size: f64,
}

/// A gap of this share of the font's size parts words, where the file has no blanks.
const BLANK: f64 = 0.2;
/// A gap of this many sizes parts pieces of a line.
const GUTTER: f64 = 1.2;

/// Builds pieces from glyphs in drawing order, then joins those that meet on one baseline.
pub(super) fn build(glyphs: &[Glyph]) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for glyph in glyphs {
        let text = letters(&glyph.text);
        if text.is_empty() {
            continue;
        }
        match lines.last_mut() {
            Some(line) if follows(line, glyph) => extend(line, glyph, &text),
            _ if text.trim().is_empty() => {}
            _ => lines.push(Line {
                words: text,
                left: glyph.left,
                right: glyph.right,
                baseline: glyph.baseline,
                size: glyph.size,
            }),
        }
    }
    for line in &mut lines {
        line.words.truncate(line.words.trim_end().len());
    }
    lines.retain(|line| !line.words.is_empty());
    number_notes(join(lines))
}

/// Puts a raised number before the note that it numbers.
fn number_notes(mut lines: Vec<Line>) -> Vec<Line> {
    let is_number = |line: &Line| {
        line.words.len() <= 3 && line.words.chars().all(|letter| letter.is_ascii_digit())
    };
    let numbers: Vec<Line> = lines.extract_if(.., |line| is_number(line)).collect();
    for number in numbers {
        let home = lines.iter_mut().find(|line| {
            let gap = line.left - number.right;
            let raised = line.baseline - number.baseline;
            number.size < line.size * 0.8
                && (0.0..line.size).contains(&gap)
                && (0.0..line.size).contains(&raised)
        });
        match home {
            Some(line) => {
                line.words.insert_str(0, &format!("{} ", number.words));
                line.left = number.left;
            }
            None => lines.push(number),
        }
    }
    lines
}

/// Ligatures taken apart, soft hyphens kept for the end of lines, odd blanks and control characters made plain.
fn letters(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\u{fb00}' => plain.push_str("ff"),
            '\u{fb01}' => plain.push_str("fi"),
            '\u{fb02}' => plain.push_str("fl"),
            '\u{fb03}' => plain.push_str("ffi"),
            '\u{fb04}' => plain.push_str("ffl"),
            '\u{fb05}' | '\u{fb06}' => plain.push_str("st"),
            _ if letter.is_whitespace() => plain.push(' '),
            // Of our own marks none may come from outside.
            _ if letter.is_control() || ('\u{e000}'..='\u{f8ff}').contains(&letter) => {}
            _ => plain.push(letter),
        }
    }
    plain
}

fn follows(line: &Line, glyph: &Glyph) -> bool {
    let size = line.size.max(glyph.size);
    let small = line.size.min(glyph.size);
    let raised = line.baseline - glyph.baseline;
    let level = raised.abs() < size * 0.2 || is_raised(line, glyph);
    let gap = glyph.left - line.right;
    level && gap > -size * 0.6 && gap < small * GUTTER
}

/// A small figure above the line: a footnote's mark.
fn is_raised(line: &Line, glyph: &Glyph) -> bool {
    let raised = line.baseline - glyph.baseline;
    glyph.size < line.size * 0.8 && raised > line.size * 0.15 && raised < line.size * 0.7
}

fn extend(line: &mut Line, glyph: &Glyph, text: &str) {
    let gap = glyph.left - line.right;
    // A raised number that begins a note.
    if line.size < glyph.size * 0.8 && line.words.chars().all(|letter| letter.is_ascii_digit()) {
        line.words.push(' ');
        line.baseline = glyph.baseline;
    }
    if is_raised(line, glyph) {
        // The mark is none of the text's words. Its width still counts.
        line.right = line.right.max(glyph.right);
        if !text
            .chars()
            .all(|letter| letter.is_ascii_digit() || "*†‡,.– ".contains(letter))
        {
            line.words.push_str(text);
        }
        return;
    }
    let blank = line.words.ends_with(' ') || text.starts_with(' ');
    if gap > line.size.max(glyph.size) * BLANK && !blank {
        line.words.push(' ');
    }
    // Bold by drawing twice.
    let doubled =
        line.words.ends_with(text) && glyph.right - line.right < glyph.size * 0.1 && !blank;
    let second_blank = text == " " && line.words.ends_with(' ');
    if !doubled && !second_blank {
        line.words.push_str(text);
    }
    line.right = line.right.max(glyph.right);
    line.size = line.size.max(glyph.size);
}

/// Joins pieces that were drawn apart (a word in italics, a justified line drawn word by word).
fn join(mut lines: Vec<Line>) -> Vec<Line> {
    lines.sort_by(|one, other| {
        let level = (one.baseline - other.baseline).abs() < one.size.max(other.size) * 0.2;
        let order = one.baseline.total_cmp(&other.baseline);
        if level {
            one.left.total_cmp(&other.left)
        } else {
            order
        }
    });
    let mut joined: Vec<Line> = Vec::with_capacity(lines.len());
    for line in lines {
        let home = joined.iter_mut().rev().take(8).find(|last| {
            let gap = line.left - last.right;
            let (small, large) = (line.size.min(last.size), line.size.max(last.size));
            (last.baseline - line.baseline).abs() < large * 0.2
                && gap > -small * 0.3
                && gap < small * GUTTER
                && large < small * 1.5
        });
        match home {
            Some(last) => {
                if line.left - last.right > line.size * BLANK * 0.5 {
                    last.words.push(' ');
                }
                last.words.push_str(&line.words);
                last.right = last.right.max(line.right);
                last.size = last.size.max(line.size);
            }
            None => joined.push(line),
        }
    }
    joined
}
