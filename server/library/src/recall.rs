//! Recalling a happening by its words: what a draft dates in words that no event kind knows may still be a recorded event,
//! told by the names and the rarer words that both have. It is silent unless one event alone comes near, and that one
//! lies on other days.

mod clue;
mod decide;
mod ground;
mod heard;
mod hedge;
mod mark;
mod near;
mod weigh;

use prose::date::{DateValue, Granularity, Interval, Qualifier};
use prose::reading::Resolved;
use prose::temporal::{Resolution, Temporal, TemporalKind};
use text::Span;

use crate::judge::terms_apart;
use crate::{Event, Judgement, Library, Verdict};

use clue::Gap;
use decide::{Candidate, Stand};
use ground::Ground;
pub(crate) use mark::Recall;
use weigh::KindFit;

/// A date so many years from all events is none that somebody mistook for theirs.
const REACH: i32 = 25;

/// A date whose happening was recalled and lies on other days.
#[derive(Clone, Debug, PartialEq)]
pub struct Recalled {
    /// Index of the temporal expression among the block's.
    pub temporal: usize,
    /// The words that tell of the happening, in the block's prose.
    pub span: Span,
    /// What stands against it.
    pub judgement: Judgement,
}

/// What stands around a block that its dates may speak of: each with its prose.
#[derive(Clone, Copy, Debug, Default)]
pub struct Around<'a> {
    /// The other cells of its row.
    pub beside: &'a [(&'a str, &'a Resolved)],
    /// The headings above it, the nearest one last.
    pub headings: &'a [(&'a str, &'a Resolved)],
    /// The block before it, if that is prose below the same heading.
    pub before: Option<(&'a str, &'a Resolved)>,
}

/// Where a date stands.
#[derive(Clone, Copy)]
struct Place<'a> {
    prose: &'a str,
    resolved: &'a Resolved,
    around: Around<'a>,
    /// What speaks of the date's happening.
    span: Span,
    /// The clause of the date itself.
    clause: Span,
    date: Span,
    /// Whether the date says more than a year.
    exact: bool,
    /// Whether the date counts from another ("a year later").
    relative: bool,
    /// Whether an anniversary is spoken of.
    anniversary: bool,
}

impl Library {
    /// The dates of a block that speak of a recorded event and are not its own.
    pub fn recall(&self, prose: &str, resolved: &Resolved, around: Around<'_>) -> Vec<Recalled> {
        let mut found = Vec::new();
        for (at, temporal) in resolved.temporals.iter().enumerate() {
            let judged = resolved
                .statements
                .iter()
                .filter(|statement| statement.temporal == at);
            let mut settled = judged.map(|statement| self.judge(statement).verdict);
            let beside_told = around.beside.iter().any(|(_, resolved)| {
                let mut stated = resolved.statements.iter();
                stated.any(|statement| self.judge(statement).verdict != Verdict::Unknown)
            });
            if temporal.span.is_empty()
                || beside_told
                || settled.any(|verdict| verdict != Verdict::Unknown)
            {
                continue;
            }
            let Some((value, from)) = dated(temporal) else {
                continue;
            };
            if !self.in_reach(value) {
                continue;
            }
            let Some(span) = near::around(prose, resolved, at) else {
                continue;
            };
            let clause = self.clause(prose, span, temporal.span);
            let anniversary = resolved.temporals.iter().any(|other| {
                span.overlaps(other.span) && other.length.is_some_and(|length| length.anniversary)
            });
            if self.hedged(prose, resolved, span, clause, temporal.span)
                || resolved
                    .quotations
                    .iter()
                    .any(|quote| !quote.term && quote.span.overlaps(temporal.span))
            {
                continue;
            }
            let place = Place {
                prose,
                resolved,
                around,
                span,
                clause,
                date: temporal.span,
                exact: value.granularity <= Granularity::Month,
                relative: temporal.resolution != Resolution::Explicit,
                anniversary,
            };
            if let Some(judgement) = self.recalled(&place, temporal, value, from) {
                found.push(Recalled {
                    temporal: at,
                    span,
                    judgement,
                });
            }
        }
        found
    }

    /// Whether the date lies in the time that the events cover, or not far from it.
    fn in_reach(&self, value: &DateValue) -> bool {
        let first = |interval: Interval| interval.start.map(|day| i32::from(day.year()));
        let last = |interval: Interval| interval.end.map(|day| i32::from(day.year()));
        let Some(covered) = self.covered else {
            return false;
        };
        let own = value.interval;
        let late = first(own)
            .zip(last(covered))
            .is_some_and(|(own, last)| own > last + REACH);
        let early = last(own)
            .zip(first(covered))
            .is_some_and(|(own, first)| own < first - REACH);
        !late && !early
    }

