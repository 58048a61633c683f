//! # quotation-unsourced
//!
//! **What it does.** Finds quotations that stand in no source, near or exact. Terms and scare quotes are left alone. (Q23
//! of the quotation rules.) Off by default: `policy-ls check --require-source` turns it on, as does a severity in the
//! configuration.
//!
//! **Why it matters.** Words in quotation marks that nobody can look up are hearsay.
//!
//! **Example.** `The minister said, “…”` where no source has anything like it.
//!
//! **To silence.** `quotation-unsourced = "off"` under `[rules]` in `policy-ls.toml`.

use super::quotation::subject;
use super::{Context, Rule, nothing};
use crate::finding::Finding;
use crate::quote::Verdict;
use crate::{Severity, phrase};

pub(super) const RULE: Rule = Rule {
    code: "quotation-unsourced",
    summary: "a quotation that stands in no source",
    severity: Severity::Warning,
    on: false,
    source: include_str!("quotation_unsourced.rs"),
    check,
    whole: nothing,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for quote in context
        .quotes
        .iter()
        .filter(|quote| quote.verdict == Verdict::Unsourced)
    {
        let words = phrase::excerpt(
            &quote.words(&context.document.blocks[quote.block].prose),
            80,
        );
        let message = format!("Draft: “{words}”. Sources: these words stand in none of them.");
        let mut finding = Finding::new(RULE.code, RULE.severity, quote.block, quote.span, message);
        finding.advice = Some("Add the source, or say it in words of your own.".to_owned());
        finding.subject = subject(context, quote);
        findings.push(finding);
    }
}
