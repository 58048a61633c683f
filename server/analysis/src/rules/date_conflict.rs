//! # date-conflict
//!
//! **What it does.** Compares the date of every happening that the draft asserts with the one event of the sources that
//! it can mean. A coarser date agrees with a finer one (2001 with 16 July 2001); only dates without a common day differ.
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

use super::conflict::{self, Conflict};
use super::{Context, Rule};
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
}

fn finding(context: &Context<'_>, conflict: &Conflict<'_>) -> Option<Finding> {
    let sources = conflict.sources(context)?;
    let (block, span) = (conflict.claim.block, conflict.temporal.span);
    let draft = phrase::excerpt(context.words(block, conflict.statement.span), 120);
    let message = format!("Draft: “{draft}”. {}.", sources.says);
    let mut finding = Finding::new(RULE.code, sources.severity, block, span, message);
    finding.related = sources.related;
    finding.subject = conflict.event.id.clone();
    if conflict.event.contested {
        return Some(finding);
    }
    let value = &sources.value;
    let literal = context.words(block, span);
    let words = prose::temporal::rewrite(literal, value, context.locale);
    let write = words.clone().unwrap_or_else(|| phrase::date(value));
    finding.advice = Some(format!("Write {write}, or check the passage."));
    finding.fix = words.map(|words| {
        let title = format!("Take the source's date: {words}");
        (title, vec![(span, words)])
    });
    finding.expected = Some(value.edtf.clone());
    Some(finding)
}
