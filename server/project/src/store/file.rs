//! Writing so that a crash leaves the old or the new, and the lock that lets one process write at a time.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use super::Steps;

/// Writes `bytes` to `path`: aside, synced, renamed, the directory synced.
pub(super) fn write(path: &Path, bytes: &[u8], steps: &Steps) -> io::Result<()> {
    write_by(path, steps, |out| {
        let half = bytes.len() / 2;
        out.write_all(&bytes[..half])?;
        steps.next()?;
        out.write_all(&bytes[half..])
    })
}

/// Writes what `put` writes, likewise.
pub(super) fn write_by(
    path: &Path,
    steps: &Steps,
    put: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    let aside = write_aside(path, steps, put)?;
    settle(&aside, path, steps)
}

/// Writes what `put` writes beside `path`, synced, for [`settle`]. Returns where.
pub(super) fn write_aside(
    path: &Path,
    steps: &Steps,
    put: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<PathBuf> {
    let aside = path.with_extension(format!("{}.tmp", std::process::id()));
    steps.next()?;
    let mut out = BufWriter::with_capacity(1 << 20, File::create(&aside)?);
    let written = put(&mut out).and_then(|()| out.flush());
    if written.is_err() {
        let _ = fs::remove_file(&aside);
    }
    written?;
    steps.next()?;
    let file = out.into_inner().map_err(io::IntoInnerError::into_error)?;
    file.sync_all()?;
    Ok(aside)
}

/// Gives what was written aside its name.
pub(super) fn settle(aside: &Path, path: &Path, steps: &Steps) -> io::Result<()> {
    steps.next()?;
    fs::rename(aside, path)?;
    steps.next()?;
    if let Some(parent) = path.parent() {
        // Not every system can sync a directory; the rename stands in any case.
        let _ = File::open(parent).and_then(|directory| directory.sync_all());
    }
    Ok(())
}

/// Waits for the right to change the cache at `directory`; it is held until the file is dropped.
pub(super) fn lock(directory: &Path) -> io::Result<File> {
    let path = directory.join("lock");
    let file = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(path)?;
    file.lock()?;
    Ok(file)
}

/// Makes the cache directory, marked as one for backups and version control.
pub(super) fn prepare(directory: &Path) -> io::Result<()> {
    fs::create_dir_all(directory)?;
    let marks = [
        (
            "CACHEDIR.TAG",
            "Signature: 8a477f597d28d172789f06886806bc55\n# Files of policy-ls; all of them may be removed at any time.\n",
        ),
        (".gitignore", "*\n"),
    ];
    for (name, text) in marks {
        let path = directory.join(name);
        if !path.exists() {
            fs::write(path, text)?;
        }
    }
    Ok(())
}
