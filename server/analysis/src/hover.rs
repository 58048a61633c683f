//! Hover: what the words under the cursor are, with the passage that says so.

use text::Span;

use crate::Analysis;

/// What to show at a place.
#[derive(Clone, Debug)]
pub struct Hover {
    /// The words it speaks of.
    pub span: Span,
    /// As Markdown, everything from drafts and sources escaped. Links to sources are written by the adapter: the text
    /// holds `{{link:N}}`, N an index into `links`.
    pub markdown: String,
    /// As plain text, for clients without Markdown.
    pub plain: String,
    /// The places that `markdown` links to.
    pub links: Vec<crate::Location>,
}

impl Analysis {
    /// What the words at `offset` are.
    pub fn hover(&self, _offset: usize) -> Option<Hover> {
        None
    }
}
