//! # suppression-unused
//!
//! **What it does.** Finds suppression comments that silence nothing: the mistake was mended, or the comment stands in the
//! wrong place.
//!
//! **Why it matters.** A comment that outlives its mistake hides the next one.
//!
//! **Example.** `<!-- policy-ls: ignore date-conflict -->` before a paragraph whose dates are right.
//!
//! **The fix** takes the comment, or the names in it that silence nothing, away, and with an `ignore-start` its `ignore-end`.
//! It is safe: it changes no word of the draft.
//!
//! **To silence.** `suppression-unused = "off"` under `[rules]` in `policy-ls.toml`; comments do not silence the rules on
//! comments.

use std::cell::LazyCell;

use text::{Document, Span};

use super::{Rule, nothing, suppression as comment};
use crate::suppression::{self, Directive};
use crate::{Diagnostic, Fix, Settings, Severity, Suppressed};

pub(super) const RULE: Rule = Rule {
    code: "suppression-unused",
    summary: "a suppression comment that silences nothing",
    severity: Severity::Warning,
    on: true,
    source: include_str!("suppression_unused.rs"),
    check: nothing,
    whole: nothing,
};

pub(super) fn check(
    document: &Document,
    settings: &Settings,
    directives: &[Directive],
    suppressed: &[Suppressed],
    idle: &dyn Fn() -> Vec<(&'static str, Span)>,
    found: &mut Vec<Diagnostic>,
) {
    let idle = LazyCell::new(idle);
    for (ordinal, directive) in directives.iter().enumerate() {
        if directive.covers.is_none() {
            continue;
        }
        let used = |code: Option<&str>| {
            suppressed.iter().any(|it| {
                it.comment == directive.span && code.is_none_or(|code| it.diagnostic.code == code)
            })
        };
        // Of a rule that does not run, and of a name that is no rule's, nobody knows.
        let judged = |code: &str| {
            let rule = super::all().iter().find(|rule| rule.code == code);
            rule.is_some_and(|rule| rule.runs(settings))
        };
        let unused: Vec<&(String, Span)> = directive
            .codes
            .iter()
            .filter(|(code, _)| judged(code) && !used(Some(code)))
            .collect();
        // A comment without names may be there for a rule that this run leaves out.
        let silences = |(code, span): &(&str, Span)| {
            let by = suppression::silencer(directives, code, *span);
            by.is_some_and(|by| by.span == directive.span)
        };
        let whole = match directive.codes.len() {
            0 => !used(None) && !idle.iter().any(silences),
            all => all == unused.len(),
        };
        if !whole && unused.is_empty() {
            continue;
        }
        let names: Vec<String> = unused.iter().map(|(code, _)| format!("`{code}`")).collect();
        let end = directive.end.map(|at| &directives[at]);
        let message = match names.as_slice() {
            [] => "This suppression comment silences nothing.".to_owned(),
            names => format!("Nothing here is found by {}.", names.join(", ")),
        };
        let place = (directive, ordinal);
        let mut one = comment::finding(&RULE, document, settings, place, directive.span, message);
        one.advice = Some(if whole {
            "Remove the comment.".to_owned()
        } else {
            "Remove these names from the comment.".to_owned()
        });
        one.fixes.extend(if whole {
            comment::removal(document, directive, end)
        } else {
            Some(Fix {
                title: "Remove what silences nothing".to_owned(),
                edits: without(&document.text, &unused, end),
                safe: true,
                place: directive.span,
            })
        });
        found.push(one);
    }
}

/// The edits that take names out, also where the range ends; neighbours go in one edit.
fn without(text: &str, names: &[&(String, Span)], end: Option<&Directive>) -> Vec<(Span, String)> {
    let mut edits: Vec<(Span, String)> = Vec::new();
    let again = end.iter().flat_map(|end| &end.codes);
    let again = again.filter(|(code, _)| names.iter().any(|(name, _)| name == code));
    for (_, span) in names.iter().copied().chain(again) {
        let span = with_separator(text, *span);
        match edits.last_mut() {
            Some((last, _)) if last.end >= span.start => last.end = span.end,
            _ => edits.push((span, String::new())),
        }
    }
    edits
}

/// A name with the space and comma before it.
fn with_separator(text: &str, span: Span) -> Span {
    let before = text[..span.start].trim_end_matches([' ', '\t', ',']);
    Span::new(before.len(), span.end)
}
