//! Facts for the chronology: from event records, from the dates of entities, and from the statements of sources.

use std::collections::BTreeMap;

use prose::date::{DateValue, Granularity};
use prose::name::{EntityId, key};
use prose::reading::Reading;
use prose::statement::{Events, Modality, Participant, Role, Statement};
use prose::temporal::{Resolution, Temporal};
use text::{Block, Document, Span};

use crate::chronology::{Fact, Witness};
use crate::locate::Locator;
use crate::records::{Dispute, EventRecord};
use crate::{Entity, Library, Provenance, Rank, Source, SourceId};

/// From the words of a record to the entity that they name.
pub(crate) struct Joins {
    by_slug: BTreeMap<String, EntityId>,
    by_name: BTreeMap<String, EntityId>,
}

impl Joins {
    pub fn new(library: &Library) -> Self {
        let mut by_name = BTreeMap::new();
        for entity in &library.entities {
            for name in entity.names().into_iter().filter(|name| !name.ambiguous) {
                by_name.entry(key(&name.text)).or_insert(entity.number);
            }
        }
        Self {
            by_slug: library.slugs.clone(),
            by_name,
        }
    }

    /// The entity of this id or name.
    pub fn find(&self, words: &str) -> Option<EntityId> {
        self.by_slug
            .get(words)
            .or_else(|| self.by_name.get(&key(words)))
            .copied()
    }
}

/// The fact that an event record states, and what it knows of other accounts.
pub(crate) fn of_record(
    record: &EventRecord,
    joins: &Joins,
    locator: &Locator,
    events: &Events,
    entities: &[Entity],
) -> Result<(Fact, Vec<Witness>), String> {
    let id = &record.id;
    let kind = events
        .id(&record.kind)
        .ok_or_else(|| format!("event `{id}` is of the unknown kind `{}`", record.kind))?;
    let find = |words: &String| {
        joins.find(words).ok_or_else(|| {
            format!("event `{id}` names `{words}`, which is no entity of the records")
        })
    };
    let agents: Vec<EntityId> = record.agents.iter().map(find).collect::<Result<_, _>>()?;
    let object = record.object.as_ref().map(find).transpose()?;
    let place = record.place.as_ref().map(find).transpose()?;
    let discriminators = record
        .discriminator
        .as_ref()
        .map_or_else(Vec::new, |words| marks(words, events));
    let summary = record.summary.clone().unwrap_or_default();
    let involved: Vec<EntityId> = agents.iter().copied().chain(object).chain(place).collect();
    let words = format!("{summary} {}", record.text.as_deref().unwrap_or_default());
    let witness = Witness {
        value: record
            .date
            .as_ref()
            .and_then(|date| DateValue::parse_edtf(date))
            .filter(|value| value.interval.start.is_some()),
        provenance: locator
            .locate(record.source.as_deref(), &record.at, &involved, &words)
            .into_iter()
            .next(),
        curated: true,
        rank: Rank::Primary,
        text: summary,
        veiled: false,
        yearless: false,
    };
    let fact = Fact {
        id: Some(id.clone()),
        kind,
        singular: object
            .is_some_and(|object| is_singular(&entities[object.0 as usize], &discriminators)),
        agents: agents.into_iter().map(|agent| vec![agent]).collect(),
        object: object.map(|object| vec![object]),
        place: place.map(|place| vec![place]),
        discriminators,
        summary: record.summary.clone(),
        disputed: record
            .disputed
            .as_ref()
            .is_some_and(|dispute| dispute.is_disputed()),
        witness,
    };
    let others = elsewhere(record.disputed.as_ref(), &fact.witness);
    Ok((fact, others))
}

/// What a record knows of other accounts. It stands in no passage.
fn elsewhere(dispute: Option<&Dispute>, own: &Witness) -> Vec<Witness> {
    let values = dispute.map_or_else(Vec::new, Dispute::values).into_iter();
    let witness = |value| Witness {
        value: Some(value),
        provenance: None,
        ..own.clone()
    };
    values.map(witness).collect()
}

