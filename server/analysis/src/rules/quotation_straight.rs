//! # quotation-straight
//!
//! **What it does.** Finds straight quotation marks. (Q9 of the quotation rules.)
//!
//! **Why it matters.** The manual wants curly ones.
//!
//! **Example.** `"We agree"` for `“We agree”`.
//!
//! **To silence.** `quotation-straight = "off"` under `[rules]` in `policy-ls.toml`.

use prose::quotation::Form;
use text::Span;

use super::quotation::subject;
use super::{Context, Rule, nothing};
use crate::Severity;
use crate::finding::{Draft, Finding};

pub(super) const RULE: Rule = Rule {
    code: "quotation-straight",
    summary: "straight quotation marks for curly ones",
    severity: Severity::Warning,
    on: false,
    source: include_str!("quotation_straight.rs"),
    check,
    whole: nothing,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for quote in context.quotes {
        if quote.form != Form::Marks('"', '"') {
            continue;
        }
        let mut finding = Finding::new(
            RULE.code,
            RULE.severity,
            quote.block,
            Span::new(quote.span.start, quote.span.start + 1),
            "Draft: straight quotation marks.".to_owned(),
        );
        finding.advice = Some("Use curly ones.".to_owned());
        finding.subject = subject(context, quote);
        let prose = &context.document.blocks[quote.block].prose;
        let marks = |piece: &Span| {
            let open = prose[..piece.start].trim_end().len().checked_sub(1)?;
            let close =
                piece.end + (prose[piece.end..].len() - prose[piece.end..].trim_start().len());
            let both = prose[open..].starts_with('"') && prose[close..].starts_with('"');
            both.then(|| {
                [
                    (Span::new(open, open + 1), "“".to_owned()),
                    (Span::new(close, close + 1), "”".to_owned()),
                ]
            })
        };
        let edits: Option<Vec<_>> = quote.pieces.iter().map(marks).collect();
        if let Some(edits) = edits {
            finding.fixes.push(Draft {
                title: "Use curly marks".to_owned(),
                edits: edits.into_iter().flatten().collect(),
                end: None,
                safe: true,
            });
        }
        findings.push(finding);
    }
}
