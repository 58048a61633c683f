//! What tells one happening from others: entities, kinds and rarer words, numbered so that many events are compared quickly.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use prose::locale::Locale;
use prose::name::{EntityId, EntityKind, key};

use crate::{Entity, Event};

/// Words are alike if they begin with the same so many letters.
const STEM: usize = 6;
/// Shorter words say little, unless they are numbers.
const SHORT: usize = 3;
/// What a word is worth that many events have in a list of kindred words, at most.
const KINDRED: f64 = 3.0;

/// Something that tells a happening from others.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Mark {
    Entity(EntityId),
    Kind(u16),
    Word(String),
    /// A list of kindred words.
    Kin(u16),
}

/// One recorded event by its marks.
#[derive(Clone, Debug, Default)]
pub(super) struct Known {
    /// Its number in the chronology.
    pub event: usize,
    /// The numbers of its marks, sorted.
    pub own: Vec<u32>,
    /// Those of what is told around it (definitions, sentences of sources), sorted.
    pub around: Vec<u32>,
    /// The words of what it befell, sorted.
    pub object: Vec<u32>,
}

/// The recorded events by their marks.
#[derive(Clone, Debug, Default)]
pub(crate) struct Recall {
    pub(super) known: Vec<Known>,
    /// The marks, numbered in their order.
    pub(super) numbers: BTreeMap<Mark, u32>,
    /// A mark's weight by its number: the rarer, the more.
    weights: Vec<f64>,
    /// The positions in `known` of those that have a mark, by its number.
    pub(super) having: Vec<Vec<u32>>,
    /// Entities come first; this is the number of the first mark that is none.
    pub(super) entities: u32,
    /// What stands for a country, as words, to the mark of that country.
    pub(super) lands: HashMap<String, Vec<u32>>,
    /// Groups of kinds that are put for one another, sorted.
    pub(super) near: Vec<(u16, u16)>,
}

impl Recall {
    pub fn new(events: &[Event], entities: &[Entity], locale: &Locale) -> Self {
        let groups = locale.events.groups();
        let recorded = events.iter().enumerate().filter(|(_, event)| {
            event
                .witnesses
                .iter()
                .any(|witness| witness.curated && witness.value.is_some())
        });
        let gathered: Vec<Gathered> = recorded
            .map(|(at, event)| Gathered::of(at, event, entities, &groups, locale))
            .collect();
        let mut counts: BTreeMap<Mark, usize> = BTreeMap::new();
        for gathered in &gathered {
            for mark in gathered.own.union(&gathered.around) {
                *counts.entry(mark.clone()).or_default() += 1;
            }
        }
        let total = gathered.len() as f64;
        let weight = |(mark, count): (&Mark, &usize)| {
            let weight = (1.0 + total / *count as f64).ln();
            match mark {
                Mark::Kin(_) => weight.min(KINDRED),
                _ => weight,
            }
        };
        let weights = counts.iter().map(weight).collect();
        let numbers: BTreeMap<Mark, u32> = counts.into_keys().zip(0..).collect();
        let is_entity = |mark: &&Mark| matches!(mark, Mark::Entity(_));
        let first = numbers.keys().take_while(is_entity).count() as u32;
        let number = |marks: &BTreeSet<Mark>| marks.iter().map(|mark| numbers[mark]).collect();
        let known: Vec<Known> = gathered
            .iter()
            .map(|gathered| Known {
                event: gathered.at,
                own: number(&gathered.own),
                around: number(&gathered.around),
                object: number(&gathered.object),
            })
            .collect();
        let mut having = vec![Vec::new(); numbers.len()];
        for (at, known) in (0..).zip(&known) {
            for mark in &known.own {
                having[*mark as usize].push(at);
            }
        }
        Self {
            known,
            lands: lands(entities, locale, &numbers),
            numbers,
            weights,
            having,
            entities: first,
            near: locale.events.near(),
        }
    }

    pub(super) fn weight(&self, number: u32) -> f64 {
        self.weights[number as usize]
    }
}

