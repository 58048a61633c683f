//! # quotation-ellipsis
//!
//! **What it does.** Finds an ellipsis where nothing of the source is missing. (Q16 of the quotation rules.)
//!
//! **Why it matters.** It makes the reader suspect an omission that is not there.
//!
//! **Example.** `“We support … the plan”` where the source has `“We support the plan”`.
//!
//! **To silence.** `quotation-ellipsis = "off"` under `[rules]` in `policy-ls.toml`.

use passage::DifferenceKind;

use super::quotation::report;
use super::{Context, Rule, nothing};
use crate::Severity;
use crate::finding::Finding;

pub(super) const RULE: Rule = Rule {
    code: "quotation-ellipsis",
    summary: "finds an ellipsis where nothing of the source is missing",
    severity: Severity::Warning,
    on: true,
    source: include_str!("quotation_ellipsis.rs"),
    check,
    whole: nothing,
};

/// How many bytes from the place an ellipsis still stands in it.
const BESIDE: usize = 8;

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    report(
        RULE.code,
        RULE.severity,
        context,
        findings,
        |quote, difference| {
            let best = quote.best();
            let source = best.and_then(|best| context.library.sources.get(best.document));
            matches!(difference.kind, DifferenceKind::EllipsisEmpty)
                && source
                    .is_none_or(|source| !has_ellipsis(&source.text(), difference.source.start))
        },
        |difference| {
            let _ = difference;
            "an ellipsis where nothing is missing".to_owned()
        },
    );
}

/// Whether the source has an ellipsis there itself: then the draft's is quoted.
fn has_ellipsis(text: &str, at: usize) -> bool {
    let start = text.floor_char_boundary(at.saturating_sub(BESIDE));
    let end = text.ceil_char_boundary((at + BESIDE).min(text.len()));
    let near = &text[start..end];
    near.contains("..") || near.contains('…') || near.contains(". .")
}
