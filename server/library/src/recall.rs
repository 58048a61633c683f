//! Recalling a happening by its words: what a draft dates in words that no event kind knows may still be a recorded event,
//! told by the names and the rarer words that both have. It is silent unless one event alone comes near, and that one
//! lies on other days.

mod above;
mod clue;
mod decide;
mod gather;
mod ground;
mod heard;
mod hedge;
mod mark;
mod most;
mod near;
mod note;
mod weigh;
mod word;
mod wording;

use prose::date::{DateValue, Granularity, Interval, Qualifier};
use prose::reading::Resolved;
use prose::statement::Statement;
use prose::temporal::{Resolution, Temporal, TemporalKind};
use text::Span;

use crate::judge::terms_apart;
use crate::{Event, Judgement, Library, Verdict};

pub use above::{Above, Asked, Lent};
use clue::Gap;
use decide::{Candidate, Stand, may_matter, may_reach};
use ground::Ground;
use heard::{Said, Text};
use mark::Known;
pub(crate) use mark::Recall;
use most::Near;
pub use note::{Note, NotedEvent};
use weigh::{KindFit, Weighed};
pub use word::Vocabulary;
pub(crate) use word::Words;
pub(crate) use wording::Wordings;
use wording::agreement;

/// A date so many years from all events is none that somebody mistook for theirs.
const REACH: i32 = 25;

/// What happened by a date happened no more than so many years before, or it is something else.
const SHORTLY: i32 = 2;

/// What a date says of a happening.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    /// That it happened then.
    On,
    /// That it began then.
    From,
    /// That it had happened by then.
    By,
}

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

/// Where a date stands.
#[derive(Clone, Copy)]
struct Place<'a> {
    prose: &'a str,
    resolved: &'a Resolved,
    /// The other cells of its row.
    beside: &'a [Text<'a>],
    above: &'a Above<'a>,
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
    /// Whether the date may be none.
    doubtful: bool,
}

impl Library {
    /// What the date of this number in a block speaks of, if that is a recorded event and the date is not its own. `beside`
    /// are the other cells of its row.
    pub fn recall(
        &self,
        (prose, resolved): (&str, &Resolved),
        at: usize,
        beside: &[(&str, &Resolved)],
        above: &Above<'_>,
        vocabulary: &mut Vocabulary,
    ) -> Option<Recalled> {
        let temporal = resolved.temporals.get(at)?;
        let (value, side) = dated(temporal)?;
        if temporal.span.is_empty() || !self.in_reach(value) {
            return None;
        }
        vocabulary.note(temporal.span, prose);
        let known = |statement: &Statement| self.judge(statement).verdict != Verdict::Unknown;
        let stated = resolved.statements.iter();
        let mut settled = stated.filter(|statement| statement.temporal == at);
        let mut stated = beside.iter().flat_map(|(_, resolved)| &resolved.statements);
        if settled.any(known) || stated.any(known) {
            vocabulary.end("judged");
            return None;
        }
        let span = near::around(prose, resolved, at)?;
        let clause = self.clause(prose, span, temporal.span);
        let anniversary = resolved.temporals.iter().any(|other| {
            span.overlaps(other.span) && other.length.is_some_and(|length| length.anniversary)
        });
        let mut quotes = resolved.quotations.iter();
        if quotes.any(|quote| !quote.term && quote.span.overlaps(temporal.span))
            || self.hedged(prose, resolved, span, clause, temporal.span)
        {
            vocabulary.end("hedged");
            return None;
        }
        let place = Place {
            prose,
            resolved,
            beside,
            above,
            span,
            clause,
            date: temporal.span,
            exact: value.granularity <= Granularity::Month,
            relative: temporal.resolution != Resolution::Explicit,
            anniversary,
            doubtful: temporal.doubtful,
        };
        vocabulary.begin();
        let dated = Dated {
            temporal,
            value,
            side,
        };
        let judgement = self.recalled(&place, &dated, vocabulary)?;
        Some(Recalled {
            temporal: at,
            span,
            judgement,
        })
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
        dated: &Dated,
        vocabulary: &mut Vocabulary,
    ) -> Option<Judgement> {
        let (said, lent) = self.gather(vocabulary, place);
        let near = self.recall.nearby(&said);
        // What was said before adds to an event, but it makes none likely: this is the end for nearly all dates.
        if !self.may_tell(&near, &said, dated) {
            vocabulary.end("nothing comes near enough");
            return None;
        }
        let before = self.gather_before(vocabulary, place, lent);
        let mut candidates = self.candidates(near, (&said, &before), dated);
        let told = self.decide(place, &said, &mut candidates, vocabulary)?;
        let witnesses = (0..told.event.witnesses.len())
            .filter(|at| told.event.witnesses[*at].value.is_some())
            .collect();
        Some(Judgement {
            verdict: Verdict::Conflict,
            event: Some(told.known.event),
            witnesses,
        })
    }

