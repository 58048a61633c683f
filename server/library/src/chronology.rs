//! The chronology: statements of all sources and records, merged into events with many witnesses.

use prose::date::DateValue;
use prose::name::EntityId;
use prose::statement::KindId;

use crate::{Provenance, Rank};

/// What makes two statements speak of one event. The date is never part of it.
#[derive(Clone, PartialEq, Eq, Hash, Debug, PartialOrd, Ord)]
pub enum EventKey {
    /// A once-only event: what kind of thing befell which object.
    Once(u16, EntityId),
    /// A recurring event: its kind, its principal participants and what sets it apart.
    Recurring(u16, Vec<EntityId>, String),
    /// Nothing sets it apart: it is known, but never conflicts.
    Loose(u32),
}

/// One event.
#[derive(Clone, Debug, PartialEq)]
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
    pub discriminator: Option<String>,
    /// One sentence for people, from a record.
    pub summary: Option<String>,
    /// Who says so, weightiest first.
    pub witnesses: Vec<Witness>,
    /// Whether the witnesses disagree, or a record calls it disputed.
    pub contested: bool,
}

/// One who says when an event happened.
#[derive(Clone, Debug, PartialEq)]
pub struct Witness {
    /// The date, if it gives one.
    pub value: Option<DateValue>,
    /// Where it says so; none if a record's source is not loaded.
    pub provenance: Option<Provenance>,
    /// Whether a person wrote it down in a record.
    pub curated: bool,
    /// The source's weight.
    pub rank: Rank,
    /// The sentence, or the record's summary.
    pub text: String,
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
}
