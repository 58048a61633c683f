//! PDF: the text layer, in reading order, with its pages. Glyphs come from hayro; lines, columns and paragraphs are ours.

mod glyph;
mod layout;
mod line;
mod paragraph;
mod table;

use hayro_syntax::{DecryptionError, LoadPdfError, Pdf};

use crate::rendition::{ReadError, Rendition};
use crate::writer::Writer;
use line::Line;

/// More pages are not read.
const PAGES: usize = 20_000;
/// A page with more glyphs than this is a drawing.
const GLYPHS: usize = 200_000;

/// Reads a document.
pub(crate) fn read(bytes: &[u8]) -> Result<Rendition, ReadError> {
    let pdf = Pdf::new(bytes.to_vec()).map_err(|error| match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => ReadError::Encrypted,
        LoadPdfError::Decryption(_) | LoadPdfError::Invalid => ReadError::NotOfFormat("PDF".into()),
    })?;
    if pdf.pages().is_empty() {
        return Err(ReadError::NotOfFormat("PDF".into()));
    }
    let mut rendition = properties(&pdf);
    let cache = hayro_interpret::InterpreterCache::new();
    let mut pages: Vec<(u32, Vec<Line>)> = Vec::new();
    let (mut pictures, mut unknown, mut known) = (Vec::new(), 0, 0);
    for (number, page) in (1..).zip(pdf.pages().iter().take(PAGES)) {
        let taken = glyph::read(&pdf, page, &cache, GLYPHS);
        unknown += taken.unknown;
        known += taken.glyphs.len();
        if taken.glyphs.is_empty() && taken.has_picture {
            pictures.push(number);
        }
        let lines = line::build(&taken.glyphs);
        pages.push((number, layout::order(lines, taken.width)));
    }
    if known == 0 && !pictures.is_empty() {
        return Err(ReadError::Scanned);
    }
    if !pictures.is_empty() {
        let listed: Vec<String> = pictures.iter().take(8).map(u32::to_string).collect();
        let more = if pictures.len() > 8 { " and more" } else { "" };
        rendition.losses.push(format!(
            "{} {}{more}: only a picture, no text; recognise its text first (on a command line: ocrmypdf --skip-text OLD NEW)",
            if pictures.len() == 1 { "page" } else { "pages" },
            listed.join(", ")
        ));
    }
    if unknown * 20 > known + unknown {
        rendition.losses.push(format!(
            "{} of {} letters cannot be told: their font does not say what they are",
            unknown,
            known + unknown
        ));
    }
    if pdf.pages().len() > PAGES {
        rendition
            .losses
            .push(format!("only the first {PAGES} pages are read"));
    }
    layout::drop_furniture(&mut pages);
    let mut writer = Writer::default();
    paragraph::write(&pages, &mut writer);
    rendition.title = rendition.title.or_else(|| {
        let headed = writer.markdown.lines().find(|line| line.starts_with('#'));
        headed.map(|line| line.trim_start_matches('#').trim().replace('\\', ""))
    });
    rendition.markdown = writer.markdown;
    rendition.pages = writer.pages;
    Ok(rendition)
}

/// Title and author, as the document's information dictionary has them. Its date is that of the file, which may be years
/// from that of the text, so it is not taken.
fn properties(pdf: &Pdf) -> Rendition {
    let metadata = pdf.metadata();
    let words = |bytes: &Option<Box<[u8]>>| {
        let words = string(bytes.as_deref()?);
        Some(words.trim().to_owned()).filter(|words| !words.is_empty())
    };
    Rendition {
        title: words(&metadata.title),
        author: words(&metadata.author),
        ..Rendition::default()
    }
}

/// A text string (ISO 32000-1, 7.9.2.2): UTF-16BE or UTF-8 with a mark, else PDFDocEncoding, which is close to Latin-1.
fn string(bytes: &[u8]) -> String {
    if bytes.starts_with(&[0xFE, 0xFF]) {
        return encoding_rs::UTF_16BE
            .decode_with_bom_removal(bytes)
            .0
            .into_owned();
    }
    match std::str::from_utf8(bytes) {
        Ok(words) => words.trim_start_matches('\u{feff}').to_owned(),
        Err(_) => encoding_rs::WINDOWS_1252.decode(bytes).0.into_owned(),
    }
}
