//! Writing: to standard output with or without colours, and to files that are there whole or not at all.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, Once, PoisonError};

use anstream::{AutoStream, ColorChoice};
use anyhow::Context;
use clap::ValueEnum;
use project::FileProblem;

use crate::report::{Format, Results, escape};

/// When to use colours.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub enum Colour {
    /// On a terminal.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// The file that is being written aside, so that an interrupt can take it away.
static ASIDE: Mutex<Option<PathBuf>> = Mutex::new(None);

/// Exit status after an interrupt, as a shell has it.
const INTERRUPTED: i32 = 130;

/// From now on an interrupt leaves no half-written file behind.
fn clean_up_on_interrupt() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        // Without a handler an interrupt ends the program all the same.
        let _ = ctrlc::set_handler(|| {
            let aside = ASIDE.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(path) = &*aside {
                let _ = fs::remove_file(path);
            }
            std::process::exit(INTERRUPTED);
        });
    });
}

/// Prints the results.
pub fn print(format: Format, results: &Results, colour: Colour) -> io::Result<()> {
    let mut page = Vec::new();
    format.reporter().write(&mut page, results)?;
    let stdout = io::stdout();
    if !matches!(format, Format::Text | Format::Concise | Format::Grouped) {
        let mut out = stdout.lock();
        out.write_all(&page)?;
        return out.flush();
    }
    let choice = match colour {
        Colour::Auto => ColorChoice::Auto,
        Colour::Always => ColorChoice::Always,
        Colour::Never => ColorChoice::Never,
    };
    let mut out = AutoStream::new(stdout, choice);
    out.write_all(&page)?;
    out.flush()
}

/// Prints a page as it is.
pub fn copy(page: &[u8]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(page)?;
    out.flush()
}

/// Says on standard error what could not be used.
pub fn complain(problems: &[FileProblem]) {
    for problem in problems {
        say(&problem.to_string());
    }
}

/// Says something on standard error.
pub fn say(words: &str) {
    // Nobody is left to be told if even this fails.
    let _ = writeln!(anstream::stderr(), "policy-ls: {}", escape(words));
}

/// Writes the results to a file, without colours.
pub fn save(format: Format, results: &Results, file: &Path) -> anyhow::Result<()> {
    let mut page = Vec::new();
    format.reporter().write(&mut page, results)?;
    if matches!(format, Format::Text | Format::Concise | Format::Grouped) {
        page = anstream::adapter::strip_bytes(&page).into_vec();
    }
    write(file, &page)
}

/// Writes a file aside and renames it, so that nobody ever sees half of it. A link stays a link, permissions stay.
pub fn write(file: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    let said = || format!("{} cannot be written", file.display());
    // A pipe or a device has no place to be renamed to.
    if let Ok(there) = fs::metadata(file)
        && !there.is_file()
    {
        return fs::write(file, bytes).with_context(said);
    }
    clean_up_on_interrupt();
    let real = fs::canonicalize(file).unwrap_or_else(|_| file.to_owned());
    let directory = match real.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    let mut aside = tempfile::Builder::new();
    aside.prefix(".policy-ls-").suffix(".tmp");
    let mut guard = ASIDE.lock().unwrap_or_else(PoisonError::into_inner);
    let mut aside = aside.tempfile_in(directory).with_context(said)?;
    *guard = Some(aside.path().to_owned());
    drop(guard);
    aside.write_all(bytes).with_context(said)?;
    match fs::metadata(&real) {
        Ok(there) => aside
            .as_file()
            .set_permissions(there.permissions())
            .with_context(said)?,
        Err(_) => readable(aside.as_file()).with_context(said)?,
    }
    let mut guard = ASIDE.lock().unwrap_or_else(PoisonError::into_inner);
    aside
        .persist(&real)
        .map_err(|error| error.error)
        .with_context(said)?;
    *guard = None;
    Ok(())
}

/// A new file may be read by all, as if it had been made in the ordinary way; what is made aside is private at first.
#[cfg(unix)]
fn readable(file: &fs::File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn readable(_: &fs::File) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_whole_and_nothing_is_left_beside_it() {
        let directory = tempfile::tempdir().expect("a directory");
        let file = directory.path().join("out.json");
        write(&file, b"one").expect("written");
        write(&file, b"two").expect("written");
        assert_eq!(fs::read(&file).expect("it is there"), b"two");
        assert_eq!(
            fs::read_dir(directory.path()).expect("it is there").count(),
            1
        );
    }

    #[cfg(unix)]
    #[test]
    fn a_link_stays_a_link() {
        let directory = tempfile::tempdir().expect("a directory");
        let (real, link) = (directory.path().join("real"), directory.path().join("link"));
        fs::write(&real, "one").expect("written");
        std::os::unix::fs::symlink(&real, &link).expect("linked");
        write(&link, b"two").expect("written");
        assert!(link.is_symlink());
        assert_eq!(fs::read(&real).expect("it is there"), b"two");
    }
}
