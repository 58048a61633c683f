//! The chronology: statements of all sources and records, merged into events with many witnesses.

use std::collections::{HashMap, HashSet};

use prose::date::DateValue;
use prose::name::EntityId;
use prose::statement::{Events, KindId};
use rustc_hash::FxBuildHasher;

use crate::judge::terms_apart;
use crate::{Provenance, Rank};

/// What makes two statements speak of one event. The date is never part of it.
#[derive(
    Clone, PartialEq, Eq, Hash, Debug, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
)]
pub enum EventKey {
    /// A once-only event: what kind of thing (number of the group of kinds) befell which object.
    Once(u16, EntityId),
    /// A recurring event: its kind, its principal participants and what sets it apart.
    Recurring(u16, Vec<EntityId>, String),
    /// Nothing sets it apart: it is known, but never conflicts.
    Loose(u32),
}

/// One event.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Event {
    /// Stable id: the record's slug, else kind and hash of the key.
    pub id: String,
    /// What makes it this event.
    pub key: EventKey,
    /// Event kind.
    pub kind: KindId,
    /// Who did it.
    pub agents: Vec<EntityId>,
    /// What it was done to.
    pub object: Option<EntityId>,
    /// Where.
    pub place: Option<EntityId>,
    /// What sets it apart, folded.
    pub discriminators: Vec<String>,
    /// One sentence for people, from a record.
    pub summary: Option<String>,
    /// Who says so: curated first, then the weightiest.
    pub witnesses: Vec<Witness>,
    /// Whether the witnesses disagree, or a record calls it disputed.
    pub contested: bool,
}

/// One who says when an event happened.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Witness {
    /// The date, if it gives one.
    pub value: Option<DateValue>,
    /// Where it says so; none if a record's source is not loaded.
    pub provenance: Option<Provenance>,
    /// Whether a person wrote it down in a record.
    pub curated: bool,
    /// The source's weight.
    #[serde(skip)]
    pub rank: Rank,
    /// The sentence, or the record's summary.
    pub text: String,
    /// Whether neither its words nor its date may be shown.
    pub veiled: bool,
}

/// One happening as one witness has it, before it is merged. A participant that may be several entities has several
/// candidates.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub(crate) struct Fact {
    /// The record's slug, if curated.
    pub id: Option<String>,
    pub kind: KindId,
    pub agents: Vec<Vec<EntityId>>,
    pub object: Option<Vec<EntityId>>,
    pub place: Option<Vec<EntityId>>,
    pub discriminators: Vec<String>,
    /// Whether the object itself is one happening ("the Year of Music 2009"), so that nothing else need set it apart.
    pub singular: bool,
    pub summary: Option<String>,
    pub disputed: bool,
    pub witness: Witness,
}

impl Fact {
    /// Gives entities other numbers.
    pub fn renumber(&mut self, number: &dyn Fn(EntityId) -> EntityId) {
        let roles = self.agents.iter_mut().chain(&mut self.object);
        for entity in roles.chain(&mut self.place).flatten() {
            *entity = number(*entity);
        }
    }
}

impl Event {
    /// Whether the entity takes part.
    pub fn involves(&self, id: EntityId) -> bool {
        self.object == Some(id) || self.place == Some(id) || self.agents.contains(&id)
    }

    /// The date that the weightiest witness gives.
    pub fn value(&self) -> Option<&DateValue> {
        self.witnesses
            .iter()
            .find_map(|witness| witness.value.as_ref())
    }

    /// Whether it is contested by what its records know of other accounts, so that what none of these says is wrong by all.
    pub fn disputed(&self) -> bool {
        let curated = self.witnesses.iter().filter(|witness| witness.curated);
        let mut values = curated.filter_map(|witness| witness.value.as_ref());
        let first = values.next();
        self.contested && first.is_some_and(|first| values.any(|value| value != first))
    }

    /// Who may be shown as saying so.
    pub fn shown(&self) -> impl Iterator<Item = &Witness> {
        self.witnesses.iter().filter(|witness| !witness.veiled)
    }

