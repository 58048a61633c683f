//! The index over many documents: shelves, and which document of which shelf is the one that counts.
//!
//! A look-up asks every shelf, so there should be few. A changed document goes on a small shelf of its own, and its old
//! words are passed over; small shelves are put together when there are several.

use std::ops::Range;
use std::sync::Arc;

use crate::lexicon::Lexicon;
use crate::page::Page;
use crate::segment::Segment;
use crate::shelf::{Key, Shelf};

/// Documents by number, ready for [`Index::locate`].
#[derive(Clone, Debug, Default)]
pub struct Index {
    shelves: Vec<Arc<Shelf>>,
    /// Where each document stands: shelf, and number there.
    documents: Vec<(usize, usize)>,
    /// By shelf and number there: the document it is, if it counts.
    owners: Vec<Arc<Vec<Option<usize>>>>,
    pub(crate) lexicon: Arc<Lexicon>,
}

/// How many small shelves may stand beside the first.
const SMALL_SHELVES: usize = 6;
/// The key of a document that is never written.
const NAMELESS: Key = [0; 32];

impl Index {
    /// The index over `segments`; a document's number is its position.
    pub fn new(segments: Vec<Arc<Segment>>, lexicon: Arc<Lexicon>) -> Index {
        let documents = (0..segments.len()).map(|number| (0, number)).collect();
        let nameless = segments.into_iter().map(|segment| (NAMELESS, segment));
        let shelf = Arc::new(Shelf::build(nameless.collect()));
        Index::over(vec![shelf], documents, lexicon)
    }

    /// The index over documents that stand on `shelves` already: `documents` says on which, and its number there.
    pub fn over(
        shelves: Vec<Arc<Shelf>>,
        documents: Vec<(usize, usize)>,
        lexicon: Arc<Lexicon>,
    ) -> Index {
        let mut owners: Vec<Vec<Option<usize>>> = shelves
            .iter()
            .map(|shelf| vec![None; shelf.len()])
            .collect();
        for (number, &(shelf, document)) in documents.iter().enumerate() {
            owners[shelf][document] = Some(number);
        }
        Index {
            shelves,
            documents,
            owners: owners.into_iter().map(Arc::new).collect(),
            lexicon,
        }
    }

    /// The word lists that it judges by.
    pub fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }

    /// The same index with one document replaced, or added if `document` is [`Index::len`]. Costs little more than the
    /// document's own size.
    ///
    /// # Panics
    /// If `document` is greater than [`Index::len`].
    #[must_use]
    pub fn with(&self, document: usize, segment: Arc<Segment>) -> Index {
        let mut next = self.clone();
        if document == next.documents.len() {
            next.documents.push((usize::MAX, 0));
        }
        let mut numbers = vec![document];
        let mut segments = vec![segment];
        if next.shelves.len() > SMALL_SHELVES {
            for (number, &(shelf, _)) in self.documents.iter().enumerate() {
                if shelf != 0 && number != document {
                    numbers.push(number);
                    segments.push(Arc::new(self.page(number).to_segment()));
                }
            }
            next.shelves.truncate(1);
        }
        for (at, number) in numbers.into_iter().enumerate() {
            next.documents[number] = (next.shelves.len(), at);
        }
        let nameless = segments.into_iter().map(|segment| (NAMELESS, segment));
        next.shelves
            .push(Arc::new(Shelf::build(nameless.collect())));
        Index::over(next.shelves, next.documents, next.lexicon)
    }

    /// How many documents there are.
    pub fn len(&self) -> usize {
        self.documents.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.documents.is_empty()
    }

    /// The words of one document.
    pub fn page(&self, document: usize) -> Page<'_> {
        let (shelf, number) = self.documents[document];
        self.shelves[shelf].page(number)
    }

    pub(crate) fn shelves(&self) -> &[Arc<Shelf>] {
        &self.shelves
    }

    /// Number of the shelf that a document stands on.
    pub(crate) fn shelf_of(&self, document: usize) -> usize {
        self.documents[document].0
    }

    /// How often `gram`, in words of that shelf, stands there at most.
    pub(crate) fn frequency(&self, shelf: usize, gram: &[u32]) -> usize {
        self.shelves[shelf].frequency(gram)
    }

    /// The document that word `word` of a shelf belongs to, if it counts, and the word's number there.
    pub(crate) fn document_at(&self, shelf: usize, word: usize) -> Option<(usize, usize)> {
        let owners = &self.owners[shelf];
        let shelf = &self.shelves[shelf];
        let slot = shelf.document_of(word);
        let document = owners.get(slot).copied().flatten()?;
        (word < shelf.first_word(slot + 1)).then(|| (document, word - shelf.first_word(slot)))
    }

    /// Calls `each` with document and word number of every place of `gram` on a shelf, until it says stop (`false`).
    pub(crate) fn places(
        &self,
        number: usize,
        gram: &[u32],
        mut each: impl FnMut(usize, usize) -> bool,
    ) {
        let (shelf, owners) = (&self.shelves[number], &self.owners[number]);
        let mut slot = 0;
        let mut here: Range<usize> = 0..0;
        for posting in shelf.postings(gram) {
            let word = shelf.posting(posting);
            if word >= shelf.words() {
                continue;
            }
            if !here.contains(&word) {
                slot = shelf.document_of(word);
                here = shelf.first_word(slot)..shelf.first_word(slot + 1);
            }
            let Some(&Some(document)) = owners.get(slot) else {
                continue;
            };
            let fits = word >= here.start
                && word + gram.len() <= here.end
                && gram
                    .iter()
                    .enumerate()
                    .all(|(at, id)| shelf.id(word + at) == *id);
            if fits && !each(document, word - here.start) {
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn index(texts: &[&str]) -> Index {
        let segments = texts
            .iter()
            .map(|text| Arc::new(Segment::build(text, &[])))
            .collect();
        Index::new(segments, Arc::default())
    }

    fn places(index: &Index, words: &str) -> Vec<(usize, usize)> {
        let mut found = Vec::new();
        for (number, shelf) in index.shelves().iter().enumerate() {
            let gram: Option<Vec<u32>> = words.split(' ').map(|word| shelf.find(word)).collect();
            let Some(gram) = gram else { continue };
            let before = found.len();
            index.places(number, &gram, |document, at| {
                found.push((document, at));
                true
            });
            assert!(index.frequency(number, &gram) >= found.len() - before);
        }
        found.sort_unstable();
        found
    }

    #[test]
    fn every_place_is_found_and_none_across_documents() {
        let index = index(&["a b c a b", "", "b a b c d"]);
        assert_eq!(places(&index, "a b"), [(0, 0), (0, 3), (2, 1)]);
        assert_eq!(places(&index, "a b c"), [(0, 0), (2, 1)]);
        assert_eq!(places(&index, "b"), [(0, 1), (0, 4), (2, 0), (2, 2)]);
        assert_eq!(places(&index, "b b"), []);
        assert_eq!(places(&self::index(&[]), "b"), []);
    }

    #[test]
    fn a_changed_document_replaces_its_old_words() {
        let mut index = index(&["a b", "c d"]);
        for round in 0..20 {
            let text = format!("a x{round}");
            index = index.with(round % 3, Arc::new(Segment::build(&text, &[])));
        }
        assert_eq!(index.len(), 3);
        assert_eq!(places(&index, "a"), [(0, 0), (1, 0), (2, 0)]);
        assert_eq!(places(&index, "x19"), [(1, 1)]);
        assert_eq!(places(&index, "x3"), []);
        assert_eq!(index.page(1).word(1), "x19");
    }
}
