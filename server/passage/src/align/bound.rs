//! What a piece costs at least near a diagonal: the costs of an alignment without its choices, given up as soon as they are
//! too high. It stands between the common subsequence, which knows no price, and the alignment.
//!
//! A run of added words is so cheap that a piece may be added as a whole; but then too few of its words are the same. So each
//! word that is not is charged with a fine besides, and as many fines are allowed as words may differ. What passes neither
//! has too few words the same, or costs too much. This is done from the words' numbers alone, any two taken for nearly the
//! same; and for what is left, from what they are to each other.

use super::{Band, EXTEND, Ground, NEAR, OPEN, OTHER, Tie, WILD};
use crate::lcs::Lcs;
use crate::query::{Bracket, Token};

const NEVER: u32 = u32::MAX / 4;
const FINE: u32 = 1000;

/// What a place must keep to.
#[derive(Clone, Copy)]
pub(crate) struct Most {
    pub cost: u32,
    /// Tokens that are not the same.
    pub lost: usize,
}

/// The rows of one table after the other.
#[derive(Default)]
pub(crate) struct Bound {
    width: usize,
    /// Of the last three rows, by row modulo 3.
    best: [Vec<u32>; 3],
    /// The same, where the row's token is added.
    added: [Vec<u32>; 2],
    /// By block of tokens and source word: a bit for each token that is like it, near it, its half or made of it.
    columns: Vec<Column>,
    length: usize,
    fine: u32,
    /// What a compound that is written otherwise costs.
    compound: u32,
}

#[derive(Clone, Copy, Default)]
struct Column {
    like: u64,
    near: u64,
    joined: u64,
    /// The word and the next may be halves of the token's.
    split: u64,
}

impl Bound {
    /// Whether laying `tokens` opposite `words` may keep to `most`, as far as `filter` knows the words. The first token stands
    /// opposite the first word, and no further than `slack` from there.
    pub(crate) fn may(
        &mut self,
        tokens: &[Token],
        filter: &Lcs,
        words: &[u32],
        slack: usize,
        most: Most,
    ) -> bool {
        self.clear(tokens.len(), slack);
        let part = |token: &Token| token.term().is_some_and(|it| it.bracket == Bracket::Part);
        let blocks = self.columns.chunks_mut(self.length).zip(tokens.chunks(64));
        for (block, (columns, tokens)) in blocks.enumerate() {
            let parts = (0..).zip(tokens).filter(|(_, token)| part(token));
            let parts = parts.fold(0, |set, (at, _)| set | 1_u64 << at);
            for (column, word) in columns.iter_mut().zip(words) {
                *column = Column {
                    like: filter.like(*word, block) | parts,
                    near: !0,
                    joined: !0,
                    split: !0,
                };
            }
        }
        let fine = fine(tokens.len(), most);
        (self.fine, self.compound) = (fine, NEAR + fine);
        // One compound that is written otherwise is forgiven.
        self.allows(tokens, most.cost + fine * most.lost as u32 + self.compound)
    }

    /// Whether laying the piece into the band may keep to `most`.
    pub(crate) fn may_on(&mut self, ground: &mut Ground<'_>, band: Band, most: Most) -> bool {
        self.clear(ground.tokens.len(), band.slack);
        let shift = band.diagonal - band.slack as i64;
        let inside = |at: i64| at.clamp(band.low as i64, band.high as i64) as usize;
        let (low, high) = (inside(shift), inside(shift + self.length as i64));
        let rows = ground.rows(low, high);
        let first = (low as i64 - shift) as usize;
        let kin = &*ground.kin;
        for (block, columns) in self.columns.chunks_mut(self.length).enumerate() {
            for (at, (column, row)) in columns[first..].iter_mut().zip(&rows).enumerate() {
                let next = rows.get(at + 1);
                let tail = next.map_or(0, |next| kin.tied(*next, Tie::Tail, block));
                *column = Column {
                    like: kin.tied(*row, Tie::Like, block),
                    near: kin.tied(*row, Tie::Near, block),
                    joined: kin.tied(*row, Tie::Joined, block),
                    split: kin.tied(*row, Tie::Head, block) & tail,
                };
            }
        }
        let fine = fine(ground.tokens.len(), most);
        (self.fine, self.compound) = (fine, 0);
        self.allows(ground.tokens, most.cost + fine * most.lost as u32)
    }

