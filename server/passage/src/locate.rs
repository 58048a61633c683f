//! Locating: from a query to the places in the sources where it stands, or nearly stands, best first.
//!
//! Exact places come from the rarest three words. Otherwise disjoint seeds are looked up rarest first
//! ([`crate::seed`]); every new place passes the common-subsequence filter, then the alignment. The search stops with
//! proof when no unseen place can be better, or when every seed is spent; it stops without proof when the budget ends.

use std::collections::HashSet;

use crate::align::{self, Alignment, Band};
use crate::difference::{Difference, DifferenceKind, Explain};
use crate::index::Index;
use crate::lcs::Lcs;
use crate::query::{Joint, Query};
use crate::seed::{self, GRAM};
use text::Span;

/// How much work one answer may cost.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Budget {
    /// Places looked at.
    pub places: usize,
    /// Alignments computed.
    pub alignments: usize,
    /// Exact duplicates and near places listed.
    pub matches: usize,
}

impl Default for Budget {
    fn default() -> Self {
        Budget {
            places: 200_000,
            alignments: 4_000,
            matches: 64,
        }
    }
}

/// Where a query stands.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Located {
    /// Places, best first; every exact duplicate is listed.
    pub matches: Vec<Match>,
    /// Whether no better place can exist in the sources (differences of hyphenation aside).
    pub proven: bool,
}

/// One place.
#[derive(Clone, PartialEq, Debug)]
pub struct Match {
    /// The document's number.
    pub document: usize,
    /// From the first word to the last, in that document's text.
    pub span: Span,
    /// Where each piece of the query stands; `None` if it does not.
    pub pieces: Vec<Option<Span>>,
    /// The editorial cost: 0 is verbatim, an altered word 1.
    pub cost: f32,
    /// How many of the query's words are the same.
    pub same: usize,
    /// The longest run of them.
    pub intact: usize,
    /// What differs, in the order of the draft.
    pub differences: Vec<Difference>,
}

/// A place before it is explained.
struct Found {
    document: usize,
    pieces: Vec<Option<Alignment>>,
    cost: u32,
    same: usize,
    intact: usize,
}

/// Words in a row that make a place worth reporting whatever the rest.
const INTACT: usize = 6;
/// How far the pieces of an ellipsis may lie apart, in words.
const HORIZON: usize = 2_000;
/// How far the first alignment of a place may stray.
const NARROW: usize = 12;
/// Places nearly as good as the best are kept.
const NEARLY: u32 = 600;

impl Index {
    /// Finds `query` in the sources.
    pub fn locate(&self, query: &Query, budget: &Budget) -> Located {
        if query.is_empty() {
            return Located {
                matches: Vec::new(),
                proven: true,
            };
        }
        let mut search = Search::new(self, query, *budget);
        search.exact();
        if search.found.is_empty() {
            search.near();
        }
        search.finish()
    }
}

struct Search<'a> {
    index: &'a Index,
    query: &'a Query,
    budget: Budget,
    words: usize,
    /// The ids of each piece; wildcards as an id that no gram uses.
    ids: Vec<Vec<u32>>,
    filters: Vec<Lcs>,
    slack: usize,
    /// The most that a place may cost; falls as better ones are found.
    limit: u32,
    /// The same, before any was found.
    most: u32,
    found: Vec<Found>,
    proven: bool,
}

impl<'a> Search<'a> {
    fn new(index: &'a Index, query: &'a Query, budget: Budget) -> Self {
        let words = query.len();
        let ids: Vec<Vec<u32>> = query
            .pieces()
            .iter()
            .map(|piece| {
                piece
                    .tokens
                    .iter()
                    .map(|token| token.term().map_or(0, |term| term.id))
                    .collect()
            })
            .collect();
        let limit = words as u32 * 350;
        Search {
            index,
            query,
            budget,
            words,
            filters: ids.iter().map(|ids| Lcs::new(ids)).collect(),
            ids,
            slack: (limit.saturating_sub(700) / 300).clamp(8, 80) as usize,
            limit,
            most: limit,
            found: Vec::new(),
            proven: true,
        }
    }

