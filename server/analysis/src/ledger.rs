//! The books of a draft and of a library, for views that an editor draws beside the text: claims with their verdicts and
//! evidence, quotations, dates; events and what the sources say of them.

use library::{Entity, Event, Library, Recalled, Verdict};
use prose::date::DateValue;
use prose::name::EntityKind;
use text::Span;

use crate::claim::Claim;
use crate::{Analysis, Location, evidence, phrase};

/// One dated claim of a draft.
#[derive(Clone, Debug)]
pub struct ClaimEntry {
    /// The words of the claim, in the draft's text.
    pub span: Span,
    /// The words of its date.
    pub date_span: Span,
    /// Its sentence, on one line.
    pub sentence: String,
    /// Id of the event kind.
    pub kind: String,
    /// Its date.
    pub date: Dated,
    /// What the library makes of it.
    pub verdict: Verdict,
    /// The event it speaks of, an index into the library's events.
    pub event: Option<usize>,
    /// Who says so, or otherwise.
    pub evidence: Vec<Evidence>,
}

/// A date in both forms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dated {
    /// As EDTF.
    pub edtf: String,
    /// In words.
    pub words: String,
}

/// One witness, for people.
#[derive(Clone, Debug)]
pub struct Evidence {
    /// The date that it gives.
    pub date: Option<Dated>,
    /// What it says.
    pub text: String,
    /// Whether a person wrote it down in a record.
    pub curated: bool,
    /// Where it stands, if its source is here.
    pub location: Option<Location>,
}

/// One quotation of a draft.
#[derive(Clone, Debug)]
pub struct QuotationEntry {
    /// Marks included, in the draft's text.
    pub span: Span,
    /// The quoted words.
    pub words: String,
    /// `verbatim`, `edited`, `misquoted` ...: what `inspect` prints.
    pub verdict: &'static str,
    /// The same for people.
    pub sentence: &'static str,
    /// Where it stands, the passage meant first.
    pub passages: Vec<Location>,
}

/// One date of a draft.
#[derive(Clone, Debug)]
pub struct DateEntry {
    /// The words, in the draft's text.
    pub span: Span,
    /// Its value.
    pub value: DateValue,
    /// Its value in both forms.
    pub date: Dated,
    /// Indices of the events that claims on it speak of.
    pub events: Vec<usize>,
}

impl Dated {
    /// Both forms of `value`.
    pub fn new(value: &DateValue) -> Self {
        Self {
            edtf: value.edtf.clone(),
            words: phrase::date(value),
        }
    }
}

impl Analysis {
    /// The dated claims, in the order of the draft.
    pub fn claim_entries(&self) -> Vec<ClaimEntry> {
        let own = self.claims.iter().filter(|claim| !self.is_recalled(claim));
        let mut entries: Vec<ClaimEntry> = own.map(|claim| self.claim_entry(claim)).collect();
        for block in 0..self.document.blocks.len() {
            let recalled = self.recalled_in(block);
            entries.extend(recalled.filter_map(|date| self.recalled_entry(block, date)));
        }
        entries.sort_by_key(|entry| entry.span.start);
        entries
    }

    fn recalled_entry(&self, block: usize, date: &Recalled) -> Option<ClaimEntry> {
        let temporal = &self.reading.blocks[block].temporals[date.temporal];
        let event = self.library.events.get(date.judgement.event?)?;
        let prose = &self.document.blocks[block].prose;
        Some(ClaimEntry {
            span: self.place(block, date.span),
            date_span: self.place(block, temporal.span),
            sentence: phrase::excerpt(date.span.of(prose), usize::MAX),
            kind: kind_id(&self.library, event.kind),
            date: Dated::new(temporal.value.as_ref()?),
            verdict: date.judgement.verdict,
            event: date.judgement.event,
            evidence: evidence_for(&self.library, event),
        })
    }

    pub(crate) fn claim_entry(&self, claim: &Claim) -> ClaimEntry {
        let resolved = &self.reading.blocks[claim.block];
        let statement = &resolved.statements[claim.statement];
        let prose = &self.document.blocks[claim.block].prose;
        let event = claim.event.and_then(|event| self.library.events.get(event));
        let named = |at: &usize| event?.witnesses.get(*at);
        let mut evidence: Vec<Evidence> = claim
            .witnesses
            .iter()
            .filter_map(named)
            .map(|witness| evidence_of(&self.library, witness))
            .collect();
        if evidence.is_empty()
            && let Some(event) = event
        {
            evidence = evidence_for(&self.library, event);
        }
        let temporal = &resolved.temporals[statement.temporal];
        ClaimEntry {
            span: self.place(claim.block, statement.span),
            date_span: self.place(claim.block, temporal.span),
            sentence: phrase::excerpt(statement.sentence.of(prose), usize::MAX),
            kind: kind_id(&self.library, statement.kind),
            date: Dated::new(&statement.value),
            verdict: claim.verdict,
            event: claim.event,
            evidence,
        }
    }

