//! Walks from a reference time: "two years later", "the following September", "in May".

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use super::Resolution;
use super::context::{Moment, TimeContext};
use super::form::{Anchor, Part, Point, Sense, Shift, Unit, Year};
use super::tense::Tense;
use crate::date::{DateValue, Granularity};

/// A reference time and how a value that rests on it came about.
fn reference(anchor: Anchor, context: &TimeContext) -> Option<(Moment, Resolution)> {
    let document = || {
        context
            .document
            .map(|moment| (moment, Resolution::DocumentDate))
    };
    let story = || {
        context.story.map(|moment| {
            let heading = context.heading() == Some(moment);
            let resolution = if heading {
                Resolution::Heading
            } else {
                Resolution::StoryDate
            };
            (moment, resolution)
        })
    };
    match anchor {
        Anchor::Document => document(),
        Anchor::Story | Anchor::Either => story().or_else(document),
    }
}

/// The value of a walk.
pub(super) fn shift(
    shift: &Shift,
    context: &TimeContext,
    tense: Tense,
) -> Option<(DateValue, Resolution)> {
    let anchor = match (shift.anchor, shift.unit) {
        // "this year" and a bare weekday look to the story where there is one.
        (Anchor::Document, _) if shift.count == 0 && !shift.counted => Anchor::Either,
        (anchor, _) => anchor,
    };
    let (from, resolution) = reference(anchor, context)?;
    let value = match shift.weekday {
        Some(weekday) => on_weekday(from, weekday, shift.count, tense)?,
        None => moved(from, shift)?,
    };
    Some((value, resolution))
}

fn on_weekday(from: Moment, weekday: i8, step: i32, tense: Tense) -> Option<DateValue> {
    if !from.is_day() {
        return None;
    }
    let weekday = Weekday::from_monday_one_offset(weekday).ok()?;
    let today = from.start;
    let date = match (step, tense) {
        (1, _) => today.nth_weekday(1, weekday).ok()?,
        (-1, _) => today.nth_weekday(-1, weekday).ok()?,
        _ if today.weekday() == weekday => today,
        (_, Tense::Future) => today.nth_weekday(1, weekday).ok()?,
        _ => today.nth_weekday(-1, weekday).ok()?,
    };
    Some(DateValue::day(date))
}

fn moved(from: Moment, shift: &Shift) -> Option<DateValue> {
    let back = if shift.count < 0 {
        from.start
    } else {
        from.end
    };
    let count = i64::from(shift.count);
    let year = |years: i64| i16::try_from(i64::from(back.year()) + years).ok();
    match shift.unit {
        Unit::Minute | Unit::Hour | Unit::Weekend | Unit::Season => None,
        Unit::Day if from.is_day() => Some(DateValue::day(back.checked_add(span(count, 1)?).ok()?)),
        Unit::Day => None,
        Unit::Week if !from.is_day() => None,
        Unit::Week if shift.counted => {
            Some(DateValue::day(back.checked_add(span(count, 7)?).ok()?))
        }
        Unit::Week => DateValue::week_of(back.checked_add(span(count, 7)?).ok()?),
        Unit::Month if from.has_month() => {
            let month = months_on(back, count)?;
            DateValue::month(month.year(), month.month())
        }
        Unit::Quarter if from.has_month() => {
            let month = months_on(back, count.checked_mul(3)?)?;
            DateValue::quarter(month.year(), (month.month() + 2) / 3)
        }
        Unit::Month | Unit::Quarter => None,
        Unit::Year => DateValue::year(year(count)?),
        Unit::Decade if shift.counted => DateValue::year(year(count.checked_mul(10)?)?),
        Unit::Decade => DateValue::decade(year(count.checked_mul(10)?)?),
        Unit::Century if shift.counted => DateValue::year(year(count.checked_mul(100)?)?),
        Unit::Century => DateValue::century(year(count.checked_mul(100)?)?),
    }
}

