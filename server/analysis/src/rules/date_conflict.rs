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

use library::{Event, Rank, Verdict, Witness};
use prose::statement::{Role, Statement};

use super::{Context, Rule};
use crate::claim::Claim;
use crate::finding::Finding;
use crate::{Related, Severity, evidence, phrase};

pub(super) const RULE: Rule = Rule {
    code: "date-conflict",
    summary: "a date that the sources give otherwise",
    severity: Severity::Error,
    source: include_str!("date_conflict.rs"),
    check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for claim in context.claims {
        if !matches!(claim.verdict, Verdict::Conflict | Verdict::Contested)
            || !context.is_prose(claim.block)
        {
            continue;
        }
        let statement = &context.reading.blocks[claim.block].statements[claim.statement];
        let Some(event) = claim
            .event
            .and_then(|event| context.library.events.get(event))
        else {
            continue;
        };
        let agrees = |witness: &Witness| {
            witness
                .value
                .as_ref()
                .is_some_and(|value| value.judged().meets(statement.value.judged()))
        };
        // Where the sources disagree, a draft that sides with one of them is no finding.
        if event.witnesses.iter().any(agrees) {
            continue;
        }
        findings.extend(finding(context, claim, statement, event));
    }
}

fn finding(
    context: &Context<'_>,
    claim: &Claim,
    statement: &Statement,
    event: &Event,
) -> Option<Finding> {
    let temporal = context.reading.blocks[claim.block]
        .temporals
        .get(statement.temporal)?;
    let all: Vec<usize> = (0..event.witnesses.len()).collect();
    let listed = if claim.witnesses.is_empty() {
        &all[..]
    } else {
        &claim.witnesses[..]
    };
    let witness = evidence::best(&event.witnesses, listed)?;
    let value = witness.value.as_ref()?;
    let severity = severity(context, event, claim.verdict);

    let draft = drafted(context, claim, statement);
    let mut related = Vec::new();
    let mut says = Vec::new();
    for witness in listed
        .iter()
        .filter_map(|index| event.witnesses.get(*index))
    {
        let Some(value) = &witness.value else {
            continue;
        };
        let words = phrase::date(value);
        let place = witness
            .provenance
            .as_ref()
            .and_then(|provenance| evidence::location(context.library, provenance));
        let Some(location) = place else { continue };
        let says_so = format!("{words} ({})", location.label);
        if !says.contains(&says_so) {
            says.push(says_so);
            related.push(Related {
                message: words,
                location,
            });
        }
    }
    if says.is_empty() {
        says.push(phrase::date(value));
    }
    let witnesses = if event.contested {
        "Sources disagree"
    } else {
        "Source"
    };
    let message = format!("Draft: {draft}. {witnesses}: {}.", phrase::list(&says));

    let mut finding = Finding::new(RULE.code, severity, claim.block, temporal.span, message);
    finding.related = related;
    finding.subject = event.id.clone();
    if !event.contested {
        finding.expected = Some(value.edtf.clone());
        let literal = context.words(claim.block, temporal.span);
        if let Some(words) = prose::temporal::rewrite(literal, value, context.locale) {
            finding.advice = Some(format!("Write {words}, or check the passage."));
            finding.fix = Some((
                format!("Take the source's date: {words}"),
                vec![(temporal.span, words)],
            ));
        } else {
            finding.advice = Some(format!(
                "Write {}, or check the passage.",
                phrase::date(value)
            ));
        }
    }
    Some(finding)
}

/// The claim in the draft's own words; a bare date (a table's cell, an item under a heading) is told what it dates.
fn drafted(context: &Context<'_>, claim: &Claim, statement: &Statement) -> String {
    let words = phrase::excerpt(context.words(claim.block, statement.span), 120);
    let temporal = &context.reading.blocks[claim.block].temporals[statement.temporal];
    let object = statement
        .participants
        .iter()
        .find(|participant| participant.role == Role::Object);
    match object.and_then(|object| context.library.entity_of(*object.candidates.first()?)) {
        Some(entity) if statement.span == temporal.span => format!("“{words}” for {}", entity.name),
        _ => format!("“{words}”"),
    }
}

fn severity(context: &Context<'_>, event: &Event, verdict: Verdict) -> Severity {
    let recurring = context
        .locale
        .events
        .kinds
        .get(event.kind.0 as usize)
        .is_some_and(|kind| kind.recurring);
    let dated = || {
        event
            .witnesses
            .iter()
            .filter(|witness| witness.value.is_some())
    };
    let strong = dated().any(|witness| witness.curated || witness.rank == Rank::Primary);
    let mut sources: Vec<_> = dated()
        .filter_map(|witness| {
            witness
                .provenance
                .as_ref()
                .map(|provenance| provenance.source)
        })
        .collect();
    sources.sort_unstable();
    sources.dedup();
    match () {
        () if event.contested || verdict == Verdict::Contested => Severity::Information,
        // A curated record of the very happening outweighs the doubt about which of several was meant.
        () if recurring && !strong => Severity::Information,
        () if strong || sources.len() > 1 => Severity::Error,
        () => Severity::Warning,
    }
}
