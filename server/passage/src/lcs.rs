//! Length of the longest common subsequence of words, 64 words an addition (Crochemore, Iliopoulos, Pinzon and Reid):
//! the filter before alignment.

/// The query's side, prepared once.
pub(crate) struct Lcs {
    blocks: usize,
    len: usize,
    /// Open addressing: id, and the row of `masks` with its positions.
    slots: Vec<(u32, u32)>,
    masks: Vec<u64>,
    state: Vec<u64>,
}

const FREE: u32 = u32::MAX;

impl Lcs {
    /// `others` are more ids by position: other spellings of the word there.
    pub(crate) fn new(words: &[u32], others: &[(usize, u32)]) -> Lcs {
        let blocks = words.len().div_ceil(64).max(1);
        let mut lcs = Lcs {
            blocks,
            len: words.len(),
            slots: vec![
                (0, FREE);
                ((words.len() + others.len()) * 4)
                    .next_power_of_two()
                    .max(64)
            ],
            masks: Vec::new(),
            state: vec![0; blocks],
        };
        let others = others.iter().copied();
        for (at, id) in words.iter().copied().enumerate().chain(others) {
            let slot = lcs.slot(id);
            if lcs.slots[slot].1 == FREE {
                lcs.slots[slot] = (id, (lcs.masks.len() / blocks) as u32);
                lcs.masks.resize(lcs.masks.len() + blocks, 0);
            }
            lcs.masks[lcs.slots[slot].1 as usize * blocks + at / 64] |= 1 << (at % 64);
        }
        lcs
    }

    fn slot(&self, id: u32) -> usize {
        let mask = self.slots.len() - 1;
        let mut slot = id as usize & mask;
        while self.slots[slot].1 != FREE && self.slots[slot].0 != id {
            slot = (slot + 1) & mask;
        }
        slot
    }

    /// How many words of the query stand in `window`, in order.
    pub(crate) fn length(&mut self, window: impl Iterator<Item = u32>) -> usize {
        self.state.fill(!0);
        for id in window {
            let row = self.slots[self.slot(id)].1;
            if row == FREE {
                continue;
            }
            let masks = &self.masks[row as usize * self.blocks..][..self.blocks];
            let mut carry = false;
            for (state, mask) in self.state.iter_mut().zip(masks) {
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
        fn equals_the_slow_way(a in proptest::collection::vec(0u32..9, 0..150), b in proptest::collection::vec(0u32..12, 0..200)) {
            prop_assert_eq!(Lcs::new(&a, &[]).length(b.iter().copied()), slow(&a, &b));
        }
    }
}
