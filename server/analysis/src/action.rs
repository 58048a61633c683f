//! What can be done at a place: the fixes of the findings there.

use text::Span;

use crate::{Analysis, Diagnostic, Fix};

/// One offer.
#[derive(Clone, Copy, Debug)]
pub struct Action<'a> {
    /// The finding it mends.
    pub diagnostic: &'a Diagnostic,
    /// How.
    pub fix: &'a Fix,
}

impl Analysis {
    /// The fixes whose place touches `span`, one place each.
    pub fn actions(&self, span: Span) -> Vec<Action<'_>> {
        let touches = |other: &Span| other.start <= span.end && span.start <= other.end;
        let all = self.diagnostics().iter().flat_map(|diagnostic| {
            let fixes = diagnostic.fixes.iter();
            fixes.map(move |fix| Action { diagnostic, fix })
        });
        all.filter(|action| touches(&action.fix.place)).collect()
    }
}
