//! The room `library`: records, glossary and chronology, joined over all sources.
//!
//! A [`Builder`] takes sources and curated records and makes one immutable [`Library`]. It knows no files (texts and
//! documents come in as arguments) and no drafts (claims come in as statements).

#![forbid(unsafe_code)]

mod aside;
mod build;
mod chronology;
mod citation;
mod dated;
mod definition;
mod entity;
mod fact;
mod front_matter;
mod glossary;
mod held;
mod join;
mod judge;
mod locate;
mod lookup;
mod memory;
mod packed;
mod quotable;
mod recall;
pub mod records;
mod retold;
mod said;
mod source;
mod told;
mod turn;
mod veil;

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

use passage::Index;
use prose::date::Interval;
use prose::locale::Locale;
use prose::name::{EntityId, Names};

pub use aside::{Aside, Asides, Laid, held};
pub use build::{Builder, Each, Watch, Work};
pub use chronology::{Event, EventKey, Witness};
pub use citation::{Citations, bare_address};
pub use dated::stated_date;
pub use entity::{Entity, EntityDate, Office};
pub use held::{Card, Reread};
pub use judge::{Judgement, Verdict};
pub use memory::{Behind, Fresh, Matter, Memory, Whose};
pub use packed::{List, Packed};
pub use quotable::Quotable;
pub use recall::{Above, Asked, Lent, Note, NotedEvent, Recalled, Vocabulary};
pub use retold::{Part, Retold, Told, groups};
pub use said::Said;
pub use source::{Provenance, Rank, Source, SourceId, SourceRecord};
pub use veil::WITHHELD;

/// Everything that the sources and records of one workspace say.
#[derive(Clone, Debug, Default)]
pub struct Library {
    /// The language of its sources and drafts.
    pub locale: Arc<Locale>,
    /// The word index over all that may be quoted; a document's number is its [`SourceId`].
    pub passages: Index,
    /// Counts the builds of this workspace's library; drafts are read again when it changes.
    pub revision: u64,
    /// The library's name, for people.
    pub name: String,
    /// The sources, by [`SourceId`].
    pub sources: Vec<Source>,
    /// The sources by what drafts call them.
    pub citations: Citations,
    /// The entities, by [`EntityId`].
    pub entities: List<Entity>,
    /// The matcher over all names.
    pub names: Arc<Names>,
    /// The chronology, by date; undated events last.
    pub events: List<Event>,
    /// Curated quotations with what is known of where they stand.
    pub quotations: Vec<Quotation>,
    /// What each source quotes, in its order; by [`SourceId`].
    pub said: List<Arc<Vec<Said>>>,
    /// Names, in small letters, of those who are known to be persons.
    pub persons: HashSet<String>,
    /// What went wrong on the way, for people.
    pub problems: Vec<Problem>,
    /// From the first day to the last that any event names.
    pub covered: Option<Interval>,
    /// Event kinds that are judged together: kind number to the number of its group.
    pub(crate) groups: Vec<u16>,
    /// Events by what a claim may name.
    pub(crate) lookup: packed::Pairs,
    /// The recorded events by their words.
    pub(crate) recall: recall::Recall,
    /// What is known of the words of drafts.
    pub(crate) words: recall::Words,
    /// The dated sentences of the sources, by their words.
    pub(crate) tellings: retold::Tellings,
    /// Where some source is withheld: the names, folded, that other sources have.
    pub(crate) open_names: BTreeSet<String>,
    /// Entities by id and by former id.
    pub(crate) slugs: BTreeMap<String, EntityId>,
}

/// One curated quotation.
#[derive(Clone, Debug, PartialEq)]
pub struct Quotation {
    /// The record.
    pub record: records::QuotationRecord,
    /// Its speaker, if an entity.
    pub speaker: Option<EntityId>,
    /// The document that it stands in, if an entity.
    pub document: Option<EntityId>,
    /// Where it stands, as far as the sources are loaded.
    pub provenance: Option<Provenance>,
}

/// Something in a record that leads nowhere.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Problem {
    /// The file.
    pub file: String,
    /// What is wrong and what would mend it, for a person.
    pub message: String,
}

impl Library {
    /// The entity with this slug, or that once had it.
    pub fn entity(&self, slug: &str) -> Option<&Entity> {
        self.slugs
            .get(slug)
            .and_then(|id| self.entities.get(id.0 as usize))
    }

    /// The entity of this number.
    pub fn entity_of(&self, id: EntityId) -> Option<&Entity> {
        self.entities.get(id.0 as usize)
    }

    /// The source of this number.
    pub fn source(&self, id: SourceId) -> Option<&Source> {
        self.sources.get(id.0 as usize)
    }

    /// The entity whose name stands at `offset` of `prose`, cursor-wise, most likely first candidate.
    pub fn entity_at(&self, prose: &str, offset: usize) -> Option<&Entity> {
        let mention = self
            .names
            .find(prose)
            .into_iter()
            .find(|mention| mention.span.touches(offset))?;
        self.entity_of(*mention.candidates.first()?)
    }

    /// The events that people wrote down, by date.
    pub fn recorded(&self) -> impl Iterator<Item = &Event> {
        self.recall.events().filter_map(|at| self.events.get(at))
    }
}
