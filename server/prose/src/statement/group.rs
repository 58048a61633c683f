//! Mentions joined by commas and "and".

use std::ops::Range;

use super::cue::Cue;
use super::recognise::Scene;

/// `last` and the mentions joined to it on its left by commas and "and".
pub(crate) fn coordinated_left(
    scene: &Scene,
    last: u32,
    tokens: &Range<usize>,
    accept: &dyn Fn(u32) -> bool,
) -> Vec<u32> {
    let mut group = vec![last];
    if scene.referents[last as usize].members.len() > 1 {
        return group; // "both sides" stands for all of them.
    }
    let mut at = scene.first_token(last);
    let mut joined = false;
    while at > tokens.start {
        at -= 1;
        let token = scene.tokens.list[at];
        match token.referent {
            Some(referent) if joined && accept(referent) => {
                group.push(referent);
                at = scene.first_token(referent);
                joined = false;
            }
            Some(_) => break,
            None if token.temporal.is_some() => break,
            None => {
                let word = scene.tokens.lower(at);
                let joint = word == "," || scene.events.grammar.coordinators.contains(word);
                if !joint && !scene.events.grammar.determiners.contains(word) {
                    break;
                }
                joined |= joint;
            }
        }
    }
    group.reverse();
    group
}

/// Who comes in by "with" right behind a group: "signed the Accord with Norland and Estria".
pub(crate) fn joined_by_with(
    scene: &Scene,
    cues: &[Cue],
    group: &[u32],
    tokens: &Range<usize>,
) -> Vec<u32> {
    let Some(at) = group.last().map(|last| scene.end_token(*last)) else {
        return Vec::new();
    };
    let led = at < tokens.end && scene.events.grammar.with.contains(scene.tokens.lower(at));
    let next = scene.tokens.list.get(at + 1).and_then(|next| next.referent);
    next.filter(|_| led)
        .map(|first| coordinated_right(scene, cues, first, tokens, &|_| true))
        .unwrap_or_default()
}

/// Whether a group hangs on a noun before it, so that the noun is what the verb is said of: "a link between Norland and
/// Estria", and for an object "a branch of the Commission", but "the text of the Accord".
pub(crate) fn hangs(scene: &Scene, group: &[u32], tokens: &Range<usize>, object: bool) -> bool {
    let grammar = &scene.events.grammar;
    let (Some(first), Some(last)) = (group.first(), group.last()) else {
        return false;
    };
    // "The Commission Business Council" is no Commission.
    let next = scene.end_token(*last);
    if next < tokens.end && scene.is_plain(next) && scene.is_capitalised(next) {
        return true;
    }
    let skipped = |at: usize| {
        let word = scene.tokens.lower(at);
        scene.is_plain(at) && (grammar.determiners.contains(word) || scene.is_capitalised(at))
    };
    let mut before = (tokens.start..scene.first_token(*first))
        .rev()
        .skip_while(|at| skipped(*at));
    let Some(at) = before.next().filter(|at| scene.is_plain(*at)) else {
        return false;
    };
    let word = scene.tokens.lower(at);
    if grammar.genitive.contains(word) {
        let noun = at.checked_sub(1).filter(|noun| *noun >= tokens.start);
        return object
            && noun.is_some_and(|noun| {
                scene.is_plain(noun) && !grammar.through.contains(scene.tokens.lower(noun))
            });
    }
    group.len() > 1 && grammar.prepositions.contains(word) && !grammar.subordinators.contains(word)
}

/// `first` and the mentions joined to it on its right, unless the last begins a new clause.
pub(crate) fn coordinated_right(
    scene: &Scene,
    cues: &[Cue],
    first: u32,
    tokens: &Range<usize>,
    accept: &dyn Fn(u32) -> bool,
) -> Vec<u32> {
    let grammar = &scene.events.grammar;
    let mut group = vec![first];
    let mut at = scene.end_token(first);
    let mut joined = false;
    let mut budget = 4;
    while at < tokens.end {
        let token = scene.tokens.list[at];
        match token.referent {
            Some(referent) if joined && accept(referent) => {
                let after = scene.end_token(referent);
                let verb = cues.iter().any(|cue| cue.head == after && cue.finite());
                let helper = grammar.be.contains(scene.tokens.lower(after))
                    || grammar.have.contains(scene.tokens.lower(after));
                if verb || helper || scene.referents[referent as usize].possessive {
                    break;
                }
                group.push(referent);
                at = after;
                joined = false;
                budget = 4;
                continue;
            }
            Some(_) => break,
            None if token.temporal.is_some() => break,
            None => {
                let word = scene.tokens.lower(at);
                let joint = word == "," || grammar.coordinators.contains(word);
                if joint {
                    joined = true;
                } else if !grammar.determiners.contains(word)
                    && (!joined || budget == 0 || grammar.prepositions.contains(word))
                {
                    break;
                } else {
                    budget -= usize::from(budget > 0);
                }
            }
        }
        at += 1;
    }
    group
}
