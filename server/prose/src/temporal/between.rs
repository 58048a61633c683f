//! What has two end points or two readings: ranges, weekdays from one to another, rows of digits.

use super::form::{Part, Point, Raw, Shift, Year};
use super::resolve::{Found, Resolver};
use super::value::{self, Valued};
use super::walk;
use super::{End, Fault, Resolution};
use crate::date::DateValue;

impl Resolver<'_> {
    pub(super) fn weekdays(
        &mut self,
        first: &Shift,
        last: &Shift,
        raw: &Raw,
        ends: &mut Option<Box<[End; 2]>>,
    ) -> Found {
        let manner = self.manner(raw);
        let found = walk::shift(last, self.context, manner).and_then(|(to, resolution)| {
            let from = walk::weekday_before(&to, first)?;
            Some((from, to, resolution))
        });
        let Some((from, to, resolution)) = found else {
            return Found::nothing();
        };
        let value = DateValue::range(&from, &to);
        *ends = raw.ends.map(|(one, other)| {
            let end = |span, value| End {
                span,
                value,
                fault: None,
            };
            Box::new([end(one, from), end(other, to)])
        });
        Found {
            value: Some(value),
            resolution,
            fault: None,
        }
    }

    pub(super) fn range(
        &mut self,
        first: &Point,
        last: &Point,
        raw: &Raw,
    ) -> (Found, Option<Box<[End; 2]>>) {
        let (mut first, mut last) = (*first, *last);
        let turns = matches!((first.month(), last.month()), (Some(a), Some(b)) if a > b);
        let open = first.year == Year::Missing && last.year == Year::Missing;
        // "from October to March" ends in the story's year; "from March to October" begins in it.
        if open && turns {
            let end = self.point(&last, raw);
            if let Some(day) = end.value.and_then(|value| value.interval.start) {
                first.year = Year::Given(day.year() - 1);
                last.year = Year::Given(day.year());
            }
        }
        let start = self.point(&first, raw);
        if last.year == Year::Missing
            && let Some(day) = start.value.as_ref().and_then(|value| value.interval.start)
        {
            last.year = Year::Given(day.year());
        }
        let end = self.point(&last, raw);
        let fault = start.fault.clone().or(end.fault.clone());
        let (Some(from), Some(to)) = (start.value, end.value) else {
            let found = Found {
                fault,
                ..Found::nothing()
            };
            return (found, None);
        };
        let value = DateValue::range(&from, &to);
        let reversed = value.interval.reversed();
        let ends = raw.ends.map(|(first, last)| {
            Box::new([
                End {
                    span: first,
                    value: from,
                    fault: start.fault.clone(),
                },
                End {
                    span: last,
                    value: to,
                    fault: end.fault.clone(),
                },
            ])
        });
        let found = if reversed {
            Found {
                value: None,
                resolution: start.resolution,
                fault: Some(Fault::Reversed),
            }
        } else {
            Found {
                value: Some(value),
                resolution: start.resolution,
                fault,
            }
        };
        (found, ends)
    }

    /// Several readings: those that a calendar has; two show as ambiguous, one is the value.
    pub(super) fn readings(&mut self, readings: &[Point]) -> Found {
        let readings: Vec<Point> = readings
            .iter()
            .map(|point| {
                let mut point = *point;
                if let Year::TwoDigits(short) = point.year
                    && let Some((year, _)) = walk::two_digits(short, self.context, self.settings)
                {
                    point.year = Year::Given(year);
                }
                point
            })
            .collect();
        let readings = &readings[..];
        let good = |point: &Point, year| match value::of(point, year, self.settings, self.locale) {
            Valued::Good(value) => Some(value),
            _ => None,
        };
        // A year beside a month is the end of a range that begins with the month's year ("2005-08").
        let opened = readings
            .iter()
            .find_map(|point| match (point.year, point.part) {
                (Year::Given(year), Part::Month(_)) => DateValue::year(year),
                _ => None,
            });
        let known = |point: &Point| {
            let Year::Given(year) = point.year else {
                return None;
            };
            let value = good(point, year)?;
            match (&opened, point.part) {
                (Some(start), Part::Year) => Some(DateValue::range(start, &value)),
                _ => Some(value),
            }
        };
        let values: Vec<DateValue> = readings.iter().filter_map(known).collect();
        let resolution = if values.len() > 1 {
            Resolution::Ambiguous(values.iter().map(|value| value.edtf.clone()).collect())
        } else {
            Resolution::Explicit
        };
        let fault = values
            .is_empty()
            .then_some(Fault::Impossible { last_day: None });
        Found {
            value: values.into_iter().next(),
            resolution,
            fault,
        }
    }
}

/// The two years of a reading like "2006-07".
pub(super) fn year_ends(
    readings: &[Point],
    value: Option<&DateValue>,
    raw: &Raw,
) -> Option<Box<[End; 2]>> {
    let interval = value?.interval;
    let (first, last) = raw.ends?;
    let end = |span, year| {
        Some(End {
            span,
            value: DateValue::year(year)?,
            fault: None,
        })
    };
    let ranged = readings.first()?.part == Part::Year;
    let years = (interval.start?.year(), interval.end?.year());
    ranged.then_some(Box::new([end(first, years.0)?, end(last, years.1)?]))
}
