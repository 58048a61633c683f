//! Dates in brackets behind an agreement: "the Treaty (2001)", "the Outline (2005–2008)".

use std::ops::Range;

use text::Span;

use super::kind::{Form, Shape};
use super::recognise::{Scene, is_interval};
use super::{Modality, Participant, Role, Statement};
use crate::name::EntityKind;

impl Scene<'_> {
    /// "the Treaty (2001)" was signed then; "the Outline (2005–2008)" covers these years.
    pub fn bracket(
        &self,
        sentence: Span,
        date: u32,
        tokens: &Range<usize>,
        out: &mut Vec<Statement>,
    ) {
        let temporal = &self.temporals[date as usize];
        let place = self.tokens.within(temporal.span);
        let Some(open) = place
            .start
            .checked_sub(1)
            .filter(|open| *open >= tokens.start)
        else {
            return;
        };
        let open = self.past_place(open, tokens);
        if self.tokens.lower(open) != "(" || self.tokens.lower(place.end) != ")" || open == 0 {
            return;
        }
        let inside = self.tokens.list[place.start].referent;
        let Some(number) = inside.or(self.tokens.list[open - 1].referent) else {
            return;
        };
        if self.is_part(self.first_token(number), tokens) {
            return;
        }
        let referent = &self.referents[number as usize];
        let Some(value) = temporal
            .value
            .clone()
            .filter(|_| referent.kind == EntityKind::Agreement)
        else {
            return;
        };
        // A year that is part of the name says nothing of its own.
        let Some(kind) = self
            .events
            .bracketed(is_interval(&value))
            .filter(|_| inside.is_none() || is_interval(&value))
        else {
            return;
        };
        let span = referent.span.join(temporal.span);
        let quoted = self.quoted.iter().any(|quotation| quotation.overlaps(span));
        out.push(Statement {
            kind,
            participants: referent
                .members
                .iter()
                .map(|candidates| Participant {
                    role: Role::Object,
                    candidates: candidates.clone(),
                    span: referent.span,
                })
                .collect(),
            value,
            temporal: date as usize,
            cue: Span::new(temporal.span.start, temporal.span.start),
            span,
            sentence,
            modality: if quoted {
                Modality::Quoted
            } else {
                Modality::Asserted
            },
            discriminators: Vec::new(),
        });
    }

    /// What opens the bracket, past the place before its date: "(Lima, 14 March 1990)".
    fn past_place(&self, open: usize, tokens: &Range<usize>) -> usize {
        if self.tokens.lower(open) != "," {
            return open;
        }
        let place = |at: &usize| {
            let named = self.referent_at(*at);
            named.is_some_and(|named| named.kind == EntityKind::Place)
                || self.is_plain(*at) && self.is_capitalised(*at)
        };
        let before = (tokens.start..open).rev().find(|at| !place(at));
        before.filter(|at| at + 1 < open).unwrap_or(open)
    }

    /// Whether a name only says what the noun before it is about ("a study of the Accord", "Parties to the Accord"), or
    /// stands behind an author's initial: then the date is not its own.
    fn is_part(&self, first: usize, tokens: &Range<usize>) -> bool {
        let grammar = &self.events.grammar;
        let start = tokens.start;
        let Some(before) = first.checked_sub(1) else {
            return false;
        };
        let articles = (0..=before).rev().take_while(|at| {
            self.is_plain(*at) && grammar.determiners.contains(self.tokens.lower(*at))
        });
        let Some(lead) = before.checked_sub(articles.count()) else {
            return false;
        };
        if self.tokens.lower(lead) == "." && lead > 0 {
            return self.is_capitalised(lead - 1) && self.tokens.lower(lead - 1).len() == 1;
        }
        let Some(noun) = lead
            .checked_sub(1)
            .filter(|noun| lead > start && *noun >= start)
        else {
            return false;
        };
        let word = self.tokens.lower(noun);
        // "the signing of the Accord (1991)", "acceded to the Accord (1991)".
        let link = self.tokens.lower(lead);
        let leads = |form: &Form| {
            let verb = form.shape != Shape::Noun;
            let object = &self.events.kind(form.kind).object;
            form.tail.first().is_some_and(|tail| tail == link)
                && (verb || object.contains(&EntityKind::Agreement))
        };
        let told = || {
            let forms = self.events.forms.get(word);
            self.is_verbal(noun) || forms.is_some_and(|forms| forms.iter().any(leads))
        };
        grammar.belonging.contains(link) && self.tokens.list[noun].word && !told()
    }
}
