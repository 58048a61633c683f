//! What was found in drafts, kept for the next run: one file a workspace, read and written whole.
//!
//! ```text
//! HEAD, a seal, then for each draft: its key, a checksum and the length of what follows, what was found
//! ```
//!
//! A key says everything that decides what is found in a draft, so an entry is right or it is not used. What is damaged or
//! cut short is passed over, and found anew.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use analysis::{Baseline, Settings};

use super::{Store, file, name_of};
use crate::Workspace;

/// A hash of the sources of all that decides what is found; made by the build.
const JUDGE: &str = env!("POLICY_LS_JUDGE");
/// What the file begins with; a seal follows.
const HEAD: &[u8] = b"policy-ls found 2\n";
/// The most that one workspace's file may take, in bytes.
const LIMIT: usize = 32 << 20;
/// The most that all files may take.
const ALL: u64 = 256 << 20;
/// Bytes of a key, and of a checksum.
const KEY: usize = 32;
const SUM: usize = 8;
/// Bytes before what was found.
const BEFORE: usize = KEY + SUM + 4;

/// Which sources are withheld. What was found while others were may hold their words, so it is not used and not kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Seal([u8; SEAL]);

/// Bytes of a seal.
const SEAL: usize = 32;

impl Seal {
    /// The seal for these sources.
    pub(crate) fn of<'a>(names: impl Iterator<Item = &'a str>) -> Self {
        let mut names: Vec<&str> = names.collect();
        if names.is_empty() {
            return Self::default();
        }
        names.sort_unstable();
        Self(*blake3::hash(names.join("\n").as_bytes()).as_bytes())
    }
}

/// What everything that was found in one draft is known by.
pub type ResultKey = [u8; KEY];

/// What was found in a workspace's drafts before.
#[derive(Default)]
pub struct Results {
    bytes: Vec<u8>,
    /// Where each entry's findings stand, in the file's order.
    places: Vec<(ResultKey, Range<usize>)>,
    by_key: HashMap<ResultKey, usize>,
}

impl Workspace {
    /// Which of its sources are withheld.
    pub fn seal(&self) -> Seal {
        self.seal
    }

    /// What the findings in a draft (its path from the root, and its text) are known by, under these settings.
    pub fn result_key(&self, name: &str, text: &str, settings: &Settings) -> ResultKey {
        let mut hasher = blake3::Hasher::new();
        let mut add = |part: &[u8]| {
            hasher.update(&(part.len() as u64).to_le_bytes());
            hasher.update(part);
        };
        add(JUDGE.as_bytes());
        add(self.digest.as_bytes());
        add(name.as_bytes());
        // Of a baseline only what it says of this draft.
        let mut settings = settings.clone();
        let known = settings.baseline.take();
        add(format!("{settings:?}").as_bytes());
        add(format!("{:?}", known.as_deref().map(|it| of_draft(it, name))).as_bytes());
        add(text.as_bytes());
        *hasher.finalize().as_bytes()
    }
}

fn of_draft<'a>(
    baseline: &'a Baseline,
    name: &str,
) -> Option<&'a std::collections::BTreeMap<String, String>> {
    baseline.drafts.get(name)
}

impl Results {
    /// What was found under this key.
    pub fn get(&self, key: &ResultKey) -> Option<&[u8]> {
        let place = self.places[*self.by_key.get(key)?].1.clone();
        let found = &self.bytes[place.clone()];
        let sum = &self.bytes[place.start - SUM - 4..place.start - 4];
        (sum == checksum(key, found)).then_some(found)
    }

    fn parse(bytes: Vec<u8>, seal: Seal) -> Self {
        let mut places = Vec::new();
        let mut at = HEAD.len() + SEAL;
        while is_sealed(&bytes, seal) && at + BEFORE <= bytes.len() {
            let (mut key, mut length) = ([0; KEY], [0; 4]);
            key.copy_from_slice(&bytes[at..at + KEY]);
            length.copy_from_slice(&bytes[at + KEY + SUM..at + BEFORE]);
            let place = at + BEFORE..at + BEFORE + u32::from_le_bytes(length) as usize;
            at = place.end;
            if at <= bytes.len() {
                places.push((key, place));
            }
        }
        let by_key = places.iter().enumerate().map(|(at, (key, _))| (*key, at));
        Self {
            by_key: by_key.collect(),
            bytes,
            places,
        }
    }
}

impl Store {
    /// What was found in this workspace's drafts before; nothing where nothing is kept or can be read. What was found while
    /// other sources were withheld is removed.
    pub fn found_in(&self, workspace: &Path, seal: Seal) -> Results {
        let path = self.results_of(workspace);
        let read = fs::read(&path).unwrap_or_default();
        if !read.is_empty() && !is_sealed(&read, seal) {
            let _ = fs::remove_file(path);
            return Results::default();
        }
        Results::parse(read, seal)
    }

