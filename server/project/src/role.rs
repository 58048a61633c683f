//! What a file is to a workspace: a source, a draft, or neither.

use std::path::{Path, PathBuf};

use crate::config::{Checked, Pattern};
use crate::site::relative;

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Evidence: it gets no findings.
    Source,
    /// What is edited and checked.
    Draft,
    /// Nothing to us.
    Neither,
}

/// Tells roles in one workspace. A file that is both is a source.
#[derive(Clone, Debug, Default)]
pub struct Roles {
    root: PathBuf,
    sources: Vec<Pattern>,
    drafts: Option<Vec<Pattern>>,
}

impl Roles {
    pub(crate) fn new(root: &Path, config: &Checked) -> Self {
        Self {
            root: root.to_owned(),
            sources: config.sources.clone(),
            drafts: config.drafts.clone(),
        }
    }

    /// What `path` is. Only its name is looked at, so a file that does not exist yet has a role too.
    pub fn of(&self, path: &Path) -> Role {
        let relative = relative(&self.root, path);
        let any = |patterns: &[Pattern]| patterns.iter().any(|it| it.matches(&relative));
        if !is_prose(path) {
            Role::Neither
        } else if any(&self.sources) {
            Role::Source
        } else if self.drafts.as_deref().is_none_or(any) {
            Role::Draft
        } else {
            Role::Neither
        }
    }
}

/// Whether `path` has the ending of a text that can be read: Markdown or plain text.
pub fn is_prose(path: &Path) -> bool {
    path.file_name()
        .and_then(|name| name.to_str())
        .is_some_and(|name| format::Format::of(name).is_some())
}

/// The endings of texts that can be read, for messages.
pub fn endings() -> &'static [&'static str] {
    format::Format::endings()
}
