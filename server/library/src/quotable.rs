//! Which words of a source may be quoted, and the word index over them.

use std::sync::Arc;

use passage::{Index, Lexicon, Segment};
use prose::locale::Locale;
use prose::quotation;
use text::{BlockKind, Span};

use crate::Source;
use crate::locate::Locator;

/// What of one source may be quoted.
#[derive(Clone, Debug)]
pub struct Quotable<'a> {
    /// Its text.
    pub text: &'a str,
    /// What of it gives no words, in order.
    pub skip: Vec<Span>,
}

impl Quotable<'_> {
    /// Its words.
    pub fn fold(&self) -> Segment {
        Segment::build(self.text, &self.skip)
    }
}

/// The word index over `documents`, made in memory.
pub(crate) fn index(documents: &[Quotable<'_>]) -> Index {
    let segments = documents.iter().map(|document| Arc::new(document.fold()));
    Index::new(segments.collect(), Arc::new(Lexicon::english()))
}

/// What may be quoted of a source.
pub(crate) fn of<'a>(source: &'a Source, locator: &Locator<'_>, locale: &Locale) -> Quotable<'a> {
    let text = &source.document.text;
    let words = match (&source.retells, locator.is_replaced(source)) {
        // The original is here: nobody quotes its retelling.
        (Some(_), true) => Vec::new(),
        // A retelling's own words are nobody's; what it quotes is.
        (Some(_), false) => quoted(source, locale),
        (None, _) => prose(source),
    };
    Quotable {
        text,
        skip: complement(text.len(), &words),
    }
}

/// Everything that some block's prose was copied from.
fn prose(source: &Source) -> Vec<Span> {
    let blocks = source.document.blocks.iter();
    blocks
        .filter(|block| !matches!(block.kind, BlockKind::Comment | BlockKind::FrontMatter))
        .flat_map(|block| block.map.pieces())
        // What gives no prose (a footnote's mark) has no words.
        .filter(|piece| piece.flat_len > 0)
        .map(|piece| Span::new(piece.source, piece.source + piece.source_len))
        .collect()
}

/// What stands between quotation marks.
fn quoted(source: &Source, locale: &Locale) -> Vec<Span> {
    let blocks = source.document.blocks.iter();
    blocks
        .flat_map(|block| {
            let found = quotation::read(block.kind, &block.prose, &locale.quotations);
            let outer = found.into_iter().filter(|quotation| !quotation.nested);
            outer
                .map(|quotation| block.map.hull(quotation.span))
                .collect::<Vec<_>>()
        })
        .collect()
}

/// What of `0..length` lies in none of `spans` (in order).
fn complement(length: usize, spans: &[Span]) -> Vec<Span> {
    let mut rest = Vec::new();
    let mut at = 0;
    for span in spans {
        if span.start > at {
            rest.push(Span::new(at, span.start));
        }
        at = at.max(span.end);
    }
    if at < length {
        rest.push(Span::new(at, length));
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_over() {
        let spans = [Span::new(2, 4), Span::new(4, 6), Span::new(8, 9)];
        assert_eq!(
            complement(10, &spans),
            [Span::new(0, 2), Span::new(6, 8), Span::new(9, 10)]
        );
        assert_eq!(complement(3, &[]), [Span::new(0, 3)]);
    }
}
