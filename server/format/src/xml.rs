//! The words of XML elements, for small files that say one thing an element.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// Elements nested deeper than this are passed over.
const DEPTH: usize = 64;

/// Calls `visit` with the names of the open elements, outermost first, and with what the innermost says: the words in it,
/// entities read. Attributes are told as elements of their element. What is broken ends it.
pub(crate) fn texts(xml: &str, mut visit: impl FnMut(&[String], &str)) {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = false;
    let (mut names, mut words): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(start) if names.len() < DEPTH => {
                names.push(start.name().as_ref().to_owned());
                words.push(String::new());
                attributes(&start, &mut names, &mut visit);
            }
            Event::Start(_) => return,
            Event::Empty(start) => {
                names.push(start.name().as_ref().to_owned());
                attributes(&start, &mut names, &mut visit);
                names.pop();
            }
            Event::End(_) => {
                if let Some(said) = words.pop() {
                    visit(&names, said.trim());
                }
                names.pop();
            }
            Event::Text(text) => {
                if let Some(said) = words.last_mut() {
                    said.push_str(&text.xml10_content());
                }
            }
            Event::GeneralRef(reference) => {
                let entity = format!("&{};", reference.xml10_content());
                if let (Some(said), Ok(letters)) =
                    (words.last_mut(), quick_xml::escape::unescape(&entity))
                {
                    said.push_str(&letters);
                }
            }
            Event::Eof => return,
            _ => {}
        }
    }
}

fn attributes(
    start: &BytesStart<'_>,
    names: &mut Vec<String>,
    visit: &mut impl FnMut(&[String], &str),
) {
    for attribute in start.attributes().flatten() {
        names.push(attribute.key.as_ref().to_owned());
        if let Ok(value) = quick_xml::escape::unescape(&attribute.value) {
            visit(names, value.trim());
        }
        names.pop();
    }
}

/// A name without its prefix.
pub(crate) fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}
