//! The pieces of an ellipsis in order: around the one that is placed, the others are looked for on both sides.

use crate::align::{Alignment, Band};
use crate::query::Joint;
use crate::search::{Found, INTACT, Search, enough};

/// How far the pieces of an ellipsis may lie apart, in words.
const HORIZON: usize = 2_000;

impl Search<'_> {
    /// Finds the other pieces around one that is placed.
    pub(crate) fn complete(
        &mut self,
        anchor: usize,
        document: usize,
        alignment: Alignment,
    ) -> Found {
        let pieces = self.query.pieces().len();
        let (mut low, mut high) = (alignment.start, alignment.end);
        let mut placed: Vec<Option<Alignment>> = vec![None; pieces];
        placed[anchor] = Some(alignment);
        #[expect(clippy::needless_range_loop, reason = "the number names the piece too")]
        for number in anchor + 1..pieces {
            let until = (high + HORIZON).min(self.index.page(document).len());
            placed[number] = self.place(number, document, high, until, true);
            high = placed[number].as_ref().map_or(high, |a| a.end);
        }
        for number in (0..anchor).rev() {
            let from = low.saturating_sub(HORIZON);
            placed[number] = self.place(number, document, from, low, false);
            low = placed[number].as_ref().map_or(low, |a| a.start);
        }
        let mut found = Found {
            document,
            cost: 0,
            same: placed.iter().flatten().map(|a| a.same).sum(),
            intact: placed.iter().flatten().map(|a| a.intact).max().unwrap_or(0),
            pieces: placed,
        };
        found.cost = self.cost(&found);
        found
    }

    /// What all pieces cost together, gaps included.
    fn cost(&self, found: &Found) -> u32 {
        let explain = self.explain(found.document);
        let mut cost = 0;
        let mut end = None;
        for (piece, placed) in self.query.pieces().iter().zip(&found.pieces) {
            let Some(alignment) = placed else {
                cost += 700 + 300 * piece.len() as u32;
                continue;
            };
            cost += alignment.cost;
            if let Some(end) = end {
                let gap = alignment.start.saturating_sub(end) as u32;
                cost += match piece.joint {
                    Joint::Cut(_) if gap > 0 && !explain.crosses_sentence(end, alignment.start) => {
                        700 + 300 * gap
                    }
                    _ => gap,
                };
            }
            end = Some(alignment.end);
        }
        cost
    }

    /// Lays one piece between words `low` and `high`, nearest to the end that the other pieces are at.
    fn place(
        &mut self,
        number: usize,
        document: usize,
        low: usize,
        high: usize,
        rightwards: bool,
    ) -> Option<Alignment> {
        let (index, query) = (self.index, self.query);
        let page = index.page(document);
        let piece = &query.pieces()[number];
        let ids = self.terms_of(document).pieces[number].clone();
        let span = (ids.len() + ids.len() / 4 + 1).min(high.saturating_sub(low));
        if span == 0 {
            return None;
        }
        let known = |at: usize| usize::from(ids.contains(&page.id(at)));
        let mut count: usize = (low..low + span).map(known).sum();
        let mut windows = vec![(count, low)];
        for start in low + 1..=high - span {
            count = count + known(start + span - 1) - known(start - 1);
            windows.push((count, start));
        }
        windows.retain(|(count, _)| enough(*count, piece.len()));
        windows.sort_by_key(|(count, start)| {
            let distance = if rightwards {
                start - low
            } else {
                high - start
            };
            (std::cmp::Reverse(*count), distance)
        });
        let mut tried: Vec<usize> = Vec::new();
        let mut best: Option<(u32, Alignment)> = None;
        for (_, start) in windows {
            if tried.iter().any(|other| other.abs_diff(start) < 6) {
                continue;
            }
            tried.push(start);
            if tried.len() > 8 {
                break;
            }
            let band = Band {
                diagonal: start as i64,
                slack: 8 + ids.len() / 3,
                low,
                high,
            };
            let terms = &mut self.terms[index.shelf_of(document)];
            let mut ground = terms.ground(number, query, page, &index.lexicon);
            let Some(alignment) = ground.align(band) else {
                continue;
            };
            let gap = if rightwards {
                alignment.start - low
            } else {
                high - alignment.end
            };
            let cost = alignment.cost + gap as u32;
            if (enough(alignment.same, piece.len()) || alignment.intact >= INTACT)
                && best.as_ref().is_none_or(|(least, _)| cost < *least)
            {
                best = Some((cost, alignment));
            }
        }
        best.map(|(_, alignment)| alignment)
    }
}
