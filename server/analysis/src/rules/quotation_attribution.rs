//! # quotation-attribution
//!
//! **What it does.** Compares the speaker and the date that the draft gives for a quotation with those of the passage.
//! (Q25 of the quotation rules.)
//!
//! **Why it matters.** Right words in the wrong mouth are a misquotation that no comparison of words can find.
//!
//! **Example.** `As the minister said, “…”` where the source has the president say it.
//!
//! **To silence.** `quotation-attribution = "off"` under `[rules]` in `policy-ls.toml`.

use super::quotation::{cite, subject};
use super::{Context, Rule};
use crate::finding::Finding;
use crate::quote::Verdict;
use crate::{Severity, phrase};

pub(super) const RULE: Rule = Rule {
    code: "quotation-attribution",
    summary: "right words in the wrong mouth, or at the wrong time",
    severity: Severity::Error,
    on: true,
    source: include_str!("quotation_attribution.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for quote in context.quotes {
        if !matches!(quote.verdict, Verdict::Misattributed | Verdict::Misquoted) {
            continue;
        }
        let name = |id| {
            context
                .library
                .entity_of(id)
                .map_or("somebody else", |entity| &entity.name)
        };
        if let (Some(by), Some(span)) = (quote.wrong_speaker(context.library), quote.speaker_span) {
            let said = context.words(quote.block, span);
            let mut finding = Finding::new(
                RULE.code,
                RULE.severity,
                quote.block,
                quote.span,
                String::new(),
            );
            let label = cite(context, quote, &mut finding);
            finding.message = format!(
                "Draft: words of {said}. Source: words of {} ({label}).",
                name(by)
            );
            finding.advice = Some(format!("Name {} instead, or check the passage.", name(by)));
            finding.subject = subject(context, quote);
            findings.push(finding);
        } else if let Some(value) = quote.wrong_date(context.library) {
            let said = quote.date.as_ref().map_or_else(String::new, phrase::date);
            let mut finding = Finding::new(
                RULE.code,
                Severity::Warning,
                quote.block,
                quote.span,
                String::new(),
            );
            let label = cite(context, quote, &mut finding);
            finding.message = format!(
                "Draft: said {said}. Source: {} ({label}).",
                phrase::date(&value)
            );
            finding.advice = Some("Check when the words were said.".to_owned());
            finding.expected = Some(value.edtf);
            finding.subject = subject(context, quote);
            findings.push(finding);
        }
    }
}
