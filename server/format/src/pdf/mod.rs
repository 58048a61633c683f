//! PDF: the text layer, in reading order, with its pages. Glyphs come from hayro; lines, columns and paragraphs are ours.

mod furniture;
mod glyph;
mod layout;
mod line;
mod paragraph;
mod properties;
mod table;

use hayro_syntax::{DecryptionError, LoadPdfError, Pdf};

use crate::rendition::{ReadError, Rendition};
use crate::writer::Writer;
use line::Line;

/// More pages are not read.
const PAGES: usize = 20_000;
/// A page with more glyphs than this is a drawing.
const GLYPHS: usize = 200_000;

/// A picture that covers so much of its page is the page.
const WHOLE: f64 = 0.6;
/// A page with fewer letters than this has no text of its own: a library's stamp, a page's number.
const STAMP: usize = 200;
/// So many letters that run sideways are more than a stamp.
const SIDEWAYS: usize = 40;

/// Reads a document.
pub(crate) fn read(bytes: &[u8]) -> Result<Rendition, ReadError> {
    let pdf = Pdf::new(bytes.to_vec()).map_err(|error| match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => ReadError::Encrypted,
        LoadPdfError::Decryption(_) | LoadPdfError::Invalid => ReadError::NotOfFormat("PDF".into()),
    })?;
    if pdf.pages().is_empty() {
        return Err(ReadError::NotOfFormat("PDF".into()));
    }
    let mut rendition = properties::read(&pdf);
    let cache = hayro_interpret::InterpreterCache::new();
    let mut pages: Vec<(u32, Vec<Line>)> = Vec::new();
    let (mut pictures, mut stamped, mut sideways) = (Vec::new(), Vec::new(), Vec::new());
    let (mut unknown, mut known, mut drawn) = (0, 0, 0);
    for (number, page) in (1..).zip(pdf.pages().iter().take(PAGES)) {
        let taken = glyph::read(&pdf, page, &cache, GLYPHS);
        unknown += taken.unknown;
        known += taken.glyphs.len();
        drawn += taken.paths;
        if taken.glyphs.is_empty() && taken.has_picture {
            pictures.push(number);
        } else if taken.pictured >= WHOLE && taken.glyphs.len() < STAMP {
            stamped.push(number);
        }
        if taken.sideways > SIDEWAYS.max(taken.glyphs.len()) {
            sideways.push(number);
        }
        let lines = line::build(&taken.glyphs);
        pages.push((number, layout::order(lines, taken.width)));
    }
    if known == 0 && !pictures.is_empty() {
        return Err(ReadError::Scanned);
    }
    if known + unknown == 0 && sideways.is_empty() && drawn > 0 {
        rendition.losses.push(format!(
            "has no letters, only drawings of them; {RECOGNISE} --force-ocr OLD NEW)"
        ));
    }
    let mut lose = |numbers: &[u32], what: &str| {
        if !numbers.is_empty() {
            rendition
                .losses
                .push(format!("{}: {what}", listed(numbers)));
        }
    };
    lose(
        &pictures,
        &format!("only a picture, no text; {RECOGNISE} --skip-text OLD NEW)"),
    );
    lose(
        &stamped,
        &format!(
            "a picture of the page, with a line or two of text; {RECOGNISE} --redo-ocr OLD NEW)"
        ),
    );
    lose(
        &sideways,
        "most of the text runs sideways and was not read; turn the page, and save it",
    );
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
    furniture::drop(&mut pages);
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

/// What mends a page without letters, up to the options.
const RECOGNISE: &str = "recognise its text first (on a command line: ocrmypdf";

/// "page 3", "pages 1, 2", the first of many.
fn listed(pages: &[u32]) -> String {
    let listed: Vec<String> = pages.iter().take(8).map(u32::to_string).collect();
    let more = if pages.len() > 8 { " and more" } else { "" };
    let word = if pages.len() == 1 { "page" } else { "pages" };
    format!("{word} {}{more}", listed.join(", "))
}
