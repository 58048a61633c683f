//! One banded affine alignment at word level with editorial costs, traced back to words.
//!
//! Costs are thousandths: a same word 0, case inside a sentence 100, another spelling 100, a near word 600, another
//! word 1000, a run of added or omitted words 1000 and 300 for each after the first. Bracketed words stand for none to
//! six words of the source at (almost) no cost, and a word against the two halves it is made of costs nothing.

mod bound;
mod kin;
#[cfg(test)]
mod tests;
mod verbatim;
mod word;

use std::cmp::Reverse;

use crate::fold::Shape;
use crate::lexicon::Lexicon;
use crate::page::Page;
use crate::query::{Bracket, Term, Token};
pub(crate) use bound::{Bound, Most};
pub(crate) use kin::Kin;
use kin::Tie;
pub(crate) use verbatim::verbatim;

pub(crate) const CASE: u32 = 100;
pub(crate) const SPELLING: u32 = 100;
pub(crate) const NEAR: u32 = 600;
pub(crate) const OTHER: u32 = 1000;
pub(crate) const OPEN: u32 = 1000;
pub(crate) const EXTEND: u32 = 300;
/// The most source words that a bracket stands for.
pub(crate) const WILD: usize = 6;
/// While choosing: what a change of the first or last word costs besides, so that a word that does stand a little further
/// on is found before another is taken for it. Not part of the reported cost.
pub(crate) const EDGE: u32 = 700;
/// While choosing: what each further added word costs besides, so that words that do stand in the source are not counted
/// as added after one that does not. Not part of the reported cost.
const RELUCTANT: u32 = 400;
const NEVER: u32 = u32::MAX / 4;

/// Where to look: the source word opposite the first token, how far to stray from it, and the bounds.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Band {
    pub diagonal: i64,
    pub slack: usize,
    pub low: usize,
    pub high: usize,
}

/// A piece laid against words `start..end` of a page.
#[derive(Clone, Debug)]
pub(crate) struct Alignment {
    pub cost: u32,
    pub steps: Vec<Step>,
    pub start: usize,
    pub end: usize,
    /// How many words of the piece are the same.
    pub same: usize,
    /// The longest run of them.
    pub intact: usize,
}

/// One step: `token` counts the piece's tokens, `source` the page's words.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Step {
    Pair {
        token: usize,
        source: usize,
        pair: Pair,
    },
    /// One token against two words of the source.
    Split {
        token: usize,
        source: usize,
    },
    /// Two tokens against one word of the source.
    Joined {
        token: usize,
        source: usize,
    },
    Added {
        token: usize,
    },
    Omitted {
        source: usize,
    },
    Wild {
        token: usize,
        source: usize,
        words: usize,
    },
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Pair {
    Same,
    Case,
    /// Changed openly, in brackets.
    Bracketed,
    Spelling,
    Near,
    Other,
}

/// What is laid where.
pub(crate) struct Ground<'a> {
    pub tokens: &'a [Token],
    pub page: Page<'a>,
    /// The tokens' kin on the page's shelf.
    pub kin: &'a mut Kin,
    pub lexicon: &'a Lexicon,
}

impl Ground<'_> {
    /// Lays the tokens into the band at least cost; free at both ends of the source. `None` if the band holds no words.
    pub(crate) fn align(&mut self, band: Band) -> Option<Alignment> {
        let mut table = Table::new(self, band)?;
        for row in 1..=table.tokens.len() {
            table.fill(row);
        }
        table.trace()
    }

    /// Of each word from `low` to `high` its row of kin.
    fn rows(&mut self, low: usize, high: usize) -> Vec<u32> {
        let words = self.page.ids(low, high).zip(low..);
        words
            .map(|(id, at)| {
                let letters = || self.page.word(at);
                self.kin.row(id, letters, self.tokens, self.lexicon)
            })
            .collect()
    }
}

const FROM_MATCH: u8 = 0;
const FROM_ADDED: u8 = 1;
const FROM_OMITTED: u8 = 2;
const ADDED_MORE: u8 = 4;
const OMITTED_MORE: u8 = 8;
const SPLIT: u8 = 1;
const JOINED: u8 = 2;
const WILD_BASE: u8 = 3;

struct Table<'a> {
    tokens: &'a [Token],
    kin: &'a Kin,
    page: Page<'a>,
    low: usize,
    high: usize,
    /// Source words before column 0 of row 0; column `c` of row `r` has consumed `shift + r + c` words.
    shift: i64,
    width: usize,
    /// Of the last three rows, by row modulo 3: the least cost of all states.
    best: [Vec<u32>; 3],
    added: [Vec<u32>; 2],
    /// A byte a cell: low bits say which state is best and which runs go on, high bits how the match came about.
    trail: Vec<u8>,
    /// Of each source word its row of kin.
    rows: Vec<u32>,
}

