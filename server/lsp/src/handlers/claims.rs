//! `policy-ls/claims`: the claims of a draft by verdict, with their evidence, and its quotations.

use std::sync::Arc;

use analysis::ledger::{self, ClaimEntry, QuotationEntry};
use library::Verdict;
use serde::Serialize;
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::{Range, Uri};

use crate::convert::Converter;
use crate::extension::{About, DateText, Place, Said};
use crate::session::Session;

/// The groups, most pressing first: verdict, and its title for people.
const GROUPS: [(Verdict, &str); 5] = [
    (Verdict::Conflict, "Contradicted by the sources"),
    (Verdict::Contested, "The sources disagree"),
    (Verdict::Unknown, "Not in the sources"),
    (Verdict::Consistent, "Supported by the sources"),
    (Verdict::NotAsserted, "Not asserted"),
];

/// The answer.
#[derive(Debug, Serialize)]
pub struct View {
    uri: Uri,
    version: i32,
    groups: Vec<Group>,
    quotations: Vec<Quoted>,
}

#[derive(Debug, Serialize)]
struct Group {
    verdict: &'static str,
    title: &'static str,
    claims: Vec<Claim>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Claim {
    range: Range,
    text: String,
    sentence: String,
    kind: String,
    date: DateText,
    date_range: Range,
    #[serde(skip_serializing_if = "Option::is_none")]
    event: Option<String>,
    evidence: Vec<Said>,
}

#[derive(Debug, Serialize)]
struct Quoted {
    range: Range,
    text: String,
    verdict: &'static str,
    title: &'static str,
    evidence: Vec<Place>,
}

/// Answers about an open draft.
pub async fn handle(session: &Arc<Session>, about: About) -> Result<View> {
    let Some(document) = about.text_document else {
        return Err(Error::invalid_params("`textDocument` is missing"));
    };
    let Some(pin) = session.pin(&document.uri) else {
        return Err(Error::invalid_params("the document is not open"));
    };
    session
        .ask(pin, document.uri, |checked, to| {
            let analysis = checked.snapshot.analysis();
            let claims = analysis.map(|it| it.claim_entries()).unwrap_or_default();
            let quotations = analysis.map(|it| it.quotation_entries());
            let groups = GROUPS.iter().map(|(verdict, title)| Group {
                verdict: ledger::verdict_word(*verdict),
                title,
                claims: claims
                    .iter()
                    .filter(|entry| entry.verdict == *verdict)
                    .map(|entry| claim(to, entry))
                    .collect(),
            });
            View {
                uri: to.uri.clone(),
                version: checked.version,
                groups: groups.filter(|it| !it.claims.is_empty()).collect(),
                quotations: quotations
                    .unwrap_or_default()
                    .iter()
                    .map(|entry| quoted(to, entry))
                    .collect(),
            }
        })
        .await
}

fn claim(to: &Converter<'_>, entry: &ClaimEntry) -> Claim {
    let events = &to.places.workspace.library.events;
    Claim {
        range: to.range(entry.span),
        text: entry.span.of(to.checked.snapshot.text()).to_owned(),
        sentence: entry.sentence.clone(),
        kind: entry.kind.clone(),
        date: DateText::from(&entry.date),
        date_range: to.range(entry.date_span),
        event: entry.event.and_then(|at| Some(events.get(at)?.id.clone())),
        evidence: entry
            .evidence
            .iter()
            .map(|it| Said::of(&to.places, it))
            .collect(),
    }
}

fn quoted(to: &Converter<'_>, entry: &QuotationEntry) -> Quoted {
    Quoted {
        range: to.range(entry.span),
        text: entry.words.clone(),
        verdict: entry.verdict,
        title: entry.sentence,
        evidence: entry
            .passages
            .iter()
            .filter_map(|it| Place::of(&to.places, it))
            .collect(),
    }
}
