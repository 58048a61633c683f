//! From files to a library: sources with their sidecars, curated records, and the built-in library where it is used.

mod gather;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use library::{Builder, Card, Each, Library, Quotable, SourceRecord};
use passage::Lexicon;
use prose::locale::Locale;
use rayon::prelude::*;
use text::Document;

use crate::cache::Cache;
use crate::config::{self, Checked};
use crate::memory::{self, Memory};
use crate::sources::{Search, Text};
use crate::store::{
    Entry, Kept, Seal, Seen, Stamp, Store, Trust, Wanted, in_memory, is_worth_keeping,
};
use crate::unsaved::Files;
use crate::workspace::{Audience, Lazy, Progress, RecordsFile};
use crate::{ConfigError, FileProblem, LibraryInfo, builtin};

use gather::record_problem;

/// A hash of the sources of all that decides what is found, the built-in library included; made by the build.
const JUDGE: &str = env!("POLICY_LS_JUDGE");
/// Text below this, in bytes, is joined in less time than files take.
const JOINED: usize = 256 << 10;
/// From so much text on, what was joined is not held, but looked up in what is kept.
const LARGE: usize = 32 << 20;

/// Loads what one configuration names; trouble with single files is gathered on the way.
pub(crate) struct Loader<'a> {
    search: Search<'a>,
    audience: Audience,
    progress: Option<Progress>,
    memory: Arc<Memory>,
    changed: Arc<AtomicBool>,
    /// How the sources looked before, and how they look.
    seen: Arc<Seen>,
    looked: Vec<Entry>,
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
            seen: Arc::default(),
            looked: Vec::new(),
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
            self.see(&cache, &Trust::default());
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
        let bytes: usize = sources.iter().map(|it| it.card.bytes).sum();
        for source in sources {
            let Loaded { name, record, .. } = &source;
            builder.add(match &source.held {
                Some(document) => library::Source::new(name, record.clone(), Arc::clone(document)),
                None => {
                    let document = self.lying_on_disk(&source, &cache);
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
        let large = bytes >= LARGE;
        if large {
            builder.pack();
        }
        if let Some(tell) = self.progress.clone() {
            builder.watch(Box::new(move |done, all| tell(all + done, 2 * all)));
        }
        let (mut notes, mut kept) = (Vec::new(), Vec::new());
        let trust = self.seen.trust();
        let root = self.search.root;
        let Files {
            cancel, differs, ..
        } = self.search.files;
        let changed = Arc::clone(&self.changed);
        // What nobody saved, or changed while it was read.
        let passing = || differs.load(Ordering::Relaxed) || changed.load(Ordering::Relaxed);
        let mut index_notes = Vec::new();
        let mut index = |documents: &[Quotable<'_>]| {
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
                        passing: &passing,
                        trust: &trust,
                    };
                    let store = Store::at(directory);
                    store.index(root, &wanted, lexicon, &mut index_notes, &mut kept)
                }
                _ => in_memory(documents, lexicon),
            }
        };
        let locale = Arc::new(Locale::english());
        let key = joined_key(&digest, &info, config);
        let store = match &cache {
            Cache::At(directory) => Some(Store::at(directory)),
            Cache::Off => None,
        };
        let joined = store.as_ref().and_then(|store| {
            if withheld.is_empty() {
                return store.library(root, &key, &trust, &mut notes);
            }
            store.drop_library(root);
            None
        });
        let opened = match joined {
            Some(joined) => builder.open(&joined, &locale, &mut index),
            None => Err(Box::new(builder)),
        };
        let library = match opened {
            Ok(library) => {
                if let Some(tell) = &self.progress {
                    tell(2 * info.sources, 2 * info.sources);
                }
                library
            }
            Err(builder) => {
                let stopped = || cancel.is_cancelled();
                let facts = store.as_ref().map(|store| {
                    let facts = Arc::new(store.facts(root, &mut notes));
                    self.memory.read.rest_on(Some(facts.clone()));
                    self.memory
                        .read
                        .be_lean(large && withheld.is_empty() && !passing());
                    (store, facts)
                });
                let mut library = builder.build_until(locale, &mut index, &stopped);
                self.memory.read.be_lean(false);
                self.memory.read.rest_on(None);
                // One note is enough where the cache cannot be used.
                notes.splice(0..0, index_notes.drain(..));
                if let Some((store, facts)) = facts
                    && !stopped()
                    && !passing()
                {
                    let read = &self.memory.read;
                    store.remember(root, read, &facts, &library.sources, &mut notes);
                    if withheld.is_empty() && bytes >= JOINED {
                        self.keep((store, &key), &mut library, large, &trust, &mut notes);
                    }
                }
                library
            }
        };
        notes.splice(0..0, index_notes);
        self.see(&cache, &trust);
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

    /// Keeps a library; a large one rests on what was kept from then on.
    fn keep(
        &self,
        (store, key): (&Store, &[u8; 32]),
        library: &mut Library,
        large: bool,
        trust: &Trust,
        notes: &mut Vec<String>,
    ) {
        let root = self.search.root;
        if let Err(error) = store.keep_library(root, key, library, trust) {
            if notes.is_empty() {
                notes.push(store.useless(&error));
            }
            return;
        }
        if large && let Some(kept) = store.library(root, key, trust, notes) {
            library.rest_on(&kept);
            self.memory.read.forget();
        }
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

/// All that decides what is joined.
fn joined_key(digest: &blake3::Hash, info: &LibraryInfo, config: &Checked) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new();
    hasher.update(JUDGE.as_bytes());
    hasher.update(digest.as_bytes());
    hasher.update(format!("{info} {:?}", config.settings.dates).as_bytes());
    *hasher.finalize().as_bytes()
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
