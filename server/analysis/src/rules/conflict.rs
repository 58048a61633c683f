//! What date-conflict and heading-conflict share: the claims that the chronology dates otherwise, and what it has for them.

use library::{Event, Verdict, Witness};
use prose::date::DateValue;
use prose::statement::Statement;
use prose::temporal::Temporal;

use super::Context;
use crate::claim::Claim;
use crate::{Related, Severity, evidence, phrase};

/// A claim that no witness of its event bears out.
pub(super) struct Conflict<'a> {
    pub claim: &'a Claim,
    pub statement: &'a Statement,
    pub temporal: &'a Temporal,
    pub event: &'a Event,
}

/// What the sources have instead.
pub(super) struct Sources {
    /// The date of the heaviest witness.
    pub value: DateValue,
    pub severity: Severity,
    /// "Source: July 2001 (Guan 2022, paragraph 22)".
    pub says: String,
    pub related: Vec<Related>,
    /// Whether nobody gives the year of the day.
    pub yearless: bool,
}

/// All conflicts of the draft, in order.
pub(super) fn all<'a>(context: &'a Context<'_>) -> impl Iterator<Item = Conflict<'a>> {
    context.claims.iter().filter_map(|claim| {
        if !matches!(claim.verdict, Verdict::Conflict | Verdict::Contested)
            || !context.is_prose(claim.block)
        {
            return None;
        }
        let resolved = &context.reading.blocks[claim.block];
        let statement = &resolved.statements[claim.statement];
        let event = context.library.events.get(claim.event?)?;
        let stretch = context.locale.events.kind(event.kind).interval;
        let agrees = |witness: &Witness| {
            let value = witness.value.as_ref();
            value.is_some_and(|value| agree(value, &statement.value, stretch))
        };
        // Where the sources disagree, a draft that sides with one of them is no finding.
        if event.witnesses.iter().any(agrees) {
            return None;
        }
        Some(Conflict {
            claim,
            statement,
            temporal: resolved.temporals.get(statement.temporal)?,
            event,
        })
    })
}

/// Whether two dates can both be right. A stretch of time must be the same stretch.
pub(super) fn agree(one: &DateValue, other: &DateValue, stretch: bool) -> bool {
    if stretch {
        one.interval == other.interval
    } else {
        one.judged().meets(other.judged())
    }
}

impl Conflict<'_> {
    /// Whether the date is not the claim's own: its heading or its table row implies it.
    pub fn is_implied(&self) -> bool {
        self.temporal.span.is_empty()
    }

    /// What the sources have instead; none if no witness has a date.
    pub fn sources(&self, context: &Context<'_>) -> Option<Sources> {
        sources(context, self.claim, self.event)
    }
}

/// What the sources have instead of a claim on an event; none if no witness has a date.
pub(super) fn sources(context: &Context<'_>, claim: &Claim, event: &Event) -> Option<Sources> {
    let all: Vec<usize> = (0..event.witnesses.len()).collect();
    let listed: &[usize] = if claim.witnesses.is_empty() {
        &all
    } else {
        &claim.witnesses
    };
    // Who may be shown speaks for those who may not.
    let shown = |at: &usize| {
        let witness = event.witnesses.get(*at);
        witness.is_some_and(|it| !it.veiled && it.value.is_some())
    };
    let open: Vec<usize> = listed.iter().copied().filter(shown).collect();
    let listed: &[usize] = if open.is_empty() { listed } else { &open };
    let value = evidence::best(&event.witnesses, listed)?.value.clone()?;
    let (mut related, mut says, mut elsewhere) = (Vec::new(), Vec::new(), Vec::new());
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
        let Some(location) = place else {
            // What a record knows of other accounts stands in no source.
            if event.contested && witness.curated && witness.provenance.is_none() {
                elsewhere.push(format!("elsewhere {words}"));
            }
            continue;
        };
        let says_so = format!("{words} ({})", location.label);
        if !says.contains(&says_so) {
            says.push(says_so);
            related.push(Related {
                message: words,
                location,
            });
        }
    }
    if !says.is_empty() {
        says.append(&mut elsewhere);
    }
    if says.is_empty() {
        let curated = event.witnesses.first().is_some_and(|first| first.curated);
        let place = if curated {
            format!(" (record {})", event.id)
        } else {
            String::new()
        };
        says.push(format!("{}{place}", phrase::date(&value)));
    }
    let witnesses = if event.contested {
        "Sources disagree"
    } else {
        "Source"
    };
    Some(Sources {
        value,
        severity: severity(context, event, claim.verdict),
        says: format!("{witnesses}: {}", phrase::list(&says)),
        related,
        yearless: listed.iter().all(|at| event.witnesses[*at].yearless),
    })
}

/// How much weight stands behind an event's date.
pub(super) fn severity(context: &Context<'_>, event: &Event, verdict: Verdict) -> Severity {
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
    let strong = dated().any(|witness| witness.curated || witness.rank.is_primary());
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
        () if verdict == Verdict::Contested => Severity::Information,
        // What none of the accounts says, but there are several.
        () if event.contested && event.disputed() => Severity::Warning,
        () if event.contested => Severity::Information,
        // A curated record of the very happening outweighs the doubt about which of several was meant.
        () if recurring && !strong => Severity::Information,
        () if strong || sources.len() > 1 => Severity::Error,
        () => Severity::Warning,
    }
}
