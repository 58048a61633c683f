//! What was read of sources before, so that a library of which one source has changed reads that one. An entry's key says
//! all of a source that decides what is read; what it takes from the names of the whole library is looked at beside it.
//! Nothing here changes what a library says: whatever is not known is read.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use prose::name::{EntityId, Merger, Trace};
use rustc_hash::FxBuildHasher;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use text::{Block, BlockKind, Document};

use crate::Source;
use crate::told::Told;

/// What was read of a source is known by this.
pub(crate) type Key = [u8; 32];

/// What no library has used for so many libraries is forgotten.
const PATIENCE: u64 = 2;

/// What was read of sources, for the next library.
#[derive(Default)]
pub struct Memory(Mutex<Entries>);

#[derive(Default)]
pub(crate) struct Entries {
    /// Counts the libraries.
    time: u64,
    behind: Option<Arc<dyn Behind>>,
    /// Whether what can be had from there is not held here.
    lean: bool,
    named: Kept<Merger>,
    told: Kept<Told>,
}

/// What is remembered elsewhere.
pub trait Behind: Send + Sync {
    /// Calls `take` with what is kept of this matter under this key, if anything is; it says whether it could be used.
    fn get(&self, matter: Matter, key: &[u8; 32], take: &mut dyn FnMut(&[u8]) -> bool);

    /// Keeps what was read anew, if it keeps things at once; else it comes back.
    ///
    /// # Errors
    /// If it does not.
    fn put(&self, fresh: Fresh) -> Result<(), Fresh> {
        Err(fresh)
    }
}

/// What is read of a source.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Matter {
    /// What it names.
    Names,
    /// What it tells.
    Facts,
}

/// What was read anew, to be kept elsewhere.
#[derive(Clone, Debug)]
pub struct Fresh {
    /// What of the source it is.
    pub matter: Matter,
    /// What it is known by.
    pub key: [u8; 32],
    /// The source that it was read of.
    pub whose: Whose,
    /// It.
    pub bytes: Vec<u8>,
}

/// A source, as it is known where nothing is to be said of it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Whose {
    /// A hash of its path.
    pub path: [u8; 16],
    /// A hash of its content.
    pub content: [u8; 16],
}

type Kept<T> = HashMap<Key, Entry<T>, FxBuildHasher>;

pub(crate) struct Entry<T> {
    /// When it was last used.
    time: u64,
    /// Nothing if it is held elsewhere only.
    read: Option<Arc<Read<T>>>,
    /// Whose it is, if it is to be kept elsewhere and is not yet.
    fresh: Option<Whose>,
}

/// What was read of one source, and what it took from the names of the library.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Read<T> {
    /// [`Wanted::names`] as it was read.
    names: u64,
    /// What of them it took.
    trace: Trace,
    pub what: T,
}

/// A source to be read.
pub(crate) struct Wanted<'a> {
    pub key: Key,
    pub whose: Whose,
    /// Whether nothing of it may be kept elsewhere.
    pub withheld: bool,
    /// A number that changes with the names it is read with, and with what else the reader looks at of an entity.
    pub names: u64,
    /// What it takes from them.
    pub trace: &'a dyn Fn() -> Trace,
}

/// What can be remembered.
pub(crate) trait Readable: Serialize + DeserializeOwned {
    const MATTER: Matter;

    /// Where it is remembered.
    fn among(entries: &mut Entries) -> &mut Kept<Self>;

    /// The same with other numbers of entities.
    #[must_use]
    fn renumbered(&self, number: &dyn Fn(EntityId) -> EntityId) -> Self;
}

impl Memory {
    fn lock(&self) -> MutexGuard<'_, Entries> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What is not remembered here is asked for there, from now on.
    pub fn rest_on(&self, behind: Option<Arc<dyn Behind>>) {
        self.lock().behind = behind;
    }

    /// Whether from now on nothing is held here that can be had from where it rests on.
    pub fn be_lean(&self, lean: bool) {
        self.lock().lean = lean;
    }

