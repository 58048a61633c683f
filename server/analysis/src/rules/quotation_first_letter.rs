//! # quotation-first-letter
//!
//! **What it does.** Finds a quotation whose first letter is capital where the source's is small, or the other way round, without brackets. (Q4 of the quotation rules.)
//!
//! **Why it matters.** Some manuals want every changed letter shown: “[T]he treaty”.
//!
//! **Example.** `“The treaty”` where the source has `“the treaty”`; write `“[T]he treaty”`.
//!
//! **To silence.** `quotation-first-letter = "off"` under `[rules]` in `policy-ls.toml`.

use passage::DifferenceKind;

use super::quotation::begins;
use super::quotation::report;
use super::{Context, Rule, nothing};
use crate::Severity;
use crate::finding::Finding;

pub(super) const RULE: Rule = Rule {
    code: "quotation-first-letter",
    summary: "a first letter changed without brackets",
    severity: Severity::Warning,
    on: false,
    source: include_str!("quotation_first_letter.rs"),
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
            difference.kind == DifferenceKind::Case && begins(context, quote, difference)
        },
        |difference| {
            format!(
                "“{}” where the source has “{}”",
                difference.draft_words, difference.source_words
            )
        },
    );
}
