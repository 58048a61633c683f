//! What the other parts of this module ask of a block: its tokens, referents and clauses.

use std::ops::Range;

use text::Span;

use super::cue::{Cue, Voice};
use super::recognise::Scene;
use super::referent::Referent;
use crate::name::EntityKind;

impl Scene<'_> {
    pub fn span_of(&self, tokens: &Range<usize>) -> Span {
        Span::new(
            self.tokens.list[tokens.start].span.start,
            self.tokens.list[tokens.end - 1].span.end,
        )
    }

    /// Whether the token is neither part of a mention nor of a date.
    pub fn is_plain(&self, at: usize) -> bool {
        self.tokens
            .list
            .get(at)
            .is_some_and(|token| token.referent.is_none() && token.temporal.is_none())
    }

    pub fn referent_at(&self, at: usize) -> Option<&Referent> {
        let number = self.tokens.list.get(at)?.referent?;
        self.referents.get(number as usize)
    }

    pub fn first_token(&self, referent: u32) -> usize {
        let start = self.referents[referent as usize].span.start;
        self.tokens
            .list
            .partition_point(|token| token.span.end <= start)
    }

    pub fn end_token(&self, referent: u32) -> usize {
        self.tokens.from(self.referents[referent as usize].span.end)
    }

    /// Whether a verb behind the token goes on where the verb before it ended: behind "and", or behind a comma that closes
    /// that one's date ("was signed in May 2001, amended in 2003 and ...").
    pub fn joins_verbs(&self, at: usize, start: usize) -> bool {
        let word = self.tokens.lower(at);
        let dated = at > start && self.tokens.list[at - 1].temporal.is_some();
        self.events.grammar.coordinators.contains(word) || word == "," && dated
    }

    /// What the head noun at a token names ("treaty": an agreement).
    pub fn head_kind(&self, at: usize) -> Option<EntityKind> {
        self.is_plain(at)
            .then(|| self.rules.head(self.tokens.lower(at)))?
    }

    /// The word at `at`, or before the articles and small words that end there.
    pub fn after_articles(&self, mut at: usize, start: usize) -> &str {
        let grammar = &self.events.grammar;
        while at > start && self.is_plain(at) && grammar.determiners.contains(self.tokens.lower(at))
        {
            at -= 1;
        }
        self.tokens.lower(at)
    }

    /// The word before a name, past its articles and its capitalised qualifiers: "in" for "in the Southern Norland".
    pub fn before_name(&self, mut at: usize, start: usize) -> &str {
        while at > start && self.is_plain(at) && self.is_capitalised(at) {
            at -= 1;
        }
        self.after_articles(at, start)
    }

    pub fn is_capitalised(&self, at: usize) -> bool {
        self.tokens.list.get(at).is_some_and(|token| token.capital)
    }

    /// Whether a date follows right after the token, so that "since" and "after" are its prepositions.
    pub fn leads_date(&self, at: usize) -> bool {
        let mut next = at + 1;
        while self.is_plain(next)
            && self
                .events
                .grammar
                .determiners
                .contains(self.tokens.lower(next))
        {
            next += 1;
        }
        self.tokens
            .list
            .get(next)
            .is_some_and(|token| token.temporal.is_some())
    }

    /// Whether the token is the "that" of "it was in July 2004 that ...", which only brings the date to the front.
    pub fn is_cleft(&self, at: usize) -> bool {
        let grammar = &self.events.grammar;
        let dated = at > 0 && self.tokens.list[at - 1].temporal.is_some();
        if !dated || !grammar.relatives.contains(self.tokens.lower(at)) {
            return false;
        }
        let mut before = (0..at).rev().skip_while(|at| {
            self.tokens.list[*at].temporal.is_some()
                || grammar.prepositions.contains(self.tokens.lower(*at))
                || grammar.light.contains(self.tokens.lower(*at))
        });
        let mut next = |words: &crate::list::WordSet| {
            before
                .next()
                .is_some_and(|at| words.contains(self.tokens.lower(at)))
        };
        next(&grammar.be) && next(&grammar.thing_pronouns)
    }

    /// Whether a cue follows the subordinator at `at` before the next mark.
    pub fn opens_clause(&self, cues: &[Cue], at: usize) -> bool {
        let grammar = &self.events.grammar;
        let mut next = at + 1;
        while self.tokens.list.get(next).is_some_and(|token| token.word) {
            let word = self.tokens.lower(next);
            let verb = cues
                .iter()
                .any(|cue| cue.tokens.start == next && cue.voice != Voice::Noun);
            if verb
                || (self.is_plain(next)
                    && (grammar.be.contains(word) || grammar.have.contains(word)))
            {
                return true;
            }
            next += 1;
        }
        false
    }

    /// First token of the clause that holds `at`: after the last mark, a list's commas not counted.
    pub fn clause_start(&self, at: usize, start: usize) -> usize {
        (start..at)
            .rev()
            .find(|at| {
                !self.tokens.list[*at].word
                    && matches!(
                        self.tokens.lower(*at),
                        "," | ";" | ":" | "(" | ")" | "\u{2014}"
                    )
                    && !(*at > start
                        && self.referent_at(*at - 1).is_some()
                        && self.referent_at(*at + 1).is_some())
            })
            .map_or(start, |at| at + 1)
    }
}
