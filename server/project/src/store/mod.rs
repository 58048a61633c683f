//! The store: what was read from sources before, kept on disk. The word index is its first tenant.
//!
//! ```text
//! CACHEDIR.TAG, .gitignore, lock
//! words/NAME.shelf        immutable; NAME follows from the documents on it
//! words/WORKSPACE.list    which shelves hold that workspace's sources
//! facts/NAME.facts        what was read of sources; immutable, named by content
//! facts/WORKSPACE.list    which of them hold that workspace's sources
//! libraries/WORKSPACE.library  all that was joined of them
//! merging/                shelves that are put together of others, until they are whole
//! results/WORKSPACE.found what was found in that workspace's drafts
//! seen/WORKSPACE.seen     how that workspace's sources looked, and what they were then
//! ```
//!
//! A document is known by a hash of its text, of what of it is indexed, and of the program that reads it
//! ([`EXTRACTOR`]); so nothing here is ever out of date, only unused. Readers take no lock: lists are swapped by rename,
//! and a shelf that has gone or is damaged is built anew. All may be removed at any time.

mod aside;
mod facts;
mod file;
mod joined;
mod manifest;
mod map;
mod placed;
mod results;
mod seen;
mod spool;
mod sweep;
mod tidy;
mod trust;

use std::collections::{HashMap, HashSet};
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use library::Quotable;
use passage::{Index, Key, Lexicon, Segment, Shelf, ShelfError};
use rayon::prelude::*;

use crate::rendition::{documents, twins};

use placed::{Placed, Written};

pub use results::{ResultKey, Results, Seal};
pub(crate) use seen::{Entry, Seen, Stamp};
pub use trust::Trust;

/// A hash of the sources of all that decides which words a document has and how they are kept; made by the build.
const EXTRACTOR: &str = env!("POLICY_LS_EXTRACTOR");
/// The most that shelves may take, in bytes.
const LIMIT: u64 = 8 << 30;
/// Text below this, in bytes, is folded in less time than files take.
const WORTH: usize = 256 << 10;
/// Text that is put on one shelf, in bytes.
const SHELF: usize = 64 << 20;
/// So many are put together side by side: each holds the words of all its documents meanwhile.
const SIDE_BY_SIDE: usize = 2;
/// Shelves of fewer bytes are put together at once, others in the background.
const AT_ONCE: usize = 1 << 20;
/// So many are put together at once, whatever their size: programs that end soon leave them behind.
const TOO_MANY: usize = 3 * placed::TIER;

/// A cache directory.
#[derive(Clone, Debug)]
pub struct Store {
    directory: PathBuf,
    limit: u64,
    steps: Steps,
}

/// What a store holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Contents {
    /// Shelves of words.
    pub shelves: usize,
    /// Workspaces whose sources they hold.
    pub workspaces: usize,
    /// Bytes of all of it.
    pub bytes: u64,
    /// Of these: what was read of sources.
    pub facts: u64,
    /// Of these: what was found in drafts.
    pub found: u64,
    /// Of these: the readable twins of documents that are no text.
    pub read: u64,
}

/// Counts what is done to the disk, so that tests can stop after any of it.
#[derive(Clone, Debug, Default)]
struct Steps {
    #[cfg(test)]
    left: Option<Arc<std::sync::atomic::AtomicUsize>>,
}

impl Steps {
    #[cfg_attr(
        not(test),
        expect(
            clippy::unnecessary_wraps,
            clippy::unused_self,
            reason = "tests stop here"
        )
    )]
    fn next(&self) -> io::Result<()> {
        #[cfg(test)]
        if let Some(left) = &self.left {
            use std::sync::atomic::Ordering;
            let less = |left: usize| left.checked_sub(1);
            if left
                .fetch_update(Ordering::SeqCst, Ordering::SeqCst, less)
                .is_err()
            {
                return Err(io::Error::other("stopped here"));
            }
        }
        Ok(())
    }
}

