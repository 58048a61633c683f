//! # quotation-page
//!
//! **What it does.** Finds a United Nations document that is cited by page beside a quotation. (Q24 of the quotation rules.)
//!
//! **Why it matters.** Its pages differ by language; its paragraphs do not.
//!
//! **Example.** `(A/RES/70/1, p. 3)` for `(A/RES/70/1, para. 3)`.
//!
//! **To silence.** `quotation-page = "off"` under `[rules]` in `policy-ls.toml`.

use text::Span;

use super::quotation::subject;
use super::{Context, Rule, nothing};
use crate::Severity;
use crate::finding::Finding;

pub(super) const RULE: Rule = Rule {
    code: "quotation-page",
    summary: "a United Nations document cited by page, not by paragraph",
    severity: Severity::Warning,
    on: false,
    source: include_str!("quotation_page.rs"),
    check,
    whole: nothing,
};

/// How far behind a quotation its citation may stand.
const BEHIND: usize = 160;

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for quote in context.quotes {
        let prose = &context.document.blocks[quote.block].prose;
        let end = prose.ceil_char_boundary((quote.span.end + BEHIND).min(prose.len()));
        let behind = Span::new(quote.span.end, end);
        let words = behind.of(prose);
        let Some(page) = ["p. ", "pp. ", "page ", "pages "].iter().find_map(|word| {
            let at = words.find(word)?;
            words[at + word.len()..]
                .starts_with(|c: char| c.is_ascii_digit())
                .then_some((at, word.len()))
        }) else {
            continue;
        };
        if !words[..page.0].split([' ', '(', ',']).any(is_symbol) {
            continue;
        }
        let span = Span::new(behind.start + page.0, behind.start + page.0 + page.1 - 1);
        let message = "Draft: cites a United Nations document by page.".to_owned();
        let mut finding = Finding::new(RULE.code, RULE.severity, quote.block, span, message);
        finding.advice = Some("Cite the paragraph.".to_owned());
        finding.subject = subject(context, quote);
        findings.push(finding);
    }
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
