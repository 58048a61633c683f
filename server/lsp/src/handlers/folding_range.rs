//! `textDocument/foldingRange`: sections, lists, quotations, tables, code, front matter, comments.

use std::sync::Arc;

use analysis::FoldKind;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{FoldingRange, FoldingRangeKind, FoldingRangeParams};

use crate::session::Session;

/// Answers in whole lines.
pub async fn handle(
    session: &Arc<Session>,
    params: FoldingRangeParams,
) -> Result<Option<Vec<FoldingRange>>> {
    let uri = params.text_document.uri;
    let Some(pin) = session.pin(&uri) else {
        return Ok(None);
    };
    session
        .ask(pin, uri, |checked, to| {
            let folds = checked.snapshot.analysis()?.folds().into_iter();
            let ranges = folds.filter_map(|(span, kind)| {
                let range = to.range(span);
                (range.start.line < range.end.line).then_some(FoldingRange {
                    start_line: range.start.line,
                    start_character: None,
                    end_line: range.end.line,
                    end_character: None,
                    kind: Some(match kind {
                        FoldKind::Region => FoldingRangeKind::Region,
                        FoldKind::Comment => FoldingRangeKind::Comment,
                    }),
                    collapsed_text: None,
                })
            });
            Some(ranges.collect())
        })
        .await
}
