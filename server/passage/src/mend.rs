//! The source's words in the draft's dress: brackets, ellipses and marks that are sound stay where they are.

use crate::difference::{Difference, DifferenceKind};
use crate::locate::Match;
use text::Span;

/// The draft's `span` of `text` (the query's text) with the source's words: every altered, omitted, added, re-cased or
/// re-punctuated place is set right; ellipses and brackets stay.
pub fn mend(text: &str, span: Span, found: &Match, source: &str) -> String {
    let mut out = String::new();
    let mut at = span.start;
    for (place, words) in edits(text, span, found, source) {
        out.push_str(&text[at..place.start]);
        out.push_str(&words);
        at = place.end;
    }
    out.push_str(&text[at..span.end]);
    out
}

/// What [`mend`] does, place by place, in order: each place of `text`, and the words to be put there.
pub fn edits(text: &str, span: Span, found: &Match, source: &str) -> Vec<(Span, String)> {
    let mut edits: Vec<(Span, String)> = found
        .differences
        .iter()
        .filter(|difference| span.covers(difference.draft))
        .filter_map(|difference| edit(text, span, difference, source))
        .collect();
    edits.sort_by_key(|(at, _)| (at.start, at.end));
    let mut end = span.start;
    edits.retain(|(place, words)| {
        let apart = place.start >= end;
        if apart {
            end = place.end;
        }
        apart && *words != text[place.start..place.end]
    });
    edits
}

fn edit(text: &str, span: Span, difference: &Difference, source: &str) -> Option<(Span, String)> {
    let draft = difference.draft;
    let there = source.get(difference.source.start..difference.source.end)?;
    match difference.kind {
        DifferenceKind::Altered
        | DifferenceKind::Slip
        | DifferenceKind::Spelling
        | DifferenceKind::Case => Some((draft, plain(there))),
        DifferenceKind::Punctuation => Some((draft, plain(there))),
        DifferenceKind::Omitted => {
            // With what stands between the word before and the missing ones, or after them at the start.
            let before = words_end(source, difference.source.start).unwrap_or(0);
            let after = next_word(source, difference.source.end).unwrap_or(source.len());
            if draft.start > span.start && draft.is_empty() {
                Some((draft, plain(&source[before..difference.source.end])))
            } else if draft.is_empty() {
                Some((draft, plain(&source[difference.source.start..after])))
            } else {
                None
            }
        }
        DifferenceKind::Added => {
            let before = words_end(text, draft.start).filter(|at| *at > span.start);
            let after = next_word(text, draft.end).filter(|at| *at < span.end);
            Some(match (before, after) {
                // Between two words: what stands between them in the source.
                (Some(before), Some(after)) => {
                    let from = words_end(source, difference.source.start).unwrap_or(0);
                    let gap = plain(&source[from..difference.source.start]);
                    (Span::new(before, after), gap)
                }
                (Some(before), None) => (Span::new(before, draft.end), String::new()),
                (None, after) => (
                    Span::new(draft.start, after.unwrap_or(draft.end)),
                    String::new(),
                ),
            })
        }
        DifferenceKind::EllipsisEmpty => {
            let before = text[span.start..draft.start].trim_end().len() + span.start;
            Some((Span::new(before, draft.end), String::new()))
        }
        DifferenceKind::EllipsisHides(_)
        | DifferenceKind::Bracket
        | DifferenceKind::Elsewhere { .. } => None,
    }
}

/// Where the last word before `at` ends.
fn words_end(text: &str, at: usize) -> Option<usize> {
    let (start, last) = text[..at]
        .char_indices()
        .rev()
        .find(|(_, c)| c.is_alphanumeric())?;
    Some(start + last.len_utf8())
}

/// Where the next word from `at` on begins.
fn next_word(text: &str, at: usize) -> Option<usize> {
    Some(at + text[at..].find(char::is_alphanumeric)?)
}

/// Source text on one line.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if !c.is_whitespace() {
            out.push(c);
        } else if !out.ends_with(' ') {
            out.push(' ');
        }
    }
    out
}
