//! Frequent seeds vote for stretches of the sources, and only a stretch that enough of them vote for is looked at.
//!
//! A place that is good enough holds several of a plan's disjoint seeds near one diagonal; most places of a frequent seed
//! hold that one alone. A vote is a byte counted up in a small table, some nanoseconds against the third of a microsecond
//! that a look takes. Stretches may share a byte: then a few too many are looked at, never one too few.

use super::Search;
use crate::seed::{Plan, Seeds};

/// What a vote costs, in words read.
const VOTE: usize = 3;
/// Bytes a vote: the more there are, the fewer stretches share one.
const ROOM: usize = 16;
/// The table's least and greatest length, as powers of two.
const LEAST: u32 = 12;
const MOST: u32 = 20;

/// The counted votes of one shelf.
pub(super) struct Ballot {
    counts: Vec<u8>,
    /// Diagonals of a stretch, as a power of two.
    stretch: u32,
    /// Votes that it takes.
    needed: u32,
}

impl Ballot {
    /// What `votes` votes cost, and looking at the stretches that get `at_once` of them by chance; in words read.
    pub fn price(votes: usize, at_once: usize, window: usize) -> usize {
        let room = length(votes);
        // A stretch counts with either of its neighbours.
        let share = 3.0 * votes as f64 / room as f64 + TOGETHER;
        let looks = votes as f64 * share.powi(at_once as i32 - 1);
        let price = votes as f64 * VOTE as f64 + room as f64 / 64.0 + looks * window as f64;
        price as usize
    }

    fn new(votes: usize, stray: usize, needed: u32) -> Ballot {
        Ballot {
            counts: vec![0; length(votes)],
            stretch: (stray + 1).next_power_of_two().ilog2().max(4),
            needed,
        }
    }

    /// Counts a vote for a diagonal; says whether its stretch has enough.
    fn add(&mut self, diagonal: usize, votes: u8) -> bool {
        let mask = self.counts.len() - 1;
        let slot = (diagonal >> self.stretch) & mask;
        let own = self.counts[slot].saturating_add(votes);
        self.counts[slot] = own;
        let left = self.counts[slot.wrapping_sub(1) & mask];
        let right = self.counts[(slot + 1) & mask];
        u32::from(own) + u32::from(left.max(right)) >= self.needed
    }
}

/// How many places of one seed hold another of the plan, because phrases are formulas: a guess on the safe side.
const TOGETHER: f64 = 0.08;
/// The table's length for so many votes.
fn length(votes: usize) -> usize {
    let wanted = (votes * ROOM).next_power_of_two().ilog2();
    1 << wanted.clamp(LEAST, MOST)
}

impl Search<'_> {
    /// Looks at every place that holds as many seeds of a plan as it has to, as long as no more than `most` words are read.
    pub(super) fn vote(&mut self, plan: &Plan, seeds: &Seeds<'_>, most: usize) {
        let until = self.read.saturating_add(most);
        // A place that holds one of the spent seeds was looked at.
        let mut rest: Vec<_> = plan
            .seeds
            .iter()
            .filter(|seed| !seeds.is_spent(**seed))
            .collect();
        // The rarest last: what reaches the mark late is looked at once.
        rest.reverse();
        let index = self.index;
        let shelves = index.shelves();
        for (number, shelf) in shelves.iter().enumerate() {
            let grams: Vec<_> = rest
                .iter()
                .flat_map(|seed| {
                    let grams = self.terms[number].grams(seed.piece, seed.token, seed.len);
                    grams.into_iter().map(move |gram| (**seed, gram))
                })
                .map(|(seed, gram)| (seed, shelf.postings(&gram[..seed.len])))
                .collect();
            let votes = grams.iter().map(|(_, postings)| postings.len()).sum();
            let mut ballot = Ballot::new(votes, self.stray(self.floor), plan.needed);
            for (seed, postings) in grams {
                let votes = plan.votes(&seed);
                for posting in postings {
                    let word = shelf.posting(posting);
                    // So that no diagonal is below zero.
                    let diagonal = word + self.words - seed.token;
                    if ballot.add(diagonal, votes)
                        && let Some((document, at)) = index.document_at(number, word)
                        && (!self.visit(seed.piece, seed.token, document, at) || self.read > until)
                    {
                        self.proven = false;
                        return;
                    }
                }
            }
        }
    }
}
