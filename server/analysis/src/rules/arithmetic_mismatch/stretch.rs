//! A number of years, months or days against the span that is written beside it.

use jiff::civil::Date;
use prose::date::Granularity;
use prose::temporal::Temporal;
use text::Span;

use super::Figure;
use crate::finding::Finding;
use crate::phrase;

/// How far, in bytes, a span of years may stand from the number of years it belongs to.
const BESIDE: usize = 12;
/// The same over a noun or a verb ("five-year programme of 2006–2015").
const NEAR: usize = 26;

/// "a six-year plan (2018–2024)", "a three-day visit (8–10 May 2015)".
pub(super) fn check(figure: &Figure<'_>) -> Option<Finding> {
    let unit = figure.length.unit;
    let loose = &figure.context.locale.figures.loose;
    if figure
        .before(figure.temporal.span.start)
        .next()
        .is_some_and(|word| loose.contains(&word))
    {
        return None;
    }
    let range = figure.resolved.temporals.iter().find(|other| {
        figure.sentence.covers(other.span) && is_span(other, unit) && is_beside(figure, other)
    })?;
    let interval = range.value.as_ref()?.interval;
    let difference = difference(unit, interval.start?, interval.end?)?;
    let count = figure.length.count;
    if count == difference || count == difference + 1 {
        return None;
    }
    let words = figure.words();
    let span = range.span.of(figure.prose);
    let unit = match unit {
        Granularity::Day => "day",
        Granularity::Month => "month",
        _ => "year",
    };
    let message = format!(
        "Draft: “{words}” beside “{span}”, which is {difference} or {}.",
        phrase::count(difference as usize + 1, unit)
    );
    let advice = format!("Check the number of {unit}s and both ends of the span.");
    let mut finding = figure.finding(message, &advice);
    finding.subject = span.to_lowercase();
    Some(finding)
}

/// Whether the number measures that span: in brackets or behind a comma, over "of", or over a verb of lasting.
fn is_beside(figure: &Figure<'_>, span: &Temporal) -> bool {
    let own = figure.temporal.span;
    let words = &figure.context.locale.figures;
    let (gap, follows) = if span.span.start >= own.end {
        (Span::new(own.end, span.span.start), true)
    } else if span.span.end <= own.start {
        (Span::new(span.span.end, own.start), false)
    } else {
        return false;
    };
    let between = gap.of(figure.prose).trim();
    if between.len() <= BESIDE
        && !between.contains(['.', ';', ')'])
        && between.ends_with([',', '('])
    {
        return true;
    }
    if between.len() > NEAR {
        return false;
    }
    let lower = between.to_lowercase();
    let list: Vec<&str> = lower
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    if !follows {
        // "(2006–2015) is a ten-year plan", "ran from 1991 to 1999, lasted eight years"
        let plain =
            between.trim_start_matches(|c: char| matches!(c, ')' | ',') || c.is_whitespace());
        return plain
            .chars()
            .all(|c| c.is_alphanumeric() || c.is_whitespace())
            && list.iter().any(|word| words.lasting.contains(*word))
            && list
                .iter()
                .all(|word| words.lasting.contains(*word) || words.articles.contains(*word));
    }
    if between.contains(|c: char| !c.is_alphanumeric() && !c.is_whitespace()) {
        return false;
    }
    match list[..] {
        // "for five years between 2006 and 2015"
        [] => figure
            .before(figure.temporal.span.start)
            .next()
            .is_some_and(|word| words.stretched.contains(&word)),
        // "the five-year programme of 2006–2015"
        [_, of] => words.leading.contains(of) && figure.words().contains('-'),
        _ => false,
    }
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
