//! `policy-ls init`: a configuration for a folder of sources, and what was found in them.

use std::collections::BTreeMap;
use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::Args;
use library::{Event, Library};
use project::{Format, Site, Workspace};
use prose::name::EntityKind;

use crate::report::escape;

/// Formats of writings that are not read.
const WRITINGS: [&str; 12] = [
    "doc", "odt", "rtf", "epub", "mobi", "pages", "ppt", "pptx", "odp", "xls", "xlsx", "csv",
];
/// So many doubtful events are listed for review.
const DOUBTFUL: usize = 5;

/// Begin a workspace here: write policy-ls.toml, read the sources, and say what was found and what could not be read.
#[derive(Args)]
pub struct Arguments {
    /// Where the sources lie: directories or files below this one. Without any, `sources` if there is such a directory.
    sources: Vec<PathBuf>,
}

/// Writes the configuration and reports.
pub fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let here = std::env::current_dir().context("the current directory cannot be told")?;
    let sources = sources(arguments, &here)?;
    let path = here.join("policy-ls.toml");
    let mut file = match OpenOptions::new().write(true).create_new(true).open(&path) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            bail!("policy-ls.toml is there already; to add sources, write them into its `sources`")
        }
        Err(error) => return Err(error).context("policy-ls.toml cannot be written"),
    };
    file.write_all(configuration(&sources).as_bytes())?;
    drop(file);
    let workspace = Workspace::load(&Site::of_config(&path)).inspect_err(|_| {
        let _ = std::fs::remove_file(&path);
    })?;
    let mut out = anstream::stdout().lock();
    let listed = sources.join(", ");
    writeln!(
        out,
        "Wrote policy-ls.toml: sources are in {listed}; every other .md and .txt file here is a draft.\n"
    )?;
    report(&workspace, &mut out)?;
    passed_over(&sources, &here, &mut out)?;
    writeln!(
        out,
        "\nNext: policy-ls check .    policy-ls sources list    policy-ls chronology"
    )?;
    let failed = workspace.problems.iter().any(|problem| problem.named);
    Ok(if failed {
        ExitCode::from(crate::FAILED)
    } else {
        ExitCode::SUCCESS
    })
}

/// The sources as the configuration names them: from here, with `/`.
fn sources(arguments: &Arguments, here: &Path) -> anyhow::Result<Vec<String>> {
    if arguments.sources.is_empty() {
        if !here.join("sources").is_dir() {
            bail!(
                "there is no directory `sources` here; name where the sources lie: policy-ls init DIRECTORY"
            );
        }
        return Ok(vec!["sources".to_owned()]);
    }
    let mut named = Vec::new();
    for source in &arguments.sources {
        if !source.exists() {
            bail!("{}: there is no such file or directory", source.display());
        }
        let (whole, here) = (source.canonicalize()?, here.canonicalize()?);
        let Ok(below) = whole.strip_prefix(&here) else {
            bail!(
                "{} lies outside of this directory; run `policy-ls init` in a directory that holds both the sources and the drafts",
                source.display()
            );
        };
        let name = below.to_string_lossy().replace('\\', "/");
        if name.is_empty() {
            bail!(
                "the sources need a directory of their own below this one, or every draft would be a source"
            );
        }
        named.push(name);
    }
    Ok(named)
}

fn configuration(sources: &[String]) -> String {
    let listed: Vec<String> = sources
        .iter()
        .map(|source| toml::Value::from(source.as_str()).to_string())
        .collect();
    format!(
        "# What is evidence and what is checked against it: `policy-ls schema config` describes every key.\n\
         format = 1\n\
         sources = [{}]\n",
        listed.join(", ")
    )
}

