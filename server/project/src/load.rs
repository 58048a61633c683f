//! From files to a library: sources with their sidecars, curated records, and the built-in library where it is used.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use format::Format;
use library::{Builder, Card, Each, Quotable, SourceRecord};
use passage::Lexicon;
use prose::locale::Locale;
use rayon::prelude::*;
use text::Document;

use crate::cache::Cache;
use crate::config::{self, Checked, Pattern};
use crate::memory::{self, Memory};
use crate::role::{format_of, is_bibliography, is_source};
use crate::source::{FromDisk, Reading, Source};
use crate::sources::{Search, Text, read_all, read_one};
use crate::store::{Entry, Kept, Seal, Seen, Stamp, Store, Wanted, in_memory, is_worth_keeping};
use crate::today::today;
use crate::unsaved::Files;
use crate::workspace::{Audience, Lazy, Progress, RecordsFile};
use crate::{ConfigError, FileProblem, LibraryInfo, bibliography, builtin};

/// Loads what one configuration names; trouble with single files is gathered on the way.
pub(crate) struct Loader<'a> {
    search: Search<'a>,
    audience: Audience,
    progress: Option<Progress>,
    memory: Arc<Memory>,
    changed: Arc<AtomicBool>,
    problems: Vec<FileProblem>,
}

/// What was loaded.
pub(crate) struct Load {
    pub library: Lazy,
    /// What to call it.
    pub info: LibraryInfo,
    /// The records files, as they were read.
    pub records: Vec<RecordsFile>,
    /// A hash of all that it was made of.
    pub digest: blake3::Hash,
    /// The sources by their SHA-256.
    pub digests: BTreeMap<String, String>,
    /// Whether the words of each source are kept.
    pub kept: BTreeMap<String, Kept>,
    /// Which sources are withheld.
    pub seal: Seal,
    /// Sorted.
    pub problems: Vec<FileProblem>,
    /// What to tell of the cache.
    pub notes: Vec<String>,
    pub cache: Cache,
    /// What was read, for the next time.
    pub memory: Arc<Memory>,
    /// Raised when a source is found to be another than it was.
    pub changed: Arc<AtomicBool>,
    /// Whether somebody stopped the reading, so that this is not all.
    pub stopped: bool,
}

/// What is said of a source outside of its file.
#[derive(Default)]
struct Stated {
    record: SourceRecord,
    /// Whether there is no sidecar.
    alone: bool,
}

/// A source, read.
struct Loaded {
    path: PathBuf,
    name: String,
    record: SourceRecord,
    card: Arc<Card>,
    /// Its document, where it is to be held.
    held: Option<Arc<Document>>,
    digest: String,
    stamp: Option<Stamp>,
}

impl<'a> Loader<'a> {
    pub fn new(search: Search<'a>, audience: Audience, progress: Option<Progress>) -> Self {
        Self {
            memory: memory::of(search.root),
            search,
            audience,
            progress,
            changed: Arc::default(),
            problems: Vec::new(),
        }
    }

