//! The room `markdown`: Markdown → [`text::Document`]. What is prose is said by pulldown-cmark (CommonMark with tables,
//! footnotes, strikethrough and front matter), exact to the byte.
//!
//! It knows nothing of what the prose means. The syntax tree of tree-sitter serves structure that an editor asks for,
//! never the question what is prose (docs/decisions.md, "Two Markdown parsers").

#![forbid(unsafe_code)]

mod front_matter;
mod mask;
mod memo;
mod outline;
mod read;
mod structure;

pub use mask::{Masked, mask};
pub use memo::Memo;
pub use outline::{Section, outline};
pub use read::read;
pub use structure::{FoldKind, around, folds};
