//! Seeds: disjoint grams of a query, chosen so that a place without any of them cannot be the one looked for.
//!
//! A place is worth reporting only if three in five of the query's words stand there (or six in a row). Every seed that
//! is missing at a place is at least one word missing; with more than two disjoint seeds for five words, a place that
//! holds none of them keeps too few. The seeds of least total frequency are found by dynamic
//! programming, as read mappers do. Each missed seed also costs: [`Seed::weight`] is what a place without it pays at
//! least, run costs included, so the search may stop once the sum of weights is above the best cost found.

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

/// The seeds of `query`, rarest first. `frequency(piece, token, len)` counts a gram in the sources.
pub(crate) fn choose(query: &Query, frequency: impl Fn(usize, usize, usize) -> usize) -> Vec<Seed> {
    let mut seeds = Vec::new();
    let long = query.pieces().iter().any(|piece| piece.len() >= SMALL);
    let usable = |&(piece, token): &(usize, usize)| matches!(&query.pieces[piece].tokens[token], Token::Word(term) if term.bracket != Bracket::Part);
    for (number, piece) in query.pieces().iter().enumerate() {
        if long && piece.len() < SMALL {
            continue;
        }
        let slots: Vec<(usize, usize)> = (0..piece.tokens.len()).map(|at| (number, at)).collect();
        for stretch in slots.chunks(STRETCH) {
            let words = stretch.iter().filter(|slot| usable(slot)).count();
            seeds.extend(plan(stretch, words * 2 / 5 + 1, &usable, &frequency));
        }
    }
    for seed in &mut seeds {
        seed.weight = if seed.len == 1 { 300 } else { 600 };
    }
    seeds.sort_by_key(|seed| (seed.frequency, seed.piece, seed.token));
    seeds
}

/// The `wanted` disjoint grams of least total frequency (fewer where there are not so many).
fn plan(
    slots: &[(usize, usize)],
    wanted: usize,
    usable: &impl Fn(&(usize, usize)) -> bool,
    frequency: &impl Fn(usize, usize, usize) -> usize,
) -> Vec<Seed> {
    let width = wanted + 1;
    let cell = |at: usize, count: usize| at * width + count;
    // Least total frequency with `count` grams among the first `at` slots, and the length of the last gram (0: none).
    let mut table = vec![(usize::MAX, 0); (slots.len() + 1) * width];
    table[cell(0, 0)] = (0, 0);
    let mut known = vec![0; slots.len() * GRAM];
    for at in 1..=slots.len() {
        for count in 0..width {
            table[cell(at, count)] = (table[cell(at - 1, count)].0, 0);
        }
        for len in 1..=GRAM.min(at) {
            let (piece, token) = slots[at - len];
            if !usable(&slots[at - len]) || slots[at - len..at].iter().any(|slot| slot.0 != piece) {
                break;
            }
            let seen = frequency(piece, token, len);
            known[(at - len) * GRAM + len - 1] = seen;
            for count in 1..width {
                let before = table[cell(at - len, count - 1)].0;
                // One more, so that among equals the fewest and longest are not preferred over certainty.
                let total = before.saturating_add(seen + 1);
                if before != usize::MAX && total <= table[cell(at, count)].0 {
                    table[cell(at, count)] = (total, len);
                }
            }
        }
    }
    let mut count = (0..width)
        .rev()
        .find(|count| table[cell(slots.len(), *count)].0 != usize::MAX)
        .unwrap_or(0);
    let mut at = slots.len();
    let mut seeds = Vec::with_capacity(count);
    while at > 0 && count > 0 {
        let len = table[cell(at, count)].1;
        if len == 0 {
            at -= 1;
            continue;
        }
        at -= len;
        count -= 1;
        let (piece, token) = slots[at];
        let frequency = known[at * GRAM + len - 1];
        seeds.push(Seed {
            piece,
            token,
            len,
            frequency,
            weight: 0,
        });
    }
    seeds
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::Lexicon;

    #[test]
    fn more_than_two_seeds_for_five_words() {
        let lexicon = Lexicon::english();
        let query = Query::parse("a b c d [x y] e f … g h i", &lexicon);
        let seeds = choose(&query, |_, token, len| 100 / len + token);
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
        let seeds = choose(&query, |_, token, len| match (token, len) {
            (1 | 3, 1) => 1,
            _ => 1000,
        });
        let tokens: Vec<usize> = seeds.iter().map(|seed| seed.token).collect();
        assert_eq!(tokens, [1, 3]);
    }
}
