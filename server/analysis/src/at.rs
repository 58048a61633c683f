//! What stands under a cursor, narrowest first.

use library::{Recalled, Retold, Verdict};
use prose::name::Mention;
use prose::temporal::Temporal;
use text::{LinkTarget, Span};

use crate::Analysis;
use crate::claim::{Claim, Retellings};
use crate::quote::{self, Quote};

/// One thing under the cursor. Numbers are block indices.
pub(crate) enum Under<'a> {
    /// A name.
    Mention(usize, &'a Mention),
    /// A name that may mean something else in common prose and that nothing in the draft bears out: a person who asks is
    /// told, no check relies on it.
    Doubtful(usize, Mention),
    /// A date, with the claims that rest on it, and what is known of its sentence.
    Date(usize, &'a Temporal, Vec<&'a Claim>, Sentence<'a>),
    /// A quotation.
    Quote(&'a Quote),
    /// A link, a citation key or the mark of a note, at its place in the draft's text, with the numbers of the sources that
    /// it names; none if they are not in the library.
    Citation(Span, LinkTarget, Vec<usize>),
}

/// What is known of the sentence of a date, whatever is claimed in it.
#[derive(Clone, Copy)]
pub(crate) struct Sentence<'a> {
    /// Who tells it.
    pub retold: Option<&'a Retold>,
    /// The event that its words recall.
    pub recalled: Option<&'a Recalled>,
}

impl Analysis {
    /// Everything under the cursor at `offset` of the draft's text, narrowest first.
    pub(crate) fn under(&self, offset: usize) -> Vec<Under<'_>> {
        let mut found: Vec<(usize, Under<'_>)> = Vec::new();
        if let Some((span, target)) = self.link_at(offset) {
            let sources = quote::cited(&target, self.text(), &self.library);
            found.push((span.len(), Under::Citation(span, target, sources)));
        }
        if let Some((block, at)) = self.prose_at(offset) {
            self.in_prose(block, at, &mut found);
        }
        found.sort_by_key(|(length, _)| *length);
        found.into_iter().map(|(_, under)| under).collect()
    }

    /// The block of `offset` and the place in its prose, if that byte is prose: an address or a citation key is none.
    fn prose_at(&self, offset: usize) -> Option<(usize, usize)> {
        let block = self.document.block_at(offset)?;
        let map = &self.document.blocks[block].map;
        let at = map.flat_of(offset)?;
        let masked = |(span, _): (Span, LinkTarget)| {
            let next = map.hull(Span::new(at, at)).start;
            span.start < offset && offset < span.end && next >= span.end
        };
        (!self.link_at(offset).is_some_and(masked)).then_some((block, at))
    }

    /// What stands at `at` of a block's prose.
    fn in_prose<'a>(&'a self, block: usize, at: usize, found: &mut Vec<(usize, Under<'a>)>) {
        let resolved = &self.reading.blocks[block];
        for mention in resolved
            .mentions
            .iter()
            .filter(|mention| mention.span.touches(at))
        {
            found.push((mention.span.len(), Under::Mention(block, mention)));
        }
        if !found.iter().any(|(_, it)| matches!(it, Under::Mention(..))) {
            let sightings = self.library.names.sight(&self.document.blocks[block].prose);
            for sighting in sightings
                .into_iter()
                .filter(|sighting| sighting.mention.span.touches(at))
            {
                found.push((
                    sighting.mention.span.len(),
                    Under::Doubtful(block, sighting.mention),
                ));
            }
        }
        for (index, temporal) in resolved.temporals.iter().enumerate() {
            if temporal.span.touches(at) {
                let claims = self
                    .claims
                    .iter()
                    .filter(|claim| {
                        claim.block == block
                            && resolved.statements[claim.statement].temporal == index
                    })
                    .collect();
                found.push((temporal.span.len(), {
                    let retold = self.retold_in(block).find(|date| date.temporal == index);
                    let recalled = self.recalled_in(block).find(|date| date.temporal == index);
                    Under::Date(block, temporal, claims, Sentence { retold, recalled })
                }));
            }
        }
        for quote in self
            .quotes
            .iter()
            .filter(|quote| quote.block == block && quote.span.touches(at))
        {
            found.push((quote.span.len(), Under::Quote(quote)));
        }
    }

    /// The dates of a block whose sentence some source tells.
    pub(crate) fn retold_in(&self, block: usize) -> impl Iterator<Item = &Retold> {
        self.home_of(block).into_iter().flat_map(move |home| {
            let dates = home.dates.iter();
            dates.filter(move |date| home.block + date.part == block)
        })
    }

    /// The dates of a block whose happening is recalled by its words.
    pub(crate) fn recalled_in(&self, block: usize) -> impl Iterator<Item = &Recalled> {
        self.home_of(block).into_iter().flat_map(move |home| {
            let dates = home.recalled.iter();
            let own = dates.filter(move |(part, _)| home.block + part == block);
            own.map(|(_, date)| date)
        })
    }

    /// All dates whose happening is recalled by its words, with their blocks, in order.
    pub(crate) fn recalled(&self) -> impl Iterator<Item = (usize, &Recalled)> {
        self.retold.iter().flat_map(|home| {
            let dates = home.recalled.iter();
            dates.map(|(part, date)| (home.block + part, date))
        })
    }

    /// Whether nothing is known of a claim, but an event is recalled for its date, which says more.
    pub(crate) fn is_recalled(&self, claim: &Claim) -> bool {
        let statements = &self.reading.blocks[claim.block].statements;
        let temporal = statements[claim.statement].temporal;
        claim.verdict == Verdict::Unknown
            && self
                .recalled_in(claim.block)
                .any(|date| date.temporal == temporal)
    }

    fn home_of(&self, block: usize) -> Option<&Retellings> {
        let after = self.retold.partition_point(|other| other.block <= block);
        self.retold[..after].last()
    }

    /// The place in the draft's text of a span of a block's prose.
    pub(crate) fn place(&self, block: usize, span: Span) -> Span {
        self.document.blocks[block].map.hull(span)
    }
}