    /// Every place where the words stand as they are, if the query is one piece of plain words.
    fn exact(&mut self) {
        let [piece] = self.query.pieces() else {
            return;
        };
        if piece.tokens.iter().any(|token| token.term().is_none()) {
            return;
        }
        let ids = &self.ids[0];
        let len = ids.len().min(GRAM);
        let Some((offset, gram)) = ids
            .windows(len)
            .enumerate()
            .min_by_key(|(_, gram)| self.index.frequency(gram))
        else {
            return;
        };
        let (index, found) = (self.index, &mut self.found);
        let (mut places, budget) = (0, self.budget);
        index.places(gram, |document, at| {
            places += 1;
            let segment = &index.segments[document];
            if let Some(start) = at.checked_sub(offset)
                && segment.words[start..].starts_with(ids)
            {
                let alignment = align::verbatim(&piece.tokens, segment, start);
                found.push(Found {
                    document,
                    cost: alignment.cost,
                    same: ids.len(),
                    intact: ids.len(),
                    pieces: vec![Some(alignment)],
                });
            }
            places < budget.places && found.len() < budget.matches
        });
    }

    fn near(&mut self) {
        let index = self.index;
        let seeds = seed::choose(
            self.query,
            |word| index.lexicon.has_variant(word),
            |piece, token, len| index.frequency(&self.ids[piece][token..token + len]),
        );
        let mut seen: HashSet<(usize, usize, i64)> = HashSet::new();
        let mut places = 0;
        let mut alignments = 0;
        let mut bound = 0;
        for seed in seeds {
            // Every unseen place pays for the seeds looked up so far: it cannot be as good as the best.
            if self.found.iter().any(|found| found.cost < bound) {
                break;
            }
            let gram = self.ids[seed.piece][seed.token..seed.token + seed.len].to_vec();
            let mut spent = false;
            index.places(&gram, |document, at| {
                places += 1;
                if places > self.budget.places || alignments > self.budget.alignments {
                    spent = true;
                    return false;
                }
                let diagonal = at as i64 - seed.token as i64;
                let run = self.run(seed.piece, seed.token, document, at);
                let place = (seed.piece, document, diagonal >> 3);
                let fresh = seen.insert(place);
                if fresh || (run >= INTACT && !self.covers(document, at)) {
                    alignments += usize::from(self.consider(seed.piece, document, diagonal, run));
                }
                true
            });
            if spent {
                self.proven = false;
                break;
            }
            bound += seed.weight;
        }
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
        let ids = &self.ids[piece];
        let words = &self.index.segments[document].words;
        let after = ids[token..]
            .iter()
            .zip(&words[at..])
            .take_while(|(a, b)| a == b);
        let before = ids[..token].iter().rev().zip(words[..at].iter().rev());
        after.count() + before.take_while(|(a, b)| a == b).count()
    }

