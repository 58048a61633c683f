//! # arithmetic-mismatch
//!
//! **What it does.** Adds up: an anniversary against the year it is kept in and the year of the event, and a number of
//! years against the span of years written beside it. "Six-year" and "seven-year" are both right for 2018–2024.
//!
//! **Why it matters.** One of three figures is wrong, and the reader can see it without any source.
//!
//! **Example.** `In 2021 the two sides marked the 25th anniversary of the treaty` — where the treaty was signed in 2001.
//!
//! **To silence.** `arithmetic-mismatch = "off"` under `[rules]` in `policy-ls.toml`.

use library::Event;
use prose::date::{DateValue, Granularity};
use prose::name::EntityId;
use prose::reading::Resolved;
use prose::temporal::{Length, Temporal, TemporalKind};
use text::Span;

use super::{Context, Rule};
use crate::finding::Finding;
use crate::{Related, Severity, evidence, phrase};

pub(super) const RULE: Rule = Rule {
    code: "arithmetic-mismatch",
    summary: "an anniversary or a number of years that does not add up",
    severity: Severity::Warning,
    source: include_str!("arithmetic_mismatch.rs"),
    check,
};

/// How far, in bytes, a span of years may stand from the number of years it belongs to.
const BESIDE: usize = 40;
/// How far the thing whose anniversary it is may stand behind "anniversary of".
const ANNIVERSARY_OF: usize = 90;

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for (block, temporal) in context.temporals() {
        let Some(length) = temporal.length else {
            continue;
        };
        if length.unit != Granularity::Year {
            continue;
        }
        let resolved = &context.reading.blocks[block];
        let sentence = resolved
            .sentences
            .iter()
            .copied()
            .find(|sentence| sentence.covers(temporal.span))
            .unwrap_or(Span::new(0, context.document.blocks[block].prose.len()));
        let found = if length.anniversary {
            anniversary(context, block, resolved, sentence, temporal, length)
        } else {
            years(context, block, resolved, sentence, temporal, length)
        };
        findings.extend(found);
    }
}

/// "the 70th anniversary of X" in a sentence that says when it is kept.
fn anniversary(
    context: &Context<'_>,
    block: usize,
    resolved: &Resolved,
    sentence: Span,
    temporal: &Temporal,
    length: Length,
) -> Option<Finding> {
    let reach = Span::new(
        temporal.span.end,
        sentence
            .end
            .min(temporal.span.end + ANNIVERSARY_OF)
            .max(temporal.span.end),
    );
    // The event's own year may stand in the sentence ("the victory of 1945"); else the chronology has it.
    let dates: Vec<&Temporal> = resolved
        .temporals
        .iter()
        .filter(|other| {
            sentence.covers(other.span) && other.kind == TemporalKind::Date && year(other).is_some()
        })
        .collect();
    let kept_at = dates
        .iter()
        .filter(|date| date.span.start < temporal.span.start)
        .next_back();
    let after: Vec<_> = dates
        .iter()
        .filter(|date| reach.covers(date.span))
        .collect();
    let mention = resolved.mentions.iter().find(|mention| {
        reach.covers(mention.span)
            && starts_it(context.words(block, Span::new(reach.start, mention.span.start)))
    });
    let known = mention.and_then(|mention| match mention.candidates[..] {
        [entity] => beginning(context, entity),
        _ => None,
    });
    let (kept, then, event) = match (kept_at, &after[..], known) {
        (Some(kept), _, Some((then, event))) => (year(kept)?, then, Some(event)),
        // Without a sentence-initial date the one that follows says when it is kept ("... on 28 June 2021").
        (None, [kept], Some((then, event))) if year(kept)? != then => {
            (year(kept)?, then, Some(event))
        }
        (Some(kept), [then], None) if mention.is_none() => (year(kept)?, year(then)?, None),
        _ => return None,
    };
    let counted = i32::from(kept) - i32::from(then);
    if counted == i32::try_from(length.count).ok()? || counted <= 0 {
        return None;
    }
    let words = context.words(block, temporal.span);
    let message = format!(
        "Draft: “{words}” in {kept}. From {then} to {kept} it is {}.",
        phrase::count(counted as usize, "year")
    );
    let mut finding = Finding::new(RULE.code, RULE.severity, block, temporal.span, message);
    finding.advice =
        Some("Check the anniversary, the year it is kept in and the year of the event.".to_owned());
    finding.subject = event.map_or_else(|| then.to_string(), |event| event.id.clone());
    if let Some(event) = event {
        for witness in event.witnesses.iter().take(1) {
            let place = witness
                .provenance
                .as_ref()
                .and_then(|place| evidence::location(context.library, place));
            if let (Some(value), Some(location)) = (&witness.value, place) {
                finding.related.push(Related {
                    message: phrase::date(value),
                    location,
                });
            }
        }
    }
    Some(finding)
}