    fn event_of(&self, known: &Known) -> &Event {
        &self.events[known.event]
    }

    /// Whether one of the events that lie on other days may be told by what is said here.
    fn may_tell(&self, near: &[Near], said: &Said, dated: &Dated) -> bool {
        let recall = &self.recall;
        let may_be = near.iter().copied().filter(|near| {
            let known = &recall.known[near.at as usize];
            let event = self.event_of(known);
            may_reach(near)
                && dated.stand(event) == Stand::Against
                && !self.is_apart(said, known, event, dated.value)
        });
        let may_be: Vec<Near> = may_be.collect();
        let nothing = Said::default();
        !may_be.is_empty() && {
            let ground = Ground::new(recall, (said, &nothing), &may_be);
            may_be.iter().any(|near| {
                let weighed = recall.weigh(&ground, near.at, said, &nothing);
                debug_assert!(weighed.here <= near.most + 1e-6);
                self.may_be_told(&weighed)
            })
        }
    }

    /// The events that what is said here and before comes near, weighed; in their order. What cannot matter is left out.
    fn candidates(
        &self,
        near: Vec<Near>,
        (said, before): (&Said, &Said),
        dated: &Dated,
    ) -> Vec<Candidate<'_>> {
        let recall = &self.recall;
        let most_before = recall.most_before(before);
        let near = near.into_iter().filter_map(|near| {
            let known = &recall.known[near.at as usize];
            let event = self.event_of(known);
            let most = near.most + most_before[near.at as usize];
            let stand = dated.stand(event);
            let apart = || self.is_apart(said, known, event, dated.value);
            (stand != Stand::Unlike && !apart()).then_some((stand, Near { most, ..near }))
        });
        // Those first that others are held against, and of them those that may weigh most.
        let (mut against, others): (Vec<_>, Vec<_>) =
            near.partition(|(stand, _)| *stand == Stand::Against);
        against.sort_by(|(_, one), (_, other)| other.most.total_cmp(&one.most));
        let (stands, near): (Vec<Stand>, Vec<Near>) = against.into_iter().chain(others).unzip();
        let ground = Ground::new(recall, (said, before), &near);
        let mut best: f64 = 0.0;
        let mut candidates: Vec<Candidate> = Vec::new();
        for (stand, near) in stands.into_iter().zip(near) {
            if !may_matter(stand, near.most, best) {
                continue;
            }
            let weighed = recall.weigh(&ground, near.at, said, before);
            debug_assert!(weighed.score <= near.most + 1e-6);
            if !may_matter(stand, weighed.score, best) {
                continue;
            }
            if stand == Stand::Against {
                best = best.max(weighed.score);
            }
            let known = &recall.known[near.at as usize];
            candidates.push(self.candidate(known, near.at, weighed, (stand, dated.value)));
        }
        candidates.retain(|it| may_matter(it.stand, it.weighed.score, best));
        let weight = recall.weight_of(said);
        for it in &mut candidates {
            if it.stand != Stand::Undated {
                it.weighed.wording = agreement(&ground, (it.at, &it.known.ways), weight);
            }
        }
        candidates.sort_by_key(|candidate| candidate.known.event);
        candidates
    }

    fn candidate<'a>(
        &'a self,
        known: &'a Known,
        at: u32,
        weighed: Weighed,
        (stand, value): (Stand, &DateValue),
    ) -> Candidate<'a> {
        let event = self.event_of(known);
        let own = event.value();
        let stretch = own.is_some() && !comparable(event, value) && weighed.kind != KindFit::Same;
        Candidate {
            known,
            event,
            weighed: Weighed { stretch, ..weighed },
            stand,
            at,
            gap: own.map_or_else(Gap::default, |own| Gap::between(own, value)),
        }
    }

    /// Whether what is said sets another happening apart than the event.
    fn is_apart(&self, said: &Said, known: &Known, event: &Event, value: &DateValue) -> bool {
        // The first Forum is not the second, a second term not the first.
        let ordinals = &known.ordinals;
        let apart = !said.ordinals.is_empty()
            && !ordinals.is_empty()
            && !ordinals.iter().any(|mark| said.ordinals.contains(mark));
        let kind = self.locale.events.kind(event.kind);
        // Nor is the 12th Congress the 13th, though both have a first session.
        let named = &known.named_ordinals;
        let other = !named.is_empty()
            && !named.iter().any(|mark| said.ordinals.contains(mark))
            && said.ordinals.iter().any(|mark| !ordinals.contains(mark));
        let again = || {
            let own = event.value();
            own.is_some_and(|own| terms_apart(kind, own.judged(), value.judged()))
        };
        apart || other || again()
    }
}

