//! `textDocument/references`: from an entity to its mentions in drafts and sources, from an event to all claims, from a
//! passage of a source to the drafts that quote it.

use std::sync::Arc;

use analysis::reference::{self, Subject};
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::{Location, ReferenceParams};

use crate::session::Session;
use crate::session::shelf::Guard;

/// Answers with places in drafts first, then in sources; these are the declaration, where the client asks for it.
pub async fn handle(
    session: &Arc<Session>,
    params: ReferenceParams,
) -> Result<Option<Vec<Location>>> {
    let place = params.text_document_position;
    let uri = place.text_document.uri;
    let Some(pin) = session.pin(&uri) else {
        return Ok(None);
    };
    let declaration = params.context.include_declaration;
    let asked = session
        .ask(pin, uri, move |checked, to| {
            let analysis = checked.snapshot.analysis()?;
            let offset = to.offset(place.position);
            let found = analysis.subject(offset).or_else(|| {
                let path = super::source_path(to)?;
                let number = reference::source_number(&checked.workspace.library, &path)?;
                analysis.passage_at(number, offset)
            });
            Some((found?.1, Arc::clone(&checked.workspace)))
        })
        .await?;
    let Some((subject, workspace)) = asked else {
        return Ok(None);
    };
    let drafts = session.drafts_of(&workspace).await;
    let (guard, cancel) = Guard::new();
    let session = Arc::clone(session);
    let asked = Arc::clone(&session);
    let found = session.pool.ask(move || {
        let mut found = Vec::new();
        for read in &drafts {
            let to = asked.converter(&read.checked, &read.uri);
            let Some(analysis) = read.checked.snapshot.analysis() else {
                continue;
            };
            let spans = analysis.occurrences(&subject, false).into_iter();
            found.extend(spans.map(|span| Location::new(read.uri.clone(), to.range(span))));
        }
        // The passage asked about is where the question stands already.
        if declaration || matches!(subject, Subject::Entities(_)) {
            let places = asked.places(&workspace);
            let sources = reference::in_sources(&workspace.library, &subject, &cancel);
            for location in sources.iter().filter_map(|it| places.location(it)) {
                if !found.contains(&location) {
                    found.push(location);
                }
            }
        }
        found
    });
    let found = found.await.map_err(|_| Error::internal_error())?;
    drop(guard);
    Ok(Some(found))
}
