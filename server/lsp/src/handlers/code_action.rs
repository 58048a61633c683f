//! `textDocument/codeAction` and `codeAction/resolve`: the fixes of the findings at a place, ways to ignore them with a
//! reason, and what else can be done with the words there. Computed from the version that stands, so that nothing is older
//! than the text it changes.

use std::str::FromStr;
use std::sync::Arc;

use analysis::assist::Assist;
use analysis::{Fix, Reach};
use serde::{Deserialize, Serialize};
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{
    CodeAction, CodeActionContext, CodeActionKind, CodeActionOrCommand, CodeActionParams,
    CodeActionResponse, Range, Uri,
};

use super::add_record;
use crate::convert::Converter;
use crate::session::Session;

/// Everything that may be mended unseen.
pub const FIX_ALL: &str = "source.fixAll.policy-ls";

/// Rewriting that mends nothing.
const REWRITE: &str = "refactor.rewrite";

/// What an action carries until somebody chooses it.
#[derive(Debug, Deserialize, Serialize)]
struct Data {
    uri: String,
    range: Range,
    version: i32,
}

/// Offers quick fixes first, then what else can be done.
pub async fn handle(
    session: &Arc<Session>,
    params: CodeActionParams,
) -> Result<Option<CodeActionResponse>> {
    let uri = params.text_document.uri;
    if !session.traits().actions {
        return Ok(None);
    }
    let Some(pin) = session.pin(&uri) else {
        return Ok(None);
    };
    session
        .ask(pin, uri, move |checked, to| {
            let mut offers = offers(to, params.range, &params.context);
            if to.places.traits.resolves_actions {
                let data = Data {
                    uri: to.uri.as_str().to_owned(),
                    range: params.range,
                    version: checked.version,
                };
                let data = serde_json::to_value(data).ok();
                for offer in &mut offers {
                    offer.edit = None;
                    offer.data.clone_from(&data);
                }
            }
            let offers = offers.into_iter().map(CodeActionOrCommand::CodeAction);
            Some(offers.collect())
        })
        .await
}

/// Fills in the edit of an action that was chosen. If the text changed meanwhile it comes back without one: nothing is
/// changed by guess.
pub async fn resolve(session: &Arc<Session>, action: CodeAction) -> Result<CodeAction> {
    let data = action.data.clone();
    let Some(data) = data.and_then(|it| serde_json::from_value::<Data>(it).ok()) else {
        return Ok(action);
    };
    let uri = Uri::from_str(&data.uri).ok();
    let pinned = uri.and_then(|uri| Some((session.pin(&uri)?, uri)));
    let Some((pin, uri)) = pinned else {
        return Ok(action);
    };
    session
        .ask(pin, uri, move |checked, to| {
            let mut action = action;
            if checked.version == data.version {
                let context = CodeActionContext {
                    only: action.kind.clone().map(|kind| vec![kind]),
                    ..CodeActionContext::default()
                };
                let offers = offers(to, data.range, &context);
                let same = |offer: &CodeAction| offer.title == action.title;
                action.edit = offers.into_iter().find(same).and_then(|it| it.edit);
            }
            action
        })
        .await
}

fn offers(to: &Converter<'_>, range: Range, context: &CodeActionContext) -> Vec<CodeAction> {
    let checked = to.checked;
    let span = to.span(range);
    let mut offers = Vec::new();
    if wants(context, &CodeActionKind::QUICKFIX) {
        let actions = checked.actions(span);
        let only = actions.len() == 1;
        for action in &actions {
            offers.push(CodeAction {
                diagnostics: Some(vec![to.diagnostic(action.diagnostic)]),
                is_preferred: only.then_some(true),
                ..offer(to, action.fix, CodeActionKind::QUICKFIX)
            });
        }
    }
    let Some(analysis) = checked.snapshot.analysis().filter(|_| checked.is_draft) else {
        return offers;
    };
    // Only for who asks for it by name: an editor that fixes all on saving does.
    let all = CodeActionKind::from(FIX_ALL);
    if context.only.is_some() && wants(context, &all) {
        let fix = Fix {
            title: "Mend all that is safe to mend".to_owned(),
            edits: analysis.batch(Reach::Safe),
            safe: true,
            place: span,
        };
        if !fix.edits.is_empty() {
            offers.push(offer(to, &fix, all));
        }
    }
    if wants(context, &CodeActionKind::from(REWRITE)) {
        for assist in analysis.assists(span.start) {
            offers.push(offer(to, &fix_of(assist), CodeActionKind::from(REWRITE)));
        }
    }
    if wants(context, &CodeActionKind::QUICKFIX) {
        offers.extend(add_record::offer(to, analysis, span.start));
    }
    // Plain text has no comments.
    let comments = !to.uri.as_str().ends_with(".txt");
    if wants(context, &CodeActionKind::QUICKFIX) && comments {
        for diagnostic in checked.diagnostics() {
            if diagnostic.span.start > span.end || span.start > diagnostic.span.end {
                continue;
            }
            for ignore in analysis.ignores(diagnostic) {
                offers.push(CodeAction {
                    diagnostics: Some(vec![to.diagnostic(diagnostic)]),
                    ..offer(to, &fix_of(ignore), CodeActionKind::QUICKFIX)
                });
            }
        }
    }
    offers
}

/// An offer as an edit of the draft.
fn fix_of(assist: Assist) -> Fix {
    Fix {
        place: assist
            .edits
            .first()
            .map(|(span, _)| *span)
            .unwrap_or_default(),
        title: assist.title,
        edits: assist.edits,
        safe: false,
    }
}

fn offer(to: &Converter<'_>, fix: &Fix, kind: CodeActionKind) -> CodeAction {
    CodeAction {
        title: fix.title.clone(),
        kind: Some(kind),
        edit: Some(to.edit(fix)),
        ..CodeAction::default()
    }
}

/// Kinds are a tree: asking for "" or "refactor" includes "refactor.rewrite", asking for "refactor.rewrite.x" does not.
fn wants(context: &CodeActionContext, kind: &CodeActionKind) -> bool {
    context.only.as_ref().is_none_or(|kinds| {
        kinds.iter().any(|asked| {
            let asked = asked.as_str();
            let below = kind.as_str().strip_prefix(asked);
            asked.is_empty() || below.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        })
    })
}
