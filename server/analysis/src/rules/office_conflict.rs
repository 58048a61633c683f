//! # office-conflict
//!
//! **What it does.** Finds a person who is styled with an office while acting at a time when, by the records, somebody
//! else held that office, or when the person's own years in it, both of which are given, lie elsewhere, or before the person
//! came into it for the first time, by an event on record. Only dated acts of office count (visiting, meeting, signing ...):
//! "President Moreau was born in 1953" is good English.
//!
//! **Why it matters.** Who was in office decides who acted and who could bind the state.
//!
//! **Example.** `In 2005 President Moreau visited Norland` where the records have another president until 2008.
//!
//! **To silence.** `office-conflict = "off"` under `[rules]` in `policy-ls.toml`.

use library::{Entity, Event, Office};
use prose::date::{Granularity, Interval};
use prose::name::{EntityKind, Mention};
use prose::statement::{Modality, Role, Statement};
use text::Span;

use super::{Context, Rule, nothing};
use crate::finding::Finding;
use crate::{Related, Severity, evidence, phrase};

pub(super) const RULE: Rule = Rule {
    code: "office-conflict",
    summary: "an office that somebody else held at the time, or that was held in other years",
    severity: Severity::Warning,
    on: true,
    source: include_str!("office_conflict.rs"),
    check,
    whole: nothing,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    for claim in context.claims {
        let resolved = &context.reading.blocks[claim.block];
        let statement = &resolved.statements[claim.statement];
        let kind = context.locale.events.kinds.get(statement.kind.0 as usize);
        let official = kind.is_some_and(|kind| kind.official);
        if !official || statement.modality != Modality::Asserted || !context.is_prose(claim.block) {
            continue;
        }
        let agents = statement
            .participants
            .iter()
            .filter(|one| one.role == Role::Agent);
        for agent in agents {
            let mention = resolved.mentions.iter().find(|mention| {
                mention.span == agent.span
                    && mention.kind == EntityKind::Person
                    && mention.candidates.len() == 1
            });
            findings.extend(
                mention.and_then(|mention| judge(context, claim.block, statement, mention)),
            );
        }
    }
}

fn judge(
    context: &Context<'_>,
    block: usize,
    statement: &Statement,
    mention: &Mention,
) -> Option<Finding> {
    let person = context.library.entity_of(*mention.candidates.first()?)?;
    let styled =
        |office: &&Office| style(context, block, statement.sentence, mention, &office.title);
    let held: Vec<&Office> = person
        .offices
        .iter()
        .filter(|office| styled(office).is_some())
        .collect();
    let start = style(
        context,
        block,
        statement.sentence,
        mention,
        &held.first()?.title,
    )?;
    let when = statement.value.judged();
    let silent =
        |office: &&Office| office.from.is_none() && office.to.is_none() || term(office).meets(when);
    if when.start.is_none() || when.end.is_none() || held.iter().any(silent) {
        return None;
    }
    let (holder, offices) = match holder(context, person, &held, when) {
        Some((holder, office)) => (holder, vec![office]),
        // The person's own years speak only where both ends are known: there may have been another term.
        None if held
            .iter()
            .all(|office| office.from.is_some() && office.to.is_some()) =>
        {
            (person, held)
        }
        // Nobody acts in an office before the first time.
        None if held
            .iter()
            .all(|office| is_before(office, when) && is_first_time(context, person, office)) =>
        {
            (person, held)
        }
        None => return None,
    };
    let terms: Vec<String> = offices.iter().map(|office| years(office)).collect();
    let span = Span::new(start, mention.span.end);
    let message = format!(
        "Draft: “{}” {} {}. Records: {}, {}, {}.",
        context.words(block, span),
        if statement.value.granularity == Granularity::Day {
            "on"
        } else {
            "in"
        },
        phrase::date(&statement.value),
        holder.name,
        offices.first()?.title,
        phrase::list(&terms)
    );
    let mut finding = Finding::new(RULE.code, RULE.severity, block, span, message);
    for office in offices {
        let places = office.provenance.iter();
        finding.related.extend(places.filter_map(|place| {
            Some(Related {
                message: format!("{}, {}", office.title, years(office)),
                location: evidence::location(context.library, place)?,
            })
        }));
    }
    finding.advice = Some("Name the office held at the time, or check the date.".to_owned());
    finding.subject = person.id.clone();
    finding.wrong = Some(statement.value.edtf.clone());
    Some(finding)
}

