//! Putting documents on a shelf.

use std::collections::HashMap;

use bytes::Bytes;

use super::layout::{Counts, Layout, STRIDE, Section};
use super::packed::{self, width};
use super::{Mark, NONE, RARE, Shelf, bucket_of, buckets, spread};
use crate::fold;
use crate::segment::{Numbers, Segment};

/// What a document is known by: a hash of all that its words follow from.
pub type Key = [u8; 32];

/// What is gathered before the tables can be written.
#[derive(Default)]
struct Draft {
    /// Key, first word, first byte.
    documents: Vec<(Key, u32, u32)>,
    words: Vec<u32>,
    marks: Vec<Mark>,
    /// Byte offset of each first word of a stride.
    strides: Vec<u32>,
}

impl Shelf {
    /// A shelf of `documents`, in their order. The same documents always give the same bytes.
    ///
    /// # Panics
    /// If they come to four thousand million words or bytes.
    pub fn build(documents: &[(Key, &Segment)]) -> Shelf {
        let vocabulary = vocabulary(documents);
        let draft = Draft::new(documents, &vocabulary);
        let bytes = draft.write(&vocabulary);
        Shelf::open(Bytes::from(bytes)).expect("what was just written can be read")
    }
}

/// The words of all documents, each once, in alphabetical order.
fn vocabulary<'a>(documents: &[(Key, &'a Segment)]) -> Vec<&'a str> {
    let mut words = Numbers::default();
    for (_, segment) in documents {
        words.extend(segment.vocabulary().map(|word| (word, 0)));
    }
    let mut words: Vec<&str> = words.into_keys().collect();
    words.sort_unstable();
    words
}

impl Draft {
    fn new(documents: &[(Key, &Segment)], vocabulary: &[&str]) -> Draft {
        let mut draft = Draft::default();
        let total = documents.iter().map(|(_, segment)| segment.len()).sum();
        draft.words.reserve(total);
        draft.marks.reserve(total);
        let numbers: Numbers<'_> = vocabulary.iter().copied().zip(0..).collect();
        // Where the last word of the documents so far ends.
        let mut end: u32 = 0;
        let mut base: u32 = 0;
        for (key, segment) in documents {
            let local: Vec<u32> = segment.vocabulary().map(|word| numbers[word]).collect();
            let long = |number: u32| vocabulary[number as usize].len() as i16;
            let first = u32::try_from(draft.words.len()).expect("words that can be counted");
            draft.documents.push((*key, first, base));
            for (at, word) in segment.words.iter().enumerate() {
                let number = local[*word as usize];
                let start = base.checked_add(segment.starts[at]);
                let start = start.expect("texts under 4 GiB");
                if let Some(before) = draft.marks.last_mut() {
                    before.gap = start - end;
                }
                if draft.words.len().is_multiple_of(STRIDE) {
                    draft.strides.push(start);
                }
                let length = segment.lengths[at];
                end = start + u32::from(length);
                draft.words.push(number);
                draft.marks.push(Mark {
                    shape: segment.shapes[at],
                    longer: i16::from(length) - long(number),
                    gap: 0,
                });
            }
            base = base.max(end);
        }
        draft
    }

