//! # quotation-case
//!
//! **What it does.** Finds capital and small letters changed inside a quotation, other than its first letter. (Q5 of the quotation rules.)
//!
//! **Why it matters.** A capital can make a name of a common word.
//!
//! **Example.** `“the treaty”` where the source has `“the Treaty”`.
//!
//! **To silence.** `quotation-case = "off"` under `[rules]` in `policy-ls.toml`.

use passage::{Difference, DifferenceKind};
use text::Span;

use super::quotation::report;
use super::{Context, Rule};
use crate::Severity;
use crate::finding::Finding;
use crate::quote::Quote;

pub(super) const RULE: Rule = Rule {
    code: "quotation-case",
    summary: "finds capital and small letters changed inside a quotation, other than its first letter",
    severity: Severity::Warning,
    on: true,
    source: include_str!("quotation_case.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    report(
        RULE.code,
        RULE.severity,
        context,
        findings,
        |quote, difference| {
            matches!(difference.kind, DifferenceKind::Case) && !begins(context, quote, difference)
        },
        |difference| {
            format!(
                "“{}” where the source has “{}”",
                difference.draft_words, difference.source_words
            )
        },
    );
}

/// Whether the word is the first of the quotation, or of what follows an ellipsis or a sentence's end: its letter may
/// follow the draft's sentence (Q4).
fn begins(context: &Context<'_>, quote: &Quote, difference: &Difference) -> bool {
    let at = difference.draft.start + quote.span.start;
    let Some(piece) = quote.pieces.iter().find(|piece| piece.touches(at)) else {
        return false;
    };
    let before = Span::new(piece.start, at);
    let before = context.words(quote.block, before).trim_end();
    before.is_empty() || before.ends_with(['\u{2026}', '.', ']', '?', '!'])
}
