//! `policy-ls schema`: the JSON Schemas of what goes in and what comes out.

use std::io::Write;
use std::process::ExitCode;

use clap::{Args, ValueEnum};

/// Print a JSON Schema.
#[derive(Args)]
pub struct Arguments {
    /// Whose schema.
    of: Of,
}

#[derive(Clone, Copy, ValueEnum)]
enum Of {
    /// The file policy-ls.toml.
    Config,
    /// A file of curated records.
    Records,
    /// A sidecar, STEM.source.toml: what a source is.
    Source,
    /// The output of `inspect`.
    Inspect,
    /// The output of `check --format json`.
    Check,
    /// The output of `quote --format json`.
    Quote,
    /// The output of `report --format json`.
    Report,
}

/// Prints the schema.
pub fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let text = match arguments.of {
        Of::Config => project::schema(),
        Of::Records => pretty(&schemars::schema_for!(library::records::Records))?,
        Of::Source => pretty(&schemars::schema_for!(library::SourceRecord))?,
        Of::Inspect => pretty(&schemars::schema_for!(analysis::Inspection))?,
        Of::Quote => pretty(&schemars::schema_for!(crate::quote::Answer))?,
        Of::Report => pretty(&schemars::schema_for!(crate::report::sheet::Sheets<'_>))?,
        Of::Check => pretty(&schemars::schema_for!(crate::report::json::Report))?,
    };
    std::io::stdout().lock().write_all(text.as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

fn pretty(schema: &schemars::Schema) -> anyhow::Result<String> {
    Ok(serde_json::to_string_pretty(schema)? + "\n")
}
