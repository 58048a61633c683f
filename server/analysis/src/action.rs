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
    /// The findings with a fix that touch `span`, in their own place or in a further one that the fix mends.
    pub fn actions(&self, span: Span) -> Vec<Action<'_>> {
        let touches = |other: &Span| other.start <= span.end && span.start <= other.end;
        self.diagnostics()
            .iter()
            .filter(|diagnostic| {
                diagnostic.fix.as_ref().is_some_and(|fix| {
                    touches(&diagnostic.span) || fix.edits.iter().any(|(edit, _)| touches(edit))
                })
            })
            .map(|diagnostic| Action { diagnostic })
            .collect()
    }
}
