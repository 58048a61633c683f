//! # quotation-bracket
//!
//! **What it does.** Shows which words of the source bracketed words stand for. (Q27 of the quotation rules.)
//!
//! **Why it matters.** Brackets are honest only if what stands in them is what was meant.
//!
//! **Example.** `“[the harbour] will open”` where the source has `“it will open”`.
//!
//! **To silence.** `quotation-bracket = "off"` under `[rules]` in `policy-ls.toml`.

use passage::DifferenceKind;

use super::quotation::report;
use super::{Context, Rule, nothing};
use crate::Severity;
use crate::finding::Finding;

pub(super) const RULE: Rule = Rule {
    code: "quotation-bracket",
    summary: "the source's words that bracketed words stand for",
    severity: Severity::Information,
    on: false,
    source: include_str!("quotation_bracket.rs"),
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
            difference.kind == DifferenceKind::Bracket
                && !difference.source_words.is_empty()
                && !difference
                    .source_words
                    .eq_ignore_ascii_case(&difference.draft_words.replace(['[', ']'], ""))
        },
        |difference| {
            format!(
                "“{}” stands for “{}”",
                difference.draft_words, difference.source_words
            )
        },
    );
}
