//! What is kept from one reading to the next: answers by their questions, the unused ones dropped when they are too many. It
//! knows nothing of what it keeps.

use std::collections::HashMap;
use std::hash::{BuildHasher, BuildHasherDefault, Hash};

use rustc_hash::FxHasher;

/// So many more answers than needed are never too many.
const SPARE: usize = 4;
/// Nor is this part of what is needed.
const OVER: usize = 32;

/// Answers by their questions. Each time of use begins with [`Kept::begin`] and ends with [`Kept::end`].
#[derive(Clone, Debug)]
pub struct Kept<K, V, S = BuildHasherDefault<FxHasher>> {
    entries: HashMap<K, (V, u64), S>,
    /// Counts the times of use.
    time: u64,
    /// How many the present time of use has needed.
    used: usize,
    /// So many are kept whether needed or not.
    room: usize,
    /// How many were needed when that was last found out.
    needed: usize,
}

impl<K: Hash + Eq, V, S: BuildHasher + Default> Kept<K, V, S> {
    /// Keeps up to `room` answers that nobody needed lately. Without room there are no more of these than of the others.
    pub fn with_room(room: usize) -> Self {
        Self {
            entries: HashMap::default(),
            time: 0,
            used: 0,
            room,
            needed: 0,
        }
    }

    /// How many answers are kept whether needed or not.
    pub fn room(&self) -> usize {
        self.room
    }

    /// Begins a time of use.
    pub fn begin(&mut self) {
        self.time += 1;
        self.used = 0;
    }

    /// The answer, if it is known.
    pub fn get(&mut self, key: &K) -> Option<&mut V> {
        let (value, time) = self.entries.get_mut(key)?;
        if *time != self.time {
            *time = self.time;
            self.used += 1;
        }
        Some(value)
    }

    /// Keeps an answer.
    pub fn put(&mut self, key: K, value: V) {
        let before = self.entries.insert(key, (value, self.time));
        if before.is_none_or(|(_, time)| time != self.time) {
            self.used += 1;
        }
    }

    /// Drops what was not needed for the longest time, once there is too much. Whether it did.
    pub fn end(&mut self) -> bool {
        // A little over what is needed: else what an editor holds of a draft would grow while it is typed.
        let much = self.entries.len() > self.room.max(self.used + self.used / OVER + SPARE);
        if much {
            let oldest = self.oldest(self.used.max(self.room / 2));
            self.entries.retain(|_, (_, time)| *time >= oldest);
        }
        much
    }

    /// The same where only what is new was asked for: of what else is `needed` it is told here, once there may be too much.
    pub fn end_with(&mut self, needed: impl Iterator<Item = K>) -> bool {
        if self.entries.len() <= self.room.max(self.needed + self.needed / OVER + SPARE) {
            return false;
        }
        for key in needed {
            self.get(&key);
        }
        self.needed = self.used;
        self.end()
    }

    /// The earliest time of which all answers may stay, if `most` of them may; this time at the latest.
    fn oldest(&self, most: usize) -> u64 {
        let mut times: Vec<u64> = self.entries.values().map(|(_, time)| *time).collect();
        times.sort_unstable_by(|one, other| other.cmp(one));
        let first_out = times.get(most).copied().unwrap_or_default();
        (first_out + 1).min(self.time)
    }

    /// Drops the answers whose questions do not fit.
    pub fn retain(&mut self, fits: impl Fn(&K) -> bool) {
        self.entries.retain(|key, _| fits(key));
    }

    /// The questions whose answers are kept, in no order.
    pub fn keys(&self) -> impl Iterator<Item = &K> {
        self.entries.keys()
    }
}

impl<K: Hash + Eq, V, S: BuildHasher + Default> Default for Kept<K, V, S> {
    fn default() -> Self {
        Self::with_room(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(kept: &mut Kept<u32, u32>, questions: std::ops::Range<u32>) -> usize {
        kept.begin();
        let mut known = 0;
        for question in questions {
            match kept.get(&question) {
                Some(answer) => {
                    assert_eq!(*answer, question + 1);
                    known += 1;
                }
                None => kept.put(question, question + 1),
            }
        }
        kept.end();
        known
    }

    #[test]
    fn the_last_time_is_remembered_and_what_is_older_not_for_long() {
        let mut kept = Kept::default();
        assert_eq!(ask(&mut kept, 0..10), 0);
        assert_eq!(ask(&mut kept, 5..15), 5);
        assert_eq!(ask(&mut kept, 15..16), 0);
        assert_eq!(ask(&mut kept, 0..10), 0, "one was needed, fifteen not");
    }

    #[test]
    fn what_was_needed_last_stays_longest() {
        let mut kept = Kept::with_room(20);
        ask(&mut kept, 0..8);
        ask(&mut kept, 10..18);
        ask(&mut kept, 20..28);
        assert_eq!(ask(&mut kept, 20..28), 8);
        assert_eq!(ask(&mut kept, 10..18), 0, "half the room is for them");
    }

    #[test]
    fn room_keeps_what_nobody_needed() {
        let mut kept = Kept::with_room(20);
        ask(&mut kept, 0..18);
        ask(&mut kept, 50..51);
        assert_eq!(ask(&mut kept, 0..18), 18);
        ask(&mut kept, 100..105);
        assert_eq!(ask(&mut kept, 0..18), 0, "there was no more room");
    }
}
