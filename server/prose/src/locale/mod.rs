//! A language as data: lexicon, date patterns, cues, event kinds. Parsed from a folder of TOML into a [`Locale`] and
//! passed along. No word of any language stands in Rust.

mod compile;
pub(crate) mod flag;
mod lexicon;
mod pattern;
mod short;
mod slot;

use std::sync::{Arc, LazyLock};

use serde::de::DeserializeOwned;
use thiserror::Error;

pub(crate) use lexicon::{Entry, Lexicon, UNKNOWN};
pub(crate) use pattern::{Capture, Grammar, Group, Punct, Second, Symbol};
pub(crate) use slot::Slot;

use crate::figures::Figures;
use crate::kin::Kin;
use crate::name::{Gazetteer, Rules};
use crate::quotation::Cues;
use crate::retelling;
use crate::statement::Events;

/// One language.
#[derive(Clone, Debug, Default)]
pub struct Locale {
    /// Language tag.
    pub tag: String,
    /// Event kinds and the words that speak of them.
    pub events: Events,
    /// What the language does to names.
    pub names: Rules,
    /// Names that everybody knows.
    pub gazetteer: Gazetteer,
    /// The words around quotations.
    pub quotations: Cues,
    /// The words by which two sentences are seen to tell the same.
    pub retelling: retelling::Words,
    /// The words that tell one happening in other words.
    pub kin: Kin,
    /// The words around figures that add up with dates.
    pub figures: Figures,
    /// Words and what they mean to a date or a sentence.
    pub(crate) lexicon: Lexicon,
    /// How dates are put together from them.
    pub(crate) grammar: Grammar,
}

/// A locale file that could not be read.
#[derive(Debug, Error)]
#[error("locale file {file}: {message}")]
pub struct LocaleError {
    /// The file.
    pub file: String,
    /// What is wrong with it.
    pub message: String,
}

/// English, as compiled in.
const ENGLISH: &[(&str, &str)] = &[
    ("lexicon.toml", include_str!("../../locale/en/lexicon.toml")),
    ("cues.toml", include_str!("../../locale/en/cues.toml")),
    ("dates.toml", include_str!("../../locale/en/dates.toml")),
    ("events.toml", include_str!("../../locale/en/events.toml")),
    ("names.toml", include_str!("../../locale/en/names.toml")),
    (
        "gazetteer.toml",
        include_str!("../../locale/en/gazetteer.toml"),
    ),
    (
        "quotation.toml",
        include_str!("../../locale/en/quotation.toml"),
    ),
    (
        "retelling.toml",
        include_str!("../../locale/en/retelling.toml"),
    ),
    ("kin.toml", include_str!("../../locale/en/kin.toml")),
    ("figures.toml", include_str!("../../locale/en/figures.toml")),
];

impl Locale {
    /// English, as compiled in. It is parsed anew at each call; callers keep it.
    ///
    /// # Panics
    /// Never: that the compiled-in files are well formed is a test.
    pub fn english() -> Locale {
        Locale::parse(ENGLISH).expect("the compiled-in locale is well formed")
    }

    /// The same, read once for all libraries: what was read with it holds for the next library, too.
    pub fn shared_english() -> Arc<Locale> {
        static SHARED: LazyLock<Arc<Locale>> = LazyLock::new(|| Arc::new(Locale::english()));
        SHARED.clone()
    }

    /// Whether the word (in lower case) is a verb, as far as the lists tell.
    pub fn is_verb(&self, word: &str) -> bool {
        let listed = self.lexicon.entry(self.lexicon.number(word.as_bytes()));
        listed.is(flag::PAST) || self.events.is_verb(word)
    }

    /// Whether the word (in lower case) is a verb of the past or looks like one.
    pub(crate) fn is_past(&self, word: &str) -> bool {
        let listed = self.lexicon.entry(self.lexicon.number(word.as_bytes()));
        listed.is(flag::PAST) || self.events.ends_like_past(word)
    }

    /// Reads a language from the files of its folder, given as name and text.
    pub fn parse(files: &[(&str, &str)]) -> Result<Locale, LocaleError> {
        let mut locale = Locale::default();
        let mut dates = None;
        let mut kin = None;
        for &(file, text) in files {
            let fail = |message: String| LocaleError {
                file: file.to_owned(),
                message,
            };
            match file {
                "lexicon.toml" => {
                    let words: lexicon::Words = read(text).map_err(fail)?;
                    locale.tag.clone_from(&words.tag);
                    locale.lexicon.add_words(words).map_err(fail)?;
                }
                "cues.toml" => {
                    let cues: lexicon::Cues = read(text).map_err(fail)?;
                    locale.lexicon.add_cues(cues).map_err(fail)?;
                }
                "dates.toml" => {
                    dates = Some((file, read::<pattern::Patterns>(text).map_err(fail)?))
                }
                "events.toml" => {
                    locale.events = Events::parse(text).map_err(|error| fail(error.to_string()))?
                }
                "names.toml" => {
                    locale.names = Rules::parse(text).map_err(|error| fail(error.to_string()))?
                }
                "gazetteer.toml" => {
                    locale.gazetteer =
                        Gazetteer::parse(text).map_err(|error| fail(error.to_string()))?
                }
                "quotation.toml" => {
                    locale.quotations =
                        Cues::parse(text).map_err(|error| fail(error.to_string()))?
                }
                "retelling.toml" => {
                    locale.retelling =
                        retelling::Words::parse(text).map_err(|error| fail(error.to_string()))?
                }
                "kin.toml" => kin = Some((file, text)),
                "figures.toml" => {
                    locale.figures =
                        Figures::parse(text).map_err(|error| fail(error.to_string()))?
                }
                _ => return Err(fail("is not a file that a locale has".into())),
            }
        }
        // Its words are stemmed as those of a retelling are.
        if let Some((file, text)) = kin {
            locale.kin = Kin::parse(text, &locale.retelling).map_err(|error| LocaleError {
                file: file.to_owned(),
                message: error.to_string(),
            })?;
        }
        // Patterns name words and classes, so they come last, whatever the order of the files.
        if let Some((file, patterns)) = dates {
            locale.grammar =
                Grammar::compile(patterns, &mut locale.lexicon).map_err(|message| LocaleError {
                    file: file.to_owned(),
                    message,
                })?;
        }
        locale.lexicon.seal();
        Ok(locale)
    }
}

fn read<T: DeserializeOwned>(text: &str) -> Result<T, String> {
    toml::from_str(text).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn english_is_well_formed() {
        if let Err(error) = Locale::parse(ENGLISH) {
            panic!("{error}");
        }
    }

    #[test]
    fn what_a_locale_does_not_have_is_an_error() {
        let error = |name, text| Locale::parse(&[(name, text)]).unwrap_err().to_string();
        assert!(error("colours.toml", "").contains("colours.toml"));
        assert!(error("cues.toml", "colour = []").contains("colour"));
        let unknown = "point = [\"{colour}\"]";
        assert!(
            error("dates.toml", unknown).contains("colour"),
            "{}",
            error("dates.toml", unknown)
        );
    }
}
