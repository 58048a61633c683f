//! Words and their meanings to a date or a sentence: a table from folded word to number, made for millions of look-ups
//! a second, most of which find nothing.

use std::collections::{BTreeMap, HashMap};

use serde::Deserialize;

use super::flag;
use super::short::{LONGEST, Table};
use super::slot::Slot;

/// Number of every word that the lexicon does not have.
pub(crate) const UNKNOWN: u16 = 0;

/// One word.
#[derive(Clone, Debug, Default)]
pub(crate) struct Entry {
    pub meanings: Vec<(Slot, i32)>,
    pub flags: u32,
    /// Patterns that may begin with it, by number.
    pub starts: Vec<u16>,
}

impl Entry {
    pub(crate) fn meaning(&self, slot: Slot) -> Option<i32> {
        let found = self.meanings.iter().find(|meaning| meaning.0 == slot);
        found.map(|meaning| meaning.1)
    }

    pub(crate) fn is(&self, flags: u32) -> bool {
        self.flags & flags != 0
    }
}

/// All words of a language that matter here.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lexicon {
    numbers: HashMap<Box<[u8]>, u16>,
    /// The same, sealed.
    table: Table,
    /// By first byte: the lengths that occur, as bits. It turns most words away without hashing.
    lengths: Vec<u32>,
    pub entries: Vec<Entry>,
    /// Names for output, as the locale writes them.
    pub months: Vec<String>,
    pub short_months: Vec<Vec<String>>,
    pub weekdays: Vec<String>,
    pub short_weekdays: Vec<Vec<String>>,
    pub seasons: Vec<String>,
    pub ordinal_suffixes: Vec<String>,
    pub decade_suffixes: Vec<String>,
    /// Endings of past tenses.
    pub past_endings: Vec<String>,
    /// Endings of nouns that name many.
    pub plural_endings: Vec<String>,
    /// Two words that speak of the future together ("set for").
    pub future_pairs: Vec<(u16, u16)>,
    /// Two words that do not look back though the first does ("had to").
    pub level_pairs: Vec<(u16, u16)>,
    pub output: Output,
}

/// Templates for dates written out.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Output {
    pub day_month_year: String,
    pub month_day_year: String,
    pub month: String,
    pub season: String,
    pub quarter: String,
    pub half: String,
    pub week: String,
    pub decade: String,
    pub century: String,
    pub before_era: String,
    pub range: String,
    pub circa: String,
    pub from: String,
    pub until: String,
    pub suffixes: Vec<String>,
}

impl Output {
    /// What makes an ordinal of `number`.
    pub(crate) fn suffix(&self, number: i16) -> &str {
        let at = usize::try_from(number - 1).unwrap_or(usize::MAX);
        let found = self.suffixes.get(at).or(self.suffixes.last());
        found.map_or("", String::as_str)
    }
}

/// `lexicon.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    pub tag: String,
    months: Names,
    weekdays: Names,
    seasons: BTreeMap<String, Vec<String>>,
    units: BTreeMap<String, Vec<String>>,
    cardinals: BTreeMap<String, i32>,
    ordinals: BTreeMap<String, i32>,
    decades: BTreeMap<String, i32>,
    senses: BTreeMap<String, Vec<String>>,
    eras: BTreeMap<String, Vec<String>>,
    quarters: BTreeMap<String, i32>,
    halves: BTreeMap<String, i32>,
    doubtful: Vec<String>,
    /// Whether months and weekdays are written with a capital.
    capitals: bool,
    ordinal_suffixes: Vec<String>,
    decade_suffixes: Vec<String>,
    output: Output,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Names {
    names: Vec<String>,
    short: Vec<Vec<String>>,
}

