//! # quotation-attribution
//!
//! **What it does.** Compares the speaker and the date that the draft gives for a quotation with those of the passage.
//! (Q25 of the quotation rules.)
//!
//! **Why it matters.** Right words in the wrong mouth are a misquotation that no comparison of words can find.
//!
//! **Example.** `As the minister said, “…”` where the source has the president say it.
//!
//! **To silence.** `quotation-attribution = "off"` under `[rules]` in `policy-ls.toml`.

use prose::quotation::Speaker;

use super::quotation::{cite, subject};
use super::{Context, Rule, nothing};
use crate::finding::Finding;
use crate::quote::{Verdict, Wrong};
use crate::{Severity, phrase};

pub(super) const RULE: Rule = Rule {
    code: "quotation-attribution",
    summary: "right words in the wrong mouth, or at the wrong time",
    severity: Severity::Error,
    on: true,
    source: include_str!("quotation_attribution.rs"),
    check,
    whole: nothing,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for quote in context.quotes {
        if !matches!(quote.verdict, Verdict::Misattributed | Verdict::Misquoted) {
            continue;
        }
        let Some(wrong) = &quote.wrong else { continue };
        let severity = match wrong {
            Wrong::Date { firm: false, .. } => Severity::Warning,
            _ => RULE.severity,
        };
        let mut finding = Finding::new(RULE.code, severity, quote.block, quote.span, String::new());
        let label = cite(context, quote, &mut finding);
        match wrong {
            Wrong::Speaker(by) => {
                let span = quote.speaker_span;
                let named = quote.named.as_ref().map(|speaker| &*speaker.words);
                let here = span.map(|span| context.words(quote.block, span));
                let said = match (here, named) {
                    // Whom "he" or "the minister" is taken for.
                    (Some(here), Some(named)) if is_nameless(context, here) && here != named => {
                        format!("{here} ({named})")
                    }
                    (Some(said), _) | (None, Some(said)) => said.to_owned(),
                    (None, None) => "somebody else".to_owned(),
                };
                finding.message =
                    format!("Draft: words of {said}. Source: words of {by} ({label}).");
                finding.advice = Some(format!("Name {by} instead, or check the passage."));
                if let Some(span) = span {
                    finding.fix(format!("Name {by}"), vec![(span, by.clone())]);
                }
            }
            Wrong::Document(cited) => {
                finding.message =
                    format!("Draft: cites {cited}. Source: the words stand in {label}.");
                finding.advice = Some("Cite the source that has the words.".to_owned());
            }
            Wrong::Date { value, .. } => {
                let said = quote.date.as_ref().map_or_else(String::new, phrase::date);
                finding.message = format!(
                    "Draft: said {said}. Source: {} ({label}).",
                    phrase::date(value)
                );
                finding.advice = Some("Check when the words were said.".to_owned());
                finding.expected = Some(value.edtf.clone());
                if let Some(span) = quote.date_span {
                    let date = phrase::date(value);
                    finding.fix(format!("Write {date}"), vec![(span, date)]);
                }
            }
        }
        finding.subject = subject(context, quote);
        findings.push(finding);
    }
}

/// Whether words stand for somebody without a name, who was found elsewhere.
fn is_nameless(context: &Context<'_>, words: &str) -> bool {
    let cues = &context.locale.quotations;
    let speaker = Speaker::parse(words, cues);
    speaker.is_pronoun(cues) || speaker.names.is_empty()
}
