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

/// Whether a participle tells of a noun without a name of its own, not of the name before it: "its court, established in
/// 1999", "the Accord, like the pact signed in 1971", "a supplement to the Accord, signed in 1996"; but "the Accord, a pact
/// signed in 1971".
pub(crate) fn tells_of_noun(
    scene: &Scene,
    cue: &Cue,
    group: &[u32],
    tokens: &Range<usize>,
) -> bool {
    let grammar = &scene.events.grammar;
    let within = |at: &usize| *at >= tokens.start;
    let mut at = cue.head;
    while let Some(before) = at.checked_sub(1).filter(within)
        && (!scene.tokens.list[before].word || scene.tokens.list[before].temporal.is_some())
    {
        at = before;
    }
    let Some(noun) = at.checked_sub(1).filter(within) else {
        return false;
    };
    let nominal = |at: usize| {
        let word = scene.tokens.lower(at);
        scene.is_plain(at)
            && scene.tokens.list[at].word
            && !grammar.prepositions.contains(word)
            && !grammar.conjunctions.contains(word)
    };
    let begins = |mut at: usize| {
        while at > tokens.start && nominal(at - 1) {
            at -= 1;
            if grammar.determiners.contains(scene.tokens.lower(at)) {
                break;
            }
        }
        at
    };
    if nominal(noun) {
        // An apposition is another word for the name before it.
        let before = begins(noun).checked_sub(1).filter(within);
        return !before.is_some_and(|mark| {
            let word = scene.tokens.lower(mark);
            let named = mark > tokens.start
                && (!scene.is_plain(mark - 1) || scene.tokens.lower(mark - 1) == ")");
            matches!(word, "," | "(" | "\u{2013}" | "\u{2014}") && named
        });
    }
    let detached = scene.tokens.lower(cue.head - 1) == ",";
    let Some(first) = group.first().map(|first| scene.first_token(*first)) else {
        return false;
    };
    let preposition = (tokens.start..first)
        .rev()
        .find(|at| !grammar.determiners.contains(scene.tokens.lower(*at)));
    let led = preposition.filter(|at| grammar.prepositions.contains(scene.tokens.lower(*at)));
    detached
        && led.is_some_and(|at| {
            let subject = begins(at);
            subject == tokens.start
                && subject < at
                && grammar.determiners.contains(scene.tokens.lower(subject))
                && !(subject..at).any(|at| scene.is_verbal(at))
        })
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
