//! What sets one happening of a recurring kind apart: ordinals, first and last, anniversaries.

use std::ops::Range;

use super::cue::Cue;
use super::recognise::Scene;
use crate::name::key;

/// The discriminators of a cue and its objects, folded, sorted: ordinals before the object ("the fourth Forum") or the
/// verb ("was first held"), and "for the first time".
pub(crate) fn of(scene: &Scene, cue: &Cue, objects: &[u32], tokens: &Range<usize>) -> Vec<String> {
    let grammar = &scene.events.grammar;
    let before_objects = objects.iter().map(|object| {
        let first = scene.first_token(*object);
        first.saturating_sub(2)..first
    });
    let before_verb = cue.head.saturating_sub(1)..cue.tokens.start;
    let near: Vec<Range<usize>> = before_objects.chain([before_verb]).collect();
    let mut found: Vec<String> = tokens
        .clone()
        .filter(|at| scene.is_plain(*at))
        .filter(|at| {
            let time = grammar.time_nouns.contains(scene.tokens.lower(at + 1));
            near.iter().any(|range| range.contains(at)) || (time && follows(scene, cue, *at))
        })
        .filter_map(|at| scene.events.discriminator(scene.tokens.lower(at)))
        .collect();
    if found.is_empty() {
        // A name may hold its ordinal: "the 4th Forum" as a name of the Forum.
        let own = objects
            .iter()
            .flat_map(|object| scene.first_token(*object)..scene.end_token(*object));
        found.extend(own.filter_map(|at| scene.events.ordinal(scene.tokens.lower(at))));
    }
    let kind = scene.events.kind(cue.kind);
    if kind.office {
        found.extend(office(scene, cue, objects));
        let again = |at: usize| grammar.again.contains(scene.tokens.lower(at));
        let mut after = cue.head..tokens.end;
        let repeated =
            after.find(|at| again(*at) && (*at < cue.tokens.end || follows(scene, cue, *at)));
        found.extend(repeated.map(|at| scene.tokens.lower(at).to_owned()));
    }
    let span = scene.span_of(tokens);
    found.extend(
        scene
            .temporals
            .iter()
            .filter(|temporal| span.covers(temporal.span))
            .filter_map(|temporal| {
                let length = temporal.length.filter(|length| length.anniversary)?;
                Some(format!("{} anniversary", nth(length.count)))
            }),
    );
    found.sort();
    found.dedup();
    found
}

/// The office between a cue and its object, folded: "President" in "elected President of Norland".
fn office(scene: &Scene, cue: &Cue, objects: &[u32]) -> Option<String> {
    let grammar = &scene.events.grammar;
    let end = scene.first_token(*objects.first()?);
    let words: Vec<&str> = (cue.tokens.end..end)
        .filter(|at| scene.is_plain(*at) && scene.tokens.list[*at].word)
        .map(|at| scene.tokens.lower(at))
        .filter(|word| {
            !grammar.determiners.contains(*word) && !grammar.prepositions.contains(*word)
        })
        .collect();
    (!words.is_empty()).then(|| key(&words.join(" ")))
}

/// Whether "for the first time" at `at` speaks of the cue: it follows, and no clause begins in between.
fn follows(scene: &Scene, cue: &Cue, at: usize) -> bool {
    let grammar = &scene.events.grammar;
    at >= cue.tokens.end
        && !(cue.tokens.end..at).any(|between| {
            let word = scene.tokens.lower(between);
            matches!(word, ";" | ":")
                || (scene.is_plain(between)
                    && (grammar.conjunctions.contains(word) || grammar.relatives.contains(word)))
        })
}

/// "1st", "2nd", "70th".
pub(crate) fn nth(number: u32) -> String {
    let ending = match (number % 100, number % 10) {
        (11..=13, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    };
    format!("{number}{ending}")
}
