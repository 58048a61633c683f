//! # quotation-ellipsis-first
//!
//! **What it does.** Finds an ellipsis as the first thing in a quotation. (Q13 of the quotation rules.)
//!
//! **Why it matters.** That something stands before the words goes without saying.
//!
//! **Example.** `“… we agree”` for `“we agree”`.
//!
//! **To silence.** `quotation-ellipsis-first = "off"` under `[rules]` in `policy-ls.toml`.

use text::Span;

use super::quotation::subject;
use super::{Context, Rule, nothing};
use crate::Severity;
use crate::finding::Finding;
use crate::quote::Verdict;

pub(super) const RULE: Rule = Rule {
    code: "quotation-ellipsis-first",
    summary: "an ellipsis as the first thing in a quotation",
    severity: Severity::Information,
    on: false,
    source: include_str!("quotation_ellipsis_first.rs"),
    check,
    whole: nothing,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for quote in context
        .quotes
        .iter()
        .filter(|quote| quote.verdict != Verdict::Term)
    {
        let prose = &context.document.blocks[quote.block].prose;
        let Some(first) = quote.pieces.first() else {
            continue;
        };
        let words = first.of(prose);
        let Some(mark) = ["…", "[…]", "...", "[...]", ". . ."]
            .iter()
            .find(|mark| words.starts_with(**mark))
        else {
            continue;
        };
        let span = Span::new(first.start, first.start + mark.len());
        let mut finding = Finding::new(
            RULE.code,
            RULE.severity,
            quote.block,
            span,
            "Draft: begins with an ellipsis.".to_owned(),
        );
        finding.advice = Some("Leave it out.".to_owned());
        finding.subject = subject(context, quote);
        findings.push(finding);
    }
}
