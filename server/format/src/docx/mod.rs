//! Word documents: paragraphs, headings, lists, tables, quotations, footnotes and endnotes; tracked changes as accepted
//! (ECMA-376, WordprocessingML). Pages are those of the last time that a word processor laid the document out.

mod body;
mod styles;

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::Event;
use zip::ZipArchive;

use crate::rendition::{ReadError, Rendition};
use crate::writer::Writer;
use styles::Styles;

/// All parts that are read may unpack to so many bytes together.
const LIMIT: u64 = 256 << 20;
/// Elements may nest so deep.
const DEPTH: usize = 256;

/// Reads a document.
pub(crate) fn read(bytes: &[u8]) -> Result<Rendition, ReadError> {
    // What Word encrypts is an OLE container with the package inside.
    if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        return Err(ReadError::Encrypted);
    }
    let broken = || ReadError::NotOfFormat("Word document".into());
    let mut package = Package {
        zip: ZipArchive::new(Cursor::new(bytes)).map_err(|_| broken())?,
        left: LIMIT,
    };
    let main = package.part("word/document.xml")?.ok_or_else(broken)?;
    let styles = match package.part("word/styles.xml")? {
        Some(xml) => Styles::read(&xml),
        None => Styles::default(),
    };
    let mut writer = Writer::default();
    let mut notes = body::Notes::default();
    body::write(&main, &styles, &mut notes, &mut writer)?;
    let mut texts = BTreeMap::new();
    for (kind, part) in [
        ("footnote", "word/footnotes.xml"),
        ("endnote", "word/endnotes.xml"),
    ] {
        if let Some(xml) = package.part(part)? {
            body::read_notes(kind, &xml, &mut texts)?;
        }
    }
    for (label, key) in notes.labels() {
        if let Some(words) = texts.get(key) {
            writer.note(&label.to_string(), words);
        }
    }
    let mut rendition = match package.part("docProps/core.xml")? {
        Some(xml) => properties(&xml),
        None => Rendition::default(),
    };
    rendition.markdown = writer.markdown;
    // One page is none: nobody has laid the document out, so nobody knows where it turns.
    rendition.pages = Some(writer.pages)
        .filter(|pages| pages.len() > 1)
        .unwrap_or_default();
    Ok(rendition)
}

struct Package<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    /// Bytes that may still be unpacked.
    left: u64,
}

impl Package<'_> {
    /// One part's XML; `None` if there is no such part.
    fn part(&mut self, name: &str) -> Result<Option<String>, ReadError> {
        let Ok(file) = self.zip.by_name(name) else {
            return Ok(None);
        };
        let mut bytes = Vec::new();
        let mut limited = file.take(self.left + 1);
        if limited.read_to_end(&mut bytes).is_err() {
            return Err(ReadError::NotOfFormat("Word document".into()));
        }
        if bytes.len() as u64 > self.left {
            return Err(ReadError::TooLarge(LIMIT >> 20));
        }
        self.left -= bytes.len() as u64;
        let text = crate::decode(bytes).ok_or(ReadError::NotOfFormat("Word document".into()))?;
        Ok(Some(text.text))
    }
}

/// Title, author and language of Dublin Core, as `docProps/core.xml` has them. Its dates are those of the file, which may
/// be years from that of the text, so they are not taken.
fn properties(xml: &str) -> Rendition {
    let mut rendition = Rendition::default();
    let mut reader = Reader::from_str(xml);
    let mut inside = None;
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(start) => inside = Some(local(start.name().as_ref()).to_owned()),
            Event::End(_) => inside = None,
            Event::Text(text) => {
                let words = text.xml10_content().trim().to_owned();
                if words.is_empty() {
                    continue;
                }
                match inside.as_deref() {
                    Some("title") => rendition.title = Some(words),
                    Some("creator") => rendition.author = Some(words),
                    Some("language") => rendition.language = Some(words),
                    _ => {}
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    rendition
}

/// An element's name without its prefix.
fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}