    /// Keeps what was found anew, then what was found before and `used` now, then the rest of `before`, as far as there is room.
    pub fn keep_found(
        &self,
        workspace: &Path,
        seal: Seal,
        anew: &[(ResultKey, Vec<u8>)],
        used: &HashSet<ResultKey>,
        before: &Results,
    ) -> io::Result<()> {
        let mut page = HEAD.to_vec();
        page.extend_from_slice(&seal.0);
        let mut there = HashSet::new();
        let old = |wanted: bool| {
            let places = before.places.iter();
            let chosen = places.filter(move |(key, _)| used.contains(key) == wanted);
            chosen.filter_map(|(key, _)| Some((key, before.get(key)?)))
        };
        let anew = anew.iter().map(|(key, found)| (key, &**found));
        for (key, found) in anew.chain(old(true)).chain(old(false)) {
            let Ok(length) = u32::try_from(found.len()) else {
                continue;
            };
            if page.len() + BEFORE + found.len() > LIMIT {
                break;
            }
            if there.insert(key) {
                page.extend_from_slice(key);
                page.extend_from_slice(&checksum(key, found));
                page.extend_from_slice(&length.to_le_bytes());
                page.extend_from_slice(found);
            }
        }
        file::prepare(&self.directory)?;
        fs::create_dir_all(self.results())?;
        let _lock = file::lock(&self.directory)?;
        let path = self.results_of(workspace);
        // Not synced: what a crash tears is passed over by its checksums.
        let aside = path.with_extension(format!("{}.tmp", std::process::id()));
        fs::write(&aside, &page)?;
        fs::rename(&aside, &path)?;
        make_room(&self.results(), ALL, &path);
        Ok(())
    }

    pub(super) fn results(&self) -> PathBuf {
        self.directory.join("results")
    }

    pub(super) fn results_of(&self, workspace: &Path) -> PathBuf {
        self.results().join(format!("{}.found", name_of(workspace)))
    }
}

/// Removes files of a directory that were not written for long where all together take more than `most`.
pub(super) fn make_room(directory: &Path, most: u64, current: &Path) {
    let mut files: Vec<(SystemTime, u64, PathBuf)> = Vec::new();
    for entry in fs::read_dir(directory).into_iter().flatten().flatten() {
        let (path, Ok(meta)) = (entry.path(), entry.metadata()) else {
            continue;
        };
        let time = meta.modified().unwrap_or(SystemTime::UNIX_EPOCH);
        files.push((time, meta.len(), path));
    }
    files.sort();
    let mut bytes = 0;
    for (_, length, path) in files.into_iter().rev() {
        bytes += length;
        if bytes > most && path != current {
            // Whoever comes next tries again.
            let _ = fs::remove_file(path);
        }
    }
}

fn is_sealed(bytes: &[u8], seal: Seal) -> bool {
    let rest = bytes.strip_prefix(HEAD);
    rest.is_some_and(|rest| rest.starts_with(&seal.0))
}

fn checksum(key: &ResultKey, found: &[u8]) -> [u8; SUM] {
    let mut sum = [0; SUM];
    let hash = blake3::keyed_hash(key, found);
    sum.copy_from_slice(&hash.as_bytes()[..SUM]);
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_comes_back_and_what_is_damaged_does_not() {
        let directory = tempfile::tempdir().expect("a directory");
        let store = Store::at(directory.path());
        let (root, seal) = (Path::new("/w"), Seal::default());
        let none = HashSet::new();
        let anew = [([1; KEY], b"one".to_vec()), ([2; KEY], b"two".to_vec())];
        let keep = |anew: &[_], used: &HashSet<_>, before: &Results| {
            store
                .keep_found(root, seal, anew, used, before)
                .expect("kept");
        };
        keep(&anew, &none, &Results::default());
        let found = store.found_in(root, seal);
        assert_eq!(found.get(&[2; KEY]), Some(&b"two"[..]));
        assert!(found.get(&[3; KEY]).is_none());
        // What was found before stays, behind what is new.
        keep(&[([3; KEY], b"three".to_vec())], &none, &found);
        let found = store.found_in(root, seal);
        assert_eq!(found.get(&[1; KEY]), Some(&b"one"[..]));
        assert!(store.found_in(Path::new("/other"), seal).places.is_empty());
        // Any byte may be wrong, any part be missing.
        let path = store.results_of(root);
        let whole = fs::read(&path).expect("it is there");
        for at in 0..whole.len() {
            let mut wrong = whole.clone();
            wrong[at] ^= 1;
            for bytes in [wrong, whole[..at].to_vec()] {
                let found = Results::parse(bytes, seal);
                for (key, right) in [(1, &b"one"[..]), (2, b"two"), (3, b"three")] {
                    assert!(found.get(&[key; KEY]).is_none_or(|found| found == right));
                }
            }
        }
        fs::write(&path, "foreign").expect("written");
        assert!(store.found_in(root, seal).places.is_empty());
    }

    #[test]
    fn what_was_found_while_other_sources_were_withheld_is_removed() {
        let directory = tempfile::tempdir().expect("a directory");
        let store = Store::at(directory.path());
        let (root, none) = (Path::new("/w"), HashSet::new());
        let seals = [Seal::default(), Seal::of(["a.md"].into_iter())];
        for (seal, other) in [(seals[0], seals[1]), (seals[1], seals[0])] {
            let anew = [([1; KEY], b"secret".to_vec())];
            let before = Results::default();
            store
                .keep_found(root, seal, &anew, &none, &before)
                .expect("kept");
            assert!(store.found_in(root, seal).get(&[1; KEY]).is_some());
            assert!(store.found_in(root, other).places.is_empty());
            assert!(!store.results_of(root).exists());
        }
    }

    #[test]
    fn it_stays_within_bounds() {
        let directory = tempfile::tempdir().expect("a directory");
        let store = Store::at(directory.path());
        let seal = Seal::default();
        let (root, used) = (Path::new("/w"), HashSet::from([[0; KEY], [1; KEY]]));
        for round in 0..5_u8 {
            let large = vec![round; LIMIT / 3];
            let before = store.found_in(root, seal);
            store
                .keep_found(root, seal, &[([round; KEY], large)], &used, &before)
                .expect("kept");
        }
        let found = store.found_in(root, seal);
        assert!(store.contents().bytes <= LIMIT as u64);
        let there = |key: u8| found.get(&[key; KEY]).is_some();
        assert!(there(4) && !there(3), "what was used comes before the rest");
        assert!(there(0) || there(1));
    }
}
