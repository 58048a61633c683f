//! What a draft says around a date: its words with their kin, its names, the kinds of happening that it speaks of.

use std::collections::BTreeSet;

use prose::name::{EntityKind, Via, key};
use prose::reading::Resolved;
use text::Span;

use super::hedge::STOPS;
use super::mark::{Mark, kin, says_something, split};
use super::word::Vocabulary;
use crate::Library;

/// A block's prose with its reading.
pub(super) type Text<'a> = (&'a str, &'a Resolved);

/// One word.
#[derive(Clone, Debug, Default, Hash)]
pub(super) struct Token {
    /// Its own mark, if any event has it.
    pub word: Option<u32>,
    /// The marks of its kindred words.
    pub kin: Vec<u32>,
    /// Whether it tells something, known or not.
    pub telling: bool,
    /// Whether it is written like a name though it does not begin the sentence.
    pub capital: bool,
    /// Whether it belongs to a name.
    pub named: bool,
    /// The marks of the name that it belongs to.
    pub names: Vec<u32>,
    /// Whether that is the name of an agreement or an organisation, told by no short form.
    pub topic: bool,
    /// Whether it stands in the date's own clause.
    pub near: bool,
    /// Whether it says what sort of agreement is spoken of.
    pub head: bool,
    /// Whether it says of what comes after it that it is another one ("western", "another").
    pub apart: bool,
    /// Whether it stands in what the sort of agreement before it is about ("a statement on trade").
    pub matter: bool,
    /// Words that are written like one name have one number; none where it has but one word, or begins the sentence.
    pub run: Option<u32>,
    /// Whether it is a noun that a name may end in.
    pub noun: bool,
    /// Whether it stands for a country.
    pub land: bool,
    /// Whether it tells what is done.
    pub verb: bool,
    /// Whether what it is said of is introduced by "a".
    pub indefinite: bool,
}

impl Token {
    /// A mark and nothing else.
    fn bare(mark: u32, near: bool) -> Self {
        Self {
            word: Some(mark),
            near,
            ..Self::default()
        }
    }

    /// Whether it belongs to the name of one of these.
    pub fn party(&self, parties: &[u32]) -> bool {
        self.names
            .iter()
            .any(|mark| parties.binary_search(mark).is_ok())
    }
}

/// One name.
#[derive(Clone, Debug, Hash)]
pub(super) struct Heard {
    /// The marks of those that it may be, the likeliest first; none that no event has.
    pub candidates: Vec<u32>,
    /// The countries that it stands for.
    pub lands: Vec<u32>,
    pub kind: EntityKind,
    /// Whether it can mean one alone.
    pub clear: bool,
    /// Whether it stands by itself, and not for a part or a partner of its bearer ("the embassy of", "ties with").
    pub free: bool,
    /// Whether something of it is spoken of instead ("the translation of", "her envoy").
    pub aside: bool,
    /// Whether it is a country's.
    pub country: bool,
    /// Whether it stands in the date's own clause.
    pub near: bool,
}

/// So many words after an owner may say what is his.
const OWNED: usize = 3;

/// What holds a name.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Hold {
    Free,
    /// A word that it is a partner of, or is owned by.
    Word,
    /// A longer name.
    Name,
    /// A noun of which the verb is said.
    Other,
}

/// What is said around a date.
#[derive(Clone, Debug, Default, Hash)]
pub(super) struct Said {
    pub tokens: Vec<Token>,
    pub names: Vec<Heard>,
    /// The countries that each of the words stands for that stand for one.
    pub lands: Vec<Vec<u32>>,
    /// Those of them that are spoken of as states.
    pub states: Vec<u32>,
    /// Groups of kinds.
    pub kinds: BTreeSet<u16>,
    /// Those among them that are never another word for a different kind.
    pub stages: BTreeSet<u16>,
    pub ordinals: BTreeSet<String>,
    /// Those of the date's own clause.
    pub near_ordinals: BTreeSet<String>,
    /// What "first" sets apart, in this language.
    pub first: Option<String>,
    /// Whether a country is spoken of that no event has.
    pub abroad: bool,
    /// Periods that are spoken of beside the date: the marks of their years.
    pub periods: Vec<[Option<u32>; 2]>,
    /// Whether something is said to have been there for the first time.
    pub beginning: bool,
    /// Whether it is said to have happened before.
    pub again: bool,
    /// What the date stands right behind.
    pub attached: Option<u32>,
    /// The noun of an agreement that the date tells apart ("the 2001 treaty", "the statement of 1992"), as marks.
    pub attributive: Option<Vec<u32>>,
    /// Whether names come from a heading or the sentence before.
    pub borrowed: bool,
    /// How many runs of capitals there are so far.
    runs: u32,
}

