//! # quotation-marks
//!
//! **What it does.** Finds a quotation inside a quotation that has the same kind of marks as the one around it, and single outer marks in a draft that has double ones elsewhere. (Q8 of the quotation rules.)
//!
//! **Why it matters.** Marks alternate, double and single, so that the reader sees where each ends.
//!
//! **Example.** `“He said “no” to us”` for `“He said ‘no’ to us”`.
//!
//! **To silence.** `quotation-marks = "off"` under `[rules]` in `policy-ls.toml`.

use prose::quotation::{Form, Quotation};
use text::Span;

use super::quotation::subject;
use super::{Context, Rule};
use crate::Severity;
use crate::finding::{Draft, Finding};
use crate::quote::Verdict;

pub(super) const RULE: Rule = Rule {
    code: "quotation-marks",
    summary: "nested quotation marks that do not alternate",
    severity: Severity::Warning,
    on: false,
    source: include_str!("quotation_marks.rs"),
    check,
    whole,
};

/// Single marks around somebody's words are the British way, if a draft keeps to it.
fn whole(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let outer = || {
        let quotes = context.quotes.iter();
        quotes.filter(|it| it.verdict != Verdict::Term && matches!(it.form, Form::Marks(..)))
    };
    if outer().all(|quote| is_single(quote.form)) {
        return;
    }
    for quote in outer().filter(|quote| is_single(quote.form) && !quote.nested) {
        let message = "Draft: single marks here, double ones elsewhere.".to_owned();
        let mut finding = Finding::new(RULE.code, RULE.severity, quote.block, quote.span, message);
        finding.advice = Some("Let all quotations have the same outer marks.".to_owned());
        finding.subject = subject(context, quote);
        findings.push(finding);
    }
}

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for (block, resolved) in context.readings() {
        if !context.is_prose(block) {
            continue;
        }
        for inner in resolved
            .quotations
            .iter()
            .filter(|it| it.nested && !it.open)
        {
            let around = resolved
                .quotations
                .iter()
                .filter(|outer| outer.span != inner.span && outer.span.covers(inner.span))
                .min_by_key(|outer| outer.span.len());
            let (Some(outer), Form::Marks(open, close)) = (around, inner.form) else {
                continue;
            };
            if !matches!(outer.form, Form::Marks(..))
                || is_single(outer.form) != is_single(inner.form)
            {
                continue;
            }
            let message = "Draft: the same marks inside as outside.".to_owned();
            let mut finding = Finding::new(RULE.code, RULE.severity, block, inner.span, message);
            finding.advice = Some("Let double and single marks alternate.".to_owned());
            let other = match (open, close) {
                ('“', '”') => Some(('‘', '’')),
                ('‘', '’') => Some(('“', '”')),
                ('"', '"') => Some(('\'', '\'')),
                _ => None,
            };
            if let Some((open, close)) = other {
                let (start, end) = (inner.span.start, inner.span.end);
                let length = close_length(inner);
                finding.fixes.push(Draft {
                    title: "Let the marks alternate".to_owned(),
                    edits: vec![
                        (Span::new(start, start + length), open.to_string()),
                        (Span::new(end - length, end), close.to_string()),
                    ],
                    end: None,
                    safe: true,
                });
            }
            findings.push(finding);
        }
    }
}

fn is_single(form: Form) -> bool {
    matches!(form, Form::Marks('‘' | '‚' | '\'' | '‹' | '›', _))
}

/// The bytes of its marks; both have as many.
fn close_length(quotation: &Quotation) -> usize {
    match quotation.form {
        Form::Marks(open, _) => open.len_utf8(),
        Form::Block => 0,
    }
}
