//! How much of a draft the library could speak to: silence is not approval, so every summary says it.

use serde::{Deserialize, Serialize};

/// Counts over one or many drafts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coverage {
    /// Dated claims found.
    pub claims: usize,
    /// Of these: consistent with the library.
    pub supported: usize,
    /// Of these: in conflict with it.
    pub contradicted: usize,
    /// Of these: the sources disagree among themselves.
    pub contested: usize,
    /// Of these: not in the sources.
    pub unknown: usize,
    /// Of these: negated, planned, conditional or reported.
    pub not_asserted: usize,
    /// Quotations found (terms left out).
    pub quotations: usize,
    /// Of these: verbatim or legitimately edited.
    pub verbatim: usize,
    /// Of these: altered or misattributed.
    pub misquoted: usize,
    /// Of these: not in the sources.
    pub unsourced: usize,
}

impl std::ops::AddAssign for Coverage {
    fn add_assign(&mut self, other: Self) {
        self.claims += other.claims;
        self.supported += other.supported;
        self.contradicted += other.contradicted;
        self.contested += other.contested;
        self.unknown += other.unknown;
        self.not_asserted += other.not_asserted;
        self.quotations += other.quotations;
        self.verbatim += other.verbatim;
        self.misquoted += other.misquoted;
        self.unsourced += other.unsourced;
    }
}
