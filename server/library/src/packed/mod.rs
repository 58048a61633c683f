//! A whole library in bytes: what was joined once is opened again without joining it, and taken apart only where somebody
//! looks. Files are no matter of this room: it writes into whatever takes bytes, and opens bytes that somebody has.
//!
//! ```text
//! HEAD, KEY         what it was made of: see [`Library::keep`]
//! parts             what is small (all of it read at once), names, then lists and pairs
//! table             of each part where it begins, how long it is and how many it has; a checksum of all before it
//! ```
//!
//! Sources and records are not in it: whoever opens it has them, and they are those that it was made of. A library that has
//! withheld sources is never kept.

mod list;
mod maker;
mod open;
mod pairs;
mod write;

use std::sync::Arc;

use bytes::Bytes;
use prose::date::Interval;
use prose::name::{EntityId, EntityKind};
use serde::{Deserialize, Serialize};

use crate::recall::Recall;
use crate::records::EntityRecord;
use crate::{Entity, EntityDate, Event, Office, Problem, Provenance, Rank, Witness};

pub(crate) use list::Keep;
pub use list::List;
pub(crate) use maker::{Maker, Taker};
pub(crate) use pairs::{Pairs, Sorter};

const HEAD: &[u8] = b"policy-ls library 1\n";
const KEY: usize = 32;
const SUM: usize = 32;
/// The parts, in their order.
const SMALL: usize = 0;
const NAMES: usize = 1;
const ENTITIES: usize = 2;
const EVENTS: usize = 3;
const SAID: usize = 4;
const TELLINGS: usize = 5;
const LOOKUP: usize = 6;
const POSTINGS: usize = 7;
const PARTS: usize = 8;
/// Bytes of a line of the table.
const LINE: usize = 24;

/// A library in bytes.
#[derive(Clone, Debug)]
pub struct Packed {
    bytes: Bytes,
    parts: [Part; PARTS],
}

#[derive(Clone, Copy, Debug, Default)]
struct Part {
    start: usize,
    length: usize,
    count: usize,
}

/// What is read at once.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Small {
    /// What the records' entities point at, in their order.
    linked: Vec<Linked>,
    /// Speaker, document and place of each recorded quotation, in their order.
    quoted: Vec<(Option<EntityId>, Option<EntityId>, Option<Provenance>)>,
    /// Sorted.
    persons: Vec<String>,
    problems: Vec<Problem>,
    covered: Option<Interval>,
    recall: Recall,
    /// The ids of entities that no record gives.
    slugs: Vec<(String, EntityId)>,
    /// The number of each source's first dated sentence.
    first: Vec<u32>,
}

/// What is joined to an entity.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Linked {
    dates: Vec<EntityDate>,
    offices: Vec<Office>,
    parties: Vec<EntityId>,
    passages: Vec<Provenance>,
}

/// An entity that no record gives.
#[derive(Serialize, Deserialize)]
struct Found {
    number: EntityId,
    id: String,
    kind: EntityKind,
    name: String,
    aliases: Vec<String>,
    acronyms: Vec<String>,
    linked: Linked,
}

impl Linked {
    fn of(entity: &Entity) -> Self {
        Self {
            dates: entity.dates.clone(),
            offices: entity.offices.clone(),
            parties: entity.parties.clone(),
            passages: entity.passages.clone(),
        }
    }

    fn link(self, entity: &mut Entity) {
        entity.dates = self.dates;
        entity.offices = self.offices;
        entity.parties = self.parties;
        entity.passages = self.passages;
    }
}

impl Keep for Entity {
    fn write(&self) -> Option<Vec<u8>> {
        let found = Found {
            number: self.number,
            id: self.id.clone(),
            kind: self.kind,
            name: self.name.clone(),
            aliases: self.record.aliases.clone(),
            acronyms: self.record.acronyms.clone(),
            linked: Linked::of(self),
        };
        postcard::to_stdvec(&found).ok()
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        let found: Found = postcard::from_bytes(bytes).ok()?;
        let record = EntityRecord {
            id: found.id,
            name: found.name,
            aliases: found.aliases,
            acronyms: found.acronyms,
            ..EntityRecord::default()
        };
        let mut entity = Entity::new(found.number, found.kind, &record);
        entity.extracted = true;
        found.linked.link(&mut entity);
        Some(entity)
    }

    fn absent() -> Self {
        Entity::new(
            EntityId(u32::MAX),
            EntityKind::Organisation,
            &EntityRecord::default(),
        )
    }
}

impl Keep for Event {
    fn write(&self) -> Option<Vec<u8>> {
        // A witness's rank is that of its source elsewhere, so it does not go with it.
        let ranks: Vec<Rank> = self.witnesses.iter().map(|it| it.rank).collect();
        postcard::to_stdvec(&(self, ranks)).ok()
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        let (mut event, ranks): (Self, Vec<Rank>) = postcard::from_bytes(bytes).ok()?;
        for (witness, rank) in event.witnesses.iter_mut().zip(ranks) {
            witness.rank = rank;
        }
        Some(event)
    }

    fn absent() -> Self {
        Event {
            id: String::new(),
            key: crate::EventKey::Loose(0),
            kind: prose::statement::KindId(0),
            agents: Vec::new(),
            object: None,
            place: None,
            discriminators: Vec::new(),
            summary: None,
            witnesses: Vec::new(),
            contested: false,
        }
    }
}

impl Keep for Witness {
    fn write(&self) -> Option<Vec<u8>> {
        postcard::to_stdvec(&(self, self.rank)).ok()
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        let (witness, rank): (Self, Rank) = postcard::from_bytes(bytes).ok()?;
        Some(Self { rank, ..witness })
    }

    fn absent() -> Self {
        Self {
            value: None,
            provenance: None,
            curated: false,
            rank: Rank::default(),
            text: String::new(),
            veiled: false,
            yearless: false,
        }
    }
}

impl<T: Serialize + for<'de> Deserialize<'de>> Keep for Arc<Vec<T>> {
    fn write(&self) -> Option<Vec<u8>> {
        postcard::to_stdvec(&**self).ok()
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        postcard::from_bytes(bytes).ok().map(Arc::new)
    }

    fn absent() -> Self {
        Self::default()
    }
}