    /// Reads everything.
    pub fn load(mut self, config: &Checked) -> Result<Load, ConfigError> {
        let cache = Cache::resolve(config.cache.as_deref());
        let sources = self.sources(&config.sources, &cache)?;
        self.drafts_among(&sources, config.drafts.as_deref().unwrap_or_default());
        let records = self.records(&config.records);
        let info = LibraryInfo {
            builtin: config.builtin.then(builtin::name),
            sources: sources.len(),
            records: records.len(),
        };
        if config.builtin && sources.is_empty() && records.is_empty() {
            self.problems.sort();
            return Ok(Load {
                library: Lazy::new(Box::new(builtin::library)),
                digest: digest(config.builtin, &[], &[]),
                digests: BTreeMap::new(),
                kept: BTreeMap::new(),
                seal: Seal::default(),
                info,
                records: Vec::new(),
                problems: self.problems,
                notes: Vec::new(),
                cache,
                memory: self.memory,
                changed: self.changed,
                stopped: false,
            });
        }
        let digest = digest(config.builtin, &sources, &records);
        let digests = sources
            .iter()
            .filter_map(|it| Some((it.record.digest.clone()?, it.name.clone())));
        let digests = digests.collect();
        let withheld = sources.iter().filter(|it| it.record.withheld);
        let seal = Seal::of(withheld.map(|it| it.name.as_str()));
        let mut builder = Builder::new(&info.to_string(), 0);
        if config.builtin {
            builtin::add_to(&mut builder);
        }
        if self.audience == Audience::Everybody {
            builder.veil();
        }
        let before = builder.len();
        let withheld: Vec<usize> = (before..)
            .zip(&sources)
            .filter(|(_, source)| source.record.withheld)
            .map(|(number, _)| number)
            .collect();
        for source in sources {
            let Loaded { name, record, .. } = &source;
            builder.add(match &source.held {
                Some(document) => library::Source::new(name, record.clone(), Arc::clone(document)),
                None => {
                    let document = self.from_disk(&source, &cache);
                    let card = Arc::clone(&source.card);
                    library::Source::known(name, record.clone(), card, document)
                }
            });
        }
        for record in &records {
            if let Err(error) = builder.add_records(&record.name, &record.text) {
                self.problems.push(record_problem(&record.path, &error));
            }
        }
        builder.read_dates(config.settings.dates);
        builder.read_by(side_by_side());
        builder.remember(Arc::clone(&self.memory.read));
        if let Some(tell) = self.progress.clone() {
            builder.watch(Box::new(move |done, all| tell(all + done, 2 * all)));
        }
        let (mut notes, mut facts_notes, mut kept) = (Vec::new(), Vec::new(), Vec::new());
        let root = self.search.root;
        let Files {
            cancel, differs, ..
        } = self.search.files;
        let changed = Arc::clone(&self.changed);
        let index = |documents: &[Quotable<'_>]| {
            let lexicon = Arc::new(Lexicon::english());
            match &cache {
                // What is kept is a whole library's; what was kept of a source before it was withheld has to go.
                Cache::At(directory)
                    if !cancel.is_cancelled()
                        && (!withheld.is_empty() || is_worth_keeping(documents)) =>
                {
                    let wanted = Wanted {
                        documents,
                        withheld: &withheld,
                        passing: &|| {
                            differs.load(Ordering::Relaxed) || changed.load(Ordering::Relaxed)
                        },
                    };
                    let store = Store::at(directory);
                    store.index(root, &wanted, lexicon, &mut notes, &mut kept)
                }
                _ => in_memory(documents, lexicon),
            }
        };
        let stopped = || cancel.is_cancelled();
        let facts = match &cache {
            Cache::At(directory) => {
                let facts = Arc::new(Store::at(directory).facts(root, &mut facts_notes));
                self.memory.read.rest_on(Some(facts.clone()));
                Some((directory, facts))
            }
            Cache::Off => None,
        };
        let library = builder.build_until(Arc::new(Locale::english()), index, &stopped);
        self.memory.read.rest_on(None);
        notes.append(&mut facts_notes);
        if let Some((directory, facts)) = facts
            && !cancel.is_cancelled()
            && !differs.load(Ordering::Relaxed)
            && !self.changed.load(Ordering::Relaxed)
        {
            let store = Store::at(directory);
            let read = &self.memory.read;
            store.remember(root, read, &facts, &library.sources, &mut notes);
        }
        let stopped = cancel.is_cancelled();
        if stopped {
            let path = self.search.config.to_owned();
            let message = "reading was stopped: not all that the sources say is known".to_owned();
            self.problem(&path, message, false);
        }
        for problem in &library.problems {
            self.problems.push(FileProblem {
                path: self.search.root.join(&problem.file),
                line: None,
                message: problem.message.clone(),
                named: true,
            });
        }
        self.problems.sort();
        self.problems.dedup();
        let paths = library.sources.iter().map(|source| source.path.clone());
        let kept = paths.zip(kept).collect();
        Ok(Load {
            library: {
                let library = Arc::new(library);
                Lazy::new(Box::new(move || library))
            },
            info,
            records: records.into_iter().map(RecordsFile::from).collect(),
            digest,
            digests,
            kept,
            seal,
            problems: self.problems,
            notes,
            cache,
            memory: self.memory,
            changed: self.changed,
            stopped,
        })
    }

