//! Which words of a source may be quoted, and the word index over them.

use std::sync::Arc;

use passage::{Index, Lexicon, Segment};
use prose::locale::Locale;
use prose::quotation;
use text::{BlockKind, Document, Span};

use crate::locate::Locator;
use crate::{Source, memory};

/// What of one source may be quoted.
pub struct Quotable<'a> {
    /// A hash of all that decides its words, but for the program that reads them.
    pub key: [u8; 32],
    /// Bytes of its text.
    pub bytes: usize,
    fold: Box<dyn Fn() -> Segment + Send + Sync + 'a>,
}

impl<'a> Quotable<'a> {
    /// What `fold` folds of a text of so many bytes.
    pub fn new(key: [u8; 32], bytes: usize, fold: impl Fn() -> Segment + Send + Sync + 'a) -> Self {
        let fold = Box::new(fold);
        Self { key, bytes, fold }
    }

    /// Its words.
    pub fn fold(&self) -> Segment {
        (self.fold)()
    }
}

/// Which words of a source may be quoted.
#[derive(Clone, Copy)]
enum Words {
    /// None: the original is here, and nobody quotes its retelling.
    None,
    /// Those between quotation marks: a retelling's own words are nobody's.
    Quoted,
    /// All of its prose.
    All,
}

/// The word index over `documents`, made in memory.
pub(crate) fn index(documents: &[Quotable<'_>]) -> Index {
    let segments = documents.iter().map(|document| Arc::new(document.fold()));
    Index::new(segments.collect(), Arc::new(Lexicon::english()))
}

/// What may be quoted of a source.
pub(crate) fn of<'a>(
    source: &'a Source,
    locator: &Locator<'_>,
    locale: &'a Locale,
) -> Quotable<'a> {
    let words = match (&source.retells, locator.is_replaced(source)) {
        (Some(_), true) => Words::None,
        (Some(_), false) => Words::Quoted,
        (None, _) => Words::All,
    };
    let mut hasher = blake3::Hasher::new();
    match words {
        Words::All => {
            hasher.update(&memory::content(source));
        }
        // Which words are quoted is told by the reader's whole data; there are few retellings.
        Words::None | Words::Quoted => {
            let document = source.document();
            hasher.update(document.text.as_bytes());
            for span in skipped(&document, words, locale) {
                hasher.update(&(span.start as u64).to_le_bytes());
                hasher.update(&(span.end as u64).to_le_bytes());
            }
        }
    }
    Quotable::new(
        *hasher.finalize().as_bytes(),
        source.card.bytes,
        move || {
            let document = source.document();
            Segment::build(&document.text, &skipped(&document, words, locale))
        },
    )
}

/// What of a text gives no words, in order.
fn skipped(document: &Document, words: Words, locale: &Locale) -> Vec<Span> {
    let words = match words {
        Words::None => Vec::new(),
        Words::Quoted => quoted(document, locale),
        Words::All => prose(document),
    };
    complement(document.text.len(), &words)
}

/// Everything that some block's prose was copied from.
fn prose(document: &Document) -> Vec<Span> {
    let blocks = document.blocks.iter();
    blocks
        .filter(|block| !matches!(block.kind, BlockKind::Comment | BlockKind::FrontMatter))
        .flat_map(|block| block.map.pieces())
        // What gives no prose (a footnote's mark) has no words.
        .filter(|piece| piece.flat_len > 0)
        .map(|piece| Span::new(piece.source, piece.source + piece.source_len))
        .collect()
}

/// What stands between quotation marks.
fn quoted(document: &Document, locale: &Locale) -> Vec<Span> {
    let blocks = document.blocks.iter();
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
