//! `textDocument/selectionRange`: word, name or date, sentence, quotation, paragraph, section, the whole.

use std::sync::Arc;

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{SelectionRange, SelectionRangeParams};

use crate::session::Session;

/// Answers one chain a position.
pub async fn handle(
    session: &Arc<Session>,
    params: SelectionRangeParams,
) -> Result<Option<Vec<SelectionRange>>> {
    let uri = params.text_document.uri;
    let Some(pin) = session.pin(&uri) else {
        return Ok(None);
    };
    session
        .ask(pin, uri, move |checked, to| {
            let analysis = checked.snapshot.analysis()?;
            let chains = params.positions.iter().map(|position| {
                let spans = analysis.selections(to.offset(*position));
                let mut chain: Option<SelectionRange> = None;
                for span in spans.into_iter().rev() {
                    chain = Some(SelectionRange {
                        range: to.range(span),
                        parent: chain.map(Box::new),
                    });
                }
                chain.unwrap_or(SelectionRange {
                    range: tower_lsp::ls_types::Range::new(*position, *position),
                    parent: None,
                })
            });
            Some(chains.collect())
        })
        .await
}
