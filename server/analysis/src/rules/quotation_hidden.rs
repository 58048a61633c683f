//! # quotation-hidden
//!
//! **What it does.** Finds an ellipsis that hides a negation, an exception, a restriction (only, provided that), a modal verb or a number. (Q17 of the quotation rules.)
//!
//! **Why it matters.** Such an omission can turn the sense around while every word that is left is right.
//!
//! **Example.** `“We support … the plan”` where the source has `“We support, unless costs rise, the plan”`.
//!
//! **To silence.** `quotation-hidden = "off"` under `[rules]` in `policy-ls.toml`.

use passage::{DifferenceKind, Meaning};

use super::quotation::report;
use super::{Context, Rule, nothing};
use crate::Severity;
use crate::finding::Finding;

pub(super) const RULE: Rule = Rule {
    code: "quotation-hidden",
    summary: "finds an ellipsis that hides a negation, an exception, a modal verb or a number",
    severity: Severity::Warning,
    on: true,
    source: include_str!("quotation_hidden.rs"),
    check,
    whole: nothing,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    report(
        RULE.code,
        RULE.severity,
        context,
        findings,
        |_, difference| matters(&difference.kind),
        |difference| format!("the ellipsis hides “{}”", difference.source_words),
    );
}

/// What is hidden may turn the sense around: a negation or exception, a restriction, a modal verb, a number.
fn matters(kind: &DifferenceKind) -> bool {
    let DifferenceKind::EllipsisHides(hidden) = kind else {
        return false;
    };
    hidden.cues.iter().any(|cue| {
        let grave = matches!(
            cue.meaning,
            Meaning::Negation | Meaning::Modal | Meaning::Number
        );
        grave || cue.restricts
    })
}
