//! # quotation-page
//!
//! **What it does.** Finds a United Nations document that is cited by page beside a quotation or in its footnote. (Q24 of the quotation rules.)
//!
//! **Why it matters.** Its pages differ by language; its paragraphs do not.
//!
//! **Example.** `(A/RES/70/1, p. 3)` for `(A/RES/70/1, para. 3)`.
//!
//! **To silence.** `quotation-page = "off"` under `[rules]` in `policy-ls.toml`.

use text::{BlockKind, LinkTarget, Span};

use super::quotation::subject;
use super::{Context, Rule, nothing};
use crate::Severity;
use crate::finding::Finding;
use crate::quote::Quote;

pub(super) const RULE: Rule = Rule {
    code: "quotation-page",
    summary: "a United Nations document cited by page, not by paragraph",
    severity: Severity::Warning,
    on: false,
    source: include_str!("quotation_page.rs"),
    check: nothing,
    whole: check,
};

/// How far behind a quotation its citation may stand.
const BEHIND: usize = 160;

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for quote in context.quotes {
        let prose = &context.document.blocks[quote.block].prose;
        let end = prose.ceil_char_boundary((quote.span.end + BEHIND).min(prose.len()));
        let behind = Span::new(quote.span.end, end);
        let here = page(prose, behind).map(|span| (quote.block, span));
        let Some((block, span)) = here.or_else(|| in_note(context, quote)) else {
            continue;
        };
        let message = "Draft: cites a United Nations document by page.".to_owned();
        let mut finding = Finding::new(RULE.code, RULE.severity, block, span, message);
        finding.advice = Some("Cite the paragraph.".to_owned());
        finding.subject = subject(context, quote);
        findings.push(finding);
    }
}

/// The word for a page behind a document symbol.
fn page(prose: &str, span: Span) -> Option<Span> {
    let words = span.of(prose);
    let (at, length) = ["p. ", "pp. ", "page ", "pages "].iter().find_map(|word| {
        let at = words.find(word)?;
        words[at + word.len()..]
            .starts_with(|c: char| c.is_ascii_digit())
            .then_some((at, word.len()))
    })?;
    let start = span.start + at;
    let mut before = words[..at].split([' ', '(', ',']);
    before
        .any(is_symbol)
        .then_some(Span::new(start, start + length - 1))
}

/// The page in the footnote right behind a quotation.
fn in_note(context: &Context<'_>, quote: &Quote) -> Option<(usize, Span)> {
    let document = context.document;
    let end = document.blocks[quote.block].map.hull(quote.span).end;
    let next = document.links.partition_point(|(span, _)| span.start < end);
    let (span, LinkTarget::Footnote(label)) = document.links.get(next)? else {
        return None;
    };
    let between = document.text.get(end..span.start)?;
    if between.contains(|c: char| c.is_alphanumeric() || c.is_whitespace()) {
        return None;
    }
    let note = document.text.find(&format!("[^{label}]:"))?;
    let number = document
        .blocks
        .partition_point(|block| block.span.end <= note);
    let block = document.blocks.get(number)?;
    let page = page(&block.prose, Span::new(0, block.prose.len()))?;
    (block.kind == BlockKind::Note).then_some((number, page))
}

/// Whether a word has the form of a United Nations document symbol: A/RES/70/1, S/2015/123.
fn is_symbol(word: &str) -> bool {
    let mut parts = word.trim_end_matches([',', '.', ';', ')']).split('/');
    let organ = parts.next().unwrap_or_default();
    let rest: Vec<&str> = parts.collect();
    matches!(
        organ,
        "A" | "S" | "E" | "T" | "ST" | "TD" | "CERD" | "CCPR" | "CRC" | "HRI" | "UNEP"
    ) && !rest.is_empty()
        && rest
            .iter()
            .any(|part| part.chars().any(|c| c.is_ascii_digit()))
}
