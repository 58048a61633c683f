//! What is kept from one reading to the next. It knows that blocks are read in contexts, not how.

use std::collections::HashSet;
use std::hash::{BuildHasher, BuildHasherDefault, Hash, Hasher};
use std::sync::Arc;

use foldhash::quality::FixedState;
use text::{Block, BlockKind};

use super::{Dated, Outcome, Recognised, Resolved, Stated};
use crate::kept::Kept;
use crate::statement::{Cells, Mentioned};

/// What was read before, by block. One for each document that is read again and again, or with room for many that say some
/// things alike.
#[derive(Debug, Default)]
pub struct Memo {
    /// What the entries were read with; another reader empties the memo.
    reader: u64,
    recognised: Kept<BlockKey, Arc<Recognised>, BuildHasherDefault<Passed>>,
    resolved: Kept<(BlockKey, u64), Outcome, BuildHasherDefault<Passed>>,
    /// The two parts of an outcome, each by the part of the context that it hangs on: a story that goes on from another day
    /// changes nothing about whom the words mean.
    /// Of use among many documents only: in one, what changes the one changes the other.
    dated: Kept<(BlockKey, u64), Dated, BuildHasherDefault<Passed>>,
    stated: Kept<(BlockKey, u64), Stated, BuildHasherDefault<Passed>>,
    /// What blocks were found to say, whatever the context was: the same reading is the same allocation.
    made: Kept<BlockKey, Vec<Arc<Resolved>>, BuildHasherDefault<Passed>>,
}

pub(super) type BlockKey = u128;

/// So many readings of one block are told apart.
const READINGS: usize = 4;

/// A value that is shared, with its hash.
#[derive(Clone, Debug)]
pub(super) struct Hashed<T> {
    pub value: Arc<T>,
    pub hash: u64,
}

impl<T: Hash> Hashed<T> {
    pub fn new(value: T) -> Self {
        Self {
            hash: hash_of(&value),
            value: Arc::new(value),
        }
    }
}

impl Memo {
    /// A memo that keeps what up to `room` blocks say, in whatever documents they stand.
    pub fn with_room(room: usize) -> Self {
        Self {
            reader: 0,
            recognised: Kept::with_room(room),
            resolved: Kept::with_room(room),
            dated: Kept::with_room(room),
            stated: Kept::with_room(room),
            made: Kept::with_room(room),
        }
    }

    pub(super) fn begin(&mut self, reader: u64) {
        if self.reader != reader {
            *self = Self {
                reader,
                ..Self::with_room(self.resolved.room())
            };
        }
        self.recognised.begin();
        self.resolved.begin();
        self.dated.begin();
        self.stated.begin();
        self.made.begin();
    }

    pub(super) fn recognised(
        &mut self,
        key: BlockKey,
        read: impl FnOnce() -> Recognised,
    ) -> Arc<Recognised> {
        if let Some(known) = self.recognised.get(&key) {
            return known.clone();
        }
        let recognised = Arc::new(read());
        self.recognised.put(key, recognised.clone());
        recognised
    }

    /// The reading itself, or one of the same block that says the same: what was made of that one holds for it.
    fn same(&mut self, key: BlockKey, resolved: Arc<Resolved>) -> Arc<Resolved> {
        let Some(made) = self.made.get(&key) else {
            self.made.put(key, vec![resolved.clone()]);
            return resolved;
        };
        if let Some(known) = made.iter().find(|known| **known == resolved) {
            return known.clone();
        }
        if made.len() == READINGS {
            made.remove(0);
        }
        made.push(resolved.clone());
        resolved
    }

    /// Whether it is of use among many documents, whose contexts hardly ever are the same as a whole.
    pub(super) fn shares(&self) -> bool {
        self.resolved.room() > 0
    }

    /// A block's key. Among many documents it matters not which of its tables a cell stands in.
    pub(super) fn key(&self, block: &Block) -> BlockKey {
        match block.kind {
            BlockKind::Cell {
                row,
                column,
                header,
                ..
            } if self.shares() => {
                let kind = BlockKind::Cell {
                    table: 0,
                    row,
                    column,
                    header,
                };
                block_key(kind, &block.prose)
            }
            kind => block_key(kind, &block.prose),
        }
    }

    /// A hash of what a block hangs on, where that is asked for.
    pub(super) fn hash(&self, hash: impl FnOnce() -> u64) -> u64 {
        if self.shares() { hash() } else { 0 }
    }

    /// A hash of a whole context, where that is asked for.
    pub(super) fn whole_hash<T: Hash>(&self, context: &T) -> u64 {
        if self.shares() { 0 } else { hash_of(context) }
    }

    /// What a block says in a context, if it stood in the same before.
    pub(super) fn known(&mut self, key: BlockKey, context: u64) -> Option<Outcome> {
        match self.shares() {
            true => None,
            false => self.resolved.get(&(key, context)).cloned(),
        }
    }

    pub(super) fn keep(&mut self, key: BlockKey, context: u64, outcome: &Outcome) {
        if !self.shares() {
            self.resolved.put((key, context), outcome.clone());
        }
    }

    /// The dates of a block where it is that time.
    pub(super) fn dated(
        &mut self,
        key: BlockKey,
        time: u64,
        read: impl FnOnce() -> Dated,
    ) -> Dated {
        if let Some(known) = self.dated.get(&(key, time)) {
            return known.clone();
        }
        let dated = read();
        if self.shares() {
            self.dated.put((key, time), dated.clone());
        }
        dated
    }

    /// What a block with these dates says among these people and things.
    pub(super) fn stated(
        &mut self,
        key: BlockKey,
        around: u64,
        read: impl FnOnce() -> (Resolved, Mentioned, Option<Cells>),
    ) -> Stated {
        if let Some(known) = self.stated.get(&(key, around)) {
            return known.clone();
        }
        let (resolved, mentioned, cells) = read();
        let stated = Stated {
            resolved: self.same(key, Arc::new(resolved)),
            mentioned: Arc::new(mentioned),
            cells,
        };
        if self.shares() {
            self.stated.put((key, around), stated.clone());
        }
        stated
    }

    /// Drops what has long been of no use, once that is too much.
    pub(super) fn end(&mut self) {
        let much = self.resolved.end();
        if self.shares() {
            self.recognised.end();
            self.dated.end();
            self.stated.end();
            self.made.end();
        } else if much {
            let used: HashSet<BlockKey> = self.resolved.keys().map(|(key, _)| *key).collect();
            self.recognised.retain(|key| used.contains(key));
            self.made.retain(|key| used.contains(key));
        }
    }
}

/// Two 64-bit hashes of kind and prose: far from a collision in any document, and much quicker than a digest.
fn block_key(kind: BlockKind, prose: &str) -> BlockKey {
    let half = |seed: u64| BlockKey::from(FixedState::with_seed(seed).hash_one((kind, prose)));
    half(1) << 64 | half(2)
}

/// Keys of the memo are hashes already; hashing them again would cost more than the look-up.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Passed(u64);

impl Hasher for Passed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(byte);
        }
    }

    fn write_u64(&mut self, value: u64) {
        self.0 ^= value.rotate_left(32);
    }

    fn write_u128(&mut self, value: u128) {
        self.0 ^= (value >> 64) as u64 ^ (value as u64).rotate_left(16);
    }
}

pub(super) fn hash_of<T: Hash>(value: &T) -> u64 {
    FixedState::default().hash_one(value)
}
