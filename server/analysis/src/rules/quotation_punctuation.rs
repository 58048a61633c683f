//! # quotation-punctuation
//!
//! **What it does.** Finds punctuation changed inside a quotation (its last mark apart). (Q7 of the quotation rules.)
//! A hyphen more or less inside a word (“cooperation” for “co-operation”) is nobody's error.
//!
//! **Why it matters.** A comma can change who is meant.
//!
//! **Example.** `“members, who agreed,”` where the source has `“members who agreed”`.
//!
//! **To silence.** `quotation-punctuation = "off"` under `[rules]` in `policy-ls.toml`.

use passage::DifferenceKind;

use super::quotation::report;
use super::{Context, Rule, nothing};
use crate::Severity;
use crate::finding::Finding;

pub(super) const RULE: Rule = Rule {
    code: "quotation-punctuation",
    summary: "finds punctuation changed inside a quotation (its last mark apart)",
    severity: Severity::Warning,
    on: true,
    source: include_str!("quotation_punctuation.rs"),
    check,
    whole: nothing,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    report(
        RULE.code,
        RULE.severity,
        context,
        findings,
        |_, difference| difference.kind == DifferenceKind::Punctuation && !difference.is_compound(),
        |difference| {
            format!(
                "“{}” where the source has “{}”",
                difference.draft_words, difference.source_words
            )
        },
    );
}
