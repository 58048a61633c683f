//! `initialized`: reading begins, and the client is asked to tell of files and settings.

use std::sync::Arc;

use serde_json::json;
use tower_lsp::ls_types::{
    DidChangeWatchedFilesRegistrationOptions, FileSystemWatcher, GlobPattern, Registration,
};

use super::workspace::WATCHED;
use crate::session::Session;

/// Reads the folders' workspaces in the background and asks for news of their files.
pub fn handle(session: &Arc<Session>) {
    session.preload();
    session.ask_for_options();
    let traits = session.traits();
    let mut registrations = Vec::new();
    if traits.watches {
        registrations.push(files());
    }
    if traits.registers_settings {
        registrations.push(Registration {
            id: "policy-ls-settings".to_owned(),
            method: "workspace/didChangeConfiguration".to_owned(),
            register_options: Some(json!({"section": "policy-ls"})),
        });
    }
    if registrations.is_empty() {
        return;
    }
    let client = session.client.clone();
    session.spawn(async move {
        if let Err(error) = client.register_capability(registrations).await {
            tracing::warn!("the client does not tell us of files and settings: {error}");
        }
    });
}

fn files() -> Registration {
    let watchers = WATCHED.map(|pattern| FileSystemWatcher {
        glob_pattern: GlobPattern::String(pattern.to_owned()),
        kind: None,
    });
    let options = DidChangeWatchedFilesRegistrationOptions {
        watchers: watchers.to_vec(),
    };
    Registration {
        id: "policy-ls-files".to_owned(),
        method: "workspace/didChangeWatchedFiles".to_owned(),
        register_options: serde_json::to_value(options).ok(),
    }
}
