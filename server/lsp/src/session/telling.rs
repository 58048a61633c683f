//! What a session says of reading: what somebody has to mend, how far it is, and that it may be stopped.

use std::sync::Arc;

use analysis::Cancel;
use project::{Site, Workspace};
use tokio::sync::{oneshot, watch};
use tower_lsp::ls_types::{MessageType, ProgressToken};

use super::Session;
use crate::extension::Status;
use crate::pool::lock;

/// Reading that is shown. Dropping it ends what is shown; with a last word if it has one.
pub(super) struct Progress {
    session: Arc<Session>,
    token: ProgressToken,
    over: Option<oneshot::Sender<Option<String>>>,
    /// How far it is.
    pub count: watch::Sender<Count>,
}

/// So many of so many sources.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Count {
    pub done: usize,
    pub all: usize,
}

impl Count {
    /// In hundredths.
    pub fn percent(self) -> u32 {
        (self.done * 100).checked_div(self.all).unwrap_or_default() as u32
    }
}

impl Progress {
    /// Ends it, with a last word.
    pub fn end(mut self, word: Option<String>) {
        if let Some(over) = self.over.take() {
            let _ = over.send(word);
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        lock(&self.session.going_on).remove(&self.token);
    }
}

impl Session {
    /// Shows what somebody has to mend; that, and what a walk merely came upon, goes to the log. Each unless it was just told.
    pub(super) fn tell(&self, trouble: Option<String>, workspace: &Workspace) {
        let (named, found): (Vec<_>, Vec<_>) = workspace.problems.iter().partition(|it| it.named);
        let named: Vec<_> = named.iter().map(ToString::to_string).collect();
        let found = found.iter().map(ToString::to_string);
        let also = workspace.notes.iter().cloned().chain(found);
        let logged: Vec<_> = named.iter().cloned().chain(also).collect();
        let shown: Vec<_> = trouble.into_iter().chain(named).collect();
        let (shown, logged) = (shown.join("\n"), logged.join("\n"));
        // Once: a save may be noticed twice, and nobody wants to be told of another mistake again and again.
        let (again, again_logged) = {
            let mut told = lock(&self.told);
            let now = (shown.clone(), logged.clone());
            let before = told.insert(workspace.root.clone(), now).unwrap_or_default();
            (before.0 == shown, before.1 == logged)
        };
        let client = self.client.clone();
        self.spawn(async move {
            if !again && !shown.is_empty() {
                client.show_message(MessageType::WARNING, shown).await;
            }
            if !again_logged && !logged.is_empty() {
                client.log_message(MessageType::WARNING, logged).await;
            }
        });
    }

    /// A library was mended as it was typed: whatever is wrong next is told.
    pub(super) fn forget_told(&self, workspace: &Workspace) {
        lock(&self.told).remove(&workspace.root);
    }

    /// Shows that reading goes on, and lets it be stopped. Only if it takes a while: an editor that flickers helps nobody.
    pub(super) fn progress(self: &Arc<Self>, site: &Site, cancel: &Cancel) -> Option<Progress> {
        if !self.traits().progress {
            return None;
        }
        let (done, mut over) = oneshot::channel::<Option<String>>();
        let (count, mut counted) = watch::channel(Count::default());
        let (client, wait) = (self.client.clone(), self.parts.hold);
        let token = ProgressToken::String(format!("policy-ls-{}", self.next_id()));
        lock(&self.going_on).insert(token.clone(), cancel.clone());
        let progress = Progress {
            session: Arc::clone(self),
            token: token.clone(),
            over: Some(done),
            count,
        };
        let name = site.root.file_name().unwrap_or_default().to_string_lossy();
        let title = format!("policy-ls: reading the library of {name}");
        self.spawn(async move {
            if !wait.is_zero() && tokio::time::timeout(wait, &mut over).await.is_ok() {
                return;
            }
            let asked = client.create_work_done_progress(token.clone()).await;
            if asked.is_err() {
                return;
            }
            let shown = client.progress(token, title).with_percentage(0);
            let shown = shown.with_cancel_button().begin().await;
            let word = loop {
                tokio::select! {
                    biased;
                    Ok(()) = counted.changed() => {
                        let count = *counted.borrow_and_update();
                        let message = format!("sources: {} of {}", count.done, count.all);
                        shown.report_with_message(message, count.percent(), None).await;
                    }
                    word = &mut over => break word.ok().flatten(),
                }
            };
            match word {
                Some(word) => shown.finish_with_message(word).await,
                None => shown.finish().await,
            }
        });
        Some(progress)
    }

    /// Stops what is shown under that token.
    pub fn stop(&self, token: &ProgressToken) {
        if let Some(cancel) = lock(&self.going_on).get(token) {
            cancel.cancel();
        }
    }

    /// Tells clients that show it how far reading is.
    pub(super) fn tell_status(&self, state: &str, workspace: &Workspace, message: Option<String>) {
        if !self.traits().status {
            return;
        }
        let status = Status {
            state: state.to_owned(),
            root: self.places(workspace).uri_of_path(&workspace.root),
            library: workspace.info.to_string(),
            sources: workspace.library.sources.len(),
            events: workspace.library.events.len(),
            problems: workspace.problems.len(),
            message,
        };
        // Handed in in order: one state must not overtake another.
        self.publisher.status(status);
    }
}
