//! Gathering what tells each recorded event from others: the marks of its record, of what it befell, of those who took part
//! and of what is told around it. Everything is numbered as it turns up, and what a word or an entity comes to is found out
//! once, however many events have it.

use std::collections::BTreeSet;
use std::rc::Rc;

use prose::locale::Locale;
use prose::name::{EntityId, EntityKind, key};
use rustc_hash::FxHashMap;

use super::mark::{Mark, Numbers, kin, split, word};
use crate::{Entity, Event};

/// Marks and their numbers, in the making.
pub(super) struct Numbering<'a> {
    locale: &'a Locale,
    entities: &'a [Entity],
    groups: &'a [u16],
    pub numbers: Numbers,
    /// By their numbers, the marks that are years.
    years: BTreeSet<u32>,
    /// What words come to, in lower case: their own mark first, if they may tell something, and their kin.
    words: FxHashMap<String, Rc<[u32]>>,
    named: FxHashMap<EntityId, Rc<Named>>,
}

/// What the names of an entity come to.
#[derive(Debug, Default)]
struct Named {
    marks: BTreeSet<u32>,
    /// The nouns that say what sort of agreement it is, with their kin.
    heads: BTreeSet<u32>,
    /// The ordinals in them.
    ordinals: Vec<String>,
}

/// The marks of one event.
#[derive(Debug)]
pub(super) struct Gathered {
    pub at: usize,
    pub group: u16,
    pub kind: u32,
    pub own: BTreeSet<u32>,
    pub around: BTreeSet<u32>,
    pub object: BTreeSet<u32>,
    pub befell: Option<u32>,
    pub parties: BTreeSet<u32>,
    pub heads: BTreeSet<u32>,
    pub told: BTreeSet<u32>,
    pub ordinals: Vec<String>,
    pub first_what: BTreeSet<u32>,
    pub named_ordinals: Vec<String>,
    pub counted: Vec<String>,
    /// Of each way to tell it the words, each with its kin.
    pub ways: Vec<Vec<Rc<[u32]>>>,
    pub years: bool,
    pub recurring: bool,
    pub persons: bool,
}

impl<'a> Numbering<'a> {
    pub fn new(entities: &'a [Entity], groups: &'a [u16], locale: &'a Locale) -> Self {
        Self {
            locale,
            entities,
            groups,
            numbers: Numbers::default(),
            years: BTreeSet::new(),
            words: FxHashMap::default(),
            named: FxHashMap::default(),
        }
    }

