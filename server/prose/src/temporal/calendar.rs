//! Two calendars: a day of another calendar says so ("O.S."), or stands beside its twin ("25 October (7 November) 1917").

use super::form::{Form, Part, Point, Year};
use super::recognise::{Core, Reader};
use super::token::Kind;
use crate::locale::{Group, Punct};

impl Reader<'_> {
    /// Whether words behind the date say that it is of another calendar, in brackets or not.
    pub(super) fn of_another_calendar(&mut self, end: usize) -> bool {
        let at = if self.opening(end) { end + 1 } else { end };
        self.prefix(at, Group::Calendar, Group::Calendar).is_some()
    }

    fn mark(&self, at: usize) -> Option<u8> {
        let token = self.tokens.get(at)?;
        (token.kind == Kind::Mark(Punct::Other))
            .then(|| self.prose.as_bytes()[token.start as usize])
    }

    pub(super) fn opening(&self, at: usize) -> bool {
        matches!(self.mark(at), Some(b'(' | b'['))
    }

    pub(super) fn closing(&self, at: usize) -> bool {
        matches!(self.mark(at), Some(b')' | b']'))
    }

    /// One day by two calendars: both readings, and neither alone.
    pub(super) fn twins(&mut self, core: &Core) -> Option<Core> {
        let first = day(&core.form)?;
        if !self.opening(core.end) {
            return None;
        }
        let inner = self.dated(core.end + 1, core.start)?;
        let second = day(&inner.form)?;
        if !self.closing(inner.end) {
            return None;
        }
        // The year stands with either of them or behind both.
        let (year, end) = match (first.year, second.year) {
            (Year::Given(_), Year::Given(_)) => (None, inner.end + 1),
            (Year::Given(year), Year::Missing) | (Year::Missing, Year::Given(year)) => {
                (Some(year), inner.end + 1)
            }
            _ => {
                let behind = self.dated(inner.end + 1, core.start)?;
                match behind.form {
                    Form::Point(point) if point.part == Part::Year => match point.year {
                        Year::Given(year) => (Some(year), behind.end),
                        _ => return None,
                    },
                    _ => return None,
                }
            }
        };
        let with_year = |mut point: Point| {
            if let Some(year) = year {
                point.year = Year::Given(year);
            }
            point
        };
        let (first, second) = (with_year(first), with_year(second));
        apart(first, second).then(|| Core {
            form: Form::Readings(vec![first, second]),
            shade: None,
            start: core.start,
            end,
            doubtful: false,
            ends: None,
        })
    }
}

fn day(form: &Form) -> Option<Point> {
    match form {
        Form::Point(point) if matches!(point.part, Part::Day(..)) => Some(*point),
        _ => None,
    }
}

/// Whether two days lie apart as the two calendars have done since 1582.
fn apart(one: Point, other: Point) -> bool {
    let date = |point: Point| {
        let (Year::Given(year), Part::Day(month, day)) = (point.year, point.part) else {
            return None;
        };
        jiff::civil::Date::new(year, month.try_into().ok()?, day.try_into().ok()?).ok()
    };
    let (Some(one), Some(other)) = (date(one), date(other)) else {
        return false;
    };
    one.until(other)
        .is_ok_and(|gap| (10..=13).contains(&gap.get_days().abs()))
}
