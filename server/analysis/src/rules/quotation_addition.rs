//! # quotation-addition
//!
//! **What it does.** Finds words between quotation marks that the source does not have there and that are not in brackets. (Q3 of the quotation rules.)
//!
//! **Why it matters.** They are put into somebody's mouth.
//!
//! **Example.** `“We fully support the plan”` where the source has `“We support the plan”`.
//!
//! **To silence.** `quotation-addition = "off"` under `[rules]` in `policy-ls.toml`.

use passage::DifferenceKind;

use super::quotation::report;
use super::{Context, Rule, nothing};
use crate::Severity;
use crate::finding::Finding;

pub(super) const RULE: Rule = Rule {
    code: "quotation-addition",
    summary: "finds words between quotation marks that the source does not have there and that are not in brackets",
    severity: Severity::Error,
    on: true,
    source: include_str!("quotation_addition.rs"),
    check,
    whole: nothing,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    report(
        RULE.code,
        RULE.severity,
        context,
        findings,
        |_, difference| matches!(difference.kind, DifferenceKind::Added),
        |difference| format!("“{}” is not in the source", difference.draft_words),
    );
}
