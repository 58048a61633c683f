//! What git says has changed. The git program is asked; without it `--since` and `--staged` say so.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, bail};

/// Files that changed, and what stood there before.
pub struct Changed {
    /// Which; those that went are among them.
    pub files: BTreeSet<PathBuf>,
    top: PathBuf,
    /// The commit before; `None` if there is none yet.
    base: Option<String>,
}

impl Changed {
    /// The files that differ from the point at which this branch left `revision`, new ones included.
    pub fn since(revision: &str) -> anyhow::Result<Self> {
        if revision.starts_with('-') {
            bail!("`{revision}` is no revision");
        }
        let top = top()?;
        let mut files = list(
            &top,
            &[
                "diff",
                "--name-only",
                "--no-renames",
                "-z",
                "--merge-base",
                revision,
                "--",
            ],
        )?;
        files.extend(list(
            &top,
            &["ls-files", "--others", "--exclude-standard", "-z"],
        )?);
        let base = git(&top, &["merge-base", revision, "HEAD"])?;
        let base = String::from_utf8(base)?.trim().to_owned();
        Ok(Self {
            files,
            top,
            base: Some(base),
        })
    }

    /// The files that the next commit changes.
    pub fn staged() -> anyhow::Result<Self> {
        let top = top()?;
        let files = list(
            &top,
            &[
                "diff",
                "--name-only",
                "--no-renames",
                "-z",
                "--cached",
                "--",
            ],
        )?;
        let base = git(&top, &["rev-parse", "--verify", "--quiet", "HEAD"]).ok();
        Ok(Self {
            files,
            top,
            base: base.map(|_| "HEAD".to_owned()),
        })
    }

    /// What stood at `path`, one of the files, before; `None` if nothing did.
    pub fn before(&self, path: &Path) -> Option<Vec<u8>> {
        let inside = path.strip_prefix(&self.top).ok()?.to_str()?;
        let name = format!("{}:{}", self.base.as_ref()?, inside.replace('\\', "/"));
        git(&self.top, &["show", &name]).ok()
    }
}

/// A file as the next commit has it.
pub fn staged_text(path: &Path) -> Result<String, String> {
    let read = || -> anyhow::Result<Vec<u8>> {
        let top = top()?;
        let real = path.canonicalize()?;
        let inside = real
            .strip_prefix(&top)?
            .to_str()
            .context("its name is not UTF-8")?;
        git(&top, &["show", &format!(":{}", inside.replace('\\', "/"))])
    };
    let bytes = read().map_err(|error| format!("cannot be read from git's index: {error:#}"))?;
    String::from_utf8(bytes).map_err(|_| "is not UTF-8 in git's index".to_owned())
}

fn top() -> anyhow::Result<PathBuf> {
    let out = git(Path::new("."), &["rev-parse", "--show-toplevel"])?;
    let path = String::from_utf8(out)?;
    Ok(Path::new(path.trim_end_matches('\n')).canonicalize()?)
}

fn list(top: &Path, arguments: &[&str]) -> anyhow::Result<BTreeSet<PathBuf>> {
    let out = git(top, arguments)?;
    let names = out.split(|byte| *byte == 0).filter(|name| !name.is_empty());
    Ok(names
        .map(|name| top.join(String::from_utf8_lossy(name).as_ref()))
        .collect())
}

fn git(directory: &Path, arguments: &[&str]) -> anyhow::Result<Vec<u8>> {
    let output = Command::new("git")
        .arg("-C")
        .arg(directory)
        .args(arguments)
        .output()
        .context("git could not be run")?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        bail!("git {}: {}", arguments[0], said.trim());
    }
    Ok(output.stdout)
}
