//! Length of the longest common subsequence of words, 64 words an addition (Crochemore, Iliopoulos, Pinzon and Reid):
//! the filter before alignment.

/// The query's side, prepared once.
pub(crate) struct Lcs {
    blocks: usize,
    len: usize,
    /// Two places a bucket, so that a word is looked up without asking which it is: id, and its row of `masks`.
    buckets: Vec<[(u32, u32); 2]>,
    multiplier: u32,
    /// By row and block: the positions of a word. The first row is that of all other words, and empty.
    masks: Vec<u64>,
    /// Positions that do not count.
    void: Vec<u64>,
    state: Vec<u64>,
}

/// No word.
const FREE: u32 = u32::MAX;

impl Lcs {
    /// `others` are more ids by position: other spellings of the word there.
    pub(crate) fn new(words: &[u32], others: &[(usize, u32)]) -> Lcs {
        let blocks = words.len().div_ceil(64).max(1);
        let mut lcs = Lcs {
            blocks,
            len: words.len(),
            buckets: Vec::new(),
            multiplier: 0x9e37_79b9,
            masks: vec![0; blocks],
            void: vec![0; blocks],
            state: vec![0; blocks],
        };
        let mut ids: Vec<u32> = words.to_vec();
        ids.extend(others.iter().map(|(_, id)| *id));
        ids.sort_unstable();
        ids.dedup();
        ids.retain(|id| *id != FREE);
        lcs.masks.resize(blocks * (ids.len() + 1), 0);
        lcs.seat(&ids);
        let others = others.iter().copied();
        for (at, id) in words.iter().copied().enumerate().chain(others) {
            if id != FREE {
                let row = lcs.row(id);
                lcs.masks[row * blocks + at / 64] |= 1 << (at % 64);
            }
        }
        lcs
    }

    /// Gives every id a place: with another multiplier where three meet in a bucket, with more buckets where that does not
    /// help.
    fn seat(&mut self, ids: &[u32]) {
        let mut count = (4 * ids.len()).next_power_of_two().max(64);
        let mut tries = 0;
        'again: loop {
            self.buckets.clear();
            self.buckets.resize(count, [(FREE, 0); 2]);
            for (id, row) in ids.iter().zip(1..) {
                let bucket = self.bucket(*id);
                let places = &mut self.buckets[bucket];
                let Some(place) = places.iter_mut().find(|(id, _)| *id == FREE) else {
                    self.multiplier = self.multiplier.wrapping_mul(0x2c1b_3c6d) | 1;
                    tries += 1;
                    count <<= u32::from(tries % 4 == 0);
                    continue 'again;
                };
                *place = (*id, row);
            }
            return;
        }
    }

    #[inline]
    fn bucket(&self, id: u32) -> usize {
        let spread = id.wrapping_mul(self.multiplier);
        ((u64::from(spread) * self.buckets.len() as u64) >> 32) as usize
    }

    #[inline]
    fn row(&self, id: u32) -> usize {
        let [(first, one), (second, two)] = self.buckets[self.bucket(id)];
        let (first, second) = (u32::from(first == id), u32::from(second == id));
        (one * first + two * second) as usize
    }

    /// The positions of a word among the 64 of a block.
    pub(crate) fn like(&self, id: u32, block: usize) -> u64 {
        self.masks[self.row(id) * self.blocks + block] & !self.void[block]
    }

    /// From now on the word at a position counts for nothing.
    pub(crate) fn pass_over(&mut self, at: usize) {
        self.void[at / 64] |= 1 << (at % 64);
    }

    /// How many words of the query stand in `window`, in order.
    pub(crate) fn length(&mut self, window: &[u32]) -> usize {
        if let [void] = self.void[..] {
            let mut state = !0_u64;
            for id in window {
                let mask = self.masks[self.row(*id)] & !void;
                state = state.wrapping_add(state & mask) | (state & !mask);
            }
            return state.count_zeros() as usize;
        }
        self.state.fill(!0);
        for id in window {
            let row = self.row(*id);
            let masks = &self.masks[row * self.blocks..][..self.blocks];
            let mut carry = false;
            for ((state, mask), void) in self.state.iter_mut().zip(masks).zip(&self.void) {
                let mask = mask & !void;
                let hit = *state & mask;
                let (sum, one) = state.overflowing_add(hit);
                let (sum, two) = sum.overflowing_add(u64::from(carry));
                carry = one | two;
                *state = sum | (*state & !mask);
            }
        }
        let zeros: usize = self.state.iter().map(|s| s.count_zeros() as usize).sum();
        debug_assert!(zeros <= self.len);
        zeros
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn slow(a: &[u32], b: &[u32]) -> usize {
        let mut row = vec![0; b.len() + 1];
        for x in a {
            let mut corner = 0;
            for (j, y) in b.iter().enumerate() {
                let above = row[j + 1];
                row[j + 1] = if x == y {
                    corner + 1
                } else {
                    above.max(row[j])
                };
                corner = above;
            }
        }
        row[b.len()]
    }

    proptest! {
        #[test]
        fn equals_the_slow_way(
            a in proptest::collection::vec(0u32..9, 0..150),
            b in proptest::collection::vec(0u32..12, 0..200),
            void in proptest::collection::vec(any::<prop::sample::Index>(), 0..20),
        ) {
            let mut lcs = Lcs::new(&a, &[]);
            prop_assert_eq!(lcs.length(&b), slow(&a, &b));
            let mut rest = a.clone();
            for at in void.into_iter().filter(|_| !a.is_empty()) {
                let at = at.index(a.len());
                rest[at] = 99;
                lcs.pass_over(at);
            }
            prop_assert_eq!(lcs.length(&b), slow(&rest, &b));
        }

        #[test]
        fn any_words_find_a_place(words in proptest::collection::vec(any::<u32>(), 1..300)) {
            let mut lcs = Lcs::new(&words, &[]);
            let known = words.iter().filter(|word| **word != FREE).count();
            prop_assert_eq!(lcs.length(&words), known);
        }
    }
}
