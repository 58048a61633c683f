//! Seeds: disjoint grams of a query, chosen so that a place without any of them cannot be the one looked for.
//!
//! Two arguments bound an unseen place. *By count*: a place is worth reporting only if three in five of the query's
//! words stand there (or six in a row); with more than two disjoint seeds for five words, a place that holds none of
//! them keeps too few. *By cost*: each seed that is missing costs at least its [`Seed::weight`], run costs included, so
//! a place that holds none of the seeds looked up cannot be as good as one that costs less than their sum. Either way
//! the seeds of least total frequency are found by dynamic programming, as read mappers do; those that were looked up
//! before are free.

use crate::align::{NEAR, OPEN};
use crate::query::{Bracket, Query, Token};

/// A gram of the query.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Seed {
    pub piece: usize,
    /// Number of its first token.
    pub token: usize,
    pub len: usize,
    /// How often it stands in the sources, or a little less.
    pub frequency: usize,
    pub weight: u32,
}

/// Longest gram.
pub(crate) const GRAM: usize = 3;
/// Pieces with fewer words give no seeds beside longer ones: they are looked for around those.
const SMALL: usize = 4;
/// Words that are planned together.
const STRETCH: usize = 64;
/// What a missing word costs at least, in a long run of added ones.
const WORD: u32 = 300;
/// So many places more or less change no plan.
const FEW: usize = 16;
/// The frequency of what is no gram.
const NONE: usize = usize::MAX;

/// The grams of a query, with what is known of them.
pub(crate) struct Seeds<'q> {
    query: &'q Query,
    /// By piece and token: how often the grams that begin there stand in the sources.
    frequencies: Vec<Vec<[usize; GRAM]>>,
    /// By piece and token: whether the gram of three words was counted.
    counted: Vec<Vec<bool>>,
    /// Grams whose every place was looked at: piece, first token, length.
    spent: Vec<(usize, usize, usize)>,
}

/// Disjoint grams, rarest first, and how many of them a place must hold that is to be seen.
#[derive(Debug)]
pub(crate) struct Plan {
    pub seeds: Vec<Seed>,
    goal: Goal,
    /// In the goal's units.
    pub needed: u32,
}

impl Plan {
    /// How many seeds a place must hold.
    pub fn at_once(&self) -> usize {
        match self.goal {
            Goal::Count => self.needed as usize,
            Goal::Cost => (self.needed as usize).div_ceil(2),
        }
    }

    /// What a seed counts for.
    pub fn votes(&self, seed: &Seed) -> u8 {
        self.goal.units(seed.len) as u8
    }
}

/// What a plan must reach, and what a gram adds to it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Goal {
    /// Seeds, one each.
    Count,
    /// Cost, in units of [`WORD`].
    Cost,
}