fn report(workspace: &Workspace, out: &mut impl Write) -> anyhow::Result<()> {
    let library = &workspace.library;
    let mut formats: BTreeMap<&str, usize> = BTreeMap::new();
    for source in &library.sources {
        *formats
            .entry(Format::of(&source.path).map_or("md", Format::name))
            .or_default() += 1;
    }
    let formats: Vec<String> = formats
        .iter()
        .map(|(format, count)| format!("{count} {format}"))
        .collect();
    let words: usize = library.sources.iter().map(crate::sources::words).sum();
    let formats = match formats.as_slice() {
        [] => String::new(),
        formats => format!(" ({})", formats.join(", ")),
    };
    let count = counted(library.sources.len(), "source");
    writeln!(out, "Read {count}{formats}, {words} words:")?;
    let of = |kind: EntityKind| {
        library
            .entities
            .iter()
            .filter(|entity| entity.kind == kind)
            .count()
    };
    writeln!(
        out,
        "  {}, {}, {}, {}",
        counted(of(EntityKind::Agreement), "agreement"),
        counted(of(EntityKind::Organisation), "organisation"),
        counted(of(EntityKind::Person), "person"),
        counted(of(EntityKind::Place), "place"),
    )?;
    let dated = library
        .events
        .iter()
        .filter(|event| event.value().is_some())
        .count();
    let span = library.covered.map(|covered| {
        let year = |day: Option<String>| day.map_or("?".to_owned(), |year| year);
        let (start, end) = (covered.start, covered.end);
        format!(
            ", {} to {}",
            year(start.map(|day| day.year().to_string())),
            year(end.map(|day| day.year().to_string()))
        )
    });
    writeln!(
        out,
        "  {}{}",
        counted(dated, "dated event"),
        span.unwrap_or_default()
    )?;
    if !workspace.problems.is_empty() {
        writeln!(out, "\nCould not be read, or only in part:")?;
        for problem in &workspace.problems {
            writeln!(
                out,
                "  {}: {}",
                escape(&workspace.relative(&problem.path)),
                escape(&problem.message)
            )?;
        }
    }
    let doubtful: Vec<&Event> = library
        .events
        .iter()
        .filter(|event| event.contested && event.shown().count() > 1)
        .collect();
    if !doubtful.is_empty() {
        writeln!(out, "\nThe sources disagree; review these first:")?;
        for event in doubtful.iter().take(DOUBTFUL) {
            writeln!(out, "  {}", escape(&disagreement(library, event)))?;
        }
        if doubtful.len() > DOUBTFUL {
            writeln!(
                out,
                "  and {} more (policy-ls chronology shows them as contested)",
                doubtful.len() - DOUBTFUL
            )?;
        }
    }
    Ok(())
}

/// Says what lies among the sources in formats that are not read.
fn passed_over(sources: &[String], here: &Path, out: &mut impl Write) -> anyhow::Result<()> {
    let mut endings: BTreeMap<String, usize> = BTreeMap::new();
    for folder in sources {
        for file in project::walk(&here.join(folder), &mut Vec::new()) {
            let ending = file.extension().unwrap_or_default().to_string_lossy();
            let ending = ending.to_lowercase();
            if WRITINGS.contains(&ending.as_str()) {
                *endings.entry(ending).or_default() += 1;
            }
        }
    }
    if endings.is_empty() {
        return Ok(());
    }
    let listed: Vec<String> = endings
        .iter()
        .map(|(ending, count)| format!("{count} .{ending}"))
        .collect();
    writeln!(
        out,
        "\nNot read, for they are of other formats: {}; save them as one of {}.",
        listed.join(", "),
        Format::source_endings().join(", ")
    )?;
    Ok(())
}

/// "1 source", "3 sources", "2 people".
fn counted(count: usize, one: &str) -> String {
    match (count, one) {
        (1, _) => format!("1 {one}"),
        (_, "person") => format!("{count} people"),
        _ => format!("{count} {one}s"),
    }
}

/// An event and what each witness has.
fn disagreement(library: &Library, event: &Event) -> String {
    let name = event
        .object
        .or_else(|| event.agents.first().copied())
        .and_then(|id| library.entity_of(id))
        .map_or("an event", |entity| entity.name.as_str());
    let kind = &library.locale.events.kind(event.kind).id;
    let dates: Vec<String> = event
        .shown()
        .filter_map(|witness| {
            let place = witness
                .provenance
                .as_ref()
                .and_then(|provenance| library.source(provenance.source));
            let place = place.map_or(String::new(), |source| format!(" ({})", source.short));
            Some(format!("{}{place}", witness.value.as_ref()?.edtf))
        })
        .collect();
    format!("{name}, {kind}: {}", dates.join(" or "))
}
