//! Event kinds and the grammar words around them, from a language's `events.toml`.

use rustc_hash::FxHashMap;

use serde::Deserialize;

use super::discriminator::nth;
use super::grammar::Grammar;
use super::{KindId, Role};
use crate::list::{WordMap, WordSet};
use crate::name::EntityKind;

/// One event kind.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Kind {
    /// Stable id ("signed").
    pub id: String,
    /// Kinds of one group are judged together; its own id if none is given.
    pub group: Option<String>,
    /// Whether it may happen to its object more than once.
    pub recurring: bool,
    /// Whether it happens once to each agent and object (to join, to recognise).
    pub agent_key: bool,
    /// Whether it is the beginning of its object, from which anniversaries are counted.
    pub begins: bool,
    /// Whether its date is a stretch of time, not a day in it.
    pub interval: bool,
    /// Whether its object is a second agent ("met").
    pub reciprocal: bool,
    /// Whether its verbs say no more than that something happened, so that a noun says what ("the visit took place").
    pub light: bool,
    /// Whether a person does it by virtue of an office ("signed", "visited").
    pub official: bool,
    /// Whether it brings somebody into an office, which words beside the object name ("elected President of").
    pub office: bool,
    /// An office may be won again after so many years.
    pub term: u32,
    /// Whether it only says that its object is of that time ("dates from"), by whatever beginning.
    pub origin: Option<Origin>,
    /// Whether a date in brackets behind its object says it ("the Treaty (2001)").
    pub bracketed: bool,
    /// Whether it stands for whatever no other kind names.
    pub open: bool,
    /// Whether an unknown name that it befalls is of the first kind of object ("SALT I was signed").
    pub types: bool,
    /// Whether only the passive says it ("was born").
    pub participle_only: bool,
    /// Kinds of entity that do it; any if empty.
    pub agent: Vec<EntityKind>,
    /// Kinds of entity that it is done to; any if empty.
    pub object: Vec<EntityKind>,
    /// What the subject of the passive is.
    pub passive_subject: Option<Role>,
    /// Verbs with an agent as subject.
    pub verbs: Vec<String>,
    /// Verbs with the object as subject.
    pub intransitive: Vec<String>,
    /// States that it begins ("in force"): their "since" is its date.
    pub states: Vec<String>,
    /// Whether what it begins lasts, so that "since" gives its date ("applied since").
    pub since: bool,
    /// Nouns, each with the preposition that leads to the object.
    pub nouns: Vec<String>,
    /// Kinds that drafters put for it, by id: a treaty that was signed is said to have been agreed.
    pub near: Vec<String>,
    /// Whether it may befall its object for each party by itself ("entered into force for Norland").
    pub each_party: bool,
    /// Whether a party that the sources do not know does it for itself ("Norland adopted the Accord").
    pub national: bool,
    /// Whether it is a stage of its own in the life of its object, never another word for a different one.
    pub stage: bool,
}

/// What a verb of origin says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Origin {
    /// It began then ("dates from").
    Beginning,
    /// Its roots lie then, which may be before its beginning ("goes back to").
    Roots,
}

/// The event kinds of one language, ready to be found.
#[derive(Clone, Debug, Default)]
pub struct Events {
    /// The kinds, by [`KindId`].
    pub kinds: Vec<Kind>,
    pub(crate) grammar: Grammar,
    /// First word of a cue to what it may be the start of, longest first.
    pub(crate) forms: WordMap<Vec<Form>>,
    /// What phrases begin with that say that somebody did the same ...
    pub(crate) repeating: WordSet,
    /// ... and that put one happening before another.
    pub(crate) ordering: WordSet,
    /// Ordinals in words, and their numbers.
    ordinals: WordMap<u32>,
}

/// One form of a cue.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Form {
    pub kind: KindId,
    /// The words after the first.
    pub tail: Vec<String>,
    pub shape: Shape,
    /// The object is the subject ("the Treaty expired").
    pub intransitive: bool,
    /// The kind's verb may also take an object or go without one.
    pub labile: bool,
}

