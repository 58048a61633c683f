//! `policy-ls read-document`: hidden; the process in which one document that is no text is read, under limits.

use std::io::{self, Read, Write};
use std::process::ExitCode;

use anyhow::Context;
use clap::Args;

/// Address space, in bytes: a document that needs more is hostile.
#[cfg(unix)]
const MEMORY: u64 = 3 << 30;
/// Processor time, in seconds.
#[cfg(unix)]
const PATIENCE: u64 = 90;

/// How often the process that asked is looked for.
#[cfg(unix)]
const PERIOD: std::time::Duration = std::time::Duration::from_millis(250);

/// Read a document from standard input and write what it says.
#[derive(Args)]
pub struct Arguments {
    /// html, docx or pdf.
    format: String,
}

/// Reads, under limits that the process sets itself before it looks at a byte.
pub fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let format = project::Format::named(&arguments.format)
        .with_context(|| format!("{:?} is not a format", arguments.format))?;
    limit();
    end_with_asker();
    let mut bytes = Vec::new();
    io::stdin().lock().read_to_end(&mut bytes)?;
    // Deep nesting is refused, but parsers recurse: a large stack makes the limit theirs and not the thread's.
    let reading = std::thread::Builder::new()
        .stack_size(256 << 20)
        .spawn(move || project::read_document(format, &bytes))?;
    let Ok(said) = reading.join() else {
        anyhow::bail!("the reader has a bug with this file");
    };
    io::stdout().lock().write_all(&said)?;
    Ok(ExitCode::SUCCESS)
}

#[cfg(unix)]
fn limit() {
    // Where the system will not set a limit, the caller's clock still holds.
    let _ = rlimit::Resource::AS.set(MEMORY, MEMORY);
    let _ = rlimit::Resource::CPU.set(PATIENCE, PATIENCE);
    let _ = rlimit::Resource::CORE.set(0, 0);
}

#[cfg(not(unix))]
fn limit() {}

/// When the process that asked is gone, nobody waits for the answer: another one is our parent then.
#[cfg(unix)]
fn end_with_asker() {
    let asker = std::os::unix::process::parent_id();
    std::thread::spawn(move || {
        while std::os::unix::process::parent_id() == asker {
            std::thread::sleep(PERIOD);
        }
        std::process::exit(1);
    });
}

#[cfg(not(unix))]
fn end_with_asker() {}