    /// Looks at one place; says whether it came to an alignment.
    fn consider(&mut self, number: usize, document: usize, diagonal: i64, run: usize) -> bool {
        let segment = &self.index.segments[document];
        let piece = &self.query.pieces()[number];
        let wilds = piece.tokens.len() - piece.len();
        let slack = self.slack + 8 + wilds * align::WILD;
        let low = (diagonal - slack as i64).max(0) as usize;
        let high =
            ((diagonal + (piece.tokens.len() + slack) as i64).max(0) as usize).min(segment.len());
        if low >= high {
            return false;
        }
        let common = self.filters[number].length(&segment.words[low..high]);
        let intact = run >= INTACT;
        if !enough(common, piece.len()) && !intact {
            return false;
        }
        let variants = piece.tokens.iter().filter(|token| {
            token
                .term()
                .is_some_and(|term| self.index.lexicon.has_variant(&term.word))
        });
        let lost = (piece.len() - common).saturating_sub(variants.count()) as u32;
        if !intact && (600 * lost).min(700 + 300 * lost) > self.limit {
            return false;
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

    /// Aligns one piece near a diagonal: in a narrow band first, and in the whole one only where a path that strays
    /// further could be cheaper.
    fn anchor(
        &self,
        number: usize,
        document: usize,
        diagonal: i64,
        slack: usize,
    ) -> Option<Alignment> {
        let segment = &self.index.segments[document];
        let tokens = &self.query.pieces()[number].tokens;
        let lexicon = &self.index.lexicon;
        let mut band = Band {
            diagonal,
            slack: NARROW.min(slack),
            low: 0,
            high: segment.len(),
        };
        let narrow = align::align(tokens, segment, band, lexicon);
        let straying = align::OPEN + align::EXTEND * NARROW as u32;
        let cost = narrow.as_ref().map_or(u32::MAX, |a| a.cost);
        if cost <= straying || self.limit <= straying || slack <= NARROW {
            return narrow;
        }
        band.slack = slack;
        align::align(tokens, segment, band, lexicon)
    }

    /// Finds the other pieces around one that is placed.
    fn complete(&self, anchor: usize, document: usize, alignment: Alignment) -> Found {
        let pieces = self.query.pieces().len();
        let (mut low, mut high) = (alignment.start, alignment.end);
        let mut placed: Vec<Option<Alignment>> = vec![None; pieces];
        placed[anchor] = Some(alignment);
        for number in anchor + 1..pieces {
            let until = (high + HORIZON).min(self.index.segments[document].len());
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
        &self,
        number: usize,
        document: usize,
        low: usize,
        high: usize,
        rightwards: bool,
    ) -> Option<Alignment> {
        let segment = &self.index.segments[document];
        let piece = &self.query.pieces()[number];
        let ids = &self.ids[number];
        let span = (ids.len() + ids.len() / 4 + 1).min(high.saturating_sub(low));
        if span == 0 {
            return None;
        }
        let known = |at: usize| usize::from(ids.contains(&segment.words[at]));
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
            let Some(alignment) = align::align(&piece.tokens, segment, band, &self.index.lexicon)
            else {
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

    fn finish(mut self) -> Located {
        self.found
            .sort_by_key(|found| (found.cost, found.document, span_of(found)));
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
        Located {
            matches: kept.iter().map(|found| self.explained(found)).collect(),
            proven: self.proven,
        }
    }

    fn explain(&self, document: usize) -> Explain<'_> {
        Explain {
            query: self.query,
            segment: &self.index.segments[document],
            lexicon: &self.index.lexicon,
        }
    }

    fn explained(&self, found: &Found) -> Match {
        let segment = &self.index.segments[found.document];
        let explain = self.explain(found.document);
        let (start, end) = span_of(found);
        let span = match start < end {
            true => segment.span(start).join(segment.span(end - 1)),
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
                    Some(
                        segment
                            .span(placed.start)
                            .join(segment.span(placed.end - 1)),
                    )
                })
                .collect(),
            cost: found.cost as f32 / 1000.0,
            same: found.same,
            intact: found.intact,
            differences,
        }
    }
}

impl Match {
    /// Whether the source's words are all there and nothing but what editors may change differs: case of the first
    /// letter, marked omissions, brackets, spelling, compounds.
    pub fn is_faithful(&self) -> bool {
        let mut first = true;
        self.differences.iter().all(|difference| {
            let leading = std::mem::take(&mut first);
            match difference.kind {
                DifferenceKind::Case => leading,
                DifferenceKind::Spelling
                | DifferenceKind::Bracket
                | DifferenceKind::EllipsisHides(_) => true,
                _ => false,
            }
        })
    }
}

/// Whether `same` of `words` make a place worth reporting: three in five.
fn enough(same: usize, words: usize) -> bool {
    5 * same >= 3 * words
}

fn span_of(found: &Found) -> (usize, usize) {
    let start = found.pieces.iter().flatten().map(|a| a.start).min();
    let end = found.pieces.iter().flatten().map(|a| a.end).max();
    (start.unwrap_or(0), end.unwrap_or(0))
}