/// What a form is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// The bare infinitive.
    Base,
    /// The third person of the present.
    Third,
    /// The simple past alone ("took").
    Past,
    /// Simple past and participle alike ("signed").
    Both,
    /// The participle alone ("taken").
    Participle,
    /// The -ing form.
    Gerund,
    /// What it begins ("in force").
    State,
    /// A noun; the last of the tail is the preposition to its object.
    Noun,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    kind: Vec<Kind>,
    grammar: Grammar,
}

impl Events {
    /// Reads a language's `events.toml`.
    ///
    /// # Errors
    /// If it is not of this shape.
    pub fn parse(toml: &str) -> Result<Self, toml::de::Error> {
        let file: File = toml::from_str(toml)?;
        let mut forms: FxHashMap<String, Vec<Form>> = FxHashMap::default();
        for (at, kind) in file.kind.iter().enumerate() {
            let id = KindId(at as u16);
            for verb in &kind.verbs {
                let labile = kind.intransitive.iter().any(|other| other == verb);
                add_verb(&mut forms, verb, id, false, labile, kind.participle_only);
            }
            for verb in kind
                .intransitive
                .iter()
                .filter(|verb| !kind.verbs.contains(verb))
            {
                add_verb(&mut forms, verb, id, true, false, false);
            }
            for state in &kind.states {
                add(&mut forms, state, id, Shape::State, true, false);
            }
            for noun in &kind.nouns {
                add(&mut forms, noun, id, Shape::Noun, false, false);
            }
        }
        for list in forms.values_mut() {
            list.sort_by_key(|form| std::cmp::Reverse(form.tail.len()));
        }
        let first = |phrase: &String| phrase.split(' ').next().map(str::to_owned);
        let grammar = file.grammar;
        let ordinals = grammar.ordinals.iter().cloned().zip(1..);
        let ordinals: Vec<(String, u32)> = ordinals.collect();
        let ordinals = ordinals.into_iter();
        let ordering = grammar.earlier.iter().chain(&grammar.later);
        Ok(Self {
            kinds: file.kind,
            repeating: grammar.repeating.iter().filter_map(first).collect(),
            ordering: ordering.filter_map(first).collect(),
            // Of two that are spelt alike the first counts.
            ordinals: ordinals.rev().collect(),
            grammar,
            forms: forms.into_iter().collect(),
        })
    }

    /// English, as compiled in.
    ///
    /// # Panics
    /// Never: a test reads the same file.
    pub fn english() -> Self {
        Self::parse(include_str!("../../locale/en/events.toml")).expect("the file is tested")
    }

    /// Whether the word (in lower case) is one of the verbs of an event, or ends like a verb of the past.
    pub fn is_verb(&self, word: &str) -> bool {
        let verb = |form: &Form| !matches!(form.shape, Shape::Noun | Shape::State);
        self.forms
            .get(word)
            .is_some_and(|forms| forms.iter().any(verb))
            || self.ends_like_past(word)
    }

    /// Whether the word (in lower case) ends like a verb of the past.
    pub(crate) fn ends_like_past(&self, word: &str) -> bool {
        let mut endings = self.grammar.past_endings.iter();
        endings.any(|ending| word.len() > ending.len() + 2 && word.ends_with(&**ending))
    }

    /// Whether the word (in lower case) shades what a sentence asserts: it denies, plans, supposes or reports.
    pub fn is_shade(&self, word: &str) -> bool {
        let grammar = &self.grammar;
        let mut lists = [
            &grammar.negation,
            &grammar.planned,
            &grammar.conditional,
            &grammar.reported,
        ]
        .into_iter();
        lists.any(|list| list.contains(word))
    }

    /// The kind of what no other names, if the language has one.
    pub fn open(&self) -> Option<KindId> {
        let at = self.kinds.iter().position(|kind| kind.open)?;
        Some(KindId(at as u16))
    }

    /// The kind that a date in brackets behind its object speaks of: a stretch of time, or a day in it.
    pub(crate) fn bracketed(&self, interval: bool) -> Option<KindId> {
        let fits = |kind: &Kind| kind.bracketed && kind.interval == interval;
        let at = self.kinds.iter().position(fits)?;
        Some(KindId(at as u16))
    }

