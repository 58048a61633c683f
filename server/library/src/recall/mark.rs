//! What tells one happening from others: entities, kinds and rarer words, numbered so that many events are compared quickly.

use std::collections::{BTreeSet, HashMap};

use prose::locale::Locale;
use prose::name::{EntityId, EntityKind, key};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::gather::{Gathered, Numbering};
use super::heard::Said;
use super::wording::{Ways, Wordings};
use crate::{Entity, Event};

/// Words are alike if they begin with the same so many letters.
const STEM: usize = 6;
/// Shorter words say little, unless they are numbers.
const SHORT: usize = 3;
/// What a word is worth that many events have in a list of kindred words, at most.
const KINDRED: f64 = 3.0;

/// Something that tells a happening from others.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub(super) enum Mark {
    Entity(EntityId),
    Kind(u16),
    Word(String),
    /// A list of kindred words.
    Kin(u16),
}

/// Marks and their numbers.
pub(super) type Numbers = FxHashMap<Mark, u32>;

/// One recorded event by its marks.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Known {
    /// Its number in the chronology.
    pub event: usize,
    /// The group of its kind, and what that weighs.
    pub group: u16,
    pub kind: f64,
    /// The numbers of its marks, sorted.
    pub own: Vec<u32>,
    /// Those of what is told around it (definitions, sentences of sources), sorted.
    pub around: Vec<u32>,
    /// The words of what it befell, sorted.
    pub object: Vec<u32>,
    /// What it befell itself.
    pub befell: Option<u32>,
    /// Who took part or is a party, sorted.
    pub parties: Vec<u32>,
    /// The countries among them, sorted.
    pub lands: Vec<u32>,
    /// The nouns by which names of the agreement that it befell say what that is, with their kin; sorted.
    pub heads: Vec<u32>,
    /// What its definition says, sorted.
    pub told: Vec<u32>,
    /// What sets it apart from others of its kind.
    pub ordinals: Vec<String>,
    /// The words beside them ("first oil"), sorted.
    pub first_what: Vec<u32>,
    /// What sets apart what it befell, by its name ("the 12th Congress").
    pub named_ordinals: Vec<String>,
    /// All ordinals that are told of it.
    pub counted: Vec<String>,
    /// Ways to tell it.
    pub ways: Ways,
    /// Whether its kind of happening comes back.
    pub recurring: bool,
    /// Whether names of what it befell have years.
    pub years: bool,
    /// Whether persons took part.
    pub persons: bool,
}

impl Known {
    /// Whether an ordinal that is said sets it apart.
    pub fn is_counted(&self, said: &Said) -> bool {
        let mut own = self.ordinals.iter();
        let first = said.first.as_ref().filter(|_| said.beginning);
        own.any(|mark| said.ordinals.contains(mark) || first == Some(mark))
    }
}

/// The recorded events by their marks.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Recall {
    pub(super) known: Vec<Known>,
    /// The marks and their numbers.
    pub(super) numbers: Numbers,
    /// A mark's weight by its number: the rarer, the more.
    weights: Vec<f64>,
    /// The positions in `known` of those that have a mark, by its number.
    pub(super) having: Vec<Vec<u32>>,
    /// Of those that have it in what is told around them.
    pub(super) telling: Vec<Vec<u32>>,
    /// What stands for a country, as words, to the mark of that country.
    pub(super) lands: HashMap<String, Vec<u32>>,
    /// Names of one word that persons share with something else ("Mark"), in lower case, to the marks of those persons.
    pub(super) short: HashMap<String, Vec<u32>>,
    /// Countries, as the language knows them.
    pub(super) countries: BTreeSet<EntityId>,
    /// Words, or two of them, that name or stand for a country that no event has.
    pub(super) abroad: BTreeSet<String>,
    /// What those of two words end in.
    pub(super) half_abroad: BTreeSet<String>,
    /// Groups of kinds that are put for one another, sorted.
    pub(super) near: Vec<(u16, u16)>,
}

