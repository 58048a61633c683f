//! # suppression-without-reason
//!
//! **What it does.** Finds suppression comments that do not say why. It runs where `require-reason = true` stands in
//! `policy-ls.toml`.
//!
//! **Why it matters.** Who reads the draft next year should not have to ask whether the date was looked up or waved through.
//!
//! **Example.** `<!-- policy-ls: ignore date-conflict -->` instead of
//! `<!-- policy-ls: ignore date-conflict reason="dated as in the ministry's own text" -->`
//!
//! **To silence.** `require-reason = false` in `policy-ls.toml`, or `suppression-without-reason = "off"` under `[rules]`.

use text::Document;

use super::{Rule, nothing, suppression};
use crate::suppression::Directive;
use crate::{Diagnostic, Settings, Severity};

pub(super) const RULE: Rule = Rule {
    code: "suppression-without-reason",
    summary: "a suppression comment that does not say why, where reasons are required",
    severity: Severity::Warning,
    on: false,
    source: include_str!("suppression_without_reason.rs"),
    check: nothing,
    whole: nothing,
};

pub(super) fn check(
    document: &Document,
    settings: &Settings,
    directives: &[Directive],
    found: &mut Vec<Diagnostic>,
) {
    for (ordinal, directive) in directives.iter().enumerate() {
        if directive.covers.is_none() || directive.reason.is_some() {
            continue;
        }
        let (place, span) = ((directive, ordinal), directive.span);
        let message = "This suppression comment does not say why.".to_owned();
        let mut one = suppression::finding(&RULE, document, settings, place, span, message);
        one.advice = Some("Add reason=\"…\".".to_owned());
        found.push(one);
    }
}
