//! From the places found to the answer: ranked, without overlaps, every difference explained.

use crate::difference::Explain;
use crate::fused;
use crate::locate::{Located, Match};
use crate::query::Joint;
use crate::search::{Found, NEARLY, Search, span_of};
use text::Span;

impl Search<'_> {
    pub(crate) fn finish(mut self) -> Located {
        self.found
            .sort_by_key(|found| (found.cost, found.document, span_of(found)));
        // What else is listed does not depend on what happened to be looked at on the way.
        let least = self.found.first().map_or(0, |found| found.cost);
        self.found.retain(|found| found.cost <= least + NEARLY);
        let mut kept: Vec<Found> = Vec::new();
        for found in std::mem::take(&mut self.found) {
            let (start, end) = span_of(&found);
            let overlaps = kept.iter().any(|other| {
                let (low, high) = span_of(other);
                other.document == found.document && start < high && low < end
            });
            if !overlaps && kept.len() < self.budget.matches {
                kept.push(found);
            }
        }
        let mut matches: Vec<Match> = kept.iter().map(|found| self.explained(found)).collect();
        // Only the best place is asked what else the draft was made of.
        if let (Some(best), Some(found)) = (matches.first_mut(), kept.first())
            && found.cost > 0
        {
            fused::mark(self.query, self.elsewhere(found), &mut best.differences);
        }
        Located {
            matches,
            proven: self.proven,
        }
    }

    pub(crate) fn explain(&self, document: usize) -> Explain<'_> {
        Explain {
            query: self.query,
            page: self.index.page(document),
            lexicon: &self.index.lexicon,
        }
    }

    fn explained(&self, found: &Found) -> Match {
        let page = self.index.page(found.document);
        let explain = self.explain(found.document);
        let (start, end) = span_of(found);
        let span = match start < end {
            true => page.span(start).join(page.span(end - 1)),
            false => Span::default(),
        };
        let mut differences = Vec::new();
        let mut before: Option<usize> = None;
        for (piece, placed) in self.query.pieces().iter().zip(&found.pieces) {
            let Some(alignment) = placed else {
                differences.push(explain.missing(piece, span.end));
                continue;
            };
            if let Some(end) = before {
                match piece.joint {
                    Joint::Ellipsis(joint) => {
                        differences.push(explain.gap(joint, end, alignment.start));
                    }
                    Joint::Cut(joint)
                        if end < alignment.start
                            && !explain.crosses_sentence(end, alignment.start) =>
                    {
                        differences.push(explain.omission(joint, end, alignment.start));
                    }
                    _ => {}
                }
            }
            explain.piece(piece, alignment, &mut differences);
            before = Some(alignment.end);
        }
        Match {
            document: found.document,
            span,
            pieces: found
                .pieces
                .iter()
                .map(|placed| {
                    let placed = placed.as_ref().filter(|a| a.start < a.end)?;
                    Some(page.span(placed.start).join(page.span(placed.end - 1)))
                })
                .collect(),
            cost: found.cost as f32 / 1000.0,
            same: found.same,
            intact: found.intact,
            differences,
        }
    }
}
