//! Where a verb's own words end: dates inside an aside or a relative clause are those of the verb in there.

use std::ops::Range;

use super::cue::{Cue, Voice};
use super::kind::Shape;
use super::recognise::Scene;

/// Whether a date before a verb stands in an aside or a clause of its own: "Lund, born in 1950, founded the Forum".
pub(super) fn is_apart(
    scene: &Scene,
    cues: &[Cue],
    cue: &Cue,
    place: &Range<usize>,
    tokens: &Range<usize>,
) -> bool {
    if scene.is_cleft(place.end) {
        return false;
    }
    let grammar = &scene.events.grammar;
    let small = |at: usize| {
        let word = scene.tokens.lower(at);
        scene.tokens.list[at].temporal.is_some()
            || scene.is_plain(at)
                && (grammar.prepositions.contains(word)
                    || grammar.determiners.contains(word)
                    || grammar.light.contains(word))
    };
    let mut first = place.start;
    while first > tokens.start && small(first - 1) {
        first -= 1;
    }
    let comma = |at: usize| scene.tokens.lower(at) == "," && !is_list_comma(scene, at);
    let closed = (place.end..cue.head).any(comma);
    let opener = (tokens.start..first)
        .rev()
        .find(|at| matches!(scene.tokens.lower(*at), ";" | ":" | "\u{2014}" | "(") || comma(*at));
    let begins = opener.map_or(tokens.start, |at| at + 1);
    // "Peru, in 1990, signed".
    if closed && begins == first && scene.tokens.lower(place.end) == "," {
        return false;
    }
    let elsewhere = (begins..first).any(|at| {
        let told = cues.iter().any(|cue| cue.head <= at && at < cue.tokens.end);
        let relative = scene.is_plain(at) && grammar.relatives.contains(scene.tokens.lower(at));
        !told && (relative || scene.is_verbal(at) && !scene.is_attribute(at))
    });
    if elsewhere || !closed {
        return elsewhere;
    }
    let lead = scene.tokens.lower(begins);
    // "At a ceremony in Lima on 14 March 1991, Peru signed"; "the presidents, meeting in Lima in 1991, signed".
    let adverbial = opener.is_none()
        && grammar.prepositions.contains(lead)
        && !scene.events.sequels().any(|word| word == lead);
    let gerund = |word: &str| {
        let forms = scene.events.forms.get(word);
        forms.is_some_and(|forms| forms.iter().any(|form| form.shape == Shape::Gerund))
    };
    !(adverbial || scene.is_plain(begins) && gerund(lead))
}

/// What a comma between a verb and a date behind it costs.
pub(super) fn comma_behind(scene: &Scene, cues: &[Cue], cue: &Cue, at: usize) -> u32 {
    let grammar = &scene.events.grammar;
    if is_list_comma(scene, at) {
        return 0;
    }
    let next = scene.tokens.lower(at + 1);
    let goes_on = scene
        .tokens
        .list
        .get(at + 1)
        .is_some_and(|token| token.temporal.is_some())
        || grammar.prepositions.contains(next)
        || grammar.coordinators.contains(next)
        || grammar.light.contains(next);
    match () {
        // "When Norland signed the Accord, quotas fell in 1999": the main clause begins.
        () if cue.subordinate && !goes_on => 5,
        () if is_other_verb(scene, cues, at + 1) => 3,
        () => 1,
    }
}

/// Whether the word behind a verb's own words is a verb without an event: "the hall in which it was signed burned down".
pub(super) fn ends_at(scene: &Scene, cues: &[Cue], cue: &Cue, at: usize) -> bool {
    let behind_name = at > cue.tokens.end && scene.tokens.list[at - 1].referent.is_some();
    (behind_name || cue.voice != Voice::Active) && is_other_verb(scene, cues, at)
}

fn is_other_verb(scene: &Scene, cues: &[Cue], at: usize) -> bool {
    scene.is_verbal(at)
        && !scene.is_attribute(at)
        && !cues.iter().any(|cue| cue.head <= at && at < cue.tokens.end)
}

/// Whether the comma only joins members of a list.
pub(super) fn is_list_comma(scene: &Scene, at: usize) -> bool {
    let referent = |at: usize| {
        scene
            .tokens
            .list
            .get(at)
            .is_some_and(|token| token.referent.is_some())
    };
    at > 0
        && referent(at - 1)
        && (referent(at + 1)
            || (scene
                .events
                .grammar
                .coordinators
                .contains(scene.tokens.lower(at + 1))
                && referent(at + 2)))
}
