//! Finding and reading what a workspace's configuration names. Walks are sorted, reading is parallel, and trouble with
//! one file leaves the others alone.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ignore::WalkBuilder;
use rayon::prelude::*;

use crate::FileProblem;
use crate::config::Pattern;
use crate::site::relative;
use crate::unsaved::Files;

/// Names drafts that are not checked when a directory is.
const IGNORE: &str = ".policy-ls-ignore";

/// Where a walk looks, and on whose behalf.
#[derive(Clone, Copy)]
pub(crate) struct Search<'a> {
    /// The workspace's root.
    pub root: &'a Path,
    /// The configuration, which is named where a pattern finds nothing.
    pub config: &'a Path,
    /// Whether links may lead out of the root.
    pub outside: bool,
    /// How files are read.
    pub files: Files<'a>,
}

/// A text file that was read.
#[derive(Clone, Debug)]
pub(crate) struct Text {
    pub path: PathBuf,
    /// As people read it: from the root, with `/`.
    pub name: String,
    pub text: Arc<str>,
}

impl Search<'_> {
    /// The files that `patterns` mean and `wanted` accepts, sorted and each once. What was asked for and is not there
    /// becomes a problem.
    pub fn files(
        &self,
        key: &str,
        patterns: &[Pattern],
        wanted: impl Fn(&Path) -> bool,
        problems: &mut Vec<FileProblem>,
    ) -> BTreeSet<PathBuf> {
        let mut found = BTreeSet::new();
        for pattern in patterns {
            let base = crate::site::absolute(&self.root.join(&pattern.base));
            let mut more: Vec<_> = self.files.unsaved.more();
            more.retain(|file| {
                pattern.matches(&relative(self.root, file)) && wanted(file) && !file.exists()
            });
            if more.is_empty() && !base.exists() {
                problems.push(self.nothing(key, pattern, "there is no such file or directory"));
                continue;
            }
            if pattern.glob.is_none() && self.files.is_file(&base) {
                // Somebody named this very file; its ending is looked at when it is read.
                found.insert(base);
                continue;
            }
            let before = found.len();
            found.extend(more);
            let there = if base.exists() {
                walk(&base, problems)
            } else {
                Vec::new()
            };
            for file in there {
                let meant = pattern.matches(&relative(self.root, &file))
                    && !self.files.unsaved.hides(&file);
                if meant && wanted(&file) && self.may_read(&file, problems) {
                    found.insert(file);
                }
            }
            if found.len() == before {
                problems.push(self.nothing(key, pattern, "no file there can be used"));
            }
        }
        found
    }

    fn may_read(&self, file: &Path, problems: &mut Vec<FileProblem>) -> bool {
        if self.outside || !file.is_symlink() {
            return true;
        }
        let inside = match (file.canonicalize(), self.root.canonicalize()) {
            (Ok(real), Ok(root)) => real.starts_with(root),
            _ => true, // Reading it will say why.
        };
        if !inside {
            problems.push(FileProblem {
                path: file.to_owned(),
                line: None,
                message: "is a link that leads out of the workspace; it was not read".into(),
                named: false,
            });
        }
        inside
    }

    fn nothing(&self, key: &str, pattern: &Pattern, why: &str) -> FileProblem {
        FileProblem {
            path: self.config.to_owned(),
            line: Some(pattern.line),
            message: format!("{key}: `{}`: {why}", pattern.text),
            named: pattern.glob.is_none(),
        }
    }
}

/// Every file below `base`, in a fixed order. `.gitignore` is honoured, links are followed, loops are told.
pub fn walk(base: &Path, problems: &mut Vec<FileProblem>) -> Vec<PathBuf> {
    gather(base, &mut WalkBuilder::new(base), problems)
}

/// As [`walk`]; what `.policy-ls-ignore` names is left out too, in the manner of `.gitignore`.
pub fn walk_drafts(base: &Path, problems: &mut Vec<FileProblem>) -> Vec<PathBuf> {
    let mut walk = WalkBuilder::new(base);
    gather(base, walk.add_custom_ignore_filename(IGNORE), problems)
}

