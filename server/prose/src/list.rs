//! Lists of words that are asked for every word of every text: nearly all are turned away by a bit, before anything is hashed
//! or compared. Nothing here knows what a word is for.

use std::borrow::Borrow;
use std::hash::Hash;

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

/// A set of words.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(from = "Vec<String>")]
pub struct WordSet {
    filter: Filter,
    words: FxHashSet<String>,
}

/// Words and what each of them stands for.
#[derive(Clone, Debug)]
pub struct WordMap<V> {
    filter: Filter,
    words: FxHashMap<String, V>,
}

/// For each length, first, middle and last letter that occurs: a bit somewhere.
#[derive(Clone, Debug, Default)]
struct Filter {
    /// A power of two of them, or none.
    bits: Vec<u64>,
    shift: u32,
}

/// So many bits a word, at least.
const BITS: usize = 24;

impl Filter {
    fn new<'a>(words: impl Iterator<Item = &'a str> + Clone) -> Self {
        let size = (words.clone().count() * BITS).next_power_of_two().max(64);
        let mut filter = Self {
            bits: vec![0; size / 64],
            shift: 64 - size.trailing_zeros(),
        };
        for word in words {
            let at = filter.place(word.as_bytes());
            filter.bits[at / 64] |= 1 << (at % 64);
        }
        filter
    }

    fn place(&self, word: &[u8]) -> usize {
        let at = |at: usize| u64::from(word.get(at).copied().unwrap_or_default());
        let last = word.len().wrapping_sub(1);
        let print = at(0) | at(word.len() / 2) << 8 | at(last) << 16 | (word.len() as u64) << 24;
        (print.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> self.shift) as usize
    }

    fn admits(&self, word: &str) -> bool {
        let at = self.place(word.as_bytes());
        self.bits
            .get(at / 64)
            .is_some_and(|bits| bits >> (at % 64) & 1 == 1)
    }
}

impl WordSet {
    /// Whether the word is one of them.
    pub fn contains<Q: AsRef<str> + ?Sized>(&self, word: &Q) -> bool {
        let word = word.as_ref();
        self.filter.admits(word) && self.words.contains(word)
    }

    /// All of them, in no order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.words.iter().map(String::as_str)
    }
}

impl From<Vec<String>> for WordSet {
    fn from(words: Vec<String>) -> Self {
        words.into_iter().collect()
    }
}

impl FromIterator<String> for WordSet {
    fn from_iter<I: IntoIterator<Item = String>>(words: I) -> Self {
        let words: FxHashSet<String> = words.into_iter().collect();
        Self {
            filter: Filter::new(words.iter().map(String::as_str)),
            words,
        }
    }
}

impl<V> WordMap<V> {
    /// What the word stands for.
    pub fn get<Q: AsRef<str> + ?Sized>(&self, word: &Q) -> Option<&V> {
        let word = word.as_ref();
        match self.filter.admits(word) {
            true => self.words.get(word),
            false => None,
        }
    }

    /// Whether the word is one of them.
    pub fn contains_key<Q: AsRef<str> + ?Sized>(&self, word: &Q) -> bool {
        self.get(word).is_some()
    }
}

impl<V> Default for WordMap<V> {
    fn default() -> Self {
        Self {
            filter: Filter::default(),
            words: FxHashMap::default(),
        }
    }
}

impl<K: Into<String> + Borrow<str> + Hash + Eq, V> FromIterator<(K, V)> for WordMap<V> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(words: I) -> Self {
        let words = words.into_iter().map(|(word, value)| (word.into(), value));
        let words: FxHashMap<String, V> = words.collect();
        Self {
            filter: Filter::new(words.keys().map(String::as_str)),
            words,
        }
    }
}

/// `word` in lower case, on the stack where it is short and plain.
pub fn with_lower<T>(word: &str, then: impl FnOnce(&str) -> T) -> T {
    let mut letters = [0; 48];
    match letters.get_mut(..word.len()).filter(|_| word.is_ascii()) {
        Some(letters) => {
            letters.copy_from_slice(word.as_bytes());
            letters.make_ascii_lowercase();
            then(std::str::from_utf8(letters).unwrap_or_default())
        }
        None => then(&word.to_lowercase()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_list_has_its_words_and_no_others(words in proptest::collection::vec("[a-cé文]{0,5}", 0..40), asked in "[a-cé文]{0,5}") {
            let set: WordSet = words.iter().cloned().collect();
            let map: WordMap<usize> = words.iter().map(|word| (word.clone(), word.len())).collect();
            for word in &words {
                prop_assert!(set.contains(word));
                prop_assert_eq!(map.get(word), Some(&word.len()));
            }
            prop_assert_eq!(set.contains(&asked), words.contains(&asked));
            prop_assert_eq!(map.contains_key(&asked), words.contains(&asked));
        }

        #[test]
        fn lower_case_is_the_same_wherever_it_is_made(word in "\\PC{0,60}") {
            prop_assert_eq!(with_lower(&word, str::to_owned), word.to_lowercase());
        }
    }

    #[test]
    fn an_empty_list_has_nothing() {
        assert!(!WordSet::default().contains("") && !WordSet::from(Vec::new()).contains("a"));
        assert!(WordMap::<u8>::default().get("a").is_none());
    }
}
