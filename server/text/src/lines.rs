//! Line starts of one text. Lines end at LF, CRLF or a lone CR and nowhere else (LSP 3.17, "Text Documents"): a form
//! feed or U+2028 is an ordinary character here.

use crate::{Encoding, Position, Span};

/// The line starts of one text: offset to position and back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lines {
    /// Byte offset of each line's first byte; the first is 0.
    starts: Vec<usize>,
    length: usize,
}

impl Lines {
    /// Finds the lines of `text`.
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = Vec::with_capacity(text.len() / 60 + 1);
        starts.push(0);
        for at in memchr::memchr2_iter(b'\n', b'\r', bytes) {
            if bytes[at] == b'\n' || bytes.get(at + 1) != Some(&b'\n') {
                starts.push(at + 1);
            }
        }
        Self {
            starts,
            length: text.len(),
        }
    }

    /// How many lines there are: at least one.
    pub fn count(&self) -> usize {
        self.starts.len()
    }

    /// Zero-based line that holds `offset` (clamped to the text).
    pub fn line_of(&self, offset: usize) -> usize {
        self.starts
            .partition_point(|&start| start <= offset.min(self.length))
            - 1
    }

    /// The span of `line` without its line ending, clamped to the last line.
    pub fn content(&self, text: &str, line: usize) -> Span {
        let line = line.min(self.starts.len() - 1);
        let start = self.starts[line];
        let mut end = self.starts.get(line + 1).copied().unwrap_or(self.length);
        if line + 1 < self.starts.len() {
            end -= 1;
            if end > start && text.as_bytes()[end] == b'\n' && text.as_bytes()[end - 1] == b'\r' {
                end -= 1;
            }
        }
        Span::new(start, end)
    }

    /// Position of `offset`, clamped to the text and to a character boundary before it.
    pub fn position(&self, text: &str, offset: usize, encoding: Encoding) -> Position {
        let mut offset = offset.min(self.length);
        while !text.is_char_boundary(offset) {
            offset -= 1;
        }
        let line = self.line_of(offset);
        let content = self.content(text, line);
        let column = encoding.measure(&text[content.start..offset.min(content.end)]);
        Position::new(line as u32, column as u32)
    }

    /// Offset of `position`: a column past the line's end means the line's end, a line past the last the text's end.
    pub fn offset(&self, text: &str, position: Position, encoding: Encoding) -> usize {
        if position.line as usize >= self.starts.len() {
            return self.length;
        }
        let content = self.content(text, position.line as usize);
        content.start + encoding.byte_of(content.of(text), position.column as usize)
    }
}
