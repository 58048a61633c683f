//! The one place that pushes diagnostics. Per draft only the newest list waits here, so a client that does not read
//! makes nothing pile up, and lists of one draft never overtake each other.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use tokio::sync::Notify;
use tower_lsp::Client;
use tower_lsp::ls_types::{Diagnostic, Uri};

use crate::extension::{Status, StatusChanged};
use crate::pool::lock;

/// Lists on their way to the client.
#[derive(Default)]
pub struct Publisher {
    waiting: Mutex<VecDeque<Publication>>,
    statuses: Mutex<VecDeque<Status>>,
    news: Notify,
}

struct Publication {
    uri: Uri,
    version: Option<i32>,
    diagnostics: Vec<Diagnostic>,
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

    /// Sends what is handed in, one after another, for as long as it is polled.
    pub async fn run(self: Arc<Self>, client: Client) {
        loop {
            let status = lock(&self.statuses).pop_front();
            if let Some(status) = status {
                client.send_notification::<StatusChanged>(status).await;
                continue;
            }
            let next = lock(&self.waiting).pop_front();
            match next {
                Some(next) => {
                    client
                        .publish_diagnostics(next.uri, next.diagnostics, next.version)
                        .await;
                }
                None => self.news.notified().await,
            }
        }
    }
}
