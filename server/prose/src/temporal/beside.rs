//! What stands right beside a date and belongs to it: its weekday ("4 March 2009, a Wednesday", "Monday (8 June 1998)"),
//! which is that very day or a fault, and the dash of a year that goes on ("(1994–)").

use super::form::{Form, Part, Point, Shift};
use super::recognise::{Core, Reader};
use super::token::Kind;
use crate::date::Qualifier;
use crate::locale::{Punct, Slot, Symbol, flag};

impl Reader<'_> {
    /// `core` as what stands right behind it has it.
    pub(super) fn with_beside(&mut self, core: Core) -> Core {
        match core.form {
            Form::Point(point) if point.part == Part::Year && self.goes_on(&core, point) => Core {
                shade: Some(Qualifier::Since),
                end: core.end + 1,
                ..core
            },
            Form::Shift(Shift {
                weekday: Some(weekday),
                ..
            }) => match self.bracketed_day(core.end) {
                Some(point) => Core {
                    form: on(weekday, point),
                    ..core
                },
                None => core,
            },
            _ => core,
        }
    }

    /// "(1994–)"
    fn goes_on(&self, core: &Core, point: Point) -> bool {
        let dash = self.is_mark(core.end, Punct::Dash) && self.closing(core.end + 1);
        dash && core.shade.is_none() && point.has_year() && self.bracketed(core.start)
    }

    /// The weekday of the day `core`: "14 March 1991 (Thursday)", "14 March 1991, a Thursday".
    pub(super) fn weekday_behind(&self, core: &Core) -> Option<Core> {
        let point = lone_day(&core.form)?;
        let at = core.end;
        let apposed = || {
            let article = self.tokens.get(at + 1)?.has(flag::ARTICLE, self.lexicon);
            let ends = self
                .tokens
                .get(at + 3)
                .is_none_or(|next| matches!(next.kind, Kind::Mark(_)));
            (self.is_mark(at, Punct::Comma) && article && ends).then_some(at + 2)
        };
        let bracketed = || (self.opening(at) && self.closing(at + 2)).then_some(at + 1);
        let start = bracketed().or_else(apposed)?;
        Some(Core {
            form: on(self.weekday(start)?, point),
            shade: None,
            start,
            end: start + 1,
            doubtful: core.doubtful,
            ends: None,
        })
    }

    /// The day in brackets at `at`: "Monday (8 June 1998)".
    fn bracketed_day(&mut self, at: usize) -> Option<Point> {
        if !self.opening(at) {
            return None;
        }
        let inner = self.dated(at + 1, at + 1)?;
        lone_day(&inner.form).filter(|_| self.closing(inner.end))
    }

    /// The weekday that the token at `at` names in full.
    fn weekday(&self, at: usize) -> Option<i8> {
        let token = self.tokens.get(at)?;
        let weekday = token.class(Slot::Weekday, self.lexicon)?;
        (!token.has(flag::SHORT, self.lexicon)).then_some(weekday as i8)
    }

    fn is_mark(&self, at: usize, punct: Punct) -> bool {
        self.tokens
            .get(at)
            .is_some_and(|token| token.kind == Kind::Mark(punct))
    }
}

/// A day that names no weekday.
fn lone_day(form: &Form) -> Option<Point> {
    match form {
        Form::Point(point) if matches!(point.part, Part::Day(..)) => {
            Some(*point).filter(|point| point.weekday.is_none())
        }
        _ => None,
    }
}

fn on(weekday: i8, day: Point) -> Form {
    Form::Point(Point {
        weekday: Some(weekday),
        ..day
    })
}
