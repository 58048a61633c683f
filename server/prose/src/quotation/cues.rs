//! The words around quotations, as data.

use serde::Deserialize;
use thiserror::Error;

use crate::list::{WordSet, with_lower};

/// Words that tell speakers, attributions and terms of one language.
#[derive(Clone, Debug, Default)]
pub struct Cues {
    /// Verbs that attribute, by their words; longest first.
    pub(super) verbs: Phrases,
    /// Verbs that tell of words that somebody else may have said ("quoted", "recalled").
    pub(super) relays: Phrases,
    /// Phrases that are followed by the speaker.
    pub(super) phrases: Phrases,
    pub(super) pronouns: Phrases,
    pub(super) fillers: Phrases,
    pub(super) passives: Phrases,
    pub(super) stops: Phrases,
    pub(super) openers: Phrases,
    pub(super) prepositions: Phrases,
    pub(super) terms: Phrases,
    /// What a speaker has that is words: "vision", "call".
    pub(super) sayings: Phrases,
    /// Nouns of documents, which speak where a name stands before a colon.
    pub(super) documents: Phrases,
    /// What a document's name begins with.
    pub(super) articles: Phrases,
    /// Titles and offices of persons.
    pub(super) titles: Phrases,
    /// Those among them that say of what the office is, and may be left off ("foreign").
    pub(super) portfolios: Phrases,
    /// Those among them that somebody with any office may be called ("leader").
    pub(super) generic: Phrases,
    /// Pronouns that mean one person ("she"): "it" and "they" are nobody by name.
    pub(crate) personal: Phrases,
    /// Pronouns that mean whoever is named right before ("who").
    pub(crate) relatives: Phrases,
    /// What leads to an occasion ("at").
    pub(super) occasional: Phrases,
    /// Nouns of occasions on which people speak ("summit").
    pub(super) occasions: Phrases,
    /// Nouns of bodies, which speak through their members.
    pub(super) bodies: Phrases,
    /// What opens indirect speech ("that").
    pub(super) reports: Phrases,
    /// Words of a title that tell a text of several parties ("joint", "treaty").
    joint: Phrases,
    /// What joins two names ("and").
    pub(super) coordinators: Phrases,
    /// What announces two names ("both").
    pub(super) both: Phrases,
    /// What leads from a name to what it belongs to ("of").
    pub(super) belonging: Phrases,
    /// What a noun phrase begins with ("the", "her").
    pub(super) determiners: Phrases,
    /// What stands before a thing that is known already ("the").
    pub(super) definite: Phrases,
    /// What opens an indirect question ("what").
    pub(super) questions: Phrases,
    /// Small words inside names of offices and persons ("of", "van").
    pub(super) particles: Phrases,
    /// What opens a comparison ("as he put it").
    pub(super) comparisons: Phrases,
    /// A phrase that is one only at the head ("for").
    pub(super) purposes: Phrases,
    /// Words behind which a date is not that of the saying ("had").
    pub(crate) backshifts: Phrases,
    /// Words of a speaker that are several ("sides").
    several: Phrases,
    pub(super) abbreviations: WordSet,
}

