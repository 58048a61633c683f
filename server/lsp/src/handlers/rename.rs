//! `textDocument/prepareRename` and `textDocument/rename`: an entity's wording throughout the workspace's drafts. What
//! stands between quotation marks is somebody else's and stays.

use std::collections::HashMap;
use std::sync::Arc;

use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::{
    DocumentChanges, OneOf, OptionalVersionedTextDocumentIdentifier, PrepareRenameResponse,
    RenameParams, TextDocumentEdit, TextDocumentPositionParams, TextEdit, Uri, WorkspaceEdit,
};

use crate::session::Session;

/// The wording under the cursor, if it can be renamed.
pub async fn prepare(
    session: &Arc<Session>,
    place: TextDocumentPositionParams,
) -> Result<Option<PrepareRenameResponse>> {
    let Some(pin) = session.pin(&place.text_document.uri) else {
        return Ok(None);
    };
    session
        .ask(pin, place.text_document.uri, move |checked, to| {
            let analysis = checked.snapshot.analysis().filter(|_| checked.is_draft)?;
            let wording = analysis.wording(to.offset(place.position))?;
            Some(PrepareRenameResponse::RangeWithPlaceholder {
                range: to.range(wording.span),
                placeholder: wording.words,
            })
        })
        .await
}

/// The edits of all drafts that name the same entity by the same words.
pub async fn handle(session: &Arc<Session>, params: RenameParams) -> Result<Option<WorkspaceEdit>> {
    let place = params.text_document_position;
    let uri = place.text_document.uri;
    let new = params.new_name.trim().to_owned();
    if new.is_empty() || new.contains(['\n', '\r']) {
        return Err(Error::invalid_params("a name is some words on one line"));
    }
    let Some(pin) = session.pin(&uri) else {
        return Ok(None);
    };
    let asked = session.ask(pin, uri, move |checked, to| {
        let analysis = checked.snapshot.analysis().filter(|_| checked.is_draft)?;
        let wording = analysis.wording(to.offset(place.position))?;
        Some((wording, Arc::clone(&checked.workspace)))
    });
    let Some((wording, workspace)) = asked.await? else {
        return Err(Error::invalid_params(
            "there is no name here that can be renamed",
        ));
    };
    let drafts = session.drafts_of(&workspace).await;
    let asked = Arc::clone(session);
    let edits = session.pool.ask(move || {
        let mut edits: Vec<(Uri, Option<i32>, Vec<TextEdit>)> = Vec::new();
        for read in &drafts {
            let Some(analysis) = read.checked.snapshot.analysis() else {
                continue;
            };
            let to = asked.converter(&read.checked, &read.uri);
            let spans = analysis.wordings(wording.entity, &wording.words);
            let changes = spans
                .into_iter()
                .map(|span| TextEdit::new(to.range(span), new.clone()));
            let changes: Vec<_> = changes.collect();
            if !changes.is_empty() {
                let version = read.open.then_some(read.checked.version);
                edits.push((read.uri.clone(), version, changes));
            }
        }
        edits
    });
    let edits = edits.await.map_err(|_| Error::internal_error())?;
    Ok(Some(workspace_edit(session.traits().versioned, edits)))
}

/// One edit of several files, with versions where the client takes them.
#[allow(
    clippy::mutable_key_type,
    reason = "the protocol's own type; nothing in a URI changes"
)]
pub fn workspace_edit(
    versioned: bool,
    edits: Vec<(Uri, Option<i32>, Vec<TextEdit>)>,
) -> WorkspaceEdit {
    if !versioned {
        let changes: HashMap<_, _> = edits.into_iter().map(|(uri, _, it)| (uri, it)).collect();
        return WorkspaceEdit {
            changes: Some(changes),
            ..WorkspaceEdit::default()
        };
    }
    let edits = edits
        .into_iter()
        .map(|(uri, version, edits)| TextDocumentEdit {
            text_document: OptionalVersionedTextDocumentIdentifier { uri, version },
            edits: edits.into_iter().map(OneOf::Left).collect(),
        });
    WorkspaceEdit {
        document_changes: Some(DocumentChanges::Edits(edits.collect())),
        ..WorkspaceEdit::default()
    }
}
