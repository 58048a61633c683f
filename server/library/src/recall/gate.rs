//! A cheap first look at a block: how much of each recorded event its words could bear out at most. Most dates are told of
//! nothing that is recorded; they are turned away here, before anything is weighed. It must never turn away what weighing
//! would find: every score stays at or below what is promised here.

use prose::list::{WordMap, with_lower};
use prose::locale::Locale;
use prose::name::key;
use prose::reading::Resolved;
use text::Span;

use super::decide::{ENOUGH, ENOUGH_NAMED, HERE};
use super::heard::{joint, words_of};
use super::mark::{Known, Mark, Numbers, Recall, STEM, says_something, split};
use super::weigh::{AROUND, BEFORE, KINDRED, NAMED, NEAR, ORDINAL};
use crate::{Event, Library};

/// The marks of a library's events, by the words that lead to them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Gate {
    /// By the beginning of a word.
    words: WordMap<u32>,
    /// By the number of a list of kindred words.
    kin: Vec<Option<u32>>,
    /// For each mark: the events that have it around them only.
    around: Vec<Vec<u32>>,
    /// For each mark: the share of its weight that it is worth.
    share: Vec<f64>,
    /// What the heaviest mark weighs.
    heaviest: f64,
}

/// What may be heard in one block.
pub(super) struct Sounds {
    /// The marks with the places of their words, in order, and whether these are part of a name.
    marks: Vec<(Span, u32, bool)>,
    /// Whether some ordinal is there, or a beginning.
    ordinal: bool,
    /// Groups of kinds whose cues stand in it, sorted.
    kinds: Vec<u16>,
}

impl Gate {
    pub fn new(numbers: &Numbers, known: &[Known], weights: &[f64]) -> Self {
        let words = numbers.iter().filter_map(|(mark, number)| match mark {
            Mark::Word(word) => Some((word.clone(), *number)),
            _ => None,
        });
        let mut share = vec![1.0; numbers.len()];
        let mut kin = Vec::new();
        for (mark, number) in numbers {
            if let Mark::Kin(list) = mark {
                kin.resize(kin.len().max(usize::from(*list) + 1), None);
                kin[usize::from(*list)] = Some(*number);
                share[*number as usize] = KINDRED;
            }
        }
        let mut around = vec![Vec::new(); numbers.len()];
        for (at, known) in (0..).zip(known) {
            for mark in &known.around {
                around[*mark as usize].push(at);
            }
        }
        Self {
            words: words.collect(),
            kin,
            around,
            share,
            heaviest: weights.iter().copied().fold(0.0, f64::max),
        }
    }
}

impl Library {
    /// Listens to a whole block.
    pub(super) fn listen(&self, prose: &str, resolved: &Resolved) -> Sounds {
        let (locale, recall) = (&*self.locale, &self.recall);
        let mut sounds = Sounds {
            marks: Vec::new(),
            ordinal: false,
            kinds: self.kinds_of(prose),
        };
        let mut mentions = resolved.mentions.iter().peekable();
        let mut number: Option<(u32, usize)> = None;
        for (at, raw) in words_of(prose) {
            let span = Span::new(at, at + raw.len());
            while mentions.next_if(|it| it.span.end <= at).is_some() {}
            let named = mentions.peek().is_some_and(|it| it.span.overlaps(span));
            let capital = raw.starts_with(char::is_uppercase);
            folded(raw, |word| {
                sounds.take(word, span, (capital, named), locale, recall);
                let alone = locale.kin.number(word);
                let before = number.filter(|(_, end)| at <= end + 1);
                let joint = before
                    .zip(alone)
                    .map(|((before, _), own)| joint(before, own));
                let share = locale.kin.share(word).filter(|_| alone.is_none());
                for digits in [alone, joint, share].into_iter().flatten() {
                    let mark = recall.gate.words.get(&digits.to_string());
                    let mark = mark.map(|mark| (span, *mark, false));
                    sounds.marks.extend(mark);
                }
                number = joint.or(alone).map(|value| (value, span.end));
            });
        }
        for mention in &resolved.mentions {
            let ids = mention.candidates.iter();
            let numbers = ids.filter_map(|id| recall.numbers.get(&Mark::Entity(*id)));
            let words = key(mention.span.of(prose));
            let lands = split(&words).filter_map(|word| recall.lands.get(word));
            let marks = numbers.chain(lands.flatten());
            let marks = marks.map(|mark| (mention.span, *mark, false));
            sounds.marks.extend(marks);
        }
        sounds
    }

