//! The room `passage`: where do these words stand in the sources, and how do they differ there?
//!
//! A text is [folded](fold) into words that remember where they stood; a [`Segment`] holds one document's words; a
//! [`Shelf`] is the form in which many documents are kept, in memory or on disk, with the tables to find words by; an [`Index`] finds a [`Query`] in many of them and answers with places, costs and word-level [`Difference`]s. What the
//! answer means for a draft (verbatim, misquoted, unsourced ...) is judged elsewhere; nothing here knows a rule.
//!
//! Roads not taken. *Sampling the grams* (winnowing, minimizers) saves a third of the space and loses quotations by
//! construction. *Unit edit distance* (Myers) is a poor filter under affine costs, where a run of added words is cheap;
//! the length of the longest common subsequence bounds the cost and needs one addition a word.

#![forbid(unsafe_code)]

mod align;
mod answer;
mod chain;
mod continuation;
mod difference;
pub mod fold;
mod fused;
mod index;
mod lcs;
mod lexicon;
mod limit;
mod locate;
mod mend;
mod page;
mod printed;
mod query;
mod search;
mod seed;
mod segment;
mod shelf;
mod terms;

pub use continuation::Continuation;
pub use difference::{Cue, Difference, DifferenceKind, Hidden};
pub use index::Index;
pub use lexicon::{Lexicon, LexiconError, Meaning};
pub use locate::{Budget, Located, Match};
pub use mend::{edits, mend};
pub use page::Page;
pub use query::{Joint, Piece, Query};
pub use segment::Segment;
pub use shelf::{Key, Shelf, ShelfError};
