//! `workspace/didChangeWatchedFiles` and `workspace/didChangeWorkspaceFolders`: what drafts are checked against changed;
//! and `window/workDoneProgress/cancel`: it need not be read to the end.

use std::sync::Arc;

use tower_lsp::ls_types::{
    DidChangeConfigurationParams, DidChangeWatchedFilesParams, DidChangeWorkspaceFoldersParams,
    WorkDoneProgressCancelParams, WorkspaceFolder,
};

use crate::options::Options;
use crate::session::Session;
use crate::uri::{self, Style};

/// Files that can make a library: configurations, records, notes on sources, bibliographies, sources.
pub const WATCHED: [&str; 5] = [
    "**/*.toml",
    "**/*.md",
    "**/*.txt",
    "**/*.{html,htm,docx,pdf}",
    "**/*.{bib,json}",
];

/// Files changed on disk.
pub fn files(session: &Arc<Session>, params: DidChangeWatchedFilesParams) {
    let changes = params.changes.iter();
    let paths = changes.filter_map(|change| uri::path_of(change.uri.as_str(), Style::HERE));
    session.changed(paths.collect());
}

/// Folders came or went.
pub fn folders(session: &Arc<Session>, params: DidChangeWorkspaceFoldersParams) {
    let path = |folder: &WorkspaceFolder| uri::path_of(folder.uri.as_str(), Style::HERE);
    let removed: Vec<_> = params.event.removed.iter().filter_map(path).collect();
    let added = params.event.added.iter().filter_map(path).collect();
    session.change_folders(&removed, added);
}

/// The user has waited long enough. What is not going on any more is passed over.
pub fn stop(session: &Session, params: &WorkDoneProgressCancelParams) {
    session.stop(&params.token);
}

/// The user set something in the editor. Clients that send nothing here are asked, or keep what they said at the beginning.
pub fn configuration(session: &Arc<Session>, params: &DidChangeConfigurationParams) {
    if params.settings.is_object() {
        session.configure(Options::read(Some(&params.settings)));
    } else {
        session.ask_for_options();
    }
}
