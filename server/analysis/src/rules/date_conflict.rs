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
//! one extracted witness; information, and no fix, where the sources themselves disagree, where only a day lies between and the
//! draft does not say at which place (the sun rises earlier in the east), where the day fits and no source gives its year, and
//! where the draft foretells what was past when it was written.
//!
//! **To silence.** `date-conflict = "off"` under `[rules]` in `policy-ls.toml`.

use library::{Event, Verdict};
use prose::date::{DateValue, Granularity};
use prose::statement::{Modality, Statement};
use prose::temporal::Temporal;
use text::Span;

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
    whole,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let stated = conflict::all(context).filter(|conflict| !conflict.is_implied());
    findings.extend(stated.filter_map(|conflict| finding(context, &conflict)));
    overtaken(context, findings);
    recalled(context, findings);
}

/// An edition of a source is known by all its dates.
fn whole(context: &Context<'_>, findings: &mut Vec<Finding>) {
    retold::check(RULE.code, context, findings);
}

/// What the draft foretells though it was written after that day, and the sources date otherwise.
fn overtaken(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let written = context.reading.document_date.as_ref();
    let Some(written) = written.and_then(|date| date.judged().start) else {
        return;
    };
    for claim in context
        .claims
        .iter()
        .filter(|it| context.is_prose(it.block))
    {
        let resolved = &context.reading.blocks[claim.block];
        let statement = &resolved.statements[claim.statement];
        let past = statement
            .value
            .judged()
            .end
            .is_some_and(|day| day < written);
        if statement.modality != Modality::Planned
            || !past
            || !looks_ahead(context, claim, statement)
        {
            continue;
        }
        let judgement = context.library.judge(&Statement {
            modality: Modality::Asserted,
            ..statement.clone()
        });
        let Some(at) = judgement
            .event
            .filter(|_| judgement.verdict == Verdict::Conflict)
        else {
            continue;
        };
        let claim = Claim {
            verdict: judgement.verdict,
            event: Some(at),
            witnesses: judgement.witnesses.into(),
            ..claim.clone()
        };
        let (event, temporal) = (&context.library.events[at], statement.temporal);
        let words = context.words(claim.block, statement.span);
        let temporal = &resolved.temporals[temporal];
        let found = told(context, &claim, event, temporal, words);
        findings.extend(found.map(|finding| {
            let advice = "The draft was written after that day, and speaks of it as to come.";
            only_told(finding, advice)
        }));
    }
}

/// Whether the claim's own sentence looks ahead: a plan of the past ("was to be signed in 1990") may have come to nothing.
fn looks_ahead(context: &Context<'_>, claim: &Claim, statement: &Statement) -> bool {
    let resolved = &context.reading.blocks[claim.block];
    let inside =
        |sentence: &&Span| sentence.covers(Span::new(statement.span.start, statement.span.start));
    let sentence = resolved.sentences.iter().find(inside);
    let words = sentence.map_or(statement.span, |sentence| sentence.join(statement.span));
    let words = context.words(claim.block, words);
    context.locale.figures.look_ahead(words)
}

/// A finding that is worth knowing and mends nothing.
fn only_told(mut finding: Finding, advice: &str) -> Finding {
    finding.severity = Severity::Information;
    finding.advice = Some(advice.to_owned());
    finding.fixes.clear();
    finding
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
    // The words of a cell are the date alone.
    let what = if words.len() <= span.len() {
        subject(context, event)
    } else {
        String::new()
    };
    let message = format!("Draft: “{draft}”{what}. {}.", sources.says);
    let mut finding = Finding::new(RULE.code, sources.severity, block, span, message);
    finding.related = sources.related;
    finding.subject = event.id.clone();
    if event.contested {
        return Some(finding);
    }
    let value = &sources.value;
    let literal = context.words(block, span);
    let words = prose::temporal::rewrite(literal, value, context.locale, &context.dates);
    let write = words.as_ref().map_or_else(
        || phrase::date(value),
        |words| phrase::excerpt(words, words.len()),
    );
    if let Some(words) = words {
        let title = format!("Take the source's date: {write}");
        finding.fix(title, vec![(span, words)]);
    }
    finding.advice = Some(format!("Write {write}, or check the passage."));
    finding.expected = Some(value.edtf.clone());
    if sources.yearless && is_same_day(temporal, value) {
        finding.expected = None;
        let advice = "The day fits; its year is not in the sources.";
        return Some(only_told(finding, advice));
    }
    // "In Moscow on 9 May" says where; and of what happened at no known place nobody knows the zone.
    let mut mentions = context.reading.blocks[block].mentions.iter();
    let elsewhere = event
        .place
        .is_some_and(|place| !mentions.any(|mention| mention.candidates.contains(&place)));
    if elsewhere && is_next_day(temporal, value) {
        return Some(only_told(
            finding,
            "It may be the local date of another place.",
        ));
    }
    Some(finding)
}

/// Whether both are the same day of the year.
fn is_same_day(temporal: &Temporal, own: &DateValue) -> bool {
    let day = |value: &DateValue| {
        let day = value.interval.start?;
        (value.granularity == Granularity::Day).then(|| (day.month(), day.day()))
    };
    let own = day(own);
    own.is_some() && temporal.value.as_ref().and_then(day) == own
}

/// What a date is of, where its words do not say it: " (Tarn Accord, signed)".
fn subject(context: &Context<'_>, event: &Event) -> String {
    let kind = &context.locale.events.kind(event.kind).id;
    let object = event.object.or_else(|| event.agents.first().copied());
    let object = object.and_then(|object| context.library.entity_of(object));
    object.map_or_else(String::new, |object| format!(" ({}, {kind})", object.name))
}

/// Whether both are days, and neighbours.
fn is_next_day(temporal: &Temporal, own: &DateValue) -> bool {
    let day = |value: &DateValue| {
        let day = value.granularity == Granularity::Day;
        value.interval.start.filter(|_| day)
    };
    let next = |one: Option<_>, other| one.is_some() && one == Some(other);
    let days = temporal.value.as_ref().and_then(day).zip(day(own));
    days.is_some_and(|(one, other)| {
        next(one.tomorrow().ok(), other) || next(other.tomorrow().ok(), one)
    })
}
