//! `workspace/didChangeWatchedFiles` and `workspace/didChangeWorkspaceFolders`: what drafts are checked against changed.

use std::sync::Arc;

use tower_lsp::ls_types::{
    DidChangeWatchedFilesParams, DidChangeWorkspaceFoldersParams, Uri, WorkspaceFolder,
};

use crate::session::Session;
use crate::uri::{self, Style};

/// Endings of the files that make a workspace: configuration, records and notes on sources.
pub const WATCHED: [&str; 1] = [".toml"];

/// Whether a change of this file can change a library.
pub fn matters(uri: &Uri) -> bool {
    let name = uri::name_of(uri.as_str());
    WATCHED.iter().any(|ending| name.ends_with(ending))
}

/// Files changed on disk.
pub fn files(session: &Arc<Session>, params: DidChangeWatchedFilesParams) {
    if params.changes.iter().any(|change| matters(&change.uri)) {
        session.reload();
    }
}

/// Folders came or went.
pub fn folders(session: &Arc<Session>, params: DidChangeWorkspaceFoldersParams) {
    let path = |folder: &WorkspaceFolder| uri::path_of(folder.uri.as_str(), Style::HERE);
    let removed: Vec<_> = params.event.removed.iter().filter_map(path).collect();
    let added = params.event.added.iter().filter_map(path).collect();
    session.change_folders(&removed, added);
}
