//! Which dates a noun or a participle takes: those of its own phrase, never those of the verb beside it.

use std::ops::Range;

use super::cue::{Cue, Voice, has_ending};
use super::recognise::Scene;

/// So many plain words may stand in one phrase before its noun.
const ATTRIBUTES: usize = 4;

/// Whether the date at `place` can be that of `cue`, if it is no verb with tense.
pub(super) fn takes(
    scene: &Scene,
    cues: &[Cue],
    cue: &Cue,
    place: &Range<usize>,
    tokens: &Range<usize>,
) -> bool {
    let follows = place.start >= cue.tokens.end;
    match cue.voice {
        Voice::Noun | Voice::Gerund if follows => reaches(scene, cue, place),
        Voice::Noun | Voice::Gerund => is_led(scene, cues, cue, place, tokens),
        // "2001: Treaty signed", but not "2001: the Treaty, signed in Lima, is reviewed".
        Voice::Reduced if !follows => {
            let detached = cue.head > place.end && scene.tokens.lower(cue.head - 1) == ",";
            !detached && !tells_more(scene, cues, cue.tokens.end..tokens.end)
        }
        _ => true,
    }
}

/// Whether nothing but prepositional groups and its object stands between a noun and the date behind it.
fn reaches(scene: &Scene, cue: &Cue, place: &Range<usize>) -> bool {
    let grammar = &scene.events.grammar;
    let led = cue
        .tokens
        .start
        .checked_sub(1)
        .map_or("", |at| scene.after_articles(at, 0));
    // "Four years before the signing of the Accord, in 1987, ...": the date is not the signing's.
    let sequel = scene.events.sequels().any(|word| word == led);
    if grammar.genitive.contains(led) && is_anniversary(scene, cue) {
        return false;
    }
    let mut named = cue.owner.is_some();
    let mut grouped = false;
    let mut budget = ATTRIBUTES;
    let mut at = cue.tokens.end;
    while at < place.start {
        let word = scene.tokens.lower(at);
        let token = scene.tokens.list[at];
        if let Some(referent) = token.referent {
            (named, grouped, budget) = (true, false, ATTRIBUTES);
            at = scene.end_token(referent).max(at + 1);
            continue;
        }
        let next = scene.tokens.lower(at + 1);
        let stands = match () {
            () if token.temporal.is_some() => true,
            () if word == "," => {
                let joins = !scene.is_plain(at + 1) || grammar.coordinators.contains(next);
                joins || grammar.prepositions.contains(next) && !sequel
            }
            () if !token.word => true,
            () if grammar.prepositions.contains(word) => {
                (grouped, budget) = (true, ATTRIBUTES);
                true
            }
            () if small(scene, at) || grammar.occurring.contains(word) => true,
            () if scene.is_verbal(at) && !scene.is_attribute(at) => false,
            () => {
                budget = budget.saturating_sub(1);
                (grouped || !named) && budget > 0
            }
        };
        if !stands {
            return false;
        }
        at += 1;
    }
    true
}

/// Whether an anniversary is what the noun hangs on: "the 30th anniversary of the signing of".
fn is_anniversary(scene: &Scene, cue: &Cue) -> bool {
    let before = (0..cue.tokens.start).rev().find(|at| {
        let grammar = &scene.events.grammar;
        let word = scene.tokens.lower(*at);
        !(grammar.determiners.contains(word) || grammar.genitive.contains(word))
    });
    let temporal = before.and_then(|at| scene.tokens.list[at].temporal);
    temporal.is_some_and(|temporal| {
        let length = scene.temporals[temporal as usize].length;
        length.is_some_and(|length| length.anniversary)
    })
}

