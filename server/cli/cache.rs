//! `policy-ls cache`: where what was read from sources and found in drafts is kept, how much it is, and away with it.

use std::process::ExitCode;

use anyhow::Context;
use clap::{Args, Subcommand};
use project::{Cache, Site, Store, Workspace};

/// Look at the cache of what was read from sources and found in drafts, or empty it.
///
/// All of it may be removed at any time: what is missing is read and found again.
#[derive(Args)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Clone, Copy, Subcommand)]
enum Command {
    /// Print the directory.
    Dir,
    /// Print how much it holds.
    Info,
    /// Remove all that it holds.
    Clear,
}

/// Runs the subcommand.
pub fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let site = Site::find(None, &[]);
    let cache = Workspace::cache(&site)?;
    let Cache::At(directory) = &cache else {
        if matches!(arguments.command, Command::Clear) {
            cache
                .clear()
                .context("what was written for an editor cannot be removed")?;
        }
        println!("no cache is kept");
        return Ok(ExitCode::SUCCESS);
    };
    let store = Store::at(directory);
    let contents = store.contents();
    let shown = format!(
        "{} in {} word index file{} for {} workspace{}, {} of facts, {} of findings, {} of documents read",
        size(contents.bytes - contents.found - contents.facts - contents.read),
        contents.shelves,
        plural(contents.shelves),
        contents.workspaces,
        plural(contents.workspaces),
        size(contents.facts),
        size(contents.found),
        size(contents.read),
    );
    match arguments.command {
        Command::Dir => println!("{}", directory.display()),
        Command::Info => println!("{}: {shown}", directory.display()),
        Command::Clear => {
            let at = directory.display();
            cache
                .clear()
                .with_context(|| format!("{at}: cannot be emptied"))?;
            println!("{at}: removed {shown}");
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn plural(count: usize) -> &'static str {
    if count == 1 { "" } else { "s" }
}

/// Bytes for people.
fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{:.1} KB", bytes as f64 / 1e3),
        1_000_000..1_000_000_000 => format!("{:.1} MB", bytes as f64 / 1e6),
        _ => format!("{:.2} GB", bytes as f64 / 1e9),
    }
}
