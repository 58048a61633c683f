//! Recalling a happening by its words: what a draft dates in words that no event kind knows may still be a recorded event,
//! told by the names and the rarer words that both have. It is silent unless one event alone comes near, and that one
//! lies on other days.

mod heard;
mod mark;
mod weigh;

use prose::date::{DateValue, Qualifier};
use prose::name::{EntityKind, key};
use prose::reading::Resolved;
use prose::temporal::{Resolution, Temporal, TemporalKind};
use text::Span;

use crate::judge::terms_apart;
use crate::{Event, Judgement, Library, Verdict};

use heard::{Heard, Said};
use mark::Mark;
pub(crate) use mark::Recall;
use weigh::{KindFit, Weighed};

/// What two happenings have to share, in the weight of their words, to be taken for one.
const ENOUGH: f64 = 7.5;
/// The same for the words that are neither names nor say what kind of happening it is.
const TELLING: f64 = 3.0;
/// The same for what may happen again and again.
const LOOSE: f64 = 5.5;
/// The same where no name is shared.
const UNNAMED: f64 = 8.0;
/// So much nearer than any other with other days must the one be.
const AHEAD: f64 = 1.15;
/// An event that comes so near and agrees makes the date right.
const NEAR: f64 = 0.7;

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
            let Some(span) = around(prose, resolved, at) else {
                continue;
            };
            let anniversary = resolved.temporals.iter().any(|other| {
                span.overlaps(other.span) && other.length.is_some_and(|length| length.anniversary)
            });
            if anniversary
                || self.hedged(prose, span)
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
                date: temporal.span,
            };
            if let Some(judgement) = self.recalled(&place, value, from) {
                found.push(Recalled {
                    temporal: at,
                    span,
                    judgement,
                });
            }
        }
        found
    }

    /// Whether the words deny, plan, suppose or report.
    fn hedged(&self, prose: &str, span: Span) -> bool {
        let rest = prose[span.end..].trim_start();
        let folded = key(span.of(prose));
        folded.ends_with('?')
            || rest.starts_with('?')
            || folded
                .split(|c: char| !(c.is_alphanumeric() || c == '\''))
                .any(|word| self.locale.events.is_hedge(word))
    }

    fn recalled(&self, place: &Place, value: &DateValue, from: bool) -> Option<Judgement> {
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
        self.hear(&mut said, prose, resolved, span, &skip);
        for (prose, resolved) in place.beside {
            self.hear(&mut said, prose, resolved, Span::new(0, prose.len()), &[]);
        }
        let earlier = resolved
            .sentences
            .iter()
            .filter(|sentence| sentence.end <= span.start);
        for sentence in earlier.rev().take(2) {
            self.hear(&mut before, prose, resolved, *sentence, &[]);
        }
        let recall = &self.recall;
        let mut scored: Vec<(Weighed, usize)> = Vec::new();
        let mut agreeing = 0.0_f64;
        for at in recall.nearby(&said) {
            let known = &recall.known[at as usize];
            let event = &self.events[known.event];
            let group = self.groups[event.kind.0 as usize];
            let weighed = recall.weigh(known, group, &said, &before);
            if weighed.score <= 0.0 {
                continue;
            }
            // The first Forum is not the second, a second term not the first.
            let other = |mark: &String| self.locale.events.discriminator(mark).is_some();
            let set = event.discriminators.iter().filter(|mark| other(mark));
            let apart = !said.ordinals.is_empty()
                && set.clone().next().is_some()
                && !set.clone().any(|mark| said.ordinals.contains(mark));
            let kind = self.locale.events.kind(event.kind);
            let again = event
                .value()
                .is_some_and(|own| terms_apart(kind, own, value));
            if apart || again {
                continue;
            }
            let meets = event
                .witnesses
                .iter()
                .filter_map(|witness| witness.value.as_ref())
                .any(|other| fits(other, value, from));
            if std::env::var("RECALL").is_ok() {
                let object = event.object.map(|id| &self.entities[id.0 as usize]);
                let agreement = object.is_some_and(|object| object.kind == EntityKind::Agreement);
                let mark = event.object.and_then(|id| recall.numbers.get(&Mark::Entity(id)));
                let meant = mark.is_some() && said.names.iter().any(|name| name.candidates.first() == mark);
                let set_apart = event.discriminators.iter().any(|mark| said.ordinals.contains(mark));
                eprintln!("@CAND {}\t{}\t{}\t{}\t{:?}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}",
                    date.start, date.of(prose).replace(['\n','\t'], " "), span.of(prose).replace(['\n','\t'], " "), event.id, weighed, meets, event.contested, comparable(event, value), agreement, meant, event.once(), set_apart, kind.recurring);
            }
            if meets || event.contested {
                // A contested one may be meant all the same.
                agreeing = agreeing.max(weighed.score);
            } else if comparable(event, value) && weighed.kind != KindFit::Stage {
                scored.push((weighed, at as usize));
            }
        }
        scored.sort_by(|one, other| other.0.score.total_cmp(&one.0.score));
        let (weighed, number) = scored.first()?;
        let known = &recall.known[*number];
        let event = &self.events[known.event];
        let days = |number: usize| {
            self.events[recall.known[number].event]
                .value()
                .map(DateValue::judged)
        };
        let second = scored
            .iter()
            .find(|(_, other)| {
                days(*other)
                    .zip(days(*number))
                    .is_some_and(|(one, other)| !one.meets(other))
            })
            .map_or(0.0, |(weighed, _)| weighed.score);
        let kind = self.locale.events.kind(event.kind);
        let object = event.object.map(|id| &self.entities[id.0 as usize]);
        let agreement = object.is_some_and(|object| object.kind == EntityKind::Agreement);
        let is_meant = |name: &Heard| {
            let mark = event
                .object
                .and_then(|id| recall.numbers.get(&Mark::Entity(id)));
            mark.is_some() && name.candidates.first() == mark
        };
        let meant = said.names.iter().any(is_meant);
        // What happens but once and is named needs no more words.
        let single = meant && event.once() && (agreement || kind.recurring);
        let set_apart = event
            .discriminators
            .iter()
            .any(|mark| said.ordinals.contains(mark));
        let named = weighed.named;
        let known = named || (!agreement && weighed.telling >= UNNAMED);
        let loose = kind.recurring && !event.once();
        let clear = single
            || (set_apart && named)
            || weighed.telling >= if loose { LOOSE } else { TELLING };
        let score = weighed.score;
        if score < ENOUGH || agreeing >= NEAR * score || score < AHEAD * second || !known || !clear
        {
            return None;
        }
        let witnesses = (0..event.witnesses.len())
            .filter(|at| event.witnesses[*at].value.is_some())
            .collect();
        Some(Judgement {
            verdict: Verdict::Conflict,
            event: Some(recall.known[*number].event),
            witnesses,
        })
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
    let inside = |other: &&Temporal| {
        !other.span.is_empty() && sentence.covers(other.span) && other.kind == TemporalKind::Date
    };
    let dates: Vec<Span> = resolved
        .temporals
        .iter()
        .filter(inside)
        .map(|other| other.span)
        .collect();
    let place = dates.iter().position(|span| *span == date)?;
    let cut = |left: Span, right: Span| {
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
        between.start + offset.unwrap_or(if fronted { words.len() } else { 0 })
    };
    let start = place
        .checked_sub(1)
        .map_or(sentence.start, |before| cut(dates[before], date));
    let end = dates
        .get(place + 1)
        .map_or(sentence.end, |after| cut(date, *after));
    (start <= date.start && date.end <= end).then(|| Span::new(start, end))
}
