//! # quotation-emphasis
//!
//! **What it does.** Finds emphasis that the source does not have, or that was left out, without “emphasis added” or “emphasis in original”. (Q21 of the quotation rules.)
//!
//! **Why it matters.** Emphasis says what matters; it must be clear who says so.
//!
//! **Example.** `“We will *never* agree”` where the source has `“We will never agree”`.
//!
//! **To silence.** `quotation-emphasis = "off"` under `[rules]` in `policy-ls.toml`.

use super::quotation::{cite, is_found, subject};
use super::{Context, Rule, nothing};
use crate::Severity;
use crate::finding::Finding;

pub(super) const RULE: Rule = Rule {
    code: "quotation-emphasis",
    summary: "emphasis that differs from the source's, unmarked",
    severity: Severity::Warning,
    on: false,
    source: include_str!("quotation_emphasis.rs"),
    check: nothing,
    whole: check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for quote in context.quotes.iter().filter(|quote| is_found(quote)) {
        let Some(best) = quote.best() else { continue };
        let Some(source) = context.library.sources.get(best.document) else {
            continue;
        };
        if !source.path.ends_with(".md") {
            continue;
        }
        let block = &context.document.blocks[quote.block];
        let behind = block.prose[quote.span.start..].to_lowercase();
        if ["emphasis", "italics", "emphases"]
            .iter()
            .any(|word| behind.contains(word))
        {
            continue;
        }
        let inside: Vec<_> = quote
            .pieces
            .iter()
            .map(|piece| block.map.hull(*piece))
            .collect();
        let own = inside
            .iter()
            .any(|span| is_emphasised(span.of(&context.document.text)));
        let theirs = is_emphasised(best.span.of(&source.text()));
        let message = match (own, theirs) {
            (true, false) => "emphasis that the source does not have",
            (false, true) => "the source's emphasis is left out",
            _ => continue,
        };
        let mut finding = Finding::new(
            RULE.code,
            RULE.severity,
            quote.block,
            quote.span,
            String::new(),
        );
        let label = cite(context, quote, &mut finding);
        finding.message = format!("Draft: {message} ({label}).");
        finding.advice =
            Some("Say “emphasis added” or “emphasis omitted”, or follow the source.".to_owned());
        finding.subject = subject(context, quote);
        findings.push(finding);
    }
}

/// Whether a word of Markdown text is emphasised.
fn is_emphasised(text: &str) -> bool {
    let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    text.match_indices(['*', '_']).any(|(at, mark)| {
        let before = text[..at].chars().next_back();
        let after = text[at + mark.len()..].chars().next();
        letter(after) && !letter(before) && text[at + 1..].contains(mark)
    })
}
