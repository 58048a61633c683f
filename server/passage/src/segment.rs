//! One document's words in plain sorted arrays: ids, offsets, shapes and the vocabulary.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use crate::fold::{self, Shape};
use text::Span;

/// One document, folded. Built once, then only read.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Segment {
    /// Ids of its words, in order.
    pub(crate) words: Vec<u32>,
    /// Byte offset of each word in the document.
    pub(crate) starts: Vec<u32>,
    /// Length of each word in the document, in bytes.
    pub(crate) lengths: Vec<u8>,
    /// How each word was printed, and what followed.
    pub(crate) shapes: Vec<u16>,
    /// The distinct ids, ascending.
    pub(crate) vocabulary: Vec<u32>,
    /// End of each vocabulary word in `letters`.
    pub(crate) ends: Vec<u32>,
    /// The folded words of the vocabulary, one after another.
    pub(crate) letters: String,
}

impl Segment {
    /// Folds `text`. The spans of `skip` (markup, page furniture; in order) give no words.
    ///
    /// # Panics
    /// If the text is 4 GiB or longer.
    pub fn build(text: &str, skip: &[Span]) -> Segment {
        assert!(u32::try_from(text.len()).is_ok(), "a document under 4 GiB");
        let folded = fold::fold(text, skip);
        let mut segment = Segment {
            words: Vec::with_capacity(folded.words.len()),
            starts: folded.words.iter().map(|w| w.source.start as u32).collect(),
            lengths: folded.words.iter().map(|w| w.source.len() as u8).collect(),
            shapes: folded.words.iter().map(|w| w.shape.0).collect(),
            ..Segment::default()
        };
        let mut first: HashMap<u32, Span, BuildHasherDefault<Identity>> = HashMap::default();
        for word in &folded.words {
            let id = fold::id(word.folded.of(&folded.text));
            segment.words.push(id);
            first.entry(id).or_insert(word.folded);
        }
        let mut entries: Vec<(u32, Span)> = first.into_iter().collect();
        entries.sort_unstable_by_key(|entry| entry.0);
        for (id, span) in entries {
            segment.letters.push_str(span.of(&folded.text));
            segment.vocabulary.push(id);
            segment.ends.push(segment.letters.len() as u32);
        }
        segment
    }

    /// How many words it has.
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// Whether it has no words at all: a source that could not be read, say.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Where word number `at` stands in the document.
    pub fn span(&self, at: usize) -> Span {
        let start = self.starts[at] as usize;
        Span::new(start, start + self.lengths[at] as usize)
    }

    /// How word number `at` was printed.
    pub fn shape(&self, at: usize) -> Shape {
        Shape(self.shapes[at])
    }

    /// The folded letters of word number `at`.
    pub fn word(&self, at: usize) -> &str {
        let Ok(entry) = self.vocabulary.binary_search(&self.words[at]) else {
            return "";
        };
        let start = entry
            .checked_sub(1)
            .map_or(0, |before| self.ends[before] as usize);
        &self.letters[start..self.ends[entry] as usize]
    }

    /// Number of the first word that ends after `offset`.
    pub fn word_at(&self, offset: usize) -> usize {
        let at = self
            .starts
            .partition_point(|start| (*start as usize) <= offset);
        match at.checked_sub(1) {
            Some(before) if self.span(before).end > offset => before,
            _ => at,
        }
    }
}

/// Word ids are hashes already.
#[derive(Default)]
struct Identity(u64);

impl Hasher for Identity {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, _: &[u8]) {
        unreachable!("only u32 keys")
    }

    fn write_u32(&mut self, id: u32) {
        self.0 = u64::from(id).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_spans_come_back() {
        let text = "All States, large and small, are States.";
        let segment = Segment::build(text, &[]);
        assert_eq!(segment.len(), 7);
        assert_eq!(segment.span(6).of(text), "States");
        assert_eq!(segment.word(6), "states");
        assert_eq!(segment.words[1], segment.words[6]);
        assert_eq!(segment.vocabulary.len(), 6);
        assert_eq!(segment.word_at(4), 1);
        assert_eq!(segment.word_at(10), 2);
        assert!(Segment::build("… — …", &[]).is_empty());
    }
}
