//! A table of short words, for millions of look-ups a second: a word is three numbers, so that nothing is copied or compared
//! byte by byte. Knows nothing of what words mean.

/// Words of more bytes are none.
pub(super) const LONGEST: usize = 24;

/// A word of at most [`LONGEST`] bytes, ASCII letters small; the last byte of all is its length, if it is free.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Key([u64; 3]);

/// Words with their numbers, of which none is zero.
#[derive(Clone, Debug, Default)]
pub(super) struct Table {
    /// Open addressing with linear probing: two to some power of places, at most half of them taken.
    places: Box<[(Key, u16)]>,
}

impl Table {
    /// A table of these; words that are too long are left out.
    pub fn new<'a>(words: impl ExactSizeIterator<Item = (&'a [u8], u16)>) -> Self {
        let places = (words.len() * 2).next_power_of_two();
        let mut table = Self {
            places: vec![(Key::default(), 0); places].into(),
        };
        for (word, number) in words.filter(|(word, _)| word.len() <= LONGEST) {
            let key = Key::of(word);
            let at = table.place(key);
            table.places[at] = (key, number);
        }
        table
    }

    /// The number of `word`, whose ASCII letters may be capitals; zero if it is not here. It must not be too long.
    pub fn get(&self, word: &[u8]) -> u16 {
        if self.places.is_empty() {
            return 0;
        }
        self.places[self.place(Key::of(word))].1
    }

    /// Where a key is, or the free place where it belongs.
    fn place(&self, key: Key) -> usize {
        let last = self.places.len() - 1;
        let mut at = key.hash() & last;
        while self.places[at].1 != 0 && self.places[at].0 != key {
            at = (at + 1) & last;
        }
        at
    }
}

impl Key {
    fn of(word: &[u8]) -> Self {
        let mut key = Self::default();
        for (number, eight) in key.0.iter_mut().zip(word.chunks(8)) {
            for (at, byte) in eight.iter().enumerate() {
                *number |= u64::from(byte.to_ascii_lowercase()) << (8 * at);
            }
        }
        // A zero behind a word makes it another one.
        if word.len() < LONGEST {
            key.0[2] |= (word.len() as u64) << 56;
        }
        key
    }

    fn hash(self) -> usize {
        const FACTOR: u64 = 0x517c_c1b7_2722_0a95;
        let [a, b, c] = self.0;
        let mixed = (a.wrapping_mul(FACTOR).rotate_left(5) ^ b).wrapping_mul(FACTOR);
        let mixed = (mixed.rotate_left(5) ^ c).wrapping_mul(FACTOR);
        (mixed >> 32) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_by_their_numbers() {
        let words: Vec<String> = (1..500).map(|it| format!("word{it}")).collect();
        let numbered = (1..words.len() as u16 + 1).zip(&words);
        let table = Table::new(numbered.map(|(number, word)| (word.as_bytes(), number)));
        for (word, number) in words.iter().zip(1..) {
            assert_eq!(table.get(word.as_bytes()), number);
            assert_eq!(table.get(word.to_uppercase().as_bytes()), number);
        }
        for other in [
            "",
            "word",
            "word500",
            "word1word1word1word1",
            "é",
            "word1\0",
        ] {
            assert_eq!(table.get(other.as_bytes()), 0, "{other}");
        }
        assert_eq!(Table::default().get(b"word"), 0);
    }
}