impl Library {
    /// Takes up what `span` says; what `skip` covers tells of something else.
    pub(super) fn hear(
        &self,
        vocabulary: &mut Vocabulary,
        said: &mut Said,
        text: Text<'_>,
        span: Span,
        clause: Span,
        skip: &[Span],
    ) {
        let (prose, resolved) = text;
        let free = |other: Span| !skip.iter().any(|skipped| skipped.overlaps(other));
        let mut from = span.start;
        for skipped in skip.iter().copied().chain([Span::new(span.end, span.end)]) {
            let part = Span::new(
                from.min(span.end),
                skipped.start.clamp(from.min(span.end), span.end),
            );
            self.hear_words(vocabulary, said, text, part, clause);
            for kind in self.locale.events.kinds_in(part.of(prose)) {
                let group = self.groups[kind.0 as usize];
                said.kinds.insert(group);
                if self.locale.events.kind(kind).stage {
                    said.stages.insert(group);
                }
            }
            from = from.max(skipped.end);
        }
        let inside = resolved
            .mentions
            .iter()
            .filter(|mention| span.overlaps(mention.span) && free(mention.span))
            // "It" is often nothing that was named.
            .filter(|mention| mention.via != Via::Pronoun || mention.kind == EntityKind::Person);
        for mention in inside {
            let numbers = &self.recall.numbers;
            let marks = mention.candidates.iter();
            let candidates = marks.filter_map(|id| numbers.get(&Mark::Entity(*id)).copied());
            let person = mention.kind == EntityKind::Person;
            let hold = self.hold(prose, resolved, mention.span, person);
            // "The Bank of Norland" is not Norland.
            let candidates = candidates.filter(|_| hold != Hold::Name);
            let words = match hold {
                Hold::Name | Hold::Other => String::new(),
                _ => key(mention.span.of(prose)),
            };
            let lands = split(&words).filter_map(|word| self.recall.lands.get(word));
            said.names.push(Heard {
                candidates: candidates.collect(),
                lands: lands.flatten().copied().collect(),
                kind: mention.kind,
                clear: mention.candidates.len() == 1,
                free: hold == Hold::Free,
                aside: hold == Hold::Other,
                country: mention
                    .candidates
                    .first()
                    .is_some_and(|id| self.recall.countries.contains(id)),
                near: clause.overlaps(mention.span),
            });
        }
    }

    /// Whether a noun says that something happened, or is put for such a word.
    fn tells(&self, noun: &str) -> bool {
        kin(&noun.to_lowercase(), &self.locale).next().is_some()
    }