impl Recall {
    pub fn new(
        recorded: &[(usize, Event)],
        entities: &[Entity],
        wordings: &Wordings,
        locale: &Locale,
    ) -> Self {
        let groups = locale.events.groups();
        let mut numbering = Numbering::new(entities, &groups, locale);
        let gather = |(at, event): &(usize, Event)| {
            let wordings = wordings.of(event, entities, &groups);
            numbering.gather(*at, event, &wordings)
        };
        let gathered: Vec<Gathered> = recorded.iter().map(gather).collect();
        let mut numbers = numbering.numbers;
        let mut counts = vec![0_usize; numbers.len()];
        for gathered in &gathered {
            for mark in gathered.own.iter().chain(&gathered.around) {
                counts[*mark as usize] += 1;
            }
        }
        // A year in a summary is no mark of its event.
        numbers.retain(|_, number| counts[*number as usize] > 0);
        let total = gathered.len() as f64;
        let mut weights = vec![0.0; counts.len()];
        for (mark, number) in &numbers {
            let weight = (1.0 + total / counts[*number as usize] as f64).ln();
            weights[*number as usize] = match mark {
                Mark::Kin(_) => weight.min(KINDRED),
                _ => weight,
            };
        }
        let countries = countries(entities, locale);
        let lands_of = countries.iter();
        let lands_of = lands_of.filter_map(|id| numbers.get(&Mark::Entity(*id)).copied());
        let lands_of: BTreeSet<u32> = lands_of.collect();
        let known = gathered.into_iter().map(|it| Known {
            event: it.at,
            group: it.group,
            kind: weights[it.kind as usize],
            ways: Ways::new(&it.ways, |mark| weights[mark as usize]),
            lands: it.parties.intersection(&lands_of).copied().collect(),
            own: it.own.into_iter().collect(),
            around: it.around.into_iter().collect(),
            object: it.object.into_iter().collect(),
            befell: it.befell,
            parties: it.parties.into_iter().collect(),
            heads: it.heads.into_iter().collect(),
            told: it.told.into_iter().collect(),
            ordinals: it.ordinals,
            first_what: it.first_what.into_iter().collect(),
            named_ordinals: it.named_ordinals,
            counted: it.counted,
            recurring: it.recurring,
            years: it.years,
            persons: it.persons,
        });
        let known: Vec<Known> = known.collect();
        let mut having = vec![Vec::new(); counts.len()];
        let mut telling = having.clone();
        for (at, known) in (0..).zip(&known) {
            for mark in &known.own {
                having[*mark as usize].push(at);
            }
            for mark in &known.around {
                telling[*mark as usize].push(at);
            }
        }
        let abroad = abroad(entities, locale, &numbers);
        let ends = |name: &String| {
            let spaces = name.match_indices(' ');
            let ends = spaces.map(|(at, _)| name[at + 1..].to_owned());
            ends.collect::<Vec<_>>()
        };
        Self {
            telling,
            known,
            lands: lands(entities, locale, &numbers),
            short: short(entities, &numbers),
            half_abroad: abroad.iter().flat_map(ends).collect(),
            abroad,
            countries,
            numbers,
            weights,
            having,
            near: locale.events.near(),
        }
    }

    /// The numbers of the recorded events, in their order.
    pub fn events(&self) -> impl Iterator<Item = usize> {
        self.known.iter().map(|known| known.event)
    }

    pub(super) fn weight(&self, number: u32) -> f64 {
        self.weights[number as usize]
    }
}

/// What stands for each country that is an entity.
fn lands(entities: &[Entity], locale: &Locale, numbers: &Numbers) -> HashMap<String, Vec<u32>> {
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

/// Words for countries that no event has, no more than two for one.
fn abroad(entities: &[Entity], locale: &Locale, numbers: &Numbers) -> BTreeSet<String> {
    let involved = |entity: &&Entity| numbers.contains_key(&Mark::Entity(entity.number));
    let names = entities.iter().filter(involved).flat_map(Entity::names);
    let known: BTreeSet<String> = names.map(|name| key(&name.text)).collect();
    let mut abroad: BTreeSet<String> = locale.gazetteer.countries().map(key).collect();
    for land in locale.kin.lands() {
        if !known.contains(&key(&land.name)) {
            abroad.extend(land.words.iter().map(|word| key(word)));
        }
    }
    abroad.retain(|word| !known.contains(word));
    // "North Korea", and of longer ones the last two words.
    let short = |name: String| match name.rmatch_indices(' ').nth(1) {
        Some((at, _)) => name[at + 1..].to_owned(),
        None => name,
    };
    abroad.into_iter().map(short).collect()
}

/// The entities that are countries.
fn countries(entities: &[Entity], locale: &Locale) -> BTreeSet<EntityId> {
    let lands = locale.kin.lands().iter().map(|land| key(&land.name));
    let names = locale.gazetteer.countries().map(key);
    let known: BTreeSet<String> = lands.chain(names).collect();
    let places = entities
        .iter()
        .filter(|entity| entity.kind == EntityKind::Place);
    places
        .filter(|entity| {
            entity
                .names()
                .iter()
                .any(|name| known.contains(&key(&name.text)))
        })
        .map(|entity| entity.number)
        .collect()
}

/// The ambiguous names of one word that persons have.
fn short(entities: &[Entity], numbers: &Numbers) -> HashMap<String, Vec<u32>> {
    let mut short: HashMap<String, Vec<u32>> = HashMap::new();
    for entity in entities {
        let Some(number) = numbers.get(&Mark::Entity(entity.number)) else {
            continue;
        };
        let names = entity.names().into_iter().filter(|name| {
            name.ambiguous && name.kind == EntityKind::Person && !name.text.contains(' ')
        });
        for name in names {
            short.entry(key(&name.text)).or_default().push(*number);
        }
    }
    short
}

/// The mark of a word as it is compared, if it may tell a happening from others. In lower case.
pub(super) fn word(word: &str, locale: &Locale) -> Option<Mark> {
    says_something(word, locale).then(|| Mark::Word(word.chars().take(STEM).collect()))
}

/// Whether a word may tell a happening from others. In lower case.
pub(super) fn says_something(word: &str, locale: &Locale) -> bool {
    let number = word.starts_with(|c: char| c.is_ascii_digit());
    number || word.chars().nth(SHORT - 1).is_some() && !locale.retelling.is_small(word)
}

/// The marks of the lists of kindred words that a word stands in. In lower case.
pub(super) fn kin(word: &str, locale: &Locale) -> impl Iterator<Item = Mark> {
    let stem = locale.retelling.stem(word);
    locale.kin.lists(word, stem).map(Mark::Kin)
}

/// The words of a text, in lower case.
pub(super) fn split(folded: &str) -> impl Iterator<Item = &str> {
    folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
}