    fn write(&self, vocabulary: &[&str]) -> Vec<u8> {
        let common = self.common();
        let codes: HashMap<Mark, u8> = common.iter().copied().zip(0..).collect();
        let code = |mark: &Mark| codes.get(mark).copied().unwrap_or(RARE);
        let codes: Vec<u8> = self.marks.iter().map(code).collect();
        let rare = codes.iter().filter(|code| **code == RARE).count();
        let (bases, starts, postings) = self.postings(vocabulary.len());
        let layout = Layout::new(Counts {
            documents: self.documents.len(),
            words: self.words.len(),
            vocabulary: vocabulary.len(),
            letters: vocabulary.iter().map(|word| word.len()).sum(),
            buckets: starts.len() - 1,
            rare,
        });
        let counts = layout.counts;
        let mut out = layout.begin();
        let at = |out: &mut Vec<u8>, section: Section| {
            out.resize(out.len().next_multiple_of(8), 0);
            debug_assert_eq!(out.len(), layout.start(section), "{section:?}");
        };
        at(&mut out, Section::Documents);
        for (key, first, base) in &self.documents {
            out.extend_from_slice(key);
            out.extend_from_slice(&first.to_le_bytes());
            out.extend_from_slice(&base.to_le_bytes());
        }
        at(&mut out, Section::Letters);
        vocabulary
            .iter()
            .for_each(|word| out.extend_from_slice(word.as_bytes()));
        at(&mut out, Section::Ends);
        let ends = vocabulary.iter().scan(0, |end, word| {
            *end += word.len() as u32;
            Some(*end)
        });
        packed::write(
            &mut out,
            width(counts.letters),
            std::iter::once(0).chain(ends),
        );
        let mut hashes: Vec<(u32, u32)> = (0..)
            .zip(vocabulary)
            .map(|(number, word)| (fold::id(word), number))
            .collect();
        hashes.sort_unstable();
        at(&mut out, Section::Hashes);
        hashes
            .iter()
            .for_each(|(hash, _)| out.extend_from_slice(&hash.to_le_bytes()));
        at(&mut out, Section::Owners);
        let owners = hashes.iter().map(|(_, owner)| *owner);
        packed::write(&mut out, width(counts.vocabulary), owners);
        at(&mut out, Section::Words);
        packed::write(
            &mut out,
            width(counts.vocabulary),
            self.words.iter().copied(),
        );
        at(&mut out, Section::Codes);
        out.extend_from_slice(&codes);
        at(&mut out, Section::Marks);
        for code in 0..256 {
            let mark = common.get(code).copied().unwrap_or_default();
            out.extend_from_slice(&mark.bytes());
        }
        at(&mut out, Section::Rare);
        let marks = self.marks.iter().zip(&codes);
        for (mark, _) in marks.filter(|(_, code)| **code == RARE) {
            out.extend_from_slice(&mark.bytes());
        }
        at(&mut out, Section::Strides);
        let mut before: u32 = 0;
        for (start, codes) in self.strides.iter().zip(codes.chunks(STRIDE)) {
            out.extend_from_slice(&start.to_le_bytes());
            out.extend_from_slice(&before.to_le_bytes());
            before += codes.iter().filter(|code| **code == RARE).count() as u32;
        }
        at(&mut out, Section::Bases);
        packed::write(&mut out, width(counts.buckets), bases.iter().copied());
        at(&mut out, Section::Buckets);
        packed::write(&mut out, width(counts.words), starts.iter().copied());
        at(&mut out, Section::Postings);
        packed::write(&mut out, width(counts.words), postings.iter().copied());
        out.resize(out.len().next_multiple_of(8), 0);
        layout.seal(&mut out);
        out
    }

    /// The 255 marks that stand most often.
    fn common(&self) -> Vec<Mark> {
        let mut counts: HashMap<Mark, usize> = HashMap::new();
        for mark in &self.marks {
            *counts.entry(*mark).or_default() += 1;
        }
        let mut marks: Vec<(Mark, usize)> = counts.into_iter().collect();
        marks.sort_unstable_by_key(|(mark, count)| {
            (std::cmp::Reverse(*count), mark.shape, mark.longer, mark.gap)
        });
        marks.truncate(RARE as usize);
        marks.into_iter().map(|(mark, _)| mark).collect()
    }

    /// First bucket of each word, start of each bucket, and the postings.
    fn postings(&self, vocabulary: usize) -> (Vec<u32>, Vec<u32>, Vec<u32>) {
        // Where each word's postings begin.
        let mut firsts = vec![0_u32; vocabulary + 1];
        for word in &self.words {
            firsts[*word as usize + 1] += 1;
        }
        let mut bases = Vec::with_capacity(vocabulary + 1);
        let mut count = 0;
        for at in 0..=vocabulary {
            bases.push(count);
            if at < vocabulary {
                count += buckets(firsts[at + 1] as usize) as u32;
                firsts[at + 1] += firsts[at];
            }
        }
        let mut postings = vec![0_u32; self.words.len()];
        let mut slots = firsts.clone();
        for (at, word) in (0..).zip(&self.words) {
            let slot = &mut slots[*word as usize];
            postings[*slot as usize] = at;
            *slot += 1;
        }
        let next = |at: u32, after: usize| {
            let next = self.words.get(at as usize + after);
            next.copied().unwrap_or(NONE)
        };
        let mut starts = Vec::with_capacity(count as usize + 1);
        let mut keys: Vec<(u64, u32)> = Vec::new();
        for word in 0..vocabulary {
            let (first, last) = (firsts[word], firsts[word + 1]);
            let places = &mut postings[first as usize..last as usize];
            keys.clear();
            keys.extend(places.iter().map(|&at| {
                let key = u64::from(spread(next(at, 1))) << 32 | u64::from(next(at, 2));
                (key, at)
            }));
            keys.sort_unstable();
            let base = starts.len();
            let count = buckets(places.len());
            for ((slot, place), (key, at)) in (first..).zip(places).zip(&keys) {
                *place = *at;
                let here = base + bucket_of((key >> 32) as u32, count);
                while starts.len() <= here {
                    starts.push(slot);
                }
            }
            starts.resize(base + count, last);
        }
        starts.push(self.words.len() as u32);
        (bases, starts, postings)
    }
}
