//! # quotation-footnote-mark
//!
//! **What it does.** Finds a footnote mark of the source that the draft leaves out without “(footnote omitted)”. (Q12 of the quotation rules.)
//!
//! **Why it matters.** The source says there what it rests on.
//!
//! **Example.** `“The river is shared”` where the source has `“The river[^3] is shared”`.
//!
//! **To silence.** `quotation-footnote-mark = "off"` under `[rules]` in `policy-ls.toml`.

use text::LinkTarget;

use super::quotation::{cite, is_found, subject};
use super::{Context, Rule, nothing};
use crate::Severity;
use crate::finding::Finding;

pub(super) const RULE: Rule = Rule {
    code: "quotation-footnote-mark",
    summary: "a footnote mark of the source left out silently",
    severity: Severity::Warning,
    on: false,
    source: include_str!("quotation_footnote_mark.rs"),
    check,
    whole: nothing,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for quote in context.quotes.iter().filter(|quote| is_found(quote)) {
        let Some(best) = quote.best() else { continue };
        let Some(source) = context.library.sources.get(best.document) else {
            continue;
        };
        let marks = source.document().links.iter().any(|(span, target)| {
            matches!(target, LinkTarget::Footnote(_)) && best.span.covers(*span)
        });
        let block = &context.document.blocks[quote.block];
        let said = block.prose[quote.span.start..].to_lowercase();
        if !marks || said.contains("omitted") {
            continue;
        }
        let mut finding = Finding::new(
            RULE.code,
            RULE.severity,
            quote.block,
            quote.span,
            String::new(),
        );
        let label = cite(context, quote, &mut finding);
        finding.message = format!("Draft: leaves out a footnote mark of the source ({label}).");
        finding.advice = Some("Add “(footnote omitted)”.".to_owned());
        finding.subject = subject(context, quote);
        findings.push(finding);
    }
}
