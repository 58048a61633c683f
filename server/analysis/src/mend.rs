//! Many fixes at once: which may be applied unseen, and the text afterwards.
//!
//! Two things hold whatever a rule says of its fix: edits never overlap, and no batch changes a word of a quotation or of
//! a date. Those are mended one at a time, by somebody who looked at the source.

use text::Span;

use crate::{Analysis, Fix};

/// How far a batch goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Fixes that are marked safe.
    Safe,
    /// Others too, where they change no word of a quotation and no date.
    Unsafe,
}

impl Analysis {
    /// The edits of one batch, in the order of the text; they never overlap or touch, and a fix is taken whole or not.
    pub fn batch(&self, reach: Reach) -> Vec<(Span, String)> {
        let mut taken: Vec<(Span, String)> = Vec::new();
        let guarded = self.guarded();
        for diagnostic in self.diagnostics() {
            let mut places: Vec<Span> = Vec::new();
            for fix in &diagnostic.fixes {
                // Of several ways to mend one place the best counts; to choose another is somebody's affair.
                if places.contains(&fix.place) {
                    continue;
                }
                places.push(fix.place);
                let wanted = fix.safe || reach == Reach::Unsafe;
                let clash = |edit: &(Span, String)| {
                    taken
                        .iter()
                        .any(|(other, _)| other.start <= edit.0.end && edit.0.start <= other.end)
                };
                let alone = fix
                    .edits
                    .iter()
                    .any(|edit| rewords(&guarded, edit, self.text()));
                if wanted && !alone && !fix.edits.iter().any(clash) {
                    taken.extend(fix.edits.iter().cloned());
                }
            }
        }
        taken.sort_by_key(|(span, _)| *span);
        taken
    }

    /// Whether a fix changes words of a quotation or a date, so that somebody has to choose it by itself.
    pub fn is_for_one(&self, fix: &Fix) -> bool {
        let guarded = self.guarded();
        let mut edits = fix.edits.iter();
        edits.any(|edit| rewords(&guarded, edit, self.text()))
    }

    /// Where no batch may change a word: quotations and dates, in the draft's text.
    fn guarded(&self) -> Vec<Span> {
        let mut spans = Vec::new();
        for (block, resolved) in self.reading.blocks.iter().enumerate() {
            let quoted = resolved.quotations.iter().map(|quotation| quotation.span);
            let dated = resolved.temporals.iter().map(|temporal| temporal.span);
            let all = quoted.chain(dated).filter(|span| !span.is_empty());
            spans.extend(all.map(|span| self.place(block, span)));
        }
        spans
    }
}

/// Whether an edit changes a letter or a digit inside one of `guarded`.
fn rewords(guarded: &[Span], (span, new): &(Span, String), text: &str) -> bool {
    let inside = |place: &Span| match span.is_empty() {
        true => place.start < span.start && span.start < place.end,
        false => place.overlaps(*span),
    };
    let words = |text: &str| -> String { text.chars().filter(|c| c.is_alphanumeric()).collect() };
    guarded.iter().any(inside) && words(span.of(text)) != words(new)
}

/// `text` with the edits made, which are sorted and do not overlap. New lines end as the text's do.
pub fn apply(text: &str, edits: &[(Span, String)]) -> String {
    let ending = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for (span, new) in edits {
        out.push_str(&text[at..span.start]);
        match new.contains('\n') {
            true => out.push_str(&new.replace("\r\n", "\n").replace('\n', ending)),
            false => out.push_str(new),
        }
        at = span.end;
    }
    out.push_str(&text[at..]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_are_made_from_the_front_and_lines_end_as_they_did() {
        let edits = [
            (Span::new(0, 1), "x\ny".to_owned()),
            (Span::new(5, 5), "!".to_owned()),
        ];
        assert_eq!(apply("a\r\nbc\r\n", &edits), "x\r\ny\r\nbc!\r\n");
    }

    #[test]
    fn letters_of_what_is_guarded_stay() {
        let text = "He said “we wil  go...” in 2001.";
        let quote = Span::new(8, text.find(" in").unwrap_or_default());
        let at = |words: &str| {
            let start = text.find(words).expect("it stands there");
            Span::new(start, start + words.len())
        };
        let changes =
            |words: &str, new: &str| rewords(&[quote], &(at(words), new.to_owned()), text);
        assert!(changes("wil ", "will "));
        assert!(!changes("  ", " "));
        assert!(!changes("...", "…"));
        assert!(!changes("He", "She"));
    }
}
