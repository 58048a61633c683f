//! Which document stands on which shelf, and putting small shelves together.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use library::Quotable;
use passage::{Index, Key, Lexicon, Segment, Shelf};
use rayon::prelude::*;

use super::{Store, file, map};

/// A shelf of this text, in bytes, is not put together with others.
const FULL: usize = super::SHELF / 2;
/// As many shelves of about one size are put together.
pub(super) const TIER: usize = 4;

/// The documents of a library: on which shelf each stands, and its number there.
#[derive(Clone)]
pub(super) struct Placed {
    pub shelves: Vec<(String, Arc<Shelf>)>,
    pub documents: Vec<Option<(usize, usize)>>,
}

/// Shelves that were written as they were built, beside the places of their names, so that nobody holds them.
#[derive(Default)]
pub(super) struct Written(HashMap<String, PathBuf>);

impl Written {
    /// Writes a shelf, and comes back with the one in the file; with the same where that cannot be.
    pub fn write(&mut self, shelf: Shelf, store: &Store) -> Shelf {
        let name = name(&shelf);
        let path = store.shelf_path(&name);
        let written = store.prepare_words().and_then(|()| {
            file::write_aside(&path, &store.steps, |out| out.write_all(shelf.bytes()))
        });
        let Ok(written) = written else { return shelf };
        let there = map::map(&written).ok().map(Shelf::open);
        self.0.insert(name, written);
        there.and_then(Result::ok).unwrap_or(shelf)
    }

    /// Gives the shelf of this name its place. Whether it was one of these, and still is.
    pub fn settle(&self, name: &str, store: &Store) -> io::Result<bool> {
        let Some(written) = self.0.get(name) else {
            return Ok(false);
        };
        match file::settle(written, &store.shelf_path(name), &store.steps) {
            Ok(()) => Ok(true),
            // Another process swept it away.
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
            Err(error) => Err(error),
        }
    }
}

impl Drop for Written {
    fn drop(&mut self) {
        // Those that have their places are here no more.
        for path in self.0.values() {
            let _ = fs::remove_file(path);
        }
    }
}

/// A shelf's name.
fn name(shelf: &Shelf) -> String {
    let mut hasher = blake3::Hasher::new();
    for number in 0..shelf.len() {
        hasher.update(&shelf.key(number));
    }
    hasher.finalize().to_hex()[..32].to_owned()
}

impl Placed {
    /// The index over all of them.
    pub fn index(self, lexicon: Arc<Lexicon>) -> Index {
        let shelves = self.shelves.into_iter().map(|(_, shelf)| shelf).collect();
        let documents = self.documents.into_iter().flatten().collect();
        Index::over(shelves, documents, lexicon)
    }

    /// Puts those that are withheld on a shelf that is kept nowhere.
    pub fn hold(&mut self, documents: &[Quotable<'_>], keys: &[Key], withheld: &[usize]) {
        if withheld.is_empty() {
            return;
        }
        for (at, number) in withheld.iter().enumerate() {
            self.documents[*number] = Some((self.shelves.len(), at));
        }
        let folded = withheld.iter().map(|at| (keys[*at], documents[*at].fold()));
        self.add(Shelf::build(folded.collect()));
    }

    pub fn add(&mut self, shelf: Shelf) {
        self.shelves.push((name(&shelf), Arc::new(shelf)));
    }

    pub fn names(&self) -> Vec<String> {
        self.shelves.iter().map(|(name, _)| name.clone()).collect()
    }

    pub fn bytes(&self, shelves: &HashSet<usize>) -> usize {
        shelves
            .iter()
            .map(|number| self.shelves[*number].1.bytes().len())
            .sum()
    }

    /// Shelves of about one size, where there are several.
    pub fn crowded(&self) -> HashSet<usize> {
        let mut tiers: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        for (number, (_, shelf)) in self.shelves.iter().enumerate() {
            if shelf.bytes().len() < FULL {
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
    pub fn merge(&mut self, from: &HashSet<usize>) {
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
        let merged = Shelf::build(segments);
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