    /// What holds a name: nothing, a word before it, or a longer name that it is a part of.
    fn hold(&self, prose: &str, resolved: &Resolved, name: Span, person: bool) -> Hold {
        let events = &self.locale.events;
        let after = &prose[name.end..];
        let mut endings = self.locale.names.possessives.iter();
        let owned = endings.find_map(|ending| after.strip_prefix(ending.as_str()));
        let next = owned.unwrap_or(after).strip_prefix(' ').unwrap_or_default();
        let start = prose.len() - next.len();
        let dated = |at: usize| {
            let mut temporals = resolved.temporals.iter();
            temporals.any(|temporal| temporal.span.touches(at))
        };
        if next.starts_with(char::is_uppercase) && !dated(start) {
            return Hold::Word;
        }
        let mut words = next.split(|c: char| !c.is_alphanumeric());
        if owned.is_some() && person {
            // "Moreau's visit" is hers, "Moreau's envoy" another.
            let told = words.take(OWNED).any(|word| self.tells(word));
            return if told { Hold::Free } else { Hold::Other };
        }
        let word = words.next().unwrap_or_default().to_lowercase();
        let verb = self.locale.is_verb(&word) || events.is_helper(&word);
        // "The Union secretariat" is none of the Union, "the Union dissolved" is.
        let part = owned.is_none()
            && !person
            && !verb
            && next.starts_with(char::is_lowercase)
            && says_something(&word, &self.locale)
            && !events.is_preposition(&word)
            && !events.is_adverb_or_past(&word)
            && !self.locale.kin.is_self(&word)
            && events.kinds_in(&word).is_empty();
        if part {
            return Hold::Word;
        }
        let verb = verb && owned.is_none() && !person;
        let sentence = resolved
            .sentences
            .iter()
            .find(|sentence| sentence.covers(name));
        let from = sentence.map_or(0, |sentence| sentence.start);
        let mut before = prose[from..name.start].split_whitespace().rev();
        let plain = |word: &&str| {
            let word = word.to_lowercase();
            events.is_demonstrative(&word) || self.locale.kin.is_indefinite(&word)
        };
        let led = before
            .by_ref()
            .find(|word| !plain(word))
            .unwrap_or_default()
            .to_lowercase();
        if events.is_genitive(&led) {
            let noun = before.next().unwrap_or_default();
            let first = before.all(|word| plain(&word));
            let upper = noun.starts_with(char::is_uppercase);
            return match self.locale.names.head(&noun.to_lowercase()) {
                Some(EntityKind::Organisation | EntityKind::Place) if upper => Hold::Name,
                Some(_) => Hold::Word,
                None if upper && !first => Hold::Word,
                // "The translation of the Accord was signed" says nothing of the Accord.
                None if verb && !self.tells(noun) => Hold::Other,
                None => Hold::Free,
            };
        }
        let noun = before.next().unwrap_or_default();
        match events.is_preposition(&led) {
            // "With the Union dissolved": the verb is said of it.
            true if verb && events.is_with(&led) && self.locale.retelling.is_small(noun) => {
                Hold::Free
            }
            true if verb && !noun.is_empty() && !self.tells(noun) => Hold::Other,
            true => Hold::Word,
            false => Hold::Free,
        }
    }

