//! # date-impossible
//!
//! **What it does.** Finds days that no calendar has (31 June, 29 February 2015) and months past the twelfth.
//!
//! **Why it matters.** Such a date is always a slip, and nobody can tell from it what was meant.
//!
//! **Example.** `The ministers met on 31 June 2016.` — June has 30 days.
//!
//! **To silence.** `date-impossible = "off"` under `[rules]` in `policy-ls.toml`.

use prose::temporal::Fault;

use super::{Context, Rule, nothing};
use crate::Severity;
use crate::finding::Finding;

pub(super) const RULE: Rule = Rule {
    code: "date-impossible",
    summary: "a day that no calendar has, or a month past the twelfth",
    severity: Severity::Error,
    on: true,
    source: include_str!("date_impossible.rs"),
    check,
    whole: nothing,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for (block, temporal) in context.temporals() {
        let Some(Fault::Impossible { last_day }) = &temporal.fault else {
            continue;
        };
        let words = context.words(block, temporal.span);
        let why = match last_day {
            Some(days) => format!("that month has {days} days"),
            None => "no calendar has that day".to_owned(),
        };
        let message = format!("Draft: “{words}” cannot be: {why}.");
        let mut finding = Finding::new(RULE.code, RULE.severity, block, temporal.span, message);
        finding.advice = Some("Check the day against the source.".to_owned());
        finding.subject = words.to_lowercase();
        findings.push(finding);
    }
}
