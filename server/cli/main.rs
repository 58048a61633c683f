//! The front door: one file a subcommand, everything else in the rooms to the left.

#![forbid(unsafe_code)]

mod affected;
mod baseline;
mod cache;
mod check;
mod choose;
mod chronology;
mod completions;
mod config;
mod explain;
mod factsheet;
mod fix;
mod git;
mod hover;
mod init;
mod inspect;
mod known;
mod man;
mod output;
mod progress;
mod quote;
mod read_document;
mod records;
mod report;
mod rules;
mod schema;
mod serve;
mod sources;
mod stale;
mod target;

use std::io::{self, IsTerminal};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};
use project::Cache;

/// A check makes and drops many small values: this one hands them out more quickly than most systems' own.
#[cfg(feature = "mimalloc")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Something was found at warning or above.
const FOUND: u8 = 1;
/// Something that was asked for could not be read or understood.
const FAILED: u8 = 2;

/// Checks the dates, names and quotations of policy documents against their sources.
///
/// Exit status: 0 nothing found, 1 findings at warning or above, 2 something could not be read.
#[derive(Parser)]
#[command(version, max_term_width = 100)]
struct Cli {
    /// Serve an editor; the same as `serve`, for clients that always pass it.
    #[arg(long, hide = true)]
    stdio: bool,
    /// Keep what was read from sources in this directory. Also: POLICY_LS_CACHE, or `cache` in the configuration.
    #[arg(long, global = true, value_name = "DIR", conflicts_with = "no_cache")]
    cache_dir: Option<PathBuf>,
    /// Keep nothing, and use nothing that was kept.
    #[arg(long, global = true)]
    no_cache: bool,
    /// The day on which embargoes are judged, instead of the system's (in UTC).
    #[arg(long, global = true, value_name = "YYYY-MM-DD", value_parser = day)]
    today: Option<String>,
    #[command(subcommand)]
    command: Option<Command>,
}

/// A day of the calendar.
fn day(argument: &str) -> Result<String, String> {
    let value = prose::date::DateValue::parse_edtf(argument);
    let value = value.filter(|it| it.granularity == prose::date::Granularity::Day);
    match value {
        Some(_) => Ok(argument.to_owned()),
        None => Err(format!("`{argument}` is not a day; write 2026-05-01")),
    }
}

#[derive(Subcommand)]
enum Command {
    Check(check::Arguments),
    Init(init::Arguments),
    Report(factsheet::Arguments),
    Baseline(baseline::Arguments),
    Inspect(inspect::Arguments),
    Hover(hover::Arguments),
    Chronology(chronology::Arguments),
    Quote(quote::Arguments),
    Sources(sources::Arguments),
    Serve(serve::Arguments),
    Explain(explain::Arguments),
    Rules(rules::Arguments),
    Schema(schema::Arguments),
    Records(records::Arguments),
    #[command(hide = true)]
    ReadDocument(read_document::Arguments),
    Cache(cache::Arguments),
    Config(config::Arguments),
    Completions(completions::Arguments),
    Man(man::Arguments),
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    // Documents that are no text are read by a process of their own: this program once more.
    if let Ok(program) = std::env::current_exe() {
        project::use_reader(program);
    }
    match cli.cache_dir {
        Some(path) => project::set_cache(Cache::At(std::path::absolute(&path).unwrap_or(path))),
        None if cli.no_cache => project::set_cache(Cache::Off),
        None => {}
    }
    if let Some(day) = cli.today {
        project::set_today(day);
    }
    let result = match cli.command {
        Some(Command::Check(arguments)) => check::run(&arguments),
        Some(Command::Init(arguments)) => init::run(&arguments),
        Some(Command::Report(arguments)) => factsheet::run(&arguments),
        Some(Command::Baseline(arguments)) => baseline::run(&arguments),
        Some(Command::Inspect(arguments)) => inspect::run(&arguments),
        Some(Command::Hover(arguments)) => hover::run(&arguments),
        Some(Command::Chronology(arguments)) => chronology::run(&arguments),
        Some(Command::Quote(arguments)) => quote::run(&arguments),
        Some(Command::Sources(arguments)) => sources::run(&arguments),
        Some(Command::Serve(arguments)) => serve::run(&arguments),
        Some(Command::Explain(arguments)) => explain::run(&arguments),
        Some(Command::Rules(arguments)) => rules::run(&arguments),
        Some(Command::Schema(arguments)) => schema::run(&arguments),
        Some(Command::Records(arguments)) => records::run(&arguments),
        Some(Command::ReadDocument(arguments)) => read_document::run(&arguments),
        Some(Command::Cache(arguments)) => cache::run(&arguments),
        Some(Command::Config(arguments)) => config::run(&arguments),
        Some(Command::Completions(arguments)) => completions::run(&arguments),
        Some(Command::Man(arguments)) => man::run(&arguments),
        // What an editor gets with no arguments; a person at a terminal gets the help.
        None if cli.stdio || !io::stdin().is_terminal() => serve::run(&serve::Arguments::default()),
        None => print_help(),
    };
    match result {
        Ok(code) => code,
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            output::say(&format!("{error:#}"));
            ExitCode::from(FAILED)
        }
    }
}

fn print_help() -> anyhow::Result<ExitCode> {
    Cli::command().print_help()?;
    Ok(ExitCode::SUCCESS)
}

/// Whoever read our output has seen enough (`policy-ls check . | head`).
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        let kind = cause.downcast_ref::<io::Error>().map(io::Error::kind);
        let json = cause
            .downcast_ref::<serde_json::Error>()
            .and_then(serde_json::Error::io_error_kind);
        kind.or(json) == Some(io::ErrorKind::BrokenPipe)
    })
}
