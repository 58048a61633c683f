//! # quotation-version
//!
//! **What it does.** Tells where a quotation has the words of another version of the source that the draft cites: two
//! translations of one speech, a first and a revised edition.
//!
//! **Why it matters.** Both versions are right, but a reader who opens the one cited does not find these words.
//!
//! **Example.** `“We stand by our neighbours” [@speech-foreign-ministry]` where that version has “We support our neighbours”, and
//! the one of the press office has the words. Sources are versions of one text by `translation-of` in their records.
//!
//! **To silence.** `quotation-version = "off"` under `[rules]` in `policy-ls.toml`.

use super::quotation::{cite, is_found, subject};
use super::{Context, Rule, nothing};
use crate::Severity;
use crate::finding::Finding;

pub(super) const RULE: Rule = Rule {
    code: "quotation-version",
    summary: "words of another version of the source cited",
    severity: Severity::Information,
    on: true,
    source: include_str!("quotation_version.rs"),
    check,
    whole: nothing,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for quote in context.quotes.iter().filter(|quote| is_found(quote)) {
        let Some((cited, other)) = quote.version else {
            continue;
        };
        let sources = &context.library.sources;
        let (Some(cited), Some(other)) = (sources.get(cited), sources.get(other)) else {
            continue;
        };
        if quote
            .best()
            .is_none_or(|best| sources[best.document].path != other.path)
        {
            continue;
        }
        let mut finding = Finding::new(
            RULE.code,
            RULE.severity,
            quote.block,
            quote.span,
            String::new(),
        );
        let label = cite(context, quote, &mut finding);
        finding.message = format!(
            "Draft: cites {}, which words this otherwise. Source: the words of another version, {} ({label}).",
            cited.short, other.short
        );
        finding.advice =
            Some("Cite the version that has the words, or quote the one cited.".to_owned());
        finding.subject = subject(context, quote);
        findings.push(finding);
    }
}
