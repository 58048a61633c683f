//! From a date's fields and its year to a value, or to the fault that it cannot have one.

use jiff::civil::{Date, Weekday};

use super::form::{Part, Point, Year};
use super::{DateSettings, Fault};
use crate::date::{DateValue, days_in_month};
use crate::locale::Locale;

/// A date's fields, weighed.
pub(super) enum Valued {
    Good(DateValue),
    /// What is wrong, and the value that the words still give.
    Fault(Fault, Option<DateValue>),
    /// Out of what the calendar can count.
    Nothing,
}

/// The value of `point` in `year`.
pub(super) fn of(point: &Point, year: i16, settings: &DateSettings, locale: &Locale) -> Valued {
    let good = |value: Option<DateValue>| value.map_or(Valued::Nothing, Valued::Good);
    match point.part {
        Part::Day(month, day) => match civil(year, month, day) {
            Ok(date) => weekday(point, date, locale),
            Err(last_day) => Valued::Fault(Fault::Impossible { last_day }, None),
        },
        // Its month is the story's; the walk has put it in.
        Part::DayOnly(_) => Valued::Nothing,
        Part::NthWeekday(month, nth) => good(nth_weekday(point, year, month, nth)),
        Part::WeekOf(month, day) => match civil(year, month, day) {
            Ok(date) => good(DateValue::week_of(date)),
            Err(last_day) => Valued::Fault(Fault::Impossible { last_day }, None),
        },
        Part::Month(month) => match small(month).and_then(|month| DateValue::month(year, month)) {
            Some(value) => Valued::Good(value),
            None => Valued::Fault(Fault::Impossible { last_day: None }, None),
        },
        Part::Week(week) => match small(week).and_then(|week| DateValue::week(year, week)) {
            Some(value) => Valued::Good(value),
            None => Valued::Fault(Fault::Impossible { last_day: None }, None),
        },
        Part::Season(season) => good(DateValue::season(year, season)),
        Part::Quarter(quarter) => good(DateValue::quarter(year, quarter)),
        Part::Half(half) => good(DateValue::half(year, half)),
        Part::FirstMonths(count) => good(months(year, 1, count)),
        Part::LastMonths(count) => good(months(year, 13 - count, 12)),
        Part::Year => good(DateValue::year(year)),
        Part::FiscalYear => {
            let back = settings.fiscal_named_by_end && settings.fiscal_first_month != 1;
            good(DateValue::twelve_months(
                year - i16::from(back),
                settings.fiscal_first_month,
            ))
        }
        Part::AcademicYear => good(DateValue::twelve_months(
            year,
            settings.academic_first_month,
        )),
        Part::Decade => good(DateValue::decade(year)),
        Part::Century => good(DateValue::century(year)),
        Part::DecadeOf(nth) => {
            let century = year - year.rem_euclid(100);
            good(DateValue::decade(century + (nth - 1) * 10))
        }
    }
}

/// What is wrong with a date whatever its year is: 31 June, month 13.
pub(super) fn fault_without_year(point: &Point) -> Option<Fault> {
    let Part::Day(month, day) = point.part else {
        return None;
    };
    // A leap year has every day that a month can have.
    let last_day = civil(2000, month, day).err()?;
    (!matches!(point.year, Year::Given(_))).then_some(Fault::Impossible { last_day })
}

fn nth_weekday(point: &Point, year: i16, month: i16, nth: i8) -> Option<DateValue> {
    let first = Date::new(year, small(month)?, 1).ok()?;
    let weekday = Weekday::from_monday_one_offset(point.weekday?).ok()?;
    first
        .nth_weekday_of_month(nth, weekday)
        .ok()
        .map(DateValue::day)
}

fn months(year: i16, first: i8, last: i8) -> Option<DateValue> {
    let ends = (
        DateValue::month(year, first)?,
        DateValue::month(year, last)?,
    );
    Some(DateValue::range(&ends.0, &ends.1))
}

fn small(number: i16) -> Option<i8> {
    i8::try_from(number).ok()
}

/// The day, or the last day that the month has, if there is such a month.
fn civil(year: i16, month: i16, day: i16) -> Result<Date, Option<i8>> {
    let month = small(month).ok_or(None)?;
    let last = days_in_month(year, month).ok_or(None)?;
    small(day)
        .and_then(|day| Date::new(year, month, day).ok())
        .ok_or(Some(last))
}

fn weekday(point: &Point, date: Date, locale: &Locale) -> Valued {
    let value = DateValue::day(date);
    let Some(written) = point.weekday else {
        return Valued::Good(value);
    };
    let actual = date.weekday().to_monday_one_offset();
    if actual == written {
        return Valued::Good(value);
    }
    let name = |number: i8| {
        let names = &locale.lexicon.weekdays;
        let found = usize::try_from(number - 1)
            .ok()
            .and_then(|at| names.get(at));
        found.cloned().unwrap_or_default()
    };
    let fault = Fault::Weekday {
        written: name(written),
        actual: name(actual),
    };
    Valued::Fault(fault, Some(value))
}
