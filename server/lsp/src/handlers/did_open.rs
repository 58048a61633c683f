//! `textDocument/didOpen`: a draft enters the register. Opened twice, the later text wins.

use std::sync::Arc;

use tower_lsp::ls_types::DidOpenTextDocumentParams;

use crate::session::Session;

/// Registers the draft; its workspace is found on another thread.
pub fn handle(session: &Arc<Session>, params: DidOpenTextDocumentParams) {
    let document = params.text_document;
    session.open(
        document.uri,
        &document.language_id,
        &document.text,
        document.version,
    );
}
