//! Patterns over words and classes, as the locale files write them, compiled to tiny programs.
//!
//! | written | means |
//! |---|---|
//! | `of` | that word |
//! | `, . - / '` | that mark; `-` is any dash |
//! | `{month}` `{day.2}` | a word or number of that class, captured (`.2`: for the second end point) |
//! | `=step:-1` | captures a constant |
//! | `[a b]` `(a\|b)` | optional; either |
//! | `<name>` | a fragment |

use std::collections::BTreeMap;

use serde::Deserialize;

use super::compile::compile;
use super::lexicon::Lexicon;
use super::slot::Slot;

/// What a pattern makes, or does to the date behind it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord)]
pub(crate) enum Group {
    /// A date or its part, by fields.
    Point,
    /// Two end points that share words.
    Range,
    /// A date by its distance from another.
    Shift,
    /// A length of time.
    Length,
    /// A recurring time.
    Set,
    /// A time of day.
    Time,
    /// Not a date, though it looks like one.
    Nothing,
    /// Shades the date behind it and belongs to its words.
    Early,
    /// See [`Group::Early`].
    Mid,
    /// See [`Group::Early`].
    Late,
    /// See [`Group::Early`].
    Circa,
    /// Bounds the date behind it and does not belong to its words.
    Since,
    /// See [`Group::Since`].
    From,
    /// See [`Group::Since`].
    Until,
    /// See [`Group::Since`].
    By,
    /// See [`Group::Since`].
    Before,
    /// See [`Group::Since`].
    After,
    /// Stands before a date and leaves it as it is, where a part of it alone would not ("dates from").
    At,
    /// Joins two dates to a range wherever it stands between them.
    Dash,
    /// Joins two dates to a range behind "from".
    To,
    /// Opens a range that `And` joins.
    Between,
    /// See [`Group::Between`].
    And,
    /// Says of the date before it that it is of another calendar.
    Calendar,
}

/// `dates.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, default)]
#[derive(Default)]
pub(super) struct Patterns {
    fragments: BTreeMap<String, String>,
    point: Vec<String>,
    range: Vec<String>,
    shift: Vec<String>,
    length: Vec<String>,
    set: Vec<String>,
    time: Vec<String>,
    nothing: Vec<String>,
    early: Vec<String>,
    mid: Vec<String>,
    late: Vec<String>,
    circa: Vec<String>,
    since: Vec<String>,
    from: Vec<String>,
    until: Vec<String>,
    by: Vec<String>,
    before: Vec<String>,
    after: Vec<String>,
    at: Vec<String>,
    dash: Vec<String>,
    to: Vec<String>,
    between: Vec<String>,
    and: Vec<String>,
    calendar: Vec<String>,
}

/// A mark that patterns know.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Punct {
    Comma,
    Dot,
    Dash,
    Slash,
    Apostrophe,
    Other,
}

/// What a program asks of one token.
pub(crate) trait Symbol {
    /// Whether it is this word of the lexicon.
    fn is_word(&self, number: u16) -> bool;
    /// Whether it is this mark.
    fn is_punct(&self, punct: Punct) -> bool;
    /// Its value in a class.
    fn class(&self, slot: Slot, lexicon: &Lexicon) -> Option<i32>;
}

/// One captured value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Capture {
    pub slot: Slot,
    /// For the second end point.
    pub second: bool,
    pub value: i32,
    /// Index of the token, or of the token before which a constant stands.
    pub token: usize,
}

/// One step of a program.
#[derive(Clone, Copy, Debug)]
pub(super) enum Step {
    Word(u16),
    Mark(Punct),
    Class(Slot, bool),
    Constant(Slot, bool, i32),
    /// Go on here first, there if that fails.
    Split(u16),
    Jump(u16),
    Accept,
}

#[derive(Clone, Debug)]
struct Program {
    group: Group,
    steps: Vec<Step>,
    /// Which words may stand second, as bits by their numbers; see [`Grammar::may_follow`].
    seconds: Vec<u64>,
    /// Whether a number, a mark, or anything at all may stand second.
    second_number: bool,
    second_mark: bool,
    second_any: bool,
}

/// What stands second in a candidate.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Second {
    /// A word, by its number.
    Word(u16),
    /// A number.
    Number,
    /// A mark, or nothing.
    Mark,
}

