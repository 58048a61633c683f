//! Plain text: paragraphs between blank lines, hard-wrapped lines joined, headings and list items by shape.
//! A paragraph anchor counts non-empty lines from 1, as people count in a text saved from a page.

use std::sync::Arc;

use text::{Anchor, Block, BlockKind, Document, Lines, Mapped, Span};

/// A line this long or longer may have been broken by a wrapping editor.
const WRAP_FROM: usize = 50;
/// A line this long or longer may have been broken by an editor of narrow columns, where the words go on.
const NARROW: usize = 20;
/// A line longer than this was not: it is a paragraph of its own.
const WRAP_TO: usize = 120;
/// A heading has at most this many words.
const HEADING_WORDS: usize = 14;

/// Reads plain text. Never fails.
pub(crate) fn read(text: Arc<str>) -> Document {
    let lines = Lines::new(&text);
    let mut document = Document::default();
    let mut open: Option<(Span, BlockKind, Mapped)> = None;
    let mut count = 0;
    let mut last: Option<Span> = None;
    let mut filled = false;
    for number in 0..lines.count() {
        let mut line = lines.content(&text, number);
        if number == 0 && line.of(&text).starts_with('\u{feff}') {
            line.start += '\u{feff}'.len_utf8();
        }
        let words = line.of(&text);
        let trimmed = words.trim();
        if trimmed.is_empty() {
            close(&mut document, open.take());
            last = None;
            filled = false;
            continue;
        }
        let start = line.start + (words.len() - words.trim_start().len());
        let span = Span::new(start, start + trimmed.len());
        count += 1;
        document.anchors.push((span, Anchor::Paragraph(count)));
        let marker = item_marker(trimmed);
        if last.is_none() {
            filled = is_filled(&text, &lines, number);
        }
        let wrapped = last.is_some_and(|last| {
            let (length, own) = (last.of(&text).chars().count(), trimmed.chars().count());
            let long = (WRAP_FROM..=WRAP_TO).contains(&length);
            let narrow = (NARROW..WRAP_FROM).contains(&length);
            own <= WRAP_TO && (long || narrow && (filled || goes_on(last.of(&text), trimmed)))
        });
        match &mut open {
            Some((whole, _, prose)) if wrapped && marker == 0 => {
                prose.replace("\n", Span::new(whole.end, span.start));
                prose.copy(trimmed, span.start);
                whole.end = span.end;
            }
            _ => {
                close(&mut document, open.take());
                let mut prose = Mapped::default();
                prose.copy(&trimmed[marker..], span.start + marker);
                let kind = if marker > 0 {
                    BlockKind::Item(1)
                } else if last.is_none()
                    && is_heading(trimmed)
                    && next_is_blank(&text, &lines, number)
                {
                    BlockKind::Heading(2)
                } else {
                    BlockKind::Paragraph
                };
                open = Some((span, kind, prose));
            }
        }
        last = Some(span);
    }
    close(&mut document, open.take());
    document.links.sort_by_key(|(span, _)| *span);
    document.text = text;
    document
}

/// Whether the lines from `number` up to a blank one are one paragraph of a narrow column: three or more, and none had room
/// for the first word of the next.
fn is_filled(text: &str, lines: &Lines, number: usize) -> bool {
    let paragraph: Vec<&str> = (number..lines.count())
        .map(|number| lines.content(text, number).of(text).trim())
        .take_while(|line| !line.is_empty())
        .collect();
    let width = |words: &str| words.chars().count();
    let widest = paragraph.iter().map(|line| width(line)).max();
    let full = |pair: &[&str]| {
        let first = pair[1].split_whitespace().next().unwrap_or_default();
        Some(width(pair[0]) + 1 + width(first)) > widest
    };
    paragraph.len() > 2 && paragraph.windows(2).all(full)
}

