//! # quotation-joint
//!
//! **What it does.** Tells where the words of a joint text (a treaty, a joint statement) are put into the mouth of one who signed it.
//!
//! **Why it matters.** Both sides agreed on the words; neither said them alone.
//!
//! **Example.** `The president promised that “the two sides will …”` where the words are a joint statement's.
//!
//! **To silence.** `quotation-joint = "off"` under `[rules]` in `policy-ls.toml`.

use super::quotation::{cite, is_found, subject};
use super::{Context, Rule, nothing};
use crate::Severity;
use crate::finding::Finding;

pub(super) const RULE: Rule = Rule {
    code: "quotation-joint",
    summary: "a joint text put into one signatory's mouth",
    severity: Severity::Information,
    on: true,
    source: include_str!("quotation_joint.rs"),
    check,
    whole: nothing,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for quote in context.quotes.iter().filter(|quote| is_found(quote)) {
        if !quote.is_joint_in_one_mouth(context.library) {
            continue;
        }
        let mut finding = Finding::new(
            RULE.code,
            RULE.severity,
            quote.block,
            quote.span,
            String::new(),
        );
        let label = cite(context, quote, &mut finding);
        let said = quote.named.as_ref().map_or("one", |speaker| &speaker.words);
        finding.message =
            format!("Draft: words of {said}. Source: a text of several parties ({label}).");
        finding.advice = Some("Name the text, or all who agreed on it.".to_owned());
        finding.subject = subject(context, quote);
        findings.push(finding);
    }
}