/// The documents of a workspace, as an index over them is wanted.
#[derive(Clone, Copy)]
pub struct Wanted<'a> {
    /// In the order of the library's sources.
    pub documents: &'a [Quotable<'a>],
    /// Numbers of those of which nothing may be kept.
    pub withheld: &'a [usize],
    /// Whether these are texts that nobody saved, or that changed while they were read: nothing of them is kept.
    pub passing: &'a (dyn Fn() -> bool + Sync),
    /// Which of our own files are known to be sound.
    pub trust: &'a Trust,
}

/// Whether the words of a source are kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kept {
    /// They were kept already, as the source is now.
    Current,
    /// They were read anew, and are kept from now on.
    Renewed,
    /// They are not: reading them takes less time than files do, or nothing of the source may be kept, or anything at all.
    #[default]
    No,
}

impl Store {
    /// The store at `directory`, which need not exist.
    pub fn at(directory: &Path) -> Store {
        Store {
            directory: directory.to_owned(),
            limit: LIMIT,
            steps: Steps::default(),
        }
    }

    /// The index over the documents of `workspace`: from the disk as far as they are there; the rest is built and kept. Of
    /// those that are withheld nothing is kept, and what was kept before is removed. What hinders keeping goes to `notes`,
    /// and the index is whole all the same. `whose` says which were kept.
    pub fn index(
        &self,
        workspace: &Path,
        wanted: &Wanted<'_>,
        lexicon: Arc<Lexicon>,
        notes: &mut Vec<String>,
        whose: &mut Vec<Kept>,
    ) -> Index {
        let Wanted {
            documents,
            withheld,
            passing,
            trust,
        } = *wanted;
        let keys: Vec<Key> = documents.par_iter().map(key).collect();
        let list = self.words().join(format!("{}.list", name_of(workspace)));
        let known = manifest::read_own_or_others(&list);
        if known.is_empty() && manifest::is_damaged(&list) {
            notes.push(format!(
                "{}: a damaged list of word indexes; they are built anew",
                list.display()
            ));
        }
        let mut placed = self.placed(&known, &keys, wanted, notes);
        let missing: Vec<usize> = (0..keys.len())
            .filter(|number| placed.documents[*number].is_none() && !withheld.contains(number))
            .collect();
        let kept = |number: usize| match placed.documents[number] {
            _ if withheld.contains(&number) => Kept::No,
            Some(_) => Kept::Current,
            None => Kept::Renewed,
        };
        *whose = (0..keys.len()).map(kept).collect();
        let mut written = Written::default();
        let shelf = |part: &&[usize]| {
            let fold = |number: &usize| (keys[*number], documents[*number].fold());
            Shelf::build::<Segment>(part.par_iter().map(fold).collect())
        };
        // A shelf is put together by one thread.
        for parts in parts(&missing, documents).chunks(SIDE_BY_SIDE) {
            let shelves: Vec<Shelf> = parts.par_iter().map(shelf).collect();
            for (part, shelf) in parts.iter().zip(shelves) {
                for (at, number) in part.iter().enumerate() {
                    placed.documents[*number] = Some((placed.shelves.len(), at));
                }
                placed.add(match shelf.bytes().len() >= AT_ONCE && !passing() {
                    true => written.write(shelf, self),
                    false => shelf,
                });
            }
        }
        if passing() {
            placed.hold(documents, &keys, withheld);
            return placed.index(lexicon);
        }
        let crowded = placed.crowded();
        let later = crowded.len() < TOO_MANY && placed.bytes(&crowded) > AT_ONCE;
        if !later {
            placed.merge(&crowded);
        }
        let names = placed.names();
        let kept = if names == known && missing.is_empty() && list.exists() {
            // Used just now; whoever looks for room takes others first.
            let touched = File::options().append(true).open(&list);
            let _ = touched.and_then(|file| file.set_modified(SystemTime::now()));
            Ok(())
        } else {
            self.keep(&placed, &names, &list, trust, &written)
        };
        if let Err(error) = kept {
            whose.fill(Kept::No);
            notes.push(self.useless(&error));
        }
        if later && notes.is_empty() {
            self.tidy_later(placed.clone(), crowded, list);
        }
        placed.hold(documents, &keys, withheld);
        placed.index(lexicon)
    }