/// The facts that an entity's own dates state, each with what is known of other accounts.
pub(crate) fn of_dates(entity: &Entity) -> Vec<(Fact, Vec<Witness>)> {
    let dates = entity.dates.iter().zip(&entity.record.date);
    let dates = dates.filter_map(|(date, record)| Some((date, record, date.kind?)));
    dates
        .map(|(date, record, kind)| {
            let fact = Fact {
                id: None,
                kind,
                agents: Vec::new(),
                object: Some(vec![entity.number]),
                place: None,
                discriminators: Vec::new(),
                singular: false,
                summary: None,
                disputed: date.disputed,
                witness: Witness {
                    value: Some(date.value.clone()),
                    provenance: date.provenance.first().cloned(),
                    curated: true,
                    rank: Rank::Primary,
                    text: record.note.clone().unwrap_or_else(|| entity.name.clone()),
                    veiled: false,
                    yearless: false,
                },
            };
            let others = elsewhere(record.disputed.as_ref(), &fact.witness);
            (fact, others)
        })
        .collect()
}

/// The facts that a source's statements state. Only what is asserted counts.
pub(crate) fn of_source(
    number: SourceId,
    source: &Source,
    document: &Document,
    reading: &Reading,
    events: &Events,
    locator: &Locator,
) -> Vec<Fact> {
    let mut facts = Vec::new();
    for (block, resolved) in document.blocks.iter().zip(reading.blocks.iter()) {
        for statement in resolved
            .statements
            .iter()
            .filter(|statement| statement.modality == Modality::Asserted)
            .filter(|statement| events.kind(statement.kind).origin.is_none())
        {
            let passage = |span| locator.passage(number, source, document, span);
            let temporals = &resolved.temporals;
            facts.push(of_statement(source, block, temporals, statement, &passage));
        }
    }
    facts
}

fn of_statement(
    source: &Source,
    block: &Block,
    temporals: &[Temporal],
    statement: &Statement,
    passage: &dyn Fn(Span) -> Provenance,
) -> Fact {
    let of = |role: Role| {
        let fitting = statement
            .participants
            .iter()
            .filter(move |participant: &&Participant| participant.role == role);
        fitting.map(|participant| participant.candidates.clone())
    };
    let span: Span = block.map.hull(statement.sentence);
    Fact {
        id: None,
        kind: statement.kind,
        agents: of(Role::Agent).collect(),
        object: of(Role::Object).next(),
        place: of(Role::Place).next(),
        discriminators: statement.discriminators.clone(),
        singular: false,
        summary: None,
        disputed: false,
        witness: Witness {
            value: Some(statement.value.clone()),
            provenance: Some(passage(span)),
            curated: false,
            rank: source.rank,
            text: statement.sentence.of(&block.prose).to_owned(),
            veiled: false,
            yearless: is_yearless(&temporals[statement.temporal]),
        },
    }
}

/// Whether the words give a day of a year that was told before ("In 1962 ... On 9 March").
fn is_yearless(temporal: &Temporal) -> bool {
    let day = |value: &DateValue| value.granularity == Granularity::Day;
    temporal.resolution == Resolution::StoryDate && temporal.value.as_ref().is_some_and(day)
}

/// A record's discriminator, folded as statements fold theirs: its words, and its ordinals by themselves.
fn marks(words: &str, events: &Events) -> Vec<String> {
    let folded = key(words);
    let ordinals = folded
        .split(' ')
        .filter_map(|word| events.discriminator(word));
    let mut marks: Vec<String> = ordinals.collect();
    if !marks.contains(&folded) {
        marks.push(folded);
    }
    marks
}

/// Whether what sets the event apart is part of its object's own name or id: then the object happens but once.
fn is_singular(object: &Entity, discriminators: &[String]) -> bool {
    let numbers = |text: &str| -> Vec<String> {
        text.split(|c: char| !c.is_numeric())
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect()
    };
    // Only an alias, "4th Forum" beside "Forum" does not make the series one happening.
    let mut own = [numbers(&object.name), numbers(&object.id)].into_iter();
    let marks: Vec<String> = discriminators
        .iter()
        .flat_map(|mark| numbers(mark))
        .collect();
    !marks.is_empty() && own.any(|own| marks.iter().all(|mark| own.contains(mark)))
}
