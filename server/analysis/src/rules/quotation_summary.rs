//! # quotation-summary
//!
//! **What it does.** Finds words that the source gives only as its own summary (“X said that …”) and the draft sets in quotation marks as the speaker's.
//!
//! **Why it matters.** A summary's words are the writer's; nobody knows what was said.
//!
//! **Example.** `The minister said, “the delay was regrettable”` where the source has `The minister said that the delay was regrettable`.
//!
//! **To silence.** `quotation-summary = "off"` under `[rules]` in `policy-ls.toml`.

use super::quotation::{cite, is_found, subject};
use super::{Context, Rule, nothing};
use crate::finding::Finding;
use crate::{Severity, phrase};

pub(super) const RULE: Rule = Rule {
    code: "quotation-summary",
    summary: "the source's own summary set in marks as somebody's words",
    severity: Severity::Warning,
    on: true,
    source: include_str!("quotation_summary.rs"),
    check,
    whole: nothing,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for quote in context.quotes.iter().filter(|quote| is_found(quote)) {
        let Some(sentence) = quote.summary() else {
            continue;
        };
        let source = quote
            .best()
            .and_then(|best| context.library.sources.get(best.document));
        let Some(source) = source else { continue };
        let mut finding = Finding::new(
            RULE.code,
            RULE.severity,
            quote.block,
            quote.span,
            String::new(),
        );
        let label = cite(context, quote, &mut finding);
        let words = phrase::excerpt(sentence.of(&source.text()), 160);
        finding.message = format!(
            "Draft: sets this in marks as the speaker's words. Source: gives it as its own summary, “{words}” ({label})."
        );
        finding.advice =
            Some("Report it without marks, or quote the source as the one who writes.".to_owned());
        finding.subject = subject(context, quote);
        findings.push(finding);
    }
}
