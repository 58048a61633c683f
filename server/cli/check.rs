//! `policy-ls check PATH...`: findings for people or for programs, and an exit status for CI.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use analysis::{Analysis, Severity};
use anstream::{AutoStream, ColorChoice};
use clap::{Args, ValueEnum};
use project::FileProblem;
use rayon::prelude::*;

use crate::report::{self, Checked};
use crate::target::{Options, Targets, analyse};
use crate::{FAILED, FOUND};

/// Check drafts against their sources.
///
/// A directory means every draft below it. Findings name the passage that proves them; the last line says which library
/// was used and how much of the drafts it could speak to.
#[derive(Args)]
pub struct Arguments {
    /// Drafts, or directories of drafts.
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    /// How to print the findings; the schema of json: `policy-ls schema check`.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Exit with 0 whatever was found.
    #[arg(long)]
    exit_zero: bool,
    /// Exit with 2 also if a file that was not named itself could not be used.
    #[arg(long)]
    strict: bool,
    /// Also report dated claims and quotations that no source speaks to.
    #[arg(long)]
    require_source: bool,
    /// Date of drafts that state none (EDTF: 2022-05-13).
    #[arg(long, value_name = "DATE")]
    document_date: Option<String>,
    /// Use this configuration instead of those found upward from the drafts; its paths may lead anywhere.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// When to use colours. NO_COLOR is honoured.
    #[arg(long, value_enum, default_value_t = Colour::Auto)]
    color: Colour,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    /// For people.
    Text,
    /// For programs.
    Json,
}

#[derive(Clone, Copy, ValueEnum)]
enum Colour {
    /// On a terminal.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// Runs the check.
pub fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let mut targets = Targets::new(Options {
        config: arguments.config.clone(),
        document_date: arguments.document_date.clone(),
        require_source: arguments.require_source,
    })?;
    for path in &arguments.paths {
        targets.add(path)?;
    }
    let Targets {
        drafts,
        mut problems,
        ..
    } = targets;
    let mut results: Vec<Result<Checked, FileProblem>> = drafts
        .into_par_iter()
        .map(|(path, named, prepared)| match analyse(&path, &prepared) {
            Ok(analysis) => Ok(Checked::new(&path, &prepared.workspace, analysis)),
            Err(message) => Err(FileProblem {
                path,
                line: None,
                message,
                named,
            }),
        })
        .collect();
    let mut checked = Vec::with_capacity(results.len());
    for result in results.drain(..) {
        match result {
            Ok(draft) => checked.push(draft),
            Err(problem) => problems.push(problem),
        }
    }
    checked.sort_by(|one, other| one.path.cmp(&other.path));
    problems.sort();
    problems.dedup();

    match arguments.format {
        Format::Text => {
            let choice = match arguments.color {
                Colour::Auto => ColorChoice::Auto,
                Colour::Always => ColorChoice::Always,
                Colour::Never => ColorChoice::Never,
            };
            let mut page = Vec::new();
            report::text::write(&mut page, &checked, &problems)?;
            let mut out = AutoStream::new(std::io::stdout(), choice);
            out.write_all(&page)?;
            out.flush()?;
        }
        Format::Json => report::json::write(std::io::stdout().lock(), &checked, &problems)?,
    }
    Ok(status(arguments, &checked, &problems))
}

fn status(arguments: &Arguments, drafts: &[Checked], problems: &[FileProblem]) -> ExitCode {
    let found = |analysis: &Analysis| {
        let mut diagnostics = analysis.diagnostics().iter();
        diagnostics.any(|diagnostic| diagnostic.severity >= Severity::Warning)
    };
    if arguments.exit_zero {
        ExitCode::SUCCESS
    } else if problems.iter().any(|it| it.named || arguments.strict) {
        ExitCode::from(FAILED)
    } else if drafts.iter().any(|draft| found(&draft.analysis)) {
        ExitCode::from(FOUND)
    } else {
        ExitCode::SUCCESS
    }
}
