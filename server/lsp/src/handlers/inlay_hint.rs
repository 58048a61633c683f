//! `textDocument/inlayHint`: what relative dates were read as, and where quotations stand.

use std::sync::Arc;

use analysis::inlay::Inlay;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{
    InlayHint, InlayHintLabel, InlayHintLabelPart, InlayHintParams, InlayHintTooltip,
};

use crate::convert::Converter;
use crate::session::Session;

/// Answers for the range that is shown.
pub async fn handle(
    session: &Arc<Session>,
    params: InlayHintParams,
) -> Result<Option<Vec<InlayHint>>> {
    let uri = params.text_document.uri;
    if !session.options().inlay_hints {
        return Ok(None);
    }
    let Some(pin) = session.pin(&uri) else {
        return Ok(None);
    };
    session
        .ask(pin, uri, move |checked, to| {
            let analysis = checked.snapshot.analysis().filter(|_| checked.is_draft)?;
            let inlays = analysis.inlays(to.span(params.range));
            Some(inlays.iter().map(|it| hint(to, it)).collect())
        })
        .await
}

fn hint(to: &Converter<'_>, inlay: &Inlay) -> InlayHint {
    let location = inlay
        .location
        .as_ref()
        .and_then(|it| to.places.location(it));
    let label = match location {
        Some(location) => InlayHintLabel::LabelParts(vec![InlayHintLabelPart {
            value: inlay.label.clone(),
            location: Some(location),
            ..InlayHintLabelPart::default()
        }]),
        None => InlayHintLabel::String(inlay.label.clone()),
    };
    InlayHint {
        position: to.range(inlay.after).end,
        label,
        kind: None,
        text_edits: None,
        tooltip: Some(InlayHintTooltip::String(inlay.tooltip.clone())),
        padding_left: Some(true),
        padding_right: None,
        data: None,
    }
}