    /// The groups of kinds that are spoken of anywhere.
    fn kinds_of(&self, prose: &str) -> Vec<u16> {
        let kinds = self.locale.events.kinds_in(prose).into_iter();
        let mut groups: Vec<u16> = kinds.map(|kind| self.groups[kind.0 as usize]).collect();
        groups.sort_unstable();
        groups.dedup();
        groups
    }
}

/// A word as names are folded.
fn folded<T>(raw: &str, then: impl FnOnce(&str) -> T) -> T {
    match raw.is_ascii() {
        true => with_lower(raw, then),
        false => then(&key(raw)),
    }
}

impl Sounds {
    fn take(
        &mut self,
        word: &str,
        span: Span,
        (capital, named): (bool, bool),
        locale: &Locale,
        recall: &Recall,
    ) {
        let gate = &recall.gate;
        if says_something(word, locale) {
            let start = word.char_indices().nth(STEM);
            let start = start.map_or(word, |(end, _)| &word[..end]);
            let mark = gate.words.get(start);
            self.marks.extend(mark.map(|mark| (span, *mark, named)));
        }
        let lists = locale.kin.lists(word, locale.retelling.stem(word));
        let kindred = lists.filter_map(|list| gate.kin.get(usize::from(list)).copied()?);
        self.marks.extend(kindred.map(|mark| (span, mark, named)));
        if let Some(lands) = recall.lands.get(word) {
            let lands = lands.iter().map(|mark| (span, *mark, false));
            self.marks.extend(lands);
        }
        if capital && let Some(short) = recall.short.get(word) {
            let short = short.iter().map(|mark| (span, *mark, false));
            self.marks.extend(short);
        }
        self.ordinal |= locale.kin.is_first(word)
            || locale.kin.is_beginning(word)
            || locale.events.discriminator(word).is_some();
    }
}

/// What each event may come to, for one date after the other.
pub(super) struct Bounds<'a> {
    recall: &'a Recall,
    /// For each event: what is said here, and what was said before.
    sums: Vec<(f64, f64)>,
    touched: Vec<u32>,
    /// Marks that were heard, each with the share of its weight that counts.
    heard: Vec<(u32, f64)>,
    /// What is not known beforehand.
    open: f64,
    ordinal: bool,
    kinds: Vec<u16>,
}

impl<'a> Bounds<'a> {
    pub fn new(recall: &'a Recall) -> Self {
        Self {
            recall,
            sums: vec![(0.0, 0.0); recall.known.len()],
            touched: Vec::new(),
            heard: Vec::new(),
            open: 0.0,
            ordinal: false,
            kinds: Vec::new(),
        }
    }

    /// Forgets all, for another date.
    pub fn clear(&mut self) {
        for at in self.touched.drain(..) {
            self.sums[at as usize] = (0.0, 0.0);
        }
        self.heard.clear();
        self.kinds.clear();
        (self.open, self.ordinal) = (0.0, false);
    }

    /// Takes up what stands inside `span`, the words of the date left out, and, less weighty, what stands inside `around`.
    pub fn take(&mut self, sounds: &Sounds, span: Span, around: Span, date: Span) {
        for (place, mark, named) in &sounds.marks {
            if date.overlaps(*place) {
                // Of a word that the date has in part, who knows what the rest says.
                let all = date.covers(*place);
                self.open += if all { 0.0 } else { self.recall.gate.heaviest };
            } else if span.overlaps(*place) {
                self.heard.push((*mark, if *named { NAMED } else { 1.0 }));
            } else if around.overlaps(*place) {
                self.heard.push((*mark, BEFORE));
            }
        }
        self.ordinal |= sounds.ordinal;
        self.kinds.extend(&sounds.kinds);
    }

