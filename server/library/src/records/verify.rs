//! Checking curated locators against the text they point into: does the paragraph name the entity, and does it, or what
//! stands before it, give the date?

use std::collections::BTreeMap;

use prose::date::{DateValue, Granularity, Interval};
use prose::name::{EntityId, key};
use prose::reading::{Memo, Reader, Resolved};
use text::{Anchor, Block, BlockKind, Document, Map, Span};

use crate::{Library, Source};

/// A date may stand in the paragraph itself or in one of so many before it.
const CONTEXT: usize = 3;

/// What a located paragraph lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Missing {
    /// The text has no such paragraph.
    Paragraph,
    /// No name of the entity stands in it.
    Name,
    /// No date that agrees with the value stands in it or leads to it.
    Date,
    /// The quoted words do not stand in it.
    Words,
}

/// One paragraph of a text that locators point into.
#[derive(Default)]
pub(super) struct Paragraph {
    folded: String,
    entities: Vec<EntityId>,
    dates: Vec<Interval>,
}

/// One who has to be named: the entity of the library, if it is there, and all names, folded.
#[derive(Clone, Default)]
pub(super) struct Wanted {
    pub entity: Option<EntityId>,
    pub names: Vec<String>,
}

/// The texts that locators point into, read when first asked for.
pub(super) struct Texts<'a> {
    library: &'a Library,
    /// The text that the records without a `source` speak of.
    original: Option<Vec<Paragraph>>,
    sources: BTreeMap<usize, Vec<Paragraph>>,
}

impl<'a> Texts<'a> {
    /// The sources of `library`; what names none speaks of `original`, else of the source that another one retells. An
    /// original's paragraphs are its lines that are not blank.
    pub fn new(library: &'a Library, original: Option<&str>) -> Self {
        let document = original.map(lines).or_else(|| {
            let retold = |it: &&Source| {
                let mut others = library.sources.iter();
                it.sha256.is_some() && others.any(|other| other.retells == it.sha256)
            };
            let source = library.sources.iter().find(retold)?;
            Some(Document::clone(&source.document()))
        });
        Self {
            original: document.map(|document| paragraphs(&document, None, library)),
            library,
            sources: BTreeMap::new(),
        }
    }

    /// The paragraphs of the source called `named`; without a name, of the original. None if it is not here.
    pub fn of(&mut self, named: Option<&str>) -> Option<&[Paragraph]> {
        let Some(named) = named else {
            return self.original.as_deref();
        };
        let library = self.library;
        let at = library.sources.iter().position(|it| it.is_named(named))?;
        let source = &library.sources[at];
        let read = || paragraphs(&source.document(), source.date.clone(), library);
        Some(self.sources.entry(at).or_insert_with(read))
    }
}

/// A text whose paragraphs are its lines that are not blank.
fn lines(original: &str) -> Document {
    let mut document = Document {
        text: original.into(),
        ..Document::default()
    };
    let mut start = 0;
    for line in original.split_inclusive('\n') {
        let words = line.trim();
        if !words.is_empty() {
            let at = start + (line.len() - line.trim_start().len());
            let span = Span::new(at, at + words.len());
            document.blocks.push(Block {
                kind: BlockKind::Paragraph,
                span,
                prose: words.into(),
                map: Map::identity(at, words.len()),
            });
            let number = document.anchors.len() as u32 + 1;
            document.anchors.push((span, Anchor::Paragraph(number)));
        }
        start += line.len();
    }
    document
}