/// "of the", "of": nothing but small words between "anniversary" and the name.
fn starts_it(between: &str) -> bool {
    between.split_whitespace().count() <= 6 && !between.contains([',', ';', ':', '.'])
}

/// "a six-year plan (2018–2024)": the number of years against the span beside it.
fn years(
    context: &Context<'_>,
    block: usize,
    resolved: &Resolved,
    sentence: Span,
    temporal: &Temporal,
    length: Length,
) -> Option<Finding> {
    let range = resolved.temporals.iter().find(|other| {
        let gap = if other.span.start >= temporal.span.end {
            Some(Span::new(temporal.span.end, other.span.start))
        } else if other.span.end <= temporal.span.start {
            Some(Span::new(other.span.end, temporal.span.start))
        } else {
            None
        };
        sentence.covers(other.span)
            && is_span_of_years(other)
            && gap.is_some_and(|gap| {
                let between = context.words(block, gap);
                gap.len() <= BESIDE
                    && between.trim_end().ends_with('(')
                    && !between.contains([',', ';', '.'])
            })
    })?;
    let interval = range.value.as_ref()?.interval;
    let (first, last) = (interval.start?.year(), interval.end?.year());
    let difference = u32::try_from(last - first).ok()?;
    if length.count == difference || length.count == difference + 1 {
        return None;
    }
    let words = context.words(block, temporal.span);
    let span = context.words(block, range.span);
    let message = format!(
        "Draft: “{words}” beside “{span}”, which is {difference} or {} years.",
        difference + 1
    );
    let mut finding = Finding::new(RULE.code, RULE.severity, block, temporal.span, message);
    finding.advice = Some("Check the number of years and both ends of the span.".to_owned());
    finding.subject = span.to_lowercase();
    Some(finding)
}

fn is_span_of_years(temporal: &Temporal) -> bool {
    temporal.fault.is_none()
        && temporal
            .value
            .as_ref()
            .is_some_and(|value| value.granularity == Granularity::Year && value.edtf.contains('/'))
}

/// The single year of a date, if it lies in one.
fn year(temporal: &Temporal) -> Option<i16> {
    let value: &DateValue = temporal.value.as_ref()?;
    let (start, end) = (value.interval.start?, value.interval.end?);
    (start.year() == end.year()).then_some(start.year())
}

/// The year in which an entity began, by the chronology, where that is one year and undisputed.
fn beginning<'a>(context: &Context<'a>, entity: EntityId) -> Option<(i16, &'a Event)> {
    let mut years = context.library.events_of(entity).filter_map(|(_, event)| {
        let kind = context.locale.events.kinds.get(event.kind.0 as usize)?;
        if !kind.begins || event.object != Some(entity) || event.contested {
            return None;
        }
        let interval = event.value()?.interval;
        let (start, end) = (interval.start?, interval.end?);
        (start.year() == end.year()).then_some((start.year(), event))
    });
    let first = years.next()?;
    years.all(|(year, _)| year == first.0).then_some(first)
}
