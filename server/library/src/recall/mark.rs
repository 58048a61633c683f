//! What tells one happening from others: entities, kinds and rarer words, numbered so that many events are compared quickly.

use std::collections::{BTreeMap, BTreeSet};

use prose::locale::Locale;
use prose::name::{EntityId, key};

use crate::{Entity, Event};

/// Words are alike if they begin with the same so many letters.
const STEM: usize = 6;
/// Shorter words say little, unless they are numbers.
const SHORT: usize = 4;

/// Something that tells a happening from others.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Mark {
    Entity(EntityId),
    Kind(u16),
    Word(String),
}

/// The recorded events by their marks.
#[derive(Clone, Debug, Default)]
pub(crate) struct Recall {
    /// Event to the numbers of its marks, sorted.
    pub(super) events: Vec<(usize, Vec<u32>)>,
    /// The marks, numbered in their order.
    pub(super) numbers: BTreeMap<Mark, u32>,
    /// A mark's weight by its number: the rarer, the more.
    weights: Vec<f64>,
    /// Entities come first; this is the number of the first mark that is none.
    pub(super) entities: u32,
}

impl Recall {
    pub fn new(events: &[Event], entities: &[Entity], locale: &Locale) -> Self {
        let groups = locale.events.groups();
        let recorded = events.iter().enumerate().filter(|(_, event)| {
            event
                .witnesses
                .iter()
                .any(|witness| witness.curated && witness.value.is_some())
        });
        let events: Vec<(usize, BTreeSet<Mark>)> = recorded
            .map(|(at, event)| {
                let mut marks = BTreeSet::from([Mark::Kind(groups[event.kind.0 as usize])]);
                let involved = event
                    .agents
                    .iter()
                    .copied()
                    .chain(event.object)
                    .chain(event.place);
                for id in involved {
                    marks.insert(Mark::Entity(id));
                    let entity = &entities[id.0 as usize];
                    for name in entity.names() {
                        marks.extend(words(&name.text));
                    }
                    marks.extend(entity.parties.iter().map(|party| Mark::Entity(*party)));
                }
                marks.extend(event.summary.iter().flat_map(|summary| words(summary)));
                marks.extend(event.discriminators.iter().flat_map(|words_| words(words_)));
                (at, marks)
            })
            .collect();
        let mut counts: BTreeMap<Mark, usize> = BTreeMap::new();
        for mark in events.iter().flat_map(|(_, marks)| marks) {
            *counts.entry(mark.clone()).or_default() += 1;
        }
        let total = events.len() as f64;
        let weight = |count: &usize| (1.0 + total / *count as f64).ln();
        let weights = counts.values().map(weight).collect();
        let numbers: BTreeMap<Mark, u32> = counts.into_keys().zip(0..).collect();
        let is_entity = |mark: &&Mark| matches!(mark, Mark::Entity(_));
        let entities = numbers.keys().take_while(is_entity).count() as u32;
        let number = |(at, marks): (usize, BTreeSet<Mark>)| {
            (at, marks.iter().map(|mark| numbers[mark]).collect())
        };
        Self {
            events: events.into_iter().map(number).collect(),
            numbers,
            weights,
            entities,
        }
    }

    /// The numbers of those marks that any event has, sorted.
    pub(super) fn numbers(&self, marks: &BTreeSet<Mark>) -> Vec<u32> {
        let known = marks.iter().filter_map(|mark| self.numbers.get(mark));
        known.copied().collect()
    }

    pub(super) fn weight(&self, number: u32) -> f64 {
        self.weights[number as usize]
    }

    /// The weight of what two sorted lists share.
    pub(super) fn shared(&self, one: &[u32], other: &[u32]) -> f64 {
        common(one, other).map(|number| self.weight(number)).sum()
    }
}

/// What two sorted lists share.
pub(super) fn common<'a>(one: &'a [u32], other: &'a [u32]) -> impl Iterator<Item = u32> + 'a {
    let (mut one, mut other) = (one.iter().peekable(), other.iter().peekable());
    std::iter::from_fn(move || {
        loop {
            let (left, right) = (**one.peek()?, **other.peek()?);
            if left <= right {
                one.next();
            }
            if right <= left {
                other.next();
            }
            if left == right {
                return Some(left);
            }
        }
    })
}

/// The words that may tell a happening from others.
pub(super) fn words(text: &str) -> impl Iterator<Item = Mark> {
    let folded = key(text);
    let split: Vec<Mark> = folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| {
            word.chars().count() >= SHORT || word.starts_with(|c: char| c.is_ascii_digit())
        })
        .map(|word| Mark::Word(word.chars().take(STEM).collect()))
        .collect();
    split.into_iter()
}