    fn clear(&mut self, tokens: usize, slack: usize) {
        self.width = 2 * slack + 1;
        // Source word opposite column `c` of row `r` is `r + c - 1`.
        self.length = self.width + tokens;
        let blocks = tokens.div_ceil(64);
        self.columns.clear();
        self.columns.resize(blocks * self.length, Column::default());
        for row in self.best.iter_mut().chain(&mut self.added) {
            row.clear();
            row.resize(self.width, NEVER);
        }
        self.best[0].fill(0);
    }

    fn allows(&mut self, tokens: &[Token], most: u32) -> bool {
        (1..=tokens.len()).all(|row| self.fill(row, &tokens[row - 1]) <= most)
    }

    /// One more token; gives the least cost so far.
    fn fill(&mut self, row: usize, token: &Token) -> u32 {
        let (now, before, earlier) = (row % 3, (row + 2) % 3, (row + 1) % 3);
        let mut best = std::mem::take(&mut self.best[now]);
        let mut added = std::mem::take(&mut self.added[row % 2]);
        let (above, earlier) = (&self.best[before], &self.best[earlier]);
        let (block, bit) = ((row - 1) / 64, (row - 1) % 64);
        let columns = &self.columns[block * self.length + row - 1..][..self.width];
        match token {
            Token::Wild(_) => {
                for (column, best) in best.iter_mut().enumerate() {
                    let from = (column + 1).saturating_sub(WILD);
                    let to = (column + 2).min(self.width);
                    *best = above[from..to].iter().copied().min().unwrap_or(NEVER);
                }
                added.fill(NEVER);
            }
            Token::Word(_) => {
                let other = OTHER + self.fine;
                let mut compounds = self.columns[block * self.length + row.saturating_sub(2)].split;
                for ((best, above), column) in best.iter_mut().zip(above).zip(columns) {
                    let like = ((column.like >> bit) & 1) as u32;
                    let near = ((column.near >> bit) & 1) as u32 & !like;
                    *best = above + other - other * like - (OTHER - NEAR) * near;
                    compounds |= column.joined | column.split;
                }
                if compounds != 0 {
                    self.compounds(row, &mut best, above, earlier);
                }
                let runs = &self.added[(row + 1) % 2];
                let from = above[1..].iter().zip(&runs[1..]);
                for ((best, added), (above, run)) in best.iter_mut().zip(&mut added).zip(from) {
                    *added = (above + OPEN).min(run + EXTEND) + self.fine;
                    *best = (*best).min(*added);
                }
                added[self.width - 1] = NEVER;
            }
        }
        let (mut omitted, mut least) = (NEVER, NEVER);
        for best in &mut best {
            *best = (*best).min(omitted).min(NEVER);
            least = least.min(*best);
            omitted = (omitted + EXTEND).min(*best + OPEN);
        }
        self.best[now] = best;
        self.added[row % 2] = added;
        least
    }

    /// One token against two words, and two against one.
    fn compounds(&self, row: usize, best: &mut [u32], above: &[u32], earlier: &[u32]) {
        let (token, last) = (row - 1, self.width - 1);
        let columns = |token: usize| &self.columns[token / 64 * self.length + row - 1..];
        let split = &self.columns[token / 64 * self.length + row - 1..];
        for ((best, above), column) in best[1..].iter_mut().zip(above).zip(split) {
            if (column.split >> (token % 64)) & 1 != 0 {
                *best = (*best).min(above + self.compound);
            }
        }
        if token > 0 {
            let joined = columns(token - 1);
            for ((best, earlier), column) in best[..last].iter_mut().zip(&earlier[1..]).zip(joined)
            {
                if (column.joined >> ((token - 1) % 64)) & 1 != 0 {
                    *best = (*best).min(earlier + self.compound);
                }
            }
        }
    }
}

/// Where the cost alone allows for adding most of the piece, lost words are fined.
fn fine(tokens: usize, most: Most) -> u32 {
    if most.cost > 250 * tokens as u32 {
        FINE
    } else {
        0
    }
}
