//! Symbols: the outline of a draft, with claims and quotations below its headings; and what a whole library can be
//! searched for by name.

use library::{Library, Verdict};
use text::{BlockKind, Span};

use crate::{Analysis, Location, ledger, phrase};

/// How many characters of a claim or quotation an outline shows.
const SHOWN: usize = 60;

/// What a symbol is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SymbolKind {
    /// A heading and its section.
    Heading,
    /// A dated claim.
    Claim,
    /// A quotation.
    Quotation,
    /// An agreement, organisation, person or place.
    Entity(prose::name::EntityKind),
    /// An event of the chronology.
    Event,
    /// A source.
    Source,
}

/// One entry of a draft's outline.
#[derive(Clone, Debug)]
pub struct Symbol {
    /// What it is called.
    pub name: String,
    /// More, in a few words.
    pub detail: Option<String>,
    /// What it is.
    pub kind: SymbolKind,
    /// All of it, in the draft's text.
    pub span: Span,
    /// The words that name it.
    pub focus: Span,
    /// What stands in it.
    pub children: Vec<Symbol>,
}

/// One thing of a library that can be found by name.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: SymbolKind,
    /// What it belongs to, for people.
    pub container: String,
    /// Where it stands.
    pub location: Location,
}

impl Analysis {
    /// The outline, in order.
    pub fn symbols(&self) -> Vec<Symbol> {
        let mut flat: Vec<(u8, Symbol)> = self.headings();
        let claims = self.claim_entries().into_iter().map(|entry| {
            let verdict = match entry.verdict {
                Verdict::Consistent => "supported",
                Verdict::Conflict => "contradicted",
                Verdict::Contested => "contested",
                Verdict::Unknown => "not in the sources",
                Verdict::NotAsserted => "not asserted",
            };
            Symbol {
                name: phrase::excerpt(entry.span.of(self.text()), SHOWN),
                detail: Some(format!("{}, {verdict}", entry.date.words)),
                kind: SymbolKind::Claim,
                span: entry.span,
                focus: entry.span,
                children: Vec::new(),
            }
        });
        let quotations = self.quotation_entries().into_iter().map(|entry| Symbol {
            name: format!("“{}”", phrase::excerpt(&entry.words, SHOWN)),
            detail: Some(entry.verdict.to_owned()),
            kind: SymbolKind::Quotation,
            span: entry.span,
            focus: entry.span,
            children: Vec::new(),
        });
        flat.extend(claims.chain(quotations).map(|symbol| (u8::MAX, symbol)));
        // Some prose can give nothing to show: an editor refuses a symbol without a name.
        flat.retain(|(_, symbol)| !symbol.name.trim().is_empty());
        flat.sort_by_key(|(level, symbol)| (symbol.span.start, *level));
        nest(flat)
    }

    /// The headings with their levels; each spans its section.
    fn headings(&self) -> Vec<(u8, Symbol)> {
        let headings: Vec<(u8, usize)> = self
            .document
            .blocks
            .iter()
            .enumerate()
            .filter_map(|(at, block)| match block.kind {
                BlockKind::Heading(level) => Some((level, at)),
                _ => None,
            })
            .collect();
        let symbol = |(at, (level, block)): (usize, &(u8, usize))| {
            let block = &self.document.blocks[*block];
            let next = headings[at + 1..].iter().find(|(other, _)| other <= level);
            let end = next.map_or(self.text().len(), |(_, next)| {
                self.document.blocks[*next].span.start
            });
            let symbol = Symbol {
                name: phrase::excerpt(&block.prose, usize::MAX),
                detail: None,
                kind: SymbolKind::Heading,
                span: Span::new(block.span.start, end.max(block.span.end)),
                focus: block.span,
                children: Vec::new(),
            };
            (*level, symbol)
        };
        headings.iter().enumerate().map(symbol).collect()
    }
}

/// Puts each symbol into the innermost section above it.
fn nest(flat: Vec<(u8, Symbol)>) -> Vec<Symbol> {
    let mut open: Vec<(u8, Symbol)> = Vec::new();
    let mut roots = Vec::new();
    let close = |open: &mut Vec<(u8, Symbol)>, roots: &mut Vec<Symbol>| {
        if let Some((_, done)) = open.pop() {
            match open.last_mut() {
                Some((_, parent)) => parent.children.push(done),
                None => roots.push(done),
            }
        }
    };
    for (level, symbol) in flat {
        while open.last().is_some_and(|(above, _)| *above >= level) {
            close(&mut open, &mut roots);
        }
        open.push((level, symbol));
    }
    while !open.is_empty() {
        close(&mut open, &mut roots);
    }
    roots
}

/// The entities, events and sources of a library that `query` finds, at most `most`. Every word of the query must stand
/// in a name, whatever its case.
pub fn search(library: &Library, query: &str, most: usize) -> Vec<Entry> {
    let words = words_of(query);
    let mut found = Vec::new();
    for entity in &library.entities {
        if found.len() >= most {
            return found;
        }
        let names = std::iter::once(entity.name.as_str()).chain(entity.aliases());
        if !names.into_iter().any(|name| matches(name, &words)) {
            continue;
        }
        if let Some(location) = ledger::entity_location(library, entity) {
            found.push(Entry {
                name: entity.name.clone(),
                kind: SymbolKind::Entity(entity.kind),
                container: ledger::entity_kind(entity.kind).to_owned(),
                location,
            });
        }
    }
    for source in &library.sources {
        if matches(&source.title, &words) || matches(&source.short, &words) {
            found.push(Entry {
                name: source.title.clone(),
                kind: SymbolKind::Source,
                container: source.short.clone(),
                location: ledger::source_location(source),
            });
        }
    }
    for event in &library.events {
        if found.len() >= most {
            break;
        }
        let (Some(summary), Some(value)) = (&event.summary, event.value()) else {
            continue;
        };
        if !matches(summary, &words) {
            continue;
        }
        if let Some(location) = ledger::event_location(library, event) {
            found.push(Entry {
                name: summary.clone(),
                kind: SymbolKind::Event,
                container: phrase::date(value),
                location,
            });
        }
    }
    found.truncate(most);
    found
}

/// The words of a query, folded.
pub fn words_of(query: &str) -> Vec<String> {
    query.split_whitespace().map(str::to_lowercase).collect()
}

/// Whether every word stands in `name`, whatever its case.
pub fn matches(name: &str, words: &[String]) -> bool {
    let name = name.to_lowercase();
    words.iter().all(|word| name.contains(word.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_hold_what_stands_below_them() {
        let symbol = |name: &str, start| Symbol {
            name: name.into(),
            detail: None,
            kind: SymbolKind::Heading,
            span: Span::new(start, start),
            focus: Span::new(start, start),
            children: Vec::new(),
        };
        let flat = vec![
            (u8::MAX, symbol("before", 0)),
            (1, symbol("A", 1)),
            (3, symbol("A.1", 2)),
            (u8::MAX, symbol("claim", 3)),
            (u8::MAX, symbol("quotation", 3)),
            (2, symbol("B", 4)),
            (1, symbol("C", 5)),
        ];
        fn show(symbols: &[Symbol]) -> String {
            let inner: Vec<_> = symbols
                .iter()
                .map(|it| format!("{}[{}]", it.name, show(&it.children)))
                .collect();
            inner.join(" ")
        }
        assert_eq!(
            show(&nest(flat)),
            "before[] A[A.1[claim[] quotation[]] B[]] C[]"
        );
    }
}
