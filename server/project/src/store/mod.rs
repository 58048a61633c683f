//! The store: what was read from sources before, kept on disk. The word index is its first tenant.
//!
//! ```text
//! CACHEDIR.TAG, .gitignore, lock
//! words/NAME.shelf        immutable; NAME follows from the documents on it
//! words/WORKSPACE.list    which shelves hold that workspace's sources
//! results/WORKSPACE.found what was found in that workspace's drafts
//! ```
//!
//! A document is known by a hash of its text, of what of it is indexed, and of the program that reads it
//! ([`EXTRACTOR`]); so nothing here is ever out of date, only unused. Readers take no lock: lists are swapped by rename,
//! and a shelf that has gone or is damaged is built anew. All may be removed at any time.

mod file;
mod manifest;
mod map;
mod results;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use library::Quotable;
use passage::{Index, Key, Lexicon, Segment, Shelf, ShelfError};
use rayon::prelude::*;

pub use results::{ResultKey, Results};

/// A hash of the sources of all that decides which words a document has and how they are kept; made by the build.
const EXTRACTOR: &str = env!("POLICY_LS_EXTRACTOR");
/// The most that shelves may take, in bytes.
const LIMIT: u64 = 8 << 30;
/// Text below this, in bytes, is folded in less time than files take.
const WORTH: usize = 256 << 10;
/// Text that is put on one shelf, in bytes.
const SHELF: usize = 256 << 20;
/// Shelves of fewer bytes are put together at once, others in the background.
const AT_ONCE: usize = 32 << 20;
/// As many shelves of about one size are put together.
const TIER: usize = 4;

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
    /// Of these: what was found in drafts.
    pub found: u64,
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

/// The documents of a library: on which shelf each stands, and its number there.
#[derive(Clone)]
struct Placed {
    shelves: Vec<(String, Arc<Shelf>)>,
    documents: Vec<Option<(usize, usize)>>,
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

