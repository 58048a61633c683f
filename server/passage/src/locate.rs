//! The question and its answer: a budget goes in; places, best first, and whether they are proven come out.

use crate::difference::{Difference, DifferenceKind};
use crate::index::Index;
use crate::query::Query;
use crate::search::Search;
use text::Span;

/// How much work one answer may cost.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Budget {
    /// Places looked at.
    pub places: usize,
    /// Words of the sources read where a place is found already and only the proof is wanting that it is the best.
    pub proof: usize,
    /// Alignments computed.
    pub alignments: usize,
    /// Exact duplicates and near places listed.
    pub matches: usize,
}

impl Default for Budget {
    fn default() -> Self {
        Budget {
            places: 200_000,
            proof: 95_000,
            alignments: 4_000,
            matches: 64,
        }
    }
}

/// Where a query stands.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Located {
    /// Places, best first; every exact duplicate is listed.
    pub matches: Vec<Match>,
    /// Whether no better place can exist in the sources (differences of hyphenation aside).
    pub proven: bool,
}

/// One place.
#[derive(Clone, PartialEq, Debug)]
pub struct Match {
    /// The document's number.
    pub document: usize,
    /// From the first word to the last, in that document's text.
    pub span: Span,
    /// Where each piece of the query stands; `None` if it does not.
    pub pieces: Vec<Option<Span>>,
    /// The editorial cost: 0 is verbatim, an altered word 1.
    pub cost: f32,
    /// How many of the query's words are the same.
    pub same: usize,
    /// The longest run of them.
    pub intact: usize,
    /// What differs, in the order of the draft.
    pub differences: Vec<Difference>,
}

impl Index {
    /// Finds `query` in the sources.
    pub fn locate(&self, query: &Query, budget: &Budget) -> Located {
        if query.is_empty() {
            return Located {
                matches: Vec::new(),
                proven: true,
            };
        }
        let mut search = Search::new(self, query, *budget);
        search.exact();
        if search.found.is_empty() {
            search.near();
        }
        search.finish()
    }
}

impl Match {
    /// Whether the source's words are all there and nothing but what editors may change differs: case of the first
    /// letter, marked omissions, brackets, spelling, compounds.
    pub fn is_faithful(&self) -> bool {
        let mut first = true;
        self.differences.iter().all(|difference| {
            let leading = std::mem::take(&mut first);
            match difference.kind {
                DifferenceKind::Case => leading,
                DifferenceKind::Spelling
                | DifferenceKind::Bracket
                | DifferenceKind::EllipsisHides(_) => true,
                _ => false,
            }
        })
    }
}
