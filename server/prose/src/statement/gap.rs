//! Clauses without their verb: "the Forum was founded in 2001, the Commission in 2009".

use std::ops::Range;

use super::cue::{Cue, Voice};
use super::participant::Cast;
use super::recognise::Scene;

/// The participants of the clause that ends in the date at `place`, if it takes its verb from `cue`, whose own date ends
/// right before that clause and whose own participants are `full`.
pub(crate) fn cast(
    scene: &Scene,
    cue: &Cue,
    full: &Cast,
    before: &Range<usize>,
    place: &Range<usize>,
) -> Option<Cast> {
    let grammar = &scene.events.grammar;
    let mut at = before.end;
    let mut joined = false;
    while at < place.start {
        let word = scene.tokens.lower(at);
        let joint = matches!(word, "," | ";") || grammar.coordinators.contains(word);
        if !joint || !scene.is_plain(at) {
            break;
        }
        joined = true;
        at += 1;
    }
    let genitive = grammar.genitive.contains(scene.tokens.lower(at)) && scene.is_plain(at);
    if !joined || genitive != (cue.voice == Voice::Noun) {
        return None;
    }
    at += usize::from(genitive);
    let mut members = Vec::new();
    while at < place.start {
        let word = scene.tokens.lower(at);
        match scene.tokens.list[at].referent {
            Some(referent) if !scene.referents[referent as usize].possessive => {
                members.push(referent);
                at = scene.end_token(referent);
            }
            None if grammar.determiners.contains(word) => at += 1,
            None if !members.is_empty() && at + 1 == place.start => {
                if !grammar.prepositions.contains(word) {
                    return None;
                }
                at += 1;
            }
            _ => return None,
        }
    }
    let kind = scene.events.kind(cue.kind);
    let agent = |one: u32| kind.takes_agent(scene.referents[one as usize].kind);
    let object = |one: u32| kind.takes_object(scene.referents[one as usize].kind);
    let active = cue.voice == Voice::Active;
    match *members.as_slice() {
        [who, what] if active && agent(who) && object(what) => Some(Cast {
            agents: vec![who],
            objects: vec![what],
            place: None,
        }),
        [one] if active => {
            let alike = |others: &[u32]| {
                let kind = scene.referents[one as usize].kind;
                others
                    .iter()
                    .any(|other| scene.referents[*other as usize].kind == kind)
            };
            match (alike(&full.agents), alike(&full.objects)) {
                (true, false) if agent(one) => Some(Cast {
                    agents: vec![one],
                    place: None,
                    ..full.clone()
                }),
                (false, true) if object(one) => Some(Cast {
                    objects: vec![one],
                    place: None,
                    ..full.clone()
                }),
                _ => None,
            }
        }
        [one] if object(one) && kind.passive_subject.is_none() => Some(Cast {
            objects: vec![one],
            ..Cast::default()
        }),
        _ => None,
    }
}