    /// What the last library read anew and is kept nowhere else yet. Nothing is told twice.
    pub fn fresh(&self) -> Vec<Fresh> {
        fn of<T: Readable>(entries: &mut Entries, fresh: &mut Vec<Fresh>) {
            let now = entries.time;
            for (key, entry) in T::among(entries) {
                let Some(whose) = entry.fresh.filter(|_| entry.time == now) else {
                    continue;
                };
                // What cannot be written is read anew the next time.
                if let Some(Ok(bytes)) = entry.read.as_ref().map(|it| postcard::to_stdvec(&**it)) {
                    entry.fresh = None;
                    fresh.push(Fresh {
                        matter: T::MATTER,
                        key: *key,
                        whose,
                        bytes,
                    });
                }
            }
        }
        let (mut entries, mut fresh) = (self.lock(), Vec::new());
        of::<Merger>(&mut entries, &mut fresh);
        of::<Told>(&mut entries, &mut fresh);
        fresh.sort_by_key(|it| (it.matter as u8, it.key));
        fresh
    }

    /// Forgets everything: a source was not what it was taken for.
    pub fn forget(&self) {
        let mut entries = self.lock();
        entries.named.clear();
        entries.told.clear();
    }

    /// What the last library used, by key.
    pub fn used(&self) -> HashSet<[u8; 32]> {
        fn of<T>(kept: &Kept<T>, now: u64) -> impl Iterator<Item = [u8; 32]> {
            let used = kept.iter().filter(move |(_, entry)| entry.time == now);
            used.map(|(key, _)| *key)
        }
        let entries = self.lock();
        let (named, told) = (&entries.named, &entries.told);
        of(named, entries.time)
            .chain(of(told, entries.time))
            .collect()
    }

    /// A library is being made.
    pub(crate) fn begin(&self) {
        self.lock().time += 1;
    }

    /// It is made: what was not used for long goes.
    pub(crate) fn end(&self) {
        let mut entries = self.lock();
        let oldest = entries.time.saturating_sub(PATIENCE);
        entries.named.retain(|_, entry| entry.time > oldest);
        entries.told.retain(|_, entry| entry.time > oldest);
    }

    /// What was read under this key, if the same would be read with these names; else what `read` reads.
    pub(crate) fn or<T: Readable>(
        &self,
        wanted: &Wanted<'_>,
        read: impl FnOnce() -> Option<T>,
    ) -> Option<Arc<Read<T>>> {
        let whose = (!wanted.withheld).then_some(wanted.whose);
        let (known, fresh) = match self.recall::<T>(wanted) {
            Some((known, fresh)) => (Some(known), fresh),
            None => (None, None),
        };
        let names = wanted.names;
        if let Some(known) = known.as_ref().filter(|known| known.names == names) {
            return Some(Arc::clone(known));
        }
        let same = known.and_then(|known| {
            let trace = (wanted.trace)();
            (known.trace.digest == trace.digest).then_some((known, trace))
        });
        let (what, trace, fresh) = match same {
            Some((known, trace)) => {
                let what = known.what.renumbered(&|entity| {
                    let rank = known.trace.entities.partition_point(|it| *it < entity);
                    trace.entities.get(rank).copied().unwrap_or(entity)
                });
                (what, trace, fresh)
            }
            // What was read tells what it takes from the names.
            None => {
                let what = read()?;
                (what, (wanted.trace)(), whose)
            }
        };
        let read = Arc::new(Read { names, trace, what });
        self.put(wanted.key, Arc::clone(&read), fresh);
        Some(read)
    }

    /// What is known under a key, here or elsewhere, and whose it is if it is kept here only.
    fn recall<T: Readable>(&self, wanted: &Wanted<'_>) -> Option<(Arc<Read<T>>, Option<Whose>)> {
        let behind = {
            let mut entries = self.lock();
            let now = entries.time;
            let entry = T::among(&mut entries).get_mut(&wanted.key);
            if let Some((entry, read)) = entry.and_then(|it| it.read.clone().map(|read| (it, read)))
            {
                entry.time = now;
                if wanted.withheld {
                    entry.fresh = None;
                }
                return Some((read, entry.fresh));
            }
            entries.behind.clone()
        };
        let mut read: Option<Arc<Read<T>>> = None;
        behind?.get(T::MATTER, &wanted.key, &mut |bytes| {
            read = postcard::from_bytes(bytes).ok();
            read.is_some()
        });
        let read = read?;
        self.put(wanted.key, Arc::clone(&read), None);
        Some((read, None))
    }

