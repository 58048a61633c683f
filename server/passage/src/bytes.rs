//! The byte form of a segment: a header, then plain little-endian arrays, each on a multiple of eight.
//!
//! ```text
//! 0   magic "PLS-WORD"        8 bytes
//! 8   version                 u32, then 4 bytes of nothing
//! 16  checksum                16 bytes: BLAKE3 of all that follows
//! 32  words, vocabulary, letters: how many of each (u64)
//! 56  ids (u32), starts (u32), shapes (u16), lengths (u8) a word; ids (u32), ends (u32) a vocabulary entry; letters (UTF-8)
//! ```

use thiserror::Error;

use crate::segment::Segment;

const MAGIC: &[u8; 8] = b"PLS-WORD";
const VERSION: u32 = 1;
const SUMMED: usize = 32;
const ARRAYS: usize = 56;

/// Bytes that are no segment.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Error)]
pub enum SegmentError {
    /// They begin otherwise.
    #[error("not a word segment")]
    NotASegment,
    /// They were written by another version.
    #[error("a word segment of version {0}, but this program reads version {VERSION}")]
    Version(u32),
    /// They were cut short or changed.
    #[error("a damaged word segment")]
    Damaged,
}

impl Segment {
    /// The byte form. The same segment always gives the same bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(ARRAYS + self.len() * 11 + self.letters.len() + 64);
        out.extend_from_slice(MAGIC);
        out.extend_from_slice(&VERSION.to_le_bytes());
        out.resize(SUMMED, 0);
        for count in [self.words.len(), self.vocabulary.len(), self.letters.len()] {
            out.extend_from_slice(&(count as u64).to_le_bytes());
        }
        array(&mut out, self.words.iter().map(|n| n.to_le_bytes()));
        array(&mut out, self.starts.iter().map(|n| n.to_le_bytes()));
        array(&mut out, self.shapes.iter().map(|n| n.to_le_bytes()));
        array(&mut out, self.lengths.iter().map(|n| [*n]));
        array(&mut out, self.vocabulary.iter().map(|n| n.to_le_bytes()));
        array(&mut out, self.ends.iter().map(|n| n.to_le_bytes()));
        array(&mut out, self.letters.bytes().map(|n| [n]));
        let sum = checksum(&out[SUMMED..]);
        out[16..SUMMED].copy_from_slice(&sum);
        out
    }

    /// Reads the byte form back.
    pub fn from_bytes(bytes: &[u8]) -> Result<Segment, SegmentError> {
        if !bytes.starts_with(MAGIC) {
            return Err(SegmentError::NotASegment);
        }
        let version = bytes.get(8..12).ok_or(SegmentError::Damaged)?;
        let version = u32::from_le_bytes(version.try_into().expect("four bytes"));
        if version != VERSION {
            return Err(SegmentError::Version(version));
        }
        if bytes.len() < ARRAYS || bytes[16..SUMMED] != checksum(&bytes[SUMMED..]) {
            return Err(SegmentError::Damaged);
        }
        read(bytes).ok_or(SegmentError::Damaged)
    }
}

/// The arrays, if they fill `bytes` and fit each other.
fn read(bytes: &[u8]) -> Option<Segment> {
    let count = |at: usize| {
        let count = bytes.get(at..at + 8)?.try_into().ok()?;
        usize::try_from(u64::from_le_bytes(count)).ok()
    };
    let (words, vocabulary, letters) = (count(32)?, count(40)?, count(48)?);
    let mut at = ARRAYS;
    let segment = Segment {
        words: take(bytes, &mut at, words, u32::from_le_bytes)?,
        starts: take(bytes, &mut at, words, u32::from_le_bytes)?,
        shapes: take(bytes, &mut at, words, u16::from_le_bytes)?,
        lengths: take(bytes, &mut at, words, |[byte]| byte)?,
        vocabulary: take(bytes, &mut at, vocabulary, u32::from_le_bytes)?,
        ends: take(bytes, &mut at, vocabulary, u32::from_le_bytes)?,
        letters: String::from_utf8(take(bytes, &mut at, letters, |[byte]| byte)?).ok()?,
    };
    let cut = |end: &u32| segment.letters.is_char_boundary(*end as usize);
    let sound = at == bytes.len() && segment.ends.is_sorted() && segment.ends.iter().all(cut);
    sound.then_some(segment)
}

fn array<const N: usize>(out: &mut Vec<u8>, items: impl Iterator<Item = [u8; N]>) {
    items.for_each(|item| out.extend_from_slice(&item));
    out.resize(out.len().next_multiple_of(8), 0);
}

fn take<const N: usize, T>(
    bytes: &[u8],
    at: &mut usize,
    count: usize,
    from: impl Fn([u8; N]) -> T,
) -> Option<Vec<T>> {
    let length = count.checked_mul(N)?;
    let items = bytes.get(*at..at.checked_add(length)?)?;
    *at = (*at + length).next_multiple_of(8);
    let item = |chunk: &[u8]| from(chunk.try_into().expect("whole chunks"));
    Some(items.chunks_exact(N).map(item).collect())
}

fn checksum(bytes: &[u8]) -> [u8; 16] {
    let hash = blake3::hash(bytes);
    hash.as_bytes()[..16].try_into().expect("sixteen bytes")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn there_and_back(text in "\\PC{0,200}") {
            let segment = Segment::build(&text, &[]);
            prop_assert_eq!(Segment::from_bytes(&segment.to_bytes()), Ok(segment));
        }

        #[test]
        fn damage_is_seen(text in "[a-z ]{0,80}", at in any::<prop::sample::Index>(), cut in any::<bool>()) {
            let mut bytes = Segment::build(&text, &[]).to_bytes();
            let at = at.index(bytes.len());
            if cut { bytes.truncate(at) } else { bytes[at] ^= 1 }
            // The four bytes of nothing may be anything.
            prop_assume!(cut || !(12..16).contains(&at));
            prop_assert!(Segment::from_bytes(&bytes).is_err());
        }
    }

    #[test]
    fn other_versions_are_named() {
        let mut bytes = Segment::build("a", &[]).to_bytes();
        bytes[8] = 9;
        assert_eq!(Segment::from_bytes(&bytes), Err(SegmentError::Version(9)));
        assert_eq!(Segment::from_bytes(b"PDF"), Err(SegmentError::NotASegment));
    }
}
