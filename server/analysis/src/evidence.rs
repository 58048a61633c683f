//! From the library's provenance to places that can be shown.

use library::{Library, Provenance, Source, Witness};
use text::Span;

use crate::{Location, Origin};

/// What a path of a text compiled into the binary begins with.
const BUILTIN: &str = "builtin:";

/// The place that a provenance names; none if its source is gone.
pub fn location(library: &Library, provenance: &Provenance) -> Option<Location> {
    let source = library.source(provenance.source)?;
    let mut location = place(source, provenance.span);
    if let Some(original) = &provenance.original {
        location.label = original.clone();
    } else if let (Some(paragraph), None) = (
        provenance.anchor,
        source.document().page_at(provenance.span.start),
    ) {
        location.label = format!("{}, paragraph {paragraph}", source.short);
    }
    Some(location)
}

/// A place in a source.
pub(crate) fn place(source: &Source, focus: Span) -> Location {
    let document = source.document();
    let full = document
        .block_at(focus.start)
        .map_or(focus, |block| document.blocks[block].span.join(focus));
    let anchor = (
        document.page_at(focus.start),
        document.paragraph_at(focus.start),
    );
    let label = match anchor {
        (Some(page), _) => format!("{}, page {page}", source.short),
        (None, Some(paragraph)) => format!("{}, paragraph {paragraph}", source.short),
        (None, None) => source.short.clone(),
    };
    Location {
        origin: origin(source),
        text: source.shown(),
        withheld: source.veil.is_some(),
        focus,
        full,
        label,
    }
}

/// Which text a source is.
fn origin(source: &Source) -> Origin {
    match source.path.strip_prefix(BUILTIN) {
        Some(name) => Origin::Builtin(name.to_owned()),
        None if source.card.rendition => Origin::Rendition(source.path.clone()),
        None => Origin::File(source.path.clone()),
    }
}

/// Whether `source` is the text that `origin` names.
pub(crate) fn is_of(source: &Source, origin: &Origin) -> bool {
    match origin {
        Origin::Draft => false,
        Origin::File(path) | Origin::Rendition(path) => source.path == *path,
        Origin::Builtin(name) => source.path.strip_prefix(BUILTIN) == Some(name),
    }
}

/// The heaviest witness of those listed that has both a date and a place.
pub(crate) fn best<'a>(witnesses: &'a [Witness], among: &[usize]) -> Option<&'a Witness> {
    let listed = || among.iter().filter_map(|index| witnesses.get(*index));
    listed()
        .find(|witness| witness.value.is_some() && witness.provenance.is_some())
        .or_else(|| listed().find(|witness| witness.value.is_some()))
}