impl<'q> Seeds<'q> {
    /// `frequency` counts a gram of one or two words (piece, first token, length) in the sources; of those of three it is
    /// guessed, until [`Seeds::count`].
    pub(crate) fn new(
        query: &'q Query,
        frequency: impl Fn((usize, usize, usize)) -> usize,
    ) -> Seeds<'q> {
        let long = query.pieces().iter().any(|piece| piece.len() >= SMALL);
        let frequencies = query.pieces().iter().enumerate().map(|(number, piece)| {
            let small = long && piece.len() < SMALL;
            let usable =
                |token: &Token| matches!(token, Token::Word(term) if term.bracket != Bracket::Part);
            let grams = |at: usize| {
                let mut by_len = [NONE; GRAM];
                for less in 0..GRAM {
                    let gram = piece.tokens.get(at..=at + less);
                    if small || !gram.is_some_and(|gram| gram.iter().all(usable)) {
                        break;
                    }
                    by_len[less] = match less {
                        0 | 1 => frequency((number, at, less + 1)),
                        _ => by_len[less - 1],
                    };
                }
                by_len
            };
            let mut known: Vec<[usize; GRAM]> = (0..piece.tokens.len()).map(grams).collect();
            // As if which word comes next depended on the last one alone.
            for at in 0..known.len() {
                let next = known.get(at + 1).copied().unwrap_or([NONE; GRAM]);
                if known[at][2] != NONE && next[1] != NONE {
                    known[at][2] =
                        (known[at][1] as u128 * next[1] as u128 / next[0].max(1) as u128) as usize;
                }
            }
            known
        });
        let frequencies: Vec<Vec<[usize; GRAM]>> = frequencies.collect();
        Seeds {
            query,
            counted: frequencies
                .iter()
                .map(|piece| vec![false; piece.len()])
                .collect(),
            frequencies,
            spent: Vec::new(),
        }
    }

    /// Counts the seeds that were guessed, as far as it is worth it; says whether there was one that stands more often.
    pub(crate) fn count(
        &mut self,
        seeds: &[Seed],
        frequency: impl Fn((usize, usize, usize)) -> usize,
    ) -> bool {
        let mut more = false;
        for seed in seeds.iter().filter(|seed| seed.len == GRAM) {
            let known = std::mem::replace(&mut self.counted[seed.piece][seed.token], true);
            if known || self.is_spent(*seed) {
                continue;
            }
            let known = &mut self.frequencies[seed.piece][seed.token][GRAM - 1];
            let exact = frequency((seed.piece, seed.token, GRAM));
            more |= exact > *known + *known / 4 + FEW;
            *known = exact;
        }
        more
    }

    /// Every gram, rarest first.
    pub(crate) fn rarest(&self) -> Vec<Seed> {
        let mut seeds = Vec::new();
        for (piece, grams) in self.frequencies.iter().enumerate() {
            for (token, by_len) in grams.iter().enumerate() {
                let known = by_len.iter().filter(|frequency| **frequency != NONE);
                seeds.extend(known.zip(1..).map(|(_, len)| self.seed(piece, token, len)));
            }
        }
        seeds.sort_by_key(|seed| (seed.frequency, seed.len, seed.piece, seed.token));
        seeds
    }

    /// How often a seed stands in the sources, as far as that is known.
    pub(crate) fn frequency(&self, seed: Seed) -> usize {
        self.frequencies[seed.piece][seed.token][seed.len - 1]
    }

    /// Every place of this gram has been looked at.
    pub(crate) fn spend(&mut self, seed: Seed) {
        self.spent.push((seed.piece, seed.token, seed.len));
    }

    /// Whether every place of this gram has been looked at, because it was spent or holds one that was.
    pub(crate) fn is_spent(&self, seed: Seed) -> bool {
        let end = seed.token + seed.len;
        self.spent.iter().any(|&(piece, token, len)| {
            piece == seed.piece && seed.token <= token && token + len <= end
        })
    }

    /// What a place costs at least that holds none of the grams whose every place was looked at; nothing is known of a query
    /// in several pieces.
    pub(crate) fn floor(&self) -> u32 {
        let [_] = self.query.pieces() else {
            return 0;
        };
        let mut grams: Vec<(usize, usize)> = self
            .spent
            .iter()
            .map(|&(_, at, len)| (at, at + len))
            .collect();
        grams.sort_unstable_by_key(|(_, end)| *end);
        let mut tokens: Vec<usize> = grams.iter().flat_map(|&(start, end)| start..end).collect();
        tokens.sort_unstable();
        tokens.dedup();
        // Of each token that may break a gram: the least cost of breaking it, and with it all grams that end before, where it
        // stands alone and where it ends a run of added ones.
        let mut known: Vec<(usize, u32, u32)> = Vec::with_capacity(tokens.len());
        let mut grams = grams.into_iter().peekable();
        // Where the last begins of those that end before.
        let mut begun: Option<usize> = None;
        for token in tokens {
            while let Some((start, _)) = grams.next_if(|(_, end)| *end <= token) {
                begun = begun.max(Some(start));
            }
            let (mut least, mut run) = (begun.map_or(0, |_| u32::MAX / 2), u32::MAX / 2);
            for &(before, alone, ran) in known.iter().rev() {
                if begun.is_some_and(|begun| before < begun) {
                    break;
                }
                least = least.min(alone.min(ran));
                run = run.min(ran + WORD * (token - before) as u32);
            }
            known.push((token, least + NEAR, run.min(least + OPEN)));
        }
        let last = grams.map(|(start, _)| start).max().max(begun);
        let breaking = known
            .iter()
            .filter(|(token, ..)| last.is_none_or(|last| *token >= last));
        breaking
            .map(|&(_, alone, ran)| alone.min(ran))
            .min()
            .unwrap_or(0)
    }

    /// Seeds of which a place that is worth reporting holds `at_once` or more (fewer where there are not so many).
    pub(crate) fn by_count(&self, at_once: usize) -> Plan {
        let (seeds, _) = self.plan(Goal::Count, |words| words * 2 / 5 + at_once);
        let lost = self.query.len() * 2 / 5;
        let needed = seeds.len().saturating_sub(lost).max(1) as u32;
        Plan {
            seeds,
            goal: Goal::Count,
            needed,
        }
    }

    /// Seeds of which a place that costs no more than `cost` holds `at_once` or more, if there are enough.
    pub(crate) fn by_cost(&self, cost: u32, at_once: usize) -> Option<Plan> {
        let units = (cost / WORD) as usize + 1 + 2 * (at_once - 1);
        let words = self.query.len();
        let (seeds, whole) = self.plan(Goal::Cost, |part| (units * part).div_ceil(words));
        let all: u32 = seeds.iter().map(|seed| seed.weight / WORD).sum();
        let lost = cost / WORD;
        (whole && all > lost).then(|| Plan {
            seeds,
            goal: Goal::Cost,
            needed: all - lost,
        })
    }

    fn seed(&self, piece: usize, token: usize, len: usize) -> Seed {
        Seed {
            piece,
            token,
            len,
            frequency: self.frequencies[piece][token][len - 1],
            weight: WORD * Goal::Cost.units(len) as u32,
        }
    }

    /// Disjoint grams of least total frequency that reach the goal, and whether they do. `wanted` is asked for every
    /// stretch of words.
    fn plan(&self, goal: Goal, wanted: impl Fn(usize) -> usize) -> (Vec<Seed>, bool) {
        let mut seeds = Vec::new();
        let mut whole = true;
        for (number, piece) in self.query.pieces().iter().enumerate() {
            for (stretch, tokens) in piece.tokens.chunks(STRETCH).enumerate() {
                let first = stretch * STRETCH;
                let words = tokens.iter().filter(|token| token.term().is_some()).count();
                whole &= self.stretch(number, first, tokens.len(), goal, wanted(words), &mut seeds);
            }
        }
        seeds.sort_by_key(|seed| (seed.frequency, seed.piece, seed.token));
        (seeds, whole)
    }

    /// Plans `length` tokens of one piece from `first` on.
    fn stretch(
        &self,
        piece: usize,
        first: usize,
        length: usize,
        goal: Goal,
        wanted: usize,
        seeds: &mut Vec<Seed>,
    ) -> bool {
        let width = wanted + 1;
        let cell = |at: usize, units: usize| at * width + units;
        // Least total frequency of grams among the first `at` tokens that come to `units` (or more, in the last
        // column), the length of the last gram (0: none) and what it added to.
        const NEVER: u32 = u32::MAX;
        let mut table = vec![(NEVER, 0_u8, 0_u16); (length + 1) * width];
        table[cell(0, 0)].0 = 0;
        for at in 1..=length {
            for units in 0..width {
                table[cell(at, units)] = (table[cell(at - 1, units)].0, 0, units as u16);
            }
            for len in 1..=GRAM.min(at) {
                let seed = self.seed(piece, first + at - len, len);
                if seed.frequency == NONE {
                    continue;
                }
                // One more, so that among equals the fewest and longest are not preferred over certainty.
                let price = match self.is_spent(seed) {
                    true => 1,
                    false => u32::try_from(seed.frequency)
                        .unwrap_or(NEVER)
                        .saturating_add(1),
                };
                for before in 0..width {
                    let sum = table[cell(at - len, before)].0.saturating_add(price);
                    let units = (before + goal.units(len)).min(wanted);
                    if sum != NEVER && sum <= table[cell(at, units)].0 && units > before {
                        table[cell(at, units)] = (sum, len as u8, before as u16);
                    }
                }
            }
        }
        let reached = (0..width)
            .rev()
            .find(|units| table[cell(length, *units)].0 != NEVER);
        let mut units = reached.unwrap_or(0);
        let mut at = length;
        while at > 0 && units > 0 {
            let (_, len, before) = table[cell(at, units)];
            if len == 0 {
                at -= 1;
                continue;
            }
            (at, units) = (at - len as usize, before as usize);
            seeds.push(self.seed(piece, first + at, len as usize));
        }
        reached == Some(wanted)
    }
}

