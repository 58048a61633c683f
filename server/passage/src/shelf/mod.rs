//! A shelf: the words of many documents in one immutable row of bytes, with the tables that lead from one, two or three
//! words to their places. Read where it lies, in memory or in a mapped file: opening it parses nothing.
//!
//! The **postings** are the numbers of all words of all documents, ordered by the word, then by the word after it, then
//! by the one after that. So one table serves grams of all three lengths. A word's postings are cut into **buckets** by a
//! hash of the next word, four postings to a bucket on average; a look-up reads two numbers and has the places, within
//! a few; only a frequent gram is searched for inside its bucket.

mod build;
pub(crate) mod layout;
mod packed;

use std::cmp::Ordering;
use std::ops::Range;

use bytes::Bytes;

use crate::fold;
use crate::page::Page;
pub use build::Key;
pub use layout::ShelfError;
use layout::{DOCUMENT, Layout, MARK, STRIDE, Section};
use packed::{Packed, width};

/// The words of many documents. Clones share the bytes.
#[derive(Clone, Debug)]
pub struct Shelf {
    bytes: Bytes,
    layout: Layout,
    ends: Packed,
    owners: Packed,
    words: Packed,
    bases: Packed,
    buckets: Packed,
    postings: Packed,
    /// First word of each document, and the end of the last.
    firsts: Vec<u32>,
}

/// How a word was printed.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub(crate) struct Mark {
    pub shape: u16,
    /// Length in the source, less the folded length.
    pub longer: i16,
    /// Bytes from its end to the next word of the shelf.
    pub gap: u32,
}

/// No word of a vocabulary.
pub(crate) const NONE: u32 = u32::MAX;
/// The code of a rare mark.
const RARE: u8 = 255;
/// A bucket this long is searched, a shorter one taken whole.
const SEARCHED: usize = 16;

impl Shelf {
    /// The shelf that `bytes` are. Only the header is looked at; see [`Shelf::is_sound`].
    pub fn open(bytes: Bytes) -> Result<Shelf, ShelfError> {
        let layout = Layout::read(&bytes)?;
        let counts = layout.counts;
        let packed = |section, most| Packed {
            start: layout.start(section),
            width: width(most),
        };
        let mut shelf = Shelf {
            ends: packed(Section::Ends, counts.letters),
            owners: packed(Section::Owners, counts.vocabulary),
            words: packed(Section::Words, counts.vocabulary),
            bases: packed(Section::Bases, counts.buckets),
            buckets: packed(Section::Buckets, counts.words),
            postings: packed(Section::Postings, counts.words),
            firsts: Vec::new(),
            bytes,
            layout,
        };
        let entries = (0..counts.documents).filter_map(|at| shelf.document(at));
        let mut firsts: Vec<u32> = entries.map(|entry| number(entry, 32)).collect();
        firsts.push(counts.words as u32);
        if !firsts.is_sorted() {
            return Err(ShelfError::Damaged);
        }
        shelf.firsts = firsts;
        Ok(shelf)
    }

    /// Its bytes, as they are written to a file.
    pub fn bytes(&self) -> &Bytes {
        &self.bytes
    }

    /// How many blocks of bytes have a checksum of their own.
    pub fn blocks(&self) -> usize {
        self.layout.blocks()
    }

    /// Whether one block is as it was written.
    pub fn is_sound(&self, block: usize) -> bool {
        self.layout.is_sound(&self.bytes, block)
    }

    /// How many documents it has.
    pub fn len(&self) -> usize {
        self.layout.counts.documents
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many words all documents have.
    pub fn words(&self) -> usize {
        self.layout.counts.words
    }

    /// The key that a document was put in under.
    pub fn key(&self, document: usize) -> Key {
        let entry = self.document(document);
        entry
            .and_then(|entry| entry.get(..32)?.try_into().ok())
            .unwrap_or_default()
    }

    /// One document.
    pub fn page(&self, document: usize) -> Page<'_> {
        let first = self.first_word(document);
        let len = self.first_word(document + 1).saturating_sub(first);
        let base = self.document(document).map_or(0, |entry| number(entry, 36));
        Page::new(self, first, len, base)
    }

    /// Number of a document's first word; that of all words after the last document.
    pub(crate) fn first_word(&self, document: usize) -> usize {
        self.firsts[document] as usize
    }

    /// The document that word number `word` belongs to.
    pub(crate) fn document_of(&self, word: usize) -> usize {
        let next = self.firsts.partition_point(|first| *first as usize <= word);
        next.saturating_sub(1)
    }

    fn document(&self, document: usize) -> Option<&[u8]> {
        self.entry(Section::Documents, document, self.len(), DOCUMENT)
    }

