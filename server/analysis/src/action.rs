//! What can be done at a place: the fixes of the findings there.

use text::Span;

use crate::{Analysis, Diagnostic};

/// One offer.
#[derive(Clone, Debug)]
pub struct Action<'a> {
    /// The finding it mends.
    pub diagnostic: &'a Diagnostic,
}

impl Analysis {
    /// The findings with a fix that touch `span`.
    pub fn actions(&self, span: Span) -> Vec<Action<'_>> {
        self.diagnostics()
            .iter()
            .filter(|diagnostic| {
                diagnostic.fix.is_some()
                    && diagnostic.span.start <= span.end
                    && span.start <= diagnostic.span.end
            })
            .map(|diagnostic| Action { diagnostic })
            .collect()
    }
}
