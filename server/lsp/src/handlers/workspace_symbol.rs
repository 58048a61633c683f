//! `workspace/symbol`: entities, events and sources of the libraries, headings of the drafts.

use std::collections::HashSet;
use std::sync::Arc;

use analysis::symbol::{self, Symbol, SymbolKind};
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::{
    Location, SymbolInformation, WorkspaceSymbolParams, WorkspaceSymbolResponse,
};

use super::document_symbol::kind;
use crate::session::Session;
use crate::uri;

/// More than this is a flood.
const MOST: usize = 200;

/// Answers from every workspace that is read by now.
pub async fn handle(
    session: &Arc<Session>,
    params: WorkspaceSymbolParams,
) -> Result<Option<WorkspaceSymbolResponse>> {
    let mut drafts = Vec::new();
    let workspaces = session.workspaces();
    for workspace in &workspaces {
        drafts.extend(session.drafts_of(workspace).await);
    }
    let asked = Arc::clone(session);
    let found = session.pool.ask(move || {
        let mut list = Vec::new();
        let words = symbol::words_of(&params.query);
        for read in &drafts {
            let Some(analysis) = read.checked.snapshot.analysis() else {
                continue;
            };
            let to = asked.converter(&read.checked, &read.uri);
            let name = uri::name_of(read.uri.as_str());
            headings(&analysis.symbols(), &mut |heading| {
                if list.len() < MOST && symbol::matches(&heading.name, &words) {
                    let at = Location::new(read.uri.clone(), to.range(heading.focus));
                    list.push(information(heading.name.clone(), heading.kind, &name, at));
                }
            });
        }
        // Two roots may share the built-in library: each thing once.
        let mut seen = HashSet::new();
        for workspace in &workspaces {
            let places = asked.places(workspace);
            for entry in symbol::search(&workspace.library, &params.query, MOST) {
                let Some(at) = places.location(&entry.location) else {
                    continue;
                };
                if seen.insert((entry.name.clone(), format!("{at:?}"))) {
                    list.push(information(entry.name, entry.kind, &entry.container, at));
                }
            }
        }
        list.truncate(2 * MOST);
        list
    });
    let list = found.await.map_err(|_| Error::internal_error())?;
    Ok(Some(WorkspaceSymbolResponse::Flat(list)))
}

fn headings(symbols: &[Symbol], each: &mut impl FnMut(&Symbol)) {
    for symbol in symbols {
        if symbol.kind == SymbolKind::Heading {
            each(symbol);
        }
        headings(&symbol.children, each);
    }
}

#[allow(deprecated, reason = "the type has a deprecated field")]
fn information(
    name: String,
    what: SymbolKind,
    container: &str,
    location: Location,
) -> SymbolInformation {
    SymbolInformation {
        name,
        kind: kind(what),
        tags: None,
        deprecated: None,
        location,
        container_name: Some(container.to_owned()),
    }
}
