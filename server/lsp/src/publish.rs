//! The one place that pushes diagnostics, and tells the rest that is nobody's answer. Per draft only the newest list waits here, so a client that does not read
//! makes nothing pile up, and lists of one draft never overtake each other.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use tokio::sync::Notify;
use tower_lsp::Client;
use tower_lsp::ls_types::notification::LogTrace;
use tower_lsp::ls_types::{Diagnostic, LogTraceParams, MessageType, Uri};

use crate::extension::{Status, StatusChanged};
use crate::pool::lock;

/// As many notes wait at most: a client that does not read its log is told less of it.
const MOST_NOTES: usize = 10_000;

/// Lists on their way to the client.
#[derive(Default)]
pub struct Publisher {
    waiting: Mutex<VecDeque<Publication>>,
    statuses: Mutex<VecDeque<Status>>,
    notes: Mutex<VecDeque<Note>>,
    news: Notify,
}

struct Publication {
    uri: Uri,
    version: Option<i32>,
    diagnostics: Vec<Diagnostic>,
}

/// Something for the client's log.
enum Note {
    Log(MessageType, String),
    Trace(LogTraceParams),
}

impl Publisher {
    /// Hands in the newest list of a draft. Never waits.
    pub fn put(&self, uri: Uri, version: Option<i32>, diagnostics: Vec<Diagnostic>) {
        let mut waiting = lock(&self.waiting);
        waiting.retain(|older| older.uri != uri);
        waiting.push_back(Publication {
            uri,
            version,
            diagnostics,
        });
        drop(waiting);
        self.news.notify_one();
    }

    /// Hands in how far reading is. Never waits.
    pub fn status(&self, status: Status) {
        lock(&self.statuses).push_back(status);
        self.news.notify_one();
    }

    /// Hands in a line for the client's log. Never waits.
    pub fn log(&self, kind: MessageType, text: String) {
        self.note(Note::Log(kind, text));
    }

    /// Hands in what came or went. Never waits.
    pub fn trace(&self, params: LogTraceParams) {
        self.note(Note::Trace(params));
    }

    fn note(&self, note: Note) {
        let mut notes = lock(&self.notes);
        if notes.len() < MOST_NOTES {
            notes.push_back(note);
        }
        drop(notes);
        self.news.notify_one();
    }

    /// Sends what is handed in, one after another, for as long as it is polled.
    pub async fn run(self: Arc<Self>, client: Client) {
        loop {
            let status = lock(&self.statuses).pop_front();
            if let Some(status) = status {
                client.send_notification::<StatusChanged>(status).await;
                continue;
            }
            // In turns: no talk, however much of it, holds back findings.
            let (next, note) = (
                lock(&self.waiting).pop_front(),
                lock(&self.notes).pop_front(),
            );
            if next.is_none() && note.is_none() {
                self.news.notified().await;
            }
            if let Some(next) = next {
                client
                    .publish_diagnostics(next.uri, next.diagnostics, next.version)
                    .await;
            }
            match note {
                Some(Note::Log(kind, text)) => client.log_message(kind, text).await,
                Some(Note::Trace(params)) => client.send_notification::<LogTrace>(params).await,
                None => {}
            }
        }
    }
}
