//! `workspace/executeCommand`: read the library anew, show a source, explain a rule, show the chronology.

use std::sync::Arc;

use analysis::{ledger, rules};
use serde_json::{Value, json};
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::{ExecuteCommandParams, ShowDocumentParams};

use super::chronology;
use crate::extension::About;
use crate::session::Session;

/// The commands. Editors register the short names for themselves.
pub const COMMANDS: [&str; 4] = [
    "policy-ls.server.reindex",
    "policy-ls.server.showSource",
    "policy-ls.server.explainRule",
    "policy-ls.server.showChronology",
];

/// Runs one.
pub async fn handle(session: &Arc<Session>, params: ExecuteCommandParams) -> Result<Option<Value>> {
    let first = params.arguments.into_iter().next().unwrap_or_default();
    match params.command.as_str() {
        "policy-ls.server.reindex" => {
            session.reload();
            session.preload();
            Ok(None)
        }
        "policy-ls.server.showSource" => {
            show_source(session, first.as_str().unwrap_or_default()).await
        }
        "policy-ls.server.explainRule" => {
            let code = first.as_str().unwrap_or_default();
            let rule = rules::all().iter().find(|rule| rule.code == code);
            let rule =
                rule.ok_or_else(|| Error::invalid_params(format!("no rule is called {code:?}")))?;
            Ok(Some(
                json!({"code": rule.code, "summary": rule.summary, "markdown": rule.page()}),
            ))
        }
        "policy-ls.server.showChronology" => {
            let about: About = serde_json::from_value(first).unwrap_or_default();
            let view = chronology::handle(session, about).await?;
            Ok(serde_json::to_value(view).ok())
        }
        other => Err(Error::invalid_params(format!(
            "no command is called {other:?}"
        ))),
    }
}

/// Opens the source with that id in the editor, where the editor can be asked to; says where it is in any case.
async fn show_source(session: &Arc<Session>, id: &str) -> Result<Option<Value>> {
    for (workspace, _) in super::all_workspaces(session).await {
        let source = workspace.library.sources.iter().find(|it| it.id == id);
        let Some(source) = source else {
            continue;
        };
        let origin = ledger::source_location(source).origin;
        let (asked, theirs) = (Arc::clone(session), Arc::clone(&workspace));
        // A text of the built-in library is written to the cache first.
        let uri = session
            .pool
            .ask(move || asked.places(&theirs).uri_of(&origin));
        let Some(uri) = uri.await.map_err(|_| Error::internal_error())? else {
            continue;
        };
        if session.traits().shows {
            let (client, uri) = (session.client.clone(), uri.clone());
            session.spawn(async move {
                let params = ShowDocumentParams {
                    uri,
                    external: None,
                    take_focus: Some(true),
                    selection: None,
                };
                let _ = client.show_document(params).await;
            });
        }
        return Ok(Some(json!({"uri": uri, "title": source.title})));
    }
    Err(Error::invalid_params(format!("no source is called {id:?}")))
}
