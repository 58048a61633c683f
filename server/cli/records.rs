//! `policy-ls records`: whether curated records are sound, and records that the sources suggest.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::{Args, Subcommand, ValueEnum};
use library::records::{Checked, Wanted, check, suggest};
use project::Workspace;
use serde::Serialize;

use crate::report::json::write_pretty;
use crate::target::{Options, Targets};
use crate::{FOUND, output, report};

/// Stands for an option without a value.
const ALL: &str = "*";

/// Work on curated records.
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
    /// Check records: their shape, ids and names that are given twice, what they refer to, and every locator
    /// (`at = [22]`) against the text it points into.
    ///
    /// Exit status: 0 if all is sound, 1 if not.
    #[command(alias = "verify")]
    Check(Check),
    /// Write the entities and events that the sources have and no record has yet as TOML to review, each with its witness
    /// and a word on how sure it is.
    Suggest(Suggest),
}

#[derive(Args)]
struct Check {
    /// Records files, or directories of them; without any, those that the configuration names, else the built-in ones.
    paths: Vec<PathBuf>,
    /// The text that locators without a `source` count paragraphs of: its lines that are not blank, from 1.
    #[arg(long, value_name = "FILE")]
    original: Option<PathBuf>,
    /// How to print what is wrong.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Args)]
#[command(after_help = "Examples:
  policy-ls records suggest -o records/review.toml
  policy-ls records suggest --entity
  policy-ls records suggest --entity 'River Commission' --event signed")]
struct Suggest {
    /// Only entities, or this one: its id or one of its names. May be given several times.
    #[arg(long, value_name = "NAME", num_args = 0..=1, default_missing_value = ALL)]
    entity: Option<Vec<String>>,
    /// Only events, or those of this kind or id. May be given several times.
    #[arg(long, value_name = "KIND", num_args = 0..=1, default_missing_value = ALL)]
    event: Option<Vec<String>>,
    /// Write to this file, which must not be there yet.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people.
    Text,
    /// For programs.
    Json,
}

/// What `records check --format json` prints.
#[derive(Serialize)]
struct Report<'a> {
    schema_version: u32,
    faults: Vec<Fault<'a>>,
    entities: usize,
    events: usize,
    quotations: usize,
    /// Locators into a text that is not here.
    unseen: usize,
}

#[derive(Serialize)]
struct Fault<'a> {
    path: &'a str,
    /// From 1.
    line: usize,
    /// Id of the record; absent if the file could not be read.
    id: Option<&'a str>,
    message: &'a str,
}

/// Runs the subcommand.
pub fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let mut targets = Targets::new(Options {
        config: arguments.config.clone(),
        ..Options::default()
    })?;
    let prepared = targets.workspace_of(Path::new("."))?;
    match &arguments.command {
        Command::Check(arguments) => run_check(arguments, &prepared.workspace),
        Command::Suggest(arguments) => run_suggest(arguments, &prepared.workspace),
    }
}

fn run_check(arguments: &Check, workspace: &Workspace) -> anyhow::Result<ExitCode> {
    let original = arguments.original.as_deref().map(read).transpose()?;
    let files = files(&arguments.paths, workspace)?;
    if files.is_empty() {
        bail!("there are no records to check; name files, or `records` in policy-ls.toml");
    }
    let checked = check(&files, &workspace.library, original.as_deref());
    let mut out = anstream::stdout().lock();
    match arguments.format {
        Format::Json => json(&mut out, &checked)?,
        Format::Text => text(&mut out, &checked)?,
    }
    let sound = checked.faults.is_empty();
    Ok(ExitCode::from(if sound { 0 } else { FOUND }))
}