/// `cues.toml`: lists of words, each a flag.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Cues {
    date_cues: Vec<String>,
    codes: Vec<String>,
    counted: Vec<String>,
    quantities: Vec<String>,
    currencies: Vec<String>,
    future: Vec<String>,
    past: Vec<String>,
    past_endings: Vec<String>,
    #[serde(default)]
    plural_endings: Vec<String>,
    #[serde(default)]
    future_pairs: Vec<String>,
    #[serde(default)]
    level_pairs: Vec<String>,
    asides: Vec<String>,
    #[serde(default)]
    outlooks: Vec<String>,
    #[serde(default)]
    seasonal: Vec<String>,
    #[serde(default)]
    possessives: Vec<String>,
    #[serde(default)]
    agendas: Vec<String>,
    articles: Vec<String>,
    conjunctions: Vec<String>,
    subordinators: Vec<String>,
    relatives: Vec<String>,
    abbreviations: Vec<String>,
    numberings: Vec<String>,
    starters: Vec<String>,
}

/// Values of [`Slot::Unit`], by the names that a locale file uses.
pub(crate) const UNITS: [&str; 11] = [
    "minute", "hour", "day", "weekend", "week", "month", "season", "quarter", "year", "decade",
    "century",
];
/// Values of [`Slot::Sense`].
pub(crate) const SENSES: [&str; 6] = ["this", "same", "last", "next", "following", "previous"];
/// Values of [`Slot::Season`] less 21.
const SEASONS: [&str; 4] = ["spring", "summer", "autumn", "winter"];
/// Values of [`Slot::Era`].
const ERAS: [&str; 2] = ["before", "common"];

impl Lexicon {
    /// The word's number, or [`UNKNOWN`].
    pub(crate) fn number(&self, word: &[u8]) -> u16 {
        let Some(&first) = word.first() else {
            return UNKNOWN;
        };
        let first = first.to_ascii_lowercase() as usize;
        let lengths = self.lengths.get(first);
        if word.len() > LONGEST || lengths.is_none_or(|lengths| lengths >> word.len() & 1 == 0) {
            return UNKNOWN;
        }
        if word.is_ascii() {
            return self.table.get(word);
        }
        let lower = std::str::from_utf8(word).map(str::to_lowercase);
        let number = lower.map(|lower| self.numbers.get(lower.as_bytes()).copied());
        number.ok().flatten().unwrap_or(UNKNOWN)
    }

    pub(crate) fn entry(&self, number: u16) -> &Entry {
        const NOTHING: &Entry = &Entry {
            meanings: Vec::new(),
            flags: 0,
            starts: Vec::new(),
        };
        self.entries.get(number as usize).unwrap_or(NOTHING)
    }

    /// The word's number; a new word gets one.
    pub(crate) fn intern(&mut self, word: &str) -> u16 {
        if self.entries.is_empty() {
            self.entries.push(Entry::default());
        }
        let next = self.entries.len() as u16;
        let key = word.to_lowercase().into_bytes().into_boxed_slice();
        let number = *self.numbers.entry(key).or_insert(next);
        if number == next {
            self.entries.push(Entry::default());
        }
        number
    }

    /// To be called when all words are in.
    pub(super) fn seal(&mut self) {
        let words = self.numbers.iter();
        self.table = Table::new(words.map(|(word, number)| (&**word, *number)));
        self.lengths = vec![0; 256];
        for word in self.numbers.keys() {
            if let Some(&first) = word.first()
                && word.len() < 32
            {
                self.lengths[first as usize] |= 1 << word.len();
                if !first.is_ascii() {
                    // An upper-case form may differ in length and in its first byte.
                    self.lengths[128..].fill(u32::MAX);
                }
            }
        }
    }

    fn mean(&mut self, word: &str, slot: Slot, value: i32, flags: u32) {
        let number = self.intern(word);
        let entry = &mut self.entries[number as usize];
        entry.flags |= flags;
        if !entry.meanings.contains(&(slot, value)) {
            entry.meanings.push((slot, value));
        }
    }

    fn mean_all(
        &mut self,
        slot: Slot,
        names: &[&str],
        table: &BTreeMap<String, Vec<String>>,
    ) -> Result<(), String> {
        for (name, words) in table {
            let value = names
                .iter()
                .position(|known| known == name)
                .ok_or_else(|| format!("`{name}` is none of {}", names.join(", ")))?;
            for (place, word) in words.iter().enumerate() {
                let plural = slot == Slot::Unit && place > 0;
                self.mean(
                    word,
                    slot,
                    value as i32,
                    if plural { flag::PLURAL } else { 0 },
                );
            }
        }
        Ok(())
    }

