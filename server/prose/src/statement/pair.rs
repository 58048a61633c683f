//! Which date belongs to which event: each date goes to its own, by clause. Where two fit, none is chosen.

use std::ops::Range;

use super::clause::{comma_behind, ends_at, is_apart, is_list_comma};
use super::cue::{Cue, Voice, has_ending};
use super::phrase;
use super::recognise::Scene;
use crate::temporal::Resolution;

/// A date further from every cue than this belongs to none.
const LIMIT: u32 = 2;
/// What a date costs that can be no date of the cue.
const FAR: u32 = 9;

/// Pairs of a cue and a temporal expression, as indices, for the sentence `tokens`.
pub(crate) fn pair(
    scene: &Scene,
    cues: &[Cue],
    dates: &[u32],
    tokens: &Range<usize>,
) -> Vec<(usize, u32)> {
    let mut pairs: Vec<(usize, u32, u32)> = Vec::new();
    for &date in dates {
        let Some(place) = place_of(scene, date, tokens) else {
            continue;
        };
        let fronted = is_fronted(scene, &place, tokens);
        let costs: Vec<u32> = cues
            .iter()
            .map(|cue| cost(scene, cues, cue, &place, tokens, fronted))
            .collect();
        let Some(&least) = costs.iter().min().filter(|least| **least <= LIMIT) else {
            continue;
        };
        // A date at the front of a sentence holds for every main verb that is coordinated there.
        for (at, cue) in cues.iter().enumerate() {
            if costs[at] == least
                || (fronted
                    && (cue.finite() || !cues.iter().any(Cue::finite))
                    && !cue.subordinate
                    && costs[at] <= LIMIT + 1)
            {
                pairs.push((at, date, costs[at]));
            }
        }
    }
    // "A year later, in December 1992, ...": of two dates that fit alike the narrower one says more.
    let width = |date: u32| {
        let interval = scene.temporals[date as usize].value.as_ref()?.interval;
        Some(interval.end?.since(interval.start?).ok()?.get_days())
    };
    pairs.sort_by_key(|(cue, date, cost)| (*cue, *cost, width(*date).unwrap_or(i32::MAX), *date));
    pairs.dedup_by_key(|(cue, ..)| *cue);
    pairs
        .into_iter()
        .map(|(cue, date, _)| (cue, apposed(scene, date, dates)))
        .collect()
}

/// The date itself, or the finer one that stands right beside it: "six months later, on 13 June"; one that gives its year
/// outweighs one that is counted, whatever the count gives: "two years later, in 1995".
fn apposed(scene: &Scene, date: u32, dates: &[u32]) -> u32 {
    let place = |date: u32| scene.tokens.within(scene.temporals[date as usize].span);
    let value = |date: u32| scene.temporals[date as usize].value.as_ref();
    let beside = |one: u32, other: u32| {
        let between = place(one).end..place(other).start;
        let grammar = &scene.events.grammar;
        let opens = match scene.tokens.lower(between.start) {
            "," => true,
            "(" => scene.tokens.lower(place(other).end) == ")",
            _ => false,
        };
        opens
            && (1..=2).contains(&between.len())
            && between
                .skip(1)
                .all(|at| grammar.prepositions.contains(scene.tokens.lower(at)))
    };
    let near = dates
        .iter()
        .copied()
        .filter(|other| *other != date && (beside(date, *other) || beside(*other, date)));
    let explicit = |date: u32| scene.temporals[date as usize].resolution == Resolution::Explicit;
    let better = |other: &u32| match (value(date), value(*other)) {
        (Some(own), Some(said)) => {
            let finer = said.granularity < own.granularity && own.judged().meets(said.judged());
            finer || explicit(*other) && said.granularity <= own.granularity
        }
        _ => false,
    };
    near.filter(|_| !explicit(date))
        .find(better)
        .unwrap_or(date)
}

