//! Words that tell one happening in other words: what drafters put for one another, numbers as words, and what stands for
//! a country. Only the lists; nothing here compares sentences.

use std::collections::HashMap;

use serde::Deserialize;

use crate::retelling::Words;

/// A language's `kin.toml`.
#[derive(Clone, Debug, Default)]
pub struct Kin {
    /// Stem to the numbers of the lists that have it.
    lists: HashMap<String, Vec<u16>>,
    numbers: HashMap<String, u32>,
    shares: HashMap<String, u32>,
    lands: Vec<Land>,
}

/// What stands for a country.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Land {
    /// Its name.
    pub name: String,
    /// Its people, its language, its seat of government; in lower case.
    pub words: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    kin: Vec<Vec<String>>,
    #[serde(default)]
    numbers: HashMap<String, u32>,
    #[serde(default)]
    shares: HashMap<String, u32>,
    #[serde(default)]
    land: Vec<Land>,
}

impl Kin {
    /// Reads the file.
    ///
    /// # Errors
    /// If it is not of this shape.
    pub fn parse(toml: &str, words: &Words) -> Result<Self, toml::de::Error> {
        let file: File = toml::from_str(toml)?;
        let mut lists: HashMap<String, Vec<u16>> = HashMap::new();
        for (number, list) in (0..).zip(&file.kin) {
            for word in list {
                let entry = lists.entry(words.stem(word).to_owned()).or_default();
                if !entry.contains(&number) {
                    entry.push(number);
                }
            }
        }
        Ok(Self {
            lists,
            numbers: file.numbers,
            shares: file.shares,
            lands: file.land,
        })
    }

    /// The lists that have this stem.
    pub fn lists(&self, stem: &str) -> &[u16] {
        self.lists.get(stem).map_or(&[], Vec::as_slice)
    }

    /// The number that a word says, in lower case.
    pub fn number(&self, word: &str) -> Option<u32> {
        self.numbers.get(word).copied()
    }

    /// The share that a word says, in hundredths.
    pub fn share(&self, word: &str) -> Option<u32> {
        self.shares.get(word).copied()
    }

    /// Countries and what stands for them.
    pub fn lands(&self) -> &[Land] {
        &self.lands
    }
}
