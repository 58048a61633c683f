//! Whose happening a noun speaks of: "its founding", "the Forum's founding" is the founding of it.

use std::ops::Range;

use super::kind::{Form, Kind, Shape};
use super::recognise::Scene;

/// The form at `at`, if it is a noun that takes its object from a possessive before it, and that object.
pub(crate) fn owned<'a>(
    scene: &'a Scene,
    at: usize,
    tokens: &Range<usize>,
) -> Option<(&'a Form, u32)> {
    let grammar = &scene.events.grammar;
    let before = at.checked_sub(1).filter(|before| *before >= tokens.start)?;
    let referent = scene.tokens.list[before].referent;
    let named = referent.filter(|one| scene.referents[*one as usize].possessive);
    let pronoun = referent.is_none()
        && grammar
            .thing_possessives
            .contains(scene.tokens.lower(before));
    if named.is_none() && !pronoun {
        return None;
    }
    let genitive = |word: &str| grammar.genitive.contains(word);
    let form = scene
        .events
        .forms
        .get(scene.tokens.lower(at))?
        .iter()
        .find(|form| {
            form.shape == Shape::Noun && matches!(form.tail.as_slice(), [tail] if genitive(tail))
        })?;
    // "Norland's founding in 2001 of the Forum": the object comes after all.
    let rest = (at + 1..tokens.end)
        .find(|at| scene.tokens.list[*at].temporal.is_none() && !scene.leads_date(*at));
    if rest.is_some_and(|at| genitive(scene.tokens.lower(at))) {
        return None;
    }
    let kind = scene.events.kind(form.kind);
    let owner = named.or_else(|| antecedent(scene, before, tokens))?;
    fits(scene, kind, owner).then_some((form, owner))
}

/// The form at `at`, if it is a noun for what the owner before it did: "Norland's accession in 2001", "its withdrawal".
pub(crate) fn done_by<'a>(scene: &'a Scene, at: usize, tokens: &Range<usize>) -> Option<&'a Form> {
    let grammar = &scene.events.grammar;
    let form = scene
        .events
        .forms
        .get(scene.tokens.lower(at))?
        .iter()
        .find(|form| {
            form.shape == Shape::Noun
                && matches!(form.tail.as_slice(), [tail] if !grammar.genitive.contains(tail))
        })?;
    let tail = form.tail.first()?;
    let kind = scene.events.kind(form.kind);
    let owner = doer(scene, at, tokens)?;
    let fits = kind.takes_agent(scene.referents[owner as usize].kind);
    (fits && scene.tokens.lower(at + 1) != tail).then_some(form)
}

/// Whose doing the noun at `at` is, by the possessive before it.
pub(crate) fn doer(scene: &Scene, at: usize, tokens: &Range<usize>) -> Option<u32> {
    let before = at.checked_sub(1).filter(|before| *before >= tokens.start)?;
    if let Some(referent) = scene.tokens.list[before].referent {
        return Some(referent).filter(|one| scene.referents[*one as usize].possessive);
    }
    let pronoun = scene
        .events
        .grammar
        .thing_possessives
        .contains(scene.tokens.lower(before));
    pronoun.then(|| antecedent(scene, before, tokens))?
}

fn fits(scene: &Scene, kind: &Kind, referent: u32) -> bool {
    let referent = &scene.referents[referent as usize];
    referent.members.len() == 1 && kind.takes_object(referent.kind)
}

/// Whom "its" at `at` means: the sentence's subject, before it or, from a phrase at the front, after that phrase.
fn antecedent(scene: &Scene, at: usize, tokens: &Range<usize>) -> Option<u32> {
    let grammar = &scene.events.grammar;
    let article =
        |at: usize| scene.is_plain(at) && grammar.determiners.contains(scene.tokens.lower(at));
    let subject = |from: usize| {
        let first = (from..tokens.end).find(|at| !article(*at))?;
        let referent = scene.tokens.list[first].referent?;
        let next = scene.tokens.lower(scene.end_token(referent));
        (!scene.referents[referent as usize].possessive && !grammar.coordinators.contains(next))
            .then_some(referent)
    };
    let leading = (tokens.start..at).all(|at| {
        let word = scene.tokens.lower(at);
        scene.is_plain(at)
            && (grammar.prepositions.contains(word)
                || grammar.subordinators.contains(word)
                || grammar.light.contains(word))
    });
    if !leading {
        return subject(tokens.start);
    }
    let comma = (at..tokens.end)
        .find(|at| scene.tokens.lower(*at) == "," && scene.tokens.list[*at].temporal.is_none())?;
    subject(comma + 1)
}
