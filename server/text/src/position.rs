//! Positions as editors count them: line and column, in a negotiated encoding.

/// What a column counts.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Hash)]
pub enum Encoding {
    /// Bytes.
    Utf8,
    /// UTF-16 code units: the protocol's default.
    #[default]
    Utf16,
    /// Unicode scalar values.
    Utf32,
}

impl Encoding {
    /// Length of `text` in units of this encoding.
    pub fn measure(self, text: &str) -> usize {
        match self {
            Encoding::Utf8 => text.len(),
            Encoding::Utf16 => text.chars().map(char::len_utf16).sum(),
            Encoding::Utf32 => text.chars().count(),
        }
    }

    /// Byte offset in `line` of column `column`, clamped to the line's end. A column that falls inside a character
    /// means that character's start, so that no answer ever splits one.
    pub fn byte_of(self, line: &str, column: usize) -> usize {
        if self == Encoding::Utf8 {
            let mut byte = column.min(line.len());
            while !line.is_char_boundary(byte) {
                byte -= 1;
            }
            return byte;
        }
        let mut counted = 0;
        for (byte, c) in line.char_indices() {
            let width = if self == Encoding::Utf16 {
                c.len_utf16()
            } else {
                1
            };
            if counted + width > column {
                return byte;
            }
            counted += width;
        }
        line.len()
    }
}

/// Zero-based line and column; the column counts units of the [`Encoding`] agreed with the reader.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default, Hash)]
pub struct Position {
    /// Zero-based line.
    pub line: u32,
    /// Zero-based column in encoding units.
    pub column: u32,
}

impl Position {
    /// The position at `line` and `column`.
    pub const fn new(line: u32, column: u32) -> Self {
        Self { line, column }
    }
}
