//! # arithmetic-mismatch
//!
//! **What it does.** Adds up: an anniversary against the year it is kept in and the year of the event, a number of years,
//! months or days against the span written beside it, an age against a year of birth, and "two years later" against the date
//! written beside it. "Six-year" and "seven-year" are both right for 2018–2024. An anniversary that is only prepared or
//! recalled is not kept in the year beside it.
//!
//! **Why it matters.** One of three figures is wrong, and the reader can see it without any source.
//!
//! **Example.** `In 2021 the two sides marked the 25th anniversary of the treaty` — where the treaty was signed in 2001.
//!
//! **To silence.** `arithmetic-mismatch = "off"` under `[rules]` in `policy-ls.toml`.

mod age;
mod anniversary;
mod apposed;
mod stretch;

use prose::date::{DateValue, Granularity};
use prose::reading::Resolved;
use prose::temporal::{Length, Temporal, TemporalKind};
use text::Span;

use super::{Context, Rule, nothing};
use crate::Severity;
use crate::finding::Finding;

pub(super) const RULE: Rule = Rule {
    code: "arithmetic-mismatch",
    summary: "an anniversary or a number of years that does not add up",
    severity: Severity::Warning,
    on: true,
    source: include_str!("arithmetic_mismatch.rs"),
    check,
    whole: nothing,
};

/// Figures further apart than this many years speak of different things.
const SLIP: u32 = 10;

/// A figure in its sentence.
struct Figure<'a> {
    context: &'a Context<'a>,
    block: usize,
    resolved: &'a Resolved,
    prose: &'a str,
    sentence: Span,
    temporal: &'a Temporal,
    length: Length,
}

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for (block, temporal) in context.temporals() {
        let Some(length) = temporal.length else {
            continue;
        };
        if !matches!(
            length.unit,
            Granularity::Day | Granularity::Month | Granularity::Year
        ) {
            continue;
        }
        let resolved = &*context.reading.blocks[block];
        let prose = &*context.document.blocks[block].prose;
        let sentence = resolved
            .sentences
            .iter()
            .copied()
            .find(|sentence| sentence.covers(temporal.span))
            .unwrap_or(Span::new(0, prose.len()));
        let figure = Figure {
            context,
            block,
            resolved,
            prose,
            sentence,
            temporal,
            length,
        };
        let years = length.unit == Granularity::Year;
        findings.extend(match temporal.kind {
            TemporalKind::Date if years => apposed::check(&figure),
            TemporalKind::Duration if length.age => age::check(&figure),
            TemporalKind::Duration if length.anniversary && years => anniversary::check(&figure),
            TemporalKind::Duration if !length.anniversary => stretch::check(&figure),
            _ => None,
        });
    }
}

impl<'a> Figure<'a> {
    fn words(&self) -> &'a str {
        self.temporal.span.of(self.prose)
    }

    /// The words of the sentence before `end`, from the last, in lower case.
    fn before(&self, end: usize) -> impl Iterator<Item = String> + use<'a> {
        let span = Span::new(self.sentence.start, end);
        let words = span.of(self.prose).split_whitespace().rev();
        words.map(|word| {
            word.trim_matches(|c: char| !c.is_alphanumeric())
                .to_lowercase()
        })
    }

    /// The dates of the block that lie in one year each, without fault.
    fn dates(&self) -> impl Iterator<Item = (&'a Temporal, i16)> + use<'a> {
        let resolved = self.resolved;
        resolved.temporals.iter().filter_map(|other| {
            let whole = other.kind == TemporalKind::Date && other.fault.is_none();
            Some((other, year(other).filter(|_| whole)?))
        })
    }

    fn finding(&self, message: String, advice: &str) -> Finding {
        let span = self.temporal.span;
        let mut finding = Finding::new(RULE.code, RULE.severity, self.block, span, message);
        finding.advice = Some(advice.to_owned());
        finding
    }
}

/// The single year of a date, if it lies in one.
fn year(temporal: &Temporal) -> Option<i16> {
    let value: &DateValue = temporal.value.as_ref()?;
    let (start, end) = (value.interval.start?, value.interval.end?);
    (start.year() == end.year()).then_some(start.year())
}
