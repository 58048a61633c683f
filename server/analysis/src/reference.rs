//! References: from the words under a cursor to every place that speaks of the same thing, in this draft and in the
//! sources; and the wording of an entity, for renaming.

use library::{Library, Source};
use prose::name::{EntityId, Mention, Via};
use text::{BlockKind, Span};

use crate::at::Under;
use crate::{Analysis, Cancel, Location, evidence, ledger};

/// What a question about references is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// An entity; several where a name may mean any of them.
    Entities(Vec<EntityId>),
    /// Events, indices into the library's.
    Events(Vec<usize>),
    /// A passage of a source, by the source's number.
    Passage(usize, Span),
}

/// The wording of an entity at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wording {
    /// The words, in the draft's text.
    pub span: Span,
    /// The same, on one line.
    pub words: String,
    /// Whose name it is.
    pub entity: EntityId,
}

impl Analysis {
    /// What the words at `offset` speak of, with those words; the narrowest thing that can be asked about.
    pub fn subject(&self, offset: usize) -> Option<(Span, Subject)> {
        self.under(offset)
            .into_iter()
            .find_map(|under| match under {
                Under::Mention(block, mention) => Some((
                    self.place(block, mention.span),
                    Subject::Entities(mention.candidates.clone()),
                )),
                Under::Doubtful(block, mention) => Some((
                    self.place(block, mention.span),
                    Subject::Entities(mention.candidates),
                )),
                Under::Date(block, temporal, claims, sentence) => {
                    let recalled = sentence.recalled.and_then(|it| it.judgement.event);
                    let events = claims.iter().filter_map(|it| it.event);
                    let mut events: Vec<usize> = events.chain(recalled).collect();
                    events.dedup();
                    let some = !events.is_empty();
                    some.then(|| (self.place(block, temporal.span), Subject::Events(events)))
                }
                Under::Quote(quote) => {
                    let best = quote.best()?;
                    let passage = Subject::Passage(best.document, best.span);
                    Some((self.place(quote.block, quote.span), passage))
                }
                Under::Citation(..) => None,
            })
    }

    /// The passage at `offset`, if this text is the library's source `number`: its paragraph.
    pub fn passage_at(&self, number: usize, offset: usize) -> Option<(Span, Subject)> {
        let source = self.library.sources.get(number)?;
        let document = source.document();
        let span = document.blocks.get(document.block_at(offset)?)?.span;
        Some((span, Subject::Passage(number, span)))
    }

    /// Where this draft speaks of `subject`, in order: mentions, claims (their dates only, if `dates`), quotations.
    pub fn occurrences(&self, subject: &Subject, dates: bool) -> Vec<Span> {
        let mut spans: Vec<Span> = match subject {
            Subject::Entities(ids) => self
                .mentions()
                .filter(|(_, mention)| mention.candidates.iter().any(|id| ids.contains(id)))
                .map(|(block, mention)| self.place(block, mention.span))
                .collect(),
            Subject::Events(events) => {
                let of = |event: Option<usize>| event.is_some_and(|it| events.contains(&it));
                let claims = self.claims.iter().filter(|claim| of(claim.event));
                let claimed = claims.map(|claim| {
                    let entry = self.claim_entry(claim);
                    if dates { entry.date_span } else { entry.span }
                });
                let recalled = self.recalled();
                let recalled = recalled.filter(|(_, date)| of(date.judgement.event));
                let recalled = recalled.map(|(block, date)| {
                    let temporal = &self.reading.blocks[block].temporals[date.temporal];
                    let span = if dates { temporal.span } else { date.span };
                    self.place(block, span)
                });
                claimed.chain(recalled).collect()
            }
            Subject::Passage(source, span) => self
                .quotes
                .iter()
                .filter(|quote| {
                    quote.stands()
                        && !quote.is_term()
                        && quote.best().is_some_and(|best| {
                            best.document == *source && best.span.overlaps(*span)
                        })
                })
                .map(|quote| self.place(quote.block, quote.span))
                .collect(),
        };
        spans.sort_unstable();
        spans.dedup();
        spans
    }

    /// The name under the cursor, if it can be renamed: clear whose it is, and in nobody's mouth.
    pub fn wording(&self, offset: usize) -> Option<Wording> {
        let mut under = self.under(offset).into_iter();
        let narrowest = under.find(|it| !matches!(it, Under::Citation(..)))?;
        let Under::Mention(block, mention) = narrowest else {
            return None;
        };
        self.wording_of(block, mention)
    }

    /// Every place where this draft names `entity` by `words`; quotations are left as they are.
    pub fn wordings(&self, entity: EntityId, words: &str) -> Vec<Span> {
        self.mentions()
            .filter_map(|(block, mention)| self.wording_of(block, mention))
            .filter(|wording| wording.entity == entity && wording.words == words)
            .map(|wording| wording.span)
            .collect()
    }

    fn wording_of(&self, block: usize, mention: &Mention) -> Option<Wording> {
        let &[entity] = mention.candidates.as_slice() else {
            return None;
        };
        let named = matches!(mention.via, Via::Name | Via::Acronym);
        if !named || self.is_quoted(block, mention.span) {
            return None;
        }
        let words = mention.span.of(&self.document.blocks[block].prose);
        Some(Wording {
            span: self.document.blocks[block].map.contiguous(mention.span)?,
            words: words.split_whitespace().collect::<Vec<_>>().join(" "),
            entity,
        })
    }

    /// All mentions with their blocks, in order.
    pub(crate) fn mentions(&self) -> impl Iterator<Item = (usize, &Mention)> {
        let blocks = self.reading.blocks.iter().enumerate();
        blocks.flat_map(|(block, resolved)| resolved.mentions.iter().map(move |it| (block, it)))
    }

    /// Whether `span` of a block's prose stands in somebody's mouth.
    pub(crate) fn is_quoted(&self, block: usize, span: Span) -> bool {
        let quotations = &self.reading.blocks[block].quotations;
        quotations
            .iter()
            .any(|quotation| !quotation.term && quotation.span.covers(span))
    }
}

/// Where the sources speak of `subject`, in their order. Looks at `cancel` between blocks.
pub fn in_sources(library: &Library, subject: &Subject, cancel: &Cancel) -> Vec<Location> {
    match subject {
        Subject::Entities(ids) => library
            .sources
            .iter()
            .flat_map(|source| mentions_in(library, source, ids, cancel))
            .collect(),
        Subject::Events(events) => {
            let events = events.iter().filter_map(|at| library.events.get(*at));
            events
                .flat_map(|event| ledger::evidence_for(library, event))
                .filter_map(|evidence| evidence.location)
                .collect()
        }
        Subject::Passage(source, span) => {
            let source = library.sources.get(*source).into_iter();
            source.map(|it| evidence::place(it, *span)).collect()
        }
    }
}

fn mentions_in(
    library: &Library,
    source: &Source,
    ids: &[EntityId],
    cancel: &Cancel,
) -> Vec<Location> {
    let mut found = Vec::new();
    let document = source.document();
    for block in &document.blocks {
        if cancel.is_cancelled() {
            break;
        }
        if matches!(block.kind, BlockKind::Comment | BlockKind::FrontMatter) {
            continue;
        }
        for mention in library.names.find(&block.prose) {
            if mention.candidates.iter().any(|id| ids.contains(id)) {
                found.push(evidence::place(source, block.map.hull(mention.span)));
            }
        }
    }
    found
}

/// The number of the source at `path` (from the workspace's root, `/` between).
pub fn source_number(library: &Library, path: &str) -> Option<usize> {
    library.sources.iter().position(|it| it.path == path)
}
