//! Links: citations and addresses, with where they lead.

use text::{LinkTarget, Span};

use crate::{Analysis, Location, evidence, fragment};

/// Where a link leads.
#[derive(Clone, Debug)]
pub enum Leads {
    /// A URL or a path, as written.
    Written(String),
    /// A source: its place, and its address on the web, with the words quoted beside the citation if there are any.
    Source {
        /// The source on this machine; the passage quoted beside the citation, else its beginning.
        location: Location,
        /// Its address, if its record has one.
        url: Option<String>,
    },
    /// Another place in the draft: a footnote's text.
    Here(Span),
}

/// One link of a draft.
#[derive(Clone, Debug)]
pub struct Link {
    /// The link, in the draft's text.
    pub span: Span,
    /// Where it leads.
    pub leads: Leads,
    /// What to say of it.
    pub tooltip: Option<String>,
}

impl Analysis {
    /// The links, in order. Keys that name no source lead nowhere and are left out.
    pub fn links(&self) -> Vec<Link> {
        let links = self.document.links.iter();
        links
            .filter_map(|(span, target)| match target {
                LinkTarget::Destination(written) => Some(Link {
                    span: *span,
                    leads: Leads::Written(written.clone()),
                    tooltip: None,
                }),
                LinkTarget::Key(key) => self.cited(*span, key),
                LinkTarget::Footnote(label) => {
                    let note = self.note(label).filter(|note| !note.touches(span.start))?;
                    Some(Link {
                        span: *span,
                        leads: Leads::Here(note),
                        tooltip: None,
                    })
                }
            })
            .collect()
    }

    /// The link, key or mark of a note at `offset`, the innermost.
    pub(crate) fn link_at(&self, offset: usize) -> Option<(Span, LinkTarget)> {
        let links = &self.document.links;
        let begun = links.partition_point(|(span, _)| span.start <= offset);
        let mut begun = links[..begun].iter().rev();
        let link = begun.find(|(span, _)| span.touches(offset)).cloned();
        link.or_else(|| self.note_at(offset))
    }

    /// What begins the note that `offset` stands in, if it stands in just that.
    fn note_at(&self, offset: usize) -> Option<(Span, LinkTarget)> {
        let line = self.lines.content(self.text(), self.lines.line_of(offset));
        let (label, _) = line.of(self.text()).strip_prefix("[^")?.split_once("]:")?;
        let mark = Span::new(line.start, line.start + label.len() + "[^]:".len());
        let there = mark.touches(offset);
        there.then(|| (mark, LinkTarget::Footnote(label.to_owned())))
    }

    /// The words of source `number` that are quoted before the citation at `span`, in the same block.
    pub(crate) fn quoted_before(&self, span: Span, number: usize) -> Option<Span> {
        let block = self.document.block_at(span.start);
        let quote = self.quotes.iter().rev().find(|quote| {
            Some(quote.block) == block
                && self.place(quote.block, quote.span).end <= span.start
                && quote.best().is_some_and(|best| best.document == number)
        });
        quote.and_then(|quote| quote.best()).map(|best| best.span)
    }

    fn cited(&self, span: Span, key: &str) -> Option<Link> {
        let number = *self.library.citations.called(key).first()?;
        let source = &self.library.sources[number];
        let passage = self.quoted_before(span, number);
        let location = evidence::place(source, passage.unwrap_or(Span::new(0, 0)));
        let url = source.record.url.as_ref().map(|url| {
            let passage = passage.filter(|_| source.veil.is_none());
            let words = passage.and_then(|it| fragment::address(url, &source.text(), it));
            words.unwrap_or_else(|| url.clone())
        });
        Some(Link {
            span,
            leads: Leads::Source { location, url },
            tooltip: Some(source.title.clone()),
        })
    }

    /// Where the note of that label stands: the line that begins with it.
    pub(crate) fn note(&self, label: &str) -> Option<Span> {
        let mark = format!("[^{label}]:");
        let text = self.text();
        let at = if text.starts_with(&mark) {
            0
        } else {
            text.find(&format!("\n{mark}"))? + 1
        };
        Some(Span::new(at, at + mark.len()))
    }
}
