//! One draft, read and judged against one library: the snapshot that every question is put to.

use std::sync::Arc;

use library::Library;
use text::{Document, Lines};

use crate::{Cancel, Coverage, Diagnostic, Settings};

/// What is kept from one version of a draft to the next, so that only what changed is read again. One per open draft;
/// a fresh one gives the same answers, more slowly.
#[derive(Debug, Default)]
pub struct Memo {}

/// A draft with everything that was found in it. Immutable; share it by `Arc`.
pub struct Analysis {
    document: Document,
    lines: Lines,
    diagnostics: Vec<Diagnostic>,
    coverage: Coverage,
}

impl Analysis {
    /// Reads and judges `text` (the draft at `path`, workspace-relative with `/`; its ending decides the format).
    /// `None` if cancelled on the way.
    pub fn new(
        path: &str,
        text: Arc<str>,
        library: Arc<Library>,
        settings: Arc<Settings>,
        memo: &mut Memo,
        cancel: &Cancel,
    ) -> Option<Analysis> {
        let _ = (path, library, settings, memo, cancel);
        let lines = Lines::new(&text);
        let document = Document {
            text,
            ..Document::default()
        };
        Some(Analysis {
            document,
            lines,
            diagnostics: Vec::new(),
            coverage: Coverage::default(),
        })
    }

    /// The draft's text; all spans refer to it.
    pub fn text(&self) -> &Arc<str> {
        &self.document.text
    }

    /// Its lines.
    pub fn lines(&self) -> &Lines {
        &self.lines
    }

    /// What is wrong with it, by place, then code.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// How much of it the library could speak to.
    pub fn coverage(&self) -> Coverage {
        self.coverage
    }
}
