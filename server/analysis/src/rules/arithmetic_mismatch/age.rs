//! An age against the year of birth and the year in which somebody was so old.

use super::{Figure, SLIP};
use crate::finding::Finding;
use crate::phrase;
use prose::temporal::Temporal;

/// "born in 1950 and died in 2011 at the age of 61": it is the difference, or one less.
pub(super) fn check(figure: &Figure<'_>) -> Option<Finding> {
    let span = figure.temporal.span;
    let inside: Vec<(&Temporal, i16)> = figure
        .dates()
        .filter(|(date, _)| figure.sentence.covers(date.span))
        .collect();
    let born = |date: &Temporal| {
        let lead = &figure.prose[figure.sentence.start..date.span.start];
        let words = &figure.context.locale.figures.born;
        let mut near = lead.split_whitespace().rev().take(2);
        near.any(|word| words.contains(&word.to_lowercase()))
    };
    let mut births = inside.iter().filter(|(date, _)| born(date));
    let ((birth, first), None) = (births.next()?, births.next()) else {
        return None;
    };
    let years = |year: &i16| i32::from(*year) - i32::from(*first);
    let count = i32::try_from(figure.length.count).ok()?;
    let others = || inside.iter().filter(|(date, _)| date.span != birth.span);
    if others().any(|(_, year)| matches!(years(year) - count, 0 | 1)) {
        return None;
    }
    let (_, then) = others()
        .rfind(|(date, _)| date.span.end <= span.start && date.span.start > birth.span.start)?;
    let age = years(then);
    if age < 1 || age.abs_diff(count) > SLIP + 1 {
        return None;
    }
    let message = format!(
        "Draft: “{}” in {then}. Born in {first}, it is {} or {}.",
        figure.words(),
        age - 1,
        phrase::count(age as usize, "year"),
    );
    let advice = "Check the age, the year of birth and the year beside it.";
    let mut finding = figure.finding(message, advice);
    finding.subject = first.to_string();
    Some(finding)
}
