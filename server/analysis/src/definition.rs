//! Go-to-source: from a quotation, a mention, a date or a citation to the passage in the sources.

use prose::name::Mention;
use text::{LinkTarget, Span};

use crate::at::Under;
use crate::{Analysis, Location, Origin, evidence};

/// A jump: from these words of the draft to that place.
#[derive(Clone, Debug)]
pub struct Target {
    /// The words of the draft that the jump starts from.
    pub origin: Span,
    /// Where it lands.
    pub location: Location,
}

impl Analysis {
    /// Where the words at `offset` come from, best first; empty where nothing is known. The narrowest thing under the
    /// cursor answers: a date or a name before the quotation that it stands in.
    pub fn definition(&self, offset: usize) -> Vec<Target> {
        let mut targets: Vec<Target> = Vec::new();
        for under in self.under(offset) {
            let (origin, locations) = match under {
                Under::Mention(block, mention) => self.introduced(block, mention),
                Under::Doubtful(block, mention) => self.introduced(block, &mention),
                Under::Date(block, temporal, claims, sentence) => {
                    let recalled = sentence.recalled.and_then(|it| it.judgement.event);
                    let events = claims
                        .iter()
                        .filter_map(|claim| claim.event)
                        .chain(recalled)
                        .filter_map(|event| self.library.events.get(event));
                    let places =
                        events
                            .flat_map(|event| event.witnesses.iter())
                            .filter_map(|witness| {
                                evidence::location(&self.library, witness.provenance.as_ref()?)
                            });
                    let told = sentence.retold.into_iter().flat_map(|date| &date.told);
                    let told =
                        told.filter_map(|told| evidence::location(&self.library, &told.passage));
                    let places = places.chain(told).collect();
                    (self.place(block, temporal.span), places)
                }
                Under::Quote(quote) => (
                    self.place(quote.block, quote.span),
                    quote.passages(&self.library).collect(),
                ),
                Under::Citation(span, target, sources) => {
                    (span, self.cited_places(span, &target, &sources))
                }
            };
            for location in locations {
                let seen = |target: &Target| {
                    target.location.origin == location.origin
                        && target.location.focus == location.focus
                };
                if !targets.iter().any(seen) {
                    targets.push(Target { origin, location });
                }
            }
            if !targets.is_empty() {
                break;
            }
        }
        targets
    }

    /// The sources of a citation, each at the words quoted before it or at its beginning; the note itself where a note
    /// names no source of the library.
    fn cited_places(&self, span: Span, target: &LinkTarget, sources: &[usize]) -> Vec<Location> {
        let place = |number: &usize| {
            let source = self.library.sources.get(*number)?;
            let words = self.quoted_before(span, *number);
            Some(evidence::place(source, words.unwrap_or(Span::new(0, 0))))
        };
        let places: Vec<Location> = sources.iter().filter_map(place).collect();
        let LinkTarget::Footnote(label) = target else {
            return places;
        };
        let note = self.note(label).filter(|note| !note.touches(span.start));
        match note {
            Some(note) if places.is_empty() => vec![self.here(note)],
            _ => places,
        }
    }

    /// A place in the draft itself.
    fn here(&self, focus: Span) -> Location {
        let block = self.document.block_at(focus.end);
        Location {
            origin: Origin::Draft,
            text: self.document.text.clone(),
            withheld: false,
            focus,
            full: block.map_or(focus, |it| self.document.blocks[it].span.join(focus)),
            label: "this draft".to_owned(),
        }
    }

    /// Where the sources speak of the entity that a name means.
    fn introduced(&self, block: usize, mention: &Mention) -> (Span, Vec<Location>) {
        let entities = mention
            .candidates
            .iter()
            .filter_map(|id| self.library.entity_of(*id));
        let places = entities
            .flat_map(|entity| entity.passages.iter())
            .filter_map(|passage| evidence::location(&self.library, passage));
        (self.place(block, mention.span), places.collect())
    }
}