/// The tokens of a date, if it stands free: no part of a name and no attribute ("the 2001 treaty", "statement of 1992").
pub(super) fn place_of(scene: &Scene, date: u32, tokens: &Range<usize>) -> Option<Range<usize>> {
    let span = scene.temporals[date as usize].span;
    if span.is_empty() {
        return Some(tokens.start..tokens.start); // Implied by a heading or a row: it stands before everything.
    }
    let place = scene.tokens.within(span);
    let (first, end) = (place.start, place.end);
    if first == end
        || place
            .clone()
            .any(|at| scene.tokens.list[at].referent.is_some())
    {
        return None;
    }
    let grammar = &scene.events.grammar;
    let before = first
        .checked_sub(1)
        .filter(|at| *at >= tokens.start)
        .map(|at| scene.tokens.lower(at));
    let follows_noun = scene.tokens.list.get(end).is_some_and(|token| {
        let word = scene.tokens.lower(end);
        end < tokens.end
            && (token.referent.is_some() || (token.word && !grammar.prepositions.contains(word)))
            && !scene.events.forms.contains_key(word)
            && !grammar.be.contains(word)
            && !grammar.have.contains(word)
            && !grammar.conjunctions.contains(word)
    });
    let attribute = before.is_some_and(|word| grammar.determiners.contains(word)) && follows_noun;
    let genitive = before.is_some_and(|word| grammar.genitive.contains(word))
        && first >= 2
        && !scene
            .events
            .forms
            .contains_key(scene.tokens.lower(first - 2));
    (!attribute && !genitive).then_some(place)
}

/// Whether the date opens its sentence or its clause: nothing but small words and other dates stands before it, back
/// to the sentence's start, a semicolon, or a conjunction that begins a clause.
pub(super) fn is_fronted(scene: &Scene, place: &Range<usize>, tokens: &Range<usize>) -> bool {
    let grammar = &scene.events.grammar;
    let mut at = place.start;
    let mut budget = 3;
    while at > tokens.start {
        at -= 1;
        let word = scene.tokens.lower(at);
        if !scene.tokens.list[at].word {
            match word {
                ";" | ":" => return true,
                _ if at > tokens.start && scene.tokens.list[at - 1].temporal.is_none() => {
                    return false;
                }
                _ => continue,
            }
        }
        if scene.tokens.list[at].temporal.is_some() {
            continue;
        }
        let small = grammar.prepositions.contains(word)
            || (grammar.be.contains(word) && scene.is_cleft(place.end))
            || (grammar.thing_pronouns.contains(word) && scene.is_cleft(place.end))
            || grammar.light.contains(word)
            || grammar.determiners.contains(word);
        if grammar.conjunctions.contains(word) {
            // ", and in 2007 Norland joined": a subject follows the date.
            let mut next = place.end;
            while scene.is_plain(next) && grammar.determiners.contains(scene.tokens.lower(next)) {
                next += 1;
            }
            return at == tokens.start || scene.referent_at(next).is_some();
        }
        if !small || budget == 0 || scene.tokens.list[at].referent.is_some() {
            return false;
        }
        budget -= 1;
    }
    true
}

