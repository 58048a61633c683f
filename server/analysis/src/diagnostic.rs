//! A finding, as data. What CI prints and what the editor underlines are views of this one type.

use serde::{Deserialize, Serialize};
use text::Span;

use crate::Location;

/// How much a finding matters. Ordered: an error is the greatest.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash, Serialize, Deserialize)]
pub enum Severity {
    /// A hint.
    Hint,
    /// Worth knowing.
    Information,
    /// One extracted witness, or a matter of form.
    Warning,
    /// A curated record, a primary source or two independent witnesses stand behind it.
    Error,
}

impl Severity {
    /// The word used in output and configuration.
    pub const fn as_str(self) -> &'static str {
        match self {
            Severity::Hint => "hint",
            Severity::Information => "information",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

/// A rule's name; an alias, because serde would want to borrow a reference from what it reads.
pub type Code = &'static str;

/// A finding in a draft.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Diagnostic {
    /// The rule's stable name, in words: `date-conflict`.
    #[serde(deserialize_with = "crate::findings::code")]
    pub code: Code,
    /// How much it matters.
    pub severity: Severity,
    /// The words it speaks of, in the draft's text.
    pub span: Span,
    /// Draft against source, place first.
    pub message: String,
    /// What to do about it; printed last.
    pub advice: Option<String>,
    /// The passages that prove it.
    pub related: Vec<Related>,
    /// How to mend it, the best first, each place for itself.
    pub fixes: Vec<Fix>,
    /// EDTF of the date proposed, where one is.
    pub expected: Option<String>,
    /// What it is about: an entity's id, an event's key, a quotation's folded words.
    pub subject: String,
    /// Identity that survives moved lines: see "Promises" in docs/architecture.md. 16 hexadecimal digits.
    pub fingerprint: String,
    /// The fingerprints of its further places.
    pub further: Vec<String>,
    /// Whether the baseline holds it; then it is a hint.
    pub baselined: bool,
}

/// A finding that a comment in the draft silences. It is kept, so that a report can say what was waved through, and why.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Suppressed {
    /// The finding, as it would have been told.
    pub diagnostic: Diagnostic,
    /// Why, in the author's words.
    pub reason: Option<String>,
    /// The comment.
    pub comment: Span,
}

/// A place that belongs to a finding.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Related {
    /// What stands there.
    pub message: String,
    /// Where.
    pub location: Location,
}

/// A change that mends a finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fix {
    /// What the editor's menu says.
    pub title: String,
    /// Replacements in the draft's text; they never overlap.
    pub edits: Vec<(Span, String)>,
    /// Whether it may be applied together with others, unseen: it changes typography or a comment, no word that anybody said
    /// and no date.
    pub safe: bool,
    /// The place that it mends: the finding's own or a further one.
    pub place: Span,
}

impl Diagnostic {
    /// The best fix of its own place.
    pub fn fix(&self) -> Option<&Fix> {
        self.fixes.first()
    }
}
