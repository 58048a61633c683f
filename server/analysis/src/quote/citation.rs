//! Which source a draft names beside a quotation: a link, a footnote, a citation key, a title or its short form.

use std::collections::HashMap;

use library::Library;
use prose::quotation::Quotation;
use text::{Block, Document, LinkTarget, Span};

/// How far before and behind a quotation its link may stand.
const BEFORE: usize = 240;
const BEHIND: usize = 160;

/// The notes of a draft by their labels, found once: where each begins, and the sources that it names.
#[derive(Default)]
pub(super) struct Notes<'a> {
    places: Option<HashMap<&'a str, usize>>,
    sources: HashMap<&'a str, Vec<usize>>,
}

impl<'a> Notes<'a> {
    fn sources(&mut self, label: &'a str, text: &'a str, library: &Library) -> Vec<usize> {
        let places = self.places.get_or_insert_with(|| places(text));
        let Some(start) = places.get(label) else {
            return Vec::new();
        };
        let found = || {
            let note = &text[*start..];
            let note = &note[..note.find("\n\n").unwrap_or(note.len())];
            library.citations.noted(note, &library.sources)
        };
        self.sources.entry(label).or_insert_with(found).clone()
    }
}

/// What comes behind the first `[^label]:` of each label.
fn places(text: &str) -> HashMap<&str, usize> {
    let mut places = HashMap::new();
    for (end, _) in text.match_indices("]:") {
        let line = text[..end].rfind('\n').map_or(0, |at| at + 1);
        if let Some(start) = text[line..end].rfind("[^") {
            let label = &text[line + start + 2..end];
            places.entry(label).or_insert(end + 2);
        }
    }
    places
}

/// What the link, footnote or key beside a quotation leads to.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub(super) struct Linked {
    /// The sources of the nearest one that leads to any.
    pub sources: Vec<usize>,
    /// Whether there is one at all, wherever it leads.
    pub noted: bool,
}

/// What the links, footnotes and keys beside a quotation lead to. `all` are the quotations of the block, in order: what
/// stands right behind another one is that one's, and so is what stands beyond the next.
pub(super) fn linked<'a>(
    document: &'a Document,
    block: &Block,
    quotation: &Quotation,
    all: &[&Quotation],
    library: &Library,
    notes: &mut Notes<'a>,
) -> Linked {
    let hull = block.map.hull(quotation.span);
    let others: Vec<Span> = all.iter().map(|it| block.map.hull(it.span)).collect();
    let of_another = |link: Span| {
        if link.start >= hull.end {
            return others
                .iter()
                .any(|other| other.start >= hull.end && other.end <= link.start);
        }
        let before = others.iter().rfind(|other| other.end <= link.start);
        before.is_some_and(|other| {
            let between = &document.text[other.end..link.start];
            !between.contains(char::is_alphanumeric)
        })
    };
    let near = Span::new(
        hull.start.saturating_sub(BEFORE).max(block.span.start),
        (hull.end + BEHIND).min(block.span.end),
    );
    let from = document
        .links
        .partition_point(|(span, _)| span.start < near.start);
    let links = document.links[from..].iter();
    let distance = |span: &Span| {
        if span.start >= hull.end {
            span.start - hull.end
        } else {
            // What leads in is farther than what follows at once.
            hull.start.saturating_sub(span.end) + 8
        }
    };
    let beside = links
        .take_while(|(span, _)| span.start < near.end)
        .filter(|(span, _)| {
            !quotation.pieces.is_empty() && !hull.covers(*span) || span.start >= hull.end
        })
        .filter(|(span, _)| !of_another(*span));
    let mut noted = false;
    let nearest = beside
        .map(|(span, target)| {
            noted = true;
            let sources = sources(target, &document.text, library, notes);
            (distance(span), sources)
        })
        .filter(|(_, sources)| !sources.is_empty())
        .min_by_key(|(distance, _)| *distance);
    let sources = nearest.map_or_else(Vec::new, |(_, sources)| sources);
    Linked { sources, noted }
}

/// The sources that a link of the draft `text` means, by number.
pub(crate) fn cited(target: &LinkTarget, text: &str, library: &Library) -> Vec<usize> {
    sources(target, text, library, &mut Notes::default())
}

fn sources<'a>(
    target: &'a LinkTarget,
    text: &'a str,
    library: &Library,
    notes: &mut Notes<'a>,
) -> Vec<usize> {
    let (citations, all) = (&library.citations, &library.sources);
    match target {
        LinkTarget::Destination(address) => citations.at(address, all),
        LinkTarget::Key(key) => citations.called(key.trim_start_matches('@')),
        LinkTarget::Footnote(label) => notes.sources(label, text, library),
    }
}

/// The sources that a link leads to or the words beside a quotation name, each once.
pub(super) fn all(linked: &[usize], beside: &str, library: &Library) -> Vec<usize> {
    let mut all = linked.to_vec();
    let named = library
        .citations
        .named(beside, &library.sources)
        .into_iter();
    all.extend(named.filter(|source| !linked.contains(source)));
    all
}