fn text(out: &mut impl Write, checked: &Checked) -> std::io::Result<()> {
    for fault in &checked.faults {
        let line = format!("{}:{}: {}", fault.file, fault.line, fault.message);
        writeln!(out, "{}", report::escape(&line))?;
    }
    let locators = checked.faults.iter().filter(|it| it.locator).count();
    let others = checked.faults.len() - locators;
    write!(
        out,
        "{} entities, {} events and {} quotations; locators that do not hold: {locators}; other faults: {others}",
        checked.entities, checked.events, checked.quotations,
    )?;
    if checked.unseen > 0 {
        let unseen = checked.unseen;
        write!(
            out,
            "; locators into a text that is not here: {unseen} (--original names it)"
        )?;
    }
    writeln!(out)
}

fn json(out: &mut impl Write, checked: &Checked) -> anyhow::Result<()> {
    let faults = checked.faults.iter().map(|it| Fault {
        path: &it.file,
        line: it.line,
        id: it.id.as_deref(),
        message: &it.message,
    });
    let report = Report {
        schema_version: 1,
        faults: faults.collect(),
        entities: checked.entities,
        events: checked.events,
        quotations: checked.quotations,
        unseen: checked.unseen,
    };
    Ok(write_pretty(out, &report)?)
}

/// The files to check: name and text.
fn files(paths: &[PathBuf], workspace: &Workspace) -> anyhow::Result<Vec<(String, String)>> {
    if paths.is_empty() {
        let own = workspace.records.iter();
        let mut files: Vec<(String, String)> = own
            .map(|it| (it.name.clone(), it.text.to_string()))
            .collect();
        if files.is_empty() && workspace.info.builtin.is_some() {
            let builtin = project::builtin_records();
            files.extend(builtin.map(|(name, text)| (format!("builtin:{name}"), text.to_owned())));
        }
        return Ok(files);
    }
    let mut files = Vec::new();
    for path in paths {
        let found = match path.is_dir() {
            true => {
                let mut problems = Vec::new();
                let mut below = project::walk(path, &mut problems);
                below.retain(|it| project::is_records(it));
                output::complain(&problems);
                below
            }
            false => vec![path.clone()],
        };
        for file in found {
            let name = file.display().to_string().replace('\\', "/");
            files.push((name, read(&file)?.to_string()));
        }
    }
    Ok(files)
}

fn run_suggest(arguments: &Suggest, workspace: &Workspace) -> anyhow::Result<ExitCode> {
    let named = |list: &Option<Vec<String>>| {
        let list = list.as_ref()?;
        let all = list.iter().any(|it| it == ALL);
        Some(if all { Vec::new() } else { list.clone() })
    };
    let mut wanted = Wanted {
        entities: named(&arguments.entity),
        events: named(&arguments.event),
    };
    if wanted.entities.is_none() && wanted.events.is_none() {
        wanted.entities = Some(Vec::new());
        wanted.events = Some(Vec::new());
    }
    let suggestion = suggest(&workspace.library, &wanted);
    if !suggestion.unknown.is_empty() {
        bail!(
            "the sources have nothing new that is called {}",
            suggestion.unknown.join(", ")
        );
    }
    match &arguments.output {
        Some(file) if file.exists() => bail!(
            "{} is there already; what was reviewed is never written over",
            file.display()
        ),
        Some(file) if !suggestion.toml.is_empty() => {
            output::write(file, suggestion.toml.as_bytes())?;
        }
        Some(_) => {}
        None => output::copy(suggestion.toml.as_bytes())?,
    }
    let mut said = format!(
        "{} entities and {} events to review",
        suggestion.entities, suggestion.events
    );
    if suggestion.withheld > 0 {
        said.push_str(&format!(
            "; {} of confidential sources left out",
            suggestion.withheld
        ));
    }
    if let Some(file) = arguments.output.as_ref().filter(|it| it.exists()) {
        said.push_str(&format!("; wrote {}", file.display()));
    }
    // Nobody is left to be told if this fails.
    let _ = writeln!(anstream::stderr(), "policy-ls: {}", report::escape(&said));
    Ok(ExitCode::SUCCESS)
}

fn read(path: &Path) -> anyhow::Result<std::sync::Arc<str>> {
    project::read_text(path).with_context(|| path.display().to_string())
}
