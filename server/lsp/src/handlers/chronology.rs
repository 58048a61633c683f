//! `policy-ls/chronology`: the library's events in order, and the dates of a draft beside them.

use std::sync::Arc;

use analysis::ledger::{self, Dated};
use library::Event;
use serde::Serialize;
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::Range;

use crate::extension::{About, DateText, Place, Said};
use crate::place::Places;
use crate::session::Session;

/// The answer.
#[derive(Debug, Serialize)]
pub struct View {
    events: Vec<Happening>,
    draft: Vec<DraftDate>,
}

/// One event.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Happening {
    id: String,
    kind: String,
    summary: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<DateText>,
    #[serde(skip_serializing_if = "Option::is_none")]
    start: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end: Option<String>,
    entities: Vec<String>,
    contested: bool,
    witnesses: Vec<Said>,
    #[serde(skip_serializing_if = "Option::is_none")]
    location: Option<Place>,
}

#[derive(Debug, Serialize)]
struct DraftDate {
    range: Range,
    text: String,
    #[serde(flatten)]
    date: DateText,
    #[serde(skip_serializing_if = "Option::is_none")]
    start: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end: Option<String>,
    events: Vec<String>,
}

/// Answers with the library's events, and with the dates of the draft if one is named.
pub async fn handle(session: &Arc<Session>, about: About) -> Result<View> {
    let uri = about.text_document.as_ref().map(|it| it.uri.clone());
    let pinned = uri.and_then(|uri| Some((session.pin(&uri)?, uri)));
    let Some((pin, uri)) = pinned else {
        let workspace = super::workspace_of(session, about).await?;
        let asked = Arc::clone(session);
        let view = session.pool.ask(move || View {
            events: events(&asked.places(&workspace)),
            draft: Vec::new(),
        });
        return view.await.map_err(|_| Error::internal_error());
    };
    session
        .ask(pin, uri, |checked, to| {
            let entries = checked.snapshot.analysis().map(|it| it.date_entries());
            let library = &checked.workspace.library;
            let draft = entries.unwrap_or_default().into_iter().map(|entry| {
                let interval = entry.value.interval;
                DraftDate {
                    range: to.range(entry.span),
                    text: entry.span.of(checked.snapshot.text()).to_owned(),
                    date: DateText::from(&entry.date),
                    start: interval.start.map(|day| day.to_string()),
                    end: interval.end.map(|day| day.to_string()),
                    events: entry
                        .events
                        .iter()
                        .filter_map(|at| Some(library.events.get(*at)?.id.clone()))
                        .collect(),
                }
            });
            View {
                draft: draft.collect(),
                events: events(&to.places),
            }
        })
        .await
}

fn events(places: &Places<'_>) -> Vec<Happening> {
    let events = places.workspace.library.events.iter();
    events.map(|event| happening(places, event)).collect()
}

/// One event with those who say so.
pub fn happening(places: &Places<'_>, event: &Event) -> Happening {
    let library = &*places.workspace.library;
    let interval = event.value().map(|value| value.interval);
    let ids = event.agents.iter().chain(&event.object).chain(&event.place);
    let mut entities: Vec<String> = ids
        .filter_map(|id| Some(library.entity_of(*id)?.id.clone()))
        .collect();
    entities.dedup();
    let witnesses = ledger::evidence_for(library, event);
    Happening {
        id: event.id.clone(),
        kind: ledger::kind_id(library, event.kind),
        summary: ledger::headline(event),
        date: event
            .value()
            .map(|value| DateText::from(&Dated::new(value))),
        start: interval.and_then(|it| Some(it.start?.to_string())),
        end: interval.and_then(|it| Some(it.end?.to_string())),
        entities,
        contested: event.contested,
        location: ledger::event_location(library, event).and_then(|it| Place::of(places, &it)),
        witnesses: witnesses.iter().map(|it| Said::of(places, it)).collect(),
    }
}
