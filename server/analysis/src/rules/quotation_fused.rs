//! # quotation-fused
//!
//! **What it does.** Finds two passages of the source run together inside one pair of marks without an ellipsis. (Q28 of the quotation rules.)
//!
//! **Why it matters.** The two were not said together.
//!
//! **Example.** `“We support the plan. Costs will fall.”` where a page stands between the two sentences.
//!
//! **To silence.** `quotation-fused = "off"` under `[rules]` in `policy-ls.toml`.

use passage::DifferenceKind;

use super::quotation::report;
use super::{Context, Rule, nothing};
use crate::finding::Finding;
use crate::{Severity, phrase};

pub(super) const RULE: Rule = Rule {
    code: "quotation-fused",
    summary: "finds two passages of the source run together inside one pair of marks without an ellipsis",
    severity: Severity::Error,
    on: true,
    source: include_str!("quotation_fused.rs"),
    check,
    whole: nothing,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    report(
        RULE.code,
        RULE.severity,
        context,
        findings,
        |quote, difference| quote.is_fused(context.library, difference),
        |difference| match difference.kind {
            DifferenceKind::Elsewhere { .. } => {
                format!(
                    "“{}” stands in another place of the sources",
                    phrase::excerpt(&difference.draft_words, 80)
                )
            }
            _ => format!(
                "two passages run together; between them stands “{}”",
                phrase::excerpt(&difference.source_words, 120)
            ),
        },
    );
}
