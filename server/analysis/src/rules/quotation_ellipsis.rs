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
use super::{Context, Rule};
use crate::Severity;
use crate::finding::Finding;

pub(super) const RULE: Rule = Rule {
    code: "quotation-ellipsis",
    summary: "finds an ellipsis where nothing of the source is missing",
    severity: Severity::Warning,
    on: true,
    source: include_str!("quotation_ellipsis.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    report(
        RULE.code,
        RULE.severity,
        context,
        findings,
        |_, difference| matches!(difference.kind, DifferenceKind::EllipsisEmpty),
        |difference| {
            let _ = difference;
            "an ellipsis where nothing is missing".to_owned()
        },
    );
}