/// All patterns of a language.
#[derive(Clone, Debug, Default)]
pub(crate) struct Grammar {
    programs: Vec<Program>,
    /// The number of the first program of each group, and of none behind the last.
    groups: Vec<u16>,
    /// Patterns that may begin with a number.
    number_starts: Vec<u16>,
    /// Patterns that may begin with a mark.
    mark_starts: Vec<u16>,
}

impl Grammar {
    /// Compiles `patterns`; their words are added to the lexicon.
    pub(super) fn compile(patterns: Patterns, lexicon: &mut Lexicon) -> Result<Grammar, String> {
        let mut grammar = Grammar::default();
        let fragments = &patterns.fragments;
        for (group, list) in [
            (Group::Point, &patterns.point),
            (Group::Range, &patterns.range),
            (Group::Shift, &patterns.shift),
            (Group::Length, &patterns.length),
            (Group::Set, &patterns.set),
            (Group::Time, &patterns.time),
            (Group::Nothing, &patterns.nothing),
            (Group::Early, &patterns.early),
            (Group::Mid, &patterns.mid),
            (Group::Late, &patterns.late),
            (Group::Circa, &patterns.circa),
            (Group::Since, &patterns.since),
            (Group::From, &patterns.from),
            (Group::Until, &patterns.until),
            (Group::By, &patterns.by),
            (Group::Before, &patterns.before),
            (Group::After, &patterns.after),
            (Group::At, &patterns.at),
            (Group::Dash, &patterns.dash),
            (Group::To, &patterns.to),
            (Group::Between, &patterns.between),
            (Group::And, &patterns.and),
            (Group::Calendar, &patterns.calendar),
        ] {
            debug_assert_eq!(group as usize, grammar.groups.len(), "groups come in order");
            grammar.groups.push(grammar.programs.len() as u16);
            for source in list {
                let steps = compile(source, fragments, lexicon)
                    .map_err(|message| format!("{message} in the pattern `{source}`"))?;
                grammar.programs.push(Program {
                    group,
                    steps,
                    seconds: Vec::new(),
                    second_number: false,
                    second_mark: false,
                    second_any: false,
                });
            }
        }
        grammar.groups.push(grammar.programs.len() as u16);
        grammar.index(lexicon);
        Ok(grammar)
    }

    /// Notes for every word which programs may begin with it.
    fn index(&mut self, lexicon: &mut Lexicon) {
        for (number, program) in self.programs.iter().enumerate() {
            let number = number as u16;
            let mut firsts = Vec::new();
            program.firsts(0, &mut firsts);
            let firsts: Vec<Step> = firsts.into_iter().map(|at| program.steps[at]).collect();
            let mut seen_number = false;
            let mut seen_mark = false;
            for step in firsts {
                match step {
                    Step::Word(word) => {
                        push_once(&mut lexicon.entries[word as usize].starts, number)
                    }
                    Step::Class(slot, _) => {
                        seen_number |= slot.admits_numbers();
                        for entry in &mut lexicon.entries {
                            if entry.meaning(slot).is_some() {
                                push_once(&mut entry.starts, number);
                            }
                        }
                    }
                    Step::Mark(_) => seen_mark = true,
                    _ => {}
                }
            }
            if seen_number {
                self.number_starts.push(number);
            }
            if seen_mark {
                self.mark_starts.push(number);
            }
        }
        for program in &mut self.programs {
            program.index_seconds(lexicon);
        }
    }

    /// Whether `program`, begun at some token, can go on with `second` or end before it. It turns away nearly all
    /// candidates ("the", "in", "one") for the price of a bit.
    pub(crate) fn may_follow(&self, program: u16, second: Second) -> bool {
        let program = &self.programs[program as usize];
        program.second_any
            || match second {
                Second::Number => program.second_number,
                Second::Mark => program.second_mark,
                Second::Word(word) => program
                    .seconds
                    .get(usize::from(word) / 64)
                    .is_some_and(|bits| bits >> (word % 64) & 1 == 1),
            }
    }

    /// Programs that may begin with a number.
    pub(crate) fn number_starts(&self) -> &[u16] {
        &self.number_starts
    }

