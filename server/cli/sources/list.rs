//! `sources list` and `sources index`: every source with what was found in it.

use std::collections::BTreeMap;
use std::io::{IsTerminal, Write};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

use indicatif::{ProgressBar, ProgressStyle};
use library::{Library, Rank, Source, SourceId};
use project::{Format as FileFormat, Kept, Site, Workspace};
use serde::Serialize;
use text::Anchor;

use super::{Format, SCHEMA_VERSION, print_json, words};
use crate::report::escape;

/// What `sources list --format json` prints.
#[derive(Serialize)]
struct Listing {
    schema_version: u32,
    sources: Vec<Row>,
    problems: Vec<Trouble>,
}

/// One source.
#[derive(Serialize)]
struct Row {
    path: String,
    id: String,
    title: String,
    /// md, txt, html, docx or pdf.
    format: &'static str,
    author: Option<String>,
    publisher: Option<String>,
    /// Language tag.
    language: Option<String>,
    /// How much weight it carries: primary, official-translation, scholarly, press or own.
    rank: Rank,
    url: Option<String>,
    /// When it was taken from there: EDTF.
    retrieved: Option<String>,
    archive_url: Option<String>,
    licence: Option<String>,
    /// The remark in its record.
    note: Option<String>,
    /// EDTF; absent if it states none.
    date: Option<String>,
    words: usize,
    /// Pages; absent if it has none.
    pages: Option<u32>,
    /// How many entities are named in it.
    entities: usize,
    /// How many events it is a witness of.
    events: usize,
    /// What could not be read, or only in part.
    problems: Vec<String>,
    /// `current`, `renewed` or `none`: see [`Kept`].
    kept: &'static str,
    /// Whether it is confidential or under embargo.
    withheld: bool,
}

#[derive(Serialize)]
struct Trouble {
    path: String,
    message: String,
}

/// Prints every source.
pub(super) fn list(workspace: &Workspace, format: Format) -> anyhow::Result<ExitCode> {
    let listing = listing(workspace);
    match format {
        Format::Json => print_json(&listing)?,
        Format::Table => table(&listing)?,
    }
    Ok(status(workspace))
}

fn listing(workspace: &Workspace) -> Listing {
    let library = &*workspace.library;
    let mut problems: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for problem in &workspace.problems {
        let path = workspace.relative(&problem.path);
        problems
            .entry(path)
            .or_default()
            .push(problem.message.clone());
    }
    let events = witnessed(library);
    let rows = (0..).map(SourceId).zip(&library.sources);
    let sources = rows.map(|(number, source)| {
        let mut row = row(library, source);
        row.events = events.get(&number).copied().unwrap_or_default();
        row.problems = problems.get(&source.path).cloned().unwrap_or_default();
        row.kept = match workspace.kept_of(&source.path) {
            Kept::Current => "current",
            Kept::Renewed => "renewed",
            Kept::No => "none",
        };
        row
    });
    Listing {
        schema_version: SCHEMA_VERSION,
        sources: sources.collect(),
        problems: workspace
            .problems
            .iter()
            .map(|problem| Trouble {
                path: workspace.relative(&problem.path),
                message: problem.message.clone(),
            })
            .collect(),
    }
}

/// How many events each source is a witness of.
fn witnessed(library: &Library) -> BTreeMap<SourceId, usize> {
    let mut events: BTreeMap<SourceId, usize> = BTreeMap::new();
    for event in &library.events {
        let sources = event.witnesses.iter();
        let sources = sources.filter_map(|it| Some(it.provenance.as_ref()?.source));
        let mut sources: Vec<SourceId> = sources.collect();
        sources.sort_unstable();
        sources.dedup();
        for source in sources {
            *events.entry(source).or_default() += 1;
        }
    }
    events
}

fn row(library: &Library, source: &Source) -> Row {
    let document = source.document();
    let mut named: Vec<_> = document
        .blocks
        .iter()
        .flat_map(|block| library.names.find(&block.prose))
        .filter_map(|mention| mention.candidates.first().copied())
        .collect();
    named.sort_unstable();
    named.dedup();
    Row {
        path: source.path.clone(),
        id: source.id.clone(),
        title: source.title.clone(),
        format: FileFormat::of(&source.path).map_or("md", FileFormat::name),
        author: source.author.clone(),
        publisher: source.record.publisher.clone(),
        language: source.language.clone(),
        rank: source.rank,
        url: source.url.clone(),
        retrieved: source.record.retrieved.clone(),
        archive_url: source.record.archive_url.clone(),
        licence: source.record.licence.clone(),
        note: source.record.note.clone(),
        date: source.date.as_ref().map(|date| date.edtf.clone()),
        words: words(source),
        pages: document
            .anchors
            .iter()
            .filter_map(|(_, anchor)| match anchor {
                Anchor::Page(page) => Some(*page),
                _ => None,
            })
            .max(),
        entities: named.len(),
        events: 0,
        problems: Vec::new(),
        kept: "none",
        withheld: source.record.withheld,
    }
}