    pub(super) fn add_words(&mut self, words: Words) -> Result<(), String> {
        let proper = if words.capitals { flag::PROPER } else { 0 };
        for (slot, names, length) in [
            (Slot::Month, &words.months, 12),
            (Slot::Weekday, &words.weekdays, 7),
        ] {
            if names.names.len() != length || names.short.len() != length {
                return Err(format!("a list of {length} names has another length"));
            }
            for (name, value) in names.names.iter().zip(1..) {
                self.mean(name, slot, value, proper);
            }
            for (short, value) in names.short.iter().zip(1..) {
                for word in short {
                    self.mean(word, slot, value, proper | flag::SHORT);
                }
            }
        }
        self.mean_all(Slot::Season, &SEASONS, &words.seasons)?;
        self.mean_all(Slot::Unit, &UNITS, &words.units)?;
        self.mean_all(Slot::Sense, &SENSES, &words.senses)?;
        self.mean_all(Slot::Era, &ERAS, &words.eras)?;
        for (table, slot) in [
            (&words.cardinals, Slot::Count),
            (&words.ordinals, Slot::Ordinal),
            (&words.decades, Slot::DecadeWord),
            (&words.quarters, Slot::Quarter),
            (&words.halves, Slot::Half),
        ] {
            for (word, &value) in table {
                self.mean(word, slot, value, 0);
                if slot == Slot::Count && (20..100).contains(&value) && value % 10 == 0 {
                    self.mean(word, Slot::Tens, value, 0);
                }
            }
        }
        for word in &words.doubtful {
            let number = self.intern(word);
            self.entries[number as usize].flags |= flag::DOUBTFUL;
        }
        self.seasons = SEASONS
            .iter()
            .filter_map(|season| words.seasons.get(*season)?.first().cloned())
            .collect();
        self.output = words.output;
        self.months = words.months.names;
        self.short_months = words.months.short;
        self.weekdays = words.weekdays.names;
        self.short_weekdays = words.weekdays.short;
        self.ordinal_suffixes = words.ordinal_suffixes;
        self.decade_suffixes = words.decade_suffixes;
        Ok(())
    }

    fn pairs(&mut self, pairs: &[String]) -> Result<Vec<(u16, u16)>, String> {
        let two = |pair: &String| match pair.split_once(' ') {
            Some((first, second)) if !second.contains(' ') => {
                Ok((self.intern(first), self.intern(second)))
            }
            _ => Err(format!("`{pair}` is not two words")),
        };
        pairs.iter().map(two).collect()
    }

    pub(super) fn add_cues(&mut self, cues: Cues) -> Result<(), String> {
        for (list, flags) in [
            (cues.date_cues, flag::CUE),
            (cues.codes, flag::CODE),
            (cues.counted, flag::COUNTED),
            (cues.quantities, flag::QUANTITY),
            (cues.currencies, flag::CURRENCY),
            (cues.future, flag::FUTURE),
            (cues.past, flag::PAST),
            (cues.asides, flag::ASIDE),
            (cues.outlooks, flag::OUTLOOK),
            (cues.seasonal, flag::SEASONAL),
            (cues.agendas, flag::AGENDA),
            (cues.possessives, flag::POSSESSIVE),
            (cues.articles, flag::ARTICLE),
            (cues.conjunctions, flag::CONJUNCTION),
            (cues.subordinators, flag::SUBORDINATOR),
            (cues.relatives, flag::RELATIVE),
            (cues.abbreviations, flag::ABBREVIATION),
            (cues.numberings, flag::NUMBERING),
            (cues.starters, flag::STARTER),
        ] {
            for word in list {
                if word.contains(char::is_whitespace) {
                    return Err(format!("`{word}` is more than one word"));
                }
                let number = self.intern(&word);
                self.entries[number as usize].flags |= flags;
            }
        }
        self.past_endings = cues.past_endings;
        self.plural_endings = cues.plural_endings;
        self.future_pairs = self.pairs(&cues.future_pairs)?;
        self.level_pairs = self.pairs(&cues.level_pairs)?;
        Ok(())
    }
}
