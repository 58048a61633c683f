//! The records beside sources: what each says, and of which source.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use library::SourceRecord;

use super::Loader;
use super::gather::record_problem;
use crate::role::sidecar_of;

impl Loader<'_> {
    /// What `STEM.source.toml` says of a source, if there is one. One that cannot be read may say that the source is
    /// confidential.
    /// One that names another of the sources `files` speaks of that one; of one that may mean several, only that they are
    /// confidential is taken.
    pub(super) fn sidecar(
        &mut self,
        source: &Path,
        files: &BTreeSet<PathBuf>,
        shared: bool,
    ) -> Option<SourceRecord> {
        let path = sidecar_of(source);
        if !self.search.files.is_file(&path) {
            return None;
        }
        let withheld = || SourceRecord {
            withheld: true,
            ..SourceRecord::default()
        };
        let text = match self.search.files.text(&path) {
            Ok(text) => text,
            Err(error) => {
                let message =
                    format!("{error}; until then the passages of its source are withheld");
                self.problem(&path, message, true);
                return Some(withheld());
            }
        };
        let name = crate::site::relative(self.search.root, &path);
        let record = match SourceRecord::parse(&name, &text) {
            Ok(record) => record,
            Err(error) => {
                let mut problem = record_problem(&path, &error);
                problem
                    .message
                    .push_str("; until it is mended the passages of its source are withheld");
                self.problems.push(problem);
                return Some(withheld());
            }
        };
        if shared {
            return Some(SourceRecord {
                confidential: record.confidential,
                embargo_until: record.embargo_until,
                ..SourceRecord::default()
            });
        }
        let other = record.file.as_ref().map(|file| source.with_file_name(file));
        let speaks_of_other = other.is_some_and(|it| it != source && files.contains(&it));
        (!speaks_of_other).then_some(record)
    }

    /// The sources that have a sidecar in common which does not say what it means: that is told.
    pub(super) fn of_one_stem(&mut self, files: &BTreeSet<PathBuf>) -> BTreeSet<PathBuf> {
        let mut stems: BTreeMap<PathBuf, Vec<&PathBuf>> = BTreeMap::new();
        for file in files {
            stems.entry(file.with_extension("")).or_default().push(file);
        }
        let mut shared = BTreeSet::new();
        for alike in stems.into_values().filter(|alike| alike.len() > 1) {
            let path = sidecar_of(alike[0]);
            if !self.search.files.is_file(&path) {
                continue;
            }
            let text = self.search.files.text(&path).unwrap_or_default();
            let record = SourceRecord::parse("", &text).unwrap_or_default();
            let meant = record.file.map(|file| path.with_file_name(file));
            if meant.is_some_and(|meant| alike.contains(&&meant)) {
                continue;
            }
            let names: Vec<String> = alike
                .iter()
                .map(|file| crate::site::relative(self.search.root, file))
                .collect();
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let message = format!(
                "{} have one stem, so {name} could mean either and is not used; name the file in it (`file = \"{}\"`), or rename one \
                 of them",
                names.join(" and "),
                alike[0].file_name().unwrap_or_default().to_string_lossy()
            );
            self.problem(&path, message, true);
            shared.extend(alike.into_iter().cloned());
        }
        shared
    }
}
