//! `policy-ls explain RULE`: a rule's own page.

use std::io::Write;
use std::process::ExitCode;

use anyhow::bail;
use clap::Args;

/// Print what a rule does, why it matters, an example, and how to silence it.
#[derive(Args)]
pub struct Arguments {
    /// The rule's code, as findings show it: `date-conflict`.
    rule: String,
}

/// Prints the page.
pub fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let rules = analysis::rules::all();
    let Some(rule) = rules.iter().find(|rule| rule.code == arguments.rule) else {
        let hint = project::nearest(&arguments.rule, rules.iter().map(|rule| rule.code))
            .map(|code| format!("; did you mean `{code}`?"))
            .unwrap_or_default();
        bail!(
            "there is no rule `{}`{hint} (`policy-ls rules` lists them)",
            arguments.rule
        );
    };
    let mut out = anstream::stdout().lock();
    writeln!(out, "{}", rule.page().trim())?;
    Ok(ExitCode::SUCCESS)
}
