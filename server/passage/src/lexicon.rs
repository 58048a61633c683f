//! Word lists that tell which changes change the meaning: data, parsed from TOML and passed in.

use rustc_hash::FxHashMap;

use serde::Deserialize;
use thiserror::Error;

/// What kind of word was changed, gravest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Meaning {
    /// A word that denies or excepts.
    Negation,
    /// A word that permits, obliges or foresees.
    Modal,
    /// A word that says how many of them.
    Quantifier,
    /// A number, in digits or words.
    Number,
    /// A month, a weekday or a year.
    Date,
    /// A capitalised word inside a sentence.
    Name,
}

/// One language's word lists.
#[derive(Clone, Debug, Default)]
pub struct Lexicon {
    meanings: FxHashMap<String, Meaning>,
    prefixes: Vec<String>,
    notes: Vec<String>,
    limits: Vec<String>,
    vague: Vec<String>,
    restrictions: Vec<String>,
    spelling: FxHashMap<String, usize>,
    variants: Vec<Vec<String>>,
}

/// Word lists that could not be read.
#[derive(Debug, Error)]
#[error("word lists: {0}")]
pub struct LexiconError(#[from] toml::de::Error);

impl Lexicon {
    /// Reads word lists; [`Lexicon::english`] shows the shape.
    pub fn parse(text: &str) -> Result<Lexicon, LexiconError> {
        let file: File = toml::from_str(text)?;
        let meanings = [
            (file.meaning.date, Meaning::Date),
            (file.meaning.number, Meaning::Number),
            (file.meaning.quantifier, Meaning::Quantifier),
            (file.meaning.modal, Meaning::Modal),
            (file.meaning.negation, Meaning::Negation),
        ];
        let variants = file.spelling.variants;
        Ok(Lexicon {
            meanings: meanings
                .into_iter()
                .flat_map(|(words, meaning)| words.into_iter().map(move |word| (word, meaning)))
                .collect(),
            prefixes: file.prefix.negation,
            notes: file.editorial.notes,
            limits: file.limit.words,
            vague: file.meaning.vague,
            restrictions: file.hidden.words,
            spelling: variants
                .iter()
                .enumerate()
                .flat_map(|(group, words)| words.iter().map(move |word| (word.clone(), group)))
                .collect(),
            variants,
        })
    }

    /// English, as compiled in.
    ///
    /// # Panics
    /// Never: a test reads the same text.
    pub fn english() -> Lexicon {
        Lexicon::parse(include_str!("../data/en.toml")).expect("the compiled-in word lists")
    }

    /// What kind of word `word` (folded) is by itself.
    pub fn meaning(&self, word: &str) -> Option<Meaning> {
        if let Some(meaning) = self.meanings.get(word) {
            return Some(*meaning);
        }
        if word.ends_with("n't") {
            return Some(Meaning::Negation);
        }
        if !word.starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        let year = word.len() == 4
            && word
                .parse()
                .is_ok_and(|year: u32| (1500..2200).contains(&year));
        Some(if year { Meaning::Date } else { Meaning::Number })
    }

    /// Whether a word that counts is mostly no number ("a just one", "the second is ..."): that one was left out says little.
    pub(crate) fn is_vague(&self, word: &str) -> bool {
        self.vague.iter().any(|vague| vague == word)
    }

    /// The phrases that restrict what is said, and that an ellipsis may not hide; one with a comma in front counts behind
    /// one.
    pub(crate) fn restrictions(&self) -> &[String] {
        &self.restrictions
    }

    /// Whether one of two words denies the other by its prefix ("stable", "unstable").
    pub fn opposed(&self, a: &str, b: &str) -> bool {
        let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
        long.strip_suffix(short)
            .is_some_and(|prefix| self.prefixes.iter().any(|known| known == prefix))
    }

    /// Whether the two are spellings of one word.
    pub fn same_spelling(&self, a: &str, b: &str) -> bool {
        let group = self.spelling(a);
        group.is_some() && group == self.spelling(b)
    }

    /// The number of the group of spellings that `word` belongs to.
    pub fn spelling(&self, word: &str) -> Option<usize> {
        self.spelling.get(word).copied()
    }

    /// Whether `word` has another spelling.
    pub(crate) fn has_variant(&self, word: &str) -> bool {
        self.spelling.contains_key(word)
    }

    /// The other spellings of `word`.
    pub(crate) fn variants(&self, word: &str) -> impl Iterator<Item = &str> {
        let group = self.spelling.get(word).map(|group| &self.variants[*group]);
        group
            .into_iter()
            .flatten()
            .map(String::as_str)
            .filter(move |other| *other != word)
    }

    /// Whether bracketed `text` is an editor's note rather than somebody's words.
    pub(crate) fn is_note(&self, text: &str) -> bool {
        let text = text.trim().trim_end_matches(['.', '!', '?']).to_lowercase();
        let reference = text.trim_start_matches('^');
        self.notes
            .iter()
            .any(|note| text == *note || text.starts_with(&format!("{note} ")))
            || (!reference.is_empty() && reference.chars().all(|c| c.is_ascii_digit()))
    }

    /// The phrases that limit what was said before them ("but", "provided").
    pub(crate) fn limits(&self) -> &[String] {
        &self.limits
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "format")]
    _format: u32,
    meaning: Meanings,
    #[serde(default)]
    prefix: Prefix,
    #[serde(default)]
    editorial: Editorial,
    #[serde(default)]
    limit: Limit,
    #[serde(default)]
    hidden: Limit,
    #[serde(default)]
    spelling: Spelling,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Meanings {
    negation: Vec<String>,
    modal: Vec<String>,
    quantifier: Vec<String>,
    number: Vec<String>,
    date: Vec<String>,
    #[serde(default)]
    vague: Vec<String>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct Prefix {
    negation: Vec<String>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct Editorial {
    notes: Vec<String>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct Limit {
    words: Vec<String>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct Spelling {
    variants: Vec<Vec<String>>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn english_tells_kinds_apart() {
        let lexicon = Lexicon::english();
        assert_eq!(lexicon.meaning("never"), Some(Meaning::Negation));
        assert_eq!(lexicon.meaning("shall"), Some(Meaning::Modal));
        assert_eq!(lexicon.meaning("2014"), Some(Meaning::Date));
        assert_eq!(lexicon.meaning("12"), Some(Meaning::Number));
        assert_eq!(lexicon.meaning("peace"), None);
        assert!(lexicon.opposed("stable", "unstable"));
        assert!(!lexicon.opposed("stable", "table"));
        assert!(lexicon.same_spelling("defense", "defence"));
        assert!(lexicon.is_note("Emphasis added."));
        assert!(lexicon.is_note("^12"));
        assert!(!lexicon.is_note("the Government"));
        assert!(Lexicon::parse("format = 1").is_err());
    }
}
