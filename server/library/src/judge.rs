//! Judging a claim: which events it can mean, and whether its date agrees with any of them.

use prose::statement::Statement;

use crate::Library;

/// What the chronology makes of a claim.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Verdict {
    /// It agrees with an event that it can mean.
    Consistent,
    /// Every event that it can mean lies on other days.
    Conflict,
    /// The sources disagree among themselves.
    Contested,
    /// Nothing is known of such an event.
    Unknown,
    /// It asserts nothing: negated, planned, conditional, reported or quoted.
    NotAsserted,
}

/// A verdict and what stands behind it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Judgement {
    /// The verdict.
    pub verdict: Verdict,
    /// The event that it speaks of, an index into [`Library::events`].
    pub event: Option<usize>,
    /// The witnesses that bear the verdict out, indices into that event's witnesses.
    pub witnesses: Vec<usize>,
}

impl Library {
    /// Judges one claim.
    pub fn judge(&self, _claim: &Statement) -> Judgement {
        Judgement {
            verdict: Verdict::Unknown,
            event: None,
            witnesses: Vec::new(),
        }
    }
}
