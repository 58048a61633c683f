//! What a check comes to, apart from all that was read on the way: small enough to be kept for the next run.

use std::sync::Arc;

use library::Library;
use serde::{Deserialize, Deserializer, Serialize};
use text::Span;

use crate::{Analysis, Coverage, Diagnostic, Origin, Suppressed, evidence, rules};

/// The findings of one draft.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Findings {
    /// What is wrong with it, by place, then code.
    pub diagnostics: Vec<Diagnostic>,
    /// What comments in it silence, by place.
    pub suppressed: Vec<Suppressed>,
    /// How much of it the library could speak to.
    pub coverage: Coverage,
}

impl Findings {
    /// What `analysis` found.
    pub fn of(analysis: &Analysis) -> Self {
        Self {
            diagnostics: analysis.diagnostics().to_vec(),
            suppressed: analysis.suppressed().to_vec(),
            coverage: analysis.coverage(),
        }
    }

    /// Bytes for [`Findings::from_bytes`] of the same build of this program. Texts of drafts and sources stay out of them.
    pub fn to_bytes(&self) -> Vec<u8> {
        // A vector takes every write, and all these types can be written.
        postcard::to_stdvec(self).unwrap_or_default()
    }

    /// What [`Findings::to_bytes`] made of the findings in `draft`, judged against the library whose `texts` these are; none if
    /// that is not what the bytes are.
    pub fn from_bytes(
        bytes: &[u8],
        draft: &Arc<str>,
        texts: impl Fn(&Origin) -> Option<Arc<str>>,
    ) -> Option<Self> {
        let mut findings: Self = postcard::from_bytes(bytes).ok()?;
        let silenced = findings.suppressed.iter_mut().map(|it| &mut it.diagnostic);
        for diagnostic in findings.diagnostics.iter_mut().chain(silenced) {
            let own = diagnostic.fixes.iter().flat_map(|fix| &fix.edits);
            let mut own = own.map(|(span, _)| *span).chain([diagnostic.span]);
            if !own.all(|span| fits(draft, span)) {
                return None;
            }
            for related in &mut diagnostic.related {
                let location = &mut related.location;
                location.text = match &location.origin {
                    Origin::Draft => draft.clone(),
                    other => texts(other)?,
                };
                if !fits(&location.text, location.focus) || !fits(&location.text, location.full) {
                    return None;
                }
            }
        }
        Some(findings)
    }
}

/// The text of a library's source.
pub fn text_of(library: &Library, origin: &Origin) -> Option<Arc<str>> {
    let mut sources = library.sources.iter();
    let source = sources.find(|source| evidence::is_of(source, origin))?;
    Some(source.shown())
}

fn fits(text: &str, span: Span) -> bool {
    text.get(span.start..span.end).is_some()
}

/// A rule's code by its name.
pub(crate) fn code<'de, D: Deserializer<'de>>(from: D) -> Result<&'static str, D::Error> {
    let name = <&str>::deserialize(from)?;
    let mut rules = rules::all().iter();
    let rule = rules.find(|rule| rule.code == name);
    rule.map(|rule| rule.code)
        .ok_or_else(|| serde::de::Error::custom("no such rule"))
}