    /// Whether it can happen but once, so that a claim without discriminator can mean no other.
    pub fn once(&self) -> bool {
        matches!(self.key, EventKey::Once(..))
    }
}

/// Facts that become events.
pub(crate) struct Chronology<'a> {
    groups: Vec<u16>,
    events: &'a Events,
    merged: Vec<Event>,
    /// The events that a fact of a group may be another witness of, in their order.
    homes: HashMap<(u16, Home), Shelf, FxBuildHasher>,
    /// What each event's witnesses say, once there are several.
    told: Vec<Option<HashSet<Copy, FxBuildHasher>>>,
    loose: u32,
}

/// What events are looked up by: their object, or without one those who took part.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Home {
    Of(EntityId),
    By(EntityId),
    Nobody,
}

/// Events of one home, each list in their order. One that nothing sets apart is met by its date alone.
#[derive(Default)]
struct Shelf {
    /// Those that something sets apart, and those that no years hold.
    all: Vec<usize>,
    /// The others, by the years of the date that they keep.
    years: HashMap<i16, Vec<usize>, FxBuildHasher>,
}

impl Shelf {
    fn put(&mut self, at: usize, event: &Event) {
        fn put(list: &mut Vec<usize>, at: usize) {
            if let Err(place) = list.binary_search(&at) {
                list.insert(place, at);
            }
        }
        if !matches!(event.key, EventKey::Loose(_)) {
            return put(&mut self.all, at);
        }
        // Without a date no fact can be told to mean it.
        let Some(value) = event.value() else { return };
        match years(value) {
            Some(years) => years.for_each(|year| put(self.years.entry(year).or_default(), at)),
            None => put(&mut self.all, at),
        }
    }

    /// The events that a fact with this date may mean.
    fn near<'a>(&'a self, value: Option<&DateValue>) -> Box<dyn Iterator<Item = usize> + 'a> {
        let all = self.all.iter().copied();
        match value.map(years) {
            None => Box::new(all),
            Some(Some(years)) => {
                let near = years.filter_map(|year| self.years.get(&year));
                Box::new(all.chain(near.flatten().copied()))
            }
            Some(None) => Box::new(all.chain(self.years.values().flatten().copied())),
        }
    }
}

/// The years that a date may share with another, if they are few.
fn years(value: &DateValue) -> Option<std::ops::RangeInclusive<i16>> {
    let whole = value.judged();
    let (first, last) = (whole.start?.year(), whole.end?.year());
    (whole.start <= whole.end && last - first < FEW_YEARS).then_some(first..=last)
}

/// So many years are few.
const FEW_YEARS: i16 = 12;

/// What copies of one sentence have in common.
type Copy = (bool, Option<DateValue>, String);

impl<'a> Chronology<'a> {
    pub fn new(events: &'a Events) -> Self {
        Self {
            groups: events.groups(),
            events,
            merged: Vec::new(),
            homes: HashMap::default(),
            told: Vec::new(),
            loose: 0,
        }
    }

    /// The events by date; undated events last.
    pub fn settle(self) -> Vec<Event> {
        let Self {
            mut merged, events, ..
        } = self;
        for event in &mut merged {
            event.settle(events.kind(event.kind).interval);
        }
        merged.sort_by_cached_key(|event| {
            let start = event
                .value()
                .map(|value| (value.interval.start, value.interval.end));
            (start.is_none(), start, event.id.clone())
        });
        merged
    }

    /// Takes up a fact and what is known of other accounts of it.
    pub fn add_disputed(&mut self, fact: Fact, others: Vec<Witness>) {
        let at = self.add_to(fact);
        for witness in others {
            self.merged[at].join(witness, &mut self.told[at]);
        }
    }

    /// Takes up a fact; curated ones come first.
    pub fn add(&mut self, fact: Fact) {
        self.add_to(fact);
    }

