//! A language as data: lexicon, cues, event kinds. Parsed from a folder of TOML into a [`Locale`] and passed along.

use thiserror::Error;

/// One language.
#[derive(Clone, Debug, Default)]
pub struct Locale {
    /// Language tag.
    pub tag: String,
    /// Event kinds, by [`crate::statement::KindId`].
    pub kinds: Vec<Kind>,
}

/// One event kind.
#[derive(Clone, Debug, Default)]
pub struct Kind {
    /// Stable id ("signed").
    pub id: String,
    /// Whether it happens once to its object, or may recur.
    pub recurring: bool,
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

impl Locale {
    /// English, as compiled in.
    pub fn english() -> Locale {
        Locale {
            tag: "en".into(),
            kinds: Vec::new(),
        }
    }
}
