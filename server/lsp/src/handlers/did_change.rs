//! `textDocument/didChange`: edits, applied one after another, each to the result of the one before.

use std::sync::Arc;

use text::Change;
use tower_lsp::ls_types::DidChangeTextDocumentParams;

use crate::convert::from_position;
use crate::session::Session;

/// Applies the edits and schedules a check. A draft that is not open is passed over.
pub fn handle(session: &Arc<Session>, params: DidChangeTextDocumentParams) {
    let document = params.text_document;
    let Some(draft) = session.draft(&document.uri) else {
        tracing::warn!("a change of {} that is not open", document.uri.as_str());
        return;
    };
    let changes: Vec<_> = params
        .content_changes
        .into_iter()
        .map(|change| Change {
            range: change
                .range
                .map(|range| (from_position(range.start), from_position(range.end))),
            text: change.text,
        })
        .collect();
    draft.edit(&changes, document.version, session.traits().encoding);
    session.edited(&draft);
}
