//! The part of date-conflict that needs no known event: a sentence that a source tells with another date.

use std::collections::BTreeMap;

use library::{Retold, SourceId, Told, Verdict};
use prose::date::DateValue;
use prose::temporal::{Resolution, Temporal};
use text::Span;

use super::Context;
use crate::finding::Finding;
use crate::{Related, Severity, evidence, phrase};

pub(super) fn check(code: &'static str, context: &Context<'_>, findings: &mut Vec<Finding>) {
    let editions = editions(context);
    for retellings in context.retold {
        for date in retellings.dates.iter() {
            let block = retellings.block + date.part;
            let wrong = matches!(date.verdict, Verdict::Conflict | Verdict::Contested);
            let source = date.told.first().map(|told| told.passage.source);
            let edition = source.is_some_and(|source| editions.contains(&source));
            if wrong && !edition && context.is_prose(block) {
                findings.extend(finding(code, context, block, date));
            }
        }
    }
}

/// So many dates, all moved by the same number of years, make an edition.
const EDITION: usize = 3;

/// The sources of which the draft is a later or an earlier edition: it says the same of another year. Most of the dates
/// that it shares with such a source are moved, and all of these by as many years.
fn editions(context: &Context<'_>) -> Vec<SourceId> {
    let dates = || {
        context.retold.iter().flat_map(|retellings| {
            let block = |date: &Retold| retellings.block + date.part;
            retellings.dates.iter().map(move |date| (block(date), date))
        })
    };
    let mut moved: BTreeMap<SourceId, Vec<Option<i16>>> = BTreeMap::new();
    for (block, date) in dates().filter(|(_, date)| date.verdict == Verdict::Conflict) {
        let resolved = &context.reading.blocks[block];
        let Some(told) = date.told.first() else {
            continue;
        };
        let mine = resolved.temporals.get(date.temporal);
        let mine = mine.and_then(|temporal| temporal.value.as_ref());
        let start = |value: Option<&DateValue>| value?.interval.start;
        let years = start(mine).zip(start(Some(&told.value)));
        let years = years.map(|(mine, theirs)| mine.year() - theirs.year());
        moved.entry(told.passage.source).or_default().push(years);
    }
    moved.retain(|_, years| years.len() >= EDITION && years.iter().all(|by| *by == years[0]));
    moved.retain(|source, years| {
        let agrees = |date: &Retold| {
            date.verdict == Verdict::Consistent
                && date.told.iter().any(|told| told.passage.source == *source)
        };
        dates().filter(|(_, date)| agrees(date)).count() < years.len()
    });
    moved.retain(|_, years| years[0].is_some_and(|by| by != 0));
    moved.into_keys().collect()
}

fn finding(
    code: &'static str,
    context: &Context<'_>,
    block: usize,
    date: &Retold,
) -> Option<Finding> {
    let temporal = context.reading.blocks[block].temporals.get(date.temporal)?;
    let span = temporal.span;
    // What stands in somebody's words is checked as a quotation.
    if context.quoted(block, span) {
        return None;
    }
    let best = date.told.first()?;
    let contested = date.verdict == Verdict::Contested;
    let severity = match () {
        () if contested => Severity::Information,
        () if best.rank.is_primary() => Severity::Error,
        // Whoever uses the same words is no second witness.
        () => Severity::Warning,
    };
    let (mut says, mut related) = (Vec::new(), Vec::new());
    for told in &date.told {
        let Some(location) = evidence::location(context.library, &told.passage) else {
            continue;
        };
        let said = format!("{} ({})", said(told), location.label);
        if !says.contains(&said) {
            says.push(said);
            let message = self::said(told);
            related.push(Related { message, location });
        }
    }
    let draft = phrase::excerpt(
        context.words(block, around(context, block, date, span)),
        120,
    );
    let sources = if contested {
        "Sources disagree"
    } else {
        "Source"
    };
    let message = format!(
        "Draft: “{draft}”. {sources}, in nearly the same words: {}.",
        phrase::list(&says)
    );
    let mut finding = Finding::new(code, severity, block, span, message);
    finding.related = related;
    finding.subject = best.key.clone();
    if contested {
        return Some(finding);
    }
    let words = replacement(context, block, temporal, best);
    let write = words.clone().unwrap_or_else(|| best.words.clone());
    finding.advice = Some(format!("Write {write}, or check the passage."));
    if let Some(words) = words {
        let title = format!("Take the source's date: {words}");
        finding.fix(title, vec![(span, words)]);
    }
    // A date without a year lends none.
    let lends = has_year(&best.words) || !has_year(context.words(block, span));
    finding.expected = lends.then(|| best.value.edtf.clone());
    Some(finding)
}

/// The source's date in words; its own words where a date's value would say more than they do ("two years later").
fn said(told: &Told) -> String {
    let value = phrase::date(&told.value);
    if value == told.words {
        value
    } else {
        format!("{}, “{}”", value, phrase::excerpt(&told.words, 60))
    }
}

/// What the message shows of the draft: its sentence, cut to what stands around the date.
fn around(context: &Context<'_>, block: usize, date: &Retold, span: Span) -> Span {
    let prose = &context.document.blocks[block].prose;
    let sentence = date.sentence;
    if sentence.len() <= 160 {
        return sentence;
    }
    let before = Span::new(sentence.start, span.start).of(prose);
    let far = |(at, _): &(usize, char)| before.len() - at > 60;
    let cut = before
        .char_indices()
        .filter(|(_, c)| c.is_whitespace())
        .take_while(far)
        .last();
    let start = cut.map_or(sentence.start, |(at, c)| sentence.start + at + c.len_utf8());
    Span::new(start, sentence.end)
}

/// The words that mend the draft: the source's date as the draft writes dates, else as the source does. What the source
/// does not say, and the draft does, stays as the draft has it: a date without a year lends none.
fn replacement(
    context: &Context<'_>,
    block: usize,
    temporal: &Temporal,
    told: &Told,
) -> Option<String> {
    let literal = context.words(block, temporal.span);
    if temporal.resolution == Resolution::Explicit && has_year(literal) {
        if has_year(&told.words) {
            let written =
                prose::temporal::rewrite(literal, &told.value, context.locale, &context.dates);
            return written.or_else(|| temporal.ends.as_ref().map(|_| told.words.clone()));
        }
        return None;
    }
    let initial = literal.starts_with(char::is_uppercase);
    let mut letters = told.words.chars();
    let first = letters.next()?;
    let first = if initial {
        first.to_uppercase().next()?
    } else {
        first
    };
    (!has_year(&told.words)).then(|| format!("{first}{}", letters.as_str()))
}

/// Whether a year stands in the words.
fn has_year(words: &str) -> bool {
    let mut numbers = words.split(|c: char| !c.is_ascii_digit());
    numbers.any(|digits| digits.len() == 4)
}
