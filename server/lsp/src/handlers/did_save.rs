//! `textDocument/didSave`: a saved configuration, record or source changes what drafts are checked against.

use std::sync::Arc;

use tower_lsp::ls_types::DidSaveTextDocumentParams;

use crate::session::Session;
use crate::uri::{self, Style};

/// Reads the workspaces anew if the saved file makes them.
pub fn handle(session: &Arc<Session>, params: DidSaveTextDocumentParams) {
    let path = uri::path_of(params.text_document.uri.as_str(), Style::HERE);
    session.changed(path.into_iter().collect());
}