    fn hear_words(
        &self,
        vocabulary: &mut Vocabulary,
        said: &mut Said,
        (prose, resolved): Text<'_>,
        part: Span,
        clause: Span,
    ) {
        let text = part.of(prose);
        let mut number: Option<(u32, usize)> = None;
        let (mut after_sort, mut matter, mut indefinite) = (false, false, false);
        // The word before, unless it belongs to another thing's name.
        let mut led: Option<u32> = None;
        let mut last: Option<(usize, bool)> = None;
        for (at, raw) in words_of(text) {
            let start = part.start + at;
            let between = last.map_or("", |(end, _)| &text[end..at]);
            let upper = raw.starts_with(char::is_uppercase);
            if !(upper && last.is_some_and(|(_, upper)| upper) && matches!(between, " " | "-")) {
                said.runs += 1;
            }
            last = Some((at + raw.len(), upper));
            let span = Span::new(start, start + raw.len());
            let own = vocabulary.number(self, raw);
            let word = vocabulary.word(own);
            let sentence = resolved
                .sentences
                .iter()
                .find(|sentence| sentence.covers(span));
            let first = sentence.is_none_or(|sentence| {
                let before = &prose[sentence.start..start];
                !before.contains(char::is_alphanumeric)
            });
            let mentioned = resolved
                .mentions
                .iter()
                .find(|mention| mention.span.overlaps(span));
            let parted = between.contains(STOPS) || word.verb;
            matter &= !parted;
            indefinite &= !parted && !word.demonstrative;
            indefinite |= word.indefinite;
            matter |= after_sort && between == " " && word.about;
            after_sort = word.agreement;
            if mentioned.is_none()
                && upper
                && word.short
                && let Some(marks) = self.recall.short.get(&*word.folded)
            {
                said.names.push(Heard {
                    candidates: marks.clone(),
                    lands: Vec::new(),
                    kind: EntityKind::Person,
                    clear: marks.len() == 1,
                    free: true,
                    aside: false,
                    country: false,
                    near: clause.overlaps(span),
                });
            }
            if word.land
                && let Some(lands) = self.recall.lands.get(&*word.folded)
            {
                said.lands.push(lands.clone());
                // "The Soviet state": the country itself.
                let next = words_of(&text[at + raw.len()..]).next();
                let next = next.map(|(_, next)| vocabulary.number(self, next));
                if next.is_some_and(|next| vocabulary.word(next).state) {
                    said.states.extend(lands);
                }
            }
            let word = vocabulary.word(own);
            let elsewhere = mentioned.is_some_and(|mention| {
                let own = |id| self.recall.numbers.contains_key(&Mark::Entity(id));
                !matches!(mention.kind, EntityKind::Place | EntityKind::Person)
                    && !mention.candidates.iter().any(|id| own(*id))
            });
            let names = mentioned.iter().flat_map(|mention| &mention.candidates);
            let names = names.filter_map(|id| self.recall.numbers.get(&Mark::Entity(*id)).copied());
            if elsewhere {
                continue; // The words of another thing's name are no words of an event's.
            }
            let near = clause.overlaps(span);
            said.tokens.push(Token {
                word: word.mark,
                kin: word.kin.to_vec(),
                telling: word.telling,
                capital: !first && upper,
                named: mentioned.is_some(),
                topic: mentioned.is_some_and(|mention| {
                    let full = mention.span.of(prose).contains(' ');
                    full && matches!(
                        mention.kind,
                        EntityKind::Agreement | EntityKind::Organisation
                    )
                }),
                names: names.collect(),
                near,
                head: after_sort,
                apart: !upper && word.apart,
                matter,
                run: upper.then_some(said.runs),
                noun: word.noun,
                land: word.land,
                verb: word.verb,
                indefinite,
            });
            // "thirty-two", "a fifth", "three dozen".
            let value = match (number, word.number) {
                (Some((before, end)), Some(value)) if at <= end + 1 => Some(joint(before, value)),
                (_, value) => value,
            };
            number = value.map(|value| (value, at + raw.len()));
            if let Some(digits) = value.or(word.share) {
                let mark = Mark::Word(digits.to_string());
                if let Some(known) = self.recall.numbers.get(&mark) {
                    said.tokens.push(Token::bare(*known, near));
                }
            }
            let before = led.map(|led| vocabulary.word(led));
            said.abroad |= upper && word.abroad;
            if upper && word.half_abroad {
                let before = before.map_or("", |before| &*before.folded);
                let whole = [before, &*word.folded].join(" ");
                said.abroad |= self.recall.abroad.contains(&whole);
            }
            if let Some(ordinal) = &word.ordinal {
                // "A fifth of the field" counts nothing.
                let share = word.share.is_some() && !before.is_some_and(|before| before.definite);
                let counts = ordinal.starts_with(|c: char| c.is_ascii_digit()) && !share;
                if near && counts {
                    said.near_ordinals.insert(ordinal.clone());
                }
                said.ordinals.insert(ordinal.clone());
            }
            if word.first {
                said.ordinals.extend(self.locale.events.first());
            }
            led = Some(own);
            said.again |= word.again;
            said.beginning |= word.beginning;
        }
    }
}

/// What two numbers say one after the other: "thirty-two", "three dozen", "two hundred".
pub(super) fn joint(before: u32, value: u32) -> u32 {
    match value {
        1..10 if before >= 20 => before + value,
        12 | 100 if before < 10 => before * value,
        _ => value,
    }
}

/// The words of a text with their offsets.
pub(super) fn words_of(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = &text[at..];
        let start = at + rest.find(char::is_alphanumeric)?;
        let word = &text[start..];
        let length = word
            .find(|c: char| !c.is_alphanumeric())
            .unwrap_or(word.len());
        at = start + length;
        Some((start, &text[start..at]))
    })
}