/// How far a date stands from a cue: clause boundaries and other verbs between them.
fn cost(
    scene: &Scene,
    cues: &[Cue],
    cue: &Cue,
    place: &Range<usize>,
    tokens: &Range<usize>,
    fronted: bool,
) -> u32 {
    if !phrase::takes(scene, cues, cue, place, tokens) {
        return FAR;
    }
    let follows = place.start >= cue.tokens.end;
    // A date at the head of a clause belongs to what comes after it.
    let behind = fronted && follows;
    let fronted = fronted && !follows;
    if !fronted && !follows && cue.finite() && is_apart(scene, cues, cue, place, tokens) {
        return FAR;
    }
    let between = if follows {
        cue.tokens.end..place.start
    } else {
        place.end..cue.head.max(place.end)
    };
    let grammar = &scene.events.grammar;
    let mut cost = if behind { 3 } else { 0 };
    let mut at = between.start;
    let mut open: Vec<u32> = Vec::new();
    let mut dated = false;
    while at < between.end {
        let word = scene.tokens.lower(at);
        let mark = !scene.tokens.list[at].word;
        if let Some(close) = fronted
            .then(|| relative_end(scene, at, between.end))
            .flatten()
        {
            at = close + 1;
            continue;
        }
        if mark {
            let step = match word {
                "(" | "[" => {
                    open.push(cost);
                    0
                }
                // A bracket that opens and closes in between is no boundary, whatever stands in it.
                ")" | "]" => match open.pop() {
                    Some(before) => {
                        cost = before;
                        0
                    }
                    None => 5,
                },
                // "1996: Norland signed ..."
                _ if fronted && at == place.end => 0,
                ";" | ":" | "\u{2014}" => 6,
                "\u{2013}" | "-" => u32::from(!fronted),
                "," if follows => comma_behind(scene, cues, cue, at),
                "," => u32::from(!fronted && !is_list_comma(scene, at)),
                _ => 0,
            };
            cost += step;
        } else if let Some(other) = scene.tokens.list[at].temporal {
            dated = follows;
            // Another date in between: this one is further off, or belongs to an anniversary's own event.
            let first = scene.tokens.list[at - 1].temporal != Some(other);
            let anniversary = scene.temporals[other as usize]
                .length
                .is_some_and(|length| length.anniversary);
            cost += if first && ((follows && anniversary) || (fronted && at > place.end + 4)) {
                3
            } else {
                0
            };
        } else if dated && scene.tokens.list[at].referent.is_some() {
            // Somebody else after the cue's own date: "... in 2012 and President of Norland in 2013".
            dated = false;
            cost += 1;
        } else if scene.is_plain(at) {
            let helper = grammar.be.contains(word) || grammar.have.contains(word);
            let verb = follows && (helper || ends_at(scene, cues, cue, at));
            // "signed the Accord and praised it in 2005": a verb that is no cue.
            // "elected Secretary of the Forum and President of Norland in 2013": the date is the last office's.
            let office = scene.events.kind(cue.kind).office;
            let coordinated = grammar.conjunctions.contains(word)
                && follows
                && scene.is_plain(at + 1)
                && (office || has_ending(scene.tokens.lower(at + 1), &grammar.past_endings));
            let opener = (grammar.subordinators.contains(word) || grammar.relatives.contains(word))
                && !scene.is_cleft(at);
            let preposition = scene.leads_date(at)
                || (grammar.prepositions.contains(word) && !scene.opens_clause(cues, at));
            cost += match () {
                () if cues.iter().any(|other| other.tokens.start == at) => {
                    3 - 2 * u32::from(fronted)
                }
                () if opener && !preposition => 4,
                () if !opener && (verb || coordinated) => 3,
                () => 0,
            };
        }
        at += 1;
    }
    cost += 5 * open.len() as u32;
    // "goes back to 1996", but not "goes back to the talks of 1996".
    let origin = scene.events.kind(cue.kind).origin.is_some();
    if origin && !(follows && between.clone().all(|at| !scene.tokens.list[at].word)) {
        cost += FAR;
    }
    if fronted {
        // In a fragment ("2001: Treaty signed") the participle is the verb.
        let participle =
            matches!(cue.voice, Voice::Gerund | Voice::Reduced) && cues.iter().any(Cue::finite);
        cost += if cue.subordinate || participle { 4 } else { 0 };
        cost += u32::from(cue.voice == Voice::Noun) * 2;
    } else if !follows {
        cost += 1 + u32::from(between.len() > 4) * 2;
    } else if between.len() > 40 {
        cost += 2;
    }
    cost
}

/// Where the relative clause ends that the comma at `at` opens: at the next comma before `end`.
fn relative_end(scene: &Scene, at: usize, end: usize) -> Option<usize> {
    let grammar = &scene.events.grammar;
    let opens = scene.tokens.lower(at) == ","
        && scene.is_plain(at + 1)
        && grammar.relatives.contains(scene.tokens.lower(at + 1));
    let close = (at + 1..end).find(|at| matches!(scene.tokens.lower(*at), "," | ";" | ":"));
    close.filter(|close| opens && scene.tokens.lower(*close) == ",")
}
