//! What a Word document's paragraph styles mean: headings and quotations, by name, outline level and inheritance.

use std::collections::BTreeMap;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::xml::local;

/// What a paragraph is by its style.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Style {
    /// A heading and its level, 1 to 6.
    Heading(u8),
    /// A block quotation.
    Quote,
    /// A list's item.
    Item,
}

/// All styles by id.
#[derive(Default)]
pub(super) struct Styles(BTreeMap<String, Entry>);

#[derive(Default)]
struct Entry {
    own: Option<Style>,
    based_on: Option<String>,
}

impl Styles {
    /// Reads `word/styles.xml`; what is broken in it is passed over.
    pub fn read(xml: &str) -> Self {
        let mut styles = BTreeMap::new();
        let mut open: Option<(String, Entry)> = None;
        let mut reader = Reader::from_str(xml);
        while let Ok(event) = reader.read_event() {
            match event {
                Event::Start(ref start) | Event::Empty(ref start) => {
                    match (local(start.name().as_ref()), &mut open) {
                        ("style", open) => {
                            *open = attribute(start, "styleId").map(|id| (id, Entry::default()));
                        }
                        ("name", Some((_, entry))) => {
                            entry.own = attribute(start, "val").and_then(|name| named(&name));
                        }
                        ("basedOn", Some((_, entry))) => entry.based_on = attribute(start, "val"),
                        ("outlineLvl", Some((_, entry))) => {
                            let level =
                                attribute(start, "val").and_then(|level| level.parse().ok());
                            entry.own = entry.own.or(level.and_then(outline));
                        }
                        ("numPr", Some((_, entry))) => entry.own = entry.own.or(Some(Style::Item)),
                        _ => {}
                    }
                }
                Event::End(end) if local(end.name().as_ref()) == "style" => {
                    styles.extend(open.take());
                }
                Event::Eof => break,
                _ => {}
            }
        }
        Self(styles)
    }

    /// What a paragraph of style `id` is, by itself or by what it is based on.
    pub fn of(&self, id: &str) -> Option<Style> {
        let mut id = id;
        // A style may be based on itself over others in a broken file.
        for _ in 0..16 {
            let Some(entry) = self.0.get(id) else {
                return named(id);
            };
            if entry.own.is_some() {
                return entry.own;
            }
            id = entry.based_on.as_deref()?;
        }
        None
    }
}

/// The level of an outline, from 0 in the file; 9 is running text.
pub(super) fn outline(level: u8) -> Option<Style> {
    (level < 9).then(|| Style::Heading((level + 1).min(6)))
}

/// The names of built-in styles are English whatever the user's language.
fn named(name: &str) -> Option<Style> {
    let name = name.to_ascii_lowercase().replace(' ', "");
    if let Some(level) = name
        .strip_prefix("heading")
        .and_then(|level| level.parse().ok())
    {
        return Some(Style::Heading(u8::clamp(level, 1, 6)));
    }
    match name.as_str() {
        "title" => Some(Style::Heading(1)),
        "subtitle" => Some(Style::Heading(2)),
        "quote" | "intensequote" | "blocktext" | "blockquote" | "blockquotation" | "quotations" => {
            Some(Style::Quote)
        }
        _ if name.starts_with("listparagraph") => None,
        _ if name.starts_with("list") => Some(Style::Item),
        _ => None,
    }
}

/// The value of an attribute by its name without prefix.
pub(super) fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = start
        .attributes()
        .flatten()
        .find(|attribute| local(attribute.key.as_ref()) == name)?;
    let value = quick_xml::escape::unescape(&found.value);
    Some(value.map_or_else(|_| found.value.to_string(), |value| value.into_owned()))
}
