//! `policy-ls rules`: all rules, one a line.

use std::io::Write;
use std::process::ExitCode;

use clap::Args;

/// List all rules with their severities.
#[derive(Args)]
pub struct Arguments {}

/// Prints the list.
pub fn run(_arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let rules = analysis::rules::all();
    let width = rules.iter().map(|rule| rule.code.len()).max().unwrap_or(0);
    let mut out = anstream::stdout().lock();
    for rule in rules {
        let severity = rule.severity.as_str();
        writeln!(out, "{:width$}  {severity:11}  {}", rule.code, rule.summary)?;
    }
    Ok(ExitCode::SUCCESS)
}
