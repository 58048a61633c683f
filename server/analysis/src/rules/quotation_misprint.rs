//! # quotation-misprint
//!
//! **What it does.** Finds a well-known misprint of the source that the draft corrects without a word. (Q11 of the quotation rules.)
//!
//! **Why it matters.** Some manuals want the source's spelling with “[sic]”, or the correction in brackets.
//!
//! **Example.** `“government”` where the source has `“goverment”`.
//!
//! **To silence.** `quotation-misprint = "off"` under `[rules]` in `policy-ls.toml`.

use super::quotation::report;
use super::{Context, Rule, nothing};
use crate::Severity;
use crate::finding::Finding;
use crate::quote::is_misprint;

pub(super) const RULE: Rule = Rule {
    code: "quotation-misprint",
    summary: "a misprint of the source mended silently",
    severity: Severity::Warning,
    on: false,
    source: include_str!("quotation_misprint.rs"),
    check,
    whole: nothing,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    report(
        RULE.code,
        RULE.severity,
        context,
        findings,
        |_, difference| is_misprint(difference),
        |difference| {
            format!(
                "“{}” where the source has “{}”",
                difference.draft_words, difference.source_words
            )
        },
    );
}
