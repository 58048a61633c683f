//! `policy-ls sources`: the sources of a workspace: which they are, what was found in them, what they say; a new one added,
//! an old one forgotten.

mod add;
mod list;
mod show;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Subcommand, ValueEnum};
use library::Source;
use project::Site;
use serde::Serialize;

use crate::report::json::write_pretty;
use crate::target::{Options, Targets};
use show::{Place, place};

/// 1, until something changes that a reader must know.
const SCHEMA_VERSION: u32 = 1;

/// List the sources of this workspace, look into them, and add to them.
#[derive(Args)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
    /// Use this configuration instead of the one found upward from the current directory.
    #[arg(long, value_name = "FILE", global = true)]
    config: Option<PathBuf>,
    /// How to print the answer; docs/output.md describes it as JSON.
    #[arg(long, value_enum, default_value_t = Format::Table, global = true)]
    format: Format,
}

#[derive(Subcommand)]
enum Command {
    /// Put a file among the sources and write its record (STEM.source.toml) beside it.
    Add(Box<add::Arguments>),
    /// Read all sources, so that the next check starts warm, and say what was found.
    Index,
    /// List the sources with what was found in each, and those that could not be read.
    List,
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

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people.
    #[value(alias = "text")]
    Table,
    /// For programs.
    Json,
}

/// Runs the subcommand.
pub fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let format = arguments.format;
    let config = arguments.config.as_deref();
    let site = || config.map_or_else(|| Site::find(None, &[]), Site::of_config);
    match &arguments.command {
        // Reading it would keep it again.
        Command::Forget { files } => return show::forget(&site(), files, format),
        Command::Add(arguments) => return add::run(&site(), arguments, format),
        Command::Index => return list::index(&site(), format),
        _ => {}
    }
    let mut targets = Targets::new(Options {
        config: arguments.config.clone(),
        ..Options::default()
    })?;
    let prepared = targets.workspace_of(Path::new("."))?;
    let workspace = &prepared.workspace;
    match &arguments.command {
        Command::Show { source, at } => show::show(workspace, source, *at, format),
        Command::Verify => show::verify(workspace, format),
        _ => list::list(workspace, format),
    }
}

/// How many words stand in a source's prose.
pub fn words(source: &Source) -> usize {
    let count = |block: &text::Block| block.prose.split_whitespace().count();
    source.document().blocks.iter().map(count).sum()
}

/// Prints an answer for programs.
fn print_json(answer: &impl Serialize) -> anyhow::Result<()> {
    Ok(write_pretty(&mut std::io::stdout().lock(), answer)?)
}
