//! Curated records: what people wrote down about agreements, organisations, persons, places, events and quotations.

mod check;
mod error;
mod suggest;
mod verify;

use prose::date::DateValue;
use prose::name::EntityKind;
use schemars::JsonSchema;
use serde::Deserialize;

pub use check::{Checked, Fault, check};
pub use error::RecordError;
pub(crate) use error::source_record;
pub use suggest::{Suggestion, Wanted, addition, suggest};

/// The newest record format that this build reads.
pub const FORMAT: u32 = 1;

/// A file of curated records: names, dates, events and quotations that people wrote down.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Records {
    /// Version of this file's format: 1.
    #[schemars(range(min = 1, max = 1))]
    pub format: u32,
    /// Treaties, statements, contracts, plans ...
    #[serde(default)]
    pub agreement: Vec<EntityRecord>,
    /// Organisations, forums, companies, programmes ...
    #[serde(default)]
    pub organisation: Vec<EntityRecord>,
    /// Persons.
    #[serde(default)]
    pub person: Vec<EntityRecord>,
    /// Countries, cities, regions ...
    #[serde(default)]
    pub place: Vec<EntityRecord>,
    /// Events.
    #[serde(default)]
    pub event: Vec<EventRecord>,
    /// Quotations.
    #[serde(default)]
    pub quotation: Vec<QuotationRecord>,
}

/// One agreement, organisation, person or place.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct EntityRecord {
    /// Stable slug.
    pub id: String,
    /// Official name.
    pub name: String,
    /// Other names.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Acronyms; their case matters.
    #[serde(default)]
    pub acronyms: Vec<String>,
    /// Names that may mean something else and count only with context.
    #[serde(default)]
    pub ambiguous: Vec<String>,
    /// What it is, in a sentence or two.
    #[serde(default)]
    pub definition: Option<String>,
    /// What sort of thing it is ("treaty", "company").
    #[serde(default)]
    pub class: Option<String>,
    /// Parties, by id or name.
    #[serde(default)]
    pub parties: Vec<String>,
    /// Members, by id or name.
    #[serde(default)]
    pub members: Vec<String>,
    /// Who came after it, by id.
    #[serde(default)]
    pub successor: Option<String>,
    /// Who came before it, by id.
    #[serde(default)]
    pub predecessor: Option<String>,
    /// What it carries out, by id.
    #[serde(default)]
    pub implements: Option<String>,
    /// What it is a part of, by id.
    #[serde(default)]
    pub part_of: Option<String>,
    /// Dates of its life.
    #[serde(default)]
    pub date: Vec<DateRecord>,
    /// Offices held, for a person.
    #[serde(default)]
    pub office: Vec<OfficeRecord>,
    /// The source whose paragraphs `at` counts: its id, or its path from the workspace's root. Absent: the original that
    /// the library's own text retells.
    #[serde(default)]
    pub source: Option<String>,
    /// Paragraphs that speak of it.
    #[serde(default)]
    pub at: Vec<u32>,
    /// A remark for people.
    #[serde(default)]
    pub note: Option<String>,
    /// Earlier ids.
    #[serde(default)]
    pub formerly: Vec<String>,
}

/// One date of an entity's life.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct DateRecord {
    /// Event kind, by id ("signed").
    pub kind: String,
    /// EDTF.
    pub value: String,
    /// Other words by which it is told, without its date ("the bloc came into being"). They are never shown: a draft that uses
    /// them is understood.
    #[serde(default)]
    pub wordings: Vec<String>,
    /// Paragraphs that say so.
    #[serde(default)]
    pub at: Vec<u32>,
    /// A remark for people.
    #[serde(default)]
    pub note: Option<String>,
    /// Another value given elsewhere, or what is disputed.
    #[serde(default)]
    pub disputed: Option<Dispute>,
}

/// That a value is disputed, and by what.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Dispute {
    /// It is, or is not.
    Flag(bool),
    /// The other value (EDTF) or the reason.
    Text(String),
    /// Other values or reasons.
    Texts(Vec<String>),
}

/// One office of a person.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct OfficeRecord {
    /// What the office is called.
    pub title: String,
    /// First day, EDTF.
    #[serde(default)]
    pub from: Option<String>,
    /// Last day, EDTF.
    #[serde(default)]
    pub to: Option<String>,
    /// Paragraphs that say so.
    #[serde(default)]
    pub at: Vec<u32>,
    /// A remark for people.
    #[serde(default)]
    pub note: Option<String>,
}

