//! `textDocument/completion` and `completionItem/resolve`: names, dates, passages, citations, rules. What an item means is
//! told when somebody looks at it.

use std::str::FromStr;
use std::sync::Arc;

use analysis::completion::{Proposal, ProposalKind};
use serde::{Deserialize, Serialize};
use text::Span;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{
    CompletionItem, CompletionItemKind, CompletionList, CompletionParams, CompletionResponse,
    CompletionTextEdit, Documentation, InsertReplaceEdit, MarkupContent, MarkupKind, TextEdit, Uri,
};

use crate::convert::Converter;
use crate::session::Session;

/// What an item carries until it is looked at.
#[derive(Debug, Deserialize, Serialize)]
struct Data {
    uri: String,
    kind: u8,
    about: String,
}

const KINDS: [ProposalKind; 6] = [
    ProposalKind::OfficialName,
    ProposalKind::Alias,
    ProposalKind::Date,
    ProposalKind::Passage,
    ProposalKind::Citation,
    ProposalKind::Rule,
];

/// Answers about the text as it stood when the request came.
pub async fn handle(
    session: &Arc<Session>,
    params: CompletionParams,
) -> Result<Option<CompletionResponse>> {
    let place = params.text_document_position;
    let Some(pin) = session.pin(&place.text_document.uri) else {
        return Ok(None);
    };
    session
        .ask(pin, place.text_document.uri, move |checked, to| {
            // Nobody quotes himself: in a source there is nothing to complete.
            let analysis = checked.snapshot.analysis().filter(|_| checked.is_draft)?;
            let proposals = analysis.completion(to.offset(place.position));
            let numbered = proposals.items.iter().enumerate();
            Some(CompletionResponse::List(CompletionList {
                is_incomplete: proposals.incomplete,
                items: numbered.map(|(at, it)| item(to, at, it)).collect(),
            }))
        })
        .await
}

/// Fills in what is known of an item; it comes back as it was if nothing is.
pub async fn resolve(session: &Arc<Session>, mut item: CompletionItem) -> Result<CompletionItem> {
    let data = item.data.clone();
    let Some(data) = data.and_then(|it| serde_json::from_value::<Data>(it).ok()) else {
        return Ok(item);
    };
    let uri = Uri::from_str(&data.uri).ok();
    let pinned = uri.and_then(|uri| Some((session.pin(&uri)?, uri)));
    let Some((pin, uri)) = pinned else {
        return Ok(item);
    };
    let told = session
        .ask(pin, uri, move |checked, to| {
            let kind = *KINDS.get(usize::from(data.kind))?;
            let page = checked.snapshot.analysis()?.about(kind, &data.about)?;
            let (kind, value) = if to.places.traits.markdown_items {
                let markdown = to.with_links(&page.markdown, &page.links);
                (MarkupKind::Markdown, markdown)
            } else {
                (MarkupKind::PlainText, page.plain)
            };
            Some(Documentation::MarkupContent(MarkupContent { kind, value }))
        })
        .await?;
    item.documentation = told.or(item.documentation);
    Ok(item)
}

fn item(to: &Converter<'_>, at: usize, proposal: &Proposal) -> CompletionItem {
    let range = to.range(proposal.replaces);
    let new_text = proposal.text.clone();
    let data = proposal.about.as_ref().map(|about| Data {
        uri: to.uri.as_str().to_owned(),
        kind: KINDS
            .iter()
            .position(|kind| *kind == proposal.kind)
            .unwrap_or_default() as u8,
        about: about.clone(),
    });
    let edit = if to.places.traits.inserts_or_replaces {
        CompletionTextEdit::InsertAndReplace(InsertReplaceEdit {
            new_text,
            insert: range,
            replace: to.range(with_rest(proposal, to.checked.snapshot.text())),
        })
    } else {
        CompletionTextEdit::Edit(TextEdit { range, new_text })
    };
    CompletionItem {
        label: proposal.label.clone(),
        kind: Some(match proposal.kind {
            ProposalKind::OfficialName => CompletionItemKind::CLASS,
            ProposalKind::Alias => CompletionItemKind::REFERENCE,
            ProposalKind::Date => CompletionItemKind::EVENT,
            ProposalKind::Passage => CompletionItemKind::TEXT,
            ProposalKind::Citation => CompletionItemKind::FILE,
            ProposalKind::Rule => CompletionItemKind::KEYWORD,
        }),
        detail: Some(proposal.detail.clone()),
        // Lists are sorted by this: the core's order stands.
        sort_text: Some(format!("{at:04}")),
        filter_text: Some(proposal.filter.clone()),
        text_edit: Some(edit),
        data: data.and_then(|it| serde_json::to_value(it).ok()),
        ..CompletionItem::default()
    }
}

/// What is replaced where the rest of the word behind the cursor goes too. Behind a passage begins what the author says.
fn with_rest(proposal: &Proposal, text: &str) -> Span {
    let joins = match proposal.kind {
        ProposalKind::Passage => return proposal.replaces,
        ProposalKind::Citation | ProposalKind::Rule => "-_",
        ProposalKind::OfficialName | ProposalKind::Alias | ProposalKind::Date => "",
    };
    let Span { start, end } = proposal.replaces;
    let rest = text[end..].find(|c: char| !c.is_alphanumeric() && !joins.contains(c));
    Span::new(start, rest.map_or(text.len(), |length| end + length))
}
