//! What words of a source are to the tokens of a piece: the same, nearly the same, half of a compound. Found out once for
//! each word of a shelf that is met, for all tokens together, a bit each; most words stand in many places.

use super::word::near;
use crate::lexicon::Lexicon;
use crate::query::{Bracket, Token};

/// What a word is to a token.
#[derive(Clone, Copy)]
pub(crate) enum Tie {
    /// The word itself.
    Same,
    Spelling,
    /// A word that the draft changed openly, in brackets.
    Bracketed,
    Near,
    /// It is made of this token and the next.
    Joined,
    /// The first half of the token's word, or the second.
    Head,
    Tail,
    /// Any of the first three, which cost little.
    Like,
    /// Any of these.
    Any,
}

const TIES: usize = 9;
/// Lengths that are told apart, in letters or bytes.
const LENGTHS: usize = 32;
/// Classes of letters.
const LETTERS: usize = 32;
/// Letters that a near word may lack.
const LACKING: usize = 2;

/// The words of one shelf against the tokens of one piece.
pub(crate) struct Kin {
    /// Tokens in words of 64 bits.
    blocks: usize,
    /// Open addressing: a word's number, and its row of `ties`.
    slots: Vec<(u32, u32)>,
    /// By row, tie and block: a bit for each token.
    ties: Vec<u64>,
    /// The tokens' own numbers.
    ids: Vec<u32>,
    /// By class of letters and block: tokens that have such a letter, begin or end with it.
    having: Vec<u64>,
    starting: Vec<u64>,
    ending: Vec<u64>,
    /// By length in letters: tokens; by length in bytes: tokens that come to it with the next.
    long: Vec<u64>,
    paired: Vec<u64>,
    /// Tokens that change nothing of the meaning, have another spelling, are changed in brackets.
    plain: Vec<u64>,
    varying: Vec<u64>,
    part: Vec<u64>,
}

const FREE: u32 = u32::MAX;

impl Kin {
    pub(crate) fn new(tokens: &[Token], ids: &[u32], lexicon: &Lexicon) -> Kin {
        let blocks = tokens.len().div_ceil(64).max(1);
        let table = |rows: usize| vec![0; rows * blocks];
        let mut kin = Kin {
            blocks,
            slots: vec![(0, FREE); 256],
            ties: Vec::new(),
            ids: ids.to_vec(),
            having: table(LETTERS),
            starting: table(LETTERS),
            ending: table(LETTERS),
            long: table(LENGTHS),
            paired: table(LENGTHS),
            plain: table(1),
            varying: table(1),
            part: table(1),
        };
        let mut before: Option<usize> = None;
        for (at, token) in tokens.iter().enumerate() {
            let (block, bit) = (at / 64, 1 << (at % 64));
            let Some(term) = token.term() else {
                before = None;
                continue;
            };
            let word = &*term.word;
            for letter in word.chars() {
                kin.having[class(letter) * blocks + block] |= bit;
            }
            let bytes = word.as_bytes();
            if let (Some(first), Some(last)) = (bytes.first(), bytes.last()) {
                kin.starting[byte_class(*first) * blocks + block] |= bit;
                kin.ending[byte_class(*last) * blocks + block] |= bit;
            }
            kin.long[length(word.chars().count()) * blocks + block] |= bit;
            if let Some(before) = before {
                let (at, bytes) = (at - 1, length(before + bytes.len()));
                kin.paired[bytes * blocks + at / 64] |= 1 << (at % 64);
            }
            before = Some(bytes.len());
            let note = |set: &mut Vec<u64>, holds: bool| set[block] |= bit * u64::from(holds);
            note(&mut kin.plain, lexicon.meaning(word).is_none());
            note(&mut kin.varying, lexicon.has_variant(word));
            note(&mut kin.part, term.bracket == Bracket::Part);
        }
        kin
    }

