//! `textDocument/didClose`: a draft leaves the register, its findings are cleared.

use std::sync::Arc;

use tower_lsp::ls_types::DidCloseTextDocumentParams;

use crate::session::Session;

/// Forgets the draft; closed twice, the second is passed over.
pub fn handle(session: &Arc<Session>, params: DidCloseTextDocumentParams) {
    session.close(&params.text_document.uri);
}
