//! Sorted pairs of a key and a number, at hand or in bytes: an index that is asked without being read.

use std::ops::Range;

use bytes::Bytes;

/// Bytes of a pair.
pub(super) const PAIR: usize = 12;

/// Pairs, sorted.
#[derive(Clone, Debug)]
pub(crate) enum Pairs {
    /// The halves of the key, and the number.
    Here(Vec<[u32; 3]>),
    There(Bytes),
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
            Self::There(bytes) => bytes.len() / PAIR,
        }
    }

    pub fn get(&self, at: usize) -> (u64, u32) {
        match self {
            Self::Here(pairs) => {
                let [high, low, number] = pairs[at];
                (u64::from(high) << 32 | u64::from(low), number)
            }
            Self::There(bytes) => {
                let pair = &bytes[PAIR * at..PAIR * (at + 1)];
                let (mut key, mut number) = ([0; 8], [0; 4]);
                key.copy_from_slice(&pair[..8]);
                number.copy_from_slice(&pair[8..]);
                (u64::from_le_bytes(key), u32::from_le_bytes(number))
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
