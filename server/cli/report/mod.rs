//! One result, several views of it.

mod coverage;
mod excerpt;
pub mod json;
pub mod text;

use std::path::{MAIN_SEPARATOR, Path};

use analysis::Analysis;
use project::{LibraryInfo, Workspace};

/// A draft that was checked.
pub struct Checked {
    /// Its path as it was named, with `/` between.
    pub path: String,
    /// The library it was checked against.
    pub library: LibraryInfo,
    /// What was found.
    pub analysis: Analysis,
}

impl Checked {
    /// Notes under which path and against which library a draft was checked.
    pub fn new(path: &Path, workspace: &Workspace, analysis: Analysis) -> Self {
        Self {
            path: shown(path),
            library: workspace.info.clone(),
            analysis,
        }
    }
}

/// A path as output has it: as it was named, with `/` between and no `./` before.
fn shown(path: &Path) -> String {
    let path = path.strip_prefix(".").unwrap_or(path).to_string_lossy();
    if MAIN_SEPARATOR == '\\' {
        path.replace('\\', "/")
    } else {
        path.into_owned()
    }
}

/// `text` on one line and harmless to a terminal: line breaks become spaces, other control characters become pictures
/// of themselves, and what would reorder the text a replacement character.
pub fn escape(text: &str) -> String {
    text.chars().map(harmless).collect()
}

/// One character's harmless stand-in.
fn harmless(character: char) -> char {
    match character {
        '\n' | '\r' | '\t' => ' ',
        '\0'..='\x1F' => char::from_u32(0x2400 + character as u32).unwrap_or('\u{FFFD}'),
        '\x7F' => '\u{2421}',
        '\u{80}'..='\u{9F}'
        | '\u{200E}'
        | '\u{200F}'
        | '\u{2028}'..='\u{202E}'
        | '\u{2066}'..='\u{2069}' => '\u{FFFD}',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn nothing_reaches_the_terminal_but_text() {
        let text = super::escape("a\x1B[31mb\nc\u{202E}d\u{9B}31m\x07é…");
        assert_eq!(text, "a␛[31mb c\u{FFFD}d\u{FFFD}31m␇é…");
    }
}