fn table(listing: &Listing) -> std::io::Result<()> {
    let mut out = anstream::stdout().lock();
    let paths = listing.sources.iter().map(|row| row.path.chars().count());
    let width = paths.max().unwrap_or(0);
    writeln!(
        out,
        "{:width$}  {:6}  {:>8}  {:>5}  {:>8}  {:>6}  {:>8}  {:12}  title",
        "source", "format", "words", "pages", "entities", "events", "problems", "index"
    )?;
    for row in &listing.sources {
        let pages = row.pages.map_or(String::new(), |pages| pages.to_string());
        let kept = match row.kept {
            _ if row.withheld => "withheld",
            "current" => "up to date",
            "renewed" => "read anew",
            _ => "not kept",
        };
        writeln!(
            out,
            "{:width$}  {:6}  {:>8}  {pages:>5}  {:>8}  {:>6}  {:>8}  {kept:12}  {}",
            escape(&row.path),
            row.format,
            row.words,
            row.entities,
            row.events,
            row.problems.len(),
            escape(&row.title)
        )?;
    }
    for trouble in &listing.problems {
        let (path, message) = (escape(&trouble.path), escape(&trouble.message));
        writeln!(out, "{path}: problem: {message}")?;
    }
    Ok(())
}

fn status(workspace: &Workspace) -> ExitCode {
    let failed = workspace.problems.iter().any(|problem| problem.named);
    if failed {
        ExitCode::from(crate::FAILED)
    } else {
        ExitCode::SUCCESS
    }
}

/// What `sources index --format json` prints.
#[derive(Serialize)]
struct Indexed {
    schema_version: u32,
    sources: usize,
    words: usize,
    entities: usize,
    events: usize,
    /// Sources whose words were kept as they are now.
    current: usize,
    /// Sources that were read anew and are kept.
    renewed: usize,
    milliseconds: u128,
    problems: Vec<Trouble>,
}

/// Reads everything, with a bar for people at a terminal.
pub(super) fn index(site: &Site, format: Format) -> anyhow::Result<ExitCode> {
    let begun = Instant::now();
    let bar = Arc::new(bar());
    let theirs = Arc::clone(&bar);
    let workspace = Workspace::load_telling(
        site,
        Arc::new(move |done, all| {
            theirs.set_length(all as u64);
            theirs.set_position(done as u64);
        }),
    )?;
    bar.finish_and_clear();
    let listing = listing(&workspace);
    let library = &*workspace.library;
    let kept = |wanted: &str| {
        listing
            .sources
            .iter()
            .filter(|it| it.kept == wanted)
            .count()
    };
    let indexed = Indexed {
        schema_version: SCHEMA_VERSION,
        sources: library.sources.len(),
        words: listing.sources.iter().map(|it| it.words).sum(),
        entities: library.entities.len(),
        events: library.events.len(),
        current: kept("current"),
        renewed: kept("renewed"),
        milliseconds: begun.elapsed().as_millis(),
        problems: listing.problems,
    };
    match format {
        Format::Json => print_json(&indexed)?,
        Format::Table => {
            let mut out = anstream::stdout().lock();
            writeln!(
                out,
                "{} sources, {} words: {} entities, {} events; {} up to date, {} read anew and kept; {:.1} seconds",
                indexed.sources,
                indexed.words,
                indexed.entities,
                indexed.events,
                indexed.current,
                indexed.renewed,
                begun.elapsed().as_secs_f64()
            )?;
            for trouble in &indexed.problems {
                let (path, message) = (escape(&trouble.path), escape(&trouble.message));
                writeln!(out, "{path}: problem: {message}")?;
            }
        }
    }
    Ok(status(&workspace))
}

/// A bar on standard error, if a person looks at it.
fn bar() -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(0);
    if let Ok(style) =
        ProgressStyle::with_template("{bar:40} {pos}/{len} read and joined, {eta} left")
    {
        bar.set_style(style);
    }
    bar
}
