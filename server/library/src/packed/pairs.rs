//! Sorted pairs of a key and a number, at hand or in bytes: an index that is asked without being read.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use bytes::Bytes;

use crate::aside::{Asides, Laid};

/// Bytes of a pair.
pub(super) const PAIR: usize = 12;

/// Pairs, sorted.
#[derive(Clone)]
pub(crate) enum Pairs {
    /// The halves of the key, and the number.
    Here(Vec<[u32; 3]>),
    There(Bytes),
    /// Put down, and a view of it.
    Laid(Arc<dyn Laid>, Bytes),
}

/// So many pairs are sorted at a time where they are put down.
const RUN: usize = 1 << 21;
/// So many pairs of a run are looked at a time.
const LOOK: usize = 4096;

/// Pairs that come in any order.
pub(crate) struct Sorter {
    pairs: Vec<[u32; 3]>,
    asides: Option<Asides>,
    /// Sorted each by itself.
    runs: Vec<(Arc<dyn Laid>, usize)>,
    run: usize,
}

/// A run of sorted pairs, read from the front.
struct Run {
    laid: Arc<dyn Laid>,
    at: usize,
    len: usize,
    buffer: Vec<u8>,
}

impl Sorter {
    /// With `asides`, no more than so many pairs are held.
    pub fn new(asides: Option<&Asides>) -> Self {
        Self {
            pairs: Vec::new(),
            asides: asides.cloned(),
            runs: Vec::new(),
            run: RUN,
        }
    }

    pub fn put(&mut self, pair: [u32; 3]) {
        self.pairs.push(pair);
        if self.pairs.len() >= self.run {
            self.lay();
        }
    }

    /// Puts down what is held, if there is a place for it.
    fn lay(&mut self) {
        let Some(aside) = &self.asides else { return };
        let mut to = aside();
        self.pairs.sort_unstable();
        for pairs in self.pairs.chunks(LOOK) {
            to.put(&pairs.iter().flat_map(bytes_of).collect::<Vec<u8>>());
        }
        self.runs.push((to.seal(), self.pairs.len()));
        self.pairs.clear();
    }

    /// All of them, sorted.
    pub fn pairs(mut self) -> Pairs {
        if self.runs.is_empty() {
            return Pairs::sorted(self.pairs);
        }
        self.lay();
        self.pairs = Vec::new();
        let Some(aside) = &self.asides else {
            return Pairs::default();
        };
        let mut to = aside();
        let runs = self.runs.into_iter();
        let mut runs: Vec<Run> = runs.map(|(laid, len)| Run::new(laid, len)).collect();
        let next = |(number, run): (usize, &mut Run)| Some(Reverse((run.next()?, number)));
        let mut heads: BinaryHeap<_> = runs.iter_mut().enumerate().filter_map(next).collect();
        let mut bytes = Vec::with_capacity(PAIR * LOOK);
        while let Some(Reverse((pair, number))) = heads.pop() {
            bytes.extend(bytes_of(&pair));
            if bytes.len() >= PAIR * LOOK {
                to.put(&bytes);
                bytes.clear();
            }
            heads.extend(next((number, &mut runs[number])));
        }
        to.put(&bytes);
        let laid = to.seal();
        let view = laid.view();
        Pairs::Laid(laid, view)
    }
}

impl Run {
    fn new(laid: Arc<dyn Laid>, len: usize) -> Self {
        Self {
            laid,
            at: 0,
            len,
            buffer: Vec::new(),
        }
    }

    fn next(&mut self) -> Option<[u32; 3]> {
        if self.at >= self.len {
            return None;
        }
        let inside = PAIR * (self.at % LOOK);
        if inside == 0 {
            self.buffer.resize(PAIR * LOOK.min(self.len - self.at), 0);
            let start = (PAIR * self.at) as u64;
            self.laid.read(start, &mut self.buffer).ok()?;
        }
        self.at += 1;
        let (key, number) = pair_of(&self.buffer[inside..inside + PAIR]);
        Some([(key >> 32) as u32, key as u32, number])
    }
}

