//! Locating: from a query to the places in the sources where it stands, or nearly stands.
//!
//! Exact places come from the rarest three words. Otherwise the rarest grams find a first place, whichever they are;
//! then the cheapest set of disjoint seeds is looked up that proves no unseen place better ([`crate::seed`]). Every new
//! place passes the common-subsequence filter, then the alignment. What the proof would cost is known beforehand: what the
//! budget does not allow for is never looked at, and the answer says that it is not proven.

mod near;
#[cfg(test)]
mod tests;
mod vote;

use std::sync::Arc;

use rustc_hash::FxHashSet;

use crate::align::{self, Alignment, Band, Bound, Most};
use crate::index::Index;
use crate::locate::Budget;
use crate::query::{Piece, Query};
use crate::seed::GRAM;
use crate::shelf::{NONE, Shelf};
use crate::terms::Terms;

/// A place before it is explained.
pub(crate) struct Found {
    pub document: usize,
    pub pieces: Vec<Option<Alignment>>,
    pub cost: u32,
    pub same: usize,
    pub intact: usize,
}

/// Words in a row that make a place worth reporting whatever the rest.
pub(crate) const INTACT: usize = 6;
/// Three words that stand more often are no sign of a longer quotation.
const COMMON: usize = 500;
/// How far the first alignment of a place may stray.
const NARROW: usize = 12;
/// Places that cost no more than this beside the best are listed.
pub(crate) const NEARLY: u32 = 600;

pub(crate) struct Search<'a> {
    pub index: &'a Index,
    pub query: &'a Query,
    pub budget: Budget,
    pub words: usize,
    /// The query as each shelf has it.
    pub(crate) terms: Vec<Terms>,
    /// The most that a place may cost; falls as better ones are found.
    pub limit: u32,
    /// The same, before any was found.
    pub most: u32,
    pub found: Vec<Found>,
    /// What a place costs at least that was not seen yet.
    floor: u32,
    /// Places that were looked at: piece, document and diagonal by eights.
    seen: FxHashSet<(usize, usize, i64)>,
    places: usize,
    /// Words that the filter read, and those that it read last.
    read: usize,
    window: Vec<u32>,
    bound: Bound,
    alignments: usize,
    pub proven: bool,
}

impl<'a> Search<'a> {
    pub(crate) fn new(index: &'a Index, query: &'a Query, budget: Budget) -> Self {
        let words = query.len();
        let limit = words as u32 * 350;
        let terms = |shelf: &Arc<Shelf>| Terms::new(shelf, query, &index.lexicon);
        Search {
            index,
            query,
            budget,
            words,
            terms: index.shelves().iter().map(terms).collect(),
            limit,
            most: limit,
            found: Vec::new(),
            floor: 0,
            seen: FxHashSet::default(),
            places: 0,
            read: 0,
            window: Vec::new(),
            bound: Bound::default(),
            alignments: 0,
            proven: true,
        }
    }

    /// Every place where the words stand as they are, if the query is one piece of plain words.
    pub(crate) fn exact(&mut self) {
        let [piece] = self.query.pieces() else {
            return;
        };
        if piece.tokens.iter().any(|token| token.term().is_none()) {
            return;
        }
        for shelf in 0..self.terms.len() {
            self.exact_on(shelf, piece);
        }
    }

    fn exact_on(&mut self, shelf: usize, piece: &Piece) {
        let (index, found) = (self.index, &mut self.found);
        let ids = &self.terms[shelf].pieces[0];
        let len = ids.len().min(GRAM);
        // The bound is cheap; only where all are common the three words are looked for.
        let table = &index.shelves()[shelf];
        let grams = ids.windows(len).enumerate();
        let rarest = grams.clone().min_by_key(|(_, gram)| table.bound(gram));
        let common = rarest.is_none_or(|(_, gram)| table.bound(gram) > COMMON);
        let rarest = match common {
            true => grams.min_by_key(|(_, gram)| table.frequency(gram)),
            false => rarest,
        };
        let Some((offset, gram)) = rarest else {
            return;
        };
        let (mut places, mut spent, budget) = (0, false, self.budget);
        index.places(shelf, gram, |document, at| {
            places += 1;
            let page = index.page(document);
            if let Some(start) = at.checked_sub(offset)
                && page.has(start, ids)
            {
                let alignment = align::verbatim(&piece.tokens, page, start);
                found.push(Found {
                    document,
                    cost: alignment.cost,
                    same: ids.len(),
                    intact: ids.len(),
                    pieces: vec![Some(alignment)],
                });
            }
            spent = places >= budget.places || found.len() >= budget.matches;
            !spent
        });
        // A full list of verbatim places is as good as can be.
        self.proven &= !spent || !self.found.is_empty();
    }

