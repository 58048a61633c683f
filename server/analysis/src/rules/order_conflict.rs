//! # order-conflict
//!
//! **What it does.** Finds "after", "before", "followed by" and "and then" between two events that the chronology dates the
//! other way round. Only events that happen once count, and only if every witness dates them so. In a table with a column of
//! dates, in a timeline and among headings that are dates, it finds the one row that is out of order, where at least four
//! others are in order, the earliest or the latest first.
//!
//! **Why it matters.** The order of events carries the argument: what came later cannot have been the cause.
//!
//! **Example.** `The forum was founded after the treaty was signed` where the sources have the founding a month earlier.
//!
//! **Severity.** A row out of order is information: all its facts may be right.
//!
//! **To silence.** `order-conflict = "off"` under `[rules]` in `policy-ls.toml`.

use std::collections::BTreeMap;

use jiff::civil::Date;
use library::{Event, Verdict};
use prose::date::Interval;
use prose::statement::Order;
use prose::temporal::{Temporal, TemporalKind};
use text::{BlockKind, Span};

use super::{Context, Rule, conflict};
use crate::finding::Finding;
use crate::{Related, Severity, evidence, phrase};

pub(super) const RULE: Rule = Rule {
    code: "order-conflict",
    summary: "events in another order than the chronology's, or a row out of order",
    severity: Severity::Error,
    on: true,
    source: include_str!("order_conflict.rs"),
    check,
    whole: rows,
};

/// So many rows in order make an order.
const ROWS: usize = 4;

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for (at, resolved) in context.readings() {
        if !context.is_prose(at) {
            continue;
        }
        findings.extend(
            resolved
                .orders
                .iter()
                .filter_map(|order| judge(context, at, order)),
        );
    }
}

/// Rows that are out of order.
fn rows(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let lists = columns(context).into_iter().chain(timelines(context));
    for rows in lists.chain(headings(context)) {
        findings.extend(out_of_order(context, &rows));
    }
}

/// One "after" against the chronology.
fn judge(context: &Context<'_>, block: usize, order: &Order) -> Option<Finding> {
    let event = |statement| {
        let event = &context.library.events[context.library.meant(statement)?];
        (event.once() && !event.contested).then_some(event)
    };
    let (earlier, later) = (event(&order.earlier)?, event(&order.later)?);
    // The last day that anybody gives the later one lies before the first that anybody gives the earlier one.
    let (_, end) = bounds(later)?;
    let (start, _) = bounds(earlier)?;
    if end >= start {
        return None;
    }
    let hull = order.cue.join(order.earlier.span).join(order.later.span);
    let says = phrase::excerpt(context.words(block, hull), 160);
    let severity = conflict::severity(context, earlier, Verdict::Conflict).min(conflict::severity(
        context,
        later,
        Verdict::Conflict,
    ));
    let mut finding = Finding::new(RULE.code, severity, block, order.cue, String::new());
    let mut dated = Vec::new();
    for (event, span) in [(later, order.later.span), (earlier, order.earlier.span)] {
        let words = phrase::excerpt(context.words(block, span), 80);
        let date = phrase::date(event.value()?);
        let witness = event.witnesses.iter().find(|one| one.value.is_some())?;
        let place = witness
            .provenance
            .as_ref()
            .and_then(|provenance| evidence::location(context.library, provenance));
        let label = place
            .as_ref()
            .map_or_else(String::new, |place| format!(" ({})", place.label));
        dated.push(format!("“{words}” {date}{label}"));
        finding.related.extend(place.map(|location| Related {
            message: date,
            location,
        }));
    }
    finding.message = format!("Draft: “{says}”. Source: {}.", phrase::list(&dated));
    finding.advice = Some("Turn the order round, or check which events are meant.".to_owned());
    finding.subject = format!("{} < {}", earlier.id, later.id);
    Some(finding)
}

/// From the first day to the last that any witness gives.
fn bounds(event: &Event) -> Option<(Date, Date)> {
    let mut bounds: Option<(Date, Date)> = None;
    for value in event.witnesses.iter().filter_map(|one| one.value.as_ref()) {
        let Interval { start, end } = value.judged();
        let (start, end) = (start?, end?);
        bounds = Some(bounds.map_or((start, end), |(first, last)| {
            (first.min(start), last.max(end))
        }));
    }
    bounds
}

/// One dated row: its block, the words of its date, its first and its last day.
struct Row {
    block: usize,
    span: Span,
    days: (Date, Date),
}

/// Whether the second of two rows should stand before the first.
type Backward<'a> = &'a dyn Fn(&Row, &Row) -> bool;

