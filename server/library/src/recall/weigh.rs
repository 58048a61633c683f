//! How much of what a draft says around a date tells of one recorded event, and how much speaks against it.

use std::collections::BTreeSet;

use prose::name::EntityKind;

use super::ground::{Ground, Roles, Seen};
use super::heard::{Heard, Said, Token};
use super::mark::{Known, Recall};
use super::wording::Agreement;

/// A kindred word is worth so much of a word's weight.
pub(super) const KINDRED: f64 = 0.7;
/// What stands in a definition or a source's sentence is worth so much.
pub(super) const AROUND: f64 = 0.6;
/// What earlier sentences say is worth so much.
pub(super) const BEFORE: f64 = 0.35;
/// What other clauses of the sentence say is worth so much.
pub(super) const FAR: f64 = 0.5;
/// A word inside a name is worth so much; the name itself is weighed too.
pub(super) const NAMED: f64 = 0.5;
/// What a name costs that the event does not have.
const STRANGE: f64 = 0.5;
/// What the name of something weighs that no event has.
const UNHEARD: f64 = 5.0;
/// The same for a place, of which a happening may have many.
const PLACE: f64 = 0.25;
/// What a capital costs that no name of the event has.
const CAPITAL: f64 = 1.2;
/// What a word costs that other events have, beyond what common ones weigh.
const UNKNOWN: f64 = 0.25;
/// A kind that is put for the event's own is worth so much of it.
const NEAR: f64 = 0.5;
/// What it is worth that an ordinal is the event's.
pub(super) const ORDINAL: f64 = 2.0;
/// A word that weighs so much tells events apart.
const RARER: f64 = 3.0;
/// A word that weighs so much is had by few.
const RARE: f64 = 4.0;
/// Other persons than those who took part.
const OTHERS: f64 = 5.0;

/// How the kinds that are spoken of stand to the event's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum KindFit {
    /// The very kind.
    Same,
    /// One that drafters put for it.
    Near,
    /// None is spoken of.
    Open,
    /// Only others are.
    Other,
    /// Another stage in the life of the same thing.
    Stage,
}

/// What is said, weighed against one event.
#[derive(Clone, Debug)]
pub(super) struct Weighed {
    /// All in all.
    pub score: f64,
    /// Without what was said before.
    pub here: f64,
    /// What the date's own clause says.
    pub clause: f64,
    /// What words say that belong to no name.
    pub telling: f64,
    /// Whether a name of the event is named.
    pub named: bool,
    /// The share of the weight of what is said that the event bears out.
    pub explained: f64,
    /// What is said of the thing that it befell.
    pub object: f64,
    /// What is said of it beside its sort and its parties.
    pub content: f64,
    /// Whether what it befell is named, or a country that it befell is spoken of.
    pub befell: bool,
    /// Whether what it befell is named by itself.
    pub free: bool,
    /// Whether a name can mean nothing but what it befell.
    pub meant: bool,
    /// Whether what sets it apart from others of its kind is said.
    pub set_apart: bool,
    /// Whether its date is a stretch of time and the draft's is not, or the other way about; nothing is said of its kind.
    pub stretch: bool,
    /// Positions of the rarer words that it bears out.
    pub rare: BTreeSet<usize>,
    /// Whether somebody who took part is named among the persons, or no person took part.
    pub attended: bool,
    /// Whether a noun says that something of its sort is spoken of.
    pub sort: bool,
    /// Whether another country stands in a party's place.
    pub foreign: bool,
    /// Whether countries are spoken of that it has nothing to do with.
    pub abroad: bool,
    /// Nouns of agreements, of which the first is not the event's ("a protocol to the Treaty"); or another period.
    pub apart: bool,
    /// Whether something says that another one is spoken of: a name that is its own in part only, a direction that is
    /// not its own, another matter.
    pub other: bool,
    /// Whether it is counted otherwise: by an ordinal that is none of its own.
    pub stray: bool,
    /// Whether an agreement is introduced rather than referred to ("a statement").
    pub introduced: bool,
    /// How many are named who have nothing to do with it.
    pub strangers: usize,
    /// How many rarer words beside names it bears out.
    pub special: usize,
    /// Capitals in the date's own clause that no name of the event has.
    pub capitals: usize,
    /// How many of those who took part or are parties are named.
    pub parties: usize,
    /// Whether a name of the event stands in what was said before, and whether it is that of what it befell.
    pub named_before: bool,
    pub befell_before: bool,
    /// What was said before of what it befell.
    pub content_before: f64,
    pub kind: KindFit,
    /// Whether another stage in the life of something is spoken of.
    pub stage: bool,
    /// Whether something else is named by itself in the date's own clause that could be what is told of.
    pub rival: bool,
    /// How well it agrees with the ways to tell it, once that is asked.
    pub wording: Agreement,
}

