//! A seeded writer of policy-like nonsense: invented words by Zipf's law between real function words.
#![allow(dead_code, reason = "the tests and the benchmark use different parts")]

/// A small generator of random numbers (splitmix64): the same numbers from the same seed, everywhere.
pub struct Random(pub u64);

impl Random {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound.max(1) as u64) as usize
    }

    pub fn range(&mut self, low: usize, high: usize) -> usize {
        low + self.below(high - low)
    }

    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }
}

const FUNCTION: &[&str] = &[
    "the", "of", "and", "in", "to", "a", "for", "on", "with", "by", "that", "is", "as", "be",
    "shall", "its", "their", "at", "from", "which", "this", "or", "an", "are", "will", "not",
    "has", "all", "between", "under", "any", "it", "may", "such",
];
const SYLLABLES: &[&str] = &[
    "ba", "cor", "den", "fi", "gra", "hol", "im", "ju", "ka", "lo", "mer", "nu", "or", "pel",
    "qua", "ri", "sta", "tem", "ul", "ver", "wo", "yan", "zed", "tri", "mon", "sel", "cal", "pro",
    "dis", "ten", "ar", "bel", "cy", "dro", "eth",
];

/// Writes sentences, paragraphs and documents.
pub struct Writer {
    pub random: Random,
    vocabulary: Vec<String>,
    phrases: Vec<String>,
}

impl Writer {
    pub fn new(seed: u64) -> Writer {
        let mut random = Random(seed);
        let vocabulary: Vec<String> = (0..30_000).map(|_| invented(&mut random)).collect();
        let mut writer = Writer {
            random,
            vocabulary,
            phrases: Vec::new(),
        };
        // Formulas that stand in many places.
        writer.phrases = (0..200).map(|_| writer.words(5)).collect();
        writer
    }

    /// One word: function words nearly half the time, invented ones by Zipf's law.
    pub fn word(&mut self) -> &str {
        if self.random.chance(45) {
            let rank = self.random.below(FUNCTION.len()) * self.random.below(FUNCTION.len())
                / FUNCTION.len();
            return FUNCTION[rank];
        }
        let uniform = (self.random.next() >> 11) as f64 / (1_u64 << 53) as f64;
        let rank = ((self.vocabulary.len() as f64).powf(uniform) - 1.0) as usize;
        &self.vocabulary[rank.min(self.vocabulary.len() - 1)]
    }

    pub fn words(&mut self, count: usize) -> String {
        let mut out = String::new();
        for at in 0..count {
            if at > 0 {
                out.push(' ');
            }
            let word = self.word().to_owned();
            out.push_str(&word);
        }
        out
    }

    pub fn sentence(&mut self) -> String {
        let count = self.random.range(6, 32);
        let mut out = String::new();
        for at in 0..count {
            let word = if self.random.chance(2) {
                self.random.pick(&self.phrases).clone()
            } else {
                self.word().to_owned()
            };
            if at == 0 || self.random.chance(4) {
                out.extend(word.chars().next().map(|c| c.to_ascii_uppercase()));
                out.push_str(&word[1..]);
            } else {
                out.push_str(&word);
            }
            if at + 1 < count {
                out.push_str(match self.random.below(40) {
                    0..=2 => ", ",
                    3 => "; ",
                    4 => " – ",
                    _ => " ",
                });
            }
        }
        out.push('.');
        out
    }

    /// Paragraphs of about `bytes` bytes.
    pub fn document(&mut self, bytes: usize) -> String {
        let mut out = String::with_capacity(bytes + 400);
        while out.len() < bytes {
            for _ in 0..self.random.range(2, 8) {
                out.push_str(&self.sentence());
                out.push(' ');
            }
            out.pop();
            out.push_str("\n\n");
        }
        out
    }
}

fn invented(random: &mut Random) -> String {
    let count = random.range(2, 5);
    (0..count).map(|_| *random.pick(SYLLABLES)).collect()
}
