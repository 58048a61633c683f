//! # date-conflict
//!
//! **What it does.** Compares the date of every happening that the draft asserts with the one event of the sources that
//! it can mean, and the dates of a sentence that a source tells in nearly the same words with the dates that stand there,
//! whatever happened. A coarser date agrees with a finer one (2001 with 16 July 2001); only dates without a common day differ.
//!
//! **Why it matters.** A wrong year of signature is the commonest error of a brief, and the one that readers notice.
//!
//! **Example.** `The treaty, signed in 2002, …` where the sources say July 2001.
//!
//! **Severity.** Error if a curated record, a primary source or two independent witnesses stand behind it; warning for
//! one extracted witness; information for recurring events and where the sources themselves disagree (then without a
//! fix).
//!
//! **To silence.** `date-conflict = "off"` under `[rules]` in `policy-ls.toml`.

use library::Event;
use prose::temporal::Temporal;

use super::conflict::{self, Conflict};
use super::{Context, Rule, retold};
use crate::claim::Claim;
use crate::finding::Finding;
use crate::{Severity, phrase};

pub(super) const RULE: Rule = Rule {
    code: "date-conflict",
    summary: "a date that the sources give otherwise",
    severity: Severity::Error,
    on: true,
    source: include_str!("date_conflict.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let stated = conflict::all(context).filter(|conflict| !conflict.is_implied());
    findings.extend(stated.filter_map(|conflict| finding(context, &conflict)));
    recalled(context, findings);
    retold::check(RULE.code, context, findings);
}

/// Dates of happenings that no statement reads, but that are recorded with other days.
fn recalled(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let recalled = context.retold.iter().flat_map(|group| {
        let recalled = group.recalled.iter();
        recalled.map(|(part, recalled)| (group.block + part, recalled))
    });
    for (block, recalled) in recalled.filter(|(block, _)| context.is_prose(*block)) {
        let Some(at) = recalled.judgement.event else {
            continue;
        };
        let claim = Claim {
            block,
            statement: 0,
            verdict: recalled.judgement.verdict,
            event: Some(at),
            witnesses: recalled.judgement.witnesses.clone().into(),
            told: false,
        };
        let event = &context.library.events[at];
        let words = context.words(block, recalled.span);
        let temporal = &context.reading.blocks[block].temporals[recalled.temporal];
        findings.extend(told(context, &claim, event, temporal, words));
    }
}

fn finding(context: &Context<'_>, conflict: &Conflict<'_>) -> Option<Finding> {
    let words = context.words(conflict.claim.block, conflict.statement.span);
    told(
        context,
        conflict.claim,
        conflict.event,
        conflict.temporal,
        words,
    )
}

fn told(
    context: &Context<'_>,
    claim: &Claim,
    event: &Event,
    temporal: &Temporal,
    words: &str,
) -> Option<Finding> {
    let sources = conflict::sources(context, claim, event)?;
    let (block, span) = (claim.block, temporal.span);
    let draft = phrase::excerpt(words, 120);
    let message = format!("Draft: “{draft}”. {}.", sources.says);
    let mut finding = Finding::new(RULE.code, sources.severity, block, span, message);
    finding.related = sources.related;
    finding.subject = event.id.clone();
    if event.contested {
        return Some(finding);
    }
    let value = &sources.value;
    let literal = context.words(block, span);
    let words = prose::temporal::rewrite(literal, value, context.locale);
    let write = words.clone().unwrap_or_else(|| phrase::date(value));
    finding.advice = Some(format!("Write {write}, or check the passage."));
    if let Some(words) = words {
        let title = format!("Take the source's date: {words}");
        finding.fix(title, vec![(span, words)]);
    }
    finding.expected = Some(value.edtf.clone());
    Some(finding)
}
