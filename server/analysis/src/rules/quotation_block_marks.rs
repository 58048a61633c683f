//! # quotation-block-marks
//!
//! **What it does.** Finds a block quote that is also set in quotation marks. (Q20 of the quotation rules.)
//!
//! **Why it matters.** The indentation says already that it is quoted.
//!
//! **Example.** `> “We agree.”` for `> We agree.`
//!
//! **To silence.** `quotation-block-marks = "off"` under `[rules]` in `policy-ls.toml`.

use prose::quotation::Form;
use text::BlockKind;

use super::quotation::subject;
use super::{Context, Rule, nothing};
use crate::Severity;
use crate::finding::{Draft, Finding};

pub(super) const RULE: Rule = Rule {
    code: "quotation-block-marks",
    summary: "a block quote that is in quotation marks as well",
    severity: Severity::Warning,
    on: false,
    source: include_str!("quotation_block_marks.rs"),
    check,
    whole: nothing,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for quote in context.quotes {
        let block = &context.document.blocks[quote.block];
        let (BlockKind::Quote(_), Form::Marks(..), [piece]) =
            (block.kind, quote.form, &quote.pieces[..])
        else {
            continue;
        };
        let whole = quote.span.start == block.prose.len() - block.prose.trim_start().len();
        if !whole
            || context.reading.blocks[quote.block]
                .quotations
                .iter()
                .any(|it| it.form == Form::Block)
        {
            continue;
        }
        let message = "Draft: a block quote in quotation marks.".to_owned();
        let mut finding = Finding::new(RULE.code, RULE.severity, quote.block, quote.span, message);
        finding.advice = Some("Leave the marks out.".to_owned());
        finding.subject = subject(context, quote);
        let open = text::Span::new(quote.span.start, piece.start);
        let close = text::Span::new(piece.end, quote.span.end);
        finding.fixes.push(Draft {
            title: "Leave the marks out".to_owned(),
            edits: vec![(open, String::new()), (close, String::new())],
            end: None,
            safe: true,
        });
        findings.push(finding);
    }
}
