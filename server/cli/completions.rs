//! `policy-ls completions SHELL`: what a shell completes with.

use std::process::ExitCode;

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use crate::output;

/// Print a completion script for a shell.
#[derive(Args)]
#[command(after_help = "Examples:
  policy-ls completions bash > ~/.local/share/bash-completion/completions/policy-ls
  policy-ls completions fish > ~/.config/fish/completions/policy-ls.fish")]
pub struct Arguments {
    /// For which shell.
    shell: Shell,
}

/// Prints the script.
pub fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let mut script = Vec::new();
    let mut command = crate::Cli::command();
    clap_complete::generate(arguments.shell, &mut command, "policy-ls", &mut script);
    output::copy(&script)?;
    Ok(ExitCode::SUCCESS)
}
