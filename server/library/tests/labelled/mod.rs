//! The labels of a text: what it names and what it tells, and whether a library that was read from it has that.

use std::collections::BTreeSet;

use library::{Entity, Event, Library};
use prose::date::DateValue;
use prose::name::{EntityId, key};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Labels {
    #[serde(rename = "format")]
    _format: u32,
    pub entity: Vec<LabelledEntity>,
    pub event: Vec<LabelledEvent>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LabelledEntity {
    pub name: String,
    pub kind: String,
    #[serde(default)]
    pub aliases: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LabelledEvent {
    pub kind: String,
    pub date: String,
    pub participants: Vec<String>,
    pub sentence: String,
    pub asserted: bool,
    #[serde(default, rename = "note")]
    _note: Option<String>,
}

/// A library beside the labels of the text that it was read from.
pub struct Compared<'a> {
    library: &'a Library,
    labels: &'a Labels,
    /// Each entity's names.
    names: Vec<BTreeSet<String>>,
}

pub fn folded(text: &str) -> String {
    let text = key(text);
    let text = text.strip_prefix("the ").unwrap_or(&text).to_owned();
    text.replace('-', " ")
        .replace("ization", "isation")
        .replace("programme", "program")
}

pub fn names_of(entity: &Entity) -> BTreeSet<String> {
    let aliases = entity.aliases().map(folded);
    aliases.chain([folded(&entity.name)]).collect()
}

impl LabelledEntity {
    pub fn names(&self) -> BTreeSet<String> {
        self.aliases
            .iter()
            .chain([&self.name])
            .map(|name| folded(name))
            .collect()
    }

    /// Whether it is counted.
    pub fn is_judged(&self) -> bool {
        matches!(self.kind.as_str(), "agreement" | "organisation")
    }
}

impl LabelledEvent {
    fn value(&self) -> Option<DateValue> {
        DateValue::parse_edtf(&self.date)
    }
}

impl Labels {
    /// The labels in the file called `name`.
    pub fn read(name: &str, toml: &str) -> Self {
        toml::from_str(toml).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// The events that the text asserts.
    pub fn asserted(&self) -> impl Iterator<Item = &LabelledEvent> {
        self.event.iter().filter(|label| label.asserted)
    }

    fn names_of(&self, words: &str) -> BTreeSet<String> {
        let mut own = self.entity.iter();
        let own = own.find(|entity| entity.names().contains(&folded(words)));
        own.map_or_else(|| BTreeSet::from([folded(words)]), LabelledEntity::names)
    }
}

impl<'a> Compared<'a> {
    pub fn new(library: &'a Library, labels: &'a Labels) -> Self {
        Self {
            library,
            labels,
            names: library.entities.iter().map(names_of).collect(),
        }
    }

    /// The events that have a date.
    pub fn dated(&self) -> impl Iterator<Item = &'a Event> {
        let events = self.library.events.iter();
        events.filter(|event| event.value().is_some())
    }

    /// Who takes part.
    pub fn involved(&self, event: &Event) -> Vec<EntityId> {
        event.agents.iter().copied().chain(event.object).collect()
    }

    /// Whether an event of that date was read in which one of the participants takes part.
    pub fn finds(&self, label: &LabelledEvent) -> bool {
        let Some(wanted) = label.value() else {
            return false;
        };
        self.dated().any(|event| {
            dates(event).any(|date| date.interval == wanted.interval)
                && self.involved(event).iter().any(|id| self.is(*id, label))
        })
    }

    /// Whether all that was read of an event is labelled.
    pub fn is_right(&self, event: &Event) -> bool {
        let ids = self.involved(event);
        dates(event).all(|date| {
            self.labels.asserted().any(|label| {
                let value = label.value();
                value.is_some_and(|wanted| wanted.interval == date.interval)
                    && ids.iter().all(|id| self.is(*id, label))
            })
        })
    }

    /// Whether an entity is one of the participants.
    fn is(&self, id: EntityId, label: &LabelledEvent) -> bool {
        let own = &self.names[id.0 as usize];
        let mut participants = label.participants.iter();
        participants.any(|words| !self.labels.names_of(words).is_disjoint(own))
    }
}

/// The dates that an event's witnesses give.
pub fn dates(event: &Event) -> impl Iterator<Item = &DateValue> {
    event.witnesses.iter().filter_map(|it| it.value.as_ref())
}
