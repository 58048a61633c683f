//! The room `format`: a file's bytes → [`text::Document`], chosen by the file's ending. Heavy parsers stop here; it touches
//! no disk and starts nothing.

#![forbid(unsafe_code)]

mod bibliography;
mod bibtex;
mod csl;
mod docx;
mod encoding;
mod html;
mod pdf;
mod plain;
mod rendition;
mod writer;
mod xml;

use std::sync::Arc;

pub use markdown::Memo;
use text::Document;

pub use bibliography::{
    Author, Bibliography, BibliographyFormat, Fault, Reference, enumerated, read_bibliography,
};
pub use encoding::{Decoded, decode};
pub use rendition::{ReadError, Rendition};

/// Formats that can be read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Format {
    /// CommonMark with tables and footnotes.
    Markdown,
    /// Plain prose.
    Plain,
    /// A web page: its article is read, not its navigation.
    Html,
    /// A Word document.
    Docx,
    /// A PDF with a text layer.
    Pdf,
}

impl Format {
    /// The format that a file's ending names; `None` for an ending that is not read.
    pub fn of(path: &str) -> Option<Format> {
        let (_, ending) = path.rsplit_once('.')?;
        match ending.to_ascii_lowercase().as_str() {
            "md" | "markdown" | "mdown" | "mkd" => Some(Format::Markdown),
            "txt" | "text" => Some(Format::Plain),
            "html" | "htm" | "xhtml" => Some(Format::Html),
            "docx" => Some(Format::Docx),
            "pdf" => Some(Format::Pdf),
            _ => None,
        }
    }

    /// The format by its name, as [`Format::name`] gives it.
    pub fn named(name: &str) -> Option<Format> {
        Format::of(&format!(".{name}"))
    }

    /// Its usual ending.
    pub const fn name(self) -> &'static str {
        match self {
            Format::Markdown => "md",
            Format::Plain => "txt",
            Format::Html => "html",
            Format::Docx => "docx",
            Format::Pdf => "pdf",
        }
    }

    /// Whether a file of this format is text that an editor edits, so that offsets count the file itself. The others are
    /// read into a [`Rendition`].
    pub const fn is_text(self) -> bool {
        matches!(self, Format::Markdown | Format::Plain)
    }

    /// The endings of drafts, for messages.
    pub const fn draft_endings() -> &'static [&'static str] {
        &["md", "markdown", "mdown", "mkd", "txt", "text"]
    }

    /// The endings of sources, for messages.
    pub const fn source_endings() -> &'static [&'static str] {
        &[
            "md", "markdown", "mdown", "mkd", "txt", "text", "html", "htm", "xhtml", "docx", "pdf",
        ]
    }
}

/// Reads `text` as the text format that `path` names; an unknown or missing ending is read as Markdown.
pub fn read(path: &str, text: Arc<str>) -> Document {
    match Format::of(path) {
        Some(Format::Plain) => plain::read(text),
        _ => markdown::read(text),
    }
}

/// The same, where a text is read version after version: what did not change is kept in `memo`.
pub fn read_again(path: &str, text: Arc<str>, memo: &mut Memo) -> Document {
    match Format::of(path) {
        Some(Format::Plain) => plain::read(text),
        _ => memo.read(text),
    }
}

/// Reads a file of a format that is no text into a rendition.
///
/// # Errors
/// If the bytes are not of that format, cannot be read, or hold more than the stated limits; the message says what would
/// mend it. A text format is an error of the caller and is answered like a file that is not of its format.
pub fn render(format: Format, bytes: &[u8]) -> Result<Rendition, ReadError> {
    match format {
        Format::Html => html::read(bytes),
        Format::Docx => docx::read(bytes),
        Format::Pdf => pdf::read(bytes),
        Format::Markdown | Format::Plain => Err(ReadError::NotOfFormat("document".into())),
    }
}
