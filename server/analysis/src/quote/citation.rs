//! Which source a draft names beside a quotation: a link, a footnote, a citation key, a title or its short form.

use library::Library;
use prose::quotation::Quotation;
use text::{Block, Document, LinkTarget, Span};

/// How far before and behind a quotation its link may stand.
const BEFORE: usize = 240;
const BEHIND: usize = 160;

/// The sources that the nearest link, footnote or key beside a quotation leads to.
pub(super) fn linked(
    document: &Document,
    block: &Block,
    quotation: &Quotation,
    library: &Library,
) -> Vec<usize> {
    let hull = block.map.hull(quotation.span);
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
    links
        .take_while(|(span, _)| span.start < near.end)
        .filter(|(span, _)| {
            !quotation.pieces.is_empty() && !hull.covers(*span) || span.start >= hull.end
        })
        .map(|(span, target)| (distance(span), sources(target, document, library)))
        .filter(|(_, sources)| !sources.is_empty())
        .min_by_key(|(distance, _)| *distance)
        .map_or_else(Vec::new, |(_, sources)| sources)
}

/// The sources that a link means.
fn sources(target: &LinkTarget, document: &Document, library: &Library) -> Vec<usize> {
    let numbered = library.sources.iter().enumerate();
    match target {
        LinkTarget::Destination(address) => numbered
            .filter(|(_, source)| {
                source
                    .record
                    .url
                    .as_deref()
                    .is_some_and(|url| bare(url) == bare(address))
                    || is_path(address, &source.path)
            })
            .map(|(at, _)| at)
            .collect(),
        LinkTarget::Key(key) => numbered
            .filter(|(_, source)| source.is_called(key.trim_start_matches('@')))
            .map(|(at, _)| at)
            .collect(),
        LinkTarget::Footnote(label) => {
            let head = format!("[^{label}]:");
            let Some(start) = document.text.find(&head) else {
                return Vec::new();
            };
            let note = &document.text[start + head.len()..];
            let note = &note[..note.find("\n\n").unwrap_or(note.len())];
            numbered
                .filter(|(_, source)| {
                    let url = source
                        .record
                        .url
                        .as_deref()
                        .is_some_and(|url| note.contains(bare(url)));
                    url || is_named(note, source)
                })
                .map(|(at, _)| at)
                .collect()
        }
    }
}

/// An address without what does not tell two apart.
fn bare(address: &str) -> &str {
    let address = address.split('#').next().unwrap_or(address);
    let address = address
        .trim_start_matches("https://")
        .trim_start_matches("http://");
    address.trim_start_matches("www.").trim_end_matches('/')
}

fn is_path(address: &str, path: &str) -> bool {
    let address = address.split('#').next().unwrap_or(address);
    let address = address.trim_start_matches("./").trim_start_matches("../");
    !address.is_empty() && (path == address || path.ends_with(&format!("/{address}")))
}

/// The sources that a link leads to or the words beside a quotation name, each once.
pub(super) fn all(linked: &[usize], beside: &str, library: &Library) -> Vec<usize> {
    let mut all = linked.to_vec();
    let named = named(beside, library).into_iter();
    all.extend(named.filter(|source| !linked.contains(source)));
    all
}

/// The sources that the words around a quotation name.
fn named(words: &str, library: &Library) -> Vec<usize> {
    let numbered = library.sources.iter().enumerate();
    numbered
        .filter(|(_, source)| is_named(words, source))
        .map(|(at, _)| at)
        .collect()
}

/// Whether `words` have a source's title, or every word of its short form ("Okafor 2016" in "In 2016 Okafor said").
fn is_named(words: &str, source: &library::Source) -> bool {
    let title =
        source.title.len() >= 8 && words.to_lowercase().contains(&source.title.to_lowercase());
    title || {
        let short: Vec<&str> = split(&source.short).collect();
        short.len() > 1
            && short
                .iter()
                .all(|word| split(words).any(|other| other == *word))
    }
}

fn split(words: &str) -> impl Iterator<Item = &str> {
    words
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
}