    /// Takes up a fact, and tells to which event it came.
    fn add_to(&mut self, fact: Fact) -> usize {
        let group = self.groups[fact.kind.0 as usize];
        if let Some(at) = self.home(&fact, group) {
            let event = &mut self.merged[at];
            for agent in fact
                .agents
                .iter()
                .filter_map(|candidates| candidates.first())
            {
                if fact.witness.curated && !event.agents.contains(agent) {
                    event.agents.push(*agent);
                    if event.object.is_none() {
                        let by = self.homes.entry((group, Home::By(*agent)));
                        by.or_default().put(at, event);
                    }
                }
            }
            event.summary = event.summary.take().or(fact.summary);
            if let (Some(id), false) = (
                fact.id,
                event
                    .witnesses
                    .iter()
                    .any(|witness| witness.curated && witness.text == event.id),
            ) {
                event.id = id;
            }
            event.contested |= fact.disputed;
            event.join(fact.witness, &mut self.told[at]);
            return at;
        }
        let key = self.key(&fact, group);
        let first = |candidates: &Vec<EntityId>| candidates.first().copied();
        // Which of several it is, is not said.
        let clear =
            |candidates: &Vec<EntityId>| first(candidates).filter(|_| candidates.len() == 1);
        let mut agents: Vec<EntityId> = fact.agents.iter().filter_map(first).collect();
        agents.dedup();
        let object = fact.object.as_ref().and_then(clear);
        let homes: Vec<Home> = match object {
            Some(object) => vec![Home::Of(object)],
            None if agents.is_empty() => vec![Home::Nobody],
            None => agents.iter().map(|agent| Home::By(*agent)).collect(),
        };
        let event = Event {
            id: fact
                .id
                .unwrap_or_else(|| extracted_id(&self.events.kind(fact.kind).id, &key)),
            key,
            kind: fact.kind,
            agents,
            object,
            place: fact.place.as_ref().and_then(clear),
            discriminators: fact.discriminators,
            summary: fact.summary,
            contested: fact.disputed,
            witnesses: vec![fact.witness],
        };
        let at = self.merged.len();
        for home in homes {
            self.homes.entry((group, home)).or_default().put(at, &event);
        }
        self.told.push(None);
        self.merged.push(event);
        at
    }

    /// The event that the fact is another witness of.
    fn home(&self, fact: &Fact, group: u16) -> Option<usize> {
        let interval = self.events.kind(fact.kind).interval;
        let kind = self.events.kind(fact.kind);
        let again = |event: &Event| {
            let dates = event.value().zip(fact.witness.value.as_ref());
            dates.is_some_and(|(one, other)| terms_apart(kind, one, other))
        };
        let fitting: Vec<(usize, &Event)> = self
            .near(fact, group)
            .into_iter()
            .map(|at| (at, &self.merged[at]))
            .filter(|(_, event)| matches_roles(event, fact) && !again(event))
            .collect();
        // Where several fit, the date may say which is meant; it never sets two of one key apart.
        let agreeing = fitting.iter().find(|(_, event)| {
            event
                .value()
                .zip(fact.witness.value.as_ref())
                .is_some_and(|(one, other)| agree(one, other, interval))
                && (event.once() || !fact.witness.curated || fact.id.is_none())
        });
        if let Some((at, _)) = agreeing {
            return Some(*at);
        }
        let clear = fact
            .object
            .as_ref()
            .is_none_or(|candidates| candidates.len() == 1);
        fitting
            .iter()
            .find(|(_, event)| match &event.key {
                EventKey::Once(..) => clear && fact.object.is_some(),
                EventKey::Recurring(.., mark) => clear && fact.discriminators.contains(mark),
                EventKey::Loose(_) => false,
            })
            .map(|(at, _)| *at)
    }

    /// The events whose roles may agree with the fact's, in their order.
    fn near(&self, fact: &Fact, group: u16) -> Vec<usize> {
        let homes: Vec<Home> = match (&fact.object, fact.agents.first()) {
            (Some(objects), _) => objects.iter().map(|object| Home::Of(*object)).collect(),
            (None, Some(agents)) => agents.iter().map(|agent| Home::By(*agent)).collect(),
            (None, None) => vec![Home::Nobody],
        };
        let events = homes
            .iter()
            .filter_map(|home| self.homes.get(&(group, *home)));
        let value = fact.witness.value.as_ref();
        let mut near: Vec<usize> = events.flat_map(|shelf| shelf.near(value)).collect();
        near.sort_unstable();
        near.dedup();
        near
    }

