//! `initialized`: reading begins, and the client is asked to watch configurations.

use std::sync::Arc;

use tower_lsp::ls_types::{
    DidChangeWatchedFilesRegistrationOptions, FileSystemWatcher, GlobPattern, Registration,
};

use super::workspace::WATCHED;
use crate::session::Session;

/// Reads the folders' workspaces in the background and asks for news of their files.
pub fn handle(session: &Arc<Session>) {
    session.preload();
    if !session.traits().watches {
        return;
    }
    let watchers = WATCHED.map(|pattern| FileSystemWatcher {
        glob_pattern: GlobPattern::String(pattern.to_owned()),
        kind: None,
    });
    let options = DidChangeWatchedFilesRegistrationOptions {
        watchers: watchers.to_vec(),
    };
    let registration = Registration {
        id: "policy-ls-files".to_owned(),
        method: "workspace/didChangeWatchedFiles".to_owned(),
        register_options: serde_json::to_value(options).ok(),
    };
    let client = session.client.clone();
    session.spawn(async move {
        if let Err(error) = client.register_capability(vec![registration]).await {
            tracing::warn!("the client does not watch files for us: {error}");
        }
    });
}