fn bytes_of([high, low, number]: &[u32; 3]) -> [u8; PAIR] {
    let key = u64::from(*high) << 32 | u64::from(*low);
    let mut bytes = [0; PAIR];
    bytes[..8].copy_from_slice(&key.to_le_bytes());
    bytes[8..].copy_from_slice(&number.to_le_bytes());
    bytes
}

fn pair_of(bytes: &[u8]) -> (u64, u32) {
    let (mut key, mut number) = ([0; 8], [0; 4]);
    key.copy_from_slice(&bytes[..8]);
    number.copy_from_slice(&bytes[8..]);
    (u64::from_le_bytes(key), u32::from_le_bytes(number))
}

impl fmt::Debug for Pairs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pairs").field("len", &self.len()).finish()
    }
}

impl Default for Pairs {
    fn default() -> Self {
        Self::Here(Vec::new())
    }
}

impl Pairs {
    /// Sorts them.
    pub fn sorted(mut pairs: Vec<[u32; 3]>) -> Self {
        pairs.shrink_to_fit();
        pairs.sort_unstable();
        Self::Here(pairs)
    }

    pub fn len(&self) -> usize {
        match self {
            Self::Here(pairs) => pairs.len(),
            Self::There(bytes) | Self::Laid(_, bytes) => bytes.len() / PAIR,
        }
    }

    pub fn get(&self, at: usize) -> (u64, u32) {
        match self {
            Self::Here(pairs) => {
                let [high, low, number] = pairs[at];
                (u64::from(high) << 32 | u64::from(low), number)
            }
            Self::There(bytes) | Self::Laid(_, bytes) => {
                pair_of(&bytes[PAIR * at..PAIR * (at + 1)])
            }
        }
    }

    /// Where the pairs of a key stand.
    pub fn of(&self, key: u64) -> Range<usize> {
        self.partition_point(|other| other < key)..self.partition_point(|other| other <= key)
    }

    /// The numbers of a key, in order.
    pub fn numbers(&self, key: u64) -> impl Iterator<Item = u32> + '_ {
        self.of(key).map(|at| self.get(at).1)
    }

    fn partition_point(&self, before: impl Fn(u64) -> bool) -> usize {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low + (high - low) / 2;
            if before(self.get(middle).0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sorted_in_runs_they_are_as_sorted_at_once() {
        let pairs: Vec<[u32; 3]> = (0..10_000_u32)
            .map(|at| [at % 3, at.wrapping_mul(0x9E37_79B1) % 500, at])
            .collect();
        let mut sorter = Sorter::new(Some(&crate::held()));
        sorter.run = 700;
        pairs.iter().for_each(|pair| sorter.put(*pair));
        let (one, other) = (sorter.pairs(), Pairs::sorted(pairs));
        assert!(matches!(one, Pairs::Laid(..)) && one.len() == other.len());
        assert!((0..one.len()).all(|at| one.get(at) == other.get(at)));
    }

    #[test]
    fn in_bytes_they_are_as_at_hand() {
        let pairs = vec![(1, 3), (1, 7), (4, 0), (u64::MAX, 2)];
        let bytes: Vec<u8> = pairs
            .iter()
            .flat_map(|(key, number): &(u64, u32)| {
                [&key.to_le_bytes()[..], &number.to_le_bytes()[..]].concat()
            })
            .collect();
        let halves = |(key, number): (u64, u32)| [(key >> 32) as u32, key as u32, number];
        let made = pairs.into_iter().map(halves).collect();
        for all in [Pairs::sorted(made), Pairs::There(bytes.into())] {
            let of = |key| all.numbers(key).collect::<Vec<_>>();
            assert_eq!((of(0), of(1), of(4)), (vec![], vec![3, 7], vec![0]));
            assert_eq!((of(5), of(u64::MAX)), (vec![], vec![2]));
            assert_eq!(all.len(), 4);
        }
    }
}
