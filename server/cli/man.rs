//! `policy-ls man`: the manual pages, made from the same words as `--help`.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use clap::{Args, CommandFactory};

use crate::output;

/// Print the manual page, or write one a command to a directory.
#[derive(Args)]
#[command(after_help = "Examples:
  policy-ls man | man -l -
  policy-ls man ~/.local/share/man/man1")]
pub struct Arguments {
    /// Where to write policy-ls.1, policy-ls-check.1 and so on.
    directory: Option<PathBuf>,
}

/// Prints or writes the pages.
pub fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let command = crate::Cli::command();
    match &arguments.directory {
        Some(directory) => {
            std::fs::create_dir_all(directory)
                .and_then(|()| clap_mangen::generate_to(command, directory))
                .with_context(|| format!("{} cannot be written", directory.display()))?;
        }
        None => {
            let mut page = Vec::new();
            clap_mangen::Man::new(command).render(&mut page)?;
            output::copy(&page)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}
