//! Word documents: paragraphs, headings, lists, tables, quotations, footnotes and endnotes; tracked changes as accepted
//! (ECMA-376, WordprocessingML). Pages are those of the last time that a word processor laid the document out.

mod body;
mod styles;

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use zip::ZipArchive;

use crate::rendition::{ReadError, Rendition};
use crate::writer::Writer;
use crate::xml::local;
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
    let whole = package.related("")?;
    let main = of_kind(&whole, "officeDocument").unwrap_or("word/document.xml".into());
    let parts = package.related(&main)?;
    let part = |kind: &str| {
        // Without a list of parts they are called as they always are.
        of_kind(&parts, kind).unwrap_or_else(|| beside(&main, &format!("{kind}.xml")))
    };
    let main = package.part(&main)?.ok_or_else(broken)?;
    let styles = match package.part(&part("styles"))? {
        Some(xml) => Styles::read(&xml),
        None => Styles::default(),
    };
    let mut writer = Writer::default();
    let mut notes = body::Notes::default();
    body::write(&main, &styles, &mut notes, &mut writer)?;
    let mut texts = BTreeMap::new();
    for (kind, part) in [
        ("footnote", part("footnotes")),
        ("endnote", part("endnotes")),
    ] {
        if let Some(xml) = package.part(&part)? {
            body::read_notes(kind, &xml, &mut texts)?;
        }
    }
    for (label, key) in notes.labels() {
        if let Some(words) = texts.get(key) {
            writer.note(&label.to_string(), words);
        }
    }
    let core = of_kind(&whole, "core-properties").unwrap_or("docProps/core.xml".into());
    let mut rendition = match package.part(&core)? {
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

/// The kinds of parts that belong to a part, and where they lie.
type Related = Vec<(String, String)>;

impl Package<'_> {
    /// What belongs to a part, or to the whole package where `part` is empty.
    fn related(&mut self, part: &str) -> Result<Related, ReadError> {
        let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
        let list = format!("{folder}/_rels/{name}.rels");
        let Some(xml) = self.part(list.trim_start_matches('/'))? else {
            return Ok(Vec::new());
        };
        let mut related: Related = Vec::new();
        // A relationship's attributes come in any order.
        let (mut kind, mut target) = (None, None);
        crate::xml::texts(&xml, |names, value| {
            match names.last().map(String::as_str) {
                Some("Type") => kind = value.rsplit('/').next().map(str::to_owned),
                Some("Target") => target = Some(beside(part, value)),
                _ => return,
            }
            if kind.is_some() && target.is_some() {
                related.extend(kind.take().zip(target.take()));
            }
        });
        Ok(related)
    }
}

fn of_kind(related: &Related, kind: &str) -> Option<String> {
    let of = related.iter().find(|(own, _)| own == kind);
    of.map(|(_, target)| target.clone())
}

/// Where a part lies that another one names.
fn beside(part: &str, target: &str) -> String {
    match (target.strip_prefix('/'), part.rsplit_once('/')) {
        (Some(whole), _) => whole.to_owned(),
        (None, Some((folder, _))) => format!("{folder}/{target}"),
        (None, None) => target.to_owned(),
    }
}

/// Title, author and language of Dublin Core, as `docProps/core.xml` has them. Its dates are those of the file, which may
/// be years from that of the text, so they are not taken.
fn properties(xml: &str) -> Rendition {
    let mut rendition = Rendition::default();
    crate::xml::texts(xml, |names, words| {
        let words = Some(words.to_owned()).filter(|words| !words.is_empty());
        match names.last().map(|name| local(name)) {
            Some("title") => rendition.title = words,
            Some("creator") => rendition.author = words,
            Some("language") => rendition.language = words,
            _ => {}
        }
    });
    rendition
}
