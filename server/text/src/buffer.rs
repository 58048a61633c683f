//! An open text under edit: a rope that takes the protocol's changes one after another.

use ropey::Rope;
use std::sync::Arc;

use crate::{Encoding, Position};

/// One change as an editor sends it: the range it replaces, or nothing for the whole text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What is replaced, in columns of the negotiated encoding; `None` replaces everything.
    pub range: Option<(Position, Position)>,
    /// What stands there afterwards.
    pub text: String,
}

/// A text under edit. Cloning is cheap (the rope shares its nodes).
#[derive(Clone, Debug)]
pub struct Buffer {
    rope: Rope,
}

impl Buffer {
    /// A buffer holding `text`.
    pub fn new(text: &str) -> Self {
        Self {
            rope: Rope::from_str(text),
        }
    }

    /// Applies one change. Positions outside the text are clamped; a reversed range is read the right way round.
    pub fn apply(&mut self, change: &Change, encoding: Encoding) {
        let Some((start, end)) = change.range else {
            self.rope = Rope::from_str(&change.text);
            return;
        };
        let start = self.char_of(start, encoding);
        let end = self.char_of(end, encoding);
        let (start, end) = (start.min(end), start.max(end));
        self.rope.remove(start..end);
        self.rope.insert(start, &change.text);
    }

    /// The whole text, flattened.
    pub fn flatten(&self) -> Arc<str> {
        let mut text = String::with_capacity(self.rope.len_bytes());
        for chunk in self.rope.chunks() {
            text.push_str(chunk);
        }
        text.into()
    }

    /// Length in bytes.
    pub fn len(&self) -> usize {
        self.rope.len_bytes()
    }

    /// Whether the text is empty.
    pub fn is_empty(&self) -> bool {
        self.rope.len_bytes() == 0
    }

    /// Character index of `position`, clamped as [`crate::Lines::offset`] clamps.
    fn char_of(&self, position: Position, encoding: Encoding) -> usize {
        let line = position.line as usize;
        if line >= self.rope.len_lines() {
            return self.rope.len_chars();
        }
        let start = self.rope.line_to_char(line);
        let slice = self.rope.line(line);
        let mut content = slice.len_chars();
        while content > 0 && matches!(slice.char(content - 1), '\n' | '\r') {
            content -= 1;
        }
        let content = slice.slice(..content);
        let wanted = position.column as usize;
        let column = match encoding {
            Encoding::Utf8 => content.byte_to_char(wanted.min(content.len_bytes())),
            Encoding::Utf16 => content.utf16_cu_to_char(wanted.min(content.len_utf16_cu())),
            Encoding::Utf32 => wanted.min(content.len_chars()),
        };
        start + column
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Lines;
    use proptest::prelude::*;

    fn spliced(text: &str, change: &Change, encoding: Encoding) -> String {
        let Some((start, end)) = change.range else {
            return change.text.clone();
        };
        let lines = Lines::new(text);
        let (a, b) = (
            lines.offset(text, start, encoding),
            lines.offset(text, end, encoding),
        );
        let (a, b) = (a.min(b), a.max(b));
        format!("{}{}{}", &text[..a], change.text, &text[b..])
    }

    fn encodings() -> impl Strategy<Value = Encoding> {
        prop_oneof![
            Just(Encoding::Utf8),
            Just(Encoding::Utf16),
            Just(Encoding::Utf32)
        ]
    }

    proptest! {
        #[test]
        fn edits_in_the_rope_equal_edits_in_a_string(
            text in "[a\u{e9}\u{1f600}\u{2028}\u{c}\r\n]{0,40}",
            edits in proptest::collection::vec(
                ((0u32..6, 0u32..12), (0u32..6, 0u32..12), "[b\u{fc}\u{1f642}\r\n]{0,6}"), 0..6),
            encoding in encodings(),
        ) {
            let mut buffer = Buffer::new(&text);
            let mut plain = text;
            for ((l1, c1), (l2, c2), new) in edits {
                let change = Change { range: Some((Position::new(l1, c1), Position::new(l2, c2))), text: new };
                plain = spliced(&plain, &change, encoding);
                buffer.apply(&change, encoding);
                prop_assert_eq!(&*buffer.flatten(), plain.as_str());
            }
        }

        #[test]
        fn positions_round_trip(text in "[a\u{e9}\u{1f600}\u{2028}\u{c}\r\n]{0,40}", encoding in encodings()) {
            let lines = Lines::new(&text);
            for (offset, _) in text.char_indices().chain([(text.len(), ' ')]) {
                let back = lines.offset(&text, lines.position(&text, offset, encoding), encoding);
                // Between CR and LF there is no place of its own: it counts as the line's end.
                let inside_crlf = offset > 0 && text.as_bytes()[offset - 1] == b'\r' && text.as_bytes().get(offset) == Some(&b'\n');
                prop_assert_eq!(back, if inside_crlf { offset - 1 } else { offset });
            }
        }
    }

    #[test]
    fn only_lf_crlf_and_cr_end_a_line() {
        assert_eq!(Lines::new("a\nb\r\nc\rd\u{2028}e\u{c}f\u{85}g").count(), 4);
        assert_eq!(
            Buffer::new("a\nb\r\nc\rd\u{2028}e\u{c}f\u{85}g")
                .rope
                .len_lines(),
            4
        );
    }
}
