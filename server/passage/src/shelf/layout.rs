//! The bytes of a shelf: a header that says where each table begins, then the tables, read where they lie.
//!
//! All numbers are little-endian, whatever the machine.
//!
//! ```text
//! 0    magic "PLS-WORD"          8 bytes
//! 8    version                   u32, then 4 bytes of nothing
//! 16   checksum of the header    16 bytes: BLAKE3 of all that follows it up to the first table
//! 32   where the first table begins, the file's length, then the counts of [`Counts`] (u64 each)
//! 96   where each of the tables begins (u64 each)
//! ...  checksum of each block    16 bytes each: BLAKE3 of a MiB of what comes after the header
//! ```

use std::ops::Range;

use thiserror::Error;

use super::packed::{size, width};

const MAGIC: &[u8; 8] = b"PLS-WORD";
/// Raised whenever the meaning of the bytes changes.
pub(crate) const VERSION: u32 = 2;
const SUMMED: usize = 32;
const SECTIONS_AT: usize = 96;
const SUM: usize = 16;
/// How many bytes one checksum covers.
const BLOCK: usize = 1 << 20;
/// Words from one absolute offset to the next.
pub(crate) const STRIDE: usize = 64;
/// Bytes of one document's entry: key, first word, first byte.
pub(crate) const DOCUMENT: usize = 40;
/// Bytes of one mark: shape (u16), source length less folded length (i16), bytes to the next word (u32).
pub(crate) const MARK: usize = 8;

/// Bytes that are no shelf.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Error)]
pub enum ShelfError {
    /// They begin otherwise.
    #[error("not a word index")]
    NotAShelf,
    /// They were written by another version.
    #[error("a word index of version {0}, but this program reads version {VERSION}")]
    Version(u32),
    /// They were cut short or changed.
    #[error("a damaged word index")]
    Damaged,
}

/// How many there are of everything.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub documents: usize,
    pub words: usize,
    pub vocabulary: usize,
    pub letters: usize,
    pub buckets: usize,
    /// Marks that are rare: they stand in a list of their own.
    pub rare: usize,
}

/// The tables, in the order in which they lie.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Section {
    /// [`DOCUMENT`] bytes each.
    Documents,
    /// The folded words of the vocabulary in alphabetical order, one after another.
    Letters,
    /// Where each begins, and the end of the last (packed).
    Ends,
    /// Hashes of the vocabulary, ascending (u32).
    Hashes,
    /// Whose hash each is (packed).
    Owners,
    /// The words: numbers of the vocabulary (packed).
    Words,
    /// How each word was printed: a byte, the number of a mark, or 255 for the next rare one.
    Codes,
    /// The marks that codes name: [`MARK`] bytes each.
    Marks,
    /// The rare marks in order: [`MARK`] bytes each.
    Rare,
    /// Each [`STRIDE`] words: byte offset (u32), rare marks so far (u32).
    Strides,
    /// Number of the first bucket of each vocabulary word, and of all buckets (packed).
    Bases,
    /// Where each bucket begins in the postings, and their end (packed).
    Buckets,
    /// Word numbers by word, next word, next but one (packed).
    Postings,
}

/// How many tables there are.
pub(crate) const SECTIONS: usize = 13;

impl Counts {
    fn fields(self) -> [usize; 6] {
        [
            self.documents,
            self.words,
            self.vocabulary,
            self.letters,
            self.buckets,
            self.rare,
        ]
    }

    /// How many bytes each table takes.
    pub fn sizes(self) -> Option<[usize; SECTIONS]> {
        let times = |count: usize, bytes: usize| count.checked_mul(bytes);
        Some([
            times(self.documents, DOCUMENT)?,
            self.letters,
            size(self.vocabulary.checked_add(1)?, width(self.letters))?,
            times(self.vocabulary, 4)?,
            size(self.vocabulary, width(self.vocabulary))?,
            size(self.words, width(self.vocabulary))?,
            self.words,
            times(256, MARK)?,
            times(self.rare, MARK)?,
            times(self.words.div_ceil(STRIDE), 8)?,
            size(self.vocabulary.checked_add(1)?, width(self.buckets))?,
            size(self.buckets.checked_add(1)?, width(self.words))?,
            size(self.words, width(self.words))?,
        ])
    }
}

/// Where everything lies in one file.
#[derive(Clone, Debug)]
pub(crate) struct Layout {
    pub counts: Counts,
    pub starts: [usize; SECTIONS],
    /// Where the first table begins.
    body: usize,
    length: usize,
}