    fn sources(&mut self, patterns: &[Pattern], cache: &Cache) -> Result<Vec<Loaded>, ConfigError> {
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
        let store = match cache {
            Cache::At(directory) => Some(Store::at(directory)),
            Cache::Off => None,
        };
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
        self.see(&sources, &seen, store.as_ref());
        Ok(sources)
    }

    /// Remembers how the sources look; of those that are withheld, nothing.
    fn see(&mut self, sources: &[Loaded], before: &Seen, store: Option<&Store>) {
        let Files {
            cancel, differs, ..
        } = self.search.files;
        let open = sources.iter().filter(|it| !it.record.withheld);
        // What is not on the disk, or held for another reason, is read anew the next time.
        let entries = open.filter(|it| it.held.is_none()).map(|it| Entry {
            name: it.name.clone(),
            stamp: it.stamp.clone(),
            digest: it.digest.clone(),
            card: Arc::clone(&it.card),
        });
        let now = Arc::new(Seen::new(entries.collect()));
        if cancel.is_cancelled() {
            return;
        }
        if let Some(store) = store.filter(|_| !differs.load(Ordering::Relaxed)) {
            // Without it everything works, only slower; the other stores tell of a cache that cannot be used.
            let _ = store.see(self.search.root, before, &now);
        }
        self.memory.see(now);
    }

    /// What reads a source's document again.
    fn from_disk(&self, source: &Loaded, cache: &Cache) -> Arc<FromDisk> {
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
        let path = source.with_extension("source.toml");
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
    fn drafts_among(&mut self, sources: &[Loaded], drafts: &[Pattern]) {
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

    fn records(&mut self, patterns: &[Pattern]) -> Vec<Text> {
        let files = self
            .search
            .files("records", patterns, is_records, &mut self.problems);
        // Records are written by hand for this workspace: one that cannot be read is never a chance find.
        let search = &self.search;
        let read = |path: &Path, name: &str| read_one(search.files, path, name);
        read_all(search, &files, |_| true, &mut self.problems, read)
    }

    fn problem(&mut self, path: &Path, message: String, named: bool) {
        self.problems.push(FileProblem {
            path: path.to_owned(),
            line: None,
            message,
            named,
        });
    }
}

/// Sources are read by all threads of the pool.
pub(crate) fn side_by_side() -> Each {
    Box::new(|count, work| (0..count).into_par_iter().for_each(work))
}

/// A hash of what a library is made of. What is compiled in belongs to the program's version.
fn digest(builtin: bool, sources: &[Loaded], records: &[Text]) -> blake3::Hash {
    let mut hasher = blake3::Hasher::new();
    let mut add = |part: &str| {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part.as_bytes());
    };
    add(&format!("{builtin} {}", sources.len()));
    for source in sources {
        add(&source.name);
        add(&format!("{:?}", source.record));
        // What a file says follows from its bytes.
        add(&source.digest);
    }
    for record in records {
        add(&record.name);
        add(&record.text);
    }
    hasher.finalize()
}

impl From<Text> for RecordsFile {
    fn from(Text { path, name, text }: Text) -> Self {
        Self { path, name, text }
    }
}

/// Whether `path` has the name of a file of curated records: TOML that is no sidecar and no configuration.
pub fn is_records(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.ends_with(".toml") && !is_source_record(&name) && name != config::FILE_NAME
}

fn is_source_record(name: &str) -> bool {
    name == "source.toml" || name == "library.toml" || name.ends_with(".source.toml")
}

fn record_problem(path: &Path, error: &library::records::RecordError) -> FileProblem {
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
            && file.with_extension("source.toml").is_file()
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
