//! # quotation-spelling
//!
//! **What it does.** Finds British spelling where the source has American, or the other way round, and numbers in digits where
//! the source has them in words. (Q22 of the quotation rules.)
//!
//! **Why it matters.** The very words include their spelling. Off unless the configuration turns it on: many houses adapt it.
//!
//! **Example.** `“defence”` where the source has `“defense”`.
//!
//! **To silence.** `quotation-spelling = "off"` under `[rules]` in `policy-ls.toml`.

use passage::DifferenceKind;

use super::quotation::report;
use super::{Context, Rule, nothing};
use crate::Severity;
use crate::finding::Finding;

pub(super) const RULE: Rule = Rule {
    code: "quotation-spelling",
    summary: "British for American spelling, or digits for words, or the other way round",
    severity: Severity::Warning,
    on: false,
    source: include_str!("quotation_spelling.rs"),
    check,
    whole: nothing,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    report(
        RULE.code,
        RULE.severity,
        context,
        findings,
        |_, difference| difference.kind == DifferenceKind::Spelling,
        |difference| {
            format!(
                "“{}” where the source has “{}”",
                difference.draft_words, difference.source_words
            )
        },
    );
}