    fn put<T: Readable>(&self, key: Key, read: Arc<Read<T>>, mut fresh: Option<Whose>) {
        let (lean, behind) = {
            let entries = self.lock();
            (entries.lean, entries.behind.clone())
        };
        let mut held = Some(read);
        if let Some(behind) = behind.filter(|_| lean) {
            let bytes = |read: &Read<T>| postcard::to_stdvec(read).ok();
            match fresh.map(|whose| (whose, held.as_deref().and_then(bytes))) {
                // It came from there, or nothing of it may go there and nobody needs it twice.
                None => held = None,
                Some((whose, Some(bytes))) => {
                    let matter = T::MATTER;
                    let new = Fresh {
                        matter,
                        key,
                        whose,
                        bytes,
                    };
                    if behind.put(new).is_ok() {
                        (held, fresh) = (None, None);
                    }
                }
                Some((_, None)) => {}
            }
        }
        let mut entries = self.lock();
        let time = entries.time;
        let entry = Entry {
            time,
            read: held,
            fresh,
        };
        T::among(&mut entries).insert(key, entry);
    }
}

impl Readable for Merger {
    const MATTER: Matter = Matter::Names;

    fn among(entries: &mut Entries) -> &mut Kept<Self> {
        &mut entries.named
    }

    fn renumbered(&self, _: &dyn Fn(EntityId) -> EntityId) -> Self {
        // It knows no entities.
        self.clone()
    }
}

impl Readable for Told {
    const MATTER: Matter = Matter::Facts;

    fn among(entries: &mut Entries) -> &mut Kept<Self> {
        &mut entries.told
    }

    fn renumbered(&self, number: &dyn Fn(EntityId) -> EntityId) -> Self {
        Told::renumbered(self, number)
    }
}

impl Whose {
    /// A source of this path and content.
    pub fn new(path: &str, content: &[u8; 32]) -> Self {
        let half = |whole: &[u8; 32]| {
            let mut half = [0; 16];
            half.copy_from_slice(&whole[..16]);
            half
        };
        Self {
            path: half(blake3::hash(path.as_bytes()).as_bytes()),
            content: half(content),
        }
    }

    /// This source.
    pub fn of(source: &Source) -> Self {
        Self::new(&source.path, &content(source))
    }
}

/// All of a source's document that decides what is read of it.
pub(crate) fn content(source: &Source) -> [u8; 32] {
    let path = &source.path;
    let ending = path.rsplit('.').next().unwrap_or_default();
    let mut hasher = blake3::Hasher::new();
    let mut add = |part: &[u8]| {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part);
    };
    match &source.record.digest {
        Some(digest) => add(digest.as_bytes()),
        None => add(source.text().as_bytes()),
    }
    // How a text is read follows from its ending; a twin's pages are not in its text.
    add(ending.to_ascii_lowercase().as_bytes());
    if let Some(twin) = &source.card.twin {
        add(twin);
    }
    *hasher.finalize().as_bytes()
}

/// The proses of all that is read of a document.
pub(crate) fn proses(document: &Document) -> impl Iterator<Item = &str> {
    let told = |block: &&Block| !matches!(block.kind, BlockKind::Comment | BlockKind::FrontMatter);
    document
        .blocks
        .iter()
        .filter(told)
        .map(|block| &*block.prose)
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use prose::name::{EntityKind, Name, Names};

    use super::*;

    #[test]
    fn what_is_known_is_read_once_and_forgotten_when_nobody_asks() {
        let names = |all: &[&str]| {
            let name = |(entity, text): (u32, &&str)| Name {
                text: (*text).to_owned(),
                entity: EntityId(entity),
                kind: EntityKind::Agreement,
                exact_case: false,
                ambiguous: false,
            };
            Names::new((0..).zip(all).map(name).collect())
        };
        let (memory, count) = (Memory::default(), Cell::new(0));
        let ask = |key: u8, names: &Names| {
            let trace = || names.trace(["The Herring Accord held."].into_iter(), |_, _| {});
            let read = || {
                count.set(count.get() + 1);
                Some(Told::default())
            };
            memory.begin();
            let wanted = Wanted {
                key: [key; 32],
                whose: Whose::new("a.md", &[0; 32]),
                withheld: false,
                names: names.digest(),
                trace: &trace,
            };
            let told = memory.or(&wanted, read);
            memory.end();
            assert!(told.is_some());
            count.take()
        };
        let one = names(&["Herring Accord"]);
        assert_eq!(ask(1, &one), 1);
        assert_eq!(ask(1, &one), 0);
        assert_eq!(ask(1, &names(&["Bog Pact", "Herring Accord"])), 0);
        assert_eq!(ask(1, &names(&["Bog Pact"])), 1);
        assert_eq!(ask(1, &one), 1);
        // Another source, twice: the first is forgotten.
        assert_eq!((ask(2, &one), ask(2, &one)), (1, 0));
        assert_eq!(ask(1, &one), 1);
    }
}
