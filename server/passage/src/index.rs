//! The index over many documents: segments, and gram tables that lead from one, two or three words to their places.
//!
//! Tables are joint over a **shelf** of documents, so a look-up costs one cache miss however many documents there are.
//! A changed document goes on a small shelf of its own, and its old words are passed over; small shelves are put
//! together when there are several.

use std::sync::Arc;

use crate::lexicon::Lexicon;
use crate::seed::GRAM;
use crate::segment::Segment;

/// Segments by document number, ready for [`Index::locate`].
#[derive(Clone, Debug, Default)]
pub struct Index {
    pub(crate) segments: Vec<Arc<Segment>>,
    /// The shelf that holds each document's current words.
    owners: Vec<usize>,
    shelves: Vec<Arc<Shelf>>,
    pub(crate) lexicon: Arc<Lexicon>,
}

/// How many small shelves may stand beside the first.
const SMALL_SHELVES: usize = 6;

#[derive(Debug)]
struct Shelf {
    documents: Vec<usize>,
    /// The segments as they were when the shelf was made; positions count their words one after another.
    segments: Vec<Arc<Segment>>,
    bases: Vec<u32>,
    tables: [Table; GRAM],
}

/// Positions by gram: a bucket a hash, without keys; a place is verified against the words themselves.
#[derive(Debug, Default)]
struct Table {
    shift: u32,
    /// Start of each bucket in `positions`, and the end of the last.
    starts: Vec<u32>,
    positions: Vec<u32>,
}

impl Index {
    /// The index over `segments`; a document's number is its position.
    pub fn new(segments: Vec<Arc<Segment>>, lexicon: Arc<Lexicon>) -> Index {
        let documents = (0..segments.len()).collect();
        let shelf = Shelf::new(documents, segments.clone());
        Index {
            owners: vec![0; segments.len()],
            shelves: vec![Arc::new(shelf)],
            segments,
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
        if document == next.segments.len() {
            next.segments.push(segment);
            next.owners.push(0);
        } else {
            next.segments[document] = segment;
        }
        let mut documents = vec![document];
        next.owners[document] = next.shelves.len();
        if next.shelves.len() > SMALL_SHELVES {
            documents = (0..next.segments.len())
                .filter(|document| next.owners[*document] != 0)
                .collect();
            next.shelves.truncate(1);
            for &document in &documents {
                next.owners[document] = 1;
            }
        }
        let segments = documents
            .iter()
            .map(|document| next.segments[*document].clone())
            .collect();
        next.shelves.push(Arc::new(Shelf::new(documents, segments)));
        next
    }

    /// How many documents there are.
    pub fn len(&self) -> usize {
        self.segments.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.segments.is_empty()
    }

    /// The segment of one document.
    pub fn segment(&self, document: usize) -> &Arc<Segment> {
        &self.segments[document]
    }

    /// How often `gram` stands in the sources at most.
    pub(crate) fn frequency(&self, gram: &[u32]) -> usize {
        let hash = hash(gram);
        self.shelves
            .iter()
            .map(|shelf| shelf.tables[gram.len() - 1].bucket(hash).len())
            .sum()
    }

    /// Calls `each` with document and word number of every place of `gram`, until it says stop (`false`).
    pub(crate) fn places(&self, gram: &[u32], mut each: impl FnMut(usize, usize) -> bool) {
        let hash = hash(gram);
        for (number, shelf) in self.shelves.iter().enumerate() {
            let mut slot = 0;
            for &position in shelf.tables[gram.len() - 1].bucket(hash) {
                if shelf.bases[slot + 1] <= position {
                    slot += shelf.bases[slot + 1..].partition_point(|base| *base <= position);
                }
                let at = (position - shelf.bases[slot]) as usize;
                let document = shelf.documents[slot];
                if shelf.segments[slot].words[at..].starts_with(gram)
                    && self.owners[document] == number
                    && !each(document, at)
                {
                    return;
                }
            }
        }
    }
}

impl Shelf {
    fn new(documents: Vec<usize>, segments: Vec<Arc<Segment>>) -> Shelf {
        let mut bases = vec![0];
        let mut total = 0_usize;
        for segment in &segments {
            total += segment.len();
            bases.push(u32::try_from(total).expect("under four thousand million words a shelf"));
        }
        let tables = std::array::from_fn(|n| Table::new(n + 1, &segments, &bases));
        Shelf {
            documents,
            segments,
            bases,
            tables,
        }
    }
}

impl Table {
    fn new(len: usize, segments: &[Arc<Segment>], bases: &[u32]) -> Table {
        let total = bases[segments.len()] as usize;
        let bits = (total.max(4) / 2).next_power_of_two().trailing_zeros();
        let mut table = Table {
            shift: 64 - bits,
            starts: vec![0; (1 << bits) + 1],
            positions: Vec::new(),
        };
        let mut count = 0_u32;
        for segment in segments {
            for gram in segment.words.windows(len) {
                table.starts[(hash(gram) >> table.shift) as usize] += 1;
                count += 1;
            }
        }
        let mut sum = 0;
        for start in &mut table.starts {
            sum += *start;
            *start = sum;
        }
        table.positions = vec![0; count as usize];
        // Backwards, so that every bucket's end walks down to its start and its positions stand in order.
        for (segment, base) in segments.iter().zip(bases).rev() {
            for (at, gram) in segment.words.windows(len).enumerate().rev() {
                let start = &mut table.starts[(hash(gram) >> table.shift) as usize];
                *start -= 1;
                table.positions[*start as usize] = base + at as u32;
            }
        }
        table
    }

    fn bucket(&self, hash: u64) -> &[u32] {
        let at = (hash >> self.shift) as usize;
        &self.positions[self.starts[at] as usize..self.starts[at + 1] as usize]
    }
}

fn hash(gram: &[u32]) -> u64 {
    gram.iter().fold(0, |hash: u64, id| {
        (hash.rotate_left(29) ^ u64::from(*id)).wrapping_mul(0x9e37_79b9_7f4a_7c15)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fold;

    fn index(texts: &[&str]) -> Index {
        let segments = texts
            .iter()
            .map(|text| Arc::new(Segment::build(text, &[])))
            .collect();
        Index::new(segments, Arc::default())
    }

    fn places(index: &Index, words: &str) -> Vec<(usize, usize)> {
        let gram: Vec<u32> = words.split(' ').map(fold::id).collect();
        let mut found = Vec::new();
        index.places(&gram, |document, at| {
            found.push((document, at));
            true
        });
        assert!(index.frequency(&gram) >= found.len());
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
    }
}
