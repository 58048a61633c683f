//! The linter from outside: the real binary on real files. Each test makes a small workspace of its own.

#[path = "lint/adoption.rs"]
mod adoption;
#[path = "lint/agreement.rs"]
mod agreement;
#[path = "lint/bad_input.rs"]
mod bad_input;
#[path = "lint/baseline.rs"]
mod baseline;
#[path = "lint/bibliography.rs"]
mod bibliography;
#[path = "lint/cache.rs"]
mod cache;
#[path = "lint/choosing.rs"]
mod choosing;
#[path = "lint/confidential.rs"]
mod confidential;
#[path = "lint/configuration.rs"]
mod configuration;
#[path = "lint/documents.rs"]
mod documents;
#[path = "lint/fixes.rs"]
mod fixes;
#[cfg(unix)]
#[path = "lint/interrupt.rs"]
mod interrupt;
#[path = "lint/library.rs"]
mod library;
#[path = "lint/output.rs"]
mod output;
#[path = "lint/reading.rs"]
mod reading;
#[path = "lint/records.rs"]
mod records;
#[path = "lint/report.rs"]
mod report;
#[path = "lint/reporters.rs"]
mod reporters;
#[path = "lint/seeds.rs"]
mod seeds;
#[path = "lint/sources.rs"]
mod sources;
#[path = "lint/staged.rs"]
mod staged;
#[path = "lint/suppression.rs"]
mod suppression;
#[path = "lint/witness.rs"]
mod witness;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

/// A workspace in a temporary directory.
struct Workspace {
    directory: TempDir,
}

/// What a run gave.
struct Run {
    /// Exit status.
    code: i32,
    /// Standard output.
    out: String,
    /// Standard error.
    err: String,
}

impl Workspace {
    /// Files by name and content; directories are made.
    fn new<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let directory = tempfile::tempdir().expect("a directory");
        let workspace = Self { directory };
        for (name, content) in files {
            workspace.write(name, content);
        }
        workspace
    }

    fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().expect("it has one")).expect("made");
        fs::write(&path, content).expect("written");
        path
    }

    fn path(&self) -> &Path {
        self.directory.path()
    }

    /// The binary with `arguments`, ready to run here.
    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_policy-ls"));
        command
            .args(arguments)
            .current_dir(self.path())
            .env("XDG_CACHE_HOME", self.path().join(".cache"))
            .env_remove("POLICY_LS_CACHE")
            .env_remove("NO_COLOR")
            .env_remove("CLICOLOR_FORCE");
        command
    }

    fn run(&self, arguments: &[&str]) -> Run {
        let output = self.command(arguments).output().expect("it runs");
        Run {
            code: output.status.code().expect("it was not killed"),
            out: String::from_utf8(output.stdout).expect("output is UTF-8"),
            err: String::from_utf8(output.stderr).expect("output is UTF-8"),
        }
    }
}

impl Run {
    /// Asserts the exit status and that every part stands in the output.
    #[track_caller]
    fn expect(&self, code: i32, parts: &[&str]) -> &Self {
        let all = format!("{}{}", self.out, self.err);
        assert_eq!(self.code, code, "exit status; output:\n{all}");
        for part in parts {
            assert!(all.contains(part), "no {part:?} in:\n{all}");
        }
        assert!(!all.contains("panicked"), "{all}");
        self
    }
}
