//! Which events a fact may be another witness of, found by whom and what it names and by the years of its date.

use std::collections::HashMap;

use prose::date::{DateValue, Interval};
use prose::name::EntityId;
use rustc_hash::FxBuildHasher;

use super::Fact;
use super::head::{Apart, Head};

/// What events are looked up by: their object, or without one those who took part.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Home {
    Of(EntityId),
    By(EntityId),
    Nobody,
}

/// Events of one home, each list in their order. One that nothing sets apart is met by its date alone.
#[derive(Default)]
pub(super) struct Shelf {
    /// Those that something sets apart, and those that no years hold.
    all: Vec<u32>,
    /// The others, by the years of the date that they keep.
    years: HashMap<i16, Vec<u32>, FxBuildHasher>,
}

impl Shelf {
    pub fn put(&mut self, at: u32, event: &Head) {
        fn put(list: &mut Vec<u32>, at: u32) {
            if let Err(place) = list.binary_search(&at) {
                list.insert(place, at);
            }
        }
        if !matches!(event.apart, Apart::Loose(_)) {
            return put(&mut self.all, at);
        }
        // Without a date no fact can be told to mean it.
        let Some(days) = event.days else { return };
        match days.years() {
            Some(years) => years.for_each(|year| put(self.years.entry(year).or_default(), at)),
            None => put(&mut self.all, at),
        }
    }

    /// The events that a fact with this date may mean.
    pub fn near<'a>(&'a self, days: Option<Days>) -> Box<dyn Iterator<Item = u32> + 'a> {
        let all = self.all.iter().copied();
        match days.map(Days::years) {
            None => Box::new(all),
            Some(Some(years)) => {
                let near = years.filter_map(|year| self.years.get(&year));
                Box::new(all.chain(near.flatten().copied()))
            }
            Some(None) => Box::new(all.chain(self.years.values().flatten().copied())),
        }
    }
}

/// The days that a date names, and those that it is judged by.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Days {
    pub own: Interval,
    pub judged: Interval,
}

impl Days {
    pub fn of(value: &DateValue) -> Self {
        Self {
            own: value.interval,
            judged: value.judged(),
        }
    }

    /// Whether two dates can both be right. A stretch of time must be the same stretch.
    pub fn agree(self, other: Self, interval: bool) -> bool {
        match interval {
            true => self.own == other.own,
            false => self.judged.meets(other.judged),
        }
    }

    /// The years that a date may share with another, if they are few.
    fn years(self) -> Option<std::ops::RangeInclusive<i16>> {
        let whole = self.judged;
        let (first, last) = (whole.start?.year(), whole.end?.year());
        (whole.start <= whole.end && last - first < FEW_YEARS).then_some(first..=last)
    }
}

/// So many years are few.
const FEW_YEARS: i16 = 12;

/// Who did it, each once.
pub(super) fn agents(fact: &Fact) -> Vec<EntityId> {
    let first = fact.agents.iter().filter_map(|it| it.first().copied());
    let mut agents: Vec<EntityId> = first.collect();
    agents.sort_unstable();
    agents.dedup();
    agents
}

/// Who did it, and to what.
pub(super) fn principals(fact: &Fact) -> Vec<EntityId> {
    let mut principals = agents(fact);
    principals.extend(fact.object.iter().flatten().take(1));
    principals
}

/// Whether the fact's stated roles agree with the event's, so far as both state them.
pub(super) fn matches_roles(event: &Head, fact: &Fact) -> bool {
    let object = match (&event.object, &fact.object) {
        (Some(object), Some(candidates)) => candidates.contains(object),
        (None, None) => true,
        // An object that only one side names: the agents must carry it.
        _ => false,
    };
    if !object {
        return false;
    }
    if event.once() {
        return true;
    }
    let agents = fact
        .agents
        .iter()
        .all(|candidates| candidates.iter().any(|agent| event.agents.contains(agent)));
    let agents =
        agents && (fact.agents.is_empty() == event.agents.is_empty() || event.object.is_some());
    let marks = fact.discriminators.is_empty()
        || event.discriminators.is_empty()
        || fact
            .discriminators
            .iter()
            .any(|mark| event.discriminators.contains(mark));
    agents && marks
}