impl Layout {
    /// The layout of a new file.
    ///
    /// # Panics
    /// If the tables do not fit the address space.
    pub fn new(counts: Counts) -> Layout {
        let sizes = counts.sizes().expect("tables that fit the address space");
        let whole: usize = sizes.iter().map(|size| size.next_multiple_of(8)).sum();
        let body = header(whole.div_ceil(BLOCK));
        let mut at = body;
        let starts = sizes.map(|size| {
            let start = at;
            at += size.next_multiple_of(8);
            start
        });
        let length = at;
        Layout {
            counts,
            starts,
            body,
            length,
        }
    }

    /// An empty header, to be filled in by [`Layout::seal`].
    pub fn begin(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(self.length);
        out.resize(self.body, 0);
        out
    }

    /// Writes the header over the beginning of a file whose tables stand.
    ///
    /// # Panics
    /// If they are not as long as they were said to be.
    pub fn seal(&self, out: &mut [u8]) {
        assert_eq!(out.len(), self.length, "tables of the size foreseen");
        out[..8].copy_from_slice(MAGIC);
        out[8..12].copy_from_slice(&VERSION.to_le_bytes());
        let fields = [self.body, self.length].into_iter();
        let fields = fields.chain(self.counts.fields()).chain(self.starts);
        for (number, field) in fields.enumerate() {
            let at = SUMMED + 8 * number;
            out[at..at + 8].copy_from_slice(&(field as u64).to_le_bytes());
        }
        for block in 0..self.blocks() {
            let sum = checksum(&out[self.block(block)]);
            let at = sum_at(block);
            out[at..at + SUM].copy_from_slice(&sum);
        }
        let sum = checksum(&out[SUMMED..self.body]);
        out[16..SUMMED].copy_from_slice(&sum);
    }

    /// Reads the header. The tables are not looked at.
    pub fn read(bytes: &[u8]) -> Result<Layout, ShelfError> {
        if !bytes.starts_with(MAGIC) {
            return Err(ShelfError::NotAShelf);
        }
        let version = bytes.get(8..12).ok_or(ShelfError::Damaged)?;
        let version = u32::from_le_bytes(version.try_into().expect("four bytes"));
        if version != VERSION {
            return Err(ShelfError::Version(version));
        }
        Layout::sound(bytes).ok_or(ShelfError::Damaged)
    }

    fn sound(bytes: &[u8]) -> Option<Layout> {
        let field = |number: usize| {
            let at = SUMMED + 8 * number;
            let field = bytes.get(at..at + 8)?.try_into().ok()?;
            usize::try_from(u64::from_le_bytes(field)).ok()
        };
        let (body, length) = (field(0)?, field(1)?);
        let sum = checksum(bytes.get(SUMMED..body)?);
        if length != bytes.len() || bytes.get(12..SUMMED)? != [&[0; 4][..], &sum].concat() {
            return None;
        }
        let counts = Counts {
            documents: field(2)?,
            words: field(3)?,
            vocabulary: field(4)?,
            letters: field(5)?,
            buckets: field(6)?,
            rare: field(7)?,
        };
        // All that is known of a layout follows from the counts.
        u32::try_from(counts.words.max(counts.vocabulary).max(counts.letters)).ok()?;
        u32::try_from(counts.buckets.max(counts.rare)).ok()?;
        if counts.sizes()?.iter().any(|size| *size > length) {
            return None;
        }
        let layout = Layout::new(counts);
        let starts = (0..SECTIONS).map(|number| field(8 + number));
        let same = starts.eq(layout.starts.map(Some));
        (same && layout.body == body && layout.length == length).then_some(layout)
    }

    /// Where a table begins.
    pub fn start(&self, section: Section) -> usize {
        self.starts[section as usize]
    }

    /// How many blocks have a checksum.
    pub fn blocks(&self) -> usize {
        (self.length - self.body).div_ceil(BLOCK)
    }

    fn block(&self, number: usize) -> Range<usize> {
        let start = self.body + number * BLOCK;
        start..(start + BLOCK).min(self.length)
    }

    /// Whether one block is as it was written.
    pub fn is_sound(&self, bytes: &[u8], block: usize) -> bool {
        let at = sum_at(block);
        match (bytes.get(self.block(block)), bytes.get(at..at + SUM)) {
            (Some(block), Some(sum)) => checksum(block) == sum,
            _ => false,
        }
    }
}

fn sum_at(block: usize) -> usize {
    SECTIONS_AT + 8 * SECTIONS + block * SUM
}

/// The header's length for so many blocks.
fn header(blocks: usize) -> usize {
    sum_at(blocks).next_multiple_of(64)
}

fn checksum(bytes: &[u8]) -> [u8; SUM] {
    let hash = blake3::hash(bytes);
    hash.as_bytes()[..SUM].try_into().expect("sixteen bytes")
}
