//! Putting documents on a shelf. A shelf of much text holds little more than its bytes while it is built: documents are let
//! go of one by one, and of how words were printed only the codes are kept.

use std::borrow::Borrow;
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
    /// The marks that have codes.
    common: Vec<Mark>,
    /// How each word was printed, and the marks of those that are rare.
    codes: Vec<u8>,
    rare: Vec<Mark>,
    /// Byte offset of each first word of a stride.
    strides: Vec<u32>,
}

/// The words of all documents, each once, in alphabetical order.
struct Vocabulary {
    letters: String,
    /// Where each ends.
    ends: Vec<u32>,
}

/// Goes through documents one after another.
#[derive(Default)]
struct Walk {
    /// Where the document begins, and where the last word so far ends.
    base: u32,
    end: u32,
    /// The mark of that word: the room behind it is not known yet.
    last: Option<Mark>,
}

impl Shelf {
    /// A shelf of `documents`, in their order. The same documents always give the same bytes.
    ///
    /// # Panics
    /// If they come to four thousand million words or bytes.
    pub fn build<S: Borrow<Segment>>(documents: Vec<(Key, S)>) -> Shelf {
        let vocabulary = Vocabulary::of(&documents);
        let common = common(&documents);
        let draft = Draft::new(documents, &vocabulary, common);
        let bytes = draft.write(&vocabulary);
        Shelf::open(Bytes::from(bytes)).expect("what was just written can be read")
    }
}

impl Vocabulary {
    fn of<S: Borrow<Segment>>(documents: &[(Key, S)]) -> Vocabulary {
        let mut words = Numbers::default();
        for (_, segment) in documents {
            words.extend(segment.borrow().vocabulary().map(|word| (word, 0)));
        }
        let mut words: Vec<&str> = words.into_keys().collect();
        words.sort_unstable();
        let ends = words.iter().scan(0, |end, word| {
            *end += word.len() as u32;
            Some(*end)
        });
        Vocabulary {
            ends: ends.collect(),
            letters: words.concat(),
        }
    }

    fn len(&self) -> usize {
        self.ends.len()
    }

    fn words(&self) -> impl Iterator<Item = &str> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts
            .zip(&self.ends)
            .map(|(start, end)| &self.letters[start as usize..*end as usize])
    }
}

impl Walk {
    /// Gives `word` each word of a document: its number in the document's vocabulary, where it begins, and the mark of the
    /// word before it.
    fn through(&mut self, segment: &Segment, mut word: impl FnMut(u32, u32, Option<Mark>)) {
        let folded: Vec<i16> = segment.vocabulary().map(|word| word.len() as i16).collect();
        for (at, number) in segment.words.iter().enumerate() {
            let start = self.base.checked_add(segment.starts[at]);
            let start = start.expect("texts under 4 GiB");
            let length = segment.lengths[at];
            let mark = Mark {
                shape: segment.shapes[at],
                longer: i16::from(length) - folded[*number as usize],
                gap: 0,
            };
            let gap = start - self.end;
            let before = self.last.replace(mark).map(|mark| Mark { gap, ..mark });
            self.end = start + u32::from(length);
            word(*number, start, before);
        }
        self.base = self.base.max(self.end);
    }
}

/// The 255 marks that stand most often.
fn common<S: Borrow<Segment>>(documents: &[(Key, S)]) -> Vec<Mark> {
    let mut counts: HashMap<Mark, usize> = HashMap::new();
    let mut walk = Walk::default();
    for (_, segment) in documents {
        walk.through(segment.borrow(), |_, _, before| {
            if let Some(mark) = before {
                *counts.entry(mark).or_default() += 1;
            }
        });
    }
    if let Some(mark) = walk.last {
        *counts.entry(mark).or_default() += 1;
    }
    let mut marks: Vec<(Mark, usize)> = counts.into_iter().collect();
    marks.sort_unstable_by_key(|(mark, count)| {
        (std::cmp::Reverse(*count), mark.shape, mark.longer, mark.gap)
    });
    marks.truncate(RARE as usize);
    marks.into_iter().map(|(mark, _)| mark).collect()
}

impl Draft {
    fn new<S: Borrow<Segment>>(
        documents: Vec<(Key, S)>,
        vocabulary: &Vocabulary,
        common: Vec<Mark>,
    ) -> Draft {
        let mut draft = Draft::default();
        let total = documents.iter().map(|(_, it)| it.borrow().len()).sum();
        draft.words.reserve_exact(total);
        draft.codes.reserve_exact(total);
        let known: HashMap<Mark, u8> = common.iter().copied().zip(0..).collect();
        let mut code = |codes: &mut Vec<u8>, mark: Mark| {
            let code = known.get(&mark).copied().unwrap_or(RARE);
            codes.push(code);
            if code == RARE {
                draft.rare.push(mark);
            }
        };
        let numbers: Numbers<'_> = vocabulary.words().zip(0..).collect();
        let mut walk = Walk::default();
        for (key, segment) in documents {
            let segment = segment.borrow();
            let local: Vec<u32> = segment.vocabulary().map(|word| numbers[word]).collect();
            let first = u32::try_from(draft.words.len()).expect("words that can be counted");
            draft.documents.push((key, first, walk.base));
            walk.through(segment, |number, start, before| {
                if let Some(mark) = before {
                    code(&mut draft.codes, mark);
                }
                if draft.words.len().is_multiple_of(STRIDE) {
                    draft.strides.push(start);
                }
                draft.words.push(local[number as usize]);
            });
        }
        if let Some(mark) = walk.last {
            code(&mut draft.codes, mark);
        }
        draft.common = common;
        draft
    }

    fn write(&self, vocabulary: &Vocabulary) -> Vec<u8> {
        let (bases, starts, postings) = self.postings(vocabulary.len());
        let layout = Layout::new(Counts {
            documents: self.documents.len(),
            words: self.words.len(),
            vocabulary: vocabulary.len(),
            letters: vocabulary.letters.len(),
            buckets: starts.len() - 1,
            rare: self.rare.len(),
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
        out.extend_from_slice(vocabulary.letters.as_bytes());
        at(&mut out, Section::Ends);
        let ends = std::iter::once(0).chain(vocabulary.ends.iter().copied());
        packed::write(&mut out, width(counts.letters), ends);
        let mut hashes: Vec<(u32, u32)> = (0..)
            .zip(vocabulary.words())
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
        out.extend_from_slice(&self.codes);
        at(&mut out, Section::Marks);
        for code in 0..256 {
            let mark = self.common.get(code).copied().unwrap_or_default();
            out.extend_from_slice(&mark.bytes());
        }
        at(&mut out, Section::Rare);
        for mark in &self.rare {
            out.extend_from_slice(&mark.bytes());
        }
        at(&mut out, Section::Strides);
        let mut before: u32 = 0;
        for (start, codes) in self.strides.iter().zip(self.codes.chunks(STRIDE)) {
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
