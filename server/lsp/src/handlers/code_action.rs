//! `textDocument/codeAction` and `codeAction/resolve`: the fixes of the findings at a place, ways to ignore them with a
//! reason, and what else can be done with the words there. Computed from the version that stands, so that nothing is older
//! than the text it changes.

use std::collections::BTreeSet;
use std::str::FromStr;
use std::sync::Arc;

use analysis::assist::Assist;
use analysis::{Fix, Reach};
use project::Silence;
use serde::{Deserialize, Serialize};
use text::{Lines, Span};
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{
    CodeAction, CodeActionContext, CodeActionKind, CodeActionOrCommand, CodeActionParams,
    CodeActionResponse, CreateFile, CreateFileOptions, DocumentChangeOperation, DocumentChanges,
    OneOf, OptionalVersionedTextDocumentIdentifier, Range, ResourceOp, TextDocumentEdit, TextEdit,
    Uri, WorkspaceEdit,
};

use super::add_record;
use crate::convert::Converter;
use crate::place::Places;
use crate::session::Session;
use crate::uri::{self, Style};

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
    /// Its number among those of the same kind and title: two findings may be ignored by the same words.
    among: usize,
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
                for at in 0..offers.len() {
                    let (before, rest) = offers.split_at_mut(at);
                    let offer = &mut rest[0];
                    let data = Data {
                        uri: to.uri.as_str().to_owned(),
                        range: params.range,
                        version: checked.version,
                        among: before.iter().filter(|it| alike(it, offer)).count(),
                    };
                    offer.edit = None;
                    offer.data = serde_json::to_value(data).ok();
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
                let mut same = offers.into_iter().filter(|it| alike(it, &action));
                action.edit = same.nth(data.among).and_then(|it| it.edit);
            }
            action
        })
        .await
}

fn alike(one: &CodeAction, other: &CodeAction) -> bool {
    one.title == other.title && one.kind == other.kind
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
        let mut codes = BTreeSet::new();
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
            if let Some(edit) =
                everywhere(to, diagnostic.code).filter(|_| codes.insert(diagnostic.code))
            {
                offers.push(CodeAction {
                    title: format!("Ignore {} everywhere, with a reason", diagnostic.code),
                    kind: Some(CodeActionKind::QUICKFIX),
                    diagnostics: Some(vec![to.diagnostic(diagnostic)]),
                    edit: Some(edit),
                    ..CodeAction::default()
                });
            }
        }
    }
    offers
}

/// The edit that turns a rule off in the workspace's configuration, as the editor has it if it is open; in a new one if
/// there is none and the client can make it.
fn everywhere(to: &Converter<'_>, code: &str) -> Option<WorkspaceEdit> {
    let Places {
        traits,
        workspace,
        world,
        spelling,
        ..
    } = &to.places;
    // A buffer that was never saved belongs nowhere.
    uri::path_of(to.uri.as_str(), Style::HERE)?;
    let (path, new) = match &workspace.config_path {
        Some(path) => (path.clone(), false),
        None if traits.creates && traits.versioned => {
            (workspace.root.join(project::CONFIGURATION), true)
        }
        None => return None,
    };
    let open = spelling.file(&path);
    let (uri, version, text) = match open {
        Some(file) => (file.uri, Some(file.version), file.text),
        None if new => (to.places.uri_of_path(&path)?, None, "".into()),
        None => (to.places.uri_of_path(&path)?, None, world.read(&path)?),
    };
    let silence = Silence::of(&path, &text, code)?;
    let lines = Lines::new(&text);
    let span = Span::new(silence.span.start, silence.span.end);
    let edit = TextEdit::new(to.places.range_in(&text, &lines, span), silence.text);
    if !traits.versioned {
        return Some(WorkspaceEdit::new([(uri, vec![edit])].into()));
    }
    let mut operations = Vec::new();
    if new {
        let create = CreateFile {
            uri: uri.clone(),
            options: Some(CreateFileOptions {
                overwrite: None,
                ignore_if_exists: Some(true),
            }),
            annotation_id: None,
        };
        operations.push(DocumentChangeOperation::Op(ResourceOp::Create(create)));
    }
    operations.push(DocumentChangeOperation::Edit(TextDocumentEdit {
        text_document: OptionalVersionedTextDocumentIdentifier { uri, version },
        edits: vec![OneOf::Left(edit)],
    }));
    Some(WorkspaceEdit {
        document_changes: Some(DocumentChanges::Operations(operations)),
        ..WorkspaceEdit::default()
    })
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