    pub(crate) fn useless(&self, error: &io::Error) -> String {
        format!(
            "the cache at {} cannot be used ({error}); sources are read anew every time; --cache-dir names another \
             place, --no-cache does without",
            self.directory.display()
        )
    }

    /// Which of `keys` stand on the shelves of that name, and where. Shelves that hold what is withheld are not used any
    /// more, whatever else they hold.
    fn placed(
        &self,
        names: &[String],
        keys: &[Key],
        wanted: &Wanted<'_>,
        notes: &mut Vec<String>,
    ) -> Placed {
        let Wanted {
            withheld, trust, ..
        } = *wanted;
        let secret: HashSet<Key> = withheld.iter().map(|number| keys[*number]).collect();
        let mut places: HashMap<Key, Vec<usize>> = HashMap::new();
        for (number, key) in keys.iter().enumerate().rev() {
            places.entry(*key).or_default().push(number);
        }
        let mut placed = Placed {
            shelves: Vec::new(),
            documents: vec![None; keys.len()],
        };
        for name in names {
            let path = self.shelf_path(name);
            let shelf = match open(&path, trust) {
                Ok(Some(shelf)) => shelf,
                Ok(None) => continue,
                Err(error) => {
                    notes.push(format!("{}: {error}; it is built anew", path.display()));
                    continue;
                }
            };
            if (0..shelf.len()).any(|number| secret.contains(&shelf.key(number))) {
                continue;
            }
            let mut used = false;
            for number in 0..shelf.len() {
                let key = shelf.key(number);
                let Some(documents) = places.get_mut(&key) else {
                    continue;
                };
                if let Some(document) = documents.pop() {
                    used = true;
                    placed.documents[document] = Some((placed.shelves.len(), number));
                }
                if documents.is_empty() {
                    places.remove(&key);
                }
            }
            if used {
                placed.shelves.push((name.clone(), Arc::new(shelf)));
            }
        }
        placed
    }

    /// Writes the shelves that are not there yet, then the list; then makes room.
    fn keep(
        &self,
        placed: &Placed,
        names: &[String],
        list: &Path,
        trust: &Trust,
        written: &Written,
    ) -> io::Result<()> {
        self.prepare_words()?;
        let _lock = file::lock(&self.directory)?;
        for (name, shelf) in &placed.shelves {
            let path = self.shelf_path(name);
            // Another process may have written the same; what is damaged is written over.
            if !matches!(open(&path, trust), Ok(Some(_))) {
                if !written.settle(name, self)? {
                    file::write(&path, shelf.bytes(), &self.steps)?;
                }
                trust.note(&path);
            }
        }
        file::write(list, manifest::text(names).as_bytes(), &self.steps)?;
        sweep::sweep(&self.words(), "shelf", self.limit, list, &self.steps)
    }

    /// What there is.
    pub fn contents(&self) -> Contents {
        let mut contents = Contents::default();
        for entry in fs::read_dir(self.words()).into_iter().flatten().flatten() {
            let path = entry.path();
            match path.extension().and_then(|ending| ending.to_str()) {
                Some("list") => contents.workspaces += 1,
                Some("shelf") => contents.shelves += 1,
                _ => {}
            }
            contents.bytes += entry.metadata().map_or(0, |meta| meta.len());
        }
        contents.found = bytes_in(&self.results());
        contents.facts = [
            self.facts_directory(),
            self.seen_directory(),
            self.libraries(),
        ]
        .iter()
        .map(|directory| bytes_in(directory))
        .sum();
        contents.read = crate::rendition::bytes_kept(&self.directory);
        contents.bytes += contents.found + contents.facts + contents.read;
        contents
    }

    /// Removes everything that was kept.
    pub fn clear(&self) -> io::Result<()> {
        let documents = [documents(&self.directory), twins(&self.directory)];
        let own = [
            self.words(),
            self.facts_directory(),
            self.results(),
            self.seen_directory(),
            self.libraries(),
            self.merging(),
        ];
        for part in own.into_iter().chain(documents) {
            if part.exists() {
                let _lock = file::lock(&self.directory)?;
                fs::remove_dir_all(part)?;
            }
        }
        Ok(())
    }