fn span(count: i64, days: i64) -> Option<jiff::Span> {
    jiff::Span::new().try_days(count.checked_mul(days)?).ok()
}

fn months_on(from: Date, count: i64) -> Option<Date> {
    let span = jiff::Span::new().try_months(count).ok()?;
    from.first_of_month().checked_add(span).ok()
}

/// The year of a date, and where it was found.
pub(super) fn year_of(
    point: &Point,
    context: &TimeContext,
    tense: Tense,
) -> Option<(i16, Resolution)> {
    match point.year {
        Year::Given(year) => Some((year, Resolution::Explicit)),
        Year::Shifted(walk) => {
            let anchor = if walk.count == 0 {
                Anchor::Either
            } else {
                walk.anchor
            };
            let (from, resolution) =
                reference(anchor, context).or_else(|| reference(Anchor::Story, context))?;
            let year = i16::try_from(i32::from(from.end.year()) + walk.count).ok()?;
            Some((year, resolution))
        }
        Year::Short(short) => {
            let near = reference(Anchor::Story, context);
            let (year, resolution) = match near {
                Some((from, resolution)) => (from.start.year(), resolution),
                None => (1999, Resolution::Explicit),
            };
            let century = year - year.rem_euclid(100);
            // Looking from 2014, "the nineties" are past.
            let found = century + short;
            Some((
                if found > year + 20 {
                    found - 100
                } else {
                    found
                },
                resolution,
            ))
        }
        Year::Missing => missing_year(point, context, tense),
    }
}

fn missing_year(point: &Point, context: &TimeContext, tense: Tense) -> Option<(i16, Resolution)> {
    let anchor = match point.sense {
        Some(Sense::Last | Sense::Next) if context.document.is_some() => Anchor::Document,
        _ => Anchor::Story,
    };
    let (from, resolution) = reference(anchor, context)?;
    let year = from.end.year();
    let starts = |year: i16| -> Option<Date> {
        let month = match point.part {
            Part::Day(month, day) => {
                return Date::new(year, month.try_into().ok()?, day.try_into().ok()?).ok();
            }
            Part::Month(month) | Part::WeekOf(month, _) => i8::try_from(month).ok()?,
            Part::Season(season) => 3 * (season as i8 - 20),
            Part::Quarter(quarter) => 3 * quarter - 2,
            Part::Half(half) => 6 * half - 5,
            _ => 1,
        };
        Date::new(year, month, 1).ok()
    };
    let same = starts(year);
    let found = match point.sense {
        Some(Sense::Following | Sense::Next) => {
            if from.has_month() || from.granularity < Granularity::Year {
                if same? > from.end { year } else { year + 1 }
            } else {
                year + 1
            }
        }
        Some(Sense::Last | Sense::Previous) => {
            if from.granularity < Granularity::Year {
                if same? < from.start.first_of_month() {
                    year
                } else {
                    year - 1
                }
            } else {
                year - 1
            }
        }
        Some(Sense::This | Sense::Same) => year,
        None if resolution == Resolution::DocumentDate => by_tense(same?, from, year, tense),
        None => in_story(same, from, year),
    };
    Some((found, resolution))
}

/// Without a story: what was, was last before the document; what will be, comes next.
fn by_tense(same: Date, from: Moment, year: i16, tense: Tense) -> i16 {
    match tense {
        Tense::Future if same < from.start.first_of_month() => year + 1,
        Tense::Past if same > from.end => year - 1,
        _ => year,
    }
}

/// A story goes on: from late in a year, an early month is the next year's.
fn in_story(same: Option<Date>, from: Moment, year: i16) -> i16 {
    let Some(same) = same else {
        return year;
    };
    if from.has_month()
        && same < from.start
        && from
            .start
            .until(same)
            .is_ok_and(|gap| gap.get_days() < -270)
    {
        return year + 1;
    }
    let _ = 1.day();
    year
}