impl Goal {
    fn units(self, len: usize) -> usize {
        match self {
            Goal::Count => 1,
            // Two words or more: what breaks them costs twice as much, in a run too.
            Goal::Cost => len.min(2),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::Lexicon;

    #[test]
    fn more_than_two_seeds_for_five_words() {
        let lexicon = Lexicon::english();
        let query = Query::parse("a b c d [x y] e f … g h i", &lexicon);
        let seeds = Seeds::new(&query, |(_, token, len)| 100 / len + token)
            .by_count(1)
            .seeds;
        assert_eq!(seeds.len(), 3, "the short piece gives none");
        let mut taken = std::collections::HashSet::new();
        for seed in &seeds {
            for token in seed.token..seed.token + seed.len {
                assert!(taken.insert((seed.piece, token)), "{seeds:?}");
                assert!(query.pieces[seed.piece].tokens[token].term().is_some());
            }
        }
        assert!(seeds.is_sorted_by_key(|seed| seed.frequency));
    }

    #[test]
    fn frequent_words_are_left_out_where_that_is_enough() {
        let lexicon = Lexicon::english();
        let query = Query::parse("the rare of words", &lexicon);
        let seeds = Seeds::new(&query, |(_, token, len)| match (token, len) {
            (1 | 3, 1) => 1,
            _ => 1000,
        });
        let plan = seeds.by_count(1).seeds;
        let tokens: Vec<usize> = plan.iter().map(|seed| seed.token).collect();
        assert_eq!(tokens, [1, 3]);
    }

    #[test]
    fn a_cost_needs_seeds_that_cost_more_and_spent_ones_are_free() {
        let lexicon = Lexicon::english();
        let query = Query::parse("a b c d e f", &lexicon);
        let mut seeds = Seeds::new(&query, |(_, token, len)| 1000 * (token + 1) / len);
        let sum = |seeds: &[Seed]| seeds.iter().map(|seed| seed.weight).sum::<u32>();
        assert!(sum(&seeds.by_cost(1000, 1).unwrap().seeds) > 1000);
        assert!(
            seeds.by_cost(1800, 1).is_none(),
            "three times two words are all there is"
        );
        let many = seeds.by_cost(500, 2).unwrap();
        assert!(many.at_once() == 2 && sum(&many.seeds) >= 500 + 600);
        let last = seeds.seed(0, 5, 1);
        seeds.spend(last);
        let plan = seeds.by_cost(500, 1).unwrap();
        assert!(
            plan.seeds.len() == 1 && seeds.is_spent(plan.seeds[0]),
            "{plan:?}"
        );
    }

    #[test]
    fn what_holds_none_of_the_spent_grams_costs_something() {
        let lexicon = Lexicon::english();
        let query = Query::parse("a b c d e f g h", &lexicon);
        let floor = |grams: &[(usize, usize)]| {
            let mut seeds = Seeds::new(&query, |_| 1);
            for &(token, len) in grams {
                let seed = seeds.seed(0, token, len);
                seeds.spend(seed);
            }
            seeds.floor()
        };
        for (grams, expected) in [
            (&[][..], 0),
            (&[(0, 1)], NEAR),
            (&[(0, 3)], NEAR),
            (&[(0, 3), (2, 3)], NEAR),
            (&[(0, 2), (2, 3)], 2 * NEAR),
            (&[(2, 3), (0, 1), (5, 2)], 3 * NEAR),
            // A run of added words is cheaper than many near ones.
            (&[(0, 1), (1, 1), (2, 1), (3, 1)], OPEN + 3 * WORD),
        ] {
            assert_eq!(floor(grams), expected, "{grams:?}");
        }
    }
}
