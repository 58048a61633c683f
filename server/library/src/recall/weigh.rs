//! How much of what a draft says around a date tells of one recorded event, and how much speaks against it.

use std::collections::BTreeSet;

use prose::name::EntityKind;

use super::heard::Said;
use super::mark::{Known, Mark, Recall};

/// A kindred word is worth so much of a word's weight.
const KINDRED: f64 = 0.7;
/// What stands in a definition or a source's sentence is worth so much.
const AROUND: f64 = 0.6;
/// What earlier sentences say is worth so much.
const BEFORE: f64 = 0.35;
/// What a name costs that the event does not have.
const STRANGE: f64 = 0.5;
/// What a capital costs that no name of the event has.
const CAPITAL: f64 = 0.6;
/// A kind that is put for the event's own is worth so much of it.
const NEAR: f64 = 0.5;

/// How the kinds that are spoken of stand to the event's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum KindFit {
    /// The very kind.
    Same,
    /// One that drafters put for it.
    Near,
    /// None is spoken of.
    Open,
    /// Only others are.
    Other,
    /// Another stage in the life of the same thing.
    Stage,
}

/// What is said, weighed against one event.
#[derive(Clone, Debug)]
pub(super) struct Weighed {
    /// All in all.
    pub score: f64,
    /// What words say that belong to no name.
    pub telling: f64,
    /// Whether a name of the event is named.
    pub named: bool,
    /// What names, capitals and known words say of something else.
    pub strange: f64,
    /// The share of the weight of what is said that the event bears out.
    pub explained: f64,
    /// Whether words of what it befell are said.
    pub object: f64,
    pub kind: KindFit,
    pub log: String,
}

impl Recall {
    /// The positions of the events that share something with what is said.
    pub(super) fn nearby(&self, said: &Said) -> BTreeSet<u32> {
        let tokens = said.tokens.iter();
        let words = tokens.flat_map(|token| token.word.iter().chain(&token.kin));
        let names = said.names.iter().flat_map(|name| &name.candidates);
        words
            .chain(names)
            .flat_map(|mark| &self.having[*mark as usize])
            .copied()
            .collect()
    }

