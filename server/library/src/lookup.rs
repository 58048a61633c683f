//! Events by what a claim may name: their object, those who took part, the years of their dates. What comes out are the
//! events that a claim can mean, and perhaps others, which the judge sorts out.

use std::iter::Peekable;
use std::ops::RangeInclusive;

use prose::date::DateValue;
use prose::name::EntityId;
use prose::statement::{Participant, Role, Statement};

use crate::aside::Asides;
use crate::packed::{Pairs, Sorter};
use crate::{Event, Library};

/// What an event is found by.
#[derive(Clone, Copy)]
enum By {
    /// Its object.
    Object,
    /// One who took part.
    Agent,
    /// A year of one of its dates.
    Year,
    /// That it names neither.
    Nobody,
    /// That nobody is said to have taken part.
    Agentless,
    /// Nothing.
    Any,
    /// Whoever and whatever it has to do with; of all groups.
    Involved,
}

/// Stands for the year of a date that has many, or none.
const ALWAYS: u32 = u32::MAX;
/// So many years are few.
const FEW_YEARS: i16 = 12;

/// The first half of a key.
fn half(by: By, group: u16) -> u32 {
    (by as u32) << 16 | u32::from(group)
}

fn key(by: By, group: u16, id: u32) -> u64 {
    u64::from(half(by, group)) << 32 | u64::from(id)
}

/// The years that a date may share with another, if they are few.
fn years(value: &DateValue) -> Option<RangeInclusive<i16>> {
    let (own, judged) = (value.interval, value.judged());
    let first = own.start?.year().min(judged.start?.year());
    let last = own.end?.year().max(judged.end?.year());
    (first <= last && last - first < FEW_YEARS).then_some(first..=last)
}

fn number(year: i16) -> u32 {
    (i32::from(year) - i32::from(i16::MIN)).unsigned_abs()
}

/// What all events are found by, taken up one after the other.
pub(crate) struct Maker(Sorter);

impl Maker {
    pub fn new(asides: Option<&Asides>) -> Self {
        Self(Sorter::new(asides))
    }

    /// Takes up the event of this number; `groups` are those of the kinds.
    pub fn put(&mut self, at: u32, event: &Event, groups: &[u16]) {
        let group = groups[event.kind.0 as usize];
        let mut put = |by: By, group: u16, id: u32| self.0.put([half(by, group), id, at]);
        put(By::Any, group, 0);
        if let Some(object) = event.object {
            put(By::Object, group, object.0);
        }
        for agent in &event.agents {
            put(By::Agent, group, agent.0);
        }
        if event.agents.is_empty() {
            put(By::Agentless, group, 0);
            if event.object.is_none() {
                put(By::Nobody, group, 0);
            }
        }
        for value in event.witnesses.iter().filter_map(|it| it.value.as_ref()) {
            match years(value) {
                Some(years) => years.for_each(|year| put(By::Year, group, number(year))),
                None => put(By::Year, group, ALWAYS),
            }
        }
        let involved = event.agents.iter().copied();
        for entity in involved.chain(event.object).chain(event.place) {
            put(By::Involved, 0, entity.0);
        }
    }

    pub fn pairs(self) -> Pairs {
        self.0.pairs()
    }
}

impl Library {
    /// The events that a claim can mean so that it matters for its verdict, in order, and perhaps others.
    pub(crate) fn near(&self, claim: &Statement, group: u16) -> Vec<usize> {
        let mut found = Vec::new();
        let mut take = |by: By, id: u32| found.extend(self.lookup.numbers(key(by, group, id)));
        if let Some(objects) = first(claim, Role::Object) {
            // It must be one of these.
            objects.for_each(|object| take(By::Object, object.0));
        } else {
            if let Some(agents) = first(claim, Role::Agent) {
                agents.for_each(|agent| take(By::Agent, agent.0));
            }
            take(By::Nobody, 0);
            // All others it may mean at most, which says something only where the dates agree.
            match years(&claim.value) {
                Some(years) => {
                    years.for_each(|year| take(By::Year, number(year)));
                    take(By::Year, ALWAYS);
                }
                None => take(By::Any, 0),
            }
        }
        found.sort_unstable();
        found.dedup();
        found.into_iter().map(|at| at as usize).collect()
    }

    /// The events that a claim can mean whatever its date, in order, and perhaps others.
    pub(crate) fn possible(
        &self,
        claim: &Statement,
        group: u16,
    ) -> Box<dyn Iterator<Item = usize> + '_> {
        let of = |by: By, ids: &mut dyn Iterator<Item = EntityId>| {
            let numbers = ids.flat_map(|id| self.lookup.numbers(key(by, group, id.0)));
            let mut numbers: Vec<u32> = numbers.collect();
            numbers.sort_unstable();
            numbers.dedup();
            numbers.into_iter()
        };
        if let Some(mut objects) = first(claim, Role::Object) {
            return Box::new(of(By::Object, &mut objects).map(|at| at as usize));
        }
        match first(claim, Role::Agent) {
            Some(mut agents) => {
                let own = of(By::Agent, &mut agents).peekable();
                let others = self.lookup.numbers(key(By::Agentless, group, 0));
                let all = merged(own, others.peekable());
                Box::new(all.map(|at| at as usize))
            }
            None => {
                let all = self.lookup.numbers(key(By::Any, group, 0));
                Box::new(all.map(|at| at as usize))
            }
        }
    }

    /// The events that an entity takes part in, by date.
    pub fn events_of(&self, id: EntityId) -> impl Iterator<Item = (usize, &Event)> {
        let mut before = None;
        let all = self.lookup.numbers(key(By::Involved, 0, id.0));
        // One that it takes part in twice is there twice.
        all.filter(move |at| before.replace(*at) != Some(*at))
            .map(|at| (at as usize, &self.events[at as usize]))
    }
}

/// Who the first participant of that role may be, if there is one.
fn first(claim: &Statement, role: Role) -> Option<impl Iterator<Item = EntityId> + '_> {
    let fitting = |it: &&Participant| it.role == role;
    let participant = claim.participants.iter().find(fitting)?;
    Some(participant.candidates.iter().copied())
}

/// Two rows of numbers that have none in common, as one.
fn merged(
    mut one: Peekable<impl Iterator<Item = u32>>,
    mut other: Peekable<impl Iterator<Item = u32>>,
) -> impl Iterator<Item = u32> {
    std::iter::from_fn(move || match (one.peek(), other.peek()) {
        (Some(first), Some(second)) if second < first => other.next(),
        (None, _) => other.next(),
        _ => one.next(),
    })
}
