//! The room `format`: a file's text → [`text::Document`], chosen by the file's ending. Heavy parsers stop here.

#![forbid(unsafe_code)]

mod plain;

use std::sync::Arc;

use text::Document;

/// Formats that can be read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Format {
    /// CommonMark with tables and footnotes.
    Markdown,
    /// Plain prose.
    Plain,
}

impl Format {
    /// The format that a file's ending names; `None` for an ending that is not read.
    pub fn of(path: &str) -> Option<Format> {
        let (_, ending) = path.rsplit_once('.')?;
        match ending.to_ascii_lowercase().as_str() {
            "md" | "markdown" | "mdown" | "mkd" => Some(Format::Markdown),
            "txt" | "text" => Some(Format::Plain),
            _ => None,
        }
    }

    /// The endings that are read, for messages.
    pub const fn endings() -> &'static [&'static str] {
        &["md", "markdown", "mdown", "mkd", "txt", "text"]
    }
}

/// Reads `text` as the format that `path` names; an unknown or missing ending is read as Markdown.
pub fn read(path: &str, text: Arc<str>) -> Document {
    match Format::of(path) {
        Some(Format::Plain) => plain::read(text),
        Some(Format::Markdown) | None => markdown::read(text),
    }
}
