//! The chronology: statements of all sources and records, merged into events with many witnesses.

mod head;
mod near;

use std::collections::{HashMap, HashSet};

use prose::date::{DateValue, Interval};
use prose::name::EntityId;
use prose::statement::{Events, KindId};
use rustc_hash::FxBuildHasher;

use crate::aside::Asides;
use crate::judge::terms_apart;
use crate::packed::{List, Maker, Pairs};
use crate::{Provenance, Rank, lookup};
use head::{Apart, Head, Others, copy};
use near::{Days, Home, Shelf, agents, matches_roles, principals};

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
    /// Whether its words give a day without a year, which is only that of what was told before.
    pub yearless: bool,
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

/// Facts that become events. Held is what further facts are compared with; what witnesses say is put down.
pub(crate) struct Chronology<'a> {
    groups: Vec<u16>,
    events: &'a Events,
    heads: Vec<Head>,
    witnesses: Maker<Witness>,
    /// The events that a fact of a group may be another witness of, in their order.
    homes: HashMap<(u16, Home), Shelf, FxBuildHasher>,
    loose: u32,
}

/// The chronology, and what others make of it.
#[derive(Default)]
pub(crate) struct Settled {
    /// By date; undated ones last.
    pub events: List<Event>,
    pub lookup: Pairs,
    /// Those that records know, by number.
    pub recorded: Vec<(usize, Event)>,
    /// From the first day to the last.
    pub covered: Option<Interval>,
}

impl<'a> Chronology<'a> {
    /// With `asides`, what is not compared with anything is put down.
    pub fn new(events: &'a Events, asides: Option<&Asides>) -> Self {
        Self {
            groups: events.groups(),
            events,
            heads: Vec::new(),
            witnesses: Maker::new(asides),
            homes: HashMap::default(),
            loose: 0,
        }
    }

    /// The events by date; undated events last. `veil` is drawn over the witnesses that nobody may see.
    pub fn settle(self, asides: Option<&Asides>, veil: &dyn Fn(&mut Witness)) -> Settled {
        let Self {
            heads,
            groups,
            events,
            witnesses,
            homes,
            ..
        } = self;
        drop(homes);
        let mut heads: Vec<Option<Head>> = heads.into_iter().map(Some).collect();
        let mut order: Vec<u32> = (0..heads.len() as u32).collect();
        order.sort_by_cached_key(|at| {
            let head = heads[*at as usize].as_ref();
            let value = head.and_then(|head| Some(head.value?.0));
            let id = head.map(|head| head.id(events).into_boxed_str());
            (value.is_none(), value, id)
        });
        let mut witnesses = witnesses.taker();
        let (mut settled, mut lookup) = (Settled::default(), lookup::Maker::new(asides));
        let mut made = Maker::new(asides);
        for at in order {
            let Some(head) = heads[at as usize].take() else {
                continue;
            };
            let kind = events.kind(head.kind);
            let mut event = head.event(events, &mut witnesses);
            event.settle(kind.interval);
            lookup.put(made.len() as u32, &event, &groups);
            if let Some(value) = event.value() {
                settled.cover(value.interval);
            }
            if event.witnesses.iter().any(|witness| witness.curated) {
                settled.recorded.push((made.len(), event.clone()));
            }
            event.witnesses.iter_mut().for_each(veil);
            made.put(event);
        }
        let bounded = |it: &Interval| it.start.is_some() && it.end.is_some();
        settled.covered = settled.covered.filter(bounded);
        settled.events = made.list();
        settled.lookup = lookup.pairs();
        settled
    }

    /// Takes up a fact and what is known of other accounts of it.
    pub fn add_disputed(&mut self, fact: Fact, others: Vec<Witness>) {
        let at = self.add(fact);
        for witness in others {
            self.hear(at, witness);
        }
    }

    /// Takes up a fact, and tells to which event it came; curated ones come first.
    pub fn add(&mut self, fact: Fact) -> u32 {
        let group = self.groups[fact.kind.0 as usize];
        if let Some(at) = self.home(&fact, group) {
            self.join(at, fact, group);
            return at;
        }
        let apart = self.apart(&fact, group);
        let first = |candidates: &Vec<EntityId>| candidates.first().copied();
        // Which of several it is, is not said.
        let clear =
            |candidates: &Vec<EntityId>| first(candidates).filter(|_| candidates.len() == 1);
        let mut agents: Vec<EntityId> = fact.agents.iter().filter_map(first).collect();
        agents.dedup();
        agents.shrink_to_fit();
        let object = fact.object.as_ref().and_then(clear);
        let homes: Vec<Home> = match object {
            Some(object) => vec![Home::Of(object)],
            None if agents.is_empty() => vec![Home::Nobody],
            None => agents.iter().map(|agent| Home::By(*agent)).collect(),
        };
        let witness = fact.witness;
        let mut head = Head {
            kind: fact.kind,
            apart,
            agents,
            object,
            place: fact.place.as_ref().and_then(clear),
            discriminators: fact.discriminators.into(),
            contested: fact.disputed,
            days: None,
            recorded: None,
            first: (self.witnesses.len() as u32, copy(&witness)),
            others: None,
            value: None,
        };
        head.hear(&witness);
        if fact.id.is_some() || fact.summary.is_some() {
            let recorded = head.recorded.get_or_insert_default();
            (recorded.id, recorded.summary) = (fact.id, fact.summary);
        }
        self.witnesses.put(witness);
        let at = self.heads.len() as u32;
        for home in homes {
            self.homes.entry((group, home)).or_default().put(at, &head);
        }
        self.heads.push(head);
        at
    }