/// Capitals one after the other: what is half a name of the event's is the name of something else.
#[derive(Default)]
struct Run {
    number: Option<u32>,
    /// Whether some word is the event's, whether a name is, and whether some is not.
    own: bool,
    name: bool,
    strange: bool,
    /// Whether one that is not is a noun that names end in.
    noun: bool,
    /// Whether it ends in a name: then what leads there is a title.
    titles: bool,
}

impl Run {
    /// Goes on with a token; whether a run ended before it that is the name of something else.
    fn take(&mut self, token: &Token, own: bool, rarer: bool) -> bool {
        let ended = (self.number.is_some() && self.number != token.run) && self.end();
        if self.number != token.run {
            *self = Self {
                number: token.run,
                ..Self::default()
            };
        }
        let tells = token.telling && !token.named && !token.land && rarer;
        let strange = token.capital && token.near && tells && !own;
        self.own |= tells && own;
        self.name |= token.named;
        self.strange |= strange;
        self.noun |= strange && token.noun;
        self.titles = token.named;
        ended
    }

    /// Whether the run is the name of something else.
    fn end(&self) -> bool {
        !self.titles && self.strange && (self.own || self.name && self.noun)
    }
}

impl Recall {
    /// Weighs what is said here and before against the event at a position.
    pub(super) fn weigh(&self, ground: &Ground, at: u32, said: &Said, before: &Said) -> Weighed {
        let known = &self.known[at as usize];
        let roles = Roles::new(ground, known, at);
        let own = |mark: u32| roles.own(mark);
        let around = |mark: u32| roles.around(mark);
        let worth = |mark: u32| match () {
            () if own(mark) => self.weight(mark),
            () if around(mark) => AROUND * self.weight(mark),
            () => 0.0,
        };
        let mut seen = Seen::new(&roles);
        let (mut score, mut telling, mut object, mut strange) = (0.0, 0.0, 0.0, 0.0);
        let (mut borne, mut unborne, mut named) = (0.0, 0.0, false);
        let (mut clause, mut rare) = (0.0, BTreeSet::new());
        let (mut capitals, mut foreign, mut lands) = (0, said.abroad, BTreeSet::new());
        let (mut heads, mut own_heads, mut led) = (0, 0, None);
        let (mut content, mut befell, mut parties) = (0.0, false, BTreeSet::new());
        let (mut named_before, mut befell_before, mut content_before) = (false, false, 0.0);
        let (mut apart_from, mut special) = (false, 0);
        let (mut matter, mut off_matter) = (0, 0);
        let (mut introduced, mut other_sort) = (false, false);
        let mut run = Run::default();
        for (at, token) in said.tokens.iter().enumerate() {
            let far = if token.near { 1.0 } else { FAR };
            let (mark, value) = match token.topic && !token.names.iter().any(|mark| own(*mark)) {
                // The words of another thing's name.
                true => (u32::MAX, 0.0),
                false => self.best(token.word, &token.kin, worth),
            };
            let own_head = token
                .word
                .iter()
                .chain(&token.kin)
                .any(|mark| known.heads.binary_search(mark).is_ok());
            apart_from |= token.apart && token.near && !token.named && value == 0.0;
            let rarer = token.word.is_none_or(|word| self.weight(word) >= RARER);
            apart_from |= run.take(token, value > 0.0, rarer);
            if token.matter && token.telling && !token.named {
                matter += usize::from(value > 0.0);
                off_matter += usize::from(value == 0.0);
            }
            let new = token.near && token.indefinite;
            introduced |= token.head && new;
            other_sort |= !known.heads.is_empty() && token.noun && new && value > 0.0 && !own_head;
            heads += usize::from(token.head);
            if token.head || own_head {
                led.get_or_insert(own_head);
            }
            own_heads += usize::from(own_head);
            special += usize::from(
                value > 0.0 && !token.named && !token.verb && self.weight(mark) >= RARER,
            );
            if value > 0.0 && own(mark) && self.weight(mark) >= RARER {
                rare.insert(at);
            }
            if value > 0.0 {
                if seen.insert(mark) {
                    let part = if token.named { NAMED } else { 1.0 };
                    score += far * part * value;
                    clause += if token.near { part * value } else { 0.0 };
                    borne += part * value;
                    if !token.named {
                        telling += far * value;
                    }
                    let of_object = known.object.binary_search(&mark).is_ok();
                    if of_object {
                        object += far * value;
                    }
                    if of_object || known.told.binary_search(&mark).is_ok() {
                        // A noun that few agreements have sets its agreement apart by itself.
                        let common = own_head && self.weight(mark) < RARE;
                        if !common && !token.verb && !token.party(&known.parties) {
                            content += far * value;
                        }
                    }
                }
            } else if token.telling && !token.named {
                let weight = token.word.map(|word| self.weight(word));
                capitals += usize::from(token.capital && token.near);
                unborne += weight.map_or(1.0, |weight| 0.6 * weight);
                strange += self.strange(token);
            }
        }
        let (mut persons, mut own_persons, mut meant) = (0, 0, false);
        let (mut strangers, mut free, mut aside, mut rival) = (0, false, false, false);
        for name in &said.names {
            if name.aside {
                let whose = name
                    .candidates
                    .iter()
                    .any(|mark| Some(*mark) == known.befell);
                aside |= whose;
                persons += usize::from(name.kind == EntityKind::Person);
                continue;
            }
            let far = if name.near { 1.0 } else { FAR };
            let mut marks = name.candidates.iter().chain(&name.lands);
            let hit = marks.find(|mark| own(**mark)).copied();
            meant |= known.befell.is_some()
                && name.clear
                && name.candidates.first() == known.befell.as_ref();
            befell |= name
                .candidates
                .iter()
                .chain(&name.lands)
                .any(|mark| Some(*mark) == known.befell);
            free |= name.free
                && name
                    .candidates
                    .iter()
                    .any(|mark| Some(*mark) == known.befell);
            if name.kind == EntityKind::Person {
                persons += 1;
                own_persons += usize::from(hit.is_some());
            }
            match hit {
                Some(mark) => {
                    named = true;
                    if known.parties.binary_search(&mark).is_ok() {
                        parties.insert(mark);
                    }
                    lands.insert(mark);
                    if seen.insert(mark) {
                        score += far * self.weight(mark);
                        clause += if name.near { self.weight(mark) } else { 0.0 };
                        borne += self.weight(mark);
                    }
                }
                None => {
                    let topic =
                        matches!(name.kind, EntityKind::Agreement | EntityKind::Organisation);
                    rival |= topic && name.near && name.free && name.clear;
                    strangers += usize::from(name.kind != EntityKind::Agreement);
                    foreign |= name.country;
                    strange += self.strange_name(name);
                }
            }
        }
        let (mut of_land, mut strange_places) = (false, 0);
        for word in &said.lands {
            let Some(mark) = word.iter().find(|mark| own(**mark)) else {
                foreign = true;
                strangers += 1;
                continue;
            };
            if known.parties.binary_search(mark).is_ok() {
                parties.insert(*mark);
            }
            lands.insert(*mark);
            named = true;
            of_land |= Some(*mark) == known.befell;
            if seen.insert(*mark) {
                score += self.weight(*mark);
                clause += self.weight(*mark);
                borne += self.weight(*mark);
            }
        }
        for name in &said.names {
            let mut marks = name.candidates.iter().chain(&name.lands);
            strange_places += usize::from(name.country && !marks.any(|mark| own(*mark)));
        }
        free |= said.states.iter().any(|mark| Some(*mark) == known.befell);
        // "The Soviets invaded Poland" tells nothing of the Soviet Union's own beginning.
        let abroad = strange_places > 0 || said.abroad;
        befell |= of_land && !abroad;
        if persons > 0 && own_persons == 0 && known.persons {
            strange += OTHERS;
        }
        // "The Outline for 2009-2012" is not that for 2005-2008.
        let period = |years: &[Option<u32>; 2]| years.iter().all(|year| year.is_some_and(own));
        let other_period = known.years && said.periods.iter().any(|years| !period(years));
        // "Russia and India signed" is not what Russia and China signed.
        lands.retain(|mark| known.lands.binary_search(mark).is_ok());
        let foreign = foreign && known.lands.len() > 1 && lands.len() < 2;
        let stray =
            |mark: &String| !known.counted.contains(mark) && said.first.as_ref() != Some(mark);
        let own_ordinal = said
            .near_ordinals
            .iter()
            .any(|mark| known.ordinals.contains(mark));
        let other = apart_from
            || aside && !befell
            || run.end()
            || off_matter > 0 && matter == 0
            || introduced && off_matter > 0 && matter <= off_matter;
        let stray = !own_ordinal && said.near_ordinals.iter().any(stray);
        let (kind, of_kind) = self.of_kind(known, said);
        let first = said.first.as_ref();
        let counted = known.is_counted(said);
        // "The first oil" is not the first trip.
        let mut marks = said
            .tokens
            .iter()
            .flat_map(|token| token.word.iter().chain(&token.kin));
        let set_apart = counted
            && (known.first_what.is_empty()
                || marks.any(|mark| known.first_what.binary_search(mark).is_ok()));
        let apart = first.is_some_and(|first| said.ordinals.contains(first));
        score += of_kind
            + match () {
                () if set_apart => ORDINAL,
                () if apart && known.ordinals.is_empty() && known.recurring => -ORDINAL,
                () => 0.0,
            };
        let here = score - strange;
        let mut told = 0.0;
        // What was said before helps, but proves nothing.
        for token in &before.tokens {
            let (mark, value) = self.best(token.word, &token.kin, worth);
            if value > 0.0 && seen.insert(mark) {
                told += BEFORE * value;
                if known.object.binary_search(&mark).is_ok() && !token.party(&known.parties) {
                    content_before += value;
                }
            }
        }
        for name in &before.names {
            let mut marks = name.candidates.iter();
            if let Some(mark) = marks.find(|mark| own(**mark))
                && seen.insert(*mark)
            {
                named_before = true;
                befell_before |= Some(*mark) == known.befell;
                told += BEFORE * self.weight(*mark);
            }
        }
        Weighed {
            score: here + told,
            here,
            clause: clause + of_kind.max(0.0),
            telling,
            named,
            explained: borne / (borne + unborne).max(1e-9),
            object,
            content,
            befell,
            free,
            meant,
            set_apart,
            stretch: false,
            rare,
            attended: own_persons > 0 || !known.persons || persons == 0 && meant && special > 0,
            sort: own_heads > 0,
            apart: heads > 0 && own_heads == 0
                || led == Some(false)
                || other_period
                || other_sort && own_heads == 0,
            foreign,
            abroad,
            other,
            stray,
            introduced,
            strangers,
            special,
            capitals,
            parties: parties.len(),
            named_before,
            befell_before,
            content_before,
            kind,
            stage: said.stages.iter().any(|other| *other != known.group),
            rival,
            wording: Agreement::default(),
        }
    }

