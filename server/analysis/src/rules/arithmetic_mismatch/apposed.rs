//! "Two years later, in 1995": a date that is counted from another, and one in figures right beside it.

use library::Verdict;
use prose::temporal::{Resolution, Temporal};

use super::{Figure, SLIP, year};
use crate::finding::Finding;
use crate::phrase;

/// The date beside must be so many years from one of the dates before; which of them was meant, a text seldom says.
pub(super) fn check(figure: &Figure<'_>) -> Option<Finding> {
    let own = figure.temporal;
    let exact = own.resolution == Resolution::StoryDate
        && !own.doubtful
        && own
            .value
            .as_ref()
            .is_some_and(|value| value.qualifier.is_none());
    let counted = year(own).filter(|_| exact)?;
    let beside = |other: &Temporal| {
        let between = figure
            .prose
            .get(own.span.end..other.span.start)
            .unwrap_or_default()
            .trim();
        let words = between.strip_prefix([',', '(']).map(str::trim);
        let small = |word: &str| figure.context.locale.events.is_preposition(word);
        other.span.start > own.span.end
            && other.resolution == Resolution::Explicit
            && figure.sentence.covers(other.span)
            && words.is_some_and(|word| word.is_empty() || small(&word.to_lowercase()))
    };
    let (other, said) = figure.dates().find(|(other, _)| beside(other))?;
    if is_found(figure, other) {
        return None;
    }
    let count = figure.length.count;
    let before: Vec<i16> = figure
        .dates()
        .filter(|(date, _)| {
            date.span.end <= own.span.start && date.resolution == Resolution::Explicit
        })
        .map(|(_, year)| year)
        .collect();
    let apart = |from: &i16| u32::from(said.abs_diff(*from));
    if said == counted || before.iter().any(|from| apart(from) == count) {
        return None;
    }
    let origin = before
        .iter()
        .rfind(|from| u32::from(counted.abs_diff(**from)) == count)?;
    if apart(origin).abs_diff(count) > SLIP {
        return None;
    }
    let words = figure.words();
    let date = other.span.of(figure.prose);
    let message = format!(
        "Draft: “{words}” beside “{date}”. From {origin} to {said} it is {}.",
        phrase::count(apart(origin) as usize, "year")
    );
    let advice = "Check the number of years and both dates.";
    let mut finding = figure.finding(message, advice);
    finding.subject = date.to_lowercase();
    Some(finding)
}

/// Whether the sources date otherwise what happened then: the one cause is found already.
fn is_found(figure: &Figure<'_>, date: &Temporal) -> bool {
    let (context, resolved) = (figure.context, figure.resolved);
    let same = |temporal: usize| {
        let temporal = resolved.temporals.get(temporal);
        temporal.is_some_and(|temporal| temporal.span == date.span)
    };
    let claimed = context.claims.iter().any(|claim| {
        claim.block == figure.block
            && claim.verdict == Verdict::Conflict
            && same(resolved.statements[claim.statement].temporal)
    });
    let recalled = || {
        context.retold.iter().any(|group| {
            let mut recalled = group.recalled.iter();
            recalled.any(|(part, recalled)| {
                group.block + part == figure.block && same(recalled.temporal)
            })
        })
    };
    claimed || recalled()
}
