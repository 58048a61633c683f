//! `textDocument/hover`: what the words under the cursor are.

use std::sync::Arc;

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{Hover, HoverContents, HoverParams, MarkupContent, MarkupKind};

use crate::session::Session;

/// Answers about the text as it stood when the request came.
pub async fn handle(session: &Arc<Session>, params: HoverParams) -> Result<Option<Hover>> {
    let place = params.text_document_position_params;
    let Some(pin) = session.pin(&place.text_document.uri) else {
        return Ok(None);
    };
    session
        .ask(pin, place.text_document.uri, move |checked, to| {
            let hover = checked.snapshot.hover(to.offset(place.position))?;
            let (kind, value) = if to.places.traits.markdown {
                let markdown = to.with_links(&hover.markdown, &hover.links);
                (MarkupKind::Markdown, markdown)
            } else {
                (MarkupKind::PlainText, hover.plain)
            };
            Some(Hover {
                contents: HoverContents::Markup(MarkupContent { kind, value }),
                range: Some(to.range(hover.span)),
            })
        })
        .await
}
