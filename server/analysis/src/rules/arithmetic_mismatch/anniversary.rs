//! An anniversary against the year it is kept in and the year of the event.

use library::Event;
use prose::name::EntityId;
use prose::name::Mention;
use prose::temporal::Temporal;
use text::Span;

use super::{Context, Figure, SLIP, year};
use crate::finding::Finding;
use crate::{Related, evidence, phrase};

/// How far, in bytes, the thing whose anniversary it is may stand behind "anniversary".
const REACH: usize = 90;

/// One anniversary: the year it is kept in against the year of the event, wherever the sentence or the chronology gives
/// both. Any pair that adds up clears it.
pub(super) fn check(figure: &Figure<'_>) -> Option<Finding> {
    let Figure {
        context,
        resolved,
        prose,
        sentence,
        temporal,
        ..
    } = figure;
    let dates: Vec<(&Temporal, i16)> = figure.dates().collect();
    let inside = || dates.iter().filter(|(date, _)| sentence.covers(date.span));
    let reach = Span::new(
        temporal.span.end,
        sentence
            .end
            .min(temporal.span.end + REACH)
            .max(temporal.span.end),
    );
    let alone = !prose[temporal.span.end..]
        .trim_start()
        .starts_with(char::is_alphanumeric);

    // Whose anniversary: named behind it or before it, or (where nothing is) what the sentence itself says began.
    let named = resolved
        .mentions
        .iter()
        .find(|mention| reach.covers(mention.span))
        .filter(|mention| {
            let between = Span::new(reach.start, mention.span.start);
            leads_to(context, between.of(prose))
        });
    let owner = named.or_else(|| owner(figure));
    let known = owner.and_then(|mention| match mention.candidates[..] {
        [entity] => beginning(context, entity),
        _ => None,
    });
    let began = resolved.statements.iter().find(|statement| {
        alone
            && sentence.covers(statement.span)
            && context
                .locale
                .events
                .kinds
                .get(statement.kind.0 as usize)
                .is_some_and(|kind| kind.begins)
    });
    let behind = inside()
        .find(|(date, _)| reach.covers(date.span) && owner.is_none() && !alone)
        .filter(|(date, _)| !is_kept_behind(figure, date));

    let (then, event, taken) = if let Some((then, event)) = known {
        (then, Some(event), None)
    } else if let Some(statement) = began {
        let date = resolved.temporals.get(statement.temporal)?;
        (year(date)?, None, Some(date.span))
    } else {
        let (date, then) = behind?;
        (*then, None, Some(date.span))
    };
    let kept = kept(figure, &dates, named, taken)?;
    let count = i32::try_from(figure.length.count).ok()?;
    let counted = |kept: &i16| i32::from(*kept) - i32::from(then);
    if kept.iter().any(|kept| counted(kept) == count) {
        return None;
    }
    let kept = kept.into_iter().find(|kept| {
        let years = counted(kept);
        years > 0 && years.abs_diff(count) <= SLIP
    })?;
    let words = figure.words();
    let years = phrase::count(counted(&kept) as usize, "year");
    let message = format!("Draft: “{words}” in {kept}. From {then} to {kept} it is {years}.");
    let advice = "Check the anniversary, the year it is kept in and the year of the event.";
    let mut finding = figure.finding(message, advice);
    finding.subject = event.map_or_else(|| then.to_string(), |event| event.id.clone());
    let witness = event.and_then(|event| event.witnesses.first());
    if let Some(witness) = witness
        && let Some(value) = &witness.value
        && let Some(location) = witness
            .provenance
            .as_ref()
            .and_then(|place| evidence::location(context.library, place))
    {
        finding.related.push(Related {
            message: phrase::date(value),
            location,
        });
    }
    Some(finding)
}

/// The years in which the sentence may say that the anniversary is kept; none if no verb keeps it and no date stands in
/// apposition to it. "Preparations for the 30th anniversary began in 2019" says nothing of the year.
fn kept(
    figure: &Figure<'_>,
    dates: &[(&Temporal, i16)],
    named: Option<&Mention>,
    taken: Option<Span>,
) -> Option<Vec<i16>> {
    let span = figure.temporal.span;
    let apposed = dates.iter().find(|(date, _)| {
        date.span.end <= span.start && {
            let between = Span::new(date.span.end, span.start).of(figure.prose);
            between.trim() == ","
        }
    });
    if let Some((_, year)) = apposed {
        return Some(vec![*year]);
    }
    if !is_kept(figure, named, possessor(figure)) {
        return None;
    }
    let others: Vec<i16> = dates
        .iter()
        .filter(|(date, _)| figure.sentence.covers(date.span) && Some(date.span) != taken)
        .map(|(_, year)| *year)
        .collect();
    if !others.is_empty() {
        return Some(others);
    }
    let story = dates
        .iter()
        .rfind(|(date, _)| date.span.end <= figure.sentence.start);
    Some(story.map(|(_, year)| *year).into_iter().collect())
}

