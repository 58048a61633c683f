//! What was read of sources before, so that a library of which one source has changed reads that one. An entry's key says
//! all of a source that decides what is read; what it takes from the names of the whole library is looked at beside it.
//! Nothing here changes what a library says: whatever is not known is read.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use prose::name::{EntityId, Merger, Names, Trace};
use rustc_hash::FxBuildHasher;
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
struct Entries {
    /// Counts the libraries.
    time: u64,
    named: Kept<Merger>,
    told: Kept<Told>,
}

type Kept<T> = HashMap<Key, (u64, Arc<Read<T>>), FxBuildHasher>;

/// What was read of one source, and what it took from the names of the library.
pub(crate) struct Read<T> {
    /// [`Names::digest`] of the names it was read with.
    pub names: u64,
    /// What of them it took.
    pub trace: Trace,
    pub what: T,
}

/// Which part of the memory.
pub(crate) trait Part: Sized {
    fn of(memory: &Memory) -> Guarded<'_, Self>;
    /// The same with other numbers of entities.
    #[must_use]
    fn renumbered(&self, number: &dyn Fn(EntityId) -> EntityId) -> Self;
}

/// A part of the memory, with the time.
pub(crate) struct Guarded<'a, T> {
    guard: MutexGuard<'a, Entries>,
    part: fn(&mut Entries) -> &mut Kept<T>,
}

impl Memory {
    fn lock(&self) -> MutexGuard<'_, Entries> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A library is being made.
    pub(crate) fn begin(&self) {
        self.lock().time += 1;
    }

    /// It is made: what was not used for long goes.
    pub(crate) fn end(&self) {
        let mut entries = self.lock();
        let oldest = entries.time.saturating_sub(PATIENCE);
        entries.named.retain(|_, (time, _)| *time > oldest);
        entries.told.retain(|_, (time, _)| *time > oldest);
    }

    /// What was read under this key, if the same would be read with these names; else what `read` reads.
    pub(crate) fn or<T: Part>(
        &self,
        key: Key,
        names: &Names,
        trace: impl Fn() -> Trace,
        read: impl FnOnce() -> Option<T>,
    ) -> Option<Arc<Read<T>>> {
        let known = T::of(self).get(&key);
        let known = known.map(|known| match known.names == names.digest() {
            true => Ok(known),
            false => Err(known),
        });
        let read = match known {
            Some(Ok(known)) => return Some(known),
            Some(Err(known)) => {
                let trace = trace();
                let what = match known.trace.digest == trace.digest {
                    true => known.what.renumbered(&|entity| {
                        let rank = known.trace.entities.partition_point(|it| *it < entity);
                        trace.entities.get(rank).copied().unwrap_or(entity)
                    }),
                    false => read()?,
                };
                (trace, what)
            }
            None => (trace(), read()?),
        };
        let (trace, what) = read;
        let read = Arc::new(Read {
            names: names.digest(),
            trace,
            what,
        });
        T::of(self).put(key, Arc::clone(&read));
        Some(read)
    }
}

impl<T> Guarded<'_, T> {
    fn get(mut self, key: &Key) -> Option<Arc<Read<T>>> {
        let now = self.guard.time;
        let (time, read) = (self.part)(&mut self.guard).get_mut(key)?;
        *time = now;
        Some(Arc::clone(read))
    }

    fn put(mut self, key: Key, read: Arc<Read<T>>) {
        let now = self.guard.time;
        (self.part)(&mut self.guard).insert(key, (now, read));
    }
}

impl Part for Merger {
    fn of(memory: &Memory) -> Guarded<'_, Self> {
        Guarded {
            guard: memory.lock(),
            part: |entries| &mut entries.named,
        }
    }

    fn renumbered(&self, _: &dyn Fn(EntityId) -> EntityId) -> Self {
        // It knows no entities.
        self.clone()
    }
}

impl Part for Told {
    fn of(memory: &Memory) -> Guarded<'_, Self> {
        Guarded {
            guard: memory.lock(),
            part: |entries| &mut entries.told,
        }
    }

    fn renumbered(&self, number: &dyn Fn(EntityId) -> EntityId) -> Self {
        Told::renumbered(self, number)
    }
}

/// All of a source's document that decides what is read of it.
pub(crate) fn content(source: &Source) -> Key {
    let Source { document, path, .. } = source;
    let ending = path.rsplit('.').next().unwrap_or_default();
    let mut hasher = blake3::Hasher::new();
    let mut add = |part: &[u8]| {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part);
    };
    add(document.text.as_bytes());
    // How a text is read follows from its ending; a twin's pages are not in its text.
    add(ending.to_ascii_lowercase().as_bytes());
    if document.rendition {
        add(format!("{:?} {:?}", document.metadata, document.anchors).as_bytes());
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

    use prose::name::{EntityKind, Name};

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
            let told = memory.or([key; 32], names, trace, read);
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