/// Where the style begins, if the person is styled with the office of this title, as its holder: "President Moreau", and
/// not "Vice President Moreau", "former President Moreau" or "President Moreau, then a judge".
fn style(
    context: &Context<'_>,
    block: usize,
    sentence: Span,
    mention: &Mention,
    title: &str,
) -> Option<usize> {
    let head = title.split(" of ").next()?.to_lowercase();
    let words = |span: Span| {
        let prose = context.words(block, span);
        let word = |c: char| !c.is_alphanumeric();
        prose
            .split(word)
            .filter(|word| !word.is_empty())
            .map(str::to_lowercase)
            .collect::<Vec<_>>()
    };
    // The style is what leads to the last word of the name.
    let prose = &context.document.blocks[block].prose;
    let name = prose[sentence.start..mention.span.end].rfind(char::is_whitespace)? + sentence.start;
    let lead = prose[sentence.start..name].to_lowercase();
    let at = lead.rfind(&head)?;
    let start = sentence.start + at;
    let apart = |c: char| !c.is_alphanumeric();
    let whole = lead[..at].chars().next_back().is_none_or(apart)
        && lead[at + head.len()..].chars().next().is_none_or(apart);
    let between = start + head.len();
    let direct =
        between >= mention.span.start || prose[between..mention.span.start].trim().is_empty();
    let other = |word: &String| context.locale.events.is_other_style(word);
    let before = words(Span::new(sentence.start, start));
    let then = before.last().is_some_and(|word| word == "then");
    let rest = &before[..before.len() - usize::from(then)];
    let after = words(Span::new(between, sentence.end));
    let clear = !rest.iter().chain(&after).any(other);
    // Lower case may have moved the bytes; then nothing is said.
    (whole && direct && clear && lead.len() == name - sentence.start).then_some(start)
}

/// The other person who held one of these offices all that time, by years that the records give.
fn holder<'a>(
    context: &Context<'a>,
    person: &Entity,
    held: &[&Office],
    when: Interval,
) -> Option<(&'a Entity, &'a Office)> {
    let others = context
        .library
        .entities
        .iter()
        // Only records tell of offices, and theirs come first.
        .take_while(|other| !other.extracted)
        .filter(|other| other.number != person.number);
    others
        .flat_map(|other| other.offices.iter().map(move |office| (other, office)))
        .find(|(_, office)| {
            let same = held
                .iter()
                .any(|held| held.title.to_lowercase() == office.title.to_lowercase());
            same && office.from.is_some() && term(office).covers(when)
        })
}

/// Whether it is over before the office begins.
fn is_before(office: &Office, when: Interval) -> bool {
    let from = office.from.as_ref().and_then(|from| from.judged().start);
    when.end.zip(from).is_some_and(|(end, from)| end < from)
}

/// Whether an event says that the person came into the office when it began, and not again ("for the third time").
fn is_first_time(context: &Context<'_>, person: &Entity, office: &Office) -> bool {
    let events = &context.locale.events;
    let first = events.first();
    let counted = |mark: &String| {
        let mut words = mark.split(|c: char| !c.is_alphanumeric());
        words.any(|word| {
            events
                .discriminator(word)
                .is_some_and(|mark| Some(mark) != first)
        })
    };
    let began = |event: &Event| {
        let value = event.value().zip(office.from.as_ref());
        let kind = events.kind(event.kind);
        (kind.office || kind.since)
            && event.agents.contains(&person.number)
            && value.is_some_and(|(one, other)| one.judged().meets(other.judged()))
    };
    let own = context.library.events_of(person.number);
    let mut beginnings = own.map(|(_, event)| event).filter(|event| began(event));
    let marks = |event: &Event| event.discriminators.iter().any(counted);
    beginnings
        .next()
        .is_some_and(|event| !marks(event) && !event.contested)
        && beginnings.all(|event| !marks(event))
}

/// From the first day in office to the last; open where the records say nothing.
fn term(office: &Office) -> Interval {
    Interval {
        start: office.from.as_ref().and_then(|from| from.judged().start),
        end: office.to.as_ref().and_then(|to| to.judged().end),
    }
}

/// "2003–2008", "since 2012".
fn years(office: &Office) -> String {
    match (
        office.from.as_ref().map(phrase::date),
        office.to.as_ref().map(phrase::date),
    ) {
        (Some(from), Some(to)) => format!("{from}–{to}"),
        (Some(from), None) => format!("since {from}"),
        (None, Some(to)) => format!("until {to}"),
        (None, None) => "years unknown".to_owned(),
    }
}