    fn entry(&self, section: Section, at: usize, count: usize, size: usize) -> Option<&[u8]> {
        let start = self.layout.start(section) + at * size;
        (at < count).then(|| self.bytes.get(start..start + size))?
    }

    /// The number of word `at` in the vocabulary.
    #[inline]
    pub(crate) fn id(&self, at: usize) -> u32 {
        self.words.get(&self.bytes, at)
    }

    /// The number of a word in the vocabulary.
    pub(crate) fn find(&self, word: &str) -> Option<u32> {
        let count = self.layout.counts.vocabulary;
        let wanted = fold::id(word);
        let hash = |at: usize| {
            let entry = self.entry(Section::Hashes, at, count, 4);
            entry.map_or(u32::MAX, |entry| number(entry, 0))
        };
        // Hashes are spread evenly, so that one is not far from where it should be.
        let guess = ((u64::from(wanted) * count as u64) >> 32) as usize;
        let (mut low, mut high, mut step) = (guess, guess, 32);
        while low > 0 && hash(low) >= wanted {
            (high, low) = (low, low.saturating_sub(step));
            step *= 2;
        }
        step = 32;
        while high < count && hash(high) < wanted {
            (low, high) = (high, (high + step).min(count));
            step *= 2;
        }
        let low = partition(low..high, |at| hash(at) < wanted);
        (low..count)
            .take_while(|at| hash(*at) == wanted)
            .map(|at| self.owners.get(&self.bytes, at))
            .find(|id| self.letters(*id) == word)
    }

    /// The letters of a word of the vocabulary.
    pub(crate) fn letters(&self, id: u32) -> &str {
        let end = self.ends.get(&self.bytes, id as usize + 1) as usize;
        let start = self.ends.get(&self.bytes, id as usize) as usize;
        let all = self.layout.start(Section::Letters);
        let letters = self.bytes.get(all + start..all + end.max(start));
        letters
            .and_then(|letters| str::from_utf8(letters).ok())
            .unwrap_or("")
    }

    fn letters_len(&self, id: u32) -> i64 {
        let end = self.ends.get(&self.bytes, id as usize + 1);
        i64::from(end) - i64::from(self.ends.get(&self.bytes, id as usize))
    }

    /// How word `at` was printed.
    pub(crate) fn mark(&self, at: usize) -> Mark {
        let code = self.code(at);
        if code != RARE {
            return self.mark_of(code);
        }
        let stride = at / STRIDE;
        let before = (stride * STRIDE..at)
            .filter(|at| self.code(*at) == RARE)
            .count();
        self.rare(self.stride(stride).1 as usize + before)
    }

    /// Where word `at` stands among the shelf's texts: start and length.
    pub(crate) fn place(&self, at: usize) -> (u32, u32) {
        let first = at / STRIDE * STRIDE;
        let last = self.places(first, at - first + 1).last();
        last.map_or((0, 0), |(start, length, _)| (start, length))
    }

    /// Start, length and mark of `count` words from `first` on.
    pub(crate) fn places(
        &self,
        first: usize,
        count: usize,
    ) -> impl Iterator<Item = (u32, u32, Mark)> {
        let (mut start, mut rare) = self.stride(first / STRIDE);
        let end = (first + count).min(self.words());
        (first / STRIDE * STRIDE..end)
            .map(move |at| {
                let mark = match self.code(at) {
                    RARE => {
                        rare += 1;
                        self.rare(rare as usize - 1)
                    }
                    code => self.mark_of(code),
                };
                let length = self.letters_len(self.id(at)) + i64::from(mark.longer);
                let length = u32::try_from(length).unwrap_or(0);
                let place = (start, length, mark);
                start = start.wrapping_add(length).wrapping_add(mark.gap);
                place
            })
            .skip(first % STRIDE)
    }

    fn code(&self, at: usize) -> u8 {
        let code = self.bytes.get(self.layout.start(Section::Codes) + at);
        code.copied().unwrap_or(0)
    }

    fn stride(&self, stride: usize) -> (u32, u32) {
        let count = self.words().div_ceil(STRIDE);
        let entry = self.entry(Section::Strides, stride, count, 8);
        entry.map_or((0, 0), |entry| (number(entry, 0), number(entry, 4)))
    }

    fn mark_of(&self, code: u8) -> Mark {
        let entry = self.entry(Section::Marks, code as usize, 256, MARK);
        entry.map_or(Mark::default(), Mark::read)
    }

    fn rare(&self, at: usize) -> Mark {
        let entry = self.entry(Section::Rare, at, self.layout.counts.rare, MARK);
        entry.map_or(Mark::default(), Mark::read)
    }

