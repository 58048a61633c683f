//! Where something stands, counted as output formats count: lines and columns from 1.

use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

use text::{Encoding, Lines, Span};

/// A range, its end not included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// First line.
    pub line: u32,
    /// First column.
    pub column: u32,
    /// Last line.
    pub end_line: u32,
    /// The column after the last.
    pub end_column: u32,
}

/// The place of `span` in characters.
pub fn place(text: &str, lines: &Lines, span: Span) -> Place {
    in_units(text, lines, span, Encoding::Utf32)
}

/// The place of `span` in the units of an encoding.
pub fn in_units(text: &str, lines: &Lines, span: Span, encoding: Encoding) -> Place {
    let start = lines.position(text, span.start, encoding);
    let end = lines.position(text, span.end, encoding);
    Place {
        line: start.line + 1,
        column: start.column + 1,
        end_line: end.line + 1,
        end_column: end.column + 1,
    }
}

/// A path or name as the path of a URI.
pub fn uri(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'.' | b'_' | b'~' => {
                out.push(char::from(byte));
            }
            other => out.push_str(&format!("%{other:02X}")),
        }
    }
    out
}

/// Lines of the sources that findings point into, counted once each. The text is kept, so that no other begins there.
#[derive(Default)]
pub struct KnownLines(HashMap<*const u8, (Arc<str>, Rc<Lines>)>);

impl KnownLines {
    /// The lines of `text`.
    pub fn of(&mut self, text: &Arc<str>) -> Rc<Lines> {
        let known = self.0.entry(text.as_ptr());
        let (_, lines) = known.or_insert_with(|| (text.clone(), Rc::new(Lines::new(text))));
        lines.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_what_the_format_counts() {
        let text = "a\né“x” y";
        let (lines, start) = (Lines::new(text), text.find('x').expect("it stands there"));
        let span = Span::new(start, start + 1);
        let at = place(text, &lines, span);
        assert_eq!((at.line, at.column, at.end_column), (2, 3, 4));
        assert_eq!(in_units(text, &lines, span, Encoding::Utf8).column, 6);
    }

    #[test]
    fn a_path_is_a_path_in_a_uri() {
        assert_eq!(uri("a b/ü#?.md"), "a%20b/%C3%BC%23%3F.md");
    }
}
