//! # quotation-altered
//!
//! **What it does.** Finds words between quotation marks that differ from the source and are not in brackets. (Q1 of the quotation rules.)
//!
//! **Why it matters.** Quotation marks promise the very words. One changed word (not, must, a number, a name) may turn the sense around.
//!
//! **Example.** `“We will never allow it”` where the source has `“We will always allow it”`.
//!
//! **To silence.** `quotation-altered = "off"` under `[rules]` in `policy-ls.toml`.

use passage::DifferenceKind;

use super::quotation::report;
use super::{Context, Rule, nothing};
use crate::Severity;
use crate::finding::Finding;
use crate::quote::is_misprint;

pub(super) const RULE: Rule = Rule {
    code: "quotation-altered",
    summary: "finds words between quotation marks that differ from the source and are not in brackets",
    severity: Severity::Error,
    on: true,
    source: include_str!("quotation_altered.rs"),
    check,
    whole: nothing,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    report(
        RULE.code,
        RULE.severity,
        context,
        findings,
        |_, difference| {
            matches!(
                difference.kind,
                DifferenceKind::Altered | DifferenceKind::Slip
            ) && !is_misprint(difference)
        },
        |difference| {
            format!(
                "“{}” where the source has “{}”",
                difference.draft_words, difference.source_words
            )
        },
    );
}