    /// The quotations, terms left out, in the order of the draft.
    pub fn quotation_entries(&self) -> Vec<QuotationEntry> {
        let quotes = self.quotes.iter().filter(|quote| !quote.is_term());
        quotes
            .map(|quote| QuotationEntry {
                span: self.place(quote.block, quote.span),
                words: quote.words(&self.document.blocks[quote.block].prose),
                verdict: quote.verdict.as_str(),
                sentence: quote.verdict.sentence(),
                passages: quote.passages(&self.library).collect(),
            })
            .collect()
    }

    /// The dates that have a value, in the order of the draft.
    pub fn date_entries(&self) -> Vec<DateEntry> {
        let mut entries = Vec::new();
        for (block, resolved) in self.reading.blocks.iter().enumerate() {
            let claims: Vec<&Claim> = self.claims_of(block).iter().collect();
            for (index, temporal) in resolved.temporals.iter().enumerate() {
                let Some(value) = &temporal.value else {
                    continue;
                };
                if temporal.span.is_empty() || temporal.doubtful || temporal.fault.is_some() {
                    continue;
                }
                let mut events: Vec<usize> = claims
                    .iter()
                    .filter(|claim| resolved.statements[claim.statement].temporal == index)
                    .filter_map(|claim| claim.event)
                    .collect();
                events.dedup();
                entries.push(DateEntry {
                    span: self.place(block, temporal.span),
                    value: value.clone(),
                    date: Dated::new(value),
                    events,
                });
            }
        }
        entries
    }

    /// The claims of one block.
    pub(crate) fn claims_of(&self, block: usize) -> &[Claim] {
        let start = self.claims.partition_point(|claim| claim.block < block);
        let end = self.claims.partition_point(|claim| claim.block <= block);
        &self.claims[start..end]
    }

    /// The library that it was judged against.
    pub fn library(&self) -> &Library {
        &self.library
    }
}

/// What every witness of an event says.
pub fn evidence_for(library: &Library, event: &Event) -> Vec<Evidence> {
    let witnesses = event.witnesses.iter();
    witnesses
        .map(|witness| evidence_of(library, witness))
        .collect()
}

fn evidence_of(library: &Library, witness: &library::Witness) -> Evidence {
    let place = witness.provenance.as_ref();
    Evidence {
        date: witness.value.as_ref().map(Dated::new),
        text: witness.text.clone(),
        curated: witness.curated,
        location: place.and_then(|place| evidence::location(library, place)),
    }
}

/// Id of an event's kind.
pub fn kind_id(library: &Library, kind: prose::statement::KindId) -> String {
    let kinds = &library.locale.events.kinds;
    kinds
        .get(kind.0 as usize)
        .map_or_else(String::new, |kind| kind.id.clone())
}

/// One sentence on an event: a record's, else its heaviest witness's.
pub fn headline(event: &Event) -> String {
    let first = || event.witnesses.first().map(|it| it.text.clone());
    let words = event.summary.clone().or_else(first).unwrap_or_default();
    phrase::excerpt(&words, 160)
}

/// Where the sources speak of an event first.
pub fn event_location(library: &Library, event: &Event) -> Option<Location> {
    let mut places = event
        .witnesses
        .iter()
        .filter_map(|it| it.provenance.as_ref());
    places.find_map(|place| evidence::location(library, place))
}

/// Where the sources speak of an entity first: the passage that its record names, else that of an event it takes part in.
pub fn entity_location(library: &Library, entity: &Entity) -> Option<Location> {
    let named = entity.passages.iter();
    let dates = entity.dates.iter().flat_map(|date| &date.provenance);
    let mut places = named.chain(dates);
    places
        .find_map(|place| evidence::location(library, place))
        .or_else(|| {
            let mut events = library.events_of(entity.number);
            events.find_map(|(_, event)| event_location(library, event))
        })
}

/// A source as a whole.
pub fn source_location(source: &library::Source) -> Location {
    evidence::place(source, Span::new(0, 0))
}

/// The word for a kind of entity.
pub const fn entity_kind(kind: EntityKind) -> &'static str {
    match kind {
        EntityKind::Agreement => "agreement",
        EntityKind::Organisation => "organisation",
        EntityKind::Person => "person",
        EntityKind::Place => "place",
    }
}

/// The word for a verdict.
pub const fn verdict_word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Consistent => "consistent",
        Verdict::Conflict => "conflict",
        Verdict::Contested => "contested",
        Verdict::Unknown => "unknown",
        Verdict::NotAsserted => "not-asserted",
    }
}
