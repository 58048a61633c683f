//! Two passages in one pair of marks (Q28): the words that do not belong to a place are looked for elsewhere.

use std::ops::Range;

use crate::align::{Alignment, Pair, Step};
use crate::difference::{Difference, DifferenceKind};
use crate::fold::Shape;
use crate::query::{Joint, Piece, Query, Token};
use crate::search::{Found, Search, span_of};
use text::Span;

/// The fewest words worth looking for.
const WORTH: usize = 5;
/// Words that are changed in a sentence that is looked for elsewhere.
const CHANGED: usize = 2;
/// Words at the seam that may have been taken for the wrong side.
const SEAM: usize = 4;

/// Draft words that stand in another place.
pub(crate) struct Elsewhere {
    pub draft: Span,
    pub document: usize,
    pub span: Span,
}

impl Search<'_> {
    /// The parts of the query that `found` does not explain and another place does.
    pub(crate) fn elsewhere(&self, found: &Found) -> Vec<Elsewhere> {
        let mut out = Vec::new();
        for (piece, placed) in self.query.pieces().iter().zip(&found.pieces) {
            let whole = 0..piece.tokens.len();
            match placed {
                Some(alignment) => {
                    let rests = rests(piece, alignment);
                    let apart = |whole: &Range<usize>| {
                        rests
                            .iter()
                            .all(|rest| rest.end <= whole.start || whole.end <= rest.start)
                    };
                    let sentences = sentences(piece, alignment).into_iter().filter(apart);
                    let whole: Vec<_> = sentences
                        .filter_map(|rest| self.seek(piece, rest, 0, found))
                        .collect();
                    out.extend(
                        rests
                            .iter()
                            .filter_map(|rest| self.seek(piece, rest.clone(), SEAM, found)),
                    );
                    out.extend(whole);
                }
                None => out.extend(self.seek(piece, whole, SEAM, found)),
            }
        }
        out
    }

    fn seek(
        &self,
        piece: &Piece,
        rest: Range<usize>,
        most: usize,
        found: &Found,
    ) -> Option<Elsewhere> {
        let at_end = rest.end == piece.tokens.len();
        for seam in 0..=most {
            let tokens = match at_end {
                true => rest.start + seam..rest.end,
                false => rest.start..rest.end.saturating_sub(seam),
            };
            if tokens.len() < WORTH {
                return None;
            }
            let part = Piece {
                joint: Joint::Start,
                tokens: piece.tokens[tokens].to_vec(),
            };
            let query = Query {
                text: String::new(),
                pieces: vec![part],
            };
            let mut search = Search::new(self.index, &query, self.budget);
            search.exact();
            let (low, high) = span_of(found);
            let place = search.found.iter().find(|other| {
                let (start, end) = span_of(other);
                other.document != found.document || end <= low || high <= start
            });
            if let Some(place) = place {
                let page = self.index.page(place.document);
                let (start, end) = span_of(place);
                return Some(Elsewhere {
                    draft: query.pieces[0].span(),
                    document: place.document,
                    span: page.span(start).join(page.span(end - 1)),
                });
            }
        }
        None
    }
}

/// Replaces what was said of words that stand elsewhere by where they stand.
pub(crate) fn mark(query: &Query, elsewhere: Vec<Elsewhere>, differences: &mut Vec<Difference>) {
    for Elsewhere {
        draft,
        document,
        span,
    } in elsewhere
    {
        let inside = |d: &Difference| d.draft.overlaps(draft) || draft.covers(d.draft);
        let first = differences.iter().position(inside);
        let source = first.map_or(span, |at| differences[at].source);
        let meaning = differences
            .iter()
            .filter(|d| inside(d))
            .filter_map(|d| d.meaning)
            .min();
        let at = first.unwrap_or(differences.len());
        differences.retain(|d| !inside(d));
        differences.insert(
            at,
            Difference {
                kind: DifferenceKind::Elsewhere { document, span },
                draft,
                source: Span::new(source.start, source.start),
                draft_words: draft.of(&query.text).to_owned(),
                source_words: String::new(),
                meaning,
            },
        );
    }
}

/// The tokens before and after the longest run of same words, where most of them are changed.
fn rests(piece: &Piece, alignment: &Alignment) -> Vec<Range<usize>> {
    let kept: Vec<bool> = kept(piece, alignment);
    let mut run = 0..0;
    let mut start = 0;
    for at in 0..=kept.len() {
        if at < kept.len() && kept[at] {
            continue;
        }
        if at - start > run.len() {
            run = start..at;
        }
        start = at + 1;
    }
    [0..run.start, run.end..kept.len()]
        .into_iter()
        .filter(|rest| {
            let lost = kept[rest.clone()].iter().filter(|kept| !**kept).count();
            rest.len() >= WORTH && 2 * lost >= rest.len()
        })
        .collect()
}

/// Sentences in which several words are changed: one that stands elsewhere word for word was taken from there.
fn sentences(piece: &Piece, alignment: &Alignment) -> Vec<Range<usize>> {
    let kept = kept(piece, alignment);
    let ends = |token: &Token| {
        token
            .term()
            .is_some_and(|term| term.shape.has(Shape::ENDING))
    };
    let mut out = Vec::new();
    let mut start = 0;
    for at in 0..kept.len() {
        if ends(&piece.tokens[at]) || at + 1 == kept.len() {
            out.push(start..at + 1);
            start = at + 1;
        }
    }
    // A quotation of one sentence is looked up as a whole.
    if out.len() < 2 {
        return Vec::new();
    }
    out.retain(|sentence| {
        let lost = kept[sentence.clone()].iter().filter(|kept| !**kept).count();
        sentence.len() >= WORTH && lost >= CHANGED
    });
    out
}

/// Which tokens stand as they are.
fn kept(piece: &Piece, alignment: &Alignment) -> Vec<bool> {
    let mut kept = vec![true; piece.tokens.len()];
    for step in &alignment.steps {
        if let Step::Added { token }
        | Step::Pair {
            token,
            pair: Pair::Near | Pair::Other,
            ..
        } = *step
        {
            kept[token] = false;
        }
    }
    kept
}
