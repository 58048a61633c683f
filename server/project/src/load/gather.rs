//! Finding and reading what a library is made of: sources with what is said of them, and curated records.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use format::Format;
use library::SourceRecord;

use super::make::store_at;
use super::{Loaded, Loader, Stated, is_records};
use crate::cache::Cache;
use crate::config::Pattern;
use crate::role::{format_of, is_bibliography, is_source, sidecar_of};
use crate::source::{FromDisk, Reading, Source};
use crate::sources::{Search, Text, read_all, read_one};
use crate::store::{Entry, Seen, Store, Trust};
use crate::today::today;
use crate::unsaved::Files;
use crate::{ConfigError, FileProblem, bibliography, builtin};

impl Loader<'_> {
    pub(super) fn sources(
        &mut self,
        patterns: &[Pattern],
        cache: &Cache,
    ) -> Result<Vec<Loaded>, ConfigError> {
        let wanted = |path: &Path| is_source(path) || is_bibliography(path);
        let files = self
            .search
            .files("sources", patterns, wanted, &mut self.problems);
        let (bibliographies, files) = files.into_iter().partition(|path| is_bibliography(path));
        one_stem_one_source(&self.search, &files)?;
        let (files, unknown): (BTreeSet<PathBuf>, BTreeSet<PathBuf>) =
            files.into_iter().partition(|path| is_source(path));
        for path in unknown {
            let endings = Format::source_endings().join(", ");
            let message = format!("is not of a format that can be read as a source ({endings})");
            self.problem(&path, message, true);
        }
        let root = self.search.root;
        let mut described =
            bibliography::read_all(&self.search, &bibliographies, &files, &mut self.problems);
        // Whether anything of a source may be kept is known before it is read.
        let mut stated: BTreeMap<PathBuf, Stated> = BTreeMap::new();
        let today = today();
        for path in &files {
            let sidecar = self.sidecar(path);
            let alone = sidecar.is_none();
            let mut record = sidecar.unwrap_or_default();
            if let Some(entry) = described.remove(path) {
                record = record.or(entry);
            }
            record.withheld = record.withheld || record.is_withheld(&today);
            stated.insert(path.clone(), Stated { record, alone });
        }
        let search = &self.search;
        let (progress, done) = (&self.progress, AtomicUsize::new(0));
        let memory = &self.memory;
        let named = |path: &Path| is_named(root, patterns, path);
        let store = store_at(cache);
        let kept = || store.as_ref().map(|it| it.seen(root)).unwrap_or_default();
        let seen = memory.seen().unwrap_or_else(|| Arc::new(kept()));
        let reading = Reading {
            files: search.files,
            cache,
            memory,
            seen: &seen,
        };
        let read = |path: &Path, name: &str| {
            let withheld = stated.get(path).is_some_and(|it| it.record.withheld);
            if withheld && let Cache::At(directory) = cache {
                crate::rendition::forget(directory, name);
            }
            let read = reading.read(path, name, withheld);
            let done = done.fetch_add(1, Ordering::Relaxed) + 1;
            search.files.unsaved.read(done, files.len());
            if let Some(tell) = progress {
                // Each is read, then joined.
                tell(done, 2 * files.len());
            }
            read
        };
        let read = read_all(search, &files, named, &mut self.problems, read);
        memory.tidy();
        let mut sources = Vec::with_capacity(read.len());
        for Source {
            path,
            name,
            card,
            held,
            digest,
            stamp,
        } in read
        {
            for problem in &card.problems {
                self.problem(&path, problem.message.clone(), false);
            }
            let Stated { mut record, alone } = stated.remove(&path).unwrap_or_default();
            let (own, errors) = SourceRecord::of_front_matter(&name, &card.metadata);
            // Other programs write there too: what is not understood fails nothing.
            self.problems.extend(errors.iter().map(|error| FileProblem {
                named: false,
                ..record_problem(&path, error)
            }));
            record = record.or(own);
            record.withheld = record.withheld || record.is_withheld(&today);
            // The built-in library knows a file by its content.
            let known = builtin::original().filter(|_| alone);
            if let Some(known) = known.filter(|it| it.sha256.as_deref() == Some(&digest)) {
                record = known.or(record);
            }
            record.digest = Some(digest.clone());
            if let Some(stated) = &record.sha256
                && !stated.eq_ignore_ascii_case(&digest)
            {
                let message = "is not the file that its source record describes: the SHA-256 differs; if it was \
                               changed on purpose, correct `sha256` in the record";
                self.problem(&path, message.into(), false);
            }
            sources.push(Loaded {
                path,
                name,
                record,
                card,
                held,
                digest,
                stamp,
            });
        }
        // Of those that are withheld, nothing. What is not on the disk, or held for another reason, is read anew the next time.
        let open = sources.iter().filter(|it| !it.record.withheld);
        let entries = open.filter(|it| it.held.is_none()).map(|it| Entry {
            name: it.name.clone(),
            stamp: it.stamp.clone(),
            digest: it.digest.clone(),
            card: Arc::clone(&it.card),
        });
        self.looked = entries.collect();
        self.seen = seen;
        Ok(sources)
    }

    /// Remembers how the sources look, and which files of the store are sound.
    pub(super) fn see(&mut self, cache: &Cache, trust: &Trust) {
        let Files {
            cancel, differs, ..
        } = self.search.files;
        if cancel.is_cancelled() {
            return;
        }
        let now = Seen::new(std::mem::take(&mut self.looked), trust.now());
        if let Cache::At(directory) = cache
            && !differs.load(Ordering::Relaxed)
        {
            // Without it everything works, only slower; the other stores tell of a cache that cannot be used.
            let _ = Store::at(directory).see(self.search.root, &self.seen, &now);
        }
        self.memory.see(Arc::new(now));
    }

    /// What reads a source's document again.
    pub(super) fn lying_on_disk(&self, source: &Loaded, cache: &Cache) -> Arc<FromDisk> {
        Arc::new(FromDisk {
            path: source.path.clone(),
            name: source.name.clone(),
            digest: source.digest.clone(),
            cache: cache.clone(),
            memory: Arc::clone(&self.memory),
            changed: Arc::clone(&self.changed),
        })
    }

    /// What `STEM.source.toml` says of a source, if there is one. One that cannot be read may say that the source is
    /// confidential.
    fn sidecar(&mut self, source: &Path) -> Option<SourceRecord> {
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
        Some(SourceRecord::parse(&name, &text).unwrap_or_else(|error| {
            let mut problem = record_problem(&path, &error);
            problem
                .message
                .push_str("; until it is mended the passages of its source are withheld");
            self.problems.push(problem);
            withheld()
        }))
    }

    /// Tells which entries of `drafts` mean sources: those are evidence, and nobody checks them.
    pub(super) fn drafts_among(&mut self, sources: &[Loaded], drafts: &[Pattern]) {
        for pattern in drafts {
            let mut both = sources.iter().filter(|it| {
                let text = format_of(Path::new(&it.name)).is_some_and(Format::is_text);
                text && pattern.matches(&it.name)
            });
            let Some(first) = both.next() else { continue };
            let more = match both.count() {
                0 => String::new(),
                1 => " and one more".to_owned(),
                more => format!(" and {more} more"),
            };
            self.problems.push(FileProblem {
                path: self.search.config.to_owned(),
                line: Some(pattern.line),
                message: format!(
                    "drafts: `{}` means {}{more}, which `sources` means too; what is a source is not checked, for a text is \
                     no witness for itself: keep drafts and sources in folders of their own",
                    pattern.text, first.name
                ),
                named: false,
            });
        }
    }

    pub(super) fn records(&mut self, patterns: &[Pattern]) -> Vec<Text> {
        let files = self
            .search
            .files("records", patterns, is_records, &mut self.problems);
        // Records are written by hand for this workspace: one that cannot be read is never a chance find.
        let search = &self.search;
        let read = |path: &Path, name: &str| read_one(search.files, path, name);
        read_all(search, &files, |_| true, &mut self.problems, read)
    }
}

pub(super) fn record_problem(path: &Path, error: &library::records::RecordError) -> FileProblem {
    let hint = error
        .hint
        .as_ref()
        .map(|key| format!("; did you mean `{key}`?"));
    FileProblem {
        path: path.to_owned(),
        line: Some(error.line),
        message: format!("{}{}", error.message, hint.unwrap_or_default()),
        named: true,
    }
}

fn is_named(root: &Path, patterns: &[Pattern], path: &Path) -> bool {
    patterns.iter().any(|pattern| {
        pattern.glob.is_none() && crate::site::absolute(&root.join(&pattern.base)) == path
    })
}

/// A sidecar speaks of one source; two sources of one stem would have to share it.
fn one_stem_one_source(search: &Search<'_>, files: &BTreeSet<PathBuf>) -> Result<(), ConfigError> {
    let mut stems: BTreeMap<PathBuf, &PathBuf> = BTreeMap::new();
    for file in files {
        if let Some(other) = stems.insert(file.with_extension(""), file)
            && sidecar_of(file).is_file()
        {
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
