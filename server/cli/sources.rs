//! `policy-ls sources`: the sources of a workspace: which they are, what was found in them, what they say.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::{Args, Subcommand, ValueEnum};
use library::{Library, Source, SourceId};
use project::{Cache, Format as FileFormat, Site, Store, Workspace};
use serde::Serialize;
use text::Anchor;

use crate::FOUND;
use crate::report::escape;
use crate::target::{Options, Targets};

/// List the sources of this workspace, and look into them.
#[derive(Args)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
    /// Use this configuration instead of the one found upward from the current directory.
    #[arg(long, value_name = "FILE", global = true)]
    config: Option<PathBuf>,
}

#[derive(Subcommand)]
enum Command {
    /// List the sources with what was found in each, and those that could not be read.
    List {
        /// How to print them.
        #[arg(long, value_enum, default_value_t = Format::Table)]
        format: Format,
    },
    /// Print a source's words as they were read: what a web page, a Word document or a PDF says.
    Show {
        /// The source, as `sources list` names it, or a path to it.
        source: PathBuf,
        /// Only this page (`page 3`) or paragraph (`paragraph 12`), as findings name them.
        #[arg(long, value_name = "PLACE", value_parser = place)]
        at: Option<Place>,
    },
    /// Remove all that the cache holds of a source: what was read of it, and what was found with it. It need not be there
    /// any more.
    Forget {
        /// The source's path.
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
    /// Check each source against the SHA-256 that its record states.
    Verify,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    /// For people.
    Table,
    /// For programs.
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Page(u32),
    Paragraph(u32),
}

/// "page 3", "page:3", "paragraph 12", or a bare number for a paragraph.
fn place(argument: &str) -> Result<Place, String> {
    let (unit, number) = argument
        .split_once([' ', ':'])
        .unwrap_or(("paragraph", argument));
    match (unit, number.trim().parse()) {
        ("page", Ok(number)) => Ok(Place::Page(number)),
        ("paragraph", Ok(number)) => Ok(Place::Paragraph(number)),
        _ => Err(format!(
            "`{argument}` is no place; write `page 3` or `paragraph 12`"
        )),
    }
}

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
    /// EDTF; absent if it states none.
    date: Option<String>,
    words: usize,
    /// Pages; absent if it has none.
    pages: Option<u32>,
    /// How many entities are named in it.
    entities: usize,
    /// How many events it is a witness of.
    events: usize,
}

#[derive(Serialize)]
struct Trouble {
    path: String,
    message: String,
}

/// Runs the subcommand.
pub fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    if let Command::Forget { files } = &arguments.command {
        return forget(arguments.config.as_deref(), files);
    }
    let mut targets = Targets::new(Options {
        config: arguments.config.clone(),
        ..Options::default()
    })?;
    let prepared = targets.workspace_of(Path::new("."))?;
    let workspace = &prepared.workspace;
    match &arguments.command {
        Command::List { format } => list(workspace, *format),
        Command::Show { source, at } => show(workspace, source, *at),
        Command::Verify => verify(workspace),
        // Done without reading a source.
        Command::Forget { .. } => Ok(ExitCode::SUCCESS),
    }
}

fn list(workspace: &Workspace, format: Format) -> anyhow::Result<ExitCode> {
    let library = &workspace.library;
    let rows = (0..).map(SourceId).zip(&library.sources);
    let listing = Listing {
        schema_version: 1,
        sources: rows
            .map(|(number, source)| row(library, number, source))
            .collect(),
        problems: workspace
            .problems
            .iter()
            .map(|problem| Trouble {
                path: workspace.relative(&problem.path),
                message: problem.message.clone(),
            })
            .collect(),
    };
    let mut out = anstream::stdout().lock();
    match format {
        Format::Json => {
            serde_json::to_writer_pretty(&mut out, &listing)?;
            writeln!(out)?;
        }
        Format::Table => {
            let width = listing
                .sources
                .iter()
                .map(|row| row.path.chars().count())
                .max()
                .unwrap_or(0);
            writeln!(
                out,
                "{:width$}  {:>8}  {:>5}  {:>8}  {:>6}  title",
                "source", "words", "pages", "entities", "events"
            )?;
            for row in &listing.sources {
                let pages = row.pages.map_or(String::new(), |pages| pages.to_string());
                writeln!(
                    out,
                    "{:width$}  {:>8}  {pages:>5}  {:>8}  {:>6}  {}",
                    escape(&row.path),
                    row.words,
                    row.entities,
                    row.events,
                    escape(&row.title)
                )?;
            }
            for trouble in &listing.problems {
                writeln!(
                    out,
                    "{}: problem: {}",
                    escape(&trouble.path),
                    escape(&trouble.message)
                )?;
            }
        }
    }
    let failed = workspace.problems.iter().any(|problem| problem.named);
    Ok(if failed {
        ExitCode::from(crate::FAILED)
    } else {
        ExitCode::SUCCESS
    })
}

