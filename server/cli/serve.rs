//! `policy-ls serve`: the language server on standard input and output.

use std::process::ExitCode;

use clap::Args;

/// Serve an editor over standard input and output.
#[derive(Args, Default)]
pub struct Arguments {
    /// Use standard input and output: the only way there is, accepted because many clients pass it.
    #[arg(long)]
    stdio: bool,
}

/// Runs the server until the editor leaves.
pub fn run(_arguments: &Arguments) -> anyhow::Result<ExitCode> {
    Ok(lsp::serve(lsp::Parts::default()))
}
