//! What is known of a word wherever it stands: looked up once, however often it is heard. It knows nothing of sentences.

use std::sync::{Arc, PoisonError, RwLock};

use prose::name::{EntityKind, key};
use rustc_hash::FxHashMap;
use text::Span;

use super::mark::{kin, word};
use super::note::{Note, NotedEvent};
use crate::Library;

/// More different words are not kept.
const MOST: usize = 20_000;

/// The words that drafts of one library have, for all of them.
#[derive(Debug, Default)]
pub(crate) struct Words(RwLock<FxHashMap<Box<str>, Arc<Word>>>);

impl Clone for Words {
    /// To a library that is made from another, words may be something else.
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl Words {
    fn of(&self, library: &Library, raw: &str) -> Arc<Word> {
        let words = self.0.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(word) = words.get(raw) {
            return Arc::clone(word);
        }
        drop(words);
        let word = Arc::new(Word::new(library, raw));
        let mut words = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if words.len() < MOST {
            words.insert(raw.into(), Arc::clone(&word));
        }
        word
    }
}

/// What was found out about words, for one library. A fresh one gives the same answers, more slowly.
#[derive(Debug, Default)]
pub struct Vocabulary {
    /// As they are written, to their numbers.
    numbers: FxHashMap<Box<str>, u32>,
    words: Vec<Arc<Word>>,
    /// What was weighed for each date, if somebody wants to know.
    pub notes: Option<Vec<Note>>,
}

/// One word.
#[derive(Debug)]
pub(crate) struct Word {
    /// As it is compared.
    pub folded: Box<str>,
    /// Its own mark, if any event has it.
    pub mark: Option<u32>,
    /// Whether it tells something, known or not.
    pub telling: bool,
    /// The marks of its kindred words.
    pub kin: Box<[u32]>,
    /// Whether it stands for a country, and whether it is what a state is called.
    pub land: bool,
    pub state: bool,
    /// Whether it is a name that persons share with something else.
    pub short: bool,
    /// Whether it names a country that no event has, by itself or with the word before.
    pub abroad: bool,
    pub half_abroad: bool,
    /// Whether it is a noun that names end in, and whether one of an agreement.
    pub noun: bool,
    pub agreement: bool,
    pub verb: bool,
    pub demonstrative: bool,
    pub indefinite: bool,
    pub about: bool,
    pub apart: bool,
    pub first: bool,
    pub beginning: bool,
    pub again: bool,
    pub definite: bool,
    pub number: Option<u32>,
    pub share: Option<u32>,
    pub ordinal: Option<String>,
}

impl Vocabulary {
    /// Forgets all words once they are too many. Numbers given before mean nothing afterwards.
    pub(super) fn begin(&mut self) {
        if self.words.len() > MOST {
            *self = Self::default();
        }
    }

    /// Begins a note on a date of `prose`, if notes are taken.
    pub(super) fn note(&mut self, date: Span, prose: &str) {
        if let Some(notes) = &mut self.notes {
            notes.push(Note {
                date,
                words: date.of(prose).to_owned(),
                ended: "",
                events: Vec::new(),
            });
        }
    }

    /// Notes an event that was weighed.
    pub(super) fn weighed(&mut self, event: impl FnOnce() -> NotedEvent) {
        if let Some(note) = self.notes.as_mut().and_then(|notes| notes.last_mut()) {
            note.events.push(event());
        }
    }

    /// Ends the note: nothing will be weighed.
    pub(super) fn end(&mut self, why: &'static str) {
        if let Some(note) = self.notes.as_mut().and_then(|notes| notes.last_mut()) {
            note.ended = why;
        }
    }

    /// The number of a word.
    pub(super) fn number(&mut self, library: &Library, raw: &str) -> u32 {
        if let Some(number) = self.numbers.get(raw) {
            return *number;
        }
        let number = self.words.len() as u32;
        self.words.push(library.words.of(library, raw));
        self.numbers.insert(raw.into(), number);
        number
    }

    /// The word of a number.
    pub(super) fn word(&self, number: u32) -> &Word {
        &self.words[number as usize]
    }
}

impl Word {
    fn new(library: &Library, raw: &str) -> Self {
        let folded = key(raw);
        let (locale, recall) = (&library.locale, &library.recall);
        let (events, kinship) = (&locale.events, &locale.kin);
        let mark = word(&folded, locale);
        let kindred = kin(&folded, locale);
        let head = locale.names.head(&folded);
        Self {
            telling: mark.is_some(),
            mark: mark.and_then(|mark| recall.numbers.get(&mark).copied()),
            kin: kindred
                .filter_map(|mark| recall.numbers.get(&mark).copied())
                .collect(),
            land: recall.lands.contains_key(&folded),
            state: locale.names.head(raw) == Some(EntityKind::Place),
            short: recall.short.contains_key(&folded),
            abroad: recall.abroad.contains(&folded),
            half_abroad: recall.half_abroad.contains(&folded),
            noun: head.is_some(),
            agreement: head == Some(EntityKind::Agreement),
            verb: locale.is_verb(&folded),
            demonstrative: events.is_demonstrative(&folded),
            indefinite: kinship.is_indefinite(&folded),
            about: kinship.is_about(&folded),
            apart: kinship.is_apart(&folded),
            first: kinship.is_first(&folded),
            beginning: kinship.is_beginning(&folded),
            again: events.is_again(&folded),
            definite: locale.names.definite.contains(&folded),
            number: kinship.number(&folded),
            share: kinship.share(&folded),
            ordinal: events.discriminator(&folded),
            folded: folded.into(),
        }
    }
}
