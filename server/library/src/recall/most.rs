//! What an event can weigh at most by what is said: a bound, found for all events at once by going through the marks that
//! were heard. Events that cannot matter are not weighed; that it changes no answer is held by an assertion where they are.

use super::heard::Said;
use super::mark::{Known, Recall};
use super::weigh::{AROUND, BEFORE, FAR, KINDRED, NAMED, ORDINAL};

/// A mark, and what it counts for at most wherever it was heard.
type Part = (u32, f64);

/// An event that shares something with what is said.
#[derive(Clone, Copy, Debug)]
pub(super) struct Near {
    /// Its position.
    pub at: u32,
    /// What it can weigh at most by what is said here, less what is said that it certainly has nothing of.
    pub most: f64,
}

impl Recall {
    /// The events that share something with what is said.
    pub(super) fn nearby(&self, said: &Said) -> Vec<Near> {
        let mut parts: Vec<Part> = Vec::new();
        let mut near = vec![false; self.known.len()];
        // What costs an event something unless it has one of these marks.
        let (mut cost, mut excuses): (f64, Vec<Part>) = (0.0, Vec::new());
        for token in &said.tokens {
            let far = if token.near { 1.0 } else { FAR };
            let share = if token.named { NAMED * far } else { far };
            parts.extend(token.word.map(|mark| (mark, share)));
            parts.extend(token.kin.iter().map(|mark| (*mark, KINDRED * share)));
            let strange = self.strange(token);
            if strange > 0.0 {
                cost += strange;
                excuses.extend(
                    token
                        .word
                        .iter()
                        .chain(&token.kin)
                        .map(|mark| (*mark, strange)),
                );
            }
        }
        for name in &said.names {
            let far = if name.near { 1.0 } else { FAR };
            parts.extend(name.candidates.iter().map(|mark| (*mark, far)));
            let strange = self.strange_name(name);
            cost += strange;
            excuses.extend(
                name.candidates
                    .iter()
                    .chain(&name.lands)
                    .map(|mark| (*mark, strange)),
            );
        }
        for (mark, _) in &parts {
            for at in &self.having[*mark as usize] {
                near[*at as usize] = true;
            }
        }
        let lands = said.names.iter().flat_map(|name| &name.lands);
        let lands = lands.chain(said.lands.iter().flatten());
        parts.extend(lands.map(|mark| (*mark, 1.0)));
        let mut most = self.sum(parts);
        for (mark, strange) in excuses {
            for at in self.having[mark as usize]
                .iter()
                .chain(&self.telling[mark as usize])
            {
                most[*at as usize] += strange;
            }
        }
        let near = (0..).zip(near).filter(|(_, near)| *near);
        near.map(|(at, _): (u32, bool)| {
            let known = &self.known[at as usize];
            let (_, of_kind) = self.of_kind(known, said);
            Near {
                at,
                most: most[at as usize] - cost + of_kind + of_ordinal(known, said),
            }
        })
        .collect()
    }

    /// What all events, by position, can weigh at most by what was said before.
    pub(super) fn most_before(&self, before: &Said) -> Vec<f64> {
        let tokens = before.tokens.iter().flat_map(|token| {
            let word = token.word.map(|mark| (mark, BEFORE));
            let kin = token.kin.iter().map(|mark| (*mark, BEFORE * KINDRED));
            word.into_iter().chain(kin)
        });
        let names = before.names.iter().flat_map(|name| &name.candidates);
        let names = names.map(|mark| (*mark, BEFORE));
        self.sum(tokens.chain(names).collect())
    }

    /// What the parts come to for each event, each mark counted once.
    fn sum(&self, mut parts: Vec<Part>) -> Vec<f64> {
        parts.sort_unstable_by(|one, other| {
            let share = other.1.total_cmp(&one.1);
            one.0.cmp(&other.0).then(share)
        });
        parts.dedup_by_key(|part| part.0);
        let mut most = vec![0.0; self.known.len()];
        for (mark, share) in parts {
            let weight = share * self.weight(mark);
            for at in &self.having[mark as usize] {
                most[*at as usize] += weight;
            }
            for at in &self.telling[mark as usize] {
                most[*at as usize] += AROUND * weight;
            }
        }
        most
    }
}

fn of_ordinal(known: &Known, said: &Said) -> f64 {
    if known.is_counted(said) { ORDINAL } else { 0.0 }
}