/// Whether the file at `path` is left out when `base`, a directory above it, is walked for drafts.
pub fn is_left_out(base: &Path, path: &Path) -> bool {
    let wanted = path.to_owned();
    let mut walk = WalkBuilder::new(base);
    walk.filter_entry(move |entry| wanted.starts_with(entry.path()));
    let found = gather(
        base,
        walk.add_custom_ignore_filename(IGNORE),
        &mut Vec::new(),
    );
    path.starts_with(base) && path.exists() && !found.iter().any(|file| file == path)
}

fn gather(base: &Path, walk: &mut WalkBuilder, problems: &mut Vec<FileProblem>) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let walk = walk
        .follow_links(true)
        .require_git(false)
        .sort_by_file_name(Ord::cmp)
        .build();
    for entry in walk {
        match entry {
            Ok(entry) if entry.file_type().is_some_and(|kind| kind.is_file()) => {
                // Output, the baseline and the cache know a file by its name.
                match entry.path().to_str().is_some() || !is_text(entry.path()) {
                    true => files.push(entry.into_path()),
                    false => problems.push(FileProblem {
                        path: entry.into_path(),
                        line: None,
                        message: "has a name that is not UTF-8; rename it".into(),
                        named: false,
                    }),
                }
            }
            Ok(_) => {}
            Err(error) => problems.push(walk_problem(base, &error)),
        }
    }
    files
}

/// Whether a file has the ending of a text, whatever its name before it.
fn is_text(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str());
    ending.is_some_and(|ending| crate::is_prose(Path::new(&format!("x.{ending}"))))
}

/// Where a walk comes upon a folder that it is in already.
fn loop_of(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::Loop { child, .. } => Some(child),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithPath { err, .. } => loop_of(err),
        _ => None,
    }
}

fn walk_problem(base: &Path, error: &ignore::Error) -> FileProblem {
    // All that lies in the loop is met on the way into it.
    if let Some(path) = loop_of(error) {
        return FileProblem {
            path: path.to_owned(),
            line: None,
            message: "is a link to a folder that it lies in; it was not followed".into(),
            named: false,
        };
    }
    let mut path = base.to_owned();
    let mut inner = error;
    loop {
        match inner {
            ignore::Error::WithPath { path: at, err } => {
                path.clone_from(at);
                inner = err;
            }
            ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => {
                inner = err;
            }
            _ => break,
        }
    }
    let message = match inner.io_error().map(std::io::Error::kind) {
        Some(std::io::ErrorKind::PermissionDenied) => "cannot be read: permission denied".into(),
        Some(std::io::ErrorKind::NotFound) => "is a link to nothing".into(),
        _ if path.is_symlink() => "is a link that leads back to itself".into(),
        _ => inner.to_string(),
    };
    FileProblem {
        path,
        line: None,
        message,
        named: false,
    }
}

/// Reads `files` side by side, each by its path and its name from the root; the result has their order. `named` says which
/// of them somebody asked for. Once reading is stopped, the others are left out.
pub(crate) fn read_all<T: Send>(
    search: &Search<'_>,
    files: &BTreeSet<PathBuf>,
    named: impl Fn(&Path) -> bool + Sync,
    problems: &mut Vec<FileProblem>,
    read: impl Fn(&Path, &str) -> Result<T, String> + Sync,
) -> Vec<T> {
    let cancel = search.files.cancel;
    let files: Vec<&PathBuf> = files.iter().collect();
    let all: Vec<Result<T, FileProblem>> = files
        .par_iter()
        .filter(|_| !cancel.is_cancelled())
        .map(|path| {
            read(path, &relative(search.root, path)).map_err(|message| FileProblem {
                path: (*path).clone(),
                line: None,
                message,
                named: named(path),
            })
        })
        .collect();
    let mut whole = Vec::with_capacity(all.len());
    for result in all {
        match result {
            Ok(one) => whole.push(one),
            Err(problem) => problems.push(problem),
        }
    }
    whole
}

/// Reads one text.
pub(crate) fn read_one(files: Files<'_>, path: &Path, name: &str) -> Result<Text, String> {
    let text = files.text(path).map_err(|error| error.to_string())?;
    Ok(Text {
        path: path.to_owned(),
        name: name.to_owned(),
        text,
    })
}