/// Whether the date before a noun leads to it: "1990 saw the signing of", "In 2001, with the signing of".
fn is_led(
    scene: &Scene,
    cues: &[Cue],
    cue: &Cue,
    place: &Range<usize>,
    tokens: &Range<usize>,
) -> bool {
    let grammar = &scene.events.grammar;
    let mut at = cue.tokens.start;
    let mut budget = ATTRIBUTES / 2;
    let attribute = |at: usize| {
        let word = scene.tokens.lower(at);
        scene.tokens.list[at].word
            && scene.is_plain(at)
            && !small(scene, at)
            && !scene.is_verbal(at)
            && !grammar.prepositions.contains(word)
            && !grammar.relatives.contains(word)
            && !grammar.presenting.contains(word)
    };
    while at > place.end && budget > 0 && attribute(at - 1) {
        at -= 1;
        budget -= 1;
    }
    let mut presented = false;
    while at > place.end {
        at -= 1;
        let word = scene.tokens.lower(at);
        if let Some(referent) = scene.tokens.list[at].referent {
            let place = || {
                let led = scene.first_token(referent).checked_sub(1);
                led.is_some_and(|led| grammar.place_prepositions.contains(scene.tokens.lower(led)))
            };
            if !scene.referents[referent as usize].possessive && !place() {
                return false;
            }
            continue;
        }
        let leads = grammar.presenting.contains(word) || grammar.together.contains(word);
        presented |= leads;
        let mark = matches!(word, "," | ":" | "\u{2013}" | "\u{2014}" | "-");
        let dated = scene.tokens.list[at].temporal.is_some();
        if !(leads
            || mark
            || dated
            || small(scene, at)
            || grammar.place_prepositions.contains(word))
        {
            return false;
        }
    }
    presented || !tells_more(scene, cues, cue.tokens.end..tokens.end)
}

/// Whether a verb of its own stands in `rest`: then a date at the front is that verb's.
fn tells_more(scene: &Scene, cues: &[Cue], rest: Range<usize>) -> bool {
    let grammar = &scene.events.grammar;
    let mut at = rest.start;
    while at < rest.end {
        let word = scene.tokens.lower(at);
        if matches!(word, ";" | ":") {
            return false;
        }
        if scene.is_plain(at) && grammar.relatives.contains(word) {
            let close = (at..rest.end).find(|at| scene.tokens.lower(*at) == ",");
            at = close.unwrap_or(rest.end) + 1;
            continue;
        }
        let nominal = cues.iter().any(|cue| cue.tokens.contains(&at));
        let finite = cues
            .iter()
            .any(|cue| cue.finite() && cue.tokens.start == at);
        // "The signing of the Accord leads to ..."
        let behind_name = at > 0
            && scene.tokens.list[at].word
            && !scene.is_capitalised(at)
            && scene.is_plain(at)
            && scene
                .referent_at(at - 1)
                .is_some_and(|name| !name.possessive)
            && !small(scene, at)
            && !grammar.prepositions.contains(word);
        let verb = scene.is_verbal(at) && !scene.is_attribute(at);
        if finite || !nominal && !grammar.occurring.contains(word) && (verb || behind_name) {
            return true;
        }
        at += 1;
    }
    false
}

/// Whether the word joins, points or stresses, and says nothing by itself.
fn small(scene: &Scene, at: usize) -> bool {
    let grammar = &scene.events.grammar;
    let word = scene.tokens.lower(at);
    scene.is_plain(at)
        && (grammar.determiners.contains(word)
            || grammar.light.contains(word)
            || grammar.coordinators.contains(word)
            || has_ending(word, &grammar.adverb_endings))
}

impl Scene<'_> {
    /// Whether the token looks like a verb with tense, of an event or not.
    pub fn is_verbal(&self, at: usize) -> bool {
        let grammar = &self.events.grammar;
        let word = self.tokens.lower(at);
        self.is_plain(at)
            && !self.is_capitalised(at)
            && (grammar.be.contains(word)
                || grammar.have.contains(word)
                || grammar.do_.contains(word)
                || self.locale.is_past(word))
    }

    /// Whether what looks like a verb only describes a noun: "the amended Accord", "in divided Berlin".
    pub fn is_attribute(&self, at: usize) -> bool {
        let grammar = &self.events.grammar;
        let word = self.tokens.lower(at);
        let helper = grammar.be.contains(word) || grammar.have.contains(word);
        let before = at.checked_sub(1).filter(|before| self.is_plain(*before));
        let led = before.is_some_and(|before| {
            grammar.prepositions.contains(self.tokens.lower(before)) || small(self, before)
        });
        !helper && led && !grammar.light.contains(self.tokens.lower(at - 1))
    }
}