    /// The index over `documents`, those of `workspace`: from the disk as far as they are there; the rest is built and,
    /// unless the texts are `passing` ones, kept. What hinders keeping goes to `notes`, and the index is whole all the same.
    pub fn index(
        &self,
        workspace: &Path,
        documents: &[Quotable<'_>],
        lexicon: Arc<Lexicon>,
        passing: bool,
        notes: &mut Vec<String>,
    ) -> Index {
        let keys: Vec<Key> = documents.par_iter().map(key).collect();
        let list = self.words().join(format!("{}.list", name_of(workspace)));
        let known = manifest::read(&list);
        let mut placed = self.placed(&known, &keys, notes);
        let missing: Vec<usize> = (0..keys.len())
            .filter(|number| placed.documents[*number].is_none())
            .collect();
        for part in parts(&missing, documents) {
            let segments: Vec<Segment> = part
                .par_iter()
                .map(|number| documents[*number].fold())
                .collect();
            let keyed: Vec<(Key, &Segment)> = part
                .iter()
                .map(|number| keys[*number])
                .zip(&segments)
                .collect();
            for (at, number) in part.iter().enumerate() {
                placed.documents[*number] = Some((placed.shelves.len(), at));
            }
            placed.add(Shelf::build(&keyed));
        }
        if passing {
            return placed.index(lexicon);
        }
        let crowded = placed.crowded();
        let later = !crowded.is_empty() && placed.bytes(&crowded) > AT_ONCE;
        if !later {
            placed.merge(&crowded);
        }
        let names = placed.names();
        let kept = if names == known && missing.is_empty() {
            // Used just now; whoever looks for room takes others first.
            let touched = File::options().append(true).open(&list);
            let _ = touched.and_then(|file| file.set_modified(SystemTime::now()));
            Ok(())
        } else {
            self.keep(&placed, &names, &list)
        };
        if let Err(error) = kept {
            notes.push(format!(
                "the cache at {} cannot be used ({error}); sources are read anew every time; --cache-dir names another \
                 place, --no-cache does without",
                self.directory.display()
            ));
        }
        if later && notes.is_empty() {
            let (store, mut placed) = (self.clone(), placed.clone());
            // In the background: answers are the same from many shelves or one. If the program ends before, the next
            // one does it.
            std::thread::spawn(move || {
                placed.merge(&crowded);
                let names = placed.names();
                let _ = store.keep(&placed, &names, &list);
            });
        }
        placed.index(lexicon)
    }

    /// Which of `keys` stand on the shelves of that name, and where.
    fn placed(&self, names: &[String], keys: &[Key], notes: &mut Vec<String>) -> Placed {
        let mut wanted: HashMap<Key, Vec<usize>> = HashMap::new();
        for (number, key) in keys.iter().enumerate().rev() {
            wanted.entry(*key).or_default().push(number);
        }
        let mut placed = Placed {
            shelves: Vec::new(),
            documents: vec![None; keys.len()],
        };
        for name in names {
            let path = self.shelf_path(name);
            let shelf = match open(&path) {
                Ok(Some(shelf)) => shelf,
                Ok(None) => continue,
                Err(error) => {
                    notes.push(format!("{}: {error}; it is built anew", path.display()));
                    continue;
                }
            };
            let mut used = false;
            for number in 0..shelf.len() {
                let key = shelf.key(number);
                let Some(documents) = wanted.get_mut(&key) else {
                    continue;
                };
                if let Some(document) = documents.pop() {
                    used = true;
                    placed.documents[document] = Some((placed.shelves.len(), number));
                }
                if documents.is_empty() {
                    wanted.remove(&key);
                }
            }
            if used {
                placed.shelves.push((name.clone(), Arc::new(shelf)));
            }
        }
        placed
    }

    /// Writes the shelves that are not there yet, then the list; then makes room.
    fn keep(&self, placed: &Placed, names: &[String], list: &Path) -> io::Result<()> {
        file::prepare(&self.directory)?;
        fs::create_dir_all(self.words())?;
        let _lock = file::lock(&self.directory)?;
        for (name, shelf) in &placed.shelves {
            let path = self.shelf_path(name);
            // Another process may have written the same; what is damaged is written over.
            if !matches!(open(&path), Ok(Some(_))) {
                file::write(&path, shelf.bytes(), &self.steps)?;
            }
        }
        file::write(list, manifest::text(names).as_bytes(), &self.steps)?;
        self.sweep(list)
    }

    /// Removes what no list names, and lists that were not used for long where the limit asks for it. Called under the
    /// lock, which all writers hold, so that what no list names is left over.
    fn sweep(&self, current: &Path) -> io::Result<()> {
        let mut lists: Vec<(SystemTime, PathBuf)> = Vec::new();
        let mut shelves: BTreeMap<String, (PathBuf, u64)> = BTreeMap::new();
        for entry in fs::read_dir(self.words())? {
            let path = entry?.path();
            let Ok(meta) = path.metadata() else { continue };
            let stem = path
                .file_stem()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            match path.extension().and_then(|ending| ending.to_str()) {
                Some("list") => {
                    lists.push((meta.modified().unwrap_or(SystemTime::UNIX_EPOCH), path));
                }
                Some("shelf") => drop(shelves.insert(stem, (path, meta.len()))),
                _ => drop(fs::remove_file(path)),
            }
        }
        lists.sort();
        // The current list counts as the newest.
        lists.retain(|(_, path)| path != current);
        lists.push((SystemTime::now(), current.to_owned()));
        let mut named: HashSet<String> = HashSet::new();
        let mut bytes = 0;
        for (number, (_, list)) in lists.iter().rev().enumerate() {
            let names = manifest::read(list);
            let more = names.iter().filter(|name| !named.contains(*name));
            let more: u64 = more.filter_map(|name| Some(shelves.get(name)?.1)).sum();
            if number > 0 && bytes + more > self.limit {
                self.steps.next()?;
                let _ = fs::remove_file(list);
                continue;
            }
            bytes += more;
            named.extend(names);
        }
        for (_, (path, _)) in shelves.iter().filter(|(name, _)| !named.contains(*name)) {
            self.steps.next()?;
            // One that is mapped may resist on some systems; the next sweep tries again.
            let _ = fs::remove_file(path);
        }
        Ok(())
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
        contents.found = self.found();
        contents.bytes += contents.found;
        contents
    }

    /// Removes everything that was kept.
    pub fn clear(&self) -> io::Result<()> {
        for part in [self.words(), self.results()] {
            if part.exists() {
                let _lock = file::lock(&self.directory)?;
                fs::remove_dir_all(part)?;
            }
        }
        Ok(())
    }

    fn words(&self) -> PathBuf {
        self.directory.join("words")
    }

    fn shelf_path(&self, name: &str) -> PathBuf {
        self.words().join(format!("{name}.shelf"))
    }
}

impl Placed {
    fn index(self, lexicon: Arc<Lexicon>) -> Index {
        let shelves = self.shelves.into_iter().map(|(_, shelf)| shelf).collect();
        let documents = self.documents.into_iter().flatten().collect();
        Index::over(shelves, documents, lexicon)
    }