    pub(super) fn weigh(&self, known: &Known, group: u16, said: &Said, before: &Said) -> Weighed {
        let own = |mark: u32| known.own.binary_search(&mark).is_ok();
        let around = |mark: u32| known.around.binary_search(&mark).is_ok();
        let worth = |mark: u32| match () {
            () if own(mark) => self.weight(mark),
            () if around(mark) => AROUND * self.weight(mark),
            () => 0.0,
        };
        let mut seen: BTreeSet<u32> = BTreeSet::new();
        let mut weighed = Weighed {
            score: 0.0,
            telling: 0.0,
            named: false,
            strange: 0.0,
            explained: 0.0,
            object: 0.0,
            kind: self.kind_fit(group, said),
            log: String::new(),
        };
        let mut unexplained = 0.0;
        for token in &said.tokens {
            let (mark, value) = self.best(token.word, &token.kin, worth);
            if token.telling || value > 0.0 {
                weighed.log += &format!("T,{},{:.2},{},{},{},{},{},{:.2};", token.text, if value>0.0 {self.weight(mark)} else {0.0},
                    if value <= 0.0 {'n'} else if own(mark) {'o'} else {'a'}, if Some(mark)==token.word {'x'} else {'k'},
                    u8::from(token.named), u8::from(token.capital), u8::from(known.object.binary_search(&mark).is_ok()), token.word.map_or(0.0, |word| self.weight(word)));
            }
            if value > 0.0 {
                if seen.insert(mark) {
                    weighed.score += value;
                    if !token.named {
                        weighed.telling += value;
                    }
                    if known.object.binary_search(&mark).is_ok() {
                        weighed.object += value;
                    }
                }
            } else if token.telling && !token.named {
                unexplained += token.word.map_or(1.0, |word| 0.6 * self.weight(word));
                if token.capital {
                    weighed.strange += CAPITAL * token.word.map_or(2.0, |word| self.weight(word));
                }
            }
        }
        let explained = weighed.score;
        for name in &said.names {
            let mut marks = name.candidates.iter().chain(&name.lands);
            let hit = name.candidates.iter().chain(&name.lands).find(|mark| own(**mark));
            weighed.log += &format!("N,{:?},{},{:.2},{},{:.2},{};", name.kind, u8::from(hit.is_some()), hit.map_or(0.0, |mark| self.weight(*mark)),
                u8::from(hit.is_some() && hit == name.candidates.first()), name.candidates.first().map_or(-1.0, |mark| self.weight(*mark)), hit.copied().unwrap_or_default());
            match marks.find(|mark| own(**mark)) {
                Some(mark) => {
                    weighed.named = true;
                    if seen.insert(*mark) {
                        weighed.score += self.weight(*mark);
                    }
                }
                None => {
                    let cost = name
                        .candidates
                        .first()
                        .map_or(1.0, |mark| self.weight(*mark).max(1.0));
                    let place = name.kind == EntityKind::Place;
                    weighed.strange += if place { 0.5 } else { 1.0 } * STRANGE * cost;
                }
            }
        }
        for mark in said.lands.iter().filter(|mark| own(**mark)) {
            weighed.log += &format!("L,{:.2},{};", self.weight(*mark), mark);
            if seen.insert(*mark) {
                weighed.score += self.weight(*mark);
            }
        }
        let own_kind = self
            .numbers
            .get(&Mark::Kind(group))
            .map_or(0.0, |mark| self.weight(*mark));
        weighed.log += &format!("K,{:?},{:.2};", weighed.kind, own_kind);
        weighed.score += match weighed.kind {
            KindFit::Same => own_kind,
            KindFit::Near => NEAR * own_kind,
            KindFit::Open => 0.0,
            KindFit::Other | KindFit::Stage => -1.0,
        };
        // What was said before helps, but proves nothing.
        for token in &before.tokens {
            let (mark, value) = self.best(token.word, &token.kin, worth);
            if value > 0.0 && !seen.contains(&mark) { weighed.log += &format!("B,{},{:.2},{};", token.text, value, if own(mark) {'o'} else {'a'}); }
            if value > 0.0 && seen.insert(mark) {
                weighed.score += BEFORE * value;
            }
        }
        for name in &before.names {
            let mut marks = name.candidates.iter();
            if let Some(mark) = name.candidates.iter().find(|mark| own(**mark)) { weighed.log += &format!("C,{:?},{:.2},{};", name.kind, self.weight(*mark), mark); }
            if let Some(mark) = marks.find(|mark| own(**mark))
                && seen.insert(*mark)
            {
                weighed.score += BEFORE * self.weight(*mark);
            }
        }
        weighed.score -= weighed.strange;
        weighed.explained = explained / (explained + unexplained).max(1e-9);
        weighed
    }

    fn best(&self, word: Option<u32>, kin: &[u32], worth: impl Fn(u32) -> f64) -> (u32, f64) {
        let word = word.map(|mark| (mark, worth(mark)));
        let kindred = kin.iter().map(|mark| (*mark, KINDRED * worth(*mark)));
        word.into_iter()
            .chain(kindred)
            .max_by(|one, other| one.1.total_cmp(&other.1))
            .unwrap_or((u32::MAX, 0.0))
    }

    fn kind_fit(&self, group: u16, said: &Said) -> KindFit {
        let near = |other: &u16| self.near.binary_search(&(group, *other)).is_ok();
        if said.stages.iter().any(|other| *other != group) {
            return KindFit::Stage;
        }
        match () {
            () if said.kinds.contains(&group) => KindFit::Same,
            () if said.kinds.iter().any(near) => KindFit::Near,
            () if said.kinds.is_empty() => KindFit::Open,
            () => KindFit::Other,
        }
    }
}
