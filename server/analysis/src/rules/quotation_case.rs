//! # quotation-case
//!
//! **What it does.** Finds capital and small letters changed inside a quotation, other than its first letter. (Q5 of the quotation rules.)
//!
//! **Why it matters.** A capital can make a name of a common word.
//!
//! **Example.** `“the treaty”` where the source has `“the Treaty”`.
//!
//! **To silence.** `quotation-case = "off"` under `[rules]` in `policy-ls.toml`.

use passage::DifferenceKind;

use super::quotation::{begins, report};
use super::{Context, Rule, nothing};
use crate::Severity;
use crate::finding::Finding;

pub(super) const RULE: Rule = Rule {
    code: "quotation-case",
    summary: "finds capital and small letters changed inside a quotation, other than its first letter",
    severity: Severity::Warning,
    on: true,
    source: include_str!("quotation_case.rs"),
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
            matches!(difference.kind, DifferenceKind::Case) && !begins(context, quote, difference)
        },
        |difference| {
            format!(
                "“{}” where the source has “{}”",
                difference.draft_words, difference.source_words
            )
        },
    );
}
