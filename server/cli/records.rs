//! `policy-ls records verify`: whether every locator of the curated records holds against the article they speak of.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::{Args, Subcommand};
use library::records::{Missing, Records, verify};

use crate::{FOUND, report};

/// Work on curated records.
#[derive(Args)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Check every locator (`at = [22]`) against the text it points into, and list all that do not hold.
    Verify(Verify),
}

#[derive(Args)]
struct Verify {
    /// The text that the locators count paragraphs of: its lines that are not blank, from 1.
    #[arg(long, value_name = "FILE")]
    original: PathBuf,
    /// Record files; without any, the built-in records.
    records: Vec<PathBuf>,
}

/// Runs the subcommand.
pub fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let Command::Verify(arguments) = &arguments.command;
    let original = read(&arguments.original)?;
    let records = if arguments.records.is_empty() {
        project::builtin_records()
            .map(|(name, text)| Records::parse(name, text))
            .collect::<Result<Vec<_>, _>>()?
    } else {
        let mut records = Vec::new();
        for path in &arguments.records {
            records.push(Records::parse(&path.display().to_string(), &read(path)?)?);
        }
        records
    };
    if records.is_empty() {
        bail!("there are no records to verify");
    }
    let faults = verify(&records, &original);
    let mut out = anstream::stdout().lock();
    for fault in &faults {
        let missing = match fault.missing {
            Missing::Paragraph => "there is no such paragraph",
            Missing::Name => "no name stands there; looked for",
            Missing::Date => "no date there agrees with",
            Missing::Words => "these words do not stand there:",
        };
        let line = format!(
            "{}: {}: paragraph {}: {missing} {}",
            fault.id, fault.part, fault.paragraph, fault.wanted
        );
        writeln!(out, "{}", report::escape(line.trim_end()))?;
    }
    let entities: usize = records.iter().map(|file| file.entities().count()).sum();
    let events: usize = records.iter().map(|file| file.event.len()).sum();
    let quotations: usize = records.iter().map(|file| file.quotation.len()).sum();
    writeln!(
        out,
        "{entities} entities, {events} events and {quotations} quotations; locators that do not hold: {}",
        faults.len()
    )?;
    Ok(ExitCode::from(if faults.is_empty() { 0 } else { FOUND }))
}

fn read(path: &Path) -> anyhow::Result<std::sync::Arc<str>> {
    project::read_text(path).with_context(|| path.display().to_string())
}
