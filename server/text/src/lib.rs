//! The room `text`: byte offsets, spans, lines, encodings, edits, folding with a map back, and the type [`Document`].
//!
//! It knows no format, no language and no meaning: everything here is about characters and where they stand.

#![forbid(unsafe_code)]

mod buffer;
mod document;
mod lines;
mod map;
mod position;
mod span;

pub use buffer::{Buffer, Change};
pub use document::{
    Anchor, Block, BlockKind, Document, LinkTarget, Metadata, Problem, ProblemKind, Stated,
};
pub use lines::Lines;
pub use map::{Map, Mapped, Piece};
pub use position::{Encoding, Position};
pub use span::Span;
