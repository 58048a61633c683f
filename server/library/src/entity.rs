//! Entities: the agreements, organisations, persons and places that the records name.

use prose::date::DateValue;
use prose::name::{EntityId, EntityKind, Name};
use prose::statement::KindId;

use crate::Provenance;
use crate::records::EntityRecord;

/// One agreement, organisation, person or place.
#[derive(Clone, Debug, PartialEq)]
pub struct Entity {
    /// Its number.
    pub number: EntityId,
    /// Stable slug.
    pub id: String,
    /// Whether no record gives it: it was found in the sources by its shape.
    pub extracted: bool,
    /// What it is.
    pub kind: EntityKind,
    /// Official name.
    pub name: String,
    /// Dates of its life that the records give.
    pub dates: Vec<EntityDate>,
    /// Offices held.
    pub offices: Vec<Office>,
    /// Parties and members, as far as they are entities.
    pub parties: Vec<EntityId>,
    /// Passages that the record points at, as far as the sources are loaded; without a record, the best defining sentence.
    pub passages: Vec<Provenance>,
    /// What the record says.
    pub record: EntityRecord,
}

/// One date of an entity's life.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct EntityDate {
    /// Event kind, if the locale knows it.
    pub kind: Option<KindId>,
    /// Its id, as written.
    pub kind_id: String,
    /// The date.
    pub value: DateValue,
    /// Whether the record calls it disputed.
    pub disputed: bool,
    /// Where it stands.
    pub provenance: Vec<Provenance>,
}

/// One office of a person.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Office {
    /// What it is called.
    pub title: String,
    /// First day.
    pub from: Option<DateValue>,
    /// Last day.
    pub to: Option<DateValue>,
    /// Where it stands.
    pub provenance: Vec<Provenance>,
}

impl Entity {
    /// The entity that a record describes, before anything is joined to it.
    pub(crate) fn new(number: EntityId, kind: EntityKind, record: &EntityRecord) -> Self {
        Self {
            number,
            id: record.id.clone(),
            extracted: false,
            kind,
            name: record.name.clone(),
            dates: Vec::new(),
            offices: Vec::new(),
            parties: Vec::new(),
            passages: Vec::new(),
            record: record.clone(),
        }
    }

    /// The names by which it is found: official name, aliases, acronyms, each once.
    pub fn names(&self) -> Vec<Name> {
        let record = &self.record;
        let ambiguous = |text: &str| record.ambiguous.iter().any(|other| other == text);
        let name = |text: &String, exact_case| Name {
            text: text.clone(),
            entity: self.number,
            kind: self.kind,
            exact_case,
            ambiguous: ambiguous(text),
        };
        let mut names: Vec<Name> = Vec::new();
        let acronyms = record.acronyms.iter().map(|text| name(text, true));
        let common = std::iter::once(&record.name)
            .chain(&record.aliases)
            .map(|text| name(text, false));
        let rest = record.ambiguous.iter().map(|text| name(text, false));
        for name in acronyms.chain(common).chain(rest) {
            if !names.iter().any(|other| other.text == name.text) {
                names.push(name);
            }
        }
        names
    }

    /// Its names for people: official name first, then aliases and acronyms.
    pub fn aliases(&self) -> impl Iterator<Item = &str> {
        self.record
            .aliases
            .iter()
            .chain(&self.record.acronyms)
            .map(String::as_str)
    }
}
