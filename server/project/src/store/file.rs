//! Writing so that a crash leaves the old or the new, and the lock that lets one process write at a time.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

use super::Steps;

/// Writes `bytes` to `path`: aside, synced, renamed, the directory synced.
pub(super) fn write(path: &Path, bytes: &[u8], steps: &Steps) -> io::Result<()> {
    let aside = path.with_extension(format!("{}.tmp", std::process::id()));
    steps.next()?;
    let mut file = File::create(&aside)?;
    let half = bytes.len() / 2;
    file.write_all(&bytes[..half])?;
    steps.next()?;
    file.write_all(&bytes[half..])?;
    steps.next()?;
    file.sync_all()?;
    drop(file);
    steps.next()?;
    fs::rename(&aside, path)?;
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