    /// Adds all up.
    pub fn settle(&mut self) {
        // Each mark counts once, at its most.
        self.heard.sort_unstable_by(|(one, share), (other, less)| {
            one.cmp(other).then_with(|| less.total_cmp(share))
        });
        self.heard.dedup_by_key(|(mark, _)| *mark);
        for (mark, share) in &self.heard {
            let kindred = self.recall.gate.share[*mark as usize];
            let weight = share * kindred * self.recall.weight(*mark);
            let own = self.recall.having[*mark as usize].iter();
            let around = self.recall.gate.around[*mark as usize].iter();
            let own = own.map(|event| (*event, weight));
            for (event, weight) in own.chain(around.map(|event| (*event, AROUND * weight))) {
                let sums = &mut self.sums[event as usize];
                if *sums == (0.0, 0.0) {
                    self.touched.push(event);
                }
                match *share > BEFORE {
                    true => sums.0 += weight,
                    false => sums.1 += weight,
                }
            }
        }
    }

    /// The events that could be told of, by their places among those that can be recalled.
    pub fn likely(&self, library: &'a Library) -> impl Iterator<Item = u32> {
        let likely = |at: &u32| {
            let known = &self.recall.known[*at as usize];
            let (here, all) = self.most(*at, library);
            let meant = known.befell.is_some_and(|mark| self.has(mark));
            let enough = if meant { ENOUGH_NAMED } else { ENOUGH };
            all >= enough && here >= HERE * enough
        };
        self.touched.iter().copied().filter(likely)
    }

    /// The most that an event can score here, and with what was said before.
    pub fn most(&self, at: u32, library: &Library) -> (f64, f64) {
        let known = &self.recall.known[at as usize];
        let group = library.groups[library.events[known.event].kind.0 as usize];
        let near = |kind: &u16| self.recall.near.binary_search(&(group, *kind)).is_ok();
        let share = match () {
            () if self.kinds.contains(&group) => 1.0,
            () if self.kinds.iter().any(near) => NEAR,
            () => 0.0,
        };
        let kind = self.recall.numbers.get(&Mark::Kind(group));
        let kind = kind.map_or(0.0, |mark| share * self.recall.weight(*mark));
        let set_apart = self.ordinal && !known.ordinals.is_empty();
        let ordinal = if set_apart { ORDINAL } else { 0.0 };
        let (here, before) = self.sums[at as usize];
        let here = here + kind + ordinal + self.open;
        (here, here + before)
    }

    fn has(&self, mark: u32) -> bool {
        let at = self.heard.partition_point(|(other, _)| *other < mark);
        self.heard.get(at) == Some(&(mark, 1.0))
    }
}

/// All that is needed to turn away the dates of one block.
pub(super) struct Ear<'a> {
    library: &'a Library,
    own: Sounds,
    /// The other cells of its row.
    beside: Vec<Sounds>,
    bounds: Bounds<'a>,
}

impl<'a> Ear<'a> {
    pub fn new(
        library: &'a Library,
        prose: &str,
        resolved: &Resolved,
        beside: &[(&str, &Resolved)],
    ) -> Self {
        let beside = beside.iter();
        Self {
            library,
            own: library.listen(prose, resolved),
            beside: beside
                .map(|(prose, resolved)| library.listen(prose, resolved))
                .collect(),
            bounds: Bounds::new(&library.recall),
        }
    }

    /// The recorded events that the words around a date might tell of.
    pub fn likely(
        &mut self,
        resolved: &Resolved,
        span: Span,
        date: Span,
    ) -> impl Iterator<Item = &'a Event> {
        let library = self.library;
        self.bounds.clear();
        self.bounds
            .take(&self.own, span, around(resolved, span), date);
        let whole = Span::new(0, usize::MAX);
        let nowhere = Span::new(0, 0);
        for sounds in &self.beside {
            self.bounds.take(sounds, whole, nowhere, nowhere);
        }
        self.bounds.settle();
        let known = &library.recall.known;
        let likely = self.bounds.likely(library);
        likely.map(|at| &library.events[known[at as usize].event])
    }
}

impl Ear<'_> {
    /// The most that an event can score for the date that was asked for last.
    pub fn most(&self, at: u32) -> f64 {
        self.bounds.most(at, self.library).1
    }
}

/// The sentences of `span`, and the two before.
fn around(resolved: &Resolved, span: Span) -> Span {
    let sentences = &resolved.sentences;
    let before = sentences.partition_point(|sentence| sentence.end <= span.start);
    let own = sentences[before..].iter();
    let own = own.take_while(|sentence| sentence.start < span.end);
    let earlier = &sentences[before.saturating_sub(2)..before];
    own.chain(earlier)
        .fold(span, |whole, part| whole.join(*part))
}
