//! What git says has changed. The git program is asked; without it `--since` and `--staged` say so.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use anyhow::{Context, bail};
use project::Unsaved;

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

/// What the next commit holds. Where it is what lies on the disk, the disk is read.
#[derive(Debug)]
pub struct Index {
    top: PathBuf,
    tracked: BTreeSet<PathBuf>,
    /// Files that lie otherwise on the disk, or do not lie there.
    differing: BTreeSet<PathBuf>,
    /// Files that lie on the disk, that the commit does not hold, and that git is not told to ignore.
    others: BTreeSet<PathBuf>,
}

impl Index {
    /// Asks git.
    pub fn read() -> anyhow::Result<Self> {
        let top = top()?;
        Ok(Self {
            tracked: list(&top, &["ls-files", "-z"])?,
            differing: list(&top, &["diff", "--name-only", "--no-renames", "-z", "--"])?,
            others: list(&top, &["ls-files", "--others", "--exclude-standard", "-z"])?,
            top,
        })
    }

    /// Whether the next commit holds the file at `path`.
    pub fn holds(&self, path: &Path) -> bool {
        self.tracked.contains(&real(path))
    }

    /// The files that it holds and the disk does not.
    pub fn missing(&self) -> impl Iterator<Item = &Path> {
        let files = self.differing.iter().map(PathBuf::as_path);
        files.filter(|file| !file.exists())
    }

    /// A text as the next commit has it. The error says what is wrong with the file.
    pub fn text(&self, path: &Path) -> Result<Arc<str>, String> {
        let real = real(path);
        if !self.differing.contains(&real) {
            return project::read_text(path).map_err(|error| error.to_string());
        }
        let bytes = self.bytes(&real).ok_or("cannot be read from git's index")?;
        let text = project::decode(bytes).map_err(|error| format!("{error} (in git's index)"))?;
        Ok(text.into())
    }

    /// What stands in the index for a file, as a checkout would write it.
    fn bytes(&self, real: &Path) -> Option<Vec<u8>> {
        let inside = real.strip_prefix(&self.top).ok()?.to_str()?;
        let name = format!(":{}", inside.replace('\\', "/"));
        git(&self.top, &["cat-file", "--filters", &name]).ok()
    }
}

/// The files of a workspace as they are for somebody who does not look at the disk alone: as the next commit has them, and as
/// they were before a change.
pub struct View<'a> {
    /// The workspace's root as it is named, and as it is.
    root: (PathBuf, PathBuf),
    index: Option<&'a Index>,
    past: BTreeMap<PathBuf, Option<Vec<u8>>>,
}

impl<'a> View<'a> {
    /// The workspace at `root` as the index has it, if there is one, else the disk.
    pub fn new(root: &Path, index: Option<&'a Index>) -> Self {
        Self {
            root: (root.to_owned(), real(root)),
            index,
            past: BTreeMap::new(),
        }
    }

    /// The same with other files than are there; none has gone, or was not there yet.
    pub fn with(mut self, past: BTreeMap<PathBuf, Option<Vec<u8>>>) -> Self {
        self.past = past;
        self
    }

    /// A real path as the workspace names it.
    fn named(&self, file: &Path) -> PathBuf {
        let below = file.strip_prefix(&self.root.1);
        below.map_or_else(|_| file.to_owned(), |below| self.root.0.join(below))
    }
}

impl Unsaved for View<'_> {
    fn bytes(&self, path: &Path) -> Option<Vec<u8>> {
        if let Some(was) = self.past.get(path) {
            return was.clone();
        }
        let (index, real) = (self.index?, real(path));
        index
            .differing
            .contains(&real)
            .then(|| index.bytes(&real))?
    }

    fn hides(&self, path: &Path) -> bool {
        match self.past.get(path) {
            Some(was) => was.is_none(),
            // Whose configuration is not in git works with it all the same.
            None if project::is_configuration(path) => false,
            None => self.index.is_some_and(|it| it.others.contains(&real(path))),
        }
    }

    fn more(&self) -> Vec<PathBuf> {
        let past = self.past.iter().filter(|(_, bytes)| bytes.is_some());
        let past = past.map(|(path, _)| path.clone());
        let missing = self.index.into_iter().flat_map(Index::missing);
        let missing = missing.map(|file| self.named(file));
        past.chain(missing.filter(|file| !self.past.contains_key(file)))
            .collect()
    }
}

/// A path without links on the way, also where nothing lies there any more.
pub fn real(path: &Path) -> PathBuf {
    let path = project::absolute(path);
    for known in path.ancestors() {
        if let (Ok(known), Ok(rest)) = (known.canonicalize(), path.strip_prefix(known)) {
            return match rest.as_os_str().is_empty() {
                true => known,
                false => known.join(rest),
            };
        }
    }
    path
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
