//! # quotation-emphasis
//!
//! **What it does.** Finds emphasis that the source does not have on that word, or that was left out, without “emphasis added” or “emphasis in original”. Only a source in Markdown tells what it emphasises; of others nothing is said. (Q21 of the quotation rules.)
//!
//! **Why it matters.** Emphasis says what matters; it must be clear who says so.
//!
//! **Example.** `“We will *never* agree”` where the source has `“We will never agree”`.
//!
//! **To silence.** `quotation-emphasis = "off"` under `[rules]` in `policy-ls.toml`.

use text::Span;

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
        let text = &context.document.text;
        let own = inside
            .iter()
            .flat_map(|span| emphasised(with_marks(text, *span)));
        let own: Vec<String> = own.collect();
        let there = source.text();
        let theirs: Vec<String> = emphasised(with_marks(&there, best.span)).collect();
        // What an ellipsis leaves out loses no emphasis.
        let words = quote.words(&block.prose).to_lowercase();
        let quoted: Vec<&str> = split(&words).collect();
        let lost = |word: &String| quoted.contains(&&**word) && !own.contains(word);
        let message = if own.iter().any(|word| !theirs.contains(word)) {
            "emphasis that the source does not have"
        } else if theirs.iter().any(lost) {
            "the source's emphasis is left out"
        } else {
            continue;
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

/// A part of Markdown text, with the marks that stand right beside it.
fn with_marks(text: &str, span: Span) -> &str {
    let marks = ['*', '_'];
    let start = text[..span.start].trim_end_matches(marks).len();
    let rest = &text[span.end..];
    let end = text.len() - rest.trim_start_matches(marks).len();
    &text[start..end]
}

/// The emphasised words of Markdown text, in small letters.
fn emphasised(text: &str) -> impl Iterator<Item = String> {
    let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let (mut inside, mut out) = (None, Vec::new());
    for (at, mark) in text.match_indices(['*', '_']) {
        let before = text[..at].chars().next_back();
        let after = text[at + mark.len()..].chars().next();
        match inside {
            None if letter(after) && !letter(before) => inside = Some((at + 1, mark)),
            Some((start, open)) if open == mark && !letter(after) => {
                out.extend(split(&text[start..at]).map(str::to_lowercase));
                inside = None;
            }
            _ => {}
        }
    }
    out.into_iter()
}

fn split(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|c: char| !c.is_alphanumeric());
    words.filter(|word| !word.is_empty())
}
