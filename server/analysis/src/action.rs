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

    /// The fixes that may be applied all at once, unseen: typography only. They never overlap.
    pub fn safe_fixes(&self) -> Vec<Action<'_>> {
        let mut taken: Vec<Span> = Vec::new();
        let mut out = Vec::new();
        for action in self.diagnostics().iter().flat_map(|diagnostic| {
            let fixes = diagnostic.fixes.iter().filter(|fix| fix.safe);
            fixes.map(move |fix| Action { diagnostic, fix })
        }) {
            let clash = |(edit, _): &(Span, String)| {
                taken
                    .iter()
                    .any(|other| other.overlaps(*edit) || other == edit)
            };
            if action.fix.edits.iter().any(clash) {
                continue;
            }
            taken.extend(action.fix.edits.iter().map(|(edit, _)| *edit));
            out.push(action);
        }
        out
    }
}
