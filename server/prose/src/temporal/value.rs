//! From a date's fields and its year to a value, or to the fault that it cannot have one.

use jiff::civil::{Date, Weekday};

use super::form::{Part, Point, Year};
use super::{DateSettings, Fault};
use crate::date::{DateValue, Granularity, days_in_month};
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
        Part::WeekTo(month, day) => match civil(year, month, day) {
            Ok(date) => good(week_to(date)),
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
        Part::FiscalYear => good(DateValue::twelve_months(
            fiscal_start(year, settings),
            settings.fiscal_first_month,
        )),
        Part::FiscalQuarter(quarter) => good(fiscal_part(year, quarter, 3, settings)),
        Part::FiscalHalf(half) => good(fiscal_part(year, half, 6, settings)),
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

/// The seven days up to `last`.
fn week_to(last: Date) -> Option<DateValue> {
    let first = last.checked_sub(jiff::Span::new().days(6)).ok()?;
    let days = DateValue::range(&DateValue::day(first), &DateValue::day(last));
    Some(days.in_units_of(Granularity::Week))
}

/// The calendar year in which a fiscal year begins.
fn fiscal_start(year: i16, settings: &DateSettings) -> i16 {
    let back = settings.fiscal_named_by_end && settings.fiscal_first_month != 1;
    year - i16::from(back)
}

/// The n-th part, so many months long, of a fiscal year.
fn fiscal_part(year: i16, nth: i8, length: i8, settings: &DateSettings) -> Option<DateValue> {
    let month = |ahead: i8| {
        let month = settings
            .fiscal_first_month
            .checked_add(ahead)?
            .checked_sub(1)?;
        let year = fiscal_start(year, settings).checked_add(i16::from(month.div_euclid(12)))?;
        DateValue::month(year, month.rem_euclid(12) + 1)
    };
    let first = nth.checked_sub(1)?.checked_mul(length)?;
    Some(DateValue::range(
        &month(first)?,
        &month(first + length - 1)?,
    ))
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