    fn add(&mut self, shelf: Shelf) {
        let mut hasher = blake3::Hasher::new();
        for number in 0..shelf.len() {
            hasher.update(&shelf.key(number));
        }
        let name = hasher.finalize().to_hex()[..32].to_owned();
        self.shelves.push((name, Arc::new(shelf)));
    }

    fn names(&self) -> Vec<String> {
        self.shelves.iter().map(|(name, _)| name.clone()).collect()
    }

    fn bytes(&self, shelves: &HashSet<usize>) -> usize {
        shelves
            .iter()
            .map(|number| self.shelves[*number].1.bytes().len())
            .sum()
    }

    /// Shelves of about one size, where there are several.
    fn crowded(&self) -> HashSet<usize> {
        let mut tiers: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        for (number, (_, shelf)) in self.shelves.iter().enumerate() {
            if shelf.bytes().len() < SHELF / 2 {
                let tier = shelf.words().max(1).ilog(TIER);
                tiers.entry(tier).or_default().push(number);
            }
        }
        let mut crowded = HashSet::new();
        // A smaller tier that is put together may fill the next.
        for shelves in tiers.into_values() {
            if shelves.len() + usize::from(!crowded.is_empty()) >= TIER {
                crowded.extend(shelves);
            }
        }
        crowded
    }

    /// Puts some shelves together, and leaves out what no document uses.
    fn merge(&mut self, from: &HashSet<usize>) {
        if from.is_empty() {
            return;
        }
        let moved: Vec<(usize, (usize, usize))> = self
            .documents
            .iter()
            .enumerate()
            .filter_map(|(number, place)| Some((number, (*place)?)))
            .filter(|(_, (shelf, _))| from.contains(shelf))
            .collect();
        let segments: Vec<(Key, Segment)> = moved
            .par_iter()
            .map(|(_, (shelf, at))| {
                let shelf = &self.shelves[*shelf].1;
                (shelf.key(*at), shelf.page(*at).to_segment())
            })
            .collect();
        let keyed: Vec<(Key, &Segment)> = segments.iter().map(|(key, s)| (*key, s)).collect();
        let merged = Shelf::build(&keyed);
        let mut kept = Vec::new();
        let mut renumbered = HashMap::new();
        for (number, shelf) in std::mem::take(&mut self.shelves).into_iter().enumerate() {
            if !from.contains(&number) {
                renumbered.insert(number, kept.len());
                kept.push(shelf);
            }
        }
        self.shelves = kept;
        for place in self.documents.iter_mut().flatten() {
            if let Some(number) = renumbered.get(&place.0) {
                place.0 = *number;
            }
        }
        for (at, (number, _)) in moved.into_iter().enumerate() {
            self.documents[number] = Some((self.shelves.len(), at));
        }
        self.add(merged);
    }
}

/// Whether reading `documents` takes so long that files are worth it.
pub(crate) fn is_worth_keeping(documents: &[Quotable<'_>]) -> bool {
    let bytes: usize = documents.iter().map(|document| document.text.len()).sum();
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
fn open(path: &Path) -> Result<Option<Shelf>, ShelfError> {
    let bytes = match map::map(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(_) => return Err(ShelfError::Damaged),
    };
    let shelf = Shelf::open(bytes)?;
    let sound = (0..shelf.blocks())
        .into_par_iter()
        .all(|block| shelf.is_sound(block));
    if sound {
        Ok(Some(shelf))
    } else {
        Err(ShelfError::Damaged)
    }
}

/// What a document is known by.
fn key(document: &Quotable<'_>) -> Key {
    let mut hasher = blake3::Hasher::new();
    hasher.update(EXTRACTOR.as_bytes());
    hasher.update(&(document.text.len() as u64).to_le_bytes());
    hasher.update(document.text.as_bytes());
    for span in &document.skip {
        hasher.update(&(span.start as u64).to_le_bytes());
        hasher.update(&(span.end as u64).to_le_bytes());
    }
    *hasher.finalize().as_bytes()
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
        bytes += documents[*number].text.len();
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