    fn key(&mut self, fact: &Fact, group: u16) -> EventKey {
        let kind = self.events.kind(fact.kind);
        let object = match fact.object.as_deref() {
            Some([object]) => Some(*object),
            Some(_) => return self.loose(),
            None => None,
        };
        let mut principals: Vec<EntityId> = fact
            .agents
            .iter()
            .filter_map(|candidates| candidates.first().copied())
            .collect();
        principals.sort_unstable();
        principals.dedup();
        match object {
            Some(object) if kind.agent_key && !principals.is_empty() => {
                principals.push(object);
                match fact.discriminators.as_slice() {
                    _ if !kind.office => EventKey::Recurring(group, principals, String::new()),
                    [office] if self.events.discriminator(office).is_none() => {
                        EventKey::Recurring(group, principals, office.clone())
                    }
                    _ => self.loose(),
                }
            }
            Some(object) if (!kind.recurring && !kind.agent_key) || fact.singular => {
                EventKey::Once(group, object)
            }
            _ => match fact.discriminators.first() {
                Some(mark) if object.is_some() || !principals.is_empty() => {
                    principals.extend(object);
                    EventKey::Recurring(group, principals, mark.clone())
                }
                _ => self.loose(),
            },
        }
    }

    fn loose(&mut self) -> EventKey {
        self.loose += 1;
        EventKey::Loose(self.loose)
    }
}

/// Whether the fact's stated roles agree with the event's, so far as both state them.
fn matches_roles(event: &Event, fact: &Fact) -> bool {
    let object = match (&event.object, &fact.object) {
        (Some(object), Some(candidates)) => candidates.contains(object),
        (None, None) => true,
        // An object that only one side names: the agents must carry it.
        _ => false,
    };
    if !object {
        return false;
    }
    if let EventKey::Once(..) = event.key {
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

/// Whether two dates can both be right. A stretch of time must be the same stretch.
pub(crate) fn agree(one: &DateValue, other: &DateValue, interval: bool) -> bool {
    if interval {
        one.interval == other.interval
    } else {
        one.judged().meets(other.judged())
    }
}

impl Event {
    /// Takes up a witness; copies of one sentence count once.
    fn join(&mut self, witness: Witness, told: &mut Option<HashSet<Copy, FxBuildHasher>>) {
        let copy = |it: &Witness| (it.curated, it.value.clone(), prose::name::key(&it.text));
        let told = told.get_or_insert_with(|| self.witnesses.iter().map(copy).collect());
        if told.insert(copy(&witness)) {
            self.witnesses.push(witness);
        }
    }

    /// Orders the witnesses and finds whether they disagree.
    fn settle(&mut self, interval: bool) {
        self.witnesses
            .sort_by_key(|witness| (!witness.curated, witness.value.is_none(), witness.rank));
        let given = self.witnesses.iter().filter_map(|it| it.value.as_ref());
        // Each value once: many witnesses give few.
        let mut seen: HashSet<&DateValue, FxBuildHasher> = HashSet::default();
        let (mut values, mut disagree) = (Vec::new(), false);
        for value in given {
            match seen.insert(value) {
                true => values.push(value),
                false => disagree |= !agree(value, value, interval),
            }
        }
        disagree |= values.iter().enumerate().any(|(at, one)| {
            values[at + 1..]
                .iter()
                .any(|other| !agree(one, other, interval))
        });
        self.contested |= disagree && !matches!(self.key, EventKey::Loose(_));
    }
}

fn extracted_id(kind: &str, key: &EventKey) -> String {
    let digest = blake3::hash(format!("{key:?}").as_bytes()).to_hex();
    format!("{kind}-{}", &digest[..12])
}