    /// What a word costs an event that has nothing of it.
    pub(super) fn strange(&self, token: &Token) -> f64 {
        if !token.telling || token.named {
            return 0.0;
        }
        let far = if token.near { 1.0 } else { FAR };
        let weight = token.word.map(|word| self.weight(word));
        far * match token.capital {
            true => CAPITAL * weight.unwrap_or(2.0),
            false => UNKNOWN * (weight.unwrap_or_default() - 2.0).max(0.0),
        }
    }

    /// What a name costs an event that it has nothing to do with.
    pub(super) fn strange_name(&self, name: &Heard) -> f64 {
        if name.aside {
            return 0.0;
        }
        let far = if name.near { 1.0 } else { FAR };
        let place = name.kind == EntityKind::Place;
        let weight = match name.candidates.first() {
            Some(mark) => self.weight(*mark).max(1.0),
            None if place || name.kind == EntityKind::Person => 1.0,
            None => UNHEARD,
        };
        far * weight * if place { PLACE } else { STRANGE }
    }

    fn best(&self, word: Option<u32>, kin: &[u32], worth: impl Fn(u32) -> f64) -> (u32, f64) {
        let word = word.map(|mark| (mark, worth(mark)));
        let kindred = kin.iter().map(|mark| (*mark, KINDRED * worth(*mark)));
        word.into_iter()
            .chain(kindred)
            .max_by(|one, other| one.1.total_cmp(&other.1))
            .unwrap_or((u32::MAX, 0.0))
    }

    /// How the kinds that are spoken of stand to the event's, and what that weighs.
    pub(super) fn of_kind(&self, known: &Known, said: &Said) -> (KindFit, f64) {
        let kind = self.kind_fit(known.group, said);
        let weight = match kind {
            KindFit::Same => known.kind,
            KindFit::Near => NEAR * known.kind,
            KindFit::Open => 0.0,
            KindFit::Other | KindFit::Stage => -1.0,
        };
        (kind, weight)
    }

    fn kind_fit(&self, group: u16, said: &Said) -> KindFit {
        let near = |other: &u16| self.near.binary_search(&(group, *other)).is_ok();
        match () {
            () if said.kinds.contains(&group) => KindFit::Same,
            () if !said.stages.is_empty() => KindFit::Stage,
            () if said.kinds.iter().any(near) => KindFit::Near,
            () if said.kinds.is_empty() => KindFit::Open,
            () => KindFit::Other,
        }
    }
}
