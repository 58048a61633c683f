//! # quotation-omission
//!
//! **What it does.** Finds words of the source that were left out without an ellipsis. (Q2 of the quotation rules.)
//!
//! **Why it matters.** The reader cannot see that something is missing, and what is missing may be the condition.
//!
//! **Example.** `“We support the plan”` where the source has `“We support the revised plan”`.
//!
//! **To silence.** `quotation-omission = "off"` under `[rules]` in `policy-ls.toml`.

use passage::DifferenceKind;

use super::quotation::report;
use super::{Context, Rule, nothing};
use crate::Severity;
use crate::finding::Finding;

pub(super) const RULE: Rule = Rule {
    code: "quotation-omission",
    summary: "finds words of the source that were left out without an ellipsis",
    severity: Severity::Error,
    on: true,
    source: include_str!("quotation_omission.rs"),
    check,
    whole: nothing,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    report(
        RULE.code,
        RULE.severity,
        context,
        findings,
        |quote, difference| {
            matches!(difference.kind, DifferenceKind::Omitted)
                && !quote.is_fused(context.library, difference)
        },
        |difference| {
            format!(
                "“{}” is left out without an ellipsis",
                difference.source_words
            )
        },
    );
}
