//! # suppression-malformed
//!
//! **What it does.** Finds suppression comments that cannot be understood: an unknown word, an `ignore-end` without
//! `ignore-start` or the other way round, a reason without quotation marks.
//!
//! **Why it matters.** Its author believes that something is silenced, or that something is checked again; neither holds.
//!
//! **Example.** `<!-- policy-ls: ignroe date-conflict -->`
//!
//! **To silence.** `suppression-malformed = "off"` under `[rules]` in `policy-ls.toml`; comments do not silence the rules
//! on comments.

use text::Document;

use super::{Rule, nothing, suppression};
use crate::suppression::Directive;
use crate::{Diagnostic, Settings, Severity};

pub(super) const RULE: Rule = Rule {
    code: "suppression-malformed",
    summary: "a suppression comment that cannot be understood",
    severity: Severity::Warning,
    on: true,
    source: include_str!("suppression_malformed.rs"),
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
        let Some(fault) = &directive.fault else {
            continue;
        };
        found.push(suppression::finding(
            &RULE,
            document,
            settings,
            (directive, ordinal),
            directive.span,
            format!("This suppression comment {}.", said(fault)),
        ));
    }
}

/// The fault as the end of a sentence.
fn said(fault: &str) -> String {
    if fault.starts_with("has ") || fault.starts_with("ends ") {
        fault.to_owned()
    } else {
        format!("cannot be understood: {fault}")
    }
}
