//! `policy-ls rules`: all rules, one a line.

use std::io::Write;
use std::process::ExitCode;

use clap::{Args, ValueEnum};

/// List all rules with their severities.
#[derive(Args)]
pub struct Arguments {
    /// How to print them.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    /// For people.
    Text,
    /// The page docs/rules.md.
    Markdown,
}

/// What stands above the table of docs/rules.md.
const HEAD: &str = "\
# Rules

`policy-ls explain CODE` prints a rule's page: what it does, why it matters, an example, how to silence it. The severity
is the one with the strongest evidence; `[rules]` in `policy-ls.toml` sets another, or `off`.

| code | severity | finds |
|---|---|---|
";

/// Prints the list.
pub fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let rules = analysis::rules::all();
    let width = rules.iter().map(|rule| rule.code.len()).max().unwrap_or(0);
    let mut out = anstream::stdout().lock();
    if let Format::Markdown = arguments.format {
        write!(out, "{HEAD}")?;
    }
    for rule in rules {
        let (code, severity, summary) = (rule.code, rule.severity.as_str(), rule.summary);
        let off = if rule.on { "" } else { " (off by default)" };
        match arguments.format {
            Format::Text => writeln!(out, "{code:width$}  {severity:11}  {summary}{off}")?,
            Format::Markdown => writeln!(out, "| `{code}` | {severity} | {summary}{off} |")?,
        }
    }
    Ok(ExitCode::SUCCESS)
}
