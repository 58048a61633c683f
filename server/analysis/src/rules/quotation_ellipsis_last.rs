//! # quotation-ellipsis-last
//!
//! **What it does.** Finds an ellipsis behind a fragment that is used as part of the draft's own sentence. (Q14 of the quotation rules.)
//!
//! **Why it matters.** A fragment claims no end of a sentence.
//!
//! **Example.** `They “support the plan …” in part` for `They “support the plan” in part`.
//!
//! **To silence.** `quotation-ellipsis-last = "off"` under `[rules]` in `policy-ls.toml`.

use text::Span;

use super::quotation::subject;
use super::{Context, Rule, nothing};
use crate::Severity;
use crate::finding::Finding;
use crate::quote::Verdict;

pub(super) const RULE: Rule = Rule {
    code: "quotation-ellipsis-last",
    summary: "an ellipsis behind a fragment",
    severity: Severity::Information,
    on: false,
    source: include_str!("quotation_ellipsis_last.rs"),
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
        let Some(last) = quote.pieces.last() else {
            continue;
        };
        let words = last.of(prose);
        let bare = words.trim_end_matches(['.', '…', ']', '[', ' ']);
        let tail = &words[bare.len()..];
        let ellipsis = tail.contains('…') || tail.matches('.').count() > 2;
        let fragment = quote.words(prose).starts_with(char::is_lowercase);
        if !ellipsis || !fragment {
            continue;
        }
        let span = Span::new(last.start + bare.len(), last.end);
        let mut finding = Finding::new(
            RULE.code,
            RULE.severity,
            quote.block,
            span,
            "Draft: an ellipsis behind a fragment.".to_owned(),
        );
        finding.advice = Some("Leave it out.".to_owned());
        finding.subject = subject(context, quote);
        findings.push(finding);
    }
}
