//! Near places: first one that is found at all, then the proof that none is better.

use super::vote::Ballot;
use super::{COMMON, INTACT, Search};
use crate::seed::{GRAM, Plan, Seed, Seeds};

/// Places that are looked at for a first one to be found, before any plan is made.
const FIRST: usize = 1_000;
/// Words read that are not worth a better plan.
const CHEAP: usize = 20_000;
/// Costs are told apart by so much where a plan for a lesser one is sought.
const STEP: u32 = 150;
/// How many seeds a place must hold to be looked at: the more, the more of them have to be asked.
const AT_ONCE: [usize; 5] = [1, 2, 3, 4, 6];

impl Search<'_> {
    pub(crate) fn near(&mut self) {
        let mut seeds = Seeds::new(self.query, |at| self.count(at, false));
        self.find(&mut seeds, FIRST);
        if self.best().is_none() {
            // As much looking as the proof that there is nothing would cost.
            let price = self.cheapest(&mut seeds).map_or(0, |(price, _)| price);
            let looks = price / self.window(0).max(1);
            self.find(&mut seeds, looks.min(self.budget.places / 4));
        }
        self.prove(&mut seeds);
        if self.best().is_none() {
            self.rows();
        }
    }

    /// How often a gram of the query stands in the sources, or a little more; `exactly` costs a search inside its bucket.
    fn count(&self, (piece, token, len): (usize, usize, usize), exactly: bool) -> usize {
        let mut sum = 0;
        for (shelf, terms) in self.index.shelves().iter().zip(&self.terms) {
            terms.each_gram(piece, token, len, |gram| {
                sum += match exactly {
                    true => shelf.frequency(gram),
                    false => shelf.bound(gram),
                };
            });
        }
        sum
    }

    /// Looks at the places of the rarest grams, whatever their order, until something is found or `most` places are seen.
    fn find(&mut self, seeds: &mut Seeds<'_>, most: usize) {
        let mut order = seeds.rarest();
        let mut at = 0;
        while let Some(&seed) = order.get(at) {
            if self.best().is_some() {
                return;
            }
            if seeds.count(&[seed], |at| self.count(at, true)) {
                order = seeds.rarest();
                at = 0;
                continue;
            }
            if self.places + seeds.frequency(seed) > most {
                return;
            }
            self.look_up(seed, seeds);
            at += 1;
        }
    }

    /// The cheapest way to see every place that is better than the best so far, or worth reporting if there is none; and
    /// what it costs, in words read.
    fn cheapest(&self, seeds: &mut Seeds<'_>) -> Option<(usize, Plan)> {
        loop {
            let (price, plan) = self.guess(seeds)?;
            // What stands more often than was guessed may make another plan the cheaper one.
            if !seeds.count(&plan.seeds, |at| self.count(at, true)) {
                return Some((price, plan));
            }
        }
    }

    /// The same, as far as frequencies are known.
    fn guess(&self, seeds: &Seeds<'_>) -> Option<(usize, Plan)> {
        let known = self.best();
        let mut best: Option<(usize, Plan)> = None;
        for at_once in AT_ONCE {
            let dear = best.as_ref().is_none_or(|(price, _)| *price > CHEAP);
            let one = matches!(self.query.pieces(), [_]);
            if at_once > 1 && !(dear && one) {
                break;
            }
            let by_cost = known.and_then(|cost| seeds.by_cost(cost, at_once));
            for plan in [Some(seeds.by_count(at_once)), by_cost]
                .into_iter()
                .flatten()
            {
                let price = self.price(&plan, seeds);
                if best.as_ref().is_none_or(|(least, _)| price < *least) {
                    best = Some((price, plan));
                }
            }
        }
        best
    }

    /// What a plan costs, in words read.
    fn price(&self, plan: &Plan, seeds: &Seeds<'_>) -> usize {
        let rest = plan.seeds.iter().filter(|seed| !seeds.is_spent(**seed));
        let postings: usize = rest.map(|seed| seed.frequency).sum();
        match plan.at_once() {
            0 | 1 => postings.saturating_mul(self.window(0)),
            many => Ballot::price(postings, many, self.window(0)),
        }
    }

    /// Sees to it that no place is better than what was found, as far as the budget goes.
    fn prove(&mut self, seeds: &mut Seeds<'_>) {
        loop {
            if self.floor > self.best().unwrap_or(self.most) {
                return;
            }
            let known = self.best();
            let most = match known {
                Some(_) => self.budget.proof,
                None => self.budget.places.saturating_mul(self.window(0)),
            };
            let Some((price, plan)) = self.cheapest(seeds) else {
                return;
            };
            if price > most {
                if self.look_for_less(seeds, most) {
                    continue;
                }
                self.proven = false;
                // Some of it is better than nothing.
                self.find(seeds, self.budget.places / 4);
                self.look_around(&plan, seeds, self.budget.proof / 4);
                return;
            }
            if plan.at_once() > 1 {
                self.vote(&plan, seeds, most);
                return;
            }
            // What is found while nothing was known makes another plan the cheaper one.
            if self.look_up_all(&plan, seeds) || known.is_some() {
                return;
            }
        }
    }

    /// Where the proof that nothing is better than the best costs too much: looks at every place that is better by so much that
    /// this costs no more than `most`. Says whether there was one.
    fn look_for_less(&mut self, seeds: &mut Seeds<'_>, most: usize) -> bool {
        let known = self.best();
        let costs = (1..).map_while(|less| known?.checked_sub(less * STEP));
        for cost in costs {
            let Some(plan) = seeds.by_cost(cost, 1) else {
                continue;
            };
            if self.price(&plan, seeds) <= most {
                self.look_up_all(&plan, seeds);
                break;
            }
        }
        self.best() < known
    }

    /// Looks at all places of all seeds of a plan; says whether that was done. It ends early where the best is so good that
    /// no place without the seeds so far can be better, and where a first place is found.
    fn look_up_all(&mut self, plan: &Plan, seeds: &mut Seeds<'_>) -> bool {
        let known = self.best();
        let mut bound = 0;
        for &seed in &plan.seeds {
            if self.best().is_some_and(|cost| cost < bound)
                || self.floor > self.best().unwrap_or(self.most)
            {
                return true;
            }
            self.look_up(seed, seeds);
            if known.is_none() && self.best().is_some() {
                return false;
            }
            bound += seed.weight;
        }
        true
    }

    /// Looks at the rarest seeds of a plan, for so many words read.
    fn look_around(&mut self, plan: &Plan, seeds: &mut Seeds<'_>, most: usize) {
        let until = self.read + most;
        for &seed in &plan.seeds {
            if self.read + seed.frequency * self.window(seed.piece) > until {
                return;
            }
            self.look_up(seed, seeds);
        }
    }

    /// Looks at every place of a seed, unless that was done.
    fn look_up(&mut self, seed: Seed, seeds: &mut Seeds<'_>) {
        if seeds.is_spent(seed) {
            return;
        }
        self.visit_all(seed.piece, seed.token, seed.len);
        seeds.spend(seed);
        self.floor = seeds.floor();
        if seed.len == 1 && self.query.pieces().len() == 1 {
            for terms in &mut self.terms {
                terms.pass_over(seed.piece, seed.token);
            }
        }
    }

    /// Looks for six words in a row where nothing else was found.
    fn rows(&mut self) {
        let index = self.index;
        for shelf in 0..self.terms.len() {
            for piece in 0..self.query.pieces().len() {
                let ids = self.terms[shelf].pieces[piece].clone();
                if ids.len() < INTACT {
                    continue;
                }
                // Every six words in a row hold one of these whole.
                for token in (0..=ids.len() - GRAM).step_by(INTACT + 1 - GRAM) {
                    let gram = &ids[token..token + GRAM];
                    if index.frequency(shelf, gram) <= COMMON {
                        index.places(shelf, gram, |document, at| {
                            self.visit(piece, token, document, at)
                        });
                    }
                }
            }
        }
    }
}