/// A draft's date, and what it says of a happening.
struct Dated<'a> {
    temporal: &'a Temporal,
    value: &'a DateValue,
    side: Side,
}

impl Dated<'_> {
    /// How an event's date stands to it.
    fn stand(&self, event: &Event) -> Stand {
        let (temporal, value) = (self.temporal, self.value);
        match () {
            () if event.value().is_none() => Stand::Undated,
            () if self.side == Side::By => by(event, value),
            // A contested one may be meant all the same, unless all that is said against it is known.
            () if event.contested && !event.disputed()
                || meets(event, value, self.side == Side::From)
                || inherits(temporal, event, value) =>
            {
                Stand::Fits
            }
            () if comparable(event, value) => Stand::Against,
            () => Stand::Unlike,
        }
    }
}

/// How an event's date stands to a day by which it has happened: one long before is another.
fn by(event: &Event, value: &DateValue) -> Stand {
    let start = |value: &DateValue| value.interval.start;
    let first = event.value().and_then(start);
    let years = first
        .zip(value.interval.end)
        .map(|(first, last)| i32::from(last.year()) - i32::from(first.year()));
    match first.zip(value.interval.end) {
        Some((first, last)) if first > last && (!event.contested || event.disputed()) => {
            Stand::Against
        }
        Some(_) if years.is_some_and(|years| years <= SHORTLY) => Stand::Fits,
        _ => Stand::Unlike,
    }
}

/// The date that a happening may rest on, and which side of it.
fn dated(temporal: &Temporal) -> Option<(&DateValue, Side)> {
    let sound = temporal.kind == TemporalKind::Date
        && temporal.fault.is_none()
        && temporal.length.is_none_or(|length| !length.anniversary)
        && !matches!(
            temporal.resolution,
            Resolution::Ambiguous(_) | Resolution::Unresolved
        );
    let value = temporal.value.as_ref().filter(|_| sound)?;
    match value.qualifier {
        None | Some(Qualifier::Early | Qualifier::Mid | Qualifier::Late) => Some((value, Side::On)),
        Some(Qualifier::Since | Qualifier::From) => Some((temporal.bare.as_ref()?, Side::From)),
        Some(Qualifier::By) => Some((temporal.bare.as_ref()?, Side::By)),
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
