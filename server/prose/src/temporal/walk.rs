//! Walks from a reference time: "two years later", "the following September", "in May".

use jiff::civil::{Date, Weekday};

use super::Resolution;
use super::context::{Moment, TimeContext};
use super::form::{Anchor, Part, Point, Sense, Shift, Unit, Year};
use super::tense::{Manner, Tense};
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

/// Whether the text tells of times long before it was written, so that "next summer" is the next of those days.
fn narrates(context: &TimeContext) -> bool {
    match (context.story, context.document) {
        (Some(story), Some(document)) => story.end.year() + 1 < document.start.year(),
        (Some(_), None) => true,
        _ => false,
    }
}

/// The reference time of a walk: "that year" and "two years later" look to the date just named, others to the story.
fn origin(shift: &Shift, context: &TimeContext) -> Option<(Moment, Resolution)> {
    let near = shift.anchor == Anchor::Story && (shift.counted || shift.count == 0);
    match context.mentioned.filter(|_| near) {
        Some(moment) => Some((moment, Resolution::StoryDate)),
        None => reference(settled(shift.anchor, context), context),
    }
}

/// Where words that point from the time of writing point from, in this text.
fn settled(anchor: Anchor, context: &TimeContext) -> Anchor {
    match anchor {
        Anchor::Document if narrates(context) => Anchor::Story,
        anchor => anchor,
    }
}

/// The value of a walk.
pub(super) fn shift(
    shift: &Shift,
    context: &TimeContext,
    manner: Manner,
) -> Option<(DateValue, Resolution)> {
    let Some(weekday) = shift.weekday else {
        let (from, resolution) = origin(shift, context)?;
        return Some((moved(from, shift)?, resolution));
    };
    // A bare weekday is one of the days around the writing; in a story, the next one.
    let (from, resolution) = reference(settled(Anchor::Document, context), context)?;
    let step = match (shift.count, &resolution, manner.tense) {
        (0, Resolution::DocumentDate, Tense::Future) => 1,
        (0, Resolution::DocumentDate, _) => -1,
        (0, ..) => 1,
        (step, ..) => step,
    };
    let same = shift.count == 0;
    let value = on_weekday(from, weekday, step, same)?;
    Some((value, resolution))
}

/// The nearest `weekday` in the direction of `step`; the day itself only where the words do not leave it.
fn on_weekday(from: Moment, weekday: i8, step: i32, same: bool) -> Option<DateValue> {
    let weekday = Weekday::from_monday_one_offset(weekday).ok()?;
    let date = match from.start {
        _ if !from.is_day() => return None,
        today if same && today.weekday() == weekday => today,
        today => today.nth_weekday(step.signum(), weekday).ok()?,
    };
    Some(DateValue::day(date))
}

/// The value so far from a moment as `shift` says.
pub(super) fn moved(from: Moment, shift: &Shift) -> Option<DateValue> {
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
    manner: Manner,
) -> Option<(i16, Resolution)> {
    match point.year {
        Year::Given(year) => Some((year, Resolution::Explicit)),
        Year::Shifted(walk) => {
            let (from, resolution) = origin(&walk, context)?;
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
        Year::Missing => missing_year(point, context, manner),
    }
}

fn missing_year(point: &Point, context: &TimeContext, manner: Manner) -> Option<(i16, Resolution)> {
    let anchor = match point.sense {
        Some(Sense::Last | Sense::Next | Sense::This) => Anchor::Document,
        _ => Anchor::Story,
    };
    let (from, resolution) = reference(settled(anchor, context), context)?;
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
        None if resolution == Resolution::DocumentDate => year,
        None => in_story(same, from, year, manner),
    };
    let known = point.sense.is_none().then(|| starts(found)).flatten();
    let found = match (manner.tense, known, context.document) {
        // What was, was before it was written; what will be, in a text of these days, comes after.
        (Tense::Past, Some(day), Some(document)) if day > document.end => found - 1,
        (Tense::Future, Some(day), _)
            if day < from.start.first_of_month() && !narrates(context) =>
        {
            found + 1
        }
        _ => found,
    };
    Some((found, resolution))
}

/// A story goes on: from late in a year, an early month is the next year's, the more so at the head of a sentence.
fn in_story(same: Option<Date>, from: Moment, year: i16, manner: Manner) -> i16 {
    let Some(same) = same.filter(|_| from.has_month()) else {
        return year;
    };
    let patience = if manner.opens { 240 } else { 330 };
    let ahead = from.start.until(same).map_or(0, |gap| gap.get_days());
    if ahead < -patience {
        year + 1
    } else if manner.looks_back && ahead > 0 {
        year - 1
    } else {
        year
    }
}
