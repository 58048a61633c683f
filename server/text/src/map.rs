//! The way back from a rewritten text to the text it was made from.
//!
//! Prose taken out of a document skips markup, replaces entities and joins lines; a [`Map`] remembers, piece by piece,
//! where each byte came from. Pieces are monotone in both texts.

use std::sync::Arc;

use crate::Span;

/// One stretch of the rewritten text and the stretch of the original that it came from.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub struct Piece {
    /// Start in the rewritten text.
    pub flat: usize,
    /// Length in the rewritten text.
    pub flat_len: usize,
    /// Start in the original.
    pub source: usize,
    /// Length in the original.
    pub source_len: usize,
    /// Whether the bytes are the same on both sides.
    pub copied: bool,
}

/// A monotone, piecewise map from a rewritten text to its original. Cloning and shifting share the pieces: a draft of a
/// megabyte is put together from its parts at every keystroke.
#[derive(Clone, Debug, Default)]
pub struct Map {
    pieces: Arc<Vec<Piece>>,
    /// So many bytes stand in the original before what the pieces count from.
    by: usize,
}

impl PartialEq for Map {
    fn eq(&self, other: &Self) -> bool {
        self.pieces().eq(other.pieces())
    }
}

impl Eq for Map {}

/// A text being built together with its map.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Mapped {
    /// The rewritten text so far.
    pub text: String,
    /// Its map back.
    pub map: Map,
}

impl Mapped {
    /// Appends bytes that stand at `source` in the original, unchanged.
    pub fn copy(&mut self, text: &str, source: usize) {
        if text.is_empty() {
            return;
        }
        let flat = self.text.len();
        self.text.push_str(text);
        let pieces = self.map.own();
        if let Some(last) = pieces.last_mut()
            && last.copied
            && last.source + last.source_len == source
        {
            last.flat_len += text.len();
            last.source_len += text.len();
            return;
        }
        pieces.push(Piece {
            flat,
            flat_len: text.len(),
            source,
            source_len: text.len(),
            copied: true,
        });
    }

    /// Appends `text` in the place of the original's `source`.
    pub fn replace(&mut self, text: &str, source: Span) {
        let flat = self.text.len();
        self.text.push_str(text);
        self.map.own().push(Piece {
            flat,
            flat_len: text.len(),
            source: source.start,
            source_len: source.len(),
            copied: false,
        });
    }
}

impl Mapped {
    /// Appends the part `span` of `other`, with its way back.
    pub fn append(&mut self, other: &Mapped, span: Span) {
        for piece in other.map.pieces() {
            let start = span.start.max(piece.flat);
            let end = span.end.min(piece.flat + piece.flat_len);
            if start > end || (start == end && piece.flat_len > 0) {
                continue;
            }
            let words = &other.text[start..end];
            if piece.copied {
                self.copy(words, piece.source + (start - piece.flat));
            } else {
                self.replace(
                    words,
                    Span::new(piece.source, piece.source + piece.source_len),
                );
            }
        }
    }
}

impl Map {
    /// The identity over `len` bytes that begin at `source` in the original.
    pub fn identity(source: usize, len: usize) -> Self {
        let piece = Piece {
            flat: 0,
            flat_len: len,
            source,
            source_len: len,
            copied: true,
        };
        Self {
            pieces: Arc::new(vec![piece]),
            by: 0,
        }
    }

    /// The same map into an original that has `by` bytes more before it.
    pub fn shifted(&self, by: usize) -> Self {
        Self {
            pieces: Arc::clone(&self.pieces),
            by: self.by + by,
        }
    }

    /// The pieces, in order.
    pub fn pieces(&self) -> impl DoubleEndedIterator<Item = Piece> + ExactSizeIterator {
        self.pieces.iter().map(|piece| self.placed(*piece))
    }

    fn placed(&self, piece: Piece) -> Piece {
        Piece {
            source: piece.source + self.by,
            ..piece
        }
    }

    /// The pieces of a map that is being made.
    fn own(&mut self) -> &mut Vec<Piece> {
        let by = std::mem::take(&mut self.by);
        let pieces = Arc::make_mut(&mut self.pieces);
        if by > 0 {
            pieces.iter_mut().for_each(|piece| piece.source += by);
        }
        pieces
    }

    /// The covering hull in the original of `span` of the rewritten text: for display.
    pub fn hull(&self, span: Span) -> Span {
        let start = self.source_of(span.start, false);
        let end = if span.is_empty() {
            start
        } else {
            self.source_of(span.end, true)
        };
        Span::new(start, end.max(start))
    }

    /// The span of the original with the very bytes of `span`, if they stand there in one run: for fixes.
    pub fn contiguous(&self, span: Span) -> Option<Span> {
        let first = self.piece_at(span.start, false)?;
        let last = self.piece_at(span.end, true)?;
        let mut end_of_previous = None;
        for piece in &self.pieces[first..=last.max(first)] {
            if !piece.copied || end_of_previous.is_some_and(|end| end != piece.source) {
                return None;
            }
            end_of_previous = Some(piece.source + piece.source_len);
        }
        Some(self.hull(span))
    }

