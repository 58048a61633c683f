//! Names whose shape does not tell what they name, as a language's `gazetteer.toml` lists them.

use rustc_hash::FxHashSet;

use serde::Deserialize;

use super::{EntityId, EntityKind, Name};

/// The names of a language's gazetteer, by entry.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gazetteer {
    #[serde(default)]
    countries: Vec<Vec<String>>,
    #[serde(default)]
    cities: Vec<Vec<String>>,
    #[serde(default)]
    organisations: Vec<Vec<String>>,
    #[serde(default)]
    agreements: Vec<Vec<String>>,
    /// Given names of persons, in lower case.
    #[serde(default)]
    pub(crate) given: FxHashSet<String>,
}

impl Gazetteer {
    /// Reads a language's `gazetteer.toml`.
    ///
    /// # Errors
    /// If it is not of this shape.
    pub fn parse(toml: &str) -> Result<Self, toml::de::Error> {
        toml::from_str(toml)
    }

    /// What each entry is and its names, the one to show first.
    pub fn entries(&self) -> impl Iterator<Item = (EntityKind, &[String])> {
        fn of(kind: EntityKind, entries: &[Vec<String>]) -> Vec<(EntityKind, &[String])> {
            entries
                .iter()
                .map(|names| (kind, names.as_slice()))
                .collect()
        }
        let all = [
            of(EntityKind::Place, &self.countries),
            of(EntityKind::Place, &self.cities),
            of(EntityKind::Organisation, &self.organisations),
            of(EntityKind::Agreement, &self.agreements),
        ];
        all.into_iter().flatten()
    }

    /// The names of countries.
    pub fn countries(&self) -> impl Iterator<Item = &str> {
        self.countries.iter().flatten().map(String::as_str)
    }

    /// Its names for a matcher; an entity's number is its entry's.
    pub(crate) fn names(&self) -> Vec<Name> {
        let entries = (0..).map(EntityId).zip(self.entries());
        let names = entries.flat_map(|(entity, (kind, names))| {
            names.iter().map(move |text| Name {
                text: text.clone(),
                entity,
                kind,
                exact_case: is_acronym(text),
                ambiguous: false,
            })
        });
        names.collect()
    }
}

/// Whether the name is all in capitals, so that its case matters.
pub fn is_acronym(text: &str) -> bool {
    let mut letters = text.chars().filter(|c| c.is_alphabetic());
    text.chars().count() <= 12 && letters.clone().count() > 1 && letters.all(char::is_uppercase)
}