impl<'a> Table<'a> {
    fn new(ground: &'a mut Ground<'_>, band: Band) -> Option<Self> {
        let (tokens, page) = (ground.tokens, ground.page);
        let high = band.high.min(page.len());
        let shift = band.diagonal - band.slack as i64;
        let low = band.low.max(shift.max(0) as usize);
        let reach = shift + (tokens.len() + 2 * band.slack) as i64;
        let high = high.min(reach.max(0) as usize);
        if low >= high || tokens.is_empty() {
            return None;
        }
        let width = 2 * band.slack + 1;
        let rows = ground.rows(low, high);
        let mut table = Table {
            tokens,
            kin: ground.kin,
            page,
            low,
            high,
            shift,
            width,
            best: std::array::from_fn(|_| vec![NEVER; width]),
            added: std::array::from_fn(|_| vec![NEVER; width]),
            trail: vec![0; width * (tokens.len() + 1)],
            rows,
        };
        for column in 0..width {
            if table.consumed(0, column).is_some() {
                table.best[0][column] = 0;
            }
        }
        Some(table)
    }

    /// How many source words lie before this cell, if it is inside the bounds.
    fn consumed(&self, row: usize, column: usize) -> Option<usize> {
        let at = usize::try_from(self.shift + (row + column) as i64).ok()?;
        (self.low <= at && at <= self.high).then_some(at)
    }

    fn fill(&mut self, row: usize) {
        let token = row - 1;
        let (now, before, earlier) = (row % 3, (row + 2) % 3, (row + 1) % 3);
        let mut best = std::mem::take(&mut self.best[now]);
        let mut added = std::mem::take(&mut self.added[row % 2]);
        let mut omitted_left = NEVER;
        for column in 0..self.width {
            let Some(at) = self.consumed(row, column) else {
                (best[column], added[column], omitted_left) = (NEVER, NEVER, NEVER);
                continue;
            };
            let (mut cost, mut way) = (NEVER, 0);
            let mut offer = |offered: u32, by: u8| {
                if offered < cost {
                    (cost, way) = (offered, by);
                }
            };
            let above = &self.best[before];
            match &self.tokens[token] {
                Token::Wild(_) => {
                    for words in 0..=WILD.min(column + 1) {
                        if let Some(from) = above.get(column + 1 - words) {
                            offer(from + words as u32, WILD_BASE + words as u8);
                        }
                    }
                }
                Token::Word(term) => {
                    if at > self.low {
                        let (pair, paid) = self.pair(token, term, at - 1);
                        let edge = match pair {
                            Pair::Other => self.edge(token) + self.next_sentence(token, at - 1),
                            _ => 0,
                        };
                        offer(above[column] + paid + edge, 0);
                        if column > 0 && at > self.low + 1 && self.is_split(token, term, at - 2) {
                            offer(above[column - 1], SPLIT);
                        }
                        if token > 0
                            && self.is_joined(token - 1, at - 1)
                            && let Some(from) = self.best[earlier].get(column + 1)
                        {
                            offer(*from, JOINED);
                        }
                    }
                }
            }
            let mut flags = 0;
            let mut more = NEVER;
            if let (Some(open), Some(run)) = (
                above.get(column + 1),
                self.added[(row + 1) % 2].get(column + 1),
            ) && self.tokens[token].term().is_some()
            {
                more = open + OPEN;
                if run + EXTEND + RELUCTANT < more {
                    more = run + EXTEND + RELUCTANT;
                    flags |= ADDED_MORE;
                }
                more += self.edge(token);
            }
            let mut omitted = NEVER;
            if column > 0 {
                omitted = best[column - 1] + OPEN;
                if omitted_left + EXTEND < omitted {
                    omitted = omitted_left + EXTEND;
                    flags |= OMITTED_MORE;
                }
            }
            let (least, state) = if cost <= more && cost <= omitted {
                (cost, FROM_MATCH)
            } else if more <= omitted {
                (more, FROM_ADDED)
            } else {
                (omitted, FROM_OMITTED)
            };
            best[column] = least.min(NEVER);
            added[column] = more.min(NEVER);
            omitted_left = omitted.min(NEVER);
            self.trail[row * self.width + column] = flags | state | (way << 4);
        }
        self.best[now] = best;
        self.added[row % 2] = added;
    }

    /// What a source word is to a token.
    fn is(&self, source: usize, tie: Tie, token: usize) -> bool {
        self.kin.is(self.rows[source - self.low], tie, token)
    }

    /// Whether the source has the two halves of a token's word at `source`.
    fn is_split(&self, token: usize, term: &Term, source: usize) -> bool {
        self.is(source, Tie::Head, token)
            && self.is(source + 1, Tie::Tail, token)
            && self.page.word(source).len() + self.page.word(source + 1).len() == term.word.len()
    }

    /// Whether the source's word is made of this token and the next.
    fn is_joined(&self, token: usize, source: usize) -> bool {
        self.is(source, Tie::Joined, token)
    }