    /// The least cost of a place that is worth reporting as a whole.
    fn best(&self) -> Option<u32> {
        let costs = self.found.iter().map(|found| found.cost);
        costs.min().filter(|cost| *cost <= self.most)
    }

    /// Looks at every place that has a word of the query.
    #[cfg(test)]
    pub(crate) fn everywhere(&mut self) {
        for (number, piece) in self.query.pieces().iter().enumerate() {
            for token in 0..piece.tokens.len() {
                self.visit_all(number, token, 1);
            }
        }
    }

    /// Looks at every place of a gram in any spelling.
    fn visit_all(&mut self, piece: usize, token: usize, len: usize) {
        let index = self.index;
        for shelf in 0..self.terms.len() {
            for gram in self.terms[shelf].grams(piece, token, len) {
                index.places(shelf, &gram[..len], |document, at| {
                    self.visit(piece, token, document, at)
                });
            }
        }
    }

    /// Looks at the place of one token, unless it was seen; says whether the budget allows another.
    fn visit(&mut self, piece: usize, token: usize, document: usize, at: usize) -> bool {
        self.places += 1;
        if self.places > self.budget.places || self.alignments > self.budget.alignments {
            self.proven = false;
            return false;
        }
        let diagonal = at as i64 - token as i64;
        let fresh = self.seen.insert((piece, document, diagonal >> 3));
        // Beside a place for the whole, one for six words is none.
        let intact = self.best().is_none() && self.run(piece, token, document, at) >= INTACT;
        if fresh || (intact && !self.covers(document, at)) {
            self.alignments += usize::from(self.consider(piece, document, diagonal, intact));
        }
        true
    }

    /// The query as the shelf of `document` has it.
    pub(crate) fn terms_of(&self, document: usize) -> &Terms {
        &self.terms[self.index.shelf_of(document)]
    }

    /// Whether a place that was found covers this word.
    fn covers(&self, document: usize, at: usize) -> bool {
        self.found.iter().any(|found| {
            let (start, end) = span_of(found);
            found.document == document && (start..end).contains(&at)
        })
    }

    /// How many words in a row are the same around one that is.
    fn run(&self, piece: usize, token: usize, document: usize, at: usize) -> usize {
        let ids = &self.terms_of(document).pieces[piece];
        let page = self.index.page(document);
        let row = |ids: &mut dyn Iterator<Item = &u32>, words: &mut dyn Iterator<Item = u32>| {
            ids.zip(words)
                .take_while(|(id, word)| **id == *word)
                .count()
        };
        let after = row(&mut ids[token..].iter(), &mut page.ids(at, page.len()));
        let before = row(&mut ids[..token].iter().rev(), &mut page.ids(0, at).rev());
        after + before
    }

