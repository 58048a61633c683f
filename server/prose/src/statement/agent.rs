//! Who does it, where the subject does not say: "by Norland", "the article by Berg", "Norland's ratification".

use std::ops::Range;

use super::cue::{self, Cue};
use super::group::coordinated_right;
use super::participant::REACH;
use super::recognise::Scene;

/// The agents after "by" in the rest of the clause.
pub(super) fn after_by(
    scene: &Scene,
    cues: &[Cue],
    cue: &Cue,
    tokens: &Range<usize>,
    accept: &dyn Fn(u32) -> bool,
) -> Vec<u32> {
    let grammar = &scene.events.grammar;
    let mut by = false;
    let mut budget = REACH;
    let mut at = cue.tokens.end;
    while at < tokens.end {
        let token = scene.tokens.list[at];
        let word = scene.tokens.lower(at);
        if let Some(referent) = token.referent {
            if by && accept(referent) && !scene.referents[referent as usize].possessive {
                return coordinated_right(scene, cues, referent, tokens, accept);
            }
            at = scene.end_token(referent);
            continue;
        }
        if grammar.by.contains(word) && !scene.leads_date(at) {
            by = true;
            budget = REACH;
        } else if matches!(word, ";" | ":")
            || grammar.relatives.contains(word)
            || (!by && grammar.subordinators.contains(word) && !scene.leads_date(at))
            || (word == "," && cue::has_ending(scene.tokens.lower(at + 1), &grammar.past_endings))
            || cues
                .iter()
                .any(|other| other.finite() && other.tokens.start == at)
            || (by && grammar.prepositions.contains(word) && !grammar.genitive.contains(word))
            || (by && grammar.excepting.contains(word))
        {
            return Vec::new();
        }
        if token.word && token.temporal.is_none() {
            if budget == 0 {
                return Vec::new();
            }
            budget -= 1;
        }
        at += 1;
    }
    Vec::new()
}

/// "The article by Berg was published": the agent inside the subject.
pub(super) fn author(
    scene: &Scene,
    cues: &[Cue],
    cue: &Cue,
    tokens: &Range<usize>,
    accept: &dyn Fn(u32) -> bool,
) -> Vec<u32> {
    let by = &scene.events.grammar.by;
    let nearest = (tokens.start..cue.head)
        .rev()
        .take_while(|at| !cues.iter().any(|other| other.tokens.contains(at)))
        .find(|at| scene.is_plain(*at) && by.contains(scene.tokens.lower(*at)));
    let referent = nearest.and_then(|by| scene.tokens.list.get(by + 1)?.referent);
    referent
        .filter(|referent| accept(*referent))
        .map(|referent| coordinated_right(scene, cues, referent, tokens, accept))
        .unwrap_or_default()
}

/// "Norland's" in "Norland's ratification of the Accord".
pub(super) fn possessor(scene: &Scene, cue: &Cue, accept: &dyn Fn(u32) -> bool) -> Option<u32> {
    let before = (cue.head.saturating_sub(3)..cue.head).rev();
    before
        .filter_map(|at| scene.tokens.list[at].referent)
        .find(|referent| scene.referents[*referent as usize].possessive && accept(*referent))
}
