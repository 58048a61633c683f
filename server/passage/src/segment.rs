//! One document, folded: its words in order, ready to be put on a shelf.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use crate::fold::{self, Shape};
use text::Span;

/// One document's words, with where they stood and how they were printed.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Segment {
    /// Numbers of its words in its own vocabulary, in order.
    pub(crate) words: Vec<u32>,
    /// Byte offset of each word in the document.
    pub(crate) starts: Vec<u32>,
    /// Length of each word in the document, in bytes.
    pub(crate) lengths: Vec<u8>,
    /// How each word was printed, and what followed.
    pub(crate) shapes: Vec<u16>,
    /// End of each word of the vocabulary in `letters`; the vocabulary stands in the order of first use.
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
        let mut numbers: Numbers<'_> = HashMap::default();
        for word in &folded.words {
            let letters = word.folded.of(&folded.text);
            let next = segment.ends.len() as u32;
            let number = *numbers.entry(letters).or_insert(next);
            if number == next {
                segment.letters.push_str(letters);
                segment.ends.push(segment.letters.len() as u32);
            }
            segment.words.push(number);
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

    /// The vocabulary, in its order.
    pub(crate) fn vocabulary(&self) -> impl Iterator<Item = &str> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts
            .zip(&self.ends)
            .map(|(start, end)| &self.letters[start as usize..*end as usize])
    }

    /// Adds a word of its vocabulary by number.
    pub(crate) fn push(&mut self, word: u32, span: Span, shape: Shape) {
        self.words.push(word);
        self.starts.push(span.start as u32);
        self.lengths.push(span.len() as u8);
        self.shapes.push(shape.0);
    }

    /// Adds to the vocabulary.
    pub(crate) fn push_letters(&mut self, letters: &str) {
        self.letters.push_str(letters);
        self.ends.push(self.letters.len() as u32);
    }
}

/// Words by their letters.
pub(crate) type Numbers<'a> = HashMap<&'a str, u32, BuildHasherDefault<Letters>>;

/// Hashes words as [`fold::id`] does.
#[derive(Default)]
pub(crate) struct Letters(u64);

impl Hasher for Letters {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, letters: &[u8]) {
        self.0 = fold::hash(letters);
    }

    fn write_u8(&mut self, _: u8) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_spans_come_back() {
        let text = "All States, large and small, are States.";
        let segment = Segment::build(text, &[]);
        assert_eq!(segment.len(), 7);
        assert_eq!(segment.words[1], segment.words[6]);
        let vocabulary: Vec<&str> = segment.vocabulary().collect();
        assert_eq!(
            vocabulary,
            ["all", "states", "large", "and", "small", "are"]
        );
        assert!(Segment::build("… — …", &[]).is_empty());
    }
}
