//! Words of a page as they were printed, as far as it knows.

use std::ops::Range;

use crate::fold::Shape;
use crate::page::Page;

/// The most words of an omission that are written out.
const SHOWN: usize = 80;

/// The words in their case, with what stands between two of them where no space does ("co-operation", "4.5").
pub(crate) fn printed(page: Page<'_>, words: Range<usize>) -> String {
    let shown = words.start..words.end.min(words.start + SHOWN);
    let mut out = String::new();
    for at in shown.clone() {
        push(page.word(at), page.shape(at), &mut out);
        if at + 1 < shown.end {
            out.push_str(between(page, at));
        }
    }
    if shown.end < words.end {
        out.push_str(" …");
    }
    out
}

/// What stands between a word and the next: one mark alone, or at least a space.
fn between(page: Page<'_>, at: usize) -> &'static str {
    let shape = page.shape(at);
    let gap = page.span(at + 1).start.checked_sub(page.span(at).end);
    let marks = [
        (Shape::HYPHEN, "-"),
        (Shape::STOP, "."),
        (Shape::COMMA, ","),
        (Shape::COLON, ":"),
    ];
    let mut alone = marks
        .into_iter()
        .filter(|(flag, _)| gap == Some(1) && shape.has(*flag));
    alone.next().map_or(" ", |(_, mark)| mark)
}

/// A folded word in the case it was printed in.
fn push(word: &str, shape: Shape, out: &mut String) {
    match shape.case() {
        Shape::INITIAL => {
            let mut letters = word.chars();
            out.extend(letters.next().into_iter().flat_map(char::to_uppercase));
            out.push_str(letters.as_str());
        }
        Shape::UPPER => out.push_str(&word.to_uppercase()),
        _ => out.push_str(word),
    }
}
