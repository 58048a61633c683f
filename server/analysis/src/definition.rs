//! Go-to-source: from a quotation, a mention or a date to the passage in the sources.

use text::Span;

use crate::{Analysis, Location};

/// A jump: from these words of the draft to that place.
#[derive(Clone, Debug)]
pub struct Target {
    /// The words of the draft that the jump starts from.
    pub origin: Span,
    /// Where it lands.
    pub location: Location,
}

impl Analysis {
    /// Where the words at `offset` come from, best first; empty where nothing is known.
    pub fn definition(&self, _offset: usize) -> Vec<Target> {
        Vec::new()
    }
}