    /// Takes up a fact as another witness of an event.
    fn join(&mut self, at: u32, fact: Fact, group: u16) {
        let head = &mut self.heads[at as usize];
        let agents = fact.agents.iter().filter_map(|it| it.first());
        for agent in agents.filter(|_| fact.witness.curated) {
            if !head.agents.contains(agent) {
                head.agents.push(*agent);
                if head.object.is_none() {
                    let by = self.homes.entry((group, Home::By(*agent)));
                    by.or_default().put(at, head);
                }
            }
        }
        if let Some(summary) = fact.summary {
            let recorded = head.recorded.get_or_insert_default();
            recorded.summary.get_or_insert(summary);
        }
        if let Some(id) = fact.id {
            let known = head.id(self.events);
            let recorded = head.recorded.get_or_insert_default();
            if !recorded.texts.contains(&known) {
                recorded.id = Some(id);
            }
        }
        head.contested |= fact.disputed;
        self.hear(at, fact.witness);
    }

    /// Takes up another witness of an event.
    fn hear(&mut self, at: u32, witness: Witness) {
        let head = &mut self.heads[at as usize];
        let own = copy(&witness);
        let others = head.others.get_or_insert_with(|| {
            Box::new(Others {
                numbers: Vec::new(),
                told: HashSet::from_iter([head.first.1]),
            })
        });
        // Copies of one sentence count once.
        if others.told.insert(own) {
            others.numbers.push(self.witnesses.len() as u32);
            head.hear(&witness);
            self.witnesses.put(witness);
        }
    }

    /// The event that the fact is another witness of.
    fn home(&self, fact: &Fact, group: u16) -> Option<u32> {
        let kind = self.events.kind(fact.kind);
        let interval = kind.interval;
        let days = fact.witness.value.as_ref().map(Days::of);
        let again = |event: &Head| {
            let dates = event.days.zip(days);
            dates.is_some_and(|(one, other)| terms_apart(kind, one.judged, other.judged))
        };
        let fitting: Vec<(u32, &Head)> = self
            .near(fact, group)
            .into_iter()
            .map(|at| (at, &self.heads[at as usize]))
            .filter(|(_, event)| matches_roles(event, fact) && !again(event))
            .collect();
        // Where several fit, the date may say which is meant; it never sets two of one key apart.
        let agreeing = fitting.iter().find(|(_, event)| {
            let dates = event.days.zip(days);
            dates.is_some_and(|(one, other)| one.agree(other, interval))
                && (event.once() || !fact.witness.curated || fact.id.is_none())
        });
        if let Some((at, _)) = agreeing {
            return Some(*at);
        }
        let clear = fact
            .object
            .as_ref()
            .is_none_or(|candidates| candidates.len() == 1);
        let mut fitting = fitting.iter();
        let same = fitting.find(|(_, event)| match &event.apart {
            Apart::Loose(_) => false,
            Apart::By(key) => match &**key {
                EventKey::Once(..) => clear && fact.object.is_some(),
                // What happens once to each agent is one happening, whatever its date.
                EventKey::Recurring(_, who, mark) if mark.is_empty() => {
                    clear && principals(fact) == *who
                }
                EventKey::Recurring(.., mark) => clear && fact.discriminators.contains(mark),
                EventKey::Loose(_) => false,
            },
        });
        same.map(|(at, _)| *at)
    }

    /// The events whose roles may agree with the fact's, in their order.
    fn near(&self, fact: &Fact, group: u16) -> Vec<u32> {
        let homes: Vec<Home> = match (&fact.object, fact.agents.first()) {
            (Some(objects), _) => objects.iter().map(|object| Home::Of(*object)).collect(),
            (None, Some(agents)) => agents.iter().map(|agent| Home::By(*agent)).collect(),
            (None, None) => vec![Home::Nobody],
        };
        let events = homes
            .iter()
            .filter_map(|home| self.homes.get(&(group, *home)));
        let days = fact.witness.value.as_ref().map(Days::of);
        let mut near: Vec<u32> = events.flat_map(|shelf| shelf.near(days)).collect();
        near.sort_unstable();
        near.dedup();
        near
    }

    fn apart(&mut self, fact: &Fact, group: u16) -> Apart {
        match self.key(fact, group) {
            EventKey::Loose(number) => Apart::Loose(number),
            key => Apart::By(Box::new(key)),
        }
    }

    fn key(&mut self, fact: &Fact, group: u16) -> EventKey {
        let kind = self.events.kind(fact.kind);
        let object = match fact.object.as_deref() {
            Some([object]) => Some(*object),
            Some(_) => return self.loose(),
            None => None,
        };
        let mut principals = agents(fact);
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

/// Whether two dates can both be right. A stretch of time must be the same stretch.
pub(crate) fn agree(one: &DateValue, other: &DateValue, interval: bool) -> bool {
    Days::of(one).agree(Days::of(other), interval)
}

impl Settled {
    /// Notes the days of an event.
    fn cover(&mut self, days: Interval) {
        let covered = self.covered.get_or_insert(Interval::ALWAYS);
        covered.start = covered.start.into_iter().chain(days.start).min();
        covered.end = covered.end.max(days.end);
    }
}

impl Event {
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
