//! From files to a library: sources with their sidecars, curated records, and the built-in library where it is used.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use format::Format;
use library::{Builder, Quotable, SourceRecord};
use passage::Lexicon;
use prose::locale::Locale;
use sha2::{Digest, Sha256};
use text::Document;

use crate::cache::Cache;
use crate::config::{self, Checked, Pattern};
use crate::role::{format_of, is_bibliography, is_source};
use crate::sources::{Search, Text, read_all, read_one};
use crate::store::{Store, in_memory, is_worth_keeping};
use crate::unsaved::Files;
use crate::workspace::Lazy;
use crate::{ConfigError, FileProblem, LibraryInfo, bibliography, builtin};

/// Loads what one configuration names; trouble with single files is gathered on the way.
pub(crate) struct Loader<'a> {
    search: Search<'a>,
    problems: Vec<FileProblem>,
}

/// What was loaded.
pub(crate) struct Load {
    pub library: Lazy,
    /// What to call it.
    pub info: LibraryInfo,
    /// A hash of all that it was made of.
    pub digest: blake3::Hash,
    /// Sorted.
    pub problems: Vec<FileProblem>,
    /// What to tell of the cache.
    pub notes: Vec<String>,
    pub cache: Cache,
    /// Whether somebody stopped the reading, so that this is not all.
    pub stopped: bool,
}

/// A source, read.
struct Loaded {
    name: String,
    record: SourceRecord,
    document: Arc<Document>,
}

impl<'a> Loader<'a> {
    pub fn new(search: Search<'a>) -> Self {
        let problems = Vec::new();
        Self { search, problems }
    }

    /// Reads everything.
    pub fn load(mut self, config: &Checked) -> Result<Load, ConfigError> {
        let cache = Cache::resolve(config.cache.as_deref());
        let sources = self.sources(&config.sources, &cache)?;
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
                info,
                problems: self.problems,
                notes: Vec::new(),
                cache,
                stopped: false,
            });
        }
        let digest = digest(config.builtin, &sources, &records);
        let mut builder = Builder::new(&info.to_string(), 0);
        if config.builtin {
            builtin::add_to(&mut builder);
        }
        for source in sources {
            builder.add_source(&source.name, source.record, source.document);
        }
        for record in &records {
            if let Err(error) = builder.add_records(&record.name, &record.text) {
                self.problems.push(record_problem(&record.path, &error));
            }
        }
        builder.read_dates(config.settings.dates);
        let mut notes = Vec::new();
        let root = self.search.root;
        let Files {
            cancel, differs, ..
        } = self.search.files;
        let index = |documents: &[Quotable<'_>]| {
            let lexicon = Arc::new(Lexicon::english());
            match &cache {
                // What is kept is a whole library's.
                Cache::At(directory) if !cancel.is_cancelled() && is_worth_keeping(documents) => {
                    let passing = differs.load(Ordering::Relaxed);
                    Store::at(directory).index(root, documents, lexicon, passing, &mut notes)
                }
                _ => in_memory(documents, lexicon),
            }
        };
        let stopped = || cancel.is_cancelled();
        let library = builder.build_until(Arc::new(Locale::english()), index, &stopped);
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
        Ok(Load {
            library: {
                let library = Arc::new(library);
                Lazy::new(Box::new(move || library))
            },
            info,
            digest,
            problems: self.problems,
            notes,
            cache,
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
        let search = &self.search;
        let described = bibliography::read_all(search, &bibliographies, &files, &mut self.problems);
        let named = |path: &Path| is_named(root, patterns, path);
        let (done, all) = (AtomicUsize::new(0), files.len());
        let read = |path: &Path, name: &str| {
            let source = read_source(search.files, path, name, cache);
            let done = done.fetch_add(1, Ordering::Relaxed) + 1;
            search.files.unsaved.read(done, all);
            source
        };
        let read = read_all(search, &files, named, &mut self.problems, read);
        let mut sources = Vec::with_capacity(read.len());
        for Source {
            path,
            name,
            document,
            digest,
        } in read
        {
            for problem in &document.problems {
                self.problem(&path, problem.message.clone(), false);
            }
            let mut record = self.sidecar(&path, &digest);
            if let Some(entry) = described.get(&path) {
                record = record.or(entry.clone());
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
                name,
                record,
                document,
            });
        }
        Ok(sources)
    }

    /// What `STEM.source.toml` says of a source; else what the built-in library knows of a file with this content.
    fn sidecar(&mut self, source: &Path, digest: &str) -> SourceRecord {
        let path = source.with_extension("source.toml");
        if !self.search.files.is_file(&path) {
            return builtin::original()
                .filter(|record| record.sha256.as_deref() == Some(digest))
                .unwrap_or_default();
        }
        let text = match self.search.files.text(&path) {
            Ok(text) => text,
            Err(error) => {
                self.problem(&path, error.to_string(), true);
                return SourceRecord::default();
            }
        };
        let name = crate::site::relative(self.search.root, &path);
        SourceRecord::parse(&name, &text).unwrap_or_else(|error| {
            self.problems.push(record_problem(&path, &error));
            SourceRecord::default()
        })
    }

    fn records(&mut self, patterns: &[Pattern]) -> Vec<Text> {
        let wanted = |path: &Path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            name.ends_with(".toml") && !is_source_record(&name) && name != config::FILE_NAME
        };
        let files = self
            .search
            .files("records", patterns, wanted, &mut self.problems);
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

/// A hash of what a library is made of. What is compiled in belongs to the program's version.
fn digest(builtin: bool, sources: &[Loaded], records: &[Text]) -> blake3::Hash {
    let mut hasher = blake3::Hasher::new();
    let mut add = |part: &str| {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part.as_bytes());
    };
    add(&format!("{builtin} {}", sources.len()));
    for Loaded {
        name,
        record,
        document,
    } in sources
    {
        add(name);
        add(&format!("{record:?}"));
        add(&document.text);
    }
    for record in records {
        add(&record.name);
        add(&record.text);
    }
    hasher.finalize()
}

/// A source as it was read.
struct Source {
    path: PathBuf,
    name: String,
    document: Arc<Document>,
    /// SHA-256 of the file.
    digest: String,
}

/// Reads one source of whatever format. The error is a sentence about the file, without its name.
fn read_source(files: Files<'_>, path: &Path, name: &str, cache: &Cache) -> Result<Source, String> {
    let bytes = files.bytes(path).map_err(|error| error.to_string())?;
    let digest = sha256(&bytes);
    let document = match format_of(path) {
        Some(format) if !format.is_text() => {
            crate::rendition::read(format, &bytes, cache)?.into_document()
        }
        _ => text_document(name, bytes)?,
    };
    Ok(Source {
        path: path.to_owned(),
        name: name.to_owned(),
        document: Arc::new(document),
        digest,
    })
}

/// A text in whatever common encoding. Unless it is UTF-8, what is read is a twin of the file.
fn text_document(name: &str, bytes: Vec<u8>) -> Result<Document, String> {
    let decoded = format::decode(bytes).ok_or("is not a text file: it holds zero bytes")?;
    let mut document = format::read(name, decoded.text.into());
    if decoded.encoding != "UTF-8" {
        document.rendition = true;
        if decoded.lossy {
            document.problems.push(text::Problem {
                kind: text::ProblemKind::Lossy,
                message: format!(
                    "was read as {}, but some of its bytes mean nothing there; save it as UTF-8",
                    decoded.encoding
                ),
                span: None,
            });
        }
    }
    Ok(document)
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

fn sha256(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
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
