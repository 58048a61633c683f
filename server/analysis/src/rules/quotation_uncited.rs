//! # quotation-uncited
//!
//! **What it does.** Finds a quotation for which the draft names no source: no footnote, link, key, title, short form, or brackets with a year or a page beside it. Terms are left alone. (Q23 of the quotation rules.)
//!
//! **Why it matters.** The reader cannot look it up.
//!
//! **Example.** `He said, “…”.` without a note.
//!
//! **To silence.** `quotation-uncited = "off"` under `[rules]` in `policy-ls.toml`.

use text::Span;

use super::quotation::{cite, is_found, subject};
use super::{Context, Rule, nothing};
use crate::Severity;
use crate::finding::Finding;
use crate::quote::Verdict;

pub(super) const RULE: Rule = Rule {
    code: "quotation-uncited",
    summary: "a quotation for which the draft names no source",
    severity: Severity::Warning,
    on: false,
    source: include_str!("quotation_uncited.rs"),
    check: nothing,
    whole: check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for quote in context.quotes {
        if quote.cited || quote.noted {
            continue;
        }
        let mut finding = Finding::new(
            RULE.code,
            RULE.severity,
            quote.block,
            quote.span,
            String::new(),
        );
        if quote.verdict == Verdict::Unsourced {
            finding.message =
                "Draft: names no source. Sources: the words stand in none of them.".to_owned();
            finding.advice = Some("Say where the words stand.".to_owned());
            finding.subject = subject(context, quote);
            findings.push(finding);
            continue;
        }
        let best = quote.best().filter(|_| is_found(quote));
        let Some(source) = best.and_then(|best| context.library.sources.get(best.document)) else {
            continue;
        };
        let label = cite(context, quote, &mut finding);
        finding.message = format!("Draft: names no source. Source: the words stand in {label}.");
        finding.advice = Some("Add a note.".to_owned());
        finding.subject = subject(context, quote);
        let number = next_note(&context.document.text);
        let at = behind(&context.document.blocks[quote.block].prose, quote.span.end);
        let address = source
            .record
            .url
            .as_ref()
            .map_or_else(String::new, |url| format!(", <{url}>"));
        let gap = if context.document.text.ends_with('\n') {
            "\n"
        } else {
            "\n\n"
        };
        finding.fixes.push(crate::finding::Draft {
            title: "Add the source as a footnote".to_owned(),
            edits: vec![(Span::new(at, at), format!("[^{number}]"))],
            end: Some(format!("{gap}[^{number}]: {label}{address}.\n")),
            safe: false,
        });
        findings.push(finding);
    }
}

/// The first number that no footnote has.
fn next_note(text: &str) -> usize {
    let labels = text
        .split("[^")
        .skip(1)
        .filter_map(|rest| rest.split(']').next());
    labels
        .filter_map(|label| label.parse().ok())
        .max()
        .map_or(1, |last: usize| last + 1)
}

/// A note's place: behind the punctuation that follows the quotation.
fn behind(prose: &str, at: usize) -> usize {
    let marks = prose[at..]
        .chars()
        .take_while(|c| matches!(c, '.' | ',' | ';' | ':' | '!' | '?'));
    at + marks.map(char::len_utf8).sum::<usize>()
}
