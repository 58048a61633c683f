//! A place in a draft or in a source, self-contained: the text comes along, so that an adapter can count lines in it.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use text::Span;

/// Which text a place is in.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Origin {
    /// The draft itself.
    Draft,
    /// A file of the workspace's library: its path as `project` gave it (absolute, or relative to the root; `/` between).
    File(String),
    /// The readable twin of a file of the library that is no text (PDF, DOCX, HTML) or not UTF-8: that file's path.
    /// Offsets count the twin; `project` writes it to the cache when a jump needs it.
    Rendition(String),
    /// A text compiled into the binary: its name ("chronicle.md"). `project` writes it to the cache when a jump needs it.
    Builtin(String),
}

impl Location {
    /// The words meant; none where they are withheld.
    pub fn words(&self) -> &str {
        if self.withheld {
            return "";
        }
        self.focus.of(&self.text)
    }
}

/// A place in a text, with the text.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Location {
    /// Which text.
    pub origin: Origin,
    /// That text; it is left out where a finding is kept, and put in again.
    #[serde(skip)]
    pub text: Arc<str>,
    /// The words meant.
    pub focus: Span,
    /// The paragraph around them.
    pub full: Span,
    /// Whether its words may not be shown; those in `text` say nothing then.
    pub withheld: bool,
    /// For people: "Guan 2022, paragraph 22" or "retold from Guan 2022, paragraph 22; the original is not on this machine".
    pub label: String,
}