/// Whether a verb keeps it: "marked the 20th anniversary", "the 20th anniversary ... was marked".
fn is_kept(figure: &Figure<'_>, named: Option<&Mention>, owner: Option<&Mention>) -> bool {
    let locale = figure.context.locale;
    let words = &locale.figures;
    let own = figure.temporal.span.start;
    let start = owner.map_or(own, |owner| owner.span.start);
    let mut before = figure
        .before(start)
        .skip_while(|word| word.is_empty() || words.light.contains(word));
    match before.next() {
        Some(word) if words.keeping.contains(&word) || locale.events.is_helper(&word) => {
            return true;
        }
        Some(_) if start > figure.sentence.start => {
            // It may be the subject of its clause yet, but only behind a comma or a date.
            let lead = Span::new(figure.sentence.start, start);
            let lead = lead.of(figure.prose).trim_end();
            let dated = figure.resolved.temporals.iter().any(|date| {
                date.span.end <= start && figure.prose[date.span.end..start].trim().is_empty()
            });
            if !lead.ends_with([',', ';', ':']) && !dated {
                return false;
            }
        }
        _ => {}
    }
    let from = named.map_or(figure.temporal.span.end, |mention| mention.span.end);
    let rest = Span::new(from, figure.sentence.end.max(from)).of(figure.prose);
    let mut behind = rest
        .split_whitespace()
        .map(|word| {
            word.trim_matches(|c: char| !c.is_alphanumeric())
                .to_lowercase()
        })
        .skip_while(|word| word.is_empty() || words.light.contains(word));
    match (behind.next(), behind.next()) {
        (Some(helper), Some(verb)) if locale.events.is_helper(&helper) => {
            words.keeping.contains(&verb) || locale.events.is_preposition(&verb)
        }
        (Some(verb), _) => words.keeping.contains(&verb),
        _ => false,
    }
}

/// Whether a date right behind is that on which it is kept ("its 20th anniversary in 2017"), not that of the event.
fn is_kept_behind(figure: &Figure<'_>, date: &Temporal) -> bool {
    let between = Span::new(
        figure.temporal.span.end,
        date.span.start.max(figure.temporal.span.end),
    );
    let mut words = between.of(figure.prose).split_whitespace();
    words.next().is_some_and(|word| word != "of") && words.next().is_none()
}

/// Whom the words before it give it to: "the Commission's 20th anniversary", "the Commission celebrated its 20th
/// anniversary" where nothing else is named before.
fn owner<'a>(figure: &Figure<'a>) -> Option<&'a Mention> {
    if let Some(possessor) = possessor(figure) {
        return Some(possessor);
    }
    let mut before = named_before(figure);
    let words = &figure.context.locale.figures;
    let pronoun = figure
        .before(figure.temporal.span.start)
        .find(|word| !words.light.contains(word) || words.own.contains(word));
    pronoun.filter(|word| words.own.contains(word))?;
    let first = before.next()?;
    before
        .all(|other| other.candidates == first.candidates)
        .then_some(first)
}

/// Who is named in the genitive right before it.
fn possessor<'a>(figure: &Figure<'a>) -> Option<&'a Mention> {
    named_before(figure).find(|mention| {
        let between = figure.prose[mention.span.end..figure.temporal.span.start].trim();
        let glued = mention.span.of(figure.prose);
        matches!(between, "'s" | "’s" | "'" | "’")
            || between.is_empty() && (glued.ends_with("'s") || glued.ends_with("’s"))
    })
}

fn named_before<'a>(figure: &Figure<'a>) -> impl Iterator<Item = &'a Mention> + use<'a> {
    let (sentence, start) = (figure.sentence, figure.temporal.span.start);
    let mentions = figure.resolved.mentions.iter();
    mentions.filter(move |mention| sentence.covers(mention.span) && mention.span.end <= start)
}

/// Whether `between` leads from "anniversary" straight to the name behind it ("of the"), or by way of its beginning ("of
/// the founding of the"). "of the victory of" speaks of something else.
fn leads_to(context: &Context<'_>, between: &str) -> bool {
    let words = between.split_whitespace().count();
    if between.contains([',', ';', ':', '.', '(']) || words > 6 {
        return false;
    }
    let between = between.to_lowercase();
    let kinds = context
        .locale
        .events
        .kinds
        .iter()
        .filter(|kind| kind.begins);
    words <= 2
        || kinds
            .flat_map(|kind| &kind.nouns)
            .any(|noun| between.contains(noun.as_str()))
}

/// The year in which an entity began, by the chronology, where that is one year and undisputed.
fn beginning<'a>(context: &Context<'a>, entity: EntityId) -> Option<(i16, &'a Event)> {
    let mut years = context.library.events_of(entity).filter_map(|(_, event)| {
        let kind = context.locale.events.kinds.get(event.kind.0 as usize)?;
        if !kind.begins || event.object != Some(entity) || event.contested {
            return None;
        }
        let interval = event.value()?.interval;
        let (start, end) = (interval.start?, interval.end?);
        (start.year() == end.year()).then_some((start.year(), event))
    });
    let first = years.next()?;
    years.all(|(year, _)| year == first.0).then_some(first)
}
