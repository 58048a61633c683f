//! The running text of a Word document, its tables and its notes.

use std::collections::BTreeMap;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::DEPTH;
use super::styles::{Style, Styles, attribute, outline};
use crate::rendition::ReadError;
use crate::writer::{NOTE, PageStarts, Writer};
use crate::xml::local;

/// A note's key in its file: which kind, which id.
type Key = (String, String);

/// The notes that the text refers to, in that order.
#[derive(Default)]
pub(super) struct Notes(Vec<Key>);

impl Notes {
    fn label(&mut self, kind: &str, id: String) -> usize {
        self.0.push((kind.to_owned(), id));
        self.0.len()
    }

    /// Each note's label, from 1, and its key.
    pub fn labels(&self) -> impl Iterator<Item = (usize, &Key)> {
        (1..).zip(&self.0)
    }
}

/// A paragraph under construction.
#[derive(Default)]
struct Paragraph {
    words: String,
    pages: PageStarts,
    style: Option<Style>,
    /// List level from 0.
    level: Option<u8>,
    /// Whether its end is deleted, so that it goes on in the next one.
    goes_on: bool,
}

/// A table under construction.
#[derive(Default)]
struct Table {
    rows: Vec<Vec<String>>,
}

/// Elements whose text is not the document's: deleted, moved away, instructions of fields, the older twin of a drawing.
const SKIPPED: [&str; 7] = [
    "del",
    "moveFrom",
    "instrText",
    "delText",
    "Fallback",
    "rt",
    "sdtPr",
];

/// Writes the text of `word/document.xml`.
pub(super) fn write(
    xml: &str,
    styles: &Styles,
    notes: &mut Notes,
    writer: &mut Writer,
) -> Result<(), ReadError> {
    let mut walk = Walk {
        styles,
        notes: Some(notes),
        page: 1,
        open: Vec::new(),
        tables: Vec::new(),
        done: Vec::new(),
        halved: None,
        in_properties: false,
        hidden: false,
    };
    writer.page(1);
    walk.run(xml, &mut |walk| {
        for (paragraph, page) in walk.done.drain(..) {
            if let Some(page) = page {
                writer.page(page);
            }
            match paragraph {
                Piece::Table(table) => writer.table(&table.rows),
                Piece::Paragraph(paragraph) => put(&paragraph, writer),
            }
        }
    })
}

/// Reads the notes of `word/footnotes.xml` or `endnotes.xml`: their words by kind and id.
pub(super) fn read_notes(
    kind: &str,
    xml: &str,
    texts: &mut BTreeMap<Key, String>,
) -> Result<(), ReadError> {
    let styles = Styles::default();
    let mut reader = Reader::from_str(xml);
    let mut start = None;
    let mut depth = 0usize;
    // Each note is a body of its own: cut it out and walk it.
    loop {
        let before = reader.buffer_position() as usize;
        match reader.read_event() {
            Ok(Event::Start(element)) => {
                depth += 1;
                if depth > DEPTH {
                    return Err(ReadError::TooDeep(DEPTH));
                }
                if local(element.name().as_ref()) == kind && start.is_none() {
                    start =
                        attribute(&element, "id").map(|id| (id, reader.buffer_position() as usize));
                }
            }
            Ok(Event::End(element)) => {
                depth = depth.saturating_sub(1);
                if local(element.name().as_ref()) != kind {
                    continue;
                }
                if let Some((id, from)) = start.take() {
                    let mut words = Vec::new();
                    let mut walk = Walk {
                        styles: &styles,
                        notes: None,
                        page: 1,
                        open: Vec::new(),
                        tables: Vec::new(),
                        done: Vec::new(),
                        halved: None,
                        in_properties: false,
                        hidden: false,
                    };
                    walk.run(xml.get(from..before).unwrap_or_default(), &mut |walk| {
                        words.extend(walk.done.drain(..).filter_map(|(piece, _)| match piece {
                            Piece::Paragraph(paragraph) => Some(paragraph.words.trim().to_owned()),
                            Piece::Table(_) => None,
                        }));
                    })?;
                    texts.insert((kind.to_owned(), id), words.join(" "));
                }
            }
            Ok(Event::Eof) => return Ok(()),
            Ok(_) => {}
            Err(_) => return Err(ReadError::NotOfFormat("Word document".into())),
        }
    }
}