/// The marks of one event, before they are numbered.
struct Gathered {
    at: usize,
    own: BTreeSet<Mark>,
    around: BTreeSet<Mark>,
    object: BTreeSet<Mark>,
}

impl Gathered {
    fn of(at: usize, event: &Event, entities: &[Entity], groups: &[u16], locale: &Locale) -> Self {
        let mut own = BTreeSet::from([Mark::Kind(groups[event.kind.0 as usize])]);
        let mut around = BTreeSet::new();
        let mut object = BTreeSet::new();
        let others = event.agents.iter().copied().chain(event.place);
        for id in others.chain(event.object) {
            own.insert(Mark::Entity(id));
            let entity = &entities[id.0 as usize];
            for name in entity.names() {
                let marks = words(&name.text, locale);
                if event.object == Some(id) {
                    object.extend(marks.iter().cloned());
                }
                own.extend(marks);
            }
            own.extend(entity.parties.iter().map(|party| Mark::Entity(*party)));
            if entity.kind == EntityKind::Agreement {
                let told = entity.record.definition.iter();
                around.extend(told.flat_map(|told| words(told, locale)));
            }
        }
        let undated = |marks: Vec<Mark>| marks.into_iter().filter(|mark| !is_year(mark));
        for summary in &event.summary {
            own.extend(undated(words(summary, locale)));
        }
        for mark in &event.discriminators {
            own.extend(words(mark, locale));
        }
        for witness in event.witnesses.iter().filter(|witness| !witness.curated) {
            around.extend(undated(words(&witness.text, locale)));
        }
        around.retain(|mark| !own.contains(mark));
        Self {
            at,
            own,
            around,
            object,
        }
    }
}

/// What stands for each country that is an entity.
fn lands(
    entities: &[Entity],
    locale: &Locale,
    numbers: &BTreeMap<Mark, u32>,
) -> HashMap<String, Vec<u32>> {
    let mut by_name: HashMap<String, EntityId> = HashMap::new();
    for entity in entities
        .iter()
        .filter(|entity| entity.kind == EntityKind::Place)
    {
        for name in entity.names() {
            by_name.entry(key(&name.text)).or_insert(entity.number);
        }
    }
    let mut lands: HashMap<String, Vec<u32>> = HashMap::new();
    for land in locale.kin.lands() {
        let number = by_name
            .get(&key(&land.name))
            .and_then(|id| numbers.get(&Mark::Entity(*id)));
        for word in &land.words {
            lands.entry(key(word)).or_default().extend(number);
        }
    }
    lands.retain(|_, numbers| !numbers.is_empty());
    lands
}

/// A number of four digits, which in a record's summary is the date.
fn is_year(mark: &Mark) -> bool {
    matches!(mark, Mark::Word(word) if word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit()))
}

/// The mark of a word as it is compared, if it may tell a happening from others. In lower case.
pub(super) fn word(word: &str, locale: &Locale) -> Option<Mark> {
    let number = word.starts_with(|c: char| c.is_ascii_digit());
    let long = word.chars().count() >= SHORT && !locale.retelling.is_small(word);
    (number || long).then(|| Mark::Word(word.chars().take(STEM).collect()))
}

/// The marks of the lists of kindred words that a word stands in. In lower case.
pub(super) fn kin(word: &str, locale: &Locale) -> impl Iterator<Item = Mark> {
    let lists = locale.kin.lists(locale.retelling.stem(word));
    lists
        .iter()
        .map(|list| Mark::Kin(*list))
        .collect::<Vec<_>>()
        .into_iter()
}

/// The words of a text, in lower case.
pub(super) fn split(folded: &str) -> impl Iterator<Item = &str> {
    folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
}

/// The words that may tell a happening from others, with their kin.
fn words(text: &str, locale: &Locale) -> Vec<Mark> {
    let folded = key(text);
    let mut marks = Vec::new();
    for part in split(&folded) {
        if let Some(mark) = word(part, locale) {
            marks.push(mark);
            marks.extend(kin(part, locale));
        }
    }
    marks
}
