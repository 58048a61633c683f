//! The words of a language by which two sentences are seen to tell the same, or not. Nothing here compares sentences.

use crate::list::WordSet;

use serde::Deserialize;

/// A language's `retelling.toml`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// Words that say nothing of their own.
    small: WordSet,
    /// What a word may end in and still be the same word.
    endings: Vec<String>,
    /// Words that make it another happening.
    contrast: WordSet,
    /// Words of what comes back from year to year.
    recurring: WordSet,
    /// The last bytes of all endings, as bits.
    #[serde(skip)]
    lasts: [u64; 4],
}

/// A stem is no shorter than this, in bytes.
const SHORTEST: usize = 3;

impl Words {
    /// Reads the file.
    ///
    /// # Errors
    /// If it is not of this shape.
    pub fn parse(toml: &str) -> Result<Self, toml::de::Error> {
        let mut words: Words = toml::from_str(toml)?;
        words
            .endings
            .sort_by_key(|ending| std::cmp::Reverse(ending.len()));
        for last in words.endings.iter().filter_map(|end| end.bytes().last()) {
            words.lasts[usize::from(last) / 64] |= 1 << (last % 64);
        }
        Ok(words)
    }

    /// Whether the word (in lower case) says nothing of its own.
    pub fn is_small(&self, word: &str) -> bool {
        self.small.contains(word)
    }

    /// Whether the word makes it another happening where only one side has it.
    pub fn is_contrast(&self, word: &str) -> bool {
        self.contrast.contains(word)
    }

    /// Whether the word belongs to what comes back from year to year.
    pub fn is_recurring(&self, word: &str) -> bool {
        self.recurring.contains(word)
    }

    /// The word without its ending, so that "signed" and "signing" are one.
    pub fn stem<'a>(&self, word: &'a str) -> &'a str {
        let last = word.as_bytes().last().copied().unwrap_or_default();
        if self.lasts[usize::from(last) / 64] >> (last % 64) & 1 == 0 {
            return word;
        }
        let stems = self
            .endings
            .iter()
            .filter_map(|end| word.strip_suffix(&**end));
        let mut fitting = stems.filter(|stem| stem.len() >= SHORTEST);
        fitting.next().unwrap_or(word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endings_are_taken_off() {
        let words =
            Words::parse(include_str!("../locale/en/retelling.toml")).expect("it is well formed");
        for (one, other) in [("signed", "signing"), ("moved", "move"), ("votes", "vote")] {
            assert_eq!(words.stem(one), words.stem(other));
        }
        assert_ne!(words.stem("signed"), words.stem("sealed"));
        assert_eq!(words.stem("red"), "red");
        assert!(words.is_small("the") && !words.is_small("treaty"));
    }
}
