//! Recalling a happening by its words: what a draft dates in words that no event kind knows may still be a recorded event,
//! told by the names and the rarer words that both have. It is silent unless one event alone comes near, and that one
//! lies on other days.

mod decide;
mod gate;
mod ground;
mod heard;
mod hedge;
mod mark;
mod weigh;

use prose::date::{DateValue, Granularity, Interval, Qualifier};
use prose::reading::Resolved;
use prose::temporal::{Resolution, Temporal, TemporalKind};
use text::Span;

use crate::judge::terms_apart;
use crate::{Event, Judgement, Library, Verdict};

use decide::{Candidate, ENOUGH_NAMED, Stand};
use gate::Ear;
use ground::Ground;
use heard::Said;
use mark::Mark;
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

/// Where a date stands.
#[derive(Clone, Copy)]
struct Place<'a> {
    prose: &'a str,
    resolved: &'a Resolved,
    beside: &'a [(&'a str, &'a Resolved)],
    /// What speaks of the date's happening.
    span: Span,
    /// The clause of the date itself.
    clause: Span,
    date: Span,
}

impl Library {
    /// The dates of a block that speak of a recorded event and are not its own. `beside` are the other cells of its row.
    pub fn recall(
        &self,
        prose: &str,
        resolved: &Resolved,
        beside: &[(&str, &Resolved)],
    ) -> Vec<Recalled> {
        let mut found = Vec::new();
        let mut ear: Option<Ear> = None;
        for (at, temporal) in resolved.temporals.iter().enumerate() {
            let judged = resolved
                .statements
                .iter()
                .filter(|statement| statement.temporal == at);
            let mut settled = judged.map(|statement| self.judge(statement).verdict);
            let beside_told = beside.iter().any(|(_, resolved)| {
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
            let Some(span) = around(prose, resolved, at) else {
                continue;
            };
            let ear = ear.get_or_insert_with(|| Ear::new(self, prose, resolved, beside));
            let against = |event: &Event| stand(event, temporal, value, from) == Stand::Against;
            let likely = ear.likely(resolved, span, temporal.span).any(against);
            // Where tests run, what was turned away is weighed all the same.
            if !likely && !cfg!(debug_assertions) {
                continue;
            }
            let clause = self.clause(prose, span, temporal.span);
            let anniversary = resolved.temporals.iter().any(|other| {
                span.overlaps(other.span) && other.length.is_some_and(|length| length.anniversary)
            });
            if anniversary
                || self.hedged(prose, resolved, span, clause)
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
                beside,
                span,
                clause,
                date: temporal.span,
            };
            if let Some(judgement) = self.recalled(&place, temporal, value, from, ear) {
                debug_assert!(likely, "{} was turned away", span.of(prose));
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
        ear: &Ear<'_>,
    ) -> Option<Judgement> {
        let Place {
            prose,
            resolved,
            span,
            date,
            ..
        } = *place;
        let (mut said, mut before) = (Said::default(), Said::default());
        let mut skip = self.asides(prose, span, date);
        skip.push(date);
        skip.sort_by_key(|span| span.start);
        self.hear(&mut said, prose, resolved, span, place.clause, &skip);
        for (prose, resolved) in place.beside {
            let whole = Span::new(0, prose.len());
            self.hear(&mut said, prose, resolved, whole, whole, &[]);
        }
        self.hear_before(&mut before, place);
        said.first = self.locale.events.first();
        said.periods = self.periods(place);
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
            // Those that cannot be told, nor speak against another, are not weighed. Where tests run, all are.
            let stand = stand(event, temporal, value, from);
            let most = ear.most(at);
            let idle = match stand {
                Stand::Unlike => true,
                Stand::Against => most < ENOUGH_NAMED && !kind.interval,
                Stand::Fits | Stand::Undated => false,
            };
            if idle && !cfg!(debug_assertions) {
                continue;
            }
            let mut weighed = recall.weigh(&ground, known, group, &said, &before);
            debug_assert!(weighed.score < most + 1e-6, "{} < {weighed:?}", most);
            let comparable = comparable(event, value);
            weighed.stretch =
                !comparable && event.value().is_some() && weighed.kind != KindFit::Same;
            candidates.push(Candidate {
                known,
                event,
                weighed,
                stand,
            });
        }
        let told = self.decide(&said, &mut candidates)?;
        let witnesses = (0..told.event.witnesses.len())
            .filter(|at| told.event.witnesses[*at].value.is_some())
            .collect();
        Some(Judgement {
            verdict: Verdict::Conflict,
            event: Some(told.known.event),
            witnesses,
        })
    }

    /// The periods that are spoken of beside the date, as the marks of their first and last years.
    fn periods(&self, place: &Place) -> Vec<[Option<u32>; 2]> {
        let beside = place.resolved.temporals.iter().filter(|temporal| {
            place.span.overlaps(temporal.span) && !temporal.span.overlaps(place.date)
        });
        let stretches = beside.filter_map(|temporal| {
            let value = temporal.value.as_ref().filter(|_| is_stretch(temporal))?;
            let years = [value.interval.start?, value.interval.end?];
            Some(years.map(|day| {
                let mark = Mark::Word(day.year().to_string());
                self.recall.numbers.get(&mark).copied()
            }))
        });
        stretches.collect()
    }

    /// What the rest of the sentence says, and the sentences before it.
    fn hear_before(&self, before: &mut Said, place: &Place) {
        let Place {
            prose,
            resolved,
            span,
            ..
        } = *place;
        let nowhere = Span::new(0, 0);
        for sentence in resolved
            .sentences
            .iter()
            .filter(|sentence| sentence.overlaps(span))
        {
            let rest = [
                Span::new(sentence.start, span.start.max(sentence.start)),
                Span::new(span.end.min(sentence.end), sentence.end),
            ];
            for rest in rest.into_iter().filter(|rest| !rest.is_empty()) {
                self.hear(before, prose, resolved, rest, rest, &[]);
            }
        }
        let earlier = resolved
            .sentences
            .iter()
            .filter(|sentence| sentence.end <= span.start);
        for sentence in earlier.rev().take(2) {
            self.hear(before, prose, resolved, *sentence, nowhere, &[]);
        }
    }

    /// The parts of `span` that tell of something before or after the happening ("five years after the contract").
    fn asides(&self, prose: &str, span: Span, date: Span) -> Vec<Span> {
        let mut found = Vec::new();
        let text = span.of(prose);
        let lower = text.to_lowercase();
        if lower.len() != text.len() {
            return found;
        }
        for words in self.locale.events.sequels() {
            let mut from = 0;
            while let Some(offset) = lower[from..].find(words) {
                let start = from + offset;
                let end = start + words.len();
                from = end;
                let alone = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
                if !alone(lower[..start].chars().next_back()) || !alone(lower[end..].chars().next())
                {
                    continue;
                }
                let stop = lower[end..]
                    .find([',', ';', ':', '(', ')', '.'])
                    .map_or(lower.len(), |at| end + at);
                let aside = Span::new(span.start + start, span.start + stop);
                if !aside.overlaps(date) {
                    found.push(aside);
                }
            }
        }
        found
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
    temporal.resolution != Resolution::Explicit && same
}

/// How the event's date stands to the other.
fn stand(event: &Event, temporal: &Temporal, value: &DateValue, from: bool) -> Stand {
    match () {
        () if event.value().is_none() => Stand::Undated,
        // A contested one may be meant all the same.
        () if event.contested || meets(event, value, from) || inherits(temporal, event, value) => {
            Stand::Fits
        }
        () if comparable(event, value) => Stand::Against,
        () => Stand::Unlike,
    }
}

/// Whether both are stretches of time or neither is.
fn comparable(event: &Event, value: &DateValue) -> bool {
    let stretch = |edtf: &str| edtf.contains('/');
    event
        .value()
        .is_some_and(|own| stretch(&own.edtf) == stretch(&value.edtf))
}

/// The part of the date's sentence that speaks of it: up to where the words of the dates beside it begin.
fn around(prose: &str, resolved: &Resolved, at: usize) -> Option<Span> {
    let date = resolved.temporals[at].span;
    let number = resolved
        .sentences
        .iter()
        .position(|sentence| sentence.covers(date))?;
    let mut sentence = resolved.sentences[number];
    // "2001. The Forum is founded.": a date that is a sentence leads the next.
    let bare = sentence
        .of(prose)
        .trim_matches(|c: char| !c.is_alphanumeric());
    if bare.len() <= date.len()
        && let Some(next) = resolved.sentences.get(number + 1)
    {
        sentence = sentence.join(*next);
    }
    let own = is_stretch(&resolved.temporals[at]);
    let inside = |other: &&Temporal| {
        !other.span.is_empty()
            && sentence.covers(other.span)
            && other.kind == TemporalKind::Date
            // "the Outline for 2005-2008": a period belongs to what it is said of.
            && (own || !is_stretch(other))
    };
    let dates: Vec<Span> = resolved
        .temporals
        .iter()
        .filter(inside)
        .map(|other| other.span)
        .collect();
    let place = dates.iter().position(|span| *span == date)?;
    let cut = |left: Span, right: Span, opens: bool| {
        let between = Span::new(left.end, right.start);
        let words = between.of(prose);
        let leads = |span: Span, start: usize| {
            Span::new(start, span.start)
                .of(prose)
                .split_whitespace()
                .count()
                <= 2
        };
        let fronted = leads(left, sentence.start);
        let marks = [',', ';', ':', ')', '(', '.'];
        let offset = if fronted {
            words.rfind(marks).or_else(|| words.rfind(" and "))
        } else {
            words.find(marks).or_else(|| words.find(" and "))
        };
        // Where nothing parts them the words between belong to both.
        between.start + offset.unwrap_or(if fronted && !opens { words.len() } else { 0 })
    };
    let start = place
        .checked_sub(1)
        .map_or(sentence.start, |before| cut(dates[before], date, true));
    let end = dates
        .get(place + 1)
        .map_or(sentence.end, |after| cut(date, *after, false));
    (start <= date.start && date.end <= end).then(|| Span::new(start, end))
}
