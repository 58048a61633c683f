//! # suppression-unknown-rule
//!
//! **What it does.** Finds suppression comments that name a rule that does not exist, and proposes the nearest name.
//!
//! **Why it matters.** A misspelt name silences nothing, and stays in the draft looking as if it did.
//!
//! **Example.** `<!-- policy-ls: ignore date-conflct -->`
//!
//! **To silence.** `suppression-unknown-rule = "off"` under `[rules]` in `policy-ls.toml`; comments do not silence the
//! rules on comments.

use text::Document;

use super::{Rule, nothing, suppression};
use crate::nearest::nearest;
use crate::suppression::Directive;
use crate::{Diagnostic, Fix, Settings, Severity};

pub(super) const RULE: Rule = Rule {
    code: "suppression-unknown-rule",
    summary: "a suppression comment that names no rule",
    severity: Severity::Warning,
    on: true,
    source: include_str!("suppression_unknown_rule.rs"),
    check: nothing,
    whole: nothing,
};

pub(super) fn check(
    document: &Document,
    settings: &Settings,
    directives: &[Directive],
    found: &mut Vec<Diagnostic>,
) {
    let known = || super::all().iter().map(|rule| rule.code);
    for (ordinal, directive) in directives.iter().enumerate() {
        for (code, span) in &directive.codes {
            if known().any(|it| it == code) {
                continue;
            }
            let message = format!("There is no rule `{code}`, so nothing is silenced by it.");
            let place = (directive, ordinal);
            let mut one = suppression::finding(&RULE, document, settings, place, *span, message);
            if let Some(near) = nearest(code, known()) {
                one.advice = Some(format!("Did you mean `{near}`?"));
                one.fixes.push(Fix {
                    title: format!("Write {near}"),
                    edits: vec![(*span, near.to_owned())],
                    safe: false,
                    place: *span,
                });
            }
            found.push(one);
        }
    }
}
