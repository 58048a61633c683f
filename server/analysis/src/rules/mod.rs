//! The rules: one file each, with its documentation, its check, its fixes and its tests.

use crate::Severity;

/// What is told of a rule without running it.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// Stable name, in words.
    pub code: &'static str,
    /// One line.
    pub summary: &'static str,
    /// The page that `explain` prints (Markdown).
    pub page: &'static str,
    /// Severity when the evidence is strongest.
    pub severity: Severity,
}

/// All rules, by code.
pub fn all() -> &'static [Rule] {
    &[]
}
