//! What tells one happening from others: entities, kinds and rarer words, numbered so that many events are compared quickly.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use prose::locale::Locale;
use prose::name::{EntityId, EntityKind, key};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

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
        let recorded = recorded.iter();
        let gathered: Vec<Gathered> = recorded
            .map(|(at, event)| {
                let wordings = wordings.of(event, entities, &groups);
                Gathered::of(*at, event, entities, (&groups, locale), &wordings)
            })
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
        let weights: Vec<f64> = counts.iter().map(weight).collect();
        let numbers: Numbers = counts.into_keys().zip(0..).collect();
        let number = |marks: &BTreeSet<Mark>| marks.iter().map(|mark| numbers[mark]).collect();
        let countries = countries(entities, locale);
        let known: Vec<Known> = gathered
            .iter()
            .map(|gathered| Known {
                event: gathered.at,
                group: gathered.group,
                kind: weights[numbers[&Mark::Kind(gathered.group)] as usize],
                own: number(&gathered.own),
                around: number(&gathered.around),
                years: gathered.object.iter().any(is_year),
                object: number(&gathered.object),
                befell: gathered.befell.as_ref().map(|mark| numbers[mark]),
                parties: number(&gathered.parties),
                lands: number(&gathered.lands(&countries)),
                heads: number(&gathered.heads),
                told: number(&gathered.told),
                ordinals: gathered.ordinals.clone(),
                first_what: number(&gathered.first_what),
                named_ordinals: gathered.named_ordinals.clone(),
                counted: gathered.counted.clone(),
                ways: Ways::new(&gathered.numbered(&numbers), |mark| weights[mark as usize]),
                recurring: gathered.recurring,
                persons: gathered.persons,
            })
            .collect();
        let mut having = vec![Vec::new(); numbers.len()];
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

/// The marks of one event, before they are numbered.
struct Gathered {
    at: usize,
    group: u16,
    own: BTreeSet<Mark>,
    around: BTreeSet<Mark>,
    object: BTreeSet<Mark>,
    befell: Option<Mark>,
    parties: BTreeSet<Mark>,
    heads: BTreeSet<Mark>,
    told: BTreeSet<Mark>,
    ordinals: Vec<String>,
    first_what: BTreeSet<Mark>,
    named_ordinals: Vec<String>,
    counted: Vec<String>,
    wordings: Vec<Vec<Vec<Mark>>>,
    recurring: bool,
    persons: bool,
}

impl Gathered {
    fn lands(&self, countries: &BTreeSet<EntityId>) -> BTreeSet<Mark> {
        let land = |mark: &&Mark| matches!(mark, Mark::Entity(id) if countries.contains(id));
        self.parties.iter().filter(land).cloned().collect()
    }

    /// The wordings, as numbers.
    fn numbered(&self, numbers: &Numbers) -> Vec<Vec<Vec<u32>>> {
        let word = |marks: &Vec<Mark>| marks.iter().map(|mark| numbers[mark]).collect();
        let wording = |words: &Vec<Vec<Mark>>| words.iter().map(word).collect();
        self.wordings.iter().map(wording).collect()
    }

