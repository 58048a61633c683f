//! Walks from a reference time: "two years later", "the following September", "in May".

use jiff::civil::{Date, Weekday};

use super::context::{Moment, TimeContext};
use super::form::{Anchor, Part, Point, Sense, Shift, Unit, Year};
use super::tense::{Manner, Tense};
use super::{DateSettings, Resolution};
use crate::date::{DateValue, Granularity};

/// What lies so many years after all that a text tells of is not what it means.
const LONG_AFTER: i64 = 40;

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
        _ if context.reports => false,
        // A year and a half back is no news any more.
        (Some(story), Some(document)) => {
            let gap = story.end.until(document.start);
            story.end.year() + 1 < document.start.year()
                && gap.map_or(0, |gap| gap.get_days()) > 480
        }
        (Some(_), None) => true,
        _ => false,
    }
}

/// The reference time of a walk: "that year" and "two years later" look to the date just named, others to the story.
fn origin(shift: &Shift, context: &TimeContext) -> Option<(Moment, Resolution)> {
    let near = shift.anchor == Anchor::Story && (shift.counted || shift.count == 0);
    match context.mentioned.filter(|_| near) {
        Some(moment) => Some((moment, Resolution::StoryDate)),
        None if from_writing(shift, context) => reference(shift.anchor, context),
        None => reference(settled(shift.anchor, context), context),
    }
}

/// Whether years are counted from the day of writing, whatever the text tells of: "thirty years ago", unless that is long
/// after all of it.
fn from_writing(shift: &Shift, context: &TimeContext) -> bool {
    let years = shift.unit.months().filter(|_| shift.unit >= Unit::Year);
    let (Some(months), Some(document), true) = (years, context.document, shift.counted) else {
        return false;
    };
    let meant = i64::from(document.start.year()) + i64::from(shift.count) * (months / 12);
    let story = context.story.map(|story| i64::from(story.end.year()));
    story.is_none_or(|story| meant <= story + LONG_AFTER)
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
        let value = moved(from, shift)?;
        // "at the weekend, they met": the one that is over.
        let over = shift.unit == Unit::Weekend
            && shift.count == 0
            && manner.tense == Tense::Past
            && value.interval.start > Some(from.end);
        if over {
            return Some((weekend(from.start, -1)?, resolution));
        }
        return Some((value, resolution));
    };
    // A bare weekday is one of the days around the writing; in a story, the next one. "The following Monday" follows the
    // story's day wherever there is one.
    let told = shift.count != 0 && shift.anchor == Anchor::Story;
    let story = context
        .mentioned
        .or(context.story)
        .filter(|story| told && story.is_day());
    let (from, resolution) = match story {
        Some(story) => (story, Resolution::StoryDate),
        None => reference(settled(Anchor::Document, context), context)?,
    };
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

/// The day of `shift`'s weekday at or before the day `last`.
pub(super) fn weekday_before(last: &DateValue, shift: &Shift) -> Option<DateValue> {
    on_weekday(Moment::of(last)?, shift.weekday?, -1, true)
}

/// The value so far from a moment as `shift` says.
pub(super) fn moved(from: Moment, shift: &Shift) -> Option<DateValue> {
    let back = if shift.count < 0 {
        from.start
    } else {
        from.end
    };
    let count = i64::from(shift.count);
    if let (true, true, Some(months)) = (shift.exact, from.is_day(), shift.unit.months()) {
        let span = jiff::Span::new().try_months(count.checked_mul(months)?);
        return Some(DateValue::day(back.checked_add(span.ok()?).ok()?));
    }
    let year = |years: i64| i16::try_from(i64::from(back.year()) + years).ok();
    match shift.unit {
        Unit::Weekend if from.is_day() => weekend(back, shift.count),
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
        Unit::Decade if shift.counted => {
            Some(DateValue::year(year(count.checked_mul(10)?)?)?.in_units_of(Granularity::Decade))
        }
        Unit::Decade => DateValue::decade(year(count.checked_mul(10)?)?),
        Unit::Century if shift.counted => {
            Some(DateValue::year(year(count.checked_mul(100)?)?)?.in_units_of(Granularity::Century))
        }
        Unit::Century => DateValue::century(year(count.checked_mul(100)?)?),
    }
}

/// Saturday and Sunday of the week of `day`, moved by so many weeks.
fn weekend(day: Date, weeks: i32) -> Option<DateValue> {
    let monday = i64::from(day.weekday().to_monday_zero_offset());
    let days = i64::from(weeks).checked_mul(7)? - monday + 5;
    let saturday = day.checked_add(span(1, days)?).ok()?;
    let sunday = saturday.tomorrow().ok()?;
    Some(DateValue::range(
        &DateValue::day(saturday),
        &DateValue::day(sunday),
    ))
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
    settings: &DateSettings,
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
        Year::TwoDigits(short) => two_digits(short, context, settings),
        Year::Missing => missing_year(point, context, manner),
    }
}

/// The year that two digits mean: by the setting, else near the text's own time.
pub(super) fn two_digits(
    short: i16,
    context: &TimeContext,
    settings: &DateSettings,
) -> Option<(i16, Resolution)> {
    let after = |pivot: i16, short: i16| {
        let century = pivot - pivot.rem_euclid(100);
        let same = century + short;
        if same > pivot { same - 100 } else { same }
    };
    if let Some(pivot) = settings.century_pivot {
        return Some((after(2000 + i16::from(pivot), short), Resolution::Explicit));
    }
    Some(match reference(Anchor::Story, context) {
        Some((from, resolution)) => (after(from.start.year().checked_add(20)?, short), resolution),
        None => (after(2049, short), Resolution::Unresolved),
    })
}

/// A day alone, in the month of the story or, by its words, of the writing.
pub(super) fn day_only(
    day: i16,
    point: &Point,
    context: &TimeContext,
) -> Option<(Point, Resolution)> {
    let (step, anchor) = point.sense.map_or((0, Anchor::Story), Sense::step);
    let near = context
        .mentioned
        .filter(|moment| anchor == Anchor::Story && moment.has_month())
        .map(|moment| (moment, Resolution::StoryDate));
    let (from, resolution) = near.or_else(|| reference(settled(anchor, context), context))?;
    if !from.has_month() {
        return None;
    }
    let month = months_on(from.start, i64::from(step))?;
    let part = Part::Day(i16::from(month.month()), day);
    let mut found = Point::of(Year::Given(month.year()), part);
    found.weekday = point.weekday;
    Some((found, resolution))
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
            Part::Day(month, day) | Part::WeekTo(month, day) => {
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
    // Tense unknown, in a text of these days: the nearest of its kind.
    let near = |to: Date| {
        let gap = |year: i16| starts(year).map(|day| day.duration_since(to).abs());
        [found, found - 1, found + 1]
            .into_iter()
            .filter_map(|year| Some((gap(year)?, year)))
            .min_by_key(|near| near.0)
            .map_or(found, |near| near.1)
    };
    let found = match (manner.tense, known, context.document) {
        (Tense::Unknown, Some(_), Some(_)) if !narrates(context) && from.has_month() => {
            near(from.start)
        }
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