/// The columns of tables in which every row is a date.
fn columns(context: &Context<'_>) -> Vec<Vec<Row>> {
    let mut columns: BTreeMap<(u32, u32), Option<Vec<Row>>> = BTreeMap::new();
    for (at, block) in context.document.blocks.iter().enumerate() {
        let BlockKind::Cell {
            table,
            column,
            header: false,
            ..
        } = block.kind
        else {
            continue;
        };
        let rows = columns
            .entry((table, column))
            .or_insert_with(|| Some(Vec::new()));
        let whole = |row: &Row| row.span.len() * 2 > block.prose.trim().len();
        // One row without a date is enough.
        if let Some(open) = rows {
            match row(context, at).filter(whole) {
                Some(row) => open.push(row),
                None => *rows = None,
            }
        }
    }
    columns.into_values().flatten().collect()
}

/// Lists in which every item begins with a date.
fn timelines(context: &Context<'_>) -> Vec<Vec<Row>> {
    let mut lists: Vec<Vec<Row>> = Vec::new();
    let mut open: Option<(u8, bool, Vec<Row>)> = None;
    for (at, block) in context.document.blocks.iter().enumerate() {
        let BlockKind::Item(depth) = block.kind else {
            lists.extend(open.take().filter(|list| list.1).map(|list| list.2));
            continue;
        };
        let (top, dated, rows) = open.get_or_insert_with(|| (depth, true, Vec::new()));
        if depth != *top || !*dated {
            continue;
        }
        match row(context, at).filter(|row| row.span.start == 0) {
            Some(row) => rows.push(row),
            None => *dated = false,
        }
    }
    lists.extend(open.filter(|list| list.1).map(|list| list.2));
    lists
}

/// Headings of one level, under one heading, that are dates and nothing else.
fn headings(context: &Context<'_>) -> Vec<Vec<Row>> {
    let mut lists: Vec<Vec<Row>> = Vec::new();
    // By level; none where a heading of that level is no date.
    let mut open: BTreeMap<u8, Option<Vec<Row>>> = BTreeMap::new();
    for (at, block) in context.document.blocks.iter().enumerate() {
        let BlockKind::Heading(level) = block.kind else {
            continue;
        };
        lists.extend(open.split_off(&(level + 1)).into_values().flatten());
        let whole = |row: &Row| row.span.len() == block.prose.trim().len();
        let rows = open.entry(level).or_insert_with(|| Some(Vec::new()));
        *rows = rows
            .take()
            .zip(row(context, at).filter(whole))
            .map(|(mut rows, row)| {
                rows.push(row);
                rows
            });
    }
    lists.extend(open.into_values().flatten());
    lists
}

/// The date that a block begins with or is.
fn row(context: &Context<'_>, block: usize) -> Option<Row> {
    let sound = |temporal: &&Temporal| {
        temporal.kind == TemporalKind::Date
            && temporal.fault.is_none()
            && !temporal.doubtful
            && !temporal.span.is_empty()
    };
    let temporal = context.reading.blocks[block].temporals.iter().find(sound)?;
    let interval = temporal.value.as_ref()?.judged();
    Some(Row {
        block,
        span: temporal.span,
        days: (interval.start?, interval.end?),
    })
}

/// The one row without which all others are in order.
fn out_of_order(context: &Context<'_>, rows: &[Row]) -> Option<Finding> {
    if rows.len() <= ROWS {
        return None;
    }
    let earliest_first = |one: &Row, next: &Row| one.days.0 > next.days.1;
    let latest_first = |one: &Row, next: &Row| earliest_first(next, one);
    let lone = |backward: Backward<'_>| lone_stray(rows, backward);
    let (at, backward): (usize, Backward<'_>) = match (lone(&earliest_first), lone(&latest_first)) {
        (Some(at), None) => (at, &earliest_first),
        (None, Some(at)) => (at, &latest_first),
        _ => return None,
    };
    let row = &rows[at];
    let (other, place) = match at.checked_sub(1).map(|before| &rows[before]) {
        Some(before) if backward(before, row) => (before, "after"),
        _ => (rows.get(at + 1)?, "before"),
    };
    let message = format!(
        "Draft: “{}” stands {place} “{}”; all other rows are in order.",
        context.words(row.block, row.span),
        context.words(other.block, other.span)
    );
    let mut finding = Finding::new(
        RULE.code,
        Severity::Information,
        row.block,
        row.span,
        message,
    );
    finding.related.push(Related {
        message: "next to it".to_owned(),
        location: context.here(other.block, other.span, "this draft".to_owned()),
    });
    finding.advice = Some("Move the row, or check its date.".to_owned());
    Some(finding)
}

/// The one row without which all others are in order; none where all are, or more than one is not.
fn lone_stray(rows: &[Row], backward: Backward<'_>) -> Option<usize> {
    let sorted = |without: Option<usize>| {
        let mut kept = (0..rows.len()).filter(|at| Some(*at) != without);
        let mut latest = kept.next();
        kept.all(|at| {
            let before = latest.replace(at);
            before.is_none_or(|before| !backward(&rows[before], &rows[at]))
        })
    };
    if sorted(None) {
        return None;
    }
    // Where two neighbours are swapped, the second is named.
    (0..rows.len()).rfind(|at| sorted(Some(*at)))
}
