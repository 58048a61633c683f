//! # quotation-ellipsis-sentence
//!
//! **What it does.** Finds an ellipsis that leaves out a sentence's end without a point before it: such an omission has four points. (Q15 of the quotation rules.)
//!
//! **Why it matters.** The reader sees whether the omission stays inside one sentence.
//!
//! **Example.** `“We agree … The fund is full”` for `“We agree. … The fund is full”`.
//!
//! **To silence.** `quotation-ellipsis-sentence = "off"` under `[rules]` in `policy-ls.toml`.

use passage::DifferenceKind;
use text::Span;

use super::quotation::{is_found, subject};
use super::{Context, Rule, nothing};
use crate::Severity;
use crate::finding::{Draft, Finding};

pub(super) const RULE: Rule = Rule {
    code: "quotation-ellipsis-sentence",
    summary: "an omission across a sentence's end without its point",
    severity: Severity::Information,
    on: false,
    source: include_str!("quotation_ellipsis_sentence.rs"),
    check,
    whole: nothing,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for quote in context.quotes.iter().filter(|quote| is_found(quote)) {
        let prose = &context.document.blocks[quote.block].prose;
        for difference in quote.differences() {
            let DifferenceKind::EllipsisHides(hidden) = &difference.kind else {
                continue;
            };
            let span = difference.draft.shift(quote.span.start);
            let before = prose[..span.start].trim_end();
            let pointed =
                before.ends_with(['.', '!', '?']) || span.of(prose).matches('.').count() > 3;
            let marked = span.of(prose).starts_with('.') && span.of(prose).contains(['…', '[']);
            let pointed = pointed || marked;
            let goes_on = prose[span.end..].trim_start_matches([' ', ']', '[']);
            if !hidden.crosses_sentence || pointed || !goes_on.starts_with(char::is_uppercase) {
                continue;
            }
            let message = "Draft: the ellipsis leaves out a sentence's end.".to_owned();
            let mut finding = Finding::new(RULE.code, RULE.severity, quote.block, span, message);
            finding.advice = Some("Put the sentence's point before it.".to_owned());
            finding.subject = subject(context, quote);
            let at = Span::new(before.len(), before.len());
            finding.fixes.push(Draft {
                title: "Put the point before the ellipsis".to_owned(),
                edits: vec![(at, ".".to_owned())],
                end: None,
                safe: true,
            });
            findings.push(finding);
        }
    }
}
