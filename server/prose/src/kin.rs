//! Words that tell one happening in other words: what drafters put for one another, numbers as words, and what stands for
//! a country. Only the lists; nothing here compares sentences.

use std::collections::HashMap;

use serde::Deserialize;

use crate::list::{WordMap, WordSet};
use crate::retelling::Words;

/// A language's `kin.toml`.
#[derive(Clone, Debug, Default)]
pub struct Kin {
    /// Word, or its stem, to the numbers of the lists that have it.
    lists: WordMap<Vec<u16>>,
    numbers: WordMap<u32>,
    shares: WordMap<u32>,
    lands: Vec<Land>,
    first: WordSet,
    beginning: WordSet,
    apart: WordSet,
    about: WordSet,
    indefinite: WordSet,
    selves: WordSet,
    back: WordSet,
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
    first: WordSet,
    #[serde(default)]
    beginning: WordSet,
    #[serde(default)]
    apart: WordSet,
    #[serde(default)]
    about: WordSet,
    #[serde(default)]
    indefinite: WordSet,
    #[serde(default)]
    selves: WordSet,
    #[serde(default)]
    back: WordSet,
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
                // "attend" and "attended" have different stems; each finds the other by the word itself.
                for stem in [word.as_str(), words.stem(word)] {
                    let entry = lists.entry(stem.to_owned()).or_default();
                    if !entry.contains(&number) {
                        entry.push(number);
                    }
                }
            }
        }
        Ok(Self {
            lists: lists.into_iter().collect(),
            numbers: file.numbers.into_iter().collect(),
            shares: file.shares.into_iter().collect(),
            lands: file.land,
            first: file.first,
            beginning: file.beginning,
            apart: file.apart,
            about: file.about,
            indefinite: file.indefinite,
            selves: file.selves,
            back: file.back,
        })
    }

    /// The lists that have this word (in lower case) or its stem.
    pub fn lists(&self, word: &str, stem: &str) -> impl Iterator<Item = u16> + use<> {
        let of = |word: &str| self.lists.get(word).into_iter().flatten().copied();
        let mut found: Vec<u16> = of(word).chain(of(stem)).collect();
        found.sort_unstable();
        found.dedup();
        found.into_iter()
    }

    /// The number that a word says, in lower case.
    pub fn number(&self, word: &str) -> Option<u32> {
        self.numbers.get(word).copied()
    }

    /// The share that a word says, in hundredths.
    pub fn share(&self, word: &str) -> Option<u32> {
        self.shares.get(word).copied()
    }

    /// Whether the word (in lower case) says "first".
    pub fn is_first(&self, word: &str) -> bool {
        self.first.contains(word)
    }

    /// Whether the word (in lower case) says that something was there for the first time.
    pub fn is_beginning(&self, word: &str) -> bool {
        self.beginning.contains(word)
    }

    /// Whether the word (in lower case) says of what comes after it that it is another one.
    pub fn is_apart(&self, word: &str) -> bool {
        self.apart.contains(word)
    }

    /// Whether the word (in lower case) leads from an agreement to what it is about.
    pub fn is_about(&self, word: &str) -> bool {
        self.about.contains(word)
    }

    /// Whether the word (in lower case) introduces something ("a").
    pub fn is_indefinite(&self, word: &str) -> bool {
        self.indefinite.contains(word)
    }

    /// Whether the word (in lower case) only says what the name before it is ("mechanism").
    pub fn is_self(&self, word: &str) -> bool {
        self.selves.contains(word)
    }

    /// Whether the word (in lower case) stands for something that was told before ("them", "those").
    pub fn is_back(&self, word: &str) -> bool {
        self.back.contains(word)
    }

    /// Countries and what stands for them.
    pub fn lands(&self) -> &[Land] {
        &self.lands
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inflected_words_find_their_lists() {
        let words =
            Words::parse(include_str!("../locale/en/retelling.toml")).expect("it is well formed");
        let kin = Kin::parse(include_str!("../locale/en/kin.toml"), &words).expect("it is too");
        let share = |one: &str, other: &str| {
            let lists = |word: &str| kin.lists(word, words.stem(word)).collect::<Vec<u16>>();
            let others = lists(other);
            lists(one).iter().any(|list| others.contains(list))
        };
        assert!(share("attended", "attend") && share("attended", "guest"));
        assert!(share("signed", "sealed") && share("deliveries", "supply"));
        assert!(!share("signed", "tourism"));
        assert_eq!(
            (kin.number("thirty"), kin.share("fifth")),
            (Some(30), Some(20))
        );
    }
}
