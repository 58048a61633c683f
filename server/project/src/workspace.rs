//! A workspace: what holds for the drafts of one configuration.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use analysis::{Origin, Settings};
use library::Library;

use crate::config::{self, Checked, Pattern};
use crate::role::{Role, Roles, is_prose};
use crate::sources::{Search, Text, read_all, walk};
use crate::{ConfigError, FileProblem, Site, builtin, read_text};

/// Settings and library of one site. Immutable; share it by `Arc`.
pub struct Workspace {
    /// The configuration's directory, or where the search for one ended.
    pub root: PathBuf,
    /// The configuration, if there is one.
    pub config_path: Option<PathBuf>,
    /// What it sets.
    pub settings: Arc<Settings>,
    /// What drafts are checked against.
    pub library: Arc<Library>,
    /// That library, for people.
    pub info: LibraryInfo,
    /// What a file is.
    pub roles: Roles,
    /// Files of the library that could not be used, or only in part; sorted.
    pub problems: Vec<FileProblem>,
}

/// A library in words, for summaries: "built-in library: China-Russia relations 1949-2022".
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LibraryInfo {
    /// What the built-in library says of itself, if it is used.
    pub builtin: Option<String>,
    /// How many sources the workspace adds.
    pub sources: usize,
    /// How many record files the workspace adds.
    pub records: usize,
}

impl fmt::Display for LibraryInfo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = |number: usize, one: &str| {
            let ending = if number == 1 { "" } else { "s" };
            format!("{number} {one}{ending}")
        };
        let mut own = Vec::new();
        if self.sources > 0 {
            own.push(count(self.sources, "source"));
        }
        if self.records > 0 {
            own.push(count(self.records, "record file"));
        }
        let own = own.join(" and ");
        match &self.builtin {
            Some(name) if own.is_empty() => write!(f, "built-in library: {name}"),
            Some(name) => write!(f, "built-in library: {name}, with {own} of this workspace"),
            None if own.is_empty() => f.write_str("no library"),
            None => write!(f, "library of this workspace: {own}"),
        }
    }
}

impl Workspace {
    /// The workspace of `path`; see [`Site::find`] for the search.
    pub fn for_path(path: Option<&Path>, folders: &[PathBuf]) -> Result<Workspace, ConfigError> {
        Workspace::load(&Site::find(path, folders))
    }

    /// Reads the configuration of `site` and everything it names.
    pub fn load(site: &Site) -> Result<Workspace, ConfigError> {
        let (config, config_name) = match &site.config_path {
            None => (Checked::absent(), site.root.clone()),
            Some(path) => {
                let text = read_text(path).map_err(|error| ConfigError {
                    path: path.clone(),
                    line: None,
                    message: error.to_string(),
                })?;
                (config::parse(path, &text, site.outside)?, path.clone())
            }
        };
        let search = Search {
            root: &site.root,
            config: &config_name,
            outside: site.outside,
        };
        let mut problems = Vec::new();
        let sources = read_sources(&search, &config.sources, &mut problems)?;
        let records = read_records(&search, &config.records, &mut problems);
        let (library, info) = assemble(config.builtin, sources, records, &mut problems);
        problems.sort();
        problems.dedup();
        Ok(Workspace {
            root: site.root.clone(),
            config_path: site.config_path.clone(),
            roles: Roles::new(&site.root, &config),
            settings: Arc::new(config.settings),
            library: Arc::new(library),
            info,
            problems,
        })
    }

    /// `path` as output shows it: from the root if it lies below, with `/` between.
    pub fn relative(&self, path: &Path) -> String {
        crate::site::relative(&self.root, path)
    }

    /// The file to open for a place in `origin`, `draft` being the draft that was asked. A compiled-in text is written
    /// to the cache first.
    pub fn open(&self, origin: &Origin, draft: &Path) -> io::Result<PathBuf> {
        match origin {
            Origin::Draft => Ok(draft.to_owned()),
            Origin::File(path) => Ok(self.root.join(path)),
            Origin::Builtin(_) => builtin::materialise(origin),
        }
    }
}

/// The drafts below `directory`, sorted.
pub fn walk_drafts(
    workspace: &Workspace,
    directory: &Path,
    problems: &mut Vec<FileProblem>,
) -> Vec<PathBuf> {
    let mut files = walk(directory, problems);
    files.retain(|file| workspace.roles.of(file) == Role::Draft);
    files
}

fn read_sources(
    search: &Search<'_>,
    patterns: &[Pattern],
    problems: &mut Vec<FileProblem>,
) -> Result<Vec<Text>, ConfigError> {
    let files = search.files("sources", patterns, is_prose, problems);
    one_stem_one_source(search, &files)?;
    let named = |path: &Path| is_named(search, patterns, path);
    let (files, unknown): (BTreeSet<PathBuf>, BTreeSet<PathBuf>) =
        files.into_iter().partition(|path| is_prose(path));
    problems.extend(unknown.into_iter().map(|path| FileProblem {
        message: format!(
            "is not of a format that can be read as a source ({})",
            format::Format::endings().join(", ")
        ),
        path,
        line: None,
        named: true,
    }));
    Ok(read_all(search.root, &files, named, problems))
}

fn is_named(search: &Search<'_>, patterns: &[Pattern], path: &Path) -> bool {
    patterns.iter().any(|pattern| {
        pattern.glob.is_none() && crate::site::absolute(&search.root.join(&pattern.base)) == path
    })
}

/// A sidecar speaks of one source; two sources of one stem would have to share it.
fn one_stem_one_source(search: &Search<'_>, files: &BTreeSet<PathBuf>) -> Result<(), ConfigError> {
    let mut stems: BTreeMap<PathBuf, &PathBuf> = BTreeMap::new();
    for file in files {
        if let Some(other) = stems.insert(file.with_extension(""), file) {
            let stem = file.file_stem().unwrap_or_default().to_string_lossy();
            return Err(ConfigError {
                path: search.config.to_owned(),
                line: None,
                message: format!(
                    "sources: {} and {} have one stem, so {stem}.source.toml could mean either; rename one of them",
                    crate::site::relative(search.root, other),
                    crate::site::relative(search.root, file),
                ),
            });
        }
    }
    Ok(())
}

fn read_records(
    search: &Search<'_>,
    patterns: &[Pattern],
    problems: &mut Vec<FileProblem>,
) -> Vec<Text> {
    let wanted = |path: &Path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.ends_with(".toml") && !name.ends_with("source.toml") && name != config::FILE_NAME
    };
    let files = search.files("records", patterns, wanted, problems);
    // Records are written by hand for this workspace: one that cannot be read is never a chance find.
    read_all(search.root, &files, |_| true, problems)
}

fn assemble(
    with_builtin: bool,
    sources: Vec<Text>,
    records: Vec<Text>,
    _problems: &mut Vec<FileProblem>,
) -> (Library, LibraryInfo) {
    let info = LibraryInfo {
        builtin: with_builtin.then(|| "China-Russia relations 1949-2022".to_owned()),
        sources: sources.len(),
        records: records.len(),
    };
    (Library::default(), info)
}
