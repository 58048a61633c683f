//! "Norland signed in 2001; Sudmark followed in 2003": somebody does what the last statement says.

use std::ops::Range;

use text::Span;

use super::recognise::Scene;
use super::{Participant, Role, Statement};

/// The verb stands at most so many tokens from its date.
const REACH: usize = 12;

impl Scene<'_> {
    /// The statement of a date whose clause only says that somebody did the same as the last statement tells.
    pub fn repeat(
        &self,
        sentence: Span,
        date: u32,
        tokens: &Range<usize>,
        out: &mut Vec<Statement>,
    ) {
        let temporal = &self.temporals[date as usize];
        let place = self.tokens.within(temporal.span);
        let start = place.start.saturating_sub(REACH).max(tokens.start);
        let verb = (start..place.start).rev().find_map(|at| {
            if !self.events.repeating.contains(self.tokens.lower(at)) {
                return None;
            }
            let words = self.events.grammar.repeating.iter();
            let standing = words.filter(|verb| {
                verb.split(' ').enumerate().all(|(offset, word)| {
                    self.is_plain(at + offset) && self.tokens.lower(at + offset) == word
                })
            });
            Some((at, standing.map(|verb| verb.split(' ').count()).max()?))
        });
        let Some((verb, _)) = verb else { return };
        let Some(who) = verb
            .checked_sub(1)
            .and_then(|at| self.tokens.list[at].referent)
        else {
            return;
        };
        let who = &self.referents[who as usize];
        let (Some(value), Some(last)) = (temporal.value.clone(), out.last()) else {
            return;
        };
        let kind = self.events.kind(last.kind);
        let agents = last
            .participants
            .iter()
            .any(|part| part.role == Role::Agent);
        if !agents || !kind.takes_agent(who.kind) || value.edtf.contains('/') {
            return;
        }
        let doers = who.members.iter().map(|candidates| Participant {
            role: Role::Agent,
            candidates: candidates.clone(),
            span: who.span,
        });
        let object = last
            .participants
            .iter()
            .filter(|part| part.role == Role::Object);
        let participants: Vec<Participant> = doers.chain(object.cloned()).collect();
        let span = who.span.join(temporal.span);
        out.push(Statement {
            participants,
            value,
            temporal: date as usize,
            cue: self.tokens.list[verb].span,
            span,
            sentence,
            discriminators: Vec::new(),
            ..last.clone()
        });
    }
}