    /// The kind with this id.
    pub fn id(&self, id: &str) -> Option<KindId> {
        let at = self.kinds.iter().position(|kind| kind.id == id)?;
        Some(KindId(at as u16))
    }

    /// What a word sets apart: "first" and "1st" are "1st", "last" is "last"; `None` for other words. In lower case.
    pub fn discriminator(&self, word: &str) -> Option<String> {
        if self.grammar.extremes.contains(word) {
            return Some(word.to_owned());
        }
        self.ordinal(word)
    }

    /// What an ordinal sets apart, in digits.
    pub(crate) fn ordinal(&self, word: &str) -> Option<String> {
        if let Some(number) = self.ordinals.get(word) {
            return Some(nth(*number));
        }
        if !word.starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        let digits = word.trim_end_matches(|c: char| c.is_alphabetic());
        let ending = &word[digits.len()..];
        let number: u32 = digits.parse().ok()?;
        self.grammar
            .ordinal_endings
            .iter()
            .any(|other| other == ending)
            .then(|| nth(number))
    }

    /// The kinds whose cue words stand in `text`.
    pub fn kinds_in(&self, text: &str) -> Vec<KindId> {
        let lower = text.to_lowercase();
        let words: Vec<&str> = lower
            .split(|c: char| !c.is_alphanumeric() && c != '-')
            .filter(|word| !word.is_empty())
            .collect();
        let mut found: Vec<KindId> = Vec::new();
        for (at, word) in words.iter().enumerate() {
            let standing = self.forms.get(*word).into_iter().flatten().filter(|form| {
                let tail = match form.shape {
                    Shape::Noun => &form.tail[..form.tail.len().saturating_sub(1)],
                    _ => &form.tail[..],
                };
                tail.iter()
                    .enumerate()
                    .all(|(offset, word)| words.get(at + 1 + offset) == Some(&word.as_str()))
            });
            found.extend(standing.map(|form| form.kind));
        }
        found.dedup();
        found
    }

    /// Whether a word beside an office says that somebody did not hold it then ("vice", "former"). In lower case.
    pub fn is_other_style(&self, word: &str) -> bool {
        self.grammar.other_styles.contains(word)
    }

    /// The kind that a noun names by itself ("visit", "visits"), in lower case.
    pub(crate) fn noun(&self, word: &str) -> Option<KindId> {
        let noun = |word: &str| {
            let mut forms = self.forms.get(word)?.iter();
            forms
                .find(|form| form.shape == Shape::Noun && form.tail.len() == 1)
                .map(|form| form.kind)
        };
        let plurals = self.grammar.noun_plurals.iter();
        noun(word).or_else(|| {
            plurals
                .filter_map(|ending| word.strip_suffix(ending.as_str()))
                .find_map(noun)
        })
    }

    /// The kind that a table's header names ("Signed", "Date of signature", "Entry into force"), if one alone.
    pub(crate) fn named_by(&self, header: &str) -> Option<KindId> {
        let lower = header.to_lowercase();
        let words: Vec<&str> = lower
            .split(|c: char| !c.is_alphanumeric() && c != '-')
            .filter(|word| !word.is_empty())
            .collect();
        let mut found: Vec<KindId> = Vec::new();
        for (at, word) in words.iter().enumerate() {
            // Longest first: "entry into force" before "entry".
            let standing = self.forms.get(*word).into_iter().flatten().find(|form| {
                let tail = match form.shape {
                    Shape::Noun => &form.tail[..form.tail.len().saturating_sub(1)],
                    Shape::Both | Shape::Participle => &form.tail[..],
                    // "In force", and nothing else.
                    Shape::State if words.len() == form.tail.len() + 1 => &form.tail[..],
                    _ => return false,
                };
                tail.iter()
                    .enumerate()
                    .all(|(offset, word)| words.get(at + 1 + offset) == Some(&word.as_str()))
            });
            if let Some(form) = standing
                && !found.contains(&form.kind)
            {
                found.push(form.kind);
            }
        }
        match found.as_slice() {
            [kind] => Some(*kind),
            _ => None,
        }
    }

