//! # date-unsupported
//!
//! **What it does.** Finds dated claims that no source speaks to. Off by default: `policy-ls check --require-source` turns
//! it on, as does a severity in the configuration.
//!
//! **Why it matters.** Silence is not approval: a date that nothing stands behind may be right, but nobody has seen it.
//!
//! **Example.** `The commission was dissolved in 2009.` where no source says when, or that it was.
//!
//! **To silence.** `date-unsupported = "off"` under `[rules]` in `policy-ls.toml`.

use library::Verdict;

use super::{Context, Rule, nothing};
use crate::finding::Finding;
use crate::{Severity, phrase};

pub(super) const RULE: Rule = Rule {
    code: "date-unsupported",
    summary: "a dated claim that no source supports",
    severity: Severity::Warning,
    on: false,
    source: include_str!("date_unsupported.rs"),
    check,
    whole: nothing,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for claim in context.claims {
        if claim.verdict != Verdict::Unknown || claim.told || !context.is_prose(claim.block) {
            continue;
        }
        let resolved = &context.reading.blocks[claim.block];
        let statement = &resolved.statements[claim.statement];
        let stated = resolved
            .temporals
            .get(statement.temporal)
            .map(|temporal| temporal.span);
        let span = stated
            .filter(|span| !span.is_empty())
            .unwrap_or(statement.cue);
        let words = context.words(claim.block, statement.span);
        let draft = phrase::excerpt(words, 120);
        let message = format!("Draft: “{draft}”. Sources: none speaks of it.");
        let mut finding = Finding::new(RULE.code, RULE.severity, claim.block, span, message);
        finding.advice = Some("Add a source that says so, or leave the date out.".to_owned());
        finding.subject = words.to_lowercase();
        findings.push(finding);
    }
}
