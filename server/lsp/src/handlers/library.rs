//! `policy-ls/library`: the sources and their state, the entities and events that they tell of.

use std::sync::Arc;

use analysis::Origin;
use analysis::ledger::{self, Dated};
use library::{Entity, Library, Source};
use serde::Serialize;
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::Uri;

use super::chronology::{Happening, happening};
use crate::extension::{About, DateText, Place};
use crate::place::Places;
use crate::session::Session;

/// The answer.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct View {
    name: String,
    root: Option<Uri>,
    configuration: Option<Uri>,
    sources: Vec<SourceView>,
    problems: Vec<ProblemView>,
    agreements: Vec<EntityView>,
    organisations: Vec<EntityView>,
    persons: Vec<EntityView>,
    places: Vec<EntityView>,
    events: Vec<Happening>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct SourceView {
    id: String,
    title: String,
    short: String,
    path: String,
    uri: Option<Uri>,
    builtin: bool,
    state: &'static str,
    problems: Vec<String>,
    rank: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    author: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<DateText>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    words: usize,
}

#[derive(Debug, Serialize)]
struct ProblemView {
    path: String,
    uri: Option<Uri>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    message: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct EntityView {
    id: String,
    name: String,
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    class: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    definition: Option<String>,
    names: Vec<String>,
    curated: bool,
    dates: Vec<LifeDate>,
    events: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    location: Option<Place>,
}

#[derive(Debug, Serialize)]
struct LifeDate {
    kind: String,
    #[serde(flatten)]
    date: DateText,
}

/// Answers about the workspace of a draft, else of the first folder.
pub async fn handle(session: &Arc<Session>, about: About) -> Result<View> {
    let workspace = super::workspace_of(session, about).await?;
    let asked = Arc::clone(session);
    let view = session.pool.ask(move || {
        let places = asked.places(&workspace);
        view(&places)
    });
    view.await.map_err(|_| Error::internal_error())
}

fn view(places: &Places<'_>) -> View {
    let workspace = places.workspace;
    let library = &*workspace.library;
    let of = |kind: &str| -> Vec<EntityView> {
        let fitting = library.entities.iter();
        fitting
            .filter(|entity| ledger::entity_kind(entity.kind) == kind)
            .map(|entity| entity_view(places, library, entity))
            .collect()
    };
    let problems = workspace.problems.iter().map(|problem| ProblemView {
        path: workspace.relative(&problem.path),
        uri: places.uri_of_path(&problem.path),
        line: problem.line,
        message: problem.message.clone(),
    });
    let numbered = library.sources.iter().enumerate();
    let events = library.events.iter();
    View {
        name: workspace.info.to_string(),
        root: places.uri_of_path(&workspace.root),
        configuration: workspace
            .config_path
            .as_deref()
            .and_then(|path| places.uri_of_path(path)),
        sources: numbered
            .map(|(number, source)| source_view(places, library, number, source))
            .collect(),
        problems: problems.collect(),
        agreements: of("agreement"),
        organisations: of("organisation"),
        persons: of("person"),
        places: of("place"),
        events: events.map(|event| happening(places, event)).collect(),
    }
}

fn source_view(
    places: &Places<'_>,
    library: &Library,
    number: usize,
    source: &Source,
) -> SourceView {
    let origin = ledger::source_location(source).origin;
    let path = places.workspace.root.join(&source.path);
    let told = places.workspace.problems.iter();
    let problems: Vec<String> = told
        .filter(|problem| problem.path == path)
        .map(|problem| problem.message.clone())
        .collect();
    let words = library.passages.page(number).len();
    SourceView {
        id: source.id.clone(),
        title: source.title.clone(),
        short: source.short.clone(),
        path: source.path.clone(),
        builtin: matches!(origin, Origin::Builtin(_)),
        uri: places.uri_of(&origin),
        state: match () {
            () if !problems.is_empty() => "problems",
            () if source.retells.is_some() => "retelling",
            () if words == 0 => "empty",
            () => "ready",
        },
        problems,
        rank: match source.rank {
            library::Rank::Primary => "primary",
            library::Rank::OfficialTranslation => "official-translation",
            library::Rank::Scholarly => "scholarly",
            library::Rank::Press => "press",
            library::Rank::Own => "own",
        },
        author: source.author.clone(),
        date: source
            .date
            .as_ref()
            .map(|date| DateText::from(&Dated::new(date))),
        language: source.language.clone(),
        url: source.record.url.clone(),
        words,
    }
}

fn entity_view(places: &Places<'_>, library: &Library, entity: &Entity) -> EntityView {
    let location = ledger::entity_location(library, entity);
    EntityView {
        id: entity.id.clone(),
        name: entity.name.clone(),
        kind: ledger::entity_kind(entity.kind),
        class: entity.record.class.clone(),
        definition: entity.record.definition.clone(),
        names: entity.aliases().map(str::to_owned).collect(),
        curated: !entity.extracted,
        dates: entity
            .dates
            .iter()
            .map(|date| LifeDate {
                kind: date.kind_id.clone(),
                date: DateText::from(&Dated::new(&date.value)),
            })
            .collect(),
        events: library.events_of(entity.number).count(),
        location: location.and_then(|it| Place::of(places, &it)),
    }
}
