//! The words by which records say that a happening is told, beside their summary, and how much of one a draft says.

use std::collections::HashMap;
use std::rc::Rc;

use serde::{Deserialize, Serialize};

use super::ground::Ground;
use super::heard::Said;
use super::mark::Recall;
use super::weigh::{FAR, KINDRED};
use crate::records::{DateRecord, Records};
use crate::{Entity, Event};

/// The wordings of event records, by the records' ids. Those of an entity's dates stand in its own record.
#[derive(Debug, Default)]
pub(crate) struct Wordings<'a>(HashMap<&'a str, &'a [String]>);

impl<'a> Wordings<'a> {
    pub fn new(records: impl Iterator<Item = &'a Records>) -> Self {
        let events = records.flat_map(|records| &records.event);
        Self(
            events
                .map(|record| (record.id.as_str(), record.wordings.as_slice()))
                .collect(),
        )
    }

    /// Those of one event: of its record, and of that date of an entity's life that it is.
    pub(super) fn of<'b>(
        &'b self,
        event: &Event,
        entities: &'b [Entity],
        groups: &[u16],
    ) -> Vec<&'b str> {
        let own = self.0.get(event.id.as_str());
        let group = groups[event.kind.0 as usize];
        let object = event.object.map(|id| &entities[id.0 as usize]);
        let dates = object.into_iter().flat_map(|entity| {
            let dates = entity.dates.iter().zip(&entity.record.date);
            let is_event = move |(date, _): &(&crate::EntityDate, &DateRecord)| {
                let kind = date
                    .kind
                    .is_some_and(|kind| groups[kind.0 as usize] == group);
                let mut values = event.witnesses.iter().filter_map(|it| it.value.as_ref());
                kind && values.any(|value| *value == date.value)
            };
            dates
                .filter(is_event)
                .flat_map(|(_, record)| &record.wordings)
        });
        let own = own.into_iter().flat_map(|wordings| wordings.iter());
        own.chain(dates).map(String::as_str).collect()
    }
}

/// What a word weighs that no event has, among all that is said.
const STRANGER: f64 = 2.0;

/// How well what was heard agrees with the ways to tell a happening, each from 0 to 1.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Agreement {
    /// The mean (F1) of the share of a wording that is said and of the share of what is said that the wording has, by weight.
    pub both: f64,
    /// The same of the date's own clause.
    pub clause: f64,
    /// The share of a wording that is said.
    pub said: f64,
}

/// The ways to tell one happening, laid out so that one look at what was heard finds all that they share with it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Ways {
    /// The weight of each way.
    weights: Vec<f64>,
    /// The words of all ways: whose each is, and its weight.
    words: Vec<(u32, f64)>,
    /// Each mark, the word that it stands for, and how much of it that is; sorted.
    marks: Vec<(u32, u32, f64)>,
}

impl Ways {
    /// Of each way its words, and of each word its own mark, followed by those of its kin.
    pub fn new(ways: &[Vec<Rc<[u32]>>], weight: impl Fn(u32) -> f64) -> Self {
        let mut own = Self::default();
        for (way, words) in (0..).zip(ways) {
            let mut whole = 0.0;
            for word in words {
                let place = own.words.len() as u32;
                let shares = std::iter::once(1.0).chain(std::iter::repeat(KINDRED));
                own.marks.extend(
                    word.iter()
                        .zip(shares)
                        .map(|(mark, share)| (*mark, place, share)),
                );
                own.words.push((way, weight(word[0])));
                whole += weight(word[0]);
            }
            own.weights.push(whole);
        }
        own.marks.sort_by_key(|(mark, place, _)| (*mark, *place));
        own
    }

    /// The words that a mark stands for.
    fn of(&self, mark: u32) -> &[(u32, u32, f64)] {
        let from = self.marks.partition_point(|(own, ..)| *own < mark);
        let rest = &self.marks[from..];
        let count = rest.iter().take_while(|(own, ..)| *own == mark).count();
        &rest[..count]
    }
}

impl Recall {
    /// The weight of all that is said, and of what the date's own clause says.
    pub(super) fn weight_of(&self, said: &Said) -> (f64, f64) {
        let mut weight = (0.0, 0.0);
        for token in said.tokens.iter().filter(|token| token.telling) {
            let own = token.word.map_or(STRANGER, |word| self.weight(word));
            weight.0 += own * if token.near { 1.0 } else { FAR };
            weight.1 += if token.near { own } else { 0.0 };
        }
        weight
    }
}

/// How well what was heard agrees with the way that comes nearest, of the event at a position. `said` and `near` are the
/// weights of all that is said here, and in the date's own clause.
pub(super) fn agreement(
    ground: &Ground,
    (at, ways): (u32, &Ways),
    (said, near): (f64, f64),
) -> Agreement {
    // How much of each word was heard, anywhere and in the date's own clause.
    let mut heard: Vec<(u32, f64, f64)> = Vec::new();
    for (mark, here) in ground.shared(at) {
        for (_, word, share) in ways.of(mark) {
            heard.push((*word, *share, if here { *share } else { 0.0 }));
        }
    }
    // The words of a way stand beside each other.
    heard.sort_unstable_by_key(|(word, ..)| *word);
    let words = heard.chunk_by(|one, other| one.0 == other.0).map(|same| {
        let most = |of: fn(&(u32, f64, f64)) -> f64| same.iter().map(of).fold(0.0, f64::max);
        let (way, weight) = ways.words[same[0].0 as usize];
        (way, weight * most(|it| it.1), weight * most(|it| it.2))
    });
    let mut sums = vec![(0.0, 0.0); ways.weights.len()];
    for (way, far, close) in words {
        let sum: &mut (f64, f64) = &mut sums[way as usize];
        *sum = (sum.0 + far, sum.1 + close);
    }
    let mut best = Agreement::default();
    for ((heard, close), whole) in sums.into_iter().zip(&ways.weights) {
        let mean = |heard: f64, said: f64| 2.0 * heard / (whole + said.max(heard)).max(1.0);
        best.both = best.both.max(mean(heard, said));
        best.clause = best.clause.max(mean(close, near));
        best.said = best.said.max(heard / whole.max(1.0));
    }
    best
}
