//! Finding and reading what a library is made of: sources with what is said of them, and curated records.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use format::Format;
use library::{SourceRecord, stated_date};

use super::make::store_at;
use super::{Loaded, Loader, Stated, is_records};
use crate::bibliography::{self, Loose};
use crate::cache::Cache;
use crate::config::Pattern;
use crate::role::{format_of, is_bibliography, is_source};
use crate::source::{FromDisk, Reading, Source};
use crate::sources::{Text, read_all, read_one};
use crate::store::{Entry, Seen, Store, Trust};
use crate::today::today;
use crate::unsaved::Files;
use crate::{FileProblem, builtin};

/// How folders of drafts are called, besides "drafts".
const DRAFTS: [&str; 2] = ["brief", "briefs"];

impl Loader<'_> {
    pub(super) fn sources(&mut self, patterns: &[Pattern], cache: &Cache) -> Vec<Loaded> {
        let wanted = |path: &Path| is_source(path) || is_bibliography(path);
        let files = self
            .search
            .files("sources", patterns, wanted, &mut self.problems);
        let (bibliographies, files): (BTreeSet<PathBuf>, BTreeSet<PathBuf>) =
            files.into_iter().partition(|path| is_bibliography(path));
        let (files, unknown): (BTreeSet<PathBuf>, BTreeSet<PathBuf>) =
            files.into_iter().partition(|path| is_source(path));
        for path in unknown {
            let endings = Format::source_endings().join(", ");
            let message = format!("is not of a format that can be read as a source ({endings})");
            self.problem(&path, message, true);
        }
        let root = self.search.root;
        let shared = self.of_one_stem(&files);
        let (mut described, entries) =
            bibliography::read_all(&self.search, &bibliographies, &files, &mut self.problems);
        let mut loose = Loose::new(entries);
        // Whether anything of a source may be kept is known before it is read.
        let mut stated: BTreeMap<PathBuf, Stated> = BTreeMap::new();
        let today = today();
        for path in &files {
            let sidecar = self.sidecar(path, &files, shared.contains(path));
            let alone = sidecar.is_none();
            let mut record = sidecar.unwrap_or_default();
            if let Some(entry) = described.remove(path) {
                loose.used(&entry);
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
            if withheld {
                crate::rendition::forget(cache, name);
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
            // An export without files tells its entries apart by title and address.
            if record.key.is_none()
                && let Some(entry) = loose.take(&record, &card.metadata)
            {
                record = record.or(entry);
            }
            if !record.withheld && record.is_withheld(&today) {
                record.withheld = true;
                // Only what was read of it told so.
                crate::rendition::forget(cache, &name);
            }
            if !card.rendition
                && record.date.is_none()
                && let Some((date, _)) = &card.metadata.date
                && stated_date(date).is_none()
            {
                let message =
                    format!("front matter, `date`: `{date}` is not a date; write it as 2001-05-04");
                self.problem(&path, message, false);
            }
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
        self.problems.extend(loose.nothing());
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
        sources
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
            cache: match source.record.withheld {
                true => Cache::Off,
                false => cache.clone(),
            },
            memory: Arc::clone(&self.memory),
            changed: Arc::clone(&self.changed),
        })
    }

    /// Tells which folders among the sources are called as people call their drafts.
    pub(super) fn draft_folders(&mut self, sources: &[Loaded]) {
        let folders: BTreeSet<String> = sources
            .iter()
            .filter_map(|source| draft_folder(&source.name))
            .collect();
        for folder in folders {
            let message = format!(
                "sources: {folder} looks like a folder of drafts, but it lies among the sources; what lies there is evidence and is \
                 not checked, for a text is no witness for itself: move it out of the sources, or give it another name"
            );
            let config = self.search.config.to_owned();
            self.problem(&config, message, false);
        }
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

/// The outermost folder on the way to a source that is called as people call their drafts.
fn draft_folder(path: &str) -> Option<String> {
    let mut folder = String::new();
    let (folders, _) = path.rsplit_once('/')?;
    for name in folders.split('/') {
        if !folder.is_empty() {
            folder.push('/');
        }
        folder.push_str(name);
        let name = name.to_lowercase();
        if name.starts_with("draft") || DRAFTS.contains(&name.as_str()) {
            return Some(folder);
        }
    }
    None
}
