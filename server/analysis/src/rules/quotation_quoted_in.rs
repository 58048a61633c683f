//! # quotation-quoted-in
//!
//! **What it does.** Tells where the source itself quotes the words from somebody else: the draft has them at second hand. (Q26 of the quotation rules.)
//!
//! **Why it matters.** A quotation at second hand should say so: “quoted in”.
//!
//! **Example.** `The teacher said, “…”` where the source is a speech that quotes the teacher.
//!
//! **To silence.** `quotation-quoted-in = "off"` under `[rules]` in `policy-ls.toml`.

use super::quotation::{cite, is_found, subject};
use super::{Context, Rule, nothing};
use crate::Severity;
use crate::finding::Finding;

pub(super) const RULE: Rule = Rule {
    code: "quotation-quoted-in",
    summary: "words at second hand: the source itself quotes them",
    severity: Severity::Information,
    on: false,
    source: include_str!("quotation_quoted_in.rs"),
    check,
    whole: nothing,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for quote in context.quotes.iter().filter(|quote| is_found(quote)) {
        let Some(quoter) = &quote.circumstance.quoter else {
            continue;
        };
        let mut finding = Finding::new(
            RULE.code,
            RULE.severity,
            quote.block,
            quote.span,
            String::new(),
        );
        let label = cite(context, quote, &mut finding);
        let by = quote
            .circumstance
            .speaker
            .as_ref()
            .map_or("somebody else", |speaker| &speaker.words);
        finding.message = format!("Source: {} quotes {by} here ({label}).", quoter.words);
        finding.advice = Some(format!("Say “quoted in {label}”."));
        finding.subject = subject(context, quote);
        findings.push(finding);
    }
}