    /// Programs that may begin with a mark.
    pub(crate) fn mark_starts(&self) -> &[u16] {
        &self.mark_starts
    }

    /// The numbers of the programs of the groups from `first` to `last`; programs are numbered group by group.
    pub(crate) fn numbers(&self, first: Group, last: Group) -> std::ops::Range<u16> {
        let at = |group: usize| self.groups.get(group).copied().unwrap_or_default();
        at(first as usize)..at(last as usize + 1)
    }

    /// The group of a program.
    pub(crate) fn group(&self, program: u16) -> Group {
        self.programs[program as usize].group
    }

    /// Runs one program from `tokens[at]`; the end of the match (one past its last token) and what it captured.
    pub(crate) fn run<T: Symbol>(
        &self,
        program: u16,
        tokens: &[T],
        at: usize,
        lexicon: &Lexicon,
        captures: &mut Vec<Capture>,
    ) -> Option<usize> {
        captures.clear();
        let steps = &self.programs[program as usize].steps;
        let mut run = Run {
            steps,
            tokens,
            lexicon,
            captures,
        };
        run.from(0, at)
    }
}

fn push_once(list: &mut Vec<u16>, number: u16) {
    if list.last() != Some(&number) {
        list.push(number);
    }
}

impl Program {
    /// The steps that ask for a token and may be the first to do so from `at` on.
    fn firsts(&self, at: usize, found: &mut Vec<usize>) {
        match self.steps[at] {
            Step::Split(other) => {
                self.firsts(at + 1, found);
                self.firsts(other as usize, found);
            }
            Step::Jump(to) => self.firsts(to as usize, found),
            Step::Constant(..) => self.firsts(at + 1, found),
            _ => found.push(at),
        }
    }

    fn index_seconds(&mut self, lexicon: &Lexicon) {
        let mut firsts = Vec::new();
        self.firsts(0, &mut firsts);
        let mut seconds = Vec::new();
        for first in firsts {
            self.firsts(first + 1, &mut seconds);
        }
        let mut bits = vec![0u64; lexicon.entries.len() / 64 + 1];
        let mut set = |word: usize| bits[word / 64] |= 1 << (word % 64);
        for second in seconds {
            match self.steps[second] {
                Step::Accept => self.second_any = true,
                Step::Mark(_) => self.second_mark = true,
                Step::Word(word) => set(usize::from(word)),
                Step::Class(slot, _) => {
                    self.second_number |= slot.admits_numbers();
                    let meant = |entry: &super::Entry| entry.meaning(slot).is_some();
                    (0..lexicon.entries.len())
                        .filter(|&word| meant(&lexicon.entries[word]))
                        .for_each(&mut set);
                }
                _ => {}
            }
        }
        self.seconds = bits;
    }
}

struct Run<'a, T> {
    steps: &'a [Step],
    tokens: &'a [T],
    lexicon: &'a Lexicon,
    captures: &'a mut Vec<Capture>,
}

impl<T: Symbol> Run<'_, T> {
    // Patterns have no loops, so depth is bounded by the pattern's own length.
    fn from(&mut self, mut step: usize, mut at: usize) -> Option<usize> {
        loop {
            let token = self.tokens.get(at);
            match self.steps[step] {
                Step::Accept => return Some(at),
                Step::Word(number) if token?.is_word(number) => at += 1,
                Step::Mark(punct) if token?.is_punct(punct) => at += 1,
                Step::Class(slot, second) => {
                    let value = token?.class(slot, self.lexicon)?;
                    self.captures.push(Capture {
                        slot,
                        second,
                        value,
                        token: at,
                    });
                    at += 1;
                }
                Step::Constant(slot, second, value) => {
                    self.captures.push(Capture {
                        slot,
                        second,
                        value,
                        token: at,
                    });
                }
                Step::Jump(to) => {
                    step = to as usize;
                    continue;
                }
                Step::Split(other) => {
                    let kept = self.captures.len();
                    if let Some(end) = self.from(step + 1, at) {
                        return Some(end);
                    }
                    self.captures.truncate(kept);
                    step = other as usize;
                    continue;
                }
                Step::Word(_) | Step::Mark(_) => return None,
            }
            step += 1;
        }
    }
}