    fn entity(&self, id: EntityId) -> &'a Entity {
        &self.entities[id.0 as usize]
    }

    fn number(&mut self, mark: Mark) -> u32 {
        let next = self.numbers.len() as u32;
        if is_year(&mark) {
            let year = *self.numbers.entry(mark).or_insert(next);
            self.years.insert(year);
            return year;
        }
        *self.numbers.entry(mark).or_insert(next)
    }

    /// What a word comes to, in lower case; nothing if it tells nothing.
    fn word(&mut self, part: &str) -> Rc<[u32]> {
        if let Some(marks) = self.words.get(part) {
            return Rc::clone(marks);
        }
        let own = word(part, self.locale);
        let kindred = own.iter().flat_map(|_| kin(part, self.locale));
        let kindred: Vec<Mark> = kindred.collect();
        let marks = own.into_iter().chain(kindred);
        let marks: Rc<[u32]> = marks.map(|mark| self.number(mark)).collect();
        self.words.insert(part.to_owned(), Rc::clone(&marks));
        marks
    }

    /// The words of a text that may tell a happening from others, each with its kin.
    fn words(&mut self, text: &str) -> Vec<Rc<[u32]>> {
        let folded = key(text);
        let words = split(&folded).map(|part| self.word(part));
        words.filter(|word| !word.is_empty()).collect()
    }

    /// The same as marks.
    fn marks(&mut self, text: &str) -> Vec<u32> {
        let words = self.words(text);
        words.iter().flat_map(|word| word.iter().copied()).collect()
    }

    fn is_year(&self, mark: u32) -> bool {
        self.years.contains(&mark)
    }

    /// The same but for years, which in a text that tells of an event are its date.
    fn undated(&mut self, text: &str) -> Vec<u32> {
        let mut marks = self.marks(text);
        marks.retain(|mark| !self.is_year(*mark));
        marks
    }

    /// The words of a way to tell a happening; years are no words of it.
    fn way(&mut self, text: &str) -> Vec<Rc<[u32]>> {
        let mut words = self.words(text);
        words.retain(|word| !self.is_year(word[0]));
        words
    }

    fn named(&mut self, id: EntityId) -> Rc<Named> {
        if let Some(named) = self.named.get(&id) {
            return Rc::clone(named);
        }
        let mut named = Named::default();
        for name in self.entity(id).names() {
            named.marks.extend(self.marks(&name.text));
            let folded = key(&name.text);
            named.ordinals.extend(ordinals_in(&folded, self.locale));
            let nouns = &self.locale.names;
            let sort = |word: &&str| nouns.head(word) == Some(EntityKind::Agreement);
            if let Some(noun) = split(&folded).find(sort) {
                named.heads.extend(self.word(noun).iter());
            }
        }
        let named = Rc::new(named);
        self.named.insert(id, Rc::clone(&named));
        named
    }

    /// What tells this event, which stands at this place of the chronology, from others.
    pub fn gather(&mut self, at: usize, event: &Event, wordings: &[&str]) -> Gathered {
        let locale = self.locale;
        let group = self.groups[event.kind.0 as usize];
        let kind = self.number(Mark::Kind(group));
        let mut own = BTreeSet::from([kind]);
        let (mut around, mut told) = (BTreeSet::new(), BTreeSet::new());
        let agents = event.agents.iter();
        let mut parties: BTreeSet<u32> = agents.map(|id| self.number(Mark::Entity(*id))).collect();
        let others = event.agents.iter().copied().chain(event.place);
        for id in others.chain(event.object) {
            own.insert(self.number(Mark::Entity(id)));
            own.extend(&self.named(id).marks);
            let entity = self.entity(id);
            let involved = entity.parties.iter();
            let involved = involved.map(|party| self.number(Mark::Entity(*party)));
            let involved: Vec<u32> = involved.collect();
            own.extend(&involved);
            if entity.kind == EntityKind::Agreement {
                parties.extend(involved);
                if let Some(definition) = &entity.record.definition {
                    told.extend(self.marks(definition));
                }
            }
        }
        if let Some(summary) = &event.summary {
            own.extend(self.undated(summary));
        }
        for mark in &event.discriminators {
            own.extend(self.marks(mark));
        }
        for witness in event.witnesses.iter().filter(|witness| !witness.curated) {
            around.extend(self.undated(&witness.text));
        }
        around.extend(&told);
        let wordings = wordings.iter().copied().chain(event.summary.as_deref());
        let ways: Vec<Vec<Rc<[u32]>>> = wordings.map(|text| self.way(text)).collect();
        around.extend(ways.iter().flatten().flat_map(|word| word.iter()));
        around.retain(|mark| !own.contains(mark));
        let object = event.object.map(|id| self.named(id)).unwrap_or_default();
        let mut counted = Vec::new();
        let texts = event.witnesses.iter().map(|witness| &*witness.text);
        for text in texts
            .chain(event.summary.as_deref())
            .chain(event.discriminators.iter().map(String::as_str))
        {
            counted.extend(ordinals_in(&key(text), locale));
        }
        counted.extend(object.ordinals.iter().cloned());
        let ordinal = |word: &str| locale.events.discriminator(word);
        let mut first_what = BTreeSet::new();
        for mark in &event.discriminators {
            if !ordinals_in(mark, locale).is_empty() {
                for part in split(mark).filter(|part| ordinal(part).is_none()) {
                    first_what.extend(self.word(part).iter());
                }
            }
        }
        let ordinals = event.discriminators.iter();
        let ordinals = ordinals.filter(|mark| ordinal(mark).is_some());
        let person = |id: &EntityId| self.entity(*id).kind == EntityKind::Person;
        Gathered {
            at,
            group,
            kind,
            own,
            around,
            years: object.marks.iter().any(|mark| self.is_year(*mark)),
            object: object.marks.clone(),
            befell: event.object.map(|id| self.numbers[&Mark::Entity(id)]),
            parties,
            heads: object.heads.clone(),
            told,
            ordinals: ordinals.cloned().collect(),
            first_what,
            named_ordinals: event.object.map_or_else(Vec::new, |id| {
                ordinals_in(&key(&self.entity(id).name), locale)
            }),
            counted,
            ways,
            recurring: locale.events.kind(event.kind).recurring,
            persons: event.agents.iter().any(person),
        }
    }
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
