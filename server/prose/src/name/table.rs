//! The known names' folded spellings, and which of them stand at a place of a folded text. Knows nothing of what they name, nor
//! where a word begins.
//!
//! Tables of bits turn away nearly every place by its first bytes, few of them for most places, more where those few are
//! common; they grow with the spellings. What is left is sought by its first bytes, as many as a spelling has at least: those
//! that begin alike stand together, in the order of bytes, and whichever of them a text begins with, the last one that does not
//! come after the text begins with it too.

use std::collections::HashMap;
use std::iter::successors;

use rustc_hash::FxBuildHasher;

/// So many first bytes are looked at everywhere.
const LOOK: usize = 4;
/// So many are looked at where the first ones may begin a spelling.
const DEEP: usize = 8;
/// By so many first bytes spellings are sought that have so many, but not the number before.
const LENGTHS: [usize; 4] = [32, 16, 8, 4];
/// A table of bits has 2 to this power at least, and so many for each spelling.
const BITS: u32 = 16;
const BITS_EACH: usize = 16;

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
    /// Those of each of [`LENGTHS`].
    alike: [Alike; LENGTHS.len()],
    /// The numbers of those that are shorter than all of these, in the order of bytes.
    tiny: Vec<u32>,
    /// By the first [`LOOK`] bytes.
    long: Bits,
    /// By the first [`DEEP`] bytes of those that have so many.
    deep: Bits,
    /// By the first [`LOOK`] bytes of those that have fewer than [`DEEP`].
    brief: Bits,
    /// By the first two bytes of those that have no more than three.
    short: Bits,
}