    /// The postings that hold every place of `gram` (one to three words of the vocabulary), and a few others.
    pub(crate) fn postings(&self, gram: &[u32]) -> Range<usize> {
        let range = self.bucket(gram);
        match gram {
            [_] => range,
            _ if range.len() < SEARCHED => range,
            _ => self.search(gram, range),
        }
    }

    /// How often `gram` stands here, or a little less: found more quickly than its postings.
    pub(crate) fn frequency(&self, gram: &[u32]) -> usize {
        let range = self.bucket(gram);
        match gram {
            // Where a bucket is long, it is one frequent gram that makes it so.
            [_, _, _] if range.len() >= SEARCHED => self.search(gram, range).len(),
            _ => range.len(),
        }
    }

    /// How often `gram` stands here at most, from its first two words alone.
    pub(crate) fn bound(&self, gram: &[u32]) -> usize {
        self.bucket(gram).len()
    }

    fn bucket(&self, gram: &[u32]) -> Range<usize> {
        let count = self.layout.counts.vocabulary;
        if gram.iter().any(|id| *id as usize >= count) {
            return 0..0;
        }
        let base = |id: usize| self.bases.get(&self.bytes, id) as usize;
        let (low, high) = (base(gram[0] as usize), base(gram[0] as usize + 1));
        let start = |bucket: usize| self.buckets.get(&self.bytes, bucket) as usize;
        let (first, end) = match gram.get(1) {
            None => (low, high),
            Some(next) => {
                let bucket = low + bucket_of(spread(*next), high.saturating_sub(low));
                (bucket, bucket + 1)
            }
        };
        start(first)..start(end).max(start(first))
    }

    /// The places of `gram` inside its bucket.
    fn search(&self, gram: &[u32], bucket: Range<usize>) -> Range<usize> {
        let (next, third) = (spread(gram[1]), gram.get(2));
        let order = |posting: usize| {
            let at = self.posting(posting);
            let second = spread(self.next(at, 1)).cmp(&next);
            second.then_with(|| third.map_or(Ordering::Equal, |third| self.next(at, 2).cmp(third)))
        };
        let low = partition(bucket.clone(), |posting| order(posting).is_lt());
        // Mostly there are few: the end is looked for in steps that double.
        let (mut known, mut step) = (low, 1);
        while known + step < bucket.end && order(known + step).is_le() {
            known += step;
            step *= 2;
        }
        let end = (known + step).min(bucket.end);
        low..partition(known.min(end)..end, |posting| order(posting).is_le())
    }

    /// The number of the word that a posting leads to.
    pub(crate) fn posting(&self, at: usize) -> usize {
        self.postings.get(&self.bytes, at) as usize
    }

    /// The word so many after word `at`.
    fn next(&self, at: usize, after: usize) -> u32 {
        match at + after < self.words() {
            true => self.id(at + after),
            false => NONE,
        }
    }
}

impl Mark {
    fn read(entry: &[u8]) -> Mark {
        let half = |at: usize| [entry[at], entry[at + 1]];
        Mark {
            shape: u16::from_le_bytes(half(0)),
            longer: i16::from_le_bytes(half(2)),
            gap: number(entry, 4),
        }
    }

    fn bytes(self) -> [u8; MARK] {
        let mut bytes = [0; MARK];
        bytes[..2].copy_from_slice(&self.shape.to_le_bytes());
        bytes[2..4].copy_from_slice(&self.longer.to_le_bytes());
        bytes[4..].copy_from_slice(&self.gap.to_le_bytes());
        bytes
    }
}

fn number(entry: &[u8], at: usize) -> u32 {
    let four = entry.get(at..at + 4).and_then(|four| four.try_into().ok());
    u32::from_le_bytes(four.unwrap_or_default())
}

/// The first of `range` for which `before` does not hold.
fn partition(range: Range<usize>, before: impl Fn(usize) -> bool) -> usize {
    let (mut low, mut high) = (range.start, range.end);
    while low < high {
        let middle = low + (high - low) / 2;
        if before(middle) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
}

/// Into how many buckets a word's postings are cut.
fn buckets(postings: usize) -> usize {
    postings.div_ceil(4)
}

/// Which of `count` buckets the next word belongs to, by its [`spread`] number.
fn bucket_of(spread: u32, count: usize) -> usize {
    ((u64::from(spread) * count as u64) >> 32) as usize
}

/// A number of the vocabulary, spread over all of `u32`; two never meet.
fn spread(id: u32) -> u32 {
    let id = (id ^ (id >> 16)).wrapping_mul(0x7feb_352d);
    (id ^ (id >> 15)).wrapping_mul(0x846c_a68b)
}

#[cfg(test)]
mod tests;
