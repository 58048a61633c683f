//! One document's words as they lie on a shelf.

use crate::fold::Shape;
use crate::segment::Segment;
use crate::shelf::Shelf;
use text::Span;

/// A document on a [`Shelf`]. Words are counted from the document's first, offsets from its text's first byte.
#[derive(Clone, Copy, Debug)]
pub struct Page<'a> {
    shelf: &'a Shelf,
    /// Number on the shelf of its first word.
    first: usize,
    len: usize,
    /// Where its text begins among the shelf's texts.
    base: u32,
}

impl<'a> Page<'a> {
    pub(crate) fn new(shelf: &'a Shelf, first: usize, len: usize, base: u32) -> Page<'a> {
        Page {
            shelf,
            first,
            len,
            base,
        }
    }

    /// How many words it has.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The number of word `at` in the shelf's vocabulary.
    pub(crate) fn id(&self, at: usize) -> u32 {
        self.shelf.id(self.first + at)
    }

    /// The numbers of words `start..end`.
    pub(crate) fn ids(self, start: usize, end: usize) -> impl DoubleEndedIterator<Item = u32> + 'a {
        (self.first + start..self.first + end).map(move |at| self.shelf.id(at))
    }

    /// Whether `ids` stand from word `at` on.
    pub(crate) fn has(&self, at: usize, ids: &[u32]) -> bool {
        at + ids.len() <= self.len && self.ids(at, at + ids.len()).eq(ids.iter().copied())
    }

    /// The folded letters of word `at`.
    pub fn word(&self, at: usize) -> &'a str {
        self.shelf.letters(self.id(at))
    }

    /// Where word `at` stands in the document.
    pub fn span(&self, at: usize) -> Span {
        let (start, length) = self.shelf.place(self.first + at);
        let start = start.saturating_sub(self.base) as usize;
        Span::new(start, start + length as usize)
    }

    /// How word `at` was printed, and what followed.
    pub fn shape(&self, at: usize) -> Shape {
        Shape(self.shelf.mark(self.first + at).shape)
    }

    /// Number of the first word that ends after `offset`.
    pub fn word_at(&self, offset: usize) -> usize {
        let (mut low, mut high) = (0, self.len);
        while low < high {
            let middle = low + (high - low) / 2;
            if self.span(middle).end > offset {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        low
    }

    /// The document as it was before it was put on the shelf, its vocabulary in the order of first use.
    pub fn to_segment(&self) -> Segment {
        let mut segment = Segment::default();
        let mut numbers = std::collections::HashMap::new();
        for (at, (start, length, mark)) in self.shelf.places(self.first, self.len).enumerate() {
            let id = self.id(at);
            let next = numbers.len() as u32;
            let number = *numbers.entry(id).or_insert(next);
            if number == next {
                segment.push_letters(self.shelf.letters(id));
            }
            let start = start.saturating_sub(self.base) as usize;
            let span = Span::new(start, start + length as usize);
            segment.push(number, span, Shape(mark.shape));
        }
        segment
    }
}
