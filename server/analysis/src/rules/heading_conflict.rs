//! # heading-conflict
//!
//! **What it does.** Finds an event in a list under a year heading, or in a table row with a date, to which it does not
//! belong by the sources. An event that has a date of its own is `date-conflict`'s affair.
//!
//! **Why it matters.** In a timeline the heading is the date, and a line that was moved takes a wrong one without a word
//! of it being changed.
//!
//! **Example.** Under the heading `2002`, the item `The treaty is signed` where the sources say July 2001.
//!
//! **To silence.** `heading-conflict = "off"` under `[rules]` in `policy-ls.toml`.

use text::BlockKind;

use super::conflict::{self, Conflict};
use super::{Context, Rule, nothing};
use crate::finding::Finding;
use crate::{Severity, phrase};

pub(super) const RULE: Rule = Rule {
    code: "heading-conflict",
    summary: "an event under a year heading, or in a dated row, to which it does not belong",
    severity: Severity::Error,
    on: true,
    source: include_str!("heading_conflict.rs"),
    check,
    whole: nothing,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let implied = conflict::all(context).filter(Conflict::is_implied);
    findings.extend(implied.filter_map(|conflict| finding(context, &conflict)));
}

fn finding(context: &Context<'_>, conflict: &Conflict<'_>) -> Option<Finding> {
    let sources = conflict.sources(context)?;
    let (block, statement) = (conflict.claim.block, conflict.statement);
    let said = statement
        .participants
        .iter()
        .map(|participant| participant.span)
        .filter(|span| !span.is_empty())
        .fold(statement.cue, |whole, span| whole.join(span));
    let place = match context.document.blocks[block].kind {
        BlockKind::Cell { .. } => "in the row of",
        _ => "under",
    };
    let message = format!(
        "Draft: “{}” {place} {}. {}.",
        phrase::excerpt(context.words(block, said), 120),
        phrase::date(&statement.value),
        sources.says
    );
    let mut finding = Finding::new(RULE.code, sources.severity, block, said, message);
    finding.related = sources.related;
    finding.subject = conflict.event.id.clone();
    finding.wrong = Some(statement.value.edtf.clone());
    if !conflict.event.contested {
        finding.advice = Some(format!(
            "Move it to {}, or check the passage.",
            phrase::date(&sources.value)
        ));
        finding.expected = Some(sources.value.edtf);
    }
    Some(finding)
}
