//! # quotation-stops-short
//!
//! **What it does.** Tells where a quotation stops right before "but", "unless", "except" or "provided that" of the
//! source's sentence. (Q18 of the quotation rules.) Fragments of fewer than six words are left alone, and so is a draft
//! that goes on with the same word itself.
//!
//! **Why it matters.** Every word is right, and the condition is gone.
//!
//! **Example.** `“We will open the gates”` where the source goes on `unless a flood is near`.
//!
//! **To silence.** `quotation-stops-short = "off"` under `[rules]` in `policy-ls.toml`.

use text::Span;

use super::quotation::{cite, subject};
use super::{Context, Rule, nothing};
use crate::finding::Finding;
use crate::quote::Verdict;
use crate::{Severity, phrase};

pub(super) const RULE: Rule = Rule {
    code: "quotation-stops-short",
    summary: "a quotation that stops right before the source's but, unless, except or provided that",
    severity: Severity::Information,
    on: true,
    source: include_str!("quotation_stops_short.rs"),
    check,
    whole: nothing,
};

/// A fragment of fewer words promises no whole thought.
const FRAGMENT: usize = 6;

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for quote in context.quotes {
        let sound = matches!(
            quote.verdict,
            Verdict::Verbatim | Verdict::Edited | Verdict::Ambiguous | Verdict::Misattributed
        );
        let prose = &context.document.blocks[quote.block].prose;
        let cue = quote.stops_before.as_ref().filter(|_| sound);
        let Some(cue) = cue else { continue };
        if quote.words(prose).split_whitespace().count() < FRAGMENT {
            continue;
        }
        let text = quote.best().and_then(|best| {
            let source = context.library.sources.get(best.document)?;
            Some(source.text())
        });
        let (Some(text), Some(piece)) = (text, quote.pieces.last()) else {
            continue;
        };
        // The draft goes on itself, in its own words or in the next pair of marks.
        let behind = prose[quote.span.end..].trim_start_matches(|c: char| !c.is_alphabetic());
        let next = context
            .quotes
            .iter()
            .filter(|other| other.block == quote.block && other.span.start >= quote.span.end)
            .map(|other| other.words(prose));
        let mut followers = next.chain([behind.to_owned()]);
        if followers.any(|words| words.to_lowercase().starts_with(&cue.word)) {
            continue;
        }
        let rest = &text[cue.span.start..];
        let rest = &rest[..rest
            .find(['.', '!', '?', '\n', '"', '”'])
            .unwrap_or(rest.len())];
        let start = piece
            .of(prose)
            .rfind(char::is_whitespace)
            .map_or(0, |at| at + 1);
        let last = Span::new(piece.start + start, piece.end);
        let mut finding = Finding::new(RULE.code, RULE.severity, quote.block, last, String::new());
        let label = cite(context, quote, &mut finding);
        finding.message = format!(
            "Draft: stops before “{}”. Source: goes on “{}” ({label}).",
            cue.word,
            phrase::excerpt(rest, 80)
        );
        finding.advice = Some("Quote on, or say the condition in words of your own.".to_owned());
        finding.subject = subject(context, quote);
        findings.push(finding);
    }
}