    fn of(
        at: usize,
        event: &Event,
        entities: &[Entity],
        (groups, locale): (&[u16], &Locale),
        wordings: &[&str],
    ) -> Self {
        let group = groups[event.kind.0 as usize];
        let mut own = BTreeSet::from([Mark::Kind(group)]);
        let mut around = BTreeSet::new();
        let mut object = BTreeSet::new();
        let (mut heads, mut told) = (BTreeSet::new(), BTreeSet::new());
        let mut parties: BTreeSet<Mark> = event.agents.iter().map(|id| Mark::Entity(*id)).collect();
        let others = event.agents.iter().copied().chain(event.place);
        for id in others.chain(event.object) {
            own.insert(Mark::Entity(id));
            let entity = &entities[id.0 as usize];
            for name in entity.names() {
                let marks = words(&name.text, locale);
                if event.object == Some(id) {
                    object.extend(marks.iter().cloned());
                    heads.extend(head(&name.text, locale));
                }
                own.extend(marks);
            }
            let involved = entity.parties.iter().map(|party| Mark::Entity(*party));
            if entity.kind == EntityKind::Agreement {
                parties.extend(involved.clone());
            }
            own.extend(involved);
            if entity.kind == EntityKind::Agreement {
                let definition = entity.record.definition.iter();
                told.extend(definition.flat_map(|told| words(told, locale)));
            }
        }
        let undated = |marks: Vec<Mark>| marks.into_iter().filter(|mark| !is_year(mark));
        if let Some(summary) = &event.summary {
            own.extend(undated(words(summary, locale)));
        }
        for mark in &event.discriminators {
            own.extend(words(mark, locale));
        }
        for witness in event.witnesses.iter().filter(|witness| !witness.curated) {
            around.extend(undated(words(&witness.text, locale)));
        }
        around.extend(told.iter().cloned());
        let wordings = wordings.iter().copied().chain(event.summary.as_deref());
        let wordings: Vec<Vec<Vec<Mark>>> = wordings.map(|it| wording(it, locale)).collect();
        around.extend(wordings.iter().flatten().flatten().cloned());
        let ordinal = |mark: &&String| locale.events.discriminator(mark).is_some();
        let texts = event.witnesses.iter().map(|witness| witness.text.clone());
        let named = event
            .object
            .iter()
            .flat_map(|id| entities[id.0 as usize].names());
        let texts = texts
            .chain(named.map(|name| name.text))
            .chain(event.summary.clone());
        let counted = texts
            .chain(event.discriminators.iter().cloned())
            .flat_map(|text| ordinals_in(&key(&text), locale));
        let counted = counted.collect();
        around.retain(|mark| !own.contains(mark));
        Self {
            at,
            group,
            own,
            around,
            object,
            befell: event.object.map(Mark::Entity),
            parties,
            heads,
            told,
            ordinals: event
                .discriminators
                .iter()
                .filter(ordinal)
                .cloned()
                .collect(),
            first_what: event
                .discriminators
                .iter()
                .filter(|mark| !ordinals_in(mark, locale).is_empty())
                .flat_map(|mark| split(mark))
                .filter(|word| locale.events.discriminator(word).is_none())
                .flat_map(|part| word(part, locale).into_iter().chain(kin(part, locale)))
                .collect(),
            named_ordinals: event.object.map_or_else(Vec::new, |id| {
                let name = key(&entities[id.0 as usize].name);
                ordinals_in(&name, locale)
            }),
            counted,
            wordings,
            recurring: locale.events.kind(event.kind).recurring,
            persons: event
                .agents
                .iter()
                .any(|id| entities[id.0 as usize].kind == EntityKind::Person),
        }
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

/// The first noun of a name that says what sort of agreement it is, with its kin.
fn head(name: &str, locale: &Locale) -> Vec<Mark> {
    let folded = key(name);
    let sort = |word: &&str| locale.names.head(word) == Some(EntityKind::Agreement);
    let Some(noun) = split(&folded).find(sort) else {
        return Vec::new();
    };
    word(noun, locale)
        .into_iter()
        .chain(kin(noun, locale))
        .collect()
}

/// The ordinals of a folded text.
fn ordinals_in(folded: &str, locale: &Locale) -> Vec<String> {
    let ordinals = split(folded).filter_map(|word| locale.events.discriminator(word));
    ordinals.collect()
}

/// A number of four digits, which in a record's summary is the date.
fn is_year(mark: &Mark) -> bool {
    matches!(mark, Mark::Word(word) if word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit()))
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

/// The words of a way to tell a happening, each with its kin; years are no words of it.
fn wording(text: &str, locale: &Locale) -> Vec<Vec<Mark>> {
    let folded = key(text);
    let marks = split(&folded).filter_map(|part| {
        let own = word(part, locale).filter(|mark| !is_year(mark))?;
        Some(std::iter::once(own).chain(kin(part, locale)).collect())
    });
    marks.collect()
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
