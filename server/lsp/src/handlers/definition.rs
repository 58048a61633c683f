//! `textDocument/definition`: from the draft's words to the passage in the sources.

use std::sync::Arc;

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{GotoDefinitionParams, GotoDefinitionResponse, Location};

use crate::session::Session;

/// Answers with links (origin, paragraph, words) where the client takes them, else with the words' places.
pub async fn handle(
    session: &Arc<Session>,
    params: GotoDefinitionParams,
) -> Result<Option<GotoDefinitionResponse>> {
    let place = params.text_document_position_params;
    let Some(pin) = session.pin(&place.text_document.uri) else {
        return Ok(None);
    };
    session
        .ask(pin, place.text_document.uri, move |checked, to| {
            let targets = checked.snapshot.definition(to.offset(place.position));
            let links: Vec<_> = targets.iter().filter_map(|it| to.link(it)).collect();
            if links.is_empty() {
                return None;
            }
            if to.places.traits.links {
                return Some(GotoDefinitionResponse::Link(links));
            }
            let words = |it| {
                let tower_lsp::ls_types::LocationLink {
                    target_uri,
                    target_selection_range,
                    ..
                } = it;
                Location::new(target_uri, target_selection_range)
            };
            let places = links.into_iter().map(words).collect();
            Some(GotoDefinitionResponse::Array(places))
        })
        .await
}
