//! The words by which records say that a happening is told, beside their summary, and how much of one a draft says.

use std::collections::HashMap;

use super::ground::Ground;
use super::heard::Said;
use super::mark::{Known, Recall};
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

    /// How well what was heard agrees with the wording that comes nearest. `said` and `near` are the weights of all that is
    /// said here, and in the date's own clause.
    pub(super) fn agreement(
        &self,
        ground: &Ground,
        known: &Known,
        (said, near): (f64, f64),
    ) -> Agreement {
        let mut best = Agreement::default();
        for wording in &known.wordings {
            let (mut whole, mut heard, mut close) = (0.0, 0.0, 0.0);
            for word in wording {
                let weight = self.weight(word[0]);
                whole += weight;
                let shares = word
                    .iter()
                    .zip([1.0].into_iter().chain(std::iter::repeat(KINDRED)));
                let found = shares.filter_map(|(mark, share)| Some((ground.has(*mark)?, share)));
                let (mut here, mut far) = (0.0_f64, 0.0_f64);
                for (near, share) in found {
                    far = far.max(share);
                    here = if near { here.max(share) } else { here };
                }
                heard += far * weight;
                close += here * weight;
            }
            let mean = |heard: f64, said: f64| 2.0 * heard / (whole + said.max(heard)).max(1.0);
            best.both = best.both.max(mean(heard, said));
            best.clause = best.clause.max(mean(close, near));
            best.said = best.said.max(heard / whole.max(1.0));
        }
        best
    }
}