/// Whether a sentence that `line` does not end goes on in `next`: in lower case, or with a year.
fn goes_on(line: &str, next: &str) -> bool {
    let ended = line.ends_with(['.', '!', '?', ':', '\u{201d}', '"', ')']);
    let year = next.len() >= 4
        && next.as_bytes()[..4].iter().all(u8::is_ascii_digit)
        && !next[4..].starts_with(|c: char| c.is_alphanumeric());
    !ended && (next.starts_with(char::is_lowercase) || year)
}

fn close(document: &mut Document, open: Option<(Span, BlockKind, Mapped)>) {
    let Some((span, kind, prose)) = open else {
        return;
    };
    let mut masked = markdown::mask(prose);
    document.links.append(&mut masked.links);
    if let BlockKind::Heading(_) = kind {
        document
            .anchors
            .push((span, Anchor::Heading(masked.prose.text.clone())));
    }
    document.blocks.push(Block {
        kind,
        span,
        prose: masked.prose.text.into(),
        map: masked.prose.map,
    });
}

/// Length of "- ", "* ", "• ", "3. " or "(3) " at the start, 0 if none. "2001. The" is no item: its number is a year.
fn item_marker(line: &str) -> usize {
    for bullet in ["- ", "* ", "\u{2022} ", "\u{2013} ", "\u{2014} "] {
        if line.starts_with(bullet) {
            return bullet.len();
        }
    }
    let inner = line.strip_prefix('(').unwrap_or(line);
    let digits = inner.bytes().take_while(u8::is_ascii_digit).count();
    if (1..=2).contains(&digits)
        && (inner[digits..].starts_with(". ") || inner[digits..].starts_with(") "))
    {
        return line.len() - inner.len() + digits + 2;
    }
    0
}

/// A short line of its own that does not end like a sentence.
fn is_heading(line: &str) -> bool {
    !line.ends_with(['.', '!', '?', ';', ',', '\u{201d}', '"'])
        && line.split_whitespace().count() <= HEADING_WORDS
}

fn next_is_blank(text: &str, lines: &Lines, number: usize) -> bool {
    number + 1 < lines.count() && lines.content(text, number + 1).of(text).trim().is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(source: &str) -> Vec<String> {
        let document = read(source.into());
        document
            .blocks
            .iter()
            .map(|block| format!("{:?}|{}", block.kind, block.prose.replace('\n', "/")))
            .collect()
    }

    #[test]
    fn paragraphs_headings_items_and_wraps() {
        let source = "New era\n\nThe commission met in the spring and agreed upon a charter in\n2001. The next session followed.\n\n- one\n- two\n\nShort line\nanother short line\n";
        assert_eq!(
            picture(source),
            [
                "Heading(2)|New era",
                "Paragraph|The commission met in the spring and agreed upon a charter in/2001. The next session followed.",
                "Item(1)|one",
                "Item(1)|two",
                "Paragraph|Short line",
                "Paragraph|another short line",
            ]
        );
    }

    #[test]
    fn narrow_columns_are_joined_where_the_words_go_on() {
        let source = "It stayed open until 31 December 2009. The\nNorthern Commission was founded in October\n1995, and Bolivia joined it in 2004.\n\nThe accord was signed in June\n1999 by both sides.\n\nMinistry of Foreign Affairs\nLong Street 5\nSkerry\n";
        assert_eq!(
            picture(source),
            [
                "Paragraph|It stayed open until 31 December 2009. The/Northern Commission was founded in October/1995, and Bolivia joined it in 2004.",
                "Paragraph|The accord was signed in June/1999 by both sides.",
                "Paragraph|Ministry of Foreign Affairs",
                "Paragraph|Long Street 5",
                "Paragraph|Skerry",
            ]
        );
    }

    #[test]
    fn anchors_count_non_empty_lines() {
        let source = "One\n\nTwo\r\n\r\nThree";
        let document = read(source.into());
        assert_eq!(
            document.paragraph_at(source.find("Three").unwrap() + 2),
            Some(3)
        );
    }
}
