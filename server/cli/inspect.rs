//! `policy-ls inspect FILE`: everything that was recognised in one draft, as JSON.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::anyhow;
use clap::{Args, ValueEnum};

use crate::report::json::write_pretty;
use crate::target::{Options, Targets};

/// Print everything that was recognised in a draft: dates, names, quotations, statements, findings.
#[derive(Args)]
pub struct Arguments {
    /// The draft.
    file: PathBuf,
    /// How to print it; its schema: `policy-ls schema inspect`.
    #[arg(long, value_enum, default_value_t = Format::Json)]
    format: Format,
    /// The draft's date, if it states none itself (EDTF: 2022-05-13).
    #[arg(long, value_name = "DATE", alias = "document-date")]
    date: Option<String>,
    /// Use this configuration instead of the one found upward from the draft.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    /// JSON.
    Json,
}

/// Prints the inspection.
pub fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let Format::Json = arguments.format;
    let mut targets = Targets::new(Options {
        config: arguments.config.clone(),
        choice: crate::choose::Choice {
            document_date: arguments.date.clone(),
            ..Default::default()
        },
        ..Options::default()
    })?;
    let workspace = targets.workspace_of(&arguments.file)?;
    let read = crate::target::analyse(&arguments.file, &workspace)
        .map_err(|message| anyhow!("{}: {message}", arguments.file.display()))?;
    let mut out = std::io::stdout().lock();
    write_pretty(&mut out, &read.inspect())?;
    Ok(ExitCode::SUCCESS)
}