    /// Removes all that was ever kept of the source called `name` of a workspace: what was read of it, the workspace's word
    /// index (of its other sources it is built anew), and what was found in the workspace's drafts.
    pub fn forget(&self, workspace: &Path, name: &str) -> io::Result<()> {
        if !self.directory.exists() {
            return Ok(());
        }
        let _lock = file::lock(&self.directory)?;
        crate::rendition::forget_at(&self.directory, name);
        let _ = fs::remove_dir_all(self.merging());
        let list = self.words().join(format!("{}.list", name_of(workspace)));
        // Another workspace that has the same source has it on shelves of the same content, thus of the same name.
        let shelves = manifest::read(&list).into_iter();
        let shelves = shelves.map(|name| self.shelf_path(&name));
        let told = self.facts_list(workspace);
        let facts = manifest::read(&told).into_iter();
        let facts = facts.map(|name| self.facts_path(&name));
        let own = [self.seen_of(workspace), self.library_of(workspace)];
        let lists = [list, told, self.results_of(workspace)];
        let lists = lists.into_iter().chain(own);
        for path in shelves.chain(facts).chain(lists) {
            match fs::remove_file(path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
        Ok(())
    }

    fn words(&self) -> PathBuf {
        self.directory.join("words")
    }

    fn prepare_words(&self) -> io::Result<()> {
        file::prepare(&self.directory)?;
        fs::create_dir_all(self.words())
    }

    fn shelf_path(&self, name: &str) -> PathBuf {
        self.words().join(format!("{name}.shelf"))
    }
}

/// Whether reading `documents` takes so long that files are worth it.
pub(crate) fn is_worth_keeping(documents: &[Quotable<'_>]) -> bool {
    let bytes: usize = documents.iter().map(|document| document.bytes).sum();
    bytes >= WORTH
}

/// The index over `documents`, without any file.
pub(crate) fn in_memory(documents: &[Quotable<'_>], lexicon: Arc<Lexicon>) -> Index {
    let segments = documents
        .par_iter()
        .map(|document| Arc::new(document.fold()));
    Index::new(segments.collect(), lexicon)
}

/// The shelf in a file; none if there is no file.
fn open(path: &Path, trust: &Trust) -> Result<Option<Shelf>, ShelfError> {
    let known = trust.knows(path);
    let bytes = match map::map(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(_) => return Err(ShelfError::Damaged),
    };
    let shelf = Shelf::open(bytes)?;
    let sound = || {
        let blocks = (0..shelf.blocks()).into_par_iter();
        blocks.all(|block| shelf.is_sound(block))
    };
    if known || sound() {
        trust.note(path);
        Ok(Some(shelf))
    } else {
        Err(ShelfError::Damaged)
    }
}

/// What a document is known by.
fn key(document: &Quotable<'_>) -> Key {
    let mut hasher = blake3::Hasher::new();
    hasher.update(EXTRACTOR.as_bytes());
    hasher.update(&document.key);
    *hasher.finalize().as_bytes()
}

/// Bytes of all that lies in a directory.
fn bytes_in(directory: &Path) -> u64 {
    let entries = fs::read_dir(directory).into_iter().flatten().flatten();
    entries
        .map(|entry| entry.metadata().map_or(0, |meta| meta.len()))
        .sum()
}

/// The name of a workspace's list.
fn name_of(workspace: &Path) -> String {
    let hash = blake3::hash(workspace.as_os_str().as_encoded_bytes());
    hash.to_hex()[..16].to_owned()
}

/// Documents that share a shelf: as many as come to [`SHELF`].
fn parts<'n>(numbers: &'n [usize], documents: &[Quotable<'_>]) -> Vec<&'n [usize]> {
    let mut parts = Vec::new();
    let (mut start, mut bytes) = (0, 0);
    for (at, number) in numbers.iter().enumerate() {
        bytes += documents[*number].bytes;
        if bytes >= SHELF {
            parts.push(&numbers[start..=at]);
            (start, bytes) = (at + 1, 0);
        }
    }
    if start < numbers.len() {
        parts.push(&numbers[start..]);
    }
    parts
}

#[cfg(test)]
mod tests;
