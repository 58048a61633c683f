//! `textDocument/documentHighlight`: all mentions of the entity, all dates of the event, all quotations of the passage.

use std::sync::Arc;

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{DocumentHighlight, DocumentHighlightKind, DocumentHighlightParams};

use crate::session::Session;

/// Answers about the words under the cursor.
pub async fn handle(
    session: &Arc<Session>,
    params: DocumentHighlightParams,
) -> Result<Option<Vec<DocumentHighlight>>> {
    let place = params.text_document_position_params;
    let Some(pin) = session.pin(&place.text_document.uri) else {
        return Ok(None);
    };
    session
        .ask(pin, place.text_document.uri, move |checked, to| {
            let analysis = checked.snapshot.analysis()?;
            let (_, subject) = analysis.subject(to.offset(place.position))?;
            let spans = analysis.occurrences(&subject, true).into_iter();
            let highlights = spans.map(|span| DocumentHighlight {
                range: to.range(span),
                kind: Some(DocumentHighlightKind::TEXT),
            });
            Some(highlights.collect())
        })
        .await
}
