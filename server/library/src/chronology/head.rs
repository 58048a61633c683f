//! An event in the making: what further facts are compared with, and the numbers of its witnesses.

use std::collections::HashSet;

use prose::date::Interval;
use prose::name::EntityId;
use prose::statement::{Events, KindId};
use rustc_hash::FxBuildHasher;

use super::near::Days;
use super::{Event, EventKey, Witness, extracted_id};
use crate::Rank;
use crate::packed::Taker;

/// An event in the making.
pub(super) struct Head {
    pub kind: KindId,
    pub apart: Apart,
    pub agents: Vec<EntityId>,
    pub object: Option<EntityId>,
    pub place: Option<EntityId>,
    pub discriminators: Box<[String]>,
    pub contested: bool,
    /// The date that it got first.
    pub days: Option<Days>,
    /// What a record says of it.
    pub recorded: Option<Box<Recorded>>,
    /// Its first witness, by number, and what copies of it have in common.
    pub first: (u32, Copy),
    pub others: Option<Box<Others>>,
    /// The date that its weightiest witness gives, and how light that one is.
    pub value: Option<(Interval, Lightness)>,
}

/// The other witnesses of an event.
pub(super) struct Others {
    /// By number.
    pub numbers: Vec<u32>,
    /// What copies of any of its witnesses have in common.
    pub told: HashSet<Copy, FxBuildHasher>,
}

/// What sets an event apart.
pub(super) enum Apart {
    Loose(u32),
    By(Box<EventKey>),
}

/// What records say of an event.
#[derive(Default)]
pub(super) struct Recorded {
    pub id: Option<String>,
    pub summary: Option<String>,
    /// What its recorded witnesses say.
    pub texts: Vec<String>,
}

/// Whether nobody wrote it down in a record, and the source's rank: the weightiest comes first.
pub(super) type Lightness = (bool, Rank);

/// What copies of one sentence have in common: a hash of it.
pub(super) type Copy = u64;

pub(super) fn copy(witness: &Witness) -> Copy {
    let Witness { value, text, .. } = witness;
    let mut hasher = blake3::Hasher::new();
    hasher.update(format!("{} {value:?} ", witness.curated).as_bytes());
    hasher.update(prose::name::key(text).as_bytes());
    let mut hash = [0; 8];
    hash.copy_from_slice(&hasher.finalize().as_bytes()[..8]);
    u64::from_le_bytes(hash)
}

impl Head {
    /// Notes the date that a witness gives.
    pub fn hear(&mut self, witness: &Witness) {
        if witness.curated {
            let recorded = self.recorded.get_or_insert_default();
            recorded.texts.push(witness.text.clone());
        }
        let Some(value) = &witness.value else { return };
        self.days.get_or_insert_with(|| Days::of(value));
        let lightness = (!witness.curated, witness.rank);
        if self.value.is_none_or(|(_, known)| lightness < known) {
            self.value = Some((value.interval, lightness));
        }
    }

    /// Whether it can happen but once.
    pub fn once(&self) -> bool {
        matches!(&self.apart, Apart::By(key) if matches!(**key, EventKey::Once(..)))
    }

    pub fn key(&self) -> EventKey {
        match &self.apart {
            Apart::Loose(number) => EventKey::Loose(*number),
            Apart::By(key) => (**key).clone(),
        }
    }

    pub fn id(&self, events: &Events) -> String {
        let recorded = self.recorded.as_ref().and_then(|it| it.id.clone());
        recorded.unwrap_or_else(|| extracted_id(&events.kind(self.kind).id, &self.key()))
    }

    /// It, with what its witnesses say.
    pub fn event(self, events: &Events, witnesses: &mut Taker<Witness>) -> Event {
        let others = self.others.as_ref().map_or(&[][..], |it| &it.numbers);
        let numbers = std::iter::once(&self.first.0).chain(others);
        Event {
            id: self.id(events),
            key: self.key(),
            kind: self.kind,
            witnesses: numbers.map(|at| witnesses.take(*at as usize)).collect(),
            agents: self.agents,
            object: self.object,
            place: self.place,
            discriminators: self.discriminators.into(),
            summary: self.recorded.and_then(|it| it.summary),
            contested: self.contested,
        }
    }
}
