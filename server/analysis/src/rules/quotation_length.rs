//! # quotation-length
//!
//! **What it does.** Compares a quotation's length with its form: a long one inside a paragraph, or a short one set as a block. The limit is the profile's. (Q19 of the quotation rules.)
//!
//! **Why it matters.** Long quotations are set as blocks so that they are told from the draft's own words.
//!
//! **Example.** A quotation of a hundred and fifty words inside a paragraph.
//!
//! **To silence.** `quotation-length = "off"` under `[rules]` in `policy-ls.toml`.

use text::BlockKind;

use super::quotation::subject;
use super::{Context, Rule, nothing};
use crate::Severity;
use crate::finding::Finding;
use crate::quote::Verdict;

pub(super) const RULE: Rule = Rule {
    code: "quotation-length",
    summary: "a quotation too long for its paragraph, or too short for a block",
    severity: Severity::Information,
    on: false,
    source: include_str!("quotation_length.rs"),
    check: nothing,
    whole: check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let limit = context.profile.block_from();
    for quote in context
        .quotes
        .iter()
        .filter(|quote| quote.verdict != Verdict::Term)
    {
        let block = &context.document.blocks[quote.block];
        let words = quote.words(&block.prose).split_whitespace().count();
        let set_off = matches!(block.kind, BlockKind::Quote(_));
        // Paragraphs of one block quote count together.
        let beside = [quote.block.checked_sub(1), Some(quote.block + 1)];
        let alone = !beside.iter().flatten().any(|at| {
            let other = context.document.blocks.get(*at);
            other.is_some_and(|other| matches!(other.kind, BlockKind::Quote(_)))
        });
        let message = match set_off {
            false if words > limit => format!(
                "Draft: {words} words inside a paragraph; from {limit} on they are a block."
            ),
            true if words < limit && alone => format!(
                "Draft: {words} words as a block; under {limit} they stay in the paragraph."
            ),
            _ => continue,
        };
        let mut finding = Finding::new(RULE.code, RULE.severity, quote.block, quote.span, message);
        finding.subject = subject(context, quote);
        findings.push(finding);
    }
}