/// The paragraphs of a document by their number less one.
fn paragraphs(document: &Document, date: Option<DateValue>, library: &Library) -> Vec<Paragraph> {
    let mut reader = Reader::new(library.locale.clone(), library.names.clone());
    reader.document_date = date;
    let reading = reader
        .read(document, &mut Memo::default(), &|| false)
        .unwrap_or_default();
    let mut paragraphs: Vec<Paragraph> = Vec::new();
    for (block, resolved) in document.blocks.iter().zip(reading.blocks.iter()) {
        let number = document.paragraph_at(block.span.start);
        let Some(at) = number.and_then(|number| (number as usize).checked_sub(1)) else {
            continue;
        };
        if at >= paragraphs.len() {
            paragraphs.resize_with(at + 1, Paragraph::default);
        }
        let paragraph = &mut paragraphs[at];
        let sightings = library.names.sight(&block.prose).into_iter();
        paragraph.folded.push_str(&key(&block.prose));
        paragraph.folded.push('\n');
        paragraph
            .entities
            .extend(sightings.flat_map(|sighting| sighting.mention.candidates));
        paragraph.dates.extend(dates(resolved));
    }
    paragraphs
}

/// The dates that a paragraph gives, those included that an anniversary and the day it is kept on give together.
fn dates(resolved: &Resolved) -> Vec<Interval> {
    let values = || {
        resolved
            .temporals
            .iter()
            .filter_map(|temporal| temporal.value.as_ref())
    };
    let lengths = resolved
        .temporals
        .iter()
        .filter_map(|temporal| temporal.length);
    let anniversaries =
        lengths.filter(|length| length.anniversary && length.unit == Granularity::Year);
    let counted_back = anniversaries.flat_map(|length| {
        values().filter_map(move |kept| {
            let year = i64::from(kept.interval.start?.year()) - i64::from(length.count);
            DateValue::year(i16::try_from(year).ok()?)
        })
    });
    values()
        .map(DateValue::judged)
        .chain(counted_back.map(|year| year.judged()))
        .collect()
}

/// What the paragraphs `at` of a text lack: each has to name one of `wanted`, and one of them has to agree with `date`.
pub(super) fn lacking(
    text: &[Paragraph],
    at: &[u32],
    wanted: &[Wanted],
    date: Option<&str>,
) -> Vec<(u32, Missing)> {
    let value = date.and_then(DateValue::parse_edtf);
    // Several paragraphs may share the work: one names, another dates.
    let dated = value
        .as_ref()
        .is_none_or(|value| at.iter().any(|number| gives(text, *number, value.judged())));
    let mut lacking = Vec::new();
    for &number in at {
        let Some(paragraph) = paragraph(text, number) else {
            lacking.push((number, Missing::Paragraph));
            continue;
        };
        if !wanted.is_empty() && !wanted.iter().any(|one| paragraph.names(one)) {
            lacking.push((number, Missing::Name));
        }
        if !dated {
            lacking.push((number, Missing::Date));
        }
    }
    lacking
}

/// The same for quoted words.
pub(super) fn lacking_words(text: &[Paragraph], at: &[u32], words: &str) -> Vec<(u32, Missing)> {
    let wanted = key(words);
    let lacks = |number: &u32| match paragraph(text, *number) {
        None => Some((*number, Missing::Paragraph)),
        Some(paragraph) if paragraph.folded.contains(&wanted) => None,
        Some(_) => Some((*number, Missing::Words)),
    };
    at.iter().filter_map(lacks).collect()
}

fn paragraph(text: &[Paragraph], number: u32) -> Option<&Paragraph> {
    text.get((number as usize).checked_sub(1)?)
}

/// Whether the paragraph, or one shortly before it, has a date that meets the value.
fn gives(text: &[Paragraph], number: u32, value: Interval) -> bool {
    let end = (number as usize).min(text.len());
    let near = &text[end.saturating_sub(1 + CONTEXT)..end];
    near.iter()
        .any(|paragraph| paragraph.dates.iter().any(|date| date.meets(value)))
}

impl Paragraph {
    /// Whether a name of the entity stands there, be it inside a longer one.
    fn names(&self, one: &Wanted) -> bool {
        one.entity.is_some_and(|id| self.entities.contains(&id))
            || one.names.iter().any(|name| self.folded.contains(name))
    }
}
