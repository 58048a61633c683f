//! Quotations inside quotations: where only they are a source's words, the outer one is not held against that source.

use std::sync::Arc;

use passage::{Difference, DifferenceKind, Located};
use prose::quotation::Quotation;
use text::Span;

/// The quotations right inside `outer` that are somebody's words.
pub(super) fn inside<'a>(
    outer: &'a Quotation,
    all: &'a [Quotation],
) -> impl Iterator<Item = &'a Quotation> {
    let mut end = outer.span.start;
    all.iter().filter(move |inner| {
        let first = inner.nested && outer.span.covers(inner.span) && inner.span.start >= end;
        if first {
            end = inner.span.end;
        }
        first && !inner.term && !inner.open
    })
}

/// Whether the place found for `outer` has the words of `inner`, and few of those around it.
pub(super) fn holds(inner: &Quotation, outer: &Quotation, prose: &str, located: &Located) -> bool {
    let Some(best) = located.matches.first() else {
        return false;
    };
    let lacking = |difference: &&Difference| {
        matches!(
            difference.kind,
            DifferenceKind::Added
                | DifferenceKind::Altered
                | DifferenceKind::Slip
                | DifferenceKind::Elsewhere { .. }
        )
    };
    let changed = best.differences.iter().filter(lacking);
    let changed: Vec<Span> = changed.map(|it| it.draft.shift(outer.span.start)).collect();
    let share = |words: &mut dyn Iterator<Item = Span>| {
        let (mut there, mut all) = (0, 0);
        for word in words {
            all += 1;
            there += usize::from(!changed.iter().any(|span| span.overlaps(word)));
        }
        (there, all)
    };
    let of = |within: bool| {
        let words = outer.pieces.iter().flat_map(|piece| words(prose, *piece));
        words.filter(move |word| inner.span.covers(*word) == within)
    };
    let (inside, all_inside) = share(&mut of(true));
    let (outside, all_outside) = share(&mut of(false));
    inside * 2 > all_inside && outside * 2 < all_outside
}

/// What is left of an answer whose places are not meant.
pub(super) fn none(located: &Located) -> Arc<Located> {
    Arc::new(Located {
        matches: Vec::new(),
        ..located.clone()
    })
}

/// The words of a part of a text.
fn words(prose: &str, span: Span) -> impl Iterator<Item = Span> {
    let text = span.of(prose);
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(move |word| {
            let start = word.as_ptr() as usize - prose.as_ptr() as usize;
            Span::new(start, start + word.len())
        })
}