enum Piece {
    Paragraph(Paragraph),
    Table(Table),
}

struct Walk<'a> {
    styles: &'a Styles,
    notes: Option<&'a mut Notes>,
    page: u32,
    /// Paragraphs under construction: a text box's stands within another.
    open: Vec<Paragraph>,
    tables: Vec<Table>,
    /// What is complete, with the page that begins before it.
    done: Vec<(Piece, Option<u32>)>,
    /// A paragraph that goes on in the next one of as many open ones.
    halved: Option<(usize, Paragraph)>,
    /// Whether this is said of a paragraph, not in it.
    in_properties: bool,
    /// Whether the run's words are hidden.
    hidden: bool,
}

impl Walk<'_> {
    fn run(&mut self, xml: &str, flush: &mut dyn FnMut(&mut Self)) -> Result<(), ReadError> {
        let mut reader = Reader::from_str(xml);
        reader.config_mut().check_end_names = false;
        let mut depth = 0usize;
        let mut skipped: Option<usize> = None;
        loop {
            match reader.read_event() {
                Ok(Event::Start(start)) => {
                    depth += 1;
                    if depth > DEPTH {
                        return Err(ReadError::TooDeep(DEPTH));
                    }
                    let name = start.name();
                    let name = local(name.as_ref());
                    if skipped.is_none() && SKIPPED.contains(&name) {
                        self.strike(name);
                        skipped = Some(depth);
                    }
                    if skipped.is_none() {
                        self.begin(name, &start);
                    }
                }
                Ok(Event::Empty(start)) if skipped.is_none() => {
                    let name = start.name();
                    let name = local(name.as_ref());
                    self.strike(name);
                    self.begin(name, &start);
                    self.end(name);
                }
                Ok(Event::End(end)) => {
                    if skipped.is_none() {
                        self.end(local(end.name().as_ref()));
                        if self.open.is_empty() && self.tables.is_empty() {
                            flush(self);
                        }
                    }
                    if skipped == Some(depth) {
                        skipped = None;
                    }
                    depth = depth.saturating_sub(1);
                }
                Ok(Event::Text(text)) if skipped.is_none() => {
                    self.say(&text.xml10_content());
                }
                Ok(Event::GeneralRef(reference)) if skipped.is_none() => {
                    let entity = format!("&{};", reference.xml10_content());
                    let words = quick_xml::escape::unescape(&entity).unwrap_or_default();
                    self.say(&words);
                }
                Ok(Event::Eof) => break,
                Ok(_) => {}
                Err(_) => return Err(ReadError::NotOfFormat("Word document".into())),
            }
        }
        self.complete();
        flush(self);
        Ok(())
    }

    /// Words between elements count only where a paragraph is open; the blanks that lay XML out do not.
    fn say(&mut self, words: &str) {
        let Some(paragraph) = self.open.last_mut().filter(|_| !self.hidden) else {
            return;
        };
        if !words.trim().is_empty() || !words.contains('\n') {
            paragraph.words.push_str(words);
        }
    }

    fn begin(&mut self, name: &str, start: &BytesStart<'_>) {
        match name {
            "p" => {
                let paragraph = self.first_half().unwrap_or_default();
                self.open.push(paragraph);
            }
            "tbl" => {
                self.complete();
                self.tables.push(Table::default());
            }
            "pPr" => self.in_properties = true,
            "vanish" if !self.in_properties => {
                let off = |value: String| matches!(&*value, "0" | "false" | "off");
                self.hidden = !attribute(start, "val").is_some_and(off);
            }
            "tr" => {
                if let Some(table) = self.tables.last_mut() {
                    table.rows.push(Vec::new());
                }
            }
            "tc" => {
                if let Some(row) = self
                    .tables
                    .last_mut()
                    .and_then(|table| table.rows.last_mut())
                {
                    row.push(String::new());
                }
            }
            "lastRenderedPageBreak" => self.turn(),
            "tab" | "br" | "cr" => self.say(" "),
            "noBreakHyphen" => self.say("\u{2011}"),
            _ => {}
        }
        let Some(paragraph) = self.open.last_mut() else {
            return;
        };
        match name {
            "pStyle" => {
                let style = attribute(start, "val").and_then(|id| self.styles.of(&id));
                paragraph.style = style.or(paragraph.style);
            }
            "outlineLvl" => {
                let level = attribute(start, "val").and_then(|level| level.parse().ok());
                paragraph.style = level.and_then(outline).or(paragraph.style);
            }
            "ilvl" => {
                paragraph.level = attribute(start, "val").and_then(|level| level.parse().ok())
            }
            "numId" => paragraph.level = paragraph.level.or(Some(0)),
            "footnoteReference" | "endnoteReference" => {
                let kind = name.trim_end_matches("Reference");
                if let (Some(id), Some(notes)) = (attribute(start, "id"), &mut self.notes) {
                    let label = notes.label(kind, id);
                    paragraph.words.push_str(&format!("{NOTE}{label}{NOTE}"));
                }
            }
            _ => {}
        }
    }

    /// The mark at a paragraph's end is deleted, or moved away.
    fn strike(&mut self, name: &str) {
        let mark = self.in_properties && matches!(name, "del" | "moveFrom");
        if let Some(paragraph) = self.open.last_mut().filter(|_| mark) {
            paragraph.goes_on = true;
        }
    }

    /// The first half of the paragraph that begins here; what the second one is holds for both.
    fn first_half(&mut self) -> Option<Paragraph> {
        let (_, half) = self.halved.take_if(|(open, _)| *open == self.open.len())?;
        Some(Paragraph {
            words: half.words,
            pages: half.pages,
            ..Paragraph::default()
        })
    }

    /// A paragraph that nothing follows is complete.
    fn complete(&mut self) {
        if let Some((_, paragraph)) = self.halved.take() {
            self.put(paragraph);
        }
    }

    fn turn(&mut self) {
        self.page += 1;
        if let Some(paragraph) = self.open.last_mut() {
            paragraph.pages.push((paragraph.words.len(), self.page));
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "p" => {
                let Some(paragraph) = self.open.pop() else {
                    return;
                };
                if paragraph.goes_on {
                    self.complete();
                    self.halved = Some((self.open.len(), paragraph));
                } else {
                    self.put(paragraph);
                }
            }
            "pPr" => self.in_properties = false,
            "r" => self.hidden = false,
            "tc" | "body" | "txbxContent" => self.complete(),
            "tbl" => {
                let Some(table) = self.tables.pop() else {
                    return;
                };
                // A table within a cell is part of that cell's words.
                let cell = self
                    .tables
                    .last_mut()
                    .and_then(|table| table.rows.last_mut())
                    .and_then(|row| row.last_mut());
                match cell {
                    Some(cell) => {
                        for words in table.rows.iter().flatten() {
                            cell.push(' ');
                            cell.push_str(words);
                        }
                    }
                    None => self.done.push((Piece::Table(table), None)),
                }
            }
            _ => {}
        }
    }
}

impl Walk<'_> {
    /// A paragraph is complete: it stands in a cell, or by itself.
    fn put(&mut self, paragraph: Paragraph) {
        let row = self.tables.last_mut().and_then(|it| it.rows.last_mut());
        match row.and_then(|row| row.last_mut()) {
            Some(cell) => {
                if !cell.is_empty() {
                    cell.push(' ');
                }
                cell.push_str(paragraph.words.trim());
            }
            None => self.done.push((Piece::Paragraph(paragraph), None)),
        }
    }
}

fn put(paragraph: &Paragraph, writer: &mut Writer) {
    let prefix = match (paragraph.style, paragraph.level) {
        (Some(Style::Heading(level)), _) => format!("{} ", "#".repeat(level.into())),
        (Some(Style::Quote), _) => "> ".to_owned(),
        (_, Some(level)) => format!("{}- ", "  ".repeat(level.min(8).into())),
        (Some(Style::Item), None) => "- ".to_owned(),
        (None, None) => String::new(),
    };
    writer.block(&prefix, &paragraph.words, &paragraph.pages);
}
