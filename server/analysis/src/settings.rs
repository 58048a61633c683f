//! What a workspace may set. Read from a file by `project`; only values here.

use std::collections::BTreeMap;
use std::sync::Arc;

use prose::temporal::DateSettings;

use crate::{Baseline, Profile, Severity};

/// What a rule's severity may be set to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Level {
    /// The rule does not run.
    Off,
    /// The rule's findings take this severity.
    Set(Severity),
}

/// Settings of one workspace.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Document date (EDTF) for drafts that state none.
    pub document_date: Option<String>,
    /// How dates are read where no text says it.
    pub dates: DateSettings,
    /// The manual that quotations are held to.
    pub profile: Profile,
    /// Severity by rule code; absent means the rule decides.
    pub severities: BTreeMap<String, Level>,
    /// Whether a suppression comment has to say why.
    pub require_reason: bool,
    /// Findings that are known and put off.
    pub baseline: Option<Arc<Baseline>>,
}
