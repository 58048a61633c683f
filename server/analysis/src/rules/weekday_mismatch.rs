//! # weekday-mismatch
//!
//! **What it does.** Compares a weekday with the date beside it.
//!
//! **Why it matters.** One of the two is wrong, and a reader who checks the weekday will doubt the date.
//!
//! **Example.** `On Monday, 8 May 2015, …` — 8 May 2015 was a Friday.
//!
//! **To silence.** `weekday-mismatch = "off"` under `[rules]` in `policy-ls.toml`.

use prose::date::DateValue;
use prose::temporal::Fault;
use text::Span;

use super::{Context, Rule, nothing};
use crate::finding::Finding;
use crate::{Severity, phrase};

pub(super) const RULE: Rule = Rule {
    code: "weekday-mismatch",
    summary: "a weekday that is not that date's",
    severity: Severity::Error,
    on: true,
    source: include_str!("weekday_mismatch.rs"),
    check,
    whole: nothing,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for (block, temporal) in context.temporals() {
        match &temporal.ends {
            Some(ends) => findings.extend(ends.iter().filter_map(|end| {
                mismatch(
                    context,
                    block,
                    end.span,
                    Some(&end.value),
                    end.fault.as_ref(),
                )
            })),
            None => findings.extend(mismatch(
                context,
                block,
                temporal.span,
                temporal.value.as_ref(),
                temporal.fault.as_ref(),
            )),
        }
    }
}

/// One day, alone or at an end of a span.
fn mismatch(
    context: &Context<'_>,
    block: usize,
    span: Span,
    value: Option<&DateValue>,
    fault: Option<&Fault>,
) -> Option<Finding> {
    let Fault::Weekday { written, actual } = fault? else {
        return None;
    };
    let day = value.map_or_else(String::new, phrase::date);
    let message = format!("Draft: {day} as a {written}. Calendar: it was a {actual}.");
    let mut finding = Finding::new(RULE.code, RULE.severity, block, span, message);
    let words = context.words(block, span);
    if let Some(at) = words.find(written.as_str()) {
        let start = span.start + at;
        let span = Span::new(start, start + written.len());
        finding.fix(format!("Write {actual}"), vec![(span, actual.clone())]);
    }
    finding.advice = Some(format!("Write {actual}, or check the day."));
    finding.subject = format!("{day} {}", words.to_lowercase());
    Some(finding)
}