/// Cues that could not be read.
#[derive(Debug, Error)]
#[error("quotation cues: {0}")]
pub struct CuesError(#[from] toml::de::Error);

impl Cues {
    /// Reads cues; `locale/en/quotation.toml` shows the shape.
    pub fn parse(text: &str) -> Result<Cues, CuesError> {
        let file: File = toml::from_str(text)?;
        Ok(Cues {
            verbs: Phrases::new(&file.verbs),
            relays: Phrases::new(&file.relays),
            phrases: Phrases::new(&file.phrases),
            pronouns: Phrases::new(&file.pronouns),
            fillers: Phrases::new(&file.fillers),
            passives: Phrases::new(&file.passives),
            stops: Phrases::new(&file.stops),
            openers: Phrases::new(&file.openers),
            prepositions: Phrases::new(&file.prepositions),
            terms: Phrases::new(&file.terms),
            sayings: Phrases::new(&file.sayings),
            documents: Phrases::new(&file.documents),
            articles: Phrases::new(&file.articles),
            titles: Phrases::new(&file.titles),
            portfolios: Phrases::new(&file.portfolios),
            generic: Phrases::new(&file.generic),
            personal: Phrases::new(&file.personal),
            relatives: Phrases::new(&file.relatives),
            occasional: Phrases::new(&file.occasional),
            occasions: Phrases::new(&file.occasions),
            bodies: Phrases::new(&file.bodies),
            reports: Phrases::new(&file.reports),
            joint: Phrases::new(&file.joint),
            coordinators: Phrases::new(&file.coordinators),
            both: Phrases::new(&file.both),
            belonging: Phrases::new(&file.belonging),
            determiners: Phrases::new(&file.determiners),
            questions: Phrases::new(&file.questions),
            definite: Phrases::new(&file.definite),
            particles: Phrases::new(&file.particles),
            comparisons: Phrases::new(&file.comparisons),
            purposes: Phrases::new(&file.purposes),
            backshifts: Phrases::new(&file.backshifts),
            several: Phrases::new(&file.several),
            abbreviations: file.abbreviations.into_iter().collect(),
        })
    }

    /// Whether a text of this title is the word of several parties.
    pub fn is_joint(&self, title: &str) -> bool {
        title
            .split(|c: char| !c.is_alphanumeric())
            .any(|word| self.joint.has(word))
    }

    /// Whether a name may begin with the word that is none of it ("the").
    pub fn is_article(&self, word: &str) -> bool {
        self.articles.has(word)
    }

    /// Whether the words of a speaker speak for several.
    pub fn are_several(&self, words: &str) -> bool {
        words
            .split(|c: char| !c.is_alphanumeric())
            .any(|word| self.several.has(word))
    }

    /// English, as compiled in.
    ///
    /// # Panics
    /// Never: a test reads the same text.
    pub fn english() -> Cues {
        Cues::parse(include_str!("../../locale/en/quotation.toml")).expect("the compiled-in cues")
    }
}

/// A set of phrases of one to four words, in small letters.
#[derive(Clone, Debug, Default)]
pub(crate) struct Phrases {
    set: WordSet,
    /// Their first and their last words: few words are any, and then nothing is put together.
    firsts: WordSet,
    lasts: WordSet,
    longest: usize,
}

impl Phrases {
    fn new(phrases: &[String]) -> Phrases {
        let words = |phrase: &String| phrase.split(' ').count();
        let first = |phrase: &String| phrase.split(' ').next().map(str::to_owned);
        let last = |phrase: &String| phrase.split(' ').next_back().map(str::to_owned);
        Phrases {
            longest: phrases.iter().map(words).max().unwrap_or(0),
            firsts: phrases.iter().filter_map(first).collect(),
            lasts: phrases.iter().filter_map(last).collect(),
            set: phrases.iter().cloned().collect(),
        }
    }

    /// How many of `words` make a phrase from the front; the longest wins.
    pub(super) fn leads(&self, words: &[&str]) -> Option<usize> {
        let first = words.first()?;
        if !with_lower(first, |first| self.firsts.contains(first)) {
            return None;
        }
        (1..=self.longest.min(words.len()))
            .rev()
            .find(|count| self.is_one(&words[..*count]))
    }

    /// How many of `words` make a phrase at the end; the longest wins.
    pub(super) fn ends(&self, words: &[&str]) -> Option<usize> {
        let last = words.last()?;
        if !with_lower(last, |last| self.lasts.contains(last)) {
            return None;
        }
        (1..=self.longest.min(words.len()))
            .rev()
            .find(|count| self.is_one(&words[words.len() - count..]))
    }

    fn is_one(&self, words: &[&str]) -> bool {
        match words {
            [word] => self.has(word),
            words => self.set.contains(&words.join(" ").to_lowercase()),
        }
    }

    pub(crate) fn has(&self, word: &str) -> bool {
        with_lower(word, |word| self.set.contains(word))
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "format")]
    _format: u32,
    verbs: Vec<String>,
    #[serde(default)]
    relays: Vec<String>,
    phrases: Vec<String>,
    pronouns: Vec<String>,
    fillers: Vec<String>,
    passives: Vec<String>,
    stops: Vec<String>,
    openers: Vec<String>,
    prepositions: Vec<String>,
    terms: Vec<String>,
    #[serde(default)]
    sayings: Vec<String>,
    #[serde(default)]
    documents: Vec<String>,
    #[serde(default)]
    articles: Vec<String>,
    #[serde(default)]
    titles: Vec<String>,
    #[serde(default)]
    portfolios: Vec<String>,
    #[serde(default)]
    generic: Vec<String>,
    #[serde(default)]
    personal: Vec<String>,
    #[serde(default)]
    relatives: Vec<String>,
    #[serde(default)]
    occasional: Vec<String>,
    #[serde(default)]
    occasions: Vec<String>,
    #[serde(default)]
    bodies: Vec<String>,
    #[serde(default)]
    reports: Vec<String>,
    #[serde(default)]
    joint: Vec<String>,
    #[serde(default)]
    coordinators: Vec<String>,
    #[serde(default)]
    both: Vec<String>,
    #[serde(default)]
    belonging: Vec<String>,
    #[serde(default)]
    determiners: Vec<String>,
    #[serde(default)]
    questions: Vec<String>,
    #[serde(default)]
    definite: Vec<String>,
    #[serde(default)]
    particles: Vec<String>,
    #[serde(default)]
    comparisons: Vec<String>,
    #[serde(default)]
    purposes: Vec<String>,
    #[serde(default)]
    backshifts: Vec<String>,
    #[serde(default)]
    several: Vec<String>,
    abbreviations: Vec<String>,
}
