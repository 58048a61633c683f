//! From files to a library: sources with their sidecars, curated records, and the built-in library where it is used.

mod gather;
mod make;
mod sidecar;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use library::{Card, SourceRecord};
use text::Document;

use crate::cache::Cache;
use crate::config::{self, Checked};
use crate::memory::{self, Memory};
use crate::sources::{Search, Text};
use crate::store::{Entry, Kept, Seal, Seen, Stamp, Trust};
use crate::workspace::{Audience, Lazy, Progress, RecordsFile};
use crate::{ConfigError, FileProblem, LibraryInfo, builtin};

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

/// What was made of sources and records.
struct Made {
    library: Lazy,
    kept: BTreeMap<String, Kept>,
    notes: Vec<String>,
    stopped: bool,
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
        let sources = self.sources(&config.sources, &cache);
        self.draft_folders(&sources);
        self.drafts_among(&sources, config.drafts.as_deref().unwrap_or_default());
        let records = self.records(&config.records);
        let info = LibraryInfo {
            builtin: config.builtin.then(builtin::name),
            sources: sources.len(),
            records: records.len(),
        };
        let digest = digest(config.builtin, &sources, &records);
        let digests = sources.iter();
        let digests = digests.filter_map(|it| Some((it.record.digest.clone()?, it.name.clone())));
        let digests = digests.collect();
        let withheld = sources.iter().filter(|it| it.record.withheld);
        let seal = Seal::of(withheld.map(|it| it.name.as_str()));
        let made = match config.builtin && sources.is_empty() && records.is_empty() {
            true => self.builtin_alone(&cache),
            false => self.make(config, &cache, &info, &digest, sources, &records),
        };
        self.problems.sort();
        self.problems.dedup();
        Ok(Load {
            library: made.library,
            info,
            records: records.into_iter().map(RecordsFile::from).collect(),
            digest,
            digests,
            kept: made.kept,
            seal,
            problems: self.problems,
            notes: made.notes,
            cache,
            memory: self.memory,
            changed: self.changed,
            stopped: made.stopped,
        })
    }

    /// The built-in library, with nothing beside it.
    fn builtin_alone(&mut self, cache: &Cache) -> Made {
        self.see(cache, &Trust::default());
        Made {
            library: Lazy::new(Box::new(builtin::library)),
            kept: BTreeMap::new(),
            notes: Vec::new(),
            stopped: false,
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
