//! `textDocument/codeAction`: the fixes of the findings at a place. Computed from the version that stands, so that a fix
//! is never older than the text it changes.

use std::sync::Arc;

use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{
    CodeAction, CodeActionContext, CodeActionKind, CodeActionOrCommand, CodeActionParams,
    CodeActionResponse,
};

use crate::session::Session;

/// Offers a quick fix for every finding that touches the range and can be mended.
pub async fn handle(
    session: &Arc<Session>,
    params: CodeActionParams,
) -> Result<Option<CodeActionResponse>> {
    let uri = params.text_document.uri;
    if !session.traits().actions || !wants_fixes(&params.context) {
        return Ok(None);
    }
    let Some(pin) = session.pin(&uri) else {
        return Ok(None);
    };
    session
        .ask(pin, uri, move |checked, to| {
            let actions = checked.actions(to.span(params.range));
            let only = actions.len() == 1;
            let offers = actions.iter().map(|action| {
                let fix = action.fix;
                CodeActionOrCommand::CodeAction(CodeAction {
                    title: fix.title.clone(),
                    kind: Some(CodeActionKind::QUICKFIX),
                    diagnostics: Some(vec![to.diagnostic(action.diagnostic)]),
                    edit: Some(to.edit(fix)),
                    is_preferred: only.then_some(true),
                    ..CodeAction::default()
                })
            });
            Some(offers.collect())
        })
        .await
}

/// Kinds are a tree: asking for "" or "quickfix" includes ours, asking for "quickfix.x" or "refactor" does not.
fn wants_fixes(context: &CodeActionContext) -> bool {
    context.only.as_ref().is_none_or(|kinds| {
        kinds
            .iter()
            .any(|kind| kind.as_str().is_empty() || *kind == CodeActionKind::QUICKFIX)
    })
}
