//! `textDocument/codeLens`: the counts above a draft; above a source's paragraphs, how many drafts quote them.

use std::collections::BTreeMap;
use std::sync::Arc;

use analysis::reference;
use project::Workspace;
use serde_json::json;
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::{CodeLens, CodeLensParams, Command, Location, Position, Range, Uri};

use crate::session::Session;
use crate::uri::{self, Style};

/// Answers about a draft or a source.
pub async fn handle(
    session: &Arc<Session>,
    params: CodeLensParams,
) -> Result<Option<Vec<CodeLens>>> {
    let uri = params.text_document.uri;
    if !session.options().code_lens {
        return Ok(None);
    }
    let Some(pin) = session.pin(&uri) else {
        return Ok(None);
    };
    let asked = session.ask(pin, uri.clone(), |checked, to| {
        let analysis = checked.snapshot.analysis()?;
        if checked.is_draft {
            let lens = analysis.lens()?;
            let command = Command {
                title: lens.title,
                command: command(to.places.traits.shows_claims, "policy-ls.showClaims"),
                arguments: Some(vec![json!(to.uri)]),
            };
            return Some(Err(vec![lens_at(Range::default(), command)]));
        }
        Some(Ok(Arc::clone(&checked.workspace)))
    });
    match asked.await? {
        None => Ok(None),
        Some(Err(lenses)) => Ok(Some(lenses)),
        Some(Ok(workspace)) => quoted(session, uri, workspace).await,
    }
}

/// One lens above every paragraph of a source that drafts quote.
async fn quoted(
    session: &Arc<Session>,
    uri: Uri,
    workspace: Arc<Workspace>,
) -> Result<Option<Vec<CodeLens>>> {
    let path = uri::path_of(uri.as_str(), Style::HERE);
    let path = path.map(|path| workspace.relative(&path));
    let number = path.and_then(|path| reference::source_number(&workspace.library, &path));
    let Some(number) = number else {
        return Ok(None);
    };
    let drafts = session.drafts_of(&workspace).await;
    let asked = Arc::clone(session);
    let lenses = session.pool.ask(move || {
        let document = workspace.library.sources[number].document();
        let mut by_block: BTreeMap<usize, (usize, Vec<Location>)> = BTreeMap::new();
        for read in &drafts {
            let Some(analysis) = read.checked.snapshot.analysis() else {
                continue;
            };
            let to = asked.converter(&read.checked, &read.uri);
            let mut seen = Vec::new();
            for (passage, quotation) in analysis.quoted_of(number) {
                let Some(block) = document.block_at(passage.start) else {
                    continue;
                };
                let (count, places) = by_block.entry(block).or_default();
                if !seen.contains(&block) {
                    seen.push(block);
                    *count += 1;
                }
                places.push(Location::new(read.uri.clone(), to.range(quotation)));
            }
        }
        let places = asked.places(&workspace);
        let lines = places.lines_of(&document.text);
        let lenses = by_block.into_iter().map(|(block, (count, quoting))| {
            let start = places
                .range_in(&document.text, &lines, document.blocks[block].span)
                .start;
            let at = Position::new(start.line, 0);
            let drafts = if count == 1 { "draft" } else { "drafts" };
            let command = Command {
                title: format!("quoted in {count} {drafts}"),
                command: command(places.traits.shows_references, "policy-ls.showReferences"),
                arguments: Some(vec![json!(uri), json!(start), json!(quoting)]),
            };
            lens_at(Range::new(at, at), command)
        });
        lenses.collect()
    });
    lenses.await.map(Some).map_err(|_| Error::internal_error())
}

/// A command of the editor's, if it has it; else the lens only says something.
fn command(has: bool, name: &str) -> String {
    if has { name.to_owned() } else { String::new() }
}

fn lens_at(range: Range, command: Command) -> CodeLens {
    CodeLens {
        range,
        command: Some(command),
        data: None,
    }
}
