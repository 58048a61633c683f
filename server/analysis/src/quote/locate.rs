//! Where a quotation's words stand in the sources, and how they differ there. What comes of it is judged elsewhere.

use std::sync::Arc;

use library::Library;
use passage::{Budget, Difference, DifferenceKind, Index, Located, Query};
use prose::quotation::Quotation;
use text::Span;

use super::judge::Words;

/// The most bytes between a quotation of the source and the attribution that follows it.
const GAP: usize = 8;

/// Where a quotation stands, from memory if its words were asked before.
pub(super) fn located(
    prose: &str,
    quotation: &Quotation,
    library: &Library,
    words: &mut Words,
) -> Arc<Located> {
    let key = (quotation.span.of(prose).to_owned(), quotation.pieces.len());
    if let Some(located) = words.get(&key) {
        return located.clone();
    }
    let located = Arc::new(locate(&key.0, quotation, library, None));
    words.put(key, located.clone());
    located
}

/// Looks a quotation up in all sources, or in one of them.
pub(super) fn locate(
    words: &str,
    quotation: &Quotation,
    library: &Library,
    only: Option<usize>,
) -> Located {
    let pieces: Vec<Span> = quotation
        .pieces
        .iter()
        .map(|piece| {
            Span::new(
                piece.start - quotation.span.start,
                piece.end - quotation.span.start,
            )
        })
        .collect();
    let query = Query::of(words, &pieces, library.passages.lexicon());
    let budget = Budget::default();
    let mut located = match only {
        None => library.passages.locate(&query, &budget),
        Some(document) => {
            let segment = Arc::new(library.passages.page(document).to_segment());
            let lexicon = Arc::new(library.passages.lexicon().clone());
            let mut located = Index::new(vec![segment], lexicon).locate(&query, &budget);
            for found in &mut located.matches {
                found.document = document;
            }
            located
        }
    };
    for found in &mut located.matches {
        let document = found.document;
        found
            .differences
            .retain(|difference| !is_attribution(library, document, difference));
    }
    located
}

/// Whether the words left out are the source's own attribution between two parts of one speaker's words (`“We will,” he
/// said, “not change”`): nobody said them.
fn is_attribution(library: &Library, document: usize, difference: &Difference) -> bool {
    let out = difference.source;
    let (DifferenceKind::Omitted, Some(said)) = (&difference.kind, library.said.get(document))
    else {
        return false;
    };
    let pieces = || {
        said.iter()
            .filter(|said| !said.turn)
            .flat_map(|said| said.pieces.iter().map(move |piece| (said, piece)))
    };
    if out.is_empty() || pieces().any(|(_, piece)| piece.overlaps(out)) {
        return false;
    }
    // One sentence at most: what is told in several parts two passages.
    let text = &library.sources[document].document.text;
    let words = text.get(out.start..out.end);
    if words
        .is_none_or(|words| words.contains(". ") || words.contains(".\n") || words.contains("\n\n"))
    {
        return false;
    }
    let before = pieces()
        .take_while(|(_, piece)| piece.end <= out.start)
        .last();
    let after = pieces().find(|(_, piece)| piece.start >= out.end);
    let (Some((one, _)), Some((other, _))) = (before, after) else {
        return false;
    };
    let close = |a: usize, b: usize| b - a <= GAP;
    let speakers = one.speaker.as_ref().zip(other.speaker.as_ref());
    let same = one.span == other.span || speakers.is_none_or(|(a, b)| a.same(b) != Some(false));
    let last = one.pieces.iter().rfind(|piece| piece.end <= out.start);
    let first = other.pieces.iter().find(|piece| piece.start >= out.end);
    same && last.is_some_and(|piece| close(piece.end, out.start))
        && first.is_some_and(|piece| close(out.end, piece.start))
}
