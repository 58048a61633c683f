//! What the server asks of the core, as two small traits: a check makes a snapshot, a snapshot answers questions.
//!
//! [`Analysis`] is the one that ships. Tests put a plainer one in its place, so that the protocol can be tried with
//! findings, delays and panics of their own making.

use std::sync::Arc;

use analysis::{Action, Analysis, Cancel, Diagnostic, Hover, Memo, Target};
use project::Workspace;
use text::{Lines, Span};

/// Reads and judges one version of a draft.
pub trait Check: Send + Sync + 'static {
    /// The snapshot of `text` (the draft called `name`, relative to its workspace). `None` if cancelled on the way.
    fn check(
        &self,
        name: &str,
        text: Arc<str>,
        workspace: &Workspace,
        memo: &mut Memo,
        cancel: &Cancel,
    ) -> Option<Arc<dyn Snapshot>>;
}

/// One version of a draft with everything that was found in it.
pub trait Snapshot: Send + Sync {
    /// The draft's text; all spans refer to it.
    fn text(&self) -> &Arc<str>;
    /// Its lines.
    fn lines(&self) -> &Lines;
    /// What is wrong with it.
    fn diagnostics(&self) -> &[Diagnostic];
    /// What the words at `offset` are.
    fn hover(&self, offset: usize) -> Option<Hover>;
    /// Where the words at `offset` come from.
    fn definition(&self, offset: usize) -> Vec<Target>;
    /// The findings with a fix that touch `span`.
    fn actions(&self, span: Span) -> Vec<Action<'_>>;
    /// The core's own snapshot, for everything else that it can answer.
    fn analysis(&self) -> Option<&Analysis> {
        None
    }
}

/// The check that ships.
#[derive(Clone, Copy, Debug, Default)]
pub struct Core;

impl Check for Core {
    fn check(
        &self,
        name: &str,
        text: Arc<str>,
        workspace: &Workspace,
        memo: &mut Memo,
        cancel: &Cancel,
    ) -> Option<Arc<dyn Snapshot>> {
        let library = Arc::clone(&workspace.library);
        let settings = workspace.settings_of(name);
        let analysis = Analysis::new(name, text, library, settings, memo, cancel)?;
        Some(Arc::new(analysis))
    }
}

impl Snapshot for Analysis {
    fn text(&self) -> &Arc<str> {
        self.text()
    }

    fn lines(&self) -> &Lines {
        self.lines()
    }

    fn diagnostics(&self) -> &[Diagnostic] {
        self.diagnostics()
    }

    fn hover(&self, offset: usize) -> Option<Hover> {
        self.hover(offset)
    }

    fn definition(&self, offset: usize) -> Vec<Target> {
        self.definition(offset)
    }

    fn actions(&self, span: Span) -> Vec<Action<'_>> {
        self.actions(span)
    }

    fn analysis(&self) -> Option<&Analysis> {
        Some(self)
    }
}
