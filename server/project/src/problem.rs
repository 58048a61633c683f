//! What can go wrong on the way to a library: said once, with the place, in words that tell how to mend it.

use std::fmt;
use std::path::PathBuf;

use thiserror::Error;

/// The configuration cannot be understood; nothing that depends on it is run.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{}", at(&self.path, self.line, &self.message))]
pub struct ConfigError {
    /// The file.
    pub path: PathBuf,
    /// Line, from 1, where one can be named.
    pub line: Option<usize>,
    /// What is wrong and what would mend it.
    pub message: String,
}

/// One file could not be used, or only in part; everything else was.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FileProblem {
    /// The file, as it was named or found.
    pub path: PathBuf,
    /// Line, from 1, where one can be named.
    pub line: Option<usize>,
    /// What is wrong and what would mend it.
    pub message: String,
    /// Whether somebody asked for this very file (on the command line, in the configuration, by a record), rather than
    /// a walk having come upon it.
    pub named: bool,
}

impl fmt::Display for FileProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&at(&self.path, self.line, &self.message))
    }
}

fn at(path: &std::path::Path, line: Option<usize>, message: &str) -> String {
    match line {
        Some(line) => format!("{}:{line}: {message}", path.display()),
        None => format!("{}: {message}", path.display()),
    }
}

/// The line, from 1, of byte `offset` of `text`.
pub(crate) fn line_of(text: &str, offset: usize) -> usize {
    let before = text.as_bytes().get(..offset).unwrap_or(text.as_bytes());
    before.iter().filter(|&&byte| byte == b'\n').count() + 1
}