impl Table {
    /// A table of `spellings`, which come in the order of bytes, each once, none empty.
    pub fn new(spellings: impl ExactSizeIterator<Item = (String, Vec<u32>)>) -> Self {
        let mut table = Self {
            deep: Bits::for_many(spellings.len()),
            ..Self::default()
        };
        let mut open: Vec<u32> = Vec::new();
        for (number, (text, names)) in (0..).zip(spellings) {
            while open.last().is_some_and(|last| {
                let last = &table.spellings[*last as usize].text;
                !text.starts_with(&**last)
            }) {
                open.pop();
            }
            let bytes = text.as_bytes();
            match *bytes {
                [] => {}
                [only] => (0..=u8::MAX).for_each(|next| table.short.set(pair(only, next))),
                [one, two] | [one, two, _] => table.short.set(pair(one, two)),
                [a, b, c, d, ..] => {
                    let first = [a, b, c, d];
                    table.long.set(look(first));
                    match bytes.first_chunk() {
                        Some(bytes) => table.deep.set(deep(*bytes)),
                        None => table.brief.set(look(first)),
                    }
                }
            }
            match LENGTHS.iter().position(|length| bytes.len() >= *length) {
                Some(at) => table.alike[at].put(&bytes[..LENGTHS[at]], number, &table.spellings),
                None => table.tiny.push(number),
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
        let may_stand = |(at, window): (usize, &[u8])| {
            let &[a, b, c, d] = window else { return None };
            let long = self.long.has(look([a, b, c, d])) && self.goes_on(&rest[at..]);
            ((long || self.short.has(pair(a, b))) && begins(a)).then_some(at)
        };
        let mut windows = rest.windows(LOOK).enumerate();
        if let Some(found) = windows.find_map(may_stand) {
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

    /// Whether a spelling may begin as `text` does, whose first [`LOOK`] bytes begin one.
    fn goes_on(&self, text: &[u8]) -> bool {
        let Some(bytes) = text.first_chunk::<DEEP>() else {
            return true;
        };
        let [a, b, c, d, ..] = *bytes;
        self.deep.has(deep(*bytes)) || self.brief.has(look([a, b, c, d]))
    }

    /// A spelling that begins with every other one that `text` begins with, or is the longest of them.
    fn nearest(&self, text: &[u8]) -> Option<usize> {
        let spelling = |number: &u32| self.spellings[*number as usize].text.as_bytes();
        let last = |numbers: &[u32]| {
            let after = numbers.partition_point(|it| spelling(it) <= text);
            // All begin alike: the first has the same shorter ones as any.
            numbers.get(after.saturating_sub(1)).map(|it| *it as usize)
        };
        let mut lengths = LENGTHS.iter().zip(&self.alike);
        let alike = lengths.find_map(|(length, alike)| {
            let first = text.get(..*length)?;
            last(alike.of(first, &self.spellings)?)
        });
        alike.or_else(|| last(&self.tiny))
    }

    /// The spellings that `text` begins with, longest first.
    pub fn at<'a>(&'a self, text: &'a [u8]) -> impl Iterator<Item = &'a Spelling> {
        let spelling = |number: usize| &self.spellings[number];
        successors(self.nearest(text), move |number| {
            spelling(*number).shorter.map(|number| number as usize)
        })
        .map(spelling)
        .skip_while(|spelling| !text.starts_with(spelling.text.as_bytes()))
    }
}

/// Spellings by their first bytes, of which each has so many at least.
#[derive(Clone, Debug, Default)]
struct Alike {
    /// By a hash of these bytes: where in `numbers` they begin and end.
    groups: HashMap<u64, (u32, u32), FxBuildHasher>,
    /// The numbers of the spellings, in the order of bytes.
    numbers: Vec<u32>,
}

impl Alike {
    /// Adds the next one in the order of bytes, whose first bytes these are; `before` are all before it.
    fn put(&mut self, first: &[u8], number: u32, before: &[Spelling]) {
        let (end, key) = (self.numbers.len() as u32, self.key(first, before));
        self.numbers.push(number);
        self.groups.entry(key).or_insert((end, end)).1 = end + 1;
    }

    /// The numbers of those that begin so.
    fn of(&self, first: &[u8], spellings: &[Spelling]) -> Option<&[u32]> {
        let (start, end) = *self.groups.get(&self.key(first, spellings))?;
        self.numbers.get(start as usize..end as usize)
    }

    /// The key of the group of these bytes, or the free one where it belongs.
    fn key(&self, first: &[u8], spellings: &[Spelling]) -> u64 {
        let mut key = first.chunks_exact(4).fold(0, |key: u64, four| {
            let four = u32::from_le_bytes([four[0], four[1], four[2], four[3]]);
            (key ^ u64::from(four)).wrapping_mul(FACTOR).rotate_left(23)
        });
        let other = |(start, _): &(u32, u32)| {
            let one = self.numbers[*start as usize] as usize;
            !spellings[one].text.as_bytes().starts_with(first)
        };
        while self.groups.get(&key).is_some_and(other) {
            key = key.wrapping_add(FACTOR);
        }
        key
    }
}

/// A set of hashes and of small numbers, of which the low bits count.
#[derive(Clone, Debug)]
struct Bits(Box<[u64]>);

impl Default for Bits {
    fn default() -> Self {
        Self::for_many(0)
    }
}

impl Bits {
    /// With room for so many.
    fn for_many(count: usize) -> Self {
        let bits = (count * BITS_EACH).next_power_of_two().max(1 << BITS);
        Self(vec![0; bits / 64].into())
    }

    fn set(&mut self, number: usize) {
        // There are two to some power of them.
        let words = self.0.len() - 1;
        self.0[(number / 64) & words] |= 1 << (number % 64);
    }

    fn has(&self, number: usize) -> bool {
        self.0[(number / 64) & (self.0.len() - 1)] >> (number % 64) & 1 == 1
    }
}

/// Whether a character begins with `byte`.
fn begins(byte: u8) -> bool {
    byte & 0xc0 != 0x80
}

fn pair(one: u8, two: u8) -> usize {
    usize::from(u16::from_le_bytes([one, two]))
}

/// Fibonacci hashing: Knuth, The Art of Computer Programming, volume 3, 6.4. The best bits are the high ones.
fn look(bytes: [u8; LOOK]) -> usize {
    (u32::from_le_bytes(bytes).wrapping_mul(0x9E37_79B1) >> (32 - BITS)) as usize
}

fn deep(bytes: [u8; DEEP]) -> usize {
    (u64::from_le_bytes(bytes).wrapping_mul(FACTOR) >> 32) as usize
}

const FACTOR: u64 = 0x9E37_79B9_7F4A_7C15;

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn every_spelling_is_found_where_it_stands(
            spellings in proptest::collection::btree_set("[ab é]{1,12}|a{3,36}b{0,3}", 0..24),
            text in "[ab é]{0,60}|[ab]a{4,50}b{1,4}",
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
