//! Numbers of equal width, packed bit by bit, read where they lie.

/// An array of packed numbers: where it begins and how many bits each has (32 at most).
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Packed {
    pub start: usize,
    pub width: u32,
}

/// Bytes after an array, so that the last number can be read as eight bytes.
const TAIL: usize = 8;

impl Packed {
    /// Number `at`; 0 if it does not lie in `bytes`.
    pub fn get(self, bytes: &[u8], at: usize) -> u32 {
        let bit = at * self.width as usize;
        let first = self.start + bit / 8;
        let Some(eight) = bytes.get(first..first + 8) else {
            return 0;
        };
        let eight = u64::from_le_bytes(eight.try_into().expect("eight bytes"));
        (eight >> (bit % 8)) as u32 & mask(self.width)
    }
}

/// How many bits `most` needs.
pub(super) fn width(most: usize) -> u32 {
    (usize::BITS - most.leading_zeros()).max(1)
}

/// How many bytes `count` numbers of `width` bits take.
pub(super) fn size(count: usize, width: u32) -> Option<usize> {
    let bits = count.checked_mul(width as usize)?;
    Some(bits.div_ceil(8) + TAIL)
}

/// Appends `numbers`, packed.
pub(super) fn write(out: &mut Vec<u8>, width: u32, numbers: impl Iterator<Item = u32>) {
    let (mut word, mut filled) = (0_u64, 0);
    for number in numbers {
        word |= u64::from(number) << filled;
        filled += width;
        while filled >= 8 {
            out.push(word as u8);
            word >>= 8;
            filled -= 8;
        }
    }
    if filled > 0 {
        out.push(word as u8);
    }
    out.extend_from_slice(&[0; TAIL]);
}

fn mask(width: u32) -> u32 {
    u32::MAX >> (32 - width.clamp(1, 32))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn there_and_back(numbers in prop::collection::vec(any::<u32>(), 0..80), shift in 0u32..32) {
            let numbers: Vec<u32> = numbers.iter().map(|number| number >> shift).collect();
            let width = width(numbers.iter().copied().max().unwrap_or(0) as usize);
            let mut bytes = vec![7; 3];
            write(&mut bytes, width, numbers.iter().copied());
            prop_assert_eq!(Some(bytes.len() - 3), size(numbers.len(), width));
            let packed = Packed { start: 3, width };
            let read: Vec<u32> = (0..numbers.len()).map(|at| packed.get(&bytes, at)).collect();
            prop_assert_eq!(read, numbers);
            prop_assert_eq!(packed.get(&bytes, 1000), 0);
        }
    }
}
