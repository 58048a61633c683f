//! What stands around a happening without being its subject or object: asides between subject and verb, the place, and the
//! one party for which it happened.

use std::ops::Range;

use super::cue::Cue;
use super::recognise::Scene;
use crate::name::EntityKind;

/// Where an aside between the subject and its verb begins: "Norland, which had signed in 2001, joined".
pub(super) fn aside(scene: &Scene, head: usize, tokens: &Range<usize>) -> Option<usize> {
    let grammar = &scene.events.grammar;
    let close = head.checked_sub(1).filter(|close| *close > tokens.start)?;
    let mark = scene.tokens.lower(close);
    if !matches!(mark, "," | "\u{2013}" | "\u{2014}") || scene.tokens.list[close].temporal.is_some()
    {
        return None;
    }
    let opens = |at: &usize| {
        scene.tokens.lower(*at) == mark && scene.tokens.list[*at].temporal.is_none() && {
            let next = scene.tokens.lower(at + 1);
            let named = *at > tokens.start
                && (scene.tokens.list[at - 1].referent.is_some()
                    || scene.tokens.lower(at - 1) == ")");
            let begins = scene.is_plain(at + 1) && !grammar.conjunctions.contains(next);
            named && begins
        }
    };
    (tokens.start..close).rev().find(opens)
}

/// The place named in the cue's clause by "in" or "at".
pub(super) fn place(scene: &Scene, cues: &[Cue], cue: &Cue, tokens: &Range<usize>) -> Option<u32> {
    let grammar = &scene.events.grammar;
    let stop = |at: usize| {
        let word = scene.tokens.lower(at);
        matches!(word, ";" | ":" | "(" | ")")
            || (scene.is_plain(at) && grammar.relatives.contains(word))
            || (scene.is_plain(at) && grammar.subordinators.contains(word) && !scene.leads_date(at))
            || cues.iter().any(|other| {
                other.finite() && other.tokens.start == at && other.tokens.start != cue.tokens.start
            })
    };
    let end = (cue.tokens.end..tokens.end)
        .find(|at| stop(*at))
        .unwrap_or(tokens.end);
    // What stands in an aside between subject and verb is its own place.
    let head = aside(scene, cue.head, tokens).unwrap_or(cue.head);
    // The verb before has its own.
    let shared = cue
        .head
        .checked_sub(1)
        .is_some_and(|before| cue.finite() && scene.joins_verbs(before, tokens.start));
    let start = (tokens.start..head)
        .rev()
        .find(|at| stop(*at))
        .map_or(tokens.start, |at| at + 1);
    let led = |at: &usize| {
        let Some(referent) = scene.tokens.list[*at].referent else {
            return false;
        };
        let first = scene.first_token(referent);
        *at == first
            && first > tokens.start
            && scene.referents[referent as usize].kind == EntityKind::Place
            && grammar
                .place_prepositions
                .contains(scene.after_articles(first - 1, tokens.start))
    };
    let near = (cue.tokens.end..end)
        .find(led)
        .or_else(|| (start..head).rev().find(led).filter(|_| !shared))?;
    scene.tokens.list[near].referent
}

impl Scene<'_> {
    /// Whether the cue's clause says that it happened only in part or for one party: "entered into force for Norland",
    /// "came into force provisionally".
    pub(super) fn is_partial(&self, cue: &Cue, tokens: &Range<usize>) -> bool {
        let grammar = &self.events.grammar;
        let beside = cue.head..(cue.tokens.end + 1).min(tokens.end);
        if beside
            .into_iter()
            .any(|at| grammar.partial.contains(self.tokens.lower(at)))
        {
            return true;
        }
        if !self.events.kind(cue.kind).each_party {
            return false;
        }
        let clause = self.clause_start(cue.head, tokens.start);
        let end = (cue.tokens.end..tokens.end)
            .find(|at| matches!(self.tokens.lower(*at), "," | ";" | ":"))
            .unwrap_or(tokens.end);
        let fronted = tokens.start..(tokens.start + 1).min(tokens.end);
        let scopes = |at: usize| {
            let party = (at + 1..tokens.end)
                .find(|at| !grammar.determiners.contains(self.tokens.lower(*at)))
                .and_then(|at| self.referent_at(at));
            self.is_plain(at)
                && grammar.scoping.contains(self.tokens.lower(at))
                && party.is_some_and(|party| party.kind != EntityKind::Agreement)
        };
        fronted
            .chain(clause..cue.head)
            .chain(cue.tokens.end..end)
            .any(scopes)
    }
}