    fn recalled(
        &self,
        place: &Place,
        temporal: &Temporal,
        value: &DateValue,
        from: bool,
    ) -> Option<Judgement> {
        let (said, before) = self.gather(place);
        let recall = &self.recall;
        let ground = Ground::new(recall, &said, &before);
        let mut candidates: Vec<Candidate> = Vec::new();
        for at in recall.nearby(&said) {
            let known = &recall.known[at as usize];
            let event = &self.events[known.event];
            let group = self.groups[event.kind.0 as usize];
            // The first Forum is not the second, a second term not the first.
            let ordinals = &known.ordinals;
            let apart = !said.ordinals.is_empty()
                && !ordinals.is_empty()
                && !ordinals.iter().any(|mark| said.ordinals.contains(mark));
            let kind = self.locale.events.kind(event.kind);
            let again = event
                .value()
                .is_some_and(|own| terms_apart(kind, own, value));
            // Nor is the 12th Congress the 13th, though both have a first session.
            let named = &known.named_ordinals;
            let other = !named.is_empty()
                && !named.iter().any(|mark| said.ordinals.contains(mark))
                && said.ordinals.iter().any(|mark| !ordinals.contains(mark));
            if apart || other || again {
                continue;
            }
            let mut weighed = recall.weigh(&ground, known, group, &said, &before);
            let comparable = comparable(event, value);
            weighed.stretch =
                !comparable && event.value().is_some() && weighed.kind != KindFit::Same;
            let stand = match () {
                () if event.value().is_none() => Stand::Undated,
                // A contested one may be meant all the same.
                () if event.contested
                    || meets(event, value, from)
                    || inherits(temporal, event, value) =>
                {
                    Stand::Fits
                }
                () if comparable => Stand::Against,
                () => Stand::Unlike,
            };
            let gap = event
                .value()
                .map_or_else(Gap::default, |own| Gap::between(own, value));
            candidates.push(Candidate {
                known,
                event,
                weighed,
                stand,
                gap,
            });
        }
        let told = self.decide(place, &said, &mut candidates)?;
        let witnesses = (0..told.event.witnesses.len())
            .filter(|at| told.event.witnesses[*at].value.is_some())
            .collect();
        Some(Judgement {
            verdict: Verdict::Conflict,
            event: Some(told.known.event),
            witnesses,
        })
    }
}

/// The date that a happening may rest on, and whether it is only its beginning.
fn dated(temporal: &Temporal) -> Option<(&DateValue, bool)> {
    let sound = temporal.kind == TemporalKind::Date
        && !temporal.doubtful
        && temporal.fault.is_none()
        && temporal.length.is_none_or(|length| !length.anniversary)
        && !matches!(
            temporal.resolution,
            Resolution::Ambiguous(_) | Resolution::Unresolved
        );
    let value = temporal.value.as_ref().filter(|_| sound)?;
    match value.qualifier {
        None | Some(Qualifier::Early | Qualifier::Mid | Qualifier::Late) => Some((value, false)),
        Some(Qualifier::Since | Qualifier::From) => Some((temporal.bare.as_ref()?, true)),
        _ => None,
    }
}

fn starts_alike(one: &DateValue, other: &DateValue) -> bool {
    let start = |value: &DateValue| value.interval.start;
    match (start(one), start(other)) {
        (Some(one), Some(first)) => {
            other
                .judged()
                .end
                .is_none_or(|last| one >= first && one <= last)
                || one == first
        }
        _ => true,
    }
}

/// Whether an event's date bears out the other.
fn fits(own: &DateValue, value: &DateValue, from: bool) -> bool {
    let stretch = |value: &DateValue| value.edtf.contains('/');
    match () {
        () if from => starts_alike(own, value),
        () if stretch(own) && stretch(value) => own.interval == value.interval,
        () => own.judged().meets(value.judged()),
    }
}

/// Whether a witness of the event bears out the other.
fn meets(event: &Event, value: &DateValue, from: bool) -> bool {
    let mut values = event
        .witnesses
        .iter()
        .filter_map(|witness| witness.value.as_ref());
    values.any(|own| fits(own, value, from))
}

fn is_stretch(temporal: &Temporal) -> bool {
    let value = temporal.value.as_ref();
    value.is_some_and(|value| value.edtf.contains('/') && value.qualifier.is_none())
}

/// Whether month and day are right and only the year differs, which the words take from elsewhere ("that May"): then
/// what is wrong stands there.
fn inherits(temporal: &Temporal, event: &Event, value: &DateValue) -> bool {
    let inner = |value: &DateValue| {
        let start = value.interval.start?;
        (value.granularity <= Granularity::Month).then_some((start.month(), start.day()))
    };
    let own = event.value().and_then(inner);
    let same = own.zip(inner(value)).is_some_and(|(own, other)| {
        let day = |value: &DateValue| value.granularity == Granularity::Day;
        let days = event.value().is_some_and(day) && day(value);
        own.0 == other.0 && (!days || own.1 == other.1)
    });
    // A heading's year is that of what stands under it.
    !matches!(
        temporal.resolution,
        Resolution::Explicit | Resolution::Heading
    ) && same
}

/// Whether both are stretches of time or neither is.
fn comparable(event: &Event, value: &DateValue) -> bool {
    let stretch = |edtf: &str| edtf.contains('/');
    event
        .value()
        .is_some_and(|own| stretch(&own.edtf) == stretch(&value.edtf))
}
