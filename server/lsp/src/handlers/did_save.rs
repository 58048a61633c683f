//! `textDocument/didSave`: a saved configuration, record or source note changes what drafts are checked against.

use std::sync::Arc;

use tower_lsp::ls_types::DidSaveTextDocumentParams;

use super::workspace::matters;
use crate::session::Session;

/// Reads the workspaces anew if the saved file makes them.
pub fn handle(session: &Arc<Session>, params: DidSaveTextDocumentParams) {
    if matters(&params.text_document.uri) {
        session.reload();
    }
}