    /// Looks at one place; says whether it came to an alignment.
    fn consider(&mut self, number: usize, document: usize, diagonal: i64, intact: bool) -> bool {
        let page = self.index.page(document);
        let piece = &self.query.pieces()[number];
        let slack = self.reach(number, if intact { 0 } else { self.floor });
        let low = (diagonal - slack as i64).max(0) as usize;
        let high =
            ((diagonal + (piece.tokens.len() + slack) as i64).max(0) as usize).min(page.len());
        if low >= high {
            return false;
        }
        self.read += high - low;
        let index = self.index;
        let terms = &mut self.terms[index.shelf_of(document)];
        self.window.clear();
        self.window.extend(page.ids(low, high));
        // One more, for a compound that is written otherwise.
        let common = terms.common(number, &self.window) + 1;
        if !intact {
            let lost = piece.len().saturating_sub(common) as u32;
            if !enough(common, piece.len()) || (600 * lost).min(700 + 300 * lost) > self.limit {
                return false;
            }
            let most = Most {
                cost: self.limit,
                lost: piece.len() * 2 / 5,
            };
            // As if the text began with what of the window lies before it.
            let before = (low as i64 - (diagonal - slack as i64)) as usize;
            self.window.splice(..0, std::iter::repeat_n(NONE, before));
            let filter = terms.filter(number);
            let coarse = self
                .bound
                .may(&piece.tokens, filter, &self.window, slack, most);
            let band = Band {
                diagonal,
                slack,
                low: 0,
                high: page.len(),
            };
            let mut ground = terms.ground(number, self.query, page, &index.lexicon);
            if !coarse || !self.bound.may_on(&mut ground, band, most) {
                return false;
            }
        }
        let Some(anchor) = self.anchor(number, document, diagonal, slack) else {
            return true;
        };
        if !enough(anchor.same, piece.len()) && anchor.intact < INTACT {
            return true;
        }
        let found = self.complete(number, document, anchor);
        let worth =
            found.intact >= INTACT || (enough(found.same, self.words) && found.cost <= self.most);
        if worth && found.cost <= self.most {
            self.limit = self.limit.min(found.cost + NEARLY);
            self.found.push(found);
        } else if worth {
            self.found.push(found);
        }
        true
    }

    /// How far a place may stray from its diagonal.
    fn reach(&self, number: usize, floor: u32) -> usize {
        let piece = &self.query.pieces()[number];
        let wilds = piece.tokens.len() - piece.len();
        // Diagonals are taken eight at a time.
        self.stray(floor) + 8 + wilds * align::WILD
    }

    /// A path that strays further costs more than is allowed, `floor` being paid for other things.
    fn stray(&self, floor: u32) -> usize {
        (self.limit.saturating_sub(floor + 700) / 300).clamp(4, 80) as usize
    }

    /// How many words of the source the filter reads at one place.
    fn window(&self, number: usize) -> usize {
        self.query.pieces()[number].tokens.len() + 2 * self.reach(number, self.floor)
    }

    /// Aligns one piece near a diagonal: in a narrow band first, and in the whole one only where a path that strays
    /// further could be cheaper.
    fn anchor(
        &mut self,
        number: usize,
        document: usize,
        diagonal: i64,
        slack: usize,
    ) -> Option<Alignment> {
        let index = self.index;
        let page = index.page(document);
        let terms = &mut self.terms[index.shelf_of(document)];
        let mut ground = terms.ground(number, self.query, page, &index.lexicon);
        let mut band = Band {
            diagonal,
            slack: NARROW.min(slack),
            low: 0,
            high: page.len(),
        };
        let narrow = ground.align(band);
        let straying = align::OPEN + align::EXTEND * NARROW as u32;
        let cost = narrow.as_ref().map_or(u32::MAX, |a| a.cost);
        if cost <= straying || self.limit <= straying || slack <= NARROW {
            return narrow;
        }
        // What strays further than this costs more than what is known.
        let paid = cost.min(self.most).saturating_add(2 * align::EDGE);
        let stray = paid.saturating_sub(align::OPEN - align::EXTEND) / align::EXTEND;
        band.slack = slack.min(stray as usize + 8);
        match band.slack > NARROW {
            true => ground.align(band),
            false => narrow,
        }
    }
}

/// Whether `same` of `words` make a place worth reporting: three in five.
pub(crate) fn enough(same: usize, words: usize) -> bool {
    5 * same >= 3 * words
}

pub(crate) fn span_of(found: &Found) -> (usize, usize) {
    let start = found.pieces.iter().flatten().map(|a| a.start).min();
    let end = found.pieces.iter().flatten().map(|a| a.end).max();
    (start.unwrap_or(0), end.unwrap_or(0))
}
