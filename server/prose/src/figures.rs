//! Words around figures: which verb keeps an anniversary, what makes a number of years that of the span beside it. Only the
//! lists; nothing here adds up.

use serde::Deserialize;

use crate::list::WordSet;

/// A language's `figures.toml`. All words in lower case.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Figures {
    /// Verbs that keep an anniversary in the year beside them.
    pub keeping: WordSet,
    /// What may stand between such a verb and the anniversary.
    pub light: WordSet,
    /// Before an anniversary: it is that of whatever the sentence speaks of.
    pub own: WordSet,
    /// Before a number of years: it does not measure the span beside it.
    pub loose: WordSet,
    /// Before a number of years with its span right behind it.
    pub stretched: WordSet,
    /// Between a span and the number of years that it takes.
    pub lasting: WordSet,
    /// What may stand beside those.
    pub articles: WordSet,
    /// Lead from a thing to its span.
    pub leading: WordSet,
    /// Beside the year in which a life began.
    pub born: WordSet,
    ahead: Vec<String>,
}

impl Figures {
    /// Reads `figures.toml`.
    pub fn parse(text: &str) -> Result<Figures, toml::de::Error> {
        toml::from_str(text)
    }

    /// Whether some of `words` look ahead from the day on which they are written ("is to be signed", not "was to be").
    pub fn look_ahead(&self, words: &str) -> bool {
        let words: Vec<String> = words
            .split(|letter: char| !letter.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_lowercase)
            .collect();
        let begins = |at: usize, phrase: &str| {
            phrase
                .split(' ')
                .enumerate()
                .all(|(ahead, word)| words.get(at + ahead).is_some_and(|own| own == word))
        };
        (0..words.len()).any(|at| self.ahead.iter().any(|phrase| begins(at, phrase)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plan_of_the_past_looks_ahead_no_more() {
        let figures = Figures::parse(include_str!("../locale/en/figures.toml")).unwrap();
        assert!(figures.look_ahead("The pact is to be signed"));
        assert!(figures.look_ahead("It will enter into force"));
        assert!(!figures.look_ahead("It was to be signed, and was due then"));
    }
}