    /// The offset in the rewritten text of `source`, or of the next byte that survived; `None` outside the map.
    pub fn flat_of(&self, source: usize) -> Option<usize> {
        let source = source.checked_sub(self.by)?;
        let first = self.pieces.first()?;
        let last = self.pieces.last()?;
        if source < first.source || source > last.source + last.source_len {
            return None;
        }
        let at = self
            .pieces
            .partition_point(|piece| piece.source + piece.source_len < source);
        let piece = self.pieces.get(at)?;
        if source <= piece.source {
            return Some(piece.flat);
        }
        Some(if piece.copied {
            piece.flat + (source - piece.source)
        } else if source == piece.source + piece.source_len {
            piece.flat + piece.flat_len
        } else {
            piece.flat
        })
    }

    /// The map from a text rewritten twice to the original: `self` maps the outer text to the middle one.
    pub fn through(&self, inner: &Map) -> Map {
        let mut out = Mapped::default();
        let filler = |n: usize| " ".repeat(n);
        for piece in self.pieces() {
            if !piece.copied {
                let source = inner.hull(Span::new(piece.source, piece.source + piece.source_len));
                out.replace(&filler(piece.flat_len), source);
                continue;
            }
            let mut at = piece.source;
            let end = piece.source + piece.source_len;
            while at < end {
                let Some(index) = inner.piece_at(at, false) else {
                    break;
                };
                let through = inner.placed(inner.pieces[index]);
                let stop = end.min(through.flat + through.flat_len);
                if through.copied {
                    out.copy(&filler(stop - at), through.source + (at - through.flat));
                } else {
                    out.replace(
                        &filler(stop - at),
                        Span::new(through.source, through.source + through.source_len),
                    );
                }
                at = stop;
            }
        }
        out.map
    }

    /// Index of the piece that holds `flat`; at a seam the one before it when `ending`, else the one after.
    fn piece_at(&self, flat: usize, ending: bool) -> Option<usize> {
        if self.pieces.is_empty() {
            return None;
        }
        let at = self.pieces.partition_point(|piece| {
            if ending {
                piece.flat + piece.flat_len < flat
            } else {
                piece.flat + piece.flat_len <= flat
            }
        });
        Some(at.min(self.pieces.len() - 1))
    }

    fn source_of(&self, flat: usize, ending: bool) -> usize {
        let Some(at) = self.piece_at(flat, ending) else {
            return 0;
        };
        let piece = self.placed(self.pieces[at]);
        if flat >= piece.flat + piece.flat_len {
            piece.source + piece.source_len
        } else if flat <= piece.flat {
            piece.source
        } else if piece.copied {
            piece.source + (flat - piece.flat)
        } else if ending {
            piece.source + piece.source_len
        } else {
            piece.source
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sample() -> (&'static str, Mapped) {
        let source = "> The *treaty*&nbsp;of\n> 2001";
        let mut mapped = Mapped::default();
        mapped.copy("The ", 2);
        mapped.copy("treaty", 7);
        mapped.replace("\u{a0}", Span::new(14, 20));
        mapped.copy("of", 20);
        mapped.replace("\n", Span::new(22, 23));
        mapped.copy("2001", 25);
        (source, mapped)
    }

    #[test]
    fn hull_covers_markup_and_a_fix_refuses_it() {
        let (source, mapped) = sample();
        assert_eq!(mapped.text, "The treaty\u{a0}of\n2001");
        assert_eq!(mapped.map.hull(Span::new(0, 10)).of(source), "The *treaty");
        assert_eq!(mapped.map.contiguous(Span::new(0, 10)), None);
        assert_eq!(
            mapped
                .map
                .contiguous(Span::new(4, 10))
                .map(|s| s.of(source)),
            Some("treaty")
        );
        let year = mapped.text.find("2001").unwrap();
        assert_eq!(
            mapped.map.hull(Span::new(year, year + 4)).of(source),
            "2001"
        );
        assert_eq!(mapped.map.flat_of(25), Some(year));
        assert_eq!(mapped.map.flat_of(24), Some(year));
    }

    proptest! {
        #[test]
        fn maps_are_monotone(pieces in proptest::collection::vec((0usize..4, 1usize..5, any::<bool>()), 1..12)) {
            let mut mapped = Mapped::default();
            let mut source = 0;
            for (gap, len, copied) in pieces {
                source += gap;
                if copied { mapped.copy(&"x".repeat(len), source) } else { mapped.replace("y", Span::new(source, source + len)) }
                source += len;
            }
            let mut last = 0;
            for at in 0..=mapped.text.len() {
                let start = mapped.map.hull(Span::new(at, at)).start;
                prop_assert!(start >= last);
                last = start;
                if let Some(back) = mapped.map.flat_of(start) { prop_assert!(back <= at.max(back)); }
            }
        }
    }
}
