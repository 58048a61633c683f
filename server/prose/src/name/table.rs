//! The known names' folded spellings in order, and which of them stand at a place of a folded text. Knows nothing of what
//! they name, nor where a word begins.
//!
//! Two tables of bits turn away nearly every place by its first bytes. What is left is sought in the sorted spellings:
//! whichever of them a text begins with, the last one that does not come after the text begins with it too.

use std::iter::successors;

/// So many first bytes are looked at before any spelling is compared.
const LOOK: usize = 4;
const BITS: u32 = 16;

/// A spelling of one or more names.
#[derive(Clone, Debug, Default)]
pub(super) struct Spelling {
    /// Folded.
    pub text: Box<str>,
    /// The names that fold to it, by number.
    pub names: Vec<u32>,
    /// The longest other spelling that it begins with.
    shorter: Option<u32>,
}

/// All spellings.
#[derive(Clone, Debug, Default)]
pub(super) struct Table {
    /// In the order of bytes.
    spellings: Vec<Spelling>,
    /// By a hash of the first [`LOOK`] bytes.
    long: Bits,
    /// By the first two bytes of those that have no more than three.
    short: Bits,
}

impl Table {
    /// A table of `spellings`, which come in the order of bytes, each once, none empty.
    pub fn new(spellings: impl Iterator<Item = (String, Vec<u32>)>) -> Self {
        let mut table = Self::default();
        let mut open: Vec<u32> = Vec::new();
        for (number, (text, names)) in (0..).zip(spellings) {
            while open.last().is_some_and(|last| {
                let last = &table.spellings[*last as usize].text;
                !text.starts_with(&**last)
            }) {
                open.pop();
            }
            match *text.as_bytes() {
                [] => {}
                [only] => (0..=u8::MAX).for_each(|next| table.short.set(pair(only, next))),
                [one, two] | [one, two, _] => table.short.set(pair(one, two)),
                [a, b, c, d, ..] => table.long.set(hash([a, b, c, d])),
            }
            table.spellings.push(Spelling {
                text: text.into(),
                names,
                shorter: open.last().copied(),
            });
            open.push(number);
        }
        table
    }

    /// The first place of `folded` from `at` on where a spelling may stand, always the beginning of a character. Where it
    /// says none, none does.
    pub fn next(&self, folded: &[u8], at: usize) -> Option<usize> {
        let rest = folded.get(at..)?;
        let may_stand = |window: &[u8]| {
            let [a, b, c, d] = *window else { return false };
            (self.long.has(hash([a, b, c, d])) || self.short.has(pair(a, b))) && begins(a)
        };
        if let Some(found) = rest.windows(LOOK).position(may_stand) {
            return Some(at + found);
        }
        // The last bytes, behind which a short one may still stand.
        let from = rest.len().saturating_sub(LOOK - 1);
        let may_end = |from: &usize| {
            let next = rest.get(from + 1).copied().unwrap_or_default();
            self.short.has(pair(rest[*from], next)) && begins(rest[*from])
        };
        (from..rest.len()).find(may_end).map(|found| at + found)
    }

    /// The spellings that `text` begins with, longest first.
    pub fn at<'a>(&'a self, text: &'a [u8]) -> impl Iterator<Item = &'a Spelling> {
        let spelling = |number: usize| &self.spellings[number];
        let after = self
            .spellings
            .partition_point(|spelling| spelling.text.as_bytes() <= text);
        successors(after.checked_sub(1), move |number| {
            spelling(*number).shorter.map(|number| number as usize)
        })
        .map(spelling)
        .skip_while(|spelling| !text.starts_with(spelling.text.as_bytes()))
    }
}

/// A set of numbers below 2^16.
#[derive(Clone, Debug, Default)]
struct Bits(Vec<u64>);

impl Bits {
    fn set(&mut self, number: usize) {
        self.0.resize(1 << (BITS - 6), 0);
        self.0[number / 64] |= 1 << (number % 64);
    }

    fn has(&self, number: usize) -> bool {
        let word = self.0.get(number / 64);
        word.is_some_and(|word| word >> (number % 64) & 1 == 1)
    }
}

/// Whether a character begins with `byte`.
fn begins(byte: u8) -> bool {
    byte & 0xc0 != 0x80
}

fn pair(one: u8, two: u8) -> usize {
    usize::from(u16::from_le_bytes([one, two]))
}

/// Fibonacci hashing: Knuth, The Art of Computer Programming, volume 3, 6.4.
fn hash(bytes: [u8; LOOK]) -> usize {
    (u32::from_le_bytes(bytes).wrapping_mul(0x9E37_79B1) >> (32 - BITS)) as usize
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn every_spelling_is_found_where_it_stands(
            spellings in proptest::collection::btree_set("[ab é]{1,7}", 0..24),
            text in "[ab é]{0,40}",
        ) {
            let spellings: BTreeSet<String> = spellings;
            let table = Table::new(spellings.iter().map(|it| (it.clone(), Vec::new())));
            let bytes = text.as_bytes();
            let mut wanted = Vec::new();
            for at in 0..bytes.len() {
                let mut here: Vec<&String> = spellings
                    .iter()
                    .filter(|it| bytes[at..].starts_with(it.as_bytes()))
                    .collect();
                here.sort_by_key(|it| std::cmp::Reverse(it.len()));
                wanted.extend(here.into_iter().map(|it| (at, it.clone())));
            }
            let mut found = Vec::new();
            let mut at = 0;
            while let Some(place) = table.next(bytes, at) {
                found.extend(table.at(&bytes[place..]).map(|it| (place, it.text.to_string())));
                at = place + 1;
            }
            prop_assert_eq!(found, wanted);
        }
    }
}