fn row(library: &Library, number: SourceId, source: &Source) -> Row {
    let document = &source.document;
    let mut named: Vec<_> = document
        .blocks
        .iter()
        .flat_map(|block| library.names.find(&block.prose))
        .filter_map(|mention| mention.candidates.first().copied())
        .collect();
    named.sort_unstable();
    named.dedup();
    let is_witness = |witness: &library::Witness| {
        witness
            .provenance
            .as_ref()
            .is_some_and(|provenance| provenance.source == number)
    };
    Row {
        path: source.path.clone(),
        id: source.id.clone(),
        title: source.title.clone(),
        format: FileFormat::of(&source.path).map_or("md", FileFormat::name),
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
        events: library
            .events
            .iter()
            .filter(|event| event.witnesses.iter().any(is_witness))
            .count(),
    }
}

/// How many words stand in a source's prose.
pub fn words(source: &Source) -> usize {
    let count = |block: &text::Block| block.prose.split_whitespace().count();
    source.document.blocks.iter().map(count).sum()
}

fn show(workspace: &Workspace, wanted: &Path, at: Option<Place>) -> anyhow::Result<ExitCode> {
    let name = workspace.relative(wanted);
    let plain = wanted.to_string_lossy();
    let source = workspace
        .library
        .sources
        .iter()
        .find(|source| source.path == name || source.path == plain || source.id == plain)
        .with_context(|| {
            format!("{plain} is no source of this workspace; `policy-ls sources list` names them")
        })?;
    if source.record.withheld {
        bail!(
            "{} ({}): passage withheld: the source is confidential or under embargo; only the editor shows it",
            source.path,
            source.title
        );
    }
    let document = &source.document;
    let mut out = anstream::stdout().lock();
    let Some(place) = at else {
        write!(out, "{}", document.text)?;
        return Ok(ExitCode::SUCCESS);
    };
    let meant = document
        .anchors
        .iter()
        .filter(|(_, anchor)| match (anchor, place) {
            (Anchor::Page(number), Place::Page(wanted)) => *number == wanted,
            (Anchor::Paragraph(number), Place::Paragraph(wanted)) => *number == wanted,
            _ => false,
        });
    let mut found = false;
    for (span, _) in meant {
        found = true;
        writeln!(out, "{}", span.of(&document.text).trim_end())?;
    }
    if !found {
        bail!(
            "{} has no such {}",
            source.path,
            match place {
                Place::Page(page) => format!("page: {page}"),
                Place::Paragraph(paragraph) => format!("paragraph: {paragraph}"),
            }
        );
    }
    Ok(ExitCode::SUCCESS)
}

/// Wipes what is kept, without reading anything: reading would keep it again.
fn forget(config: Option<&Path>, files: &[PathBuf]) -> anyhow::Result<ExitCode> {
    let site = config.map_or_else(|| Site::find(None, &[]), Site::of_config);
    let mut out = anstream::stdout().lock();
    for file in files {
        let name = site.relative(file);
        if let Cache::At(directory) = Workspace::cache(&site)? {
            Store::at(&directory)
                .forget(&site.root, &name)
                .with_context(|| format!("{name}: the cache cannot be changed"))?;
        }
        writeln!(out, "{}: forgotten", escape(&name))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn verify(workspace: &Workspace) -> anyhow::Result<ExitCode> {
    let mut out = anstream::stdout().lock();
    let mut wrong = false;
    for source in &workspace.library.sources {
        // What is compiled in was checked by the tests of the build.
        if source.path.starts_with("builtin:") {
            continue;
        }
        let verdict = match (&source.record.sha256, &source.record.digest) {
            (None, _) => "its record states no SHA-256",
            (Some(stated), Some(digest)) if stated.eq_ignore_ascii_case(digest) => {
                "is what its record describes"
            }
            (Some(_), _) => {
                wrong = true;
                "is NOT the file that its record describes"
            }
        };
        writeln!(out, "{}: {verdict}", escape(&source.path))?;
    }
    Ok(if wrong {
        ExitCode::from(FOUND)
    } else {
        ExitCode::SUCCESS
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_as_findings_name_them() {
        assert_eq!(place("page 3"), Ok(Place::Page(3)));
        assert_eq!(place("paragraph:12"), Ok(Place::Paragraph(12)));
        assert_eq!(place("7"), Ok(Place::Paragraph(7)));
        assert!(place("chapter 2").is_err());
    }
}