    /// The row of word `id`, whose letters `word` gives.
    pub(crate) fn row<'w>(
        &mut self,
        id: u32,
        word: impl FnOnce() -> &'w str,
        tokens: &[Token],
        lexicon: &Lexicon,
    ) -> u32 {
        let mut slot = self.slot(id);
        if self.slots[slot].1 == FREE {
            let rows = self.ties.len() / (TIES * self.blocks);
            if 2 * rows >= self.slots.len() {
                self.grow();
                slot = self.slot(id);
            }
            self.slots[slot] = (id, self.ties.len() as u32);
            self.meet(id, word(), tokens, lexicon);
        }
        self.slots[slot].1
    }

    /// The tokens of block `block` that a row's word has a tie to.
    #[inline]
    pub(crate) fn tied(&self, row: u32, tie: Tie, block: usize) -> u64 {
        self.ties[row as usize + tie as usize * self.blocks + block]
    }

    /// Whether a row's word has a tie to a token.
    #[inline]
    pub(crate) fn is(&self, row: u32, tie: Tie, token: usize) -> bool {
        (self.tied(row, tie, token / 64) >> (token % 64)) & 1 != 0
    }

    fn slot(&self, id: u32) -> usize {
        let mask = self.slots.len() - 1;
        let mut slot = (id.wrapping_mul(0x9e37_79b9) as usize >> 8) & mask;
        while self.slots[slot].1 != FREE && self.slots[slot].0 != id {
            slot = (slot + 1) & mask;
        }
        slot
    }

    fn grow(&mut self) {
        let larger = vec![(0, FREE); 2 * self.slots.len()];
        for (id, row) in std::mem::replace(&mut self.slots, larger) {
            if row != FREE {
                let slot = self.slot(id);
                self.slots[slot] = (id, row);
            }
        }
    }

    /// Finds out what a word is to each token.
    fn meet(&mut self, id: u32, word: &str, tokens: &[Token], lexicon: &Lexicon) {
        let row = self.ties.len();
        self.ties.resize(row + TIES * self.blocks, 0);
        let letters = Letters::of(word);
        let spelling = lexicon.spelling(word);
        for block in 0..self.blocks {
            let mut found = [0_u64; TIES];
            let ids = self.ids.iter().skip(64 * block).take(64);
            found[Tie::Same as usize] = ids
                .enumerate()
                .fold(0, |same, (at, other)| same | u64::from(*other == id) << at);
            let same = found[Tie::Same as usize];
            let term = |at: usize| tokens[64 * block + at].term();
            let mut keep = |tie: Tie, from: u64, fits: &dyn Fn(&str, usize) -> bool| {
                let of = |at: &usize| term(*at).is_some_and(|term| fits(&term.word, *at));
                found[tie as usize] |= bits(from).filter(of).fold(0, |set, at| set | 1 << at);
            };
            keep(Tie::Bracketed, self.part[block] & !same, &|token, _| {
                let stem = token.bytes().zip(word.bytes());
                stem.take_while(|(a, b)| a == b).count() >= 2
            });
            if spelling.is_some() {
                keep(Tie::Spelling, self.varying[block] & !same, &|token, _| {
                    lexicon.spelling(token) == spelling
                });
            }
            let maybe = self.maybe_near(&letters, block) & self.plain[block] & !same;
            if maybe != 0 && lexicon.meaning(word).is_none() {
                keep(Tie::Near, maybe, &|token, _| {
                    near(token, word) && !lexicon.opposed(token, word)
                });
            }
            keep(
                Tie::Joined,
                self.paired[length(word.len()) * self.blocks + block],
                &|token, at| {
                    let next = tokens.get(64 * block + at + 1).and_then(Token::term);
                    next.is_some_and(|next| is_made_of(word, [token, &next.word]))
                },
            );
            let (Some(first), Some(last)) = (word.bytes().next(), word.bytes().last()) else {
                continue;
            };
            keep(
                Tie::Head,
                self.starting[byte_class(first) * self.blocks + block],
                &|token, _| token.len() > word.len() && token.starts_with(word),
            );
            keep(
                Tie::Tail,
                self.ending[byte_class(last) * self.blocks + block],
                &|token, _| token.len() > word.len() && token.ends_with(word),
            );
            let like = same | found[Tie::Spelling as usize] | found[Tie::Bracketed as usize];
            found[Tie::Like as usize] = like;
            found[Tie::Near as usize] &= !like;
            found[Tie::Any as usize] = found.iter().fold(0, |any, tie| any | tie);
            for (tie, set) in found.into_iter().enumerate() {
                self.ties[row + tie * self.blocks + block] = set;
            }
        }
    }

    /// Tokens that have all letters of a word but two at most, and are of about its length.
    fn maybe_near(&self, letters: &Letters, block: usize) -> u64 {
        let length = letters.count;
        let lengths = length.saturating_sub(LACKING)..=length + LACKING;
        let alike = lengths.fold(0, |set, other| {
            set | self.long[self::length(other) * self.blocks + block]
        });
        // How many letters each token lacks, counted bit by bit.
        let (mut one, mut two, mut more) = (0_u64, 0_u64, 0_u64);
        for class in bits(u64::from(letters.classes)) {
            let lacking = !self.having[class * self.blocks + block];
            let carry = one & lacking;
            one ^= lacking;
            more |= two & carry;
            two ^= carry;
        }
        alike & !more & !(one & two)
    }
}

/// A word's letters, by class.
struct Letters {
    count: usize,
    classes: u32,
}

impl Letters {
    fn of(word: &str) -> Letters {
        let empty = Letters {
            count: 0,
            classes: 0,
        };
        word.chars().fold(empty, |letters, letter| Letters {
            count: letters.count + 1,
            classes: letters.classes | 1 << class(letter),
        })
    }
}

fn class(letter: char) -> usize {
    letter as usize % LETTERS
}

fn byte_class(byte: u8) -> usize {
    byte as usize % LETTERS
}

/// Lengths beyond the last count as that.
fn length(length: usize) -> usize {
    length.min(LENGTHS - 1)
}

/// The numbers of the bits that are set.
fn bits(mut set: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        (set != 0).then(|| {
            let at = set.trailing_zeros() as usize;
            set &= set - 1;
            at
        })
    })
}

fn is_made_of(whole: &str, [first, second]: [&str; 2]) -> bool {
    whole.len() == first.len() + second.len() && whole.starts_with(first) && whole.ends_with(second)
}
