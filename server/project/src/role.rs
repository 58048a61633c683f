//! What a file is to a workspace: a source, a draft, or neither.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use format::{BibliographyFormat, Format};

use crate::config::{Checked, FILE_NAME, Pattern};
use crate::site::relative;

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Evidence: it gets no findings.
    Source,
    /// What is edited and checked.
    Draft,
    /// Nothing to us.
    Neither,
}

/// Tells roles in one workspace. A file that is both is a source.
#[derive(Clone, Debug, Default)]
pub struct Roles {
    root: PathBuf,
    sources: Vec<Pattern>,
    records: Vec<Pattern>,
    drafts: Option<Vec<Pattern>>,
}

impl Roles {
    pub(crate) fn new(root: &Path, config: &Checked) -> Self {
        Self {
            root: root.to_owned(),
            sources: config.sources.clone(),
            records: config.records.clone(),
            drafts: config.drafts.clone(),
        }
    }

    /// Whether a library is made of `path`: a source, a bibliography, a record, a note on a source.
    pub(crate) fn makes_a_library(&self, path: &Path) -> bool {
        if self.of(path) == Role::Source {
            return true;
        }
        let name = path.file_name().and_then(|name| name.to_str());
        let name = name.unwrap_or_default();
        if let Some(stem) = name.strip_suffix(".source.toml") {
            let mut endings = Format::source_endings().iter();
            return endings.any(|ending| {
                let source = path.with_file_name(format!("{stem}.{ending}"));
                self.of(&source) == Role::Source
            });
        }
        let relative = relative(&self.root, path);
        name.ends_with(".toml") && self.records.iter().any(|it| it.matches(&relative))
    }

    /// The files that are sources, and the records beside them or where one was.
    pub(crate) fn files_of_sources(&self) -> BTreeSet<PathBuf> {
        let mut files = BTreeSet::new();
        for pattern in &self.sources {
            let base = crate::site::absolute(&self.root.join(&pattern.base));
            files.extend(crate::walk(&base, &mut Vec::new()));
        }
        files.retain(|path| {
            let source = is_source(path) && self.of(path) == Role::Source;
            source || is_sidecar(path) && self.makes_a_library(path)
        });
        files
    }

    /// What `path` is. Only its name is looked at, so a file that does not exist yet has a role too.
    pub fn of(&self, path: &Path) -> Role {
        let relative = relative(&self.root, path);
        let any = |patterns: &[Pattern]| patterns.iter().any(|it| it.matches(&relative));
        if (is_source(path) || is_bibliography(path)) && any(&self.sources) {
            Role::Source
        } else if !is_prose(path) {
            Role::Neither
        } else if self.drafts.as_deref().is_none_or(any) {
            Role::Draft
        } else {
            Role::Neither
        }
    }
}

/// Whether the file at `path` is what an editor shows of it.
pub fn is_editable(path: &Path) -> bool {
    !matches!(format_of(path), Some(Format::Docx | Format::Pdf))
}

/// Where the record beside the source at `path` lies, if it has one.
pub fn sidecar_of(path: &Path) -> PathBuf {
    path.with_extension("source.toml")
}

/// Whether `path` has the name of a record beside a source.
pub(crate) fn is_sidecar(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str());
    name.is_some_and(|name| name.ends_with(".source.toml"))
}

/// Whether `path` has the name of a configuration.
pub fn is_configuration(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name == FILE_NAME)
}

/// Whether `path` has the ending of a text that can be checked: Markdown or plain text.
pub fn is_prose(path: &Path) -> bool {
    format_of(path).is_some_and(Format::is_text)
}

/// Whether `path` has the ending of a file that can be read as a source: a text, a web page, a PDF or a Word document.
pub(crate) fn is_source(path: &Path) -> bool {
    format_of(path).is_some()
}

/// Whether `path` has the ending of a bibliography; of JSON only its content tells.
pub(crate) fn is_bibliography(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str());
    name.is_some_and(|name| BibliographyFormat::of(name).is_some())
}

/// The format that a path's ending names.
pub(crate) fn format_of(path: &Path) -> Option<Format> {
    Format::of(path.file_name()?.to_str()?)
}

/// The endings of texts that can be checked, for messages.
pub fn endings() -> &'static [&'static str] {
    Format::draft_endings()
}
