//! The known names' folded spellings in order, and which of them stand at a place of a folded text. Knows nothing of what
//! they name, nor where a word begins.
//!
//! Tables of bits turn away nearly every place by its first bytes, few of them for most places, more where those few are
//! common; they grow with the spellings. What is left is sought in the sorted spellings: whichever of them a text begins with,
//! the last one that does not come after the text begins with it too.

use std::iter::successors;

/// So many first bytes are looked at everywhere.
const LOOK: usize = 4;
/// So many are looked at where the first ones may begin a spelling.
const DEEP: usize = 8;
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
    /// The first [`LOOK`] bytes of those that have so many, as numbers in the order of bytes, each once; and which is the
    /// first that begins with them.
    beginnings: Vec<(u32, u32)>,
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
                    let beginning = u32::from_be_bytes(first);
                    if table
                        .beginnings
                        .last()
                        .is_none_or(|last| last.0 < beginning)
                    {
                        table.beginnings.push((beginning, number));
                    }
                }
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

    /// How many spellings come before `text` or are it.
    fn up_to(&self, text: &[u8]) -> usize {
        let Some(first) = text.first_chunk() else {
            return self
                .spellings
                .partition_point(|it| it.text.as_bytes() <= text);
        };
        // Numbers are compared sooner than bytes that lie all over the heap.
        let beginning = u32::from_be_bytes(*first);
        let number = |at: usize| {
            self.beginnings
                .get(at)
                .map_or(self.spellings.len(), |it| it.1 as usize)
        };
        let at = self.beginnings.partition_point(|it| it.0 < beginning);
        if self.beginnings.get(at).is_none_or(|it| it.0 != beginning) {
            return self
                .spellings
                .partition_point(|it| it.text.as_bytes() <= text);
        }
        // Shorter ones may come between the last that begins so and the first that begins with what is next.
        let (start, end) = (number(at), number(at + 1));
        start + self.spellings[start..end].partition_point(|it| it.text.as_bytes() <= text)
    }

    /// The spellings that `text` begins with, longest first.
    pub fn at<'a>(&'a self, text: &'a [u8]) -> impl Iterator<Item = &'a Spelling> {
        let spelling = |number: usize| &self.spellings[number];
        successors(self.up_to(text).checked_sub(1), move |number| {
            spelling(*number).shorter.map(|number| number as usize)
        })
        .map(spelling)
        .skip_while(|spelling| !text.starts_with(spelling.text.as_bytes()))
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
        self.0[number / 64 & words] |= 1 << (number % 64);
    }

    fn has(&self, number: usize) -> bool {
        self.0[number / 64 & (self.0.len() - 1)] >> (number % 64) & 1 == 1
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
    (u64::from_le_bytes(bytes).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32) as usize
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn every_spelling_is_found_where_it_stands(
            spellings in proptest::collection::btree_set("[ab é]{1,12}", 0..24),
            text in "[ab é]{0,60}",
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
