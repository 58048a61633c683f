//! Dates in brackets behind an agreement: "the Treaty (2001)", "the Outline (2005–2008)".

use std::ops::Range;

use text::Span;

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
        if self.tokens.lower(open) != "(" || self.tokens.lower(place.end) != ")" || open == 0 {
            return;
        }
        let inside = self.tokens.list[place.start].referent;
        let Some(number) = inside.or(self.tokens.list[open - 1].referent) else {
            return;
        };
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
}
