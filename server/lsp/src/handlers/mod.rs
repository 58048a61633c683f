//! One file per method: from the protocol's types, one question, back to the protocol's types.
//!
//! Each handler does everything that must see the messages in order before its first await: an edit is applied, a
//! question is pinned to the version that stands. What comes after the await may happen in any order.

pub mod add_record;
pub mod chronology;
pub mod claims;
pub mod code_action;
pub mod code_lens;
pub mod completion;
pub mod definition;
pub mod diagnostic;
pub mod did_change;
pub mod did_close;
pub mod did_open;
pub mod did_save;
pub mod document_link;
pub mod document_symbol;
pub mod execute_command;
pub mod folding_range;
pub mod highlight;
pub mod hover;
pub mod initialize;
pub mod initialized;
pub mod inlay_hint;
pub mod library;
pub mod references;
pub mod rename;
pub mod rename_files;
pub mod selection_range;
pub mod semantic_tokens;
pub mod set_trace;
pub mod workspace;
pub mod workspace_diagnostic;
pub mod workspace_symbol;

use std::path::PathBuf;
use std::sync::Arc;

use project::Workspace;
use tower_lsp::jsonrpc::{Error, Result};

use crate::convert::Converter;
use crate::extension::About;
use crate::session::Session;
use crate::uri::{self, Style};

/// The workspace that one of our own requests asks about: a draft's, else the first folder's.
async fn workspace_of(session: &Arc<Session>, about: About) -> Result<Arc<Workspace>> {
    let named = about.text_document.map(|it| it.uri);
    let path = match &named {
        Some(uri) => uri::path_of(uri.as_str(), Style::HERE),
        // The search goes by a file's directory; any name will do.
        None => session.folders().first().map(|it| it.join("draft.md")),
    };
    // It may be read anew while we wait.
    for _ in 0..8 {
        if let Some(workspace) = session.workspace(path.clone()).await {
            return Ok(workspace);
        }
    }
    Err(Error::internal_error())
}

/// The path from the workspace's root of the text that was asked about, if it is a file.
fn source_path(to: &Converter<'_>) -> Option<String> {
    let path = uri::path_of(to.uri.as_str(), Style::HERE)?;
    Some(to.checked.workspace.relative(&path))
}

/// The workspaces of all folders, of the configurations below them and of all open drafts, each once, with the files of its
/// drafts; they are waited for.
async fn all_workspaces(session: &Arc<Session>) -> Vec<(Arc<Workspace>, Vec<PathBuf>)> {
    for folder in session.folders() {
        // The search goes by a file's directory; any name will do.
        session.workspace(Some(folder.join("draft.md"))).await;
    }
    session.walked().await
}
