//! # range-reversed
//!
//! **What it does.** Finds spans of time that end before they begin.
//!
//! **Why it matters.** The two ends were swapped, or one of them is wrong.
//!
//! **Example.** `the plan for 2024–2018` — it ends six years before it begins.
//!
//! **To silence.** `range-reversed = "off"` under `[rules]` in `policy-ls.toml`.

use prose::temporal::Fault;

use super::{Context, Rule, nothing};
use crate::Severity;
use crate::finding::Finding;

pub(super) const RULE: Rule = Rule {
    code: "range-reversed",
    summary: "a span of time that ends before it begins",
    severity: Severity::Error,
    on: true,
    source: include_str!("range_reversed.rs"),
    check,
    whole: nothing,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for (block, temporal) in context.temporals() {
        if temporal.fault != Some(Fault::Reversed) {
            continue;
        }
        let words = context.words(block, temporal.span);
        let message = format!("Draft: “{words}” ends before it begins.");
        let mut finding = Finding::new(RULE.code, RULE.severity, block, temporal.span, message);
        finding.advice = Some("Swap the two ends, or check both against the source.".to_owned());
        finding.subject = words.to_lowercase();
        findings.push(finding);
    }
}