/// One event.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct EventRecord {
    /// Stable slug.
    pub id: String,
    /// Event kind, by id.
    pub kind: String,
    /// EDTF; none if the source gives no date.
    #[serde(default)]
    pub date: Option<String>,
    /// The words of the date, as the source has them.
    #[serde(default)]
    pub text: Option<String>,
    /// Who did it, by id or name.
    #[serde(default)]
    pub agents: Vec<String>,
    /// What it was done to, by id or name.
    #[serde(default)]
    pub object: Option<String>,
    /// Where, by id or name.
    #[serde(default)]
    pub place: Option<String>,
    /// What sets one happening of a recurring kind apart.
    #[serde(default)]
    pub discriminator: Option<String>,
    /// One sentence for people.
    #[serde(default)]
    pub summary: Option<String>,
    /// Other words by which it is told, without its date ("the bloc came into being"). They are never shown: a draft that uses
    /// them is understood.
    #[serde(default)]
    pub wordings: Vec<String>,
    /// The source whose paragraphs `at` counts: its id, or its path from the workspace's root. Absent: the original that
    /// the library's own text retells.
    #[serde(default)]
    pub source: Option<String>,
    /// Paragraphs that say so.
    #[serde(default)]
    pub at: Vec<u32>,
    /// What is disputed.
    #[serde(default)]
    pub disputed: Option<Dispute>,
    /// A remark for people.
    #[serde(default)]
    pub note: Option<String>,
    /// Earlier ids.
    #[serde(default)]
    pub formerly: Vec<String>,
}

/// One quotation.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct QuotationRecord {
    /// Stable slug.
    pub id: String,
    /// The words.
    pub words: String,
    /// Who said or wrote them, by id or name.
    #[serde(default)]
    pub speaker: Option<String>,
    /// On what occasion.
    #[serde(default)]
    pub occasion: Option<String>,
    /// EDTF.
    #[serde(default)]
    pub date: Option<String>,
    /// The document they stand in, by id or name.
    #[serde(default)]
    pub document: Option<String>,
    /// The source whose paragraphs `at` counts: its id, or its path from the workspace's root. Absent: the original that
    /// the library's own text retells.
    #[serde(default)]
    pub source: Option<String>,
    /// Paragraphs that have them.
    #[serde(default)]
    pub at: Vec<u32>,
    /// A remark for people.
    #[serde(default)]
    pub note: Option<String>,
    /// Earlier ids.
    #[serde(default)]
    pub formerly: Vec<String>,
}

impl Records {
    /// Reads one records file; `file` names it in errors.
    ///
    /// # Errors
    /// If it is not TOML of this shape, has a newer format, or a date that is not EDTF.
    pub fn parse(file: &str, toml: &str) -> Result<Self, RecordError> {
        let records: Records = error::read(file, toml)?;
        error::check_format(file, toml, records.format)?;
        for value in records.dates() {
            if DateValue::parse_edtf(value).is_none() {
                return Err(RecordError::date(file, toml, value));
            }
        }
        Ok(records)
    }

    /// All entities with their kinds, in the order agreements, organisations, persons, places.
    pub fn entities(&self) -> impl Iterator<Item = (EntityKind, &EntityRecord)> {
        let with = |kind: EntityKind| move |record| (kind, record);
        self.agreement
            .iter()
            .map(with(EntityKind::Agreement))
            .chain(self.organisation.iter().map(with(EntityKind::Organisation)))
            .chain(self.person.iter().map(with(EntityKind::Person)))
            .chain(self.place.iter().map(with(EntityKind::Place)))
    }

    fn dates(&self) -> impl Iterator<Item = &str> {
        let entities = self.entities().flat_map(|(_, entity)| {
            let offices = entity
                .office
                .iter()
                .flat_map(|office| office.from.iter().chain(&office.to));
            entity.date.iter().map(|date| &date.value).chain(offices)
        });
        let events = self.event.iter().filter_map(|event| event.date.as_ref());
        let quotations = self
            .quotation
            .iter()
            .filter_map(|quotation| quotation.date.as_ref());
        entities.chain(events).chain(quotations).map(String::as_str)
    }
}

impl Dispute {
    /// Whether anything is disputed.
    pub fn is_disputed(&self) -> bool {
        !matches!(self, Dispute::Flag(false))
    }

    /// The other values given, where the words are EDTF.
    pub fn values(&self) -> Vec<DateValue> {
        let words: &[String] = match self {
            Dispute::Flag(_) => &[],
            Dispute::Text(text) => std::slice::from_ref(text),
            Dispute::Texts(texts) => texts,
        };
        words
            .iter()
            .filter_map(|text| DateValue::parse_edtf(text))
            .collect()
    }
}
