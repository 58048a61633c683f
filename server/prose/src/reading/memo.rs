//! What is kept from one reading to the next. It knows that blocks are read in contexts, not how.

use std::collections::HashSet;
use std::hash::{BuildHasher, BuildHasherDefault, Hash, Hasher};
use std::sync::Arc;

use foldhash::quality::FixedState;
use text::{Block, BlockKind};

use super::{Dated, Outcome, Recognised, Resolved, Stated};
use crate::kept::Kept;
use crate::statement::{Cells, Mentioned, placed};

/// What was read before, by block. One for each document that is read again and again, or with room for many that say some
/// things alike.
#[derive(Debug, Default)]
pub struct Memo {
    /// What the entries were read with; another reader empties the memo.
    reader: u64,
    /// The blocks of the last version, in order, where versions of one document are read.
    pub(super) last: Vec<Seen>,
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

/// One block of the last version.
#[derive(Debug)]
pub(super) struct Seen {
    /// Shared with the document where that is read in parts: then it is the same allocation and not compared.
    pub prose: Arc<str>,
    pub kind: BlockKind,
    pub key: BlockKey,
    /// A hash of the context that it was read in.
    pub context: u64,
    pub outcome: Outcome,
}

/// How many blocks at its beginning and at its end a version has in common with the last.
pub(super) struct Alike {
    pub head: usize,
    pub tail: usize,
}

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
            last: Vec::new(),
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

    /// What was recognised in a block of this key, if it is known.
    pub(super) fn seen_in(&mut self, key: BlockKey) -> Option<&Recognised> {
        self.recognised.get(&key).map(|known| &**known)
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

    /// What these blocks have in common with those of the last version, by their prose; at the beginning only if they are
    /// read in the same context.
    pub(super) fn alike(&self, blocks: &[Block], context: u64) -> Alike {
        let same = |seen: &Seen, at: usize| {
            seen.kind == kind_of(blocks, at) && seen.prose == blocks[at].prose
        };
        let begins = self.last.first().is_some_and(|it| it.context == context);
        let head = self.last.iter().zip(0..blocks.len());
        let head = head.take_while(|(seen, at)| begins && same(seen, *at));
        let head = head.count();
        let tail = self.last[head..].iter().rev();
        let tail = tail.zip((head..blocks.len()).rev());
        let tail = tail.take_while(|(seen, at)| same(seen, *at)).count();
        Alike { head, tail }
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
        self.resolved.get(&(key, context)).cloned()
    }

    pub(super) fn keep(&mut self, key: BlockKey, context: u64, outcome: &Outcome) {
        self.resolved.put((key, context), outcome.clone());
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
        if self.shares() {
            self.recognised.end();
            self.dated.end();
            self.stated.end();
            self.made.end();
            return;
        }
        // What stayed as it was nobody asked for.
        let needed = self.last.iter().map(|seen| (seen.key, seen.context));
        if self.resolved.end_with(needed) {
            let used: HashSet<BlockKey> = self.resolved.keys().map(|(key, _)| *key).collect();
            self.recognised.retain(|key| used.contains(key));
            self.made.retain(|key| used.contains(key));
        }
    }
}

/// A block's kind as readings know it.
pub(super) fn kind_of(blocks: &[Block], at: usize) -> BlockKind {
    let before = at.checked_sub(1).map(|before| blocks[before].kind);
    placed(blocks[at].kind, before)
}

/// Two 64-bit hashes of kind and prose: far from a collision in any document, and much quicker than a digest.
pub(super) fn block_key(kind: BlockKind, prose: &str) -> BlockKey {
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
