//! # arithmetic-mismatch
//!
//! **What it does.** Adds up: an anniversary against the year it is kept in and the year of the event, and a number of
//! years, months or days against the span written beside it. "Six-year" and "seven-year" are both right for 2018–2024.
//!
//! **Why it matters.** One of three figures is wrong, and the reader can see it without any source.
//!
//! **Example.** `In 2021 the two sides marked the 25th anniversary of the treaty` — where the treaty was signed in 2001.
//!
//! **To silence.** `arithmetic-mismatch = "off"` under `[rules]` in `policy-ls.toml`.

use jiff::civil::Date;
use library::Event;
use prose::date::{DateValue, Granularity};
use prose::name::EntityId;
use prose::reading::Resolved;
use prose::temporal::{Length, Temporal, TemporalKind};
use text::Span;

use super::{Context, Rule, nothing};
use crate::finding::Finding;
use crate::{Related, Severity, evidence, phrase};

pub(super) const RULE: Rule = Rule {
    code: "arithmetic-mismatch",
    summary: "an anniversary or a number of years that does not add up",
    severity: Severity::Warning,
    on: true,
    source: include_str!("arithmetic_mismatch.rs"),
    check,
    whole: nothing,
};

/// How far, in bytes, a span of years may stand from the number of years it belongs to.
const BESIDE: usize = 12;
/// How far, in bytes, the thing whose anniversary it is may stand behind "anniversary".
const REACH: usize = 90;
/// Figures further apart than this many years speak of different things.
const SLIP: u32 = 10;

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for (block, temporal) in context.temporals() {
        let Some(length) = temporal.length else {
            continue;
        };
        if !matches!(
            length.unit,
            Granularity::Day | Granularity::Month | Granularity::Year
        ) || length.anniversary && length.unit != Granularity::Year
        {
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

/// One anniversary: the year it is kept in against the year of the event, wherever the sentence or the chronology gives
/// both. Any pair that adds up clears it.
fn anniversary(
    context: &Context<'_>,
    block: usize,
    resolved: &Resolved,
    sentence: Span,
    temporal: &Temporal,
    length: Length,
) -> Option<Finding> {
    let dates: Vec<&Temporal> = resolved
        .temporals
        .iter()
        .filter(|other| {
            other.kind == TemporalKind::Date && other.fault.is_none() && year(other).is_some()
        })
        .collect();
    let inside = || dates.iter().filter(|date| sentence.covers(date.span));
    let reach = Span::new(
        temporal.span.end,
        sentence
            .end
            .min(temporal.span.end + REACH)
            .max(temporal.span.end),
    );
    let prose = &context.document.blocks[block].prose;
    let alone = !prose[temporal.span.end..]
        .trim_start()
        .starts_with(char::is_alphanumeric);

    // Whose anniversary: named behind it, or (where nothing is) what the sentence itself says began.
    let named = resolved
        .mentions
        .iter()
        .find(|mention| reach.covers(mention.span))
        .filter(|mention| {
            leads_to(
                context,
                Span::new(reach.start, mention.span.start).of(prose),
            )
        });
    let known = named.and_then(|mention| match mention.candidates[..] {
        [entity] => beginning(context, entity),
        _ => None,
    });
    let began = resolved.statements.iter().find(|statement| {
        alone
            && sentence.covers(statement.span)
            && context
                .locale
                .events
                .kinds
                .get(statement.kind.0 as usize)
                .is_some_and(|kind| kind.begins)
    });
    let behind = inside().find(|date| reach.covers(date.span) && named.is_none() && !alone);

    let (then, event, taken) = if let Some((then, event)) = known {
        (then, Some(event), None)
    } else if let Some(statement) = began {
        let date = resolved.temporals.get(statement.temporal)?;
        (year(date)?, None, Some(date.span))
    } else {
        let date = behind?;
        (year(date)?, None, Some(date.span))
    };
    let others: Vec<&&Temporal> = inside().filter(|date| Some(date.span) != taken).collect();
    let story = dates.iter().rfind(|date| date.span.end <= sentence.start);
    let kept: Vec<i16> = match &others[..] {
        [] => story.and_then(|date| year(date)).into_iter().collect(),
        others => others.iter().filter_map(|date| year(date)).collect(),
    };
    let count = i32::try_from(length.count).ok()?;
    let counted = |kept: &i16| i32::from(*kept) - i32::from(then);
    if kept.iter().any(|kept| counted(kept) == count) {
        return None;
    }
    let kept = kept.into_iter().find(|kept| {
        let years = counted(kept);
        years > 0 && years.abs_diff(count) <= SLIP
    })?;
    let words = context.words(block, temporal.span);
    let years = phrase::count(counted(&kept) as usize, "year");
    let message = format!("Draft: “{words}” in {kept}. From {then} to {kept} it is {years}.");
    let mut finding = Finding::new(RULE.code, RULE.severity, block, temporal.span, message);
    finding.advice =
        Some("Check the anniversary, the year it is kept in and the year of the event.".to_owned());
    finding.subject = event.map_or_else(|| then.to_string(), |event| event.id.clone());
    let witness = event.and_then(|event| event.witnesses.first());
    if let Some(witness) = witness
        && let Some(value) = &witness.value
        && let Some(location) = witness
            .provenance
            .as_ref()
            .and_then(|place| evidence::location(context.library, place))
    {
        finding.related.push(Related {
            message: phrase::date(value),
            location,
        });
    }
    Some(finding)
}

/// Whether `between` leads from "anniversary" straight to the name behind it ("of the"), or by way of its beginning ("of
/// the founding of the"). "of the victory of" speaks of something else.
fn leads_to(context: &Context<'_>, between: &str) -> bool {
    let words = between.split_whitespace().count();
    if between.contains([',', ';', ':', '.', '(']) || words > 6 {
        return false;
    }
    let between = between.to_lowercase();
    let kinds = context
        .locale
        .events
        .kinds
        .iter()
        .filter(|kind| kind.begins);
    words <= 2
        || kinds
            .flat_map(|kind| &kind.nouns)
            .any(|noun| between.contains(noun.as_str()))
}

/// "a six-year plan (2018–2024)", "a three-day visit (8–10 May 2015)": the number of years, months or days against the span beside it.
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
            && is_span(other, length.unit)
            && gap.is_some_and(|gap| {
                let between = context.words(block, gap).trim();
                between.len() <= BESIDE
                    && !between.contains(['.', ';', ')'])
                    && between.ends_with([',', '('])
            })
    })?;
    let interval = range.value.as_ref()?.interval;
    let difference = difference(length.unit, interval.start?, interval.end?)?;
    if length.count == difference || length.count == difference + 1 {
        return None;
    }
    let words = context.words(block, temporal.span);
    let span = context.words(block, range.span);
    let unit = match length.unit {
        Granularity::Day => "day",
        Granularity::Month => "month",
        _ => "year",
    };
    let message = format!(
        "Draft: “{words}” beside “{span}”, which is {difference} or {}.",
        phrase::count(difference as usize + 1, unit)
    );
    let mut finding = Finding::new(RULE.code, RULE.severity, block, temporal.span, message);
    finding.advice = Some("Check the number of years and both ends of the span.".to_owned());
    finding.subject = span.to_lowercase();
    Some(finding)
}

/// Units from the first of a span to the last; counted with both it is one more, and either way of counting is right.
fn difference(unit: Granularity, first: Date, last: Date) -> Option<u32> {
    let years = i32::from(last.year()) - i32::from(first.year());
    let units = match unit {
        Granularity::Day => first.until(last).ok()?.get_days(),
        Granularity::Month => 12 * years + i32::from(last.month()) - i32::from(first.month()),
        _ => years,
    };
    u32::try_from(units).ok()
}

/// Whether the words span units of that kind, from one to another.
fn is_span(temporal: &Temporal, unit: Granularity) -> bool {
    temporal.fault.is_none()
        && temporal
            .value
            .as_ref()
            .is_some_and(|value| value.granularity == unit && value.edtf.contains('/'))
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