    /// What a table's header that only says "Date" or "Year" makes of its column: the beginnings of what the rows name.
    pub(crate) fn dated_by(&self, header: &str) -> Option<KindId> {
        let word = header.trim().to_lowercase();
        let beginning = |kind: &Kind| kind.origin == Some(Origin::Beginning);
        let at = self.kinds.iter().position(beginning)?;
        self.grammar
            .date_headers
            .contains(&word)
            .then_some(KindId(at as u16))
    }

    /// The kind of this number.
    pub fn kind(&self, id: KindId) -> &Kind {
        &self.kinds[id.0 as usize]
    }

    /// The groups of kinds that may be put for one another, as pairs, each in both orders.
    pub fn near(&self) -> Vec<(u16, u16)> {
        let groups = self.groups();
        let mut pairs = Vec::new();
        for (at, kind) in self.kinds.iter().enumerate() {
            for other in kind.near.iter().filter_map(|id| self.id(id)) {
                let (one, other) = (groups[at], groups[other.0 as usize]);
                pairs.extend([(one, other), (other, one)]);
            }
        }
        pairs.sort_unstable();
        pairs.dedup();
        pairs
    }

    /// For each kind, the number of the first kind of its group.
    pub fn groups(&self) -> Vec<u16> {
        let group = |kind: &Kind| kind.group.clone().unwrap_or_else(|| kind.id.clone());
        let first = |kind: &Kind| {
            self.kinds
                .iter()
                .position(|other| group(other) == group(kind))
        };
        self.kinds
            .iter()
            .map(|kind| first(kind).unwrap_or_default() as u16)
            .collect()
    }
}

impl Kind {
    /// Whether an entity of this kind may do it.
    pub fn takes_agent(&self, kind: EntityKind) -> bool {
        match self.agent.as_slice() {
            [] => kind != EntityKind::Agreement,
            kinds => kinds.contains(&kind),
        }
    }

    /// Whether it may be done to an entity of this kind.
    pub fn takes_object(&self, kind: EntityKind) -> bool {
        self.object.is_empty() || self.object.contains(&kind)
    }
}

fn add_verb(
    forms: &mut FxHashMap<String, Vec<Form>>,
    verb: &str,
    kind: KindId,
    intransitive: bool,
    labile: bool,
    participle_only: bool,
) {
    let (inflected, tail) = verb.split_once('|').unwrap_or((verb, ""));
    let words: Vec<&str> = inflected.split_whitespace().collect();
    let [base, third, past, participle, gerund] = words.as_slice() else {
        return;
    };
    let mut put = |word: &str, shape| {
        add(
            forms,
            &format!("{word} {tail}"),
            kind,
            shape,
            intransitive,
            labile,
        )
    };
    if participle_only {
        put(participle, Shape::Participle);
        return;
    }
    put(base, Shape::Base);
    put(third, Shape::Third);
    put(gerund, Shape::Gerund);
    if past == participle {
        put(past, Shape::Both);
    } else {
        put(past, Shape::Past);
        put(participle, Shape::Participle);
    }
}

fn add(
    forms: &mut FxHashMap<String, Vec<Form>>,
    words: &str,
    kind: KindId,
    shape: Shape,
    intransitive: bool,
    labile: bool,
) {
    let mut words = words.split_whitespace().map(str::to_owned);
    let Some(first) = words.next() else {
        return;
    };
    let form = Form {
        kind,
        tail: words.collect(),
        shape,
        intransitive,
        labile,
    };
    forms.entry(first).or_default().push(form);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn english_is_well_formed() {
        let events = Events::english();
        for verb in events
            .kinds
            .iter()
            .flat_map(|kind| kind.verbs.iter().chain(&kind.intransitive))
        {
            let inflected = verb.split('|').next().unwrap_or_default();
            assert_eq!(inflected.split_whitespace().count(), 5, "{verb}");
        }
        let mut ids: Vec<&str> = events.kinds.iter().map(|kind| kind.id.as_str()).collect();
        let count = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), count);
        let groups = events.groups();
        let group = |id| groups[events.id(id).unwrap().0 as usize];
        assert_eq!(group("founded"), group("launched"));
        assert_ne!(group("founded"), group("signed"));
    }
}
