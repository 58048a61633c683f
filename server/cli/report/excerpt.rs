//! The lines around some words, short enough for a terminal however long they are in the file.

use std::ops::Range;

use text::Span;

use super::harmless;

/// Bytes shown on either side of the words.
const AROUND: usize = 64;
/// Bytes of the words themselves.
const WORDS: usize = 240;

/// Bytes of a passage.
const PASSAGE: usize = 600;
/// Width of a passage.
const COLUMNS: usize = 100;

/// A piece of a text, ready to be printed.
#[derive(Debug, PartialEq, Eq)]
pub struct Excerpt {
    /// The text, harmless, with `…` where it was cut.
    pub text: String,
    /// The words in it.
    pub focus: Range<usize>,
}

impl Excerpt {
    /// The words at `focus` of `text` with what stands around them on their lines.
    pub fn new(text: &str, focus: Span) -> Excerpt {
        let start = floor(text, focus.start);
        let words = text[start..floor(text, focus.end).max(start)].trim_end();
        let kept = &words[..floor(words, WORDS)];
        let mut shown = String::new();
        push_before(&mut shown, &text[..start]);
        let from = shown.len();
        push(&mut shown, kept);
        let focus = from..shown.len();
        if kept.len() < words.len() {
            shown.push('…');
        } else {
            push_after(&mut shown, &text[start + kept.len()..]);
        }
        Excerpt { text: shown, focus }
    }
}

/// The words at `focus` of `text`, wrapped to [`COLUMNS`] and cut after [`PASSAGE`] bytes.
pub fn passage(text: &str, focus: Span) -> String {
    let start = floor(text, focus.start);
    let words = text[start..floor(text, focus.end).max(start)].trim();
    let kept = &words[..floor(words, PASSAGE)];
    let (kept, cut) = match kept.rsplit_once(' ') {
        Some((kept, _)) if kept.len() < words.len() && words.len() > PASSAGE => (kept, "…"),
        _ => (kept, if kept.len() < words.len() { "…" } else { "" }),
    };
    let mut shown = String::new();
    let mut column = 0;
    for word in kept.split_whitespace() {
        let width = word.chars().count();
        if column > 0 && column + 1 + width > COLUMNS {
            shown.push('\n');
            column = 0;
        } else if column > 0 {
            shown.push(' ');
            column += 1;
        }
        push(&mut shown, word);
        column += width;
    }
    shown + cut
}

/// The last of `text`, on its line.
fn push_before(shown: &mut String, text: &str) {
    let from = floor(text, text.len().saturating_sub(AROUND));
    let near = &text[from..];
    match near.rfind(is_break) {
        Some(at) => push(shown, &near[at + 1..]),
        None if from == 0 => push(shown, near),
        None => {
            shown.push('…');
            push(shown, near.split_once(' ').map_or(near, |(_, rest)| rest));
        }
    }
}

/// The first of `text`, on its line.
fn push_after(shown: &mut String, text: &str) {
    let to = floor(text, AROUND);
    let near = &text[..to];
    match near.find(is_break) {
        Some(at) => push(shown, &near[..at]),
        None if to == text.len() => push(shown, near),
        None => {
            push(shown, near.rsplit_once(' ').map_or(near, |(rest, _)| rest));
            shown.push('…');
        }
    }
}

fn push(shown: &mut String, text: &str) {
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\r' if characters.peek() == Some(&'\n') => {}
            '\r' | '\n' => shown.push('\n'),
            '\u{FEFF}' => {}
            other => shown.push(harmless(other)),
        }
    }
}

fn is_break(character: char) -> bool {
    matches!(character, '\n' | '\r')
}

/// The greatest character boundary at or before `offset`.
fn floor(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

#[cfg(test)]
mod tests {
    use super::*;

    fn excerpt(marked: &str) -> String {
        let start = marked.find('[').expect("an opening mark");
        let end = marked.find(']').expect("a closing mark") - 1;
        let text = marked.replace(['[', ']'], "");
        let excerpt = Excerpt::new(&text, Span::new(start, end));
        let mut shown = excerpt.text;
        shown.insert(excerpt.focus.end, ']');
        shown.insert(excerpt.focus.start, '[');
        shown
    }

    #[test]
    fn a_short_line_is_shown_whole() {
        assert_eq!(
            excerpt("one\nIn [2001] they met.\nthree"),
            "In [2001] they met."
        );
        assert_eq!(excerpt("[2001]"), "[2001]");
        assert_eq!(excerpt("\u{FEFF}In [2001]\r\nx"), "In [2001]");
        assert_eq!(excerpt("In [July\r\n2001], they"), "In [July\n2001], they");
        assert_eq!(excerpt("a\x1B[b]"), "a␛[b]");
    }

    #[test]
    fn a_passage_is_wrapped_and_cut() {
        let text = format!("x {} y", "some words of a source ".repeat(100));
        let shown = passage(&text, Span::new(2, text.len() - 2));
        assert!(
            shown
                .lines()
                .all(|line| line.chars().count() <= COLUMNS + 1)
        );
        assert!(shown.ends_with("…") && shown.len() < PASSAGE + 10);
        assert_eq!(
            passage("in the\n\tyear 2001", Span::new(0, 17)),
            "in the year 2001"
        );
    }

    #[test]
    fn a_long_line_is_cut_on_both_sides_of_the_words() {
        let long = format!(
            "{}In [2001] they met.{}",
            "word ".repeat(2_000_000),
            " more".repeat(1000)
        );
        let shown = excerpt(&long);
        assert!(
            shown.starts_with("…word word") && shown.ends_with("more more…"),
            "{shown}"
        );
        assert!(shown.len() < 200 && shown.contains("In [2001] they"));
        let solid = format!("{}[é]{}", "é".repeat(500), "é".repeat(500));
        assert!(excerpt(&solid).len() < 200);
        let wide = format!("[{}] after", "word ".repeat(500));
        assert!(excerpt(&wide).ends_with("]…"));
    }
}