    fn edge(&self, token: usize) -> u32 {
        let outermost = token == 0 || token + 1 == self.tokens.len();
        if outermost && self.tokens.len() > 1 {
            EDGE
        } else {
            0
        }
    }

    /// What it costs besides to take the last word for one of the source's next sentence.
    fn next_sentence(&self, token: usize, source: usize) -> u32 {
        let last = token > 0 && token + 1 == self.tokens.len();
        let ends = || {
            source > 0
                && self
                    .page
                    .shape(source - 1)
                    .has(Shape::ENDING | Shape::PARAGRAPH)
        };
        if last && ends() { RELUCTANT } else { 0 }
    }

    fn pair(&self, token: usize, term: &Term, source: usize) -> (Pair, u32) {
        if !self.is(source, Tie::Any, token) {
            return (Pair::Other, OTHER);
        }
        if self.is(source, Tie::Same, token) {
            let printed = self.page.shape(source).case();
            if term.bracket != Bracket::None || printed == term.shape.case() {
                return (Pair::Same, 0);
            }
            return (Pair::Case, if token == 0 { 0 } else { CASE });
        }
        if self.is(source, Tie::Bracketed, token) {
            return (Pair::Bracketed, 0);
        }
        if self.is(source, Tie::Spelling, token) {
            return (Pair::Spelling, SPELLING);
        }
        if self.is(source, Tie::Near, token) {
            return (Pair::Near, NEAR);
        }
        (Pair::Other, OTHER)
    }

    fn trace(&self) -> Option<Alignment> {
        let mut row = self.tokens.len();
        let last = &self.best[row % 3];
        // Of two ends as good, the further one: a last word that differs was altered rather than added.
        let (mut column, &best) = last
            .iter()
            .enumerate()
            .min_by_key(|(column, cost)| (**cost, Reverse(*column)))?;
        if best >= NEVER {
            return None;
        }
        let mut paid = best;
        let end = self.consumed(row, column)?;
        let mut steps = Vec::with_capacity(row + 4);
        let mut state = None;
        while row > 0 {
            let byte = self.trail[row * self.width + column];
            let at = self.consumed(row, column)?;
            let token = row - 1;
            match state.unwrap_or(byte & 3) {
                FROM_ADDED => {
                    steps.push(Step::Added { token });
                    state = (byte & ADDED_MORE != 0).then_some(FROM_ADDED);
                    if state.is_some() {
                        paid -= RELUCTANT;
                    }
                    (row, column) = (row - 1, column + 1);
                }
                FROM_OMITTED => {
                    steps.push(Step::Omitted { source: at - 1 });
                    state = (byte & OMITTED_MORE != 0).then_some(FROM_OMITTED);
                    column -= 1;
                }
                _ => {
                    state = None;
                    match byte >> 4 {
                        0 => {
                            let source = at - 1;
                            let term = self.tokens[token].term()?;
                            let pair = self.pair(token, term, source).0;
                            steps.push(Step::Pair {
                                token,
                                source,
                                pair,
                            });
                            row -= 1;
                        }
                        SPLIT => {
                            steps.push(Step::Split {
                                token,
                                source: at - 2,
                            });
                            (row, column) = (row - 1, column - 1);
                        }
                        JOINED => {
                            let token = token - 1;
                            steps.push(Step::Joined {
                                token,
                                source: at - 1,
                            });
                            (row, column) = (row - 2, column + 1);
                        }
                        way => {
                            let words = (way - WILD_BASE) as usize;
                            let source = at - words;
                            steps.push(Step::Wild {
                                token,
                                source,
                                words,
                            });
                            (row, column) = (row - 1, column + 1 - words);
                        }
                    }
                }
            }
        }
        let start = self.consumed(0, column)?;
        steps.reverse();
        let (same, intact) = runs(&steps);
        let changed = |step: &Step| match *step {
            Step::Added { token }
            | Step::Pair {
                token,
                pair: Pair::Other,
                ..
            } => self.edge(token),
            _ => 0,
        };
        let cost = paid - steps.iter().map(changed).sum::<u32>();
        Some(Alignment {
            cost,
            steps,
            start,
            end,
            same,
            intact,
        })
    }
}

/// How many words are the same, and the longest run of them.
fn runs(steps: &[Step]) -> (usize, usize) {
    let (mut same, mut run, mut longest) = (0, 0, 0);
    for step in steps {
        let kept = match step {
            Step::Pair {
                pair: Pair::Same | Pair::Case | Pair::Spelling | Pair::Bracketed,
                ..
            }
            | Step::Split { .. } => 1,
            Step::Joined { .. } => 2,
            Step::Wild { .. } => continue,
            _ => 0,
        };
        same += kept;
        run = if kept == 0 { 0 } else { run + kept };
        longest = longest.max(run);
    }
    (same, longest)
}
