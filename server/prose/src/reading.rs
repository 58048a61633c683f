//! Reading has two steps: `recognise` works on one block without context and is memoised by (block kind, prose);
//! `resolve` runs over the blocks in order with a small [`Context`] and is memoised by the incoming context too, so that
//! it stops where the outgoing context is unchanged.

use std::sync::Arc;

use crate::name::Mention;
use crate::quotation::Quotation;
use crate::statement::Statement;
use crate::temporal::Temporal;
use text::Span;

/// What one block says, resolved. Spans count bytes of the block's prose.
#[derive(Clone, Debug, Default)]
pub struct Resolved {
    /// Sentences.
    pub sentences: Vec<Span>,
    /// Temporal expressions, in order.
    pub temporals: Vec<Temporal>,
    /// Mentions, in order.
    pub mentions: Vec<Mention>,
    /// Quotations, in order of their opening marks.
    pub quotations: Vec<Quotation>,
    /// Statements, in order.
    pub statements: Vec<Statement>,
}

/// A whole document, read: one entry a block, in order.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// Blocks in the document's order.
    pub blocks: Vec<Arc<Resolved>>,
    /// The document's date, if it has one.
    pub document_date: Option<crate::date::DateValue>,
}
