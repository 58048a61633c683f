//! What the words of a temporal expression say by themselves, before anything around them is asked.

use text::Span;

use super::tense::Known;
use super::{Length, TemporalKind};
use crate::date::{Granularity, Qualifier, Season};

/// One expression as recognised: context-free, with offsets into the block's prose.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Raw {
    /// The words.
    pub span: Span,
    /// What they say.
    pub form: Form,
    /// "early", "circa", "since" ...
    pub qualifier: Option<Qualifier>,
    /// For ranges: the words of the two ends.
    pub ends: Option<(Span, Span)>,
    /// A year in a place where years may, but need not, stand. It never becomes an antecedent.
    pub doubtful: bool,
    /// Inside brackets.
    pub bracketed: bool,
    /// How its sentence brings it up, once that was asked for.
    pub(super) manner: Known,
}

/// What the words say.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Form {
    /// A date or a part of one.
    Point(Point),
    /// From one date to another.
    Range(Point, Point),
    /// A date by its distance from another.
    Shift(Shift),
    /// So far from a date that the words name ("two years after 2001").
    Offset(Shift, Point),
    /// So far from an event whose words stand in the span ("three days after the landing").
    Hanging(Shift, Span),
    /// From one weekday to another.
    Weekdays(Shift, Shift),
    /// Several readings of one row of numbers ("09/05/1945"), the likeliest first.
    Readings(Vec<Point>),
    /// A length of time.
    Length(Option<Length>),
    /// No date: a recurring time or a time of day.
    Other(TemporalKind),
}

/// A date by its fields; what is missing must come from around it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Point {
    /// The year, as far as it is said.
    pub year: Year,
    /// The part of the year, or the span of years.
    pub part: Part,
    /// The weekday written, 1 for Monday.
    pub weekday: Option<i8>,
    /// "the following September", "last May".
    pub sense: Option<Sense>,
}

/// How a date says its year.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Year {
    /// In digits; astronomical.
    Given(i16),
    /// "of the same year", "last year".
    Shifted(Shift),
    /// The last two digits of a decade's first year ("the nineties").
    Short(i16),
    /// The last two digits of a year ("'68", "8/5/15").
    TwoDigits(i16),
    /// Not at all.
    Missing,
}

/// What a date names.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Part {
    /// A day of a month; either may be out of the calendar.
    Day(i16, i16),
    /// A day of the month that the story is in, moved by so many months.
    DayOnly(i16),
    /// The n-th weekday of a month; -1 is the last.
    NthWeekday(i16, i8),
    /// A month; may be past 12.
    Month(i16),
    /// The week that holds a day of a month.
    WeekOf(i16, i16),
    /// The seven days that end with a day of a month.
    WeekTo(i16, i16),
    /// An ISO week by number.
    Week(i16),
    /// A season.
    Season(Season),
    /// A quarter.
    Quarter(i8),
    /// A half-year.
    Half(i8),
    /// The first months of the year, so many.
    FirstMonths(i8),
    /// The last months of the year, so many.
    LastMonths(i8),
    /// The whole year.
    Year,
    /// A fiscal year.
    FiscalYear,
    /// A quarter of a fiscal year.
    FiscalQuarter(i8),
    /// A half of a fiscal year.
    FiscalHalf(i8),
    /// An academic year.
    AcademicYear,
    /// A decade.
    Decade,
    /// A century.
    Century,
    /// The n-th decade of the year's century.
    DecadeOf(i16),
}

/// A walk from a reference time, in units.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Shift {
    /// How many; negative for back.
    pub count: i32,
    /// Units.
    pub unit: Unit,
    /// From where.
    pub anchor: Anchor,
    /// A weekday that the walk ends on ("last Monday").
    pub weekday: Option<i8>,
    /// The words count ("a week later"), they do not point ("next week").
    pub counted: bool,
    /// To the day ("exactly a year later").
    pub exact: bool,
}

/// Units of a walk.
#[derive(Clone, Copy, PartialEq, Eq, Debug, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum Unit {
    Minute,
    Hour,
    Day,
    Weekend,
    Week,
    Month,
    Season,
    Quarter,
    Year,
    Decade,
    Century,
}

/// The reference time that a walk starts from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Anchor {
    /// The document's date.
    Document,
    /// The story's date.
    Story,
    /// Whichever fits.
    Either,
}

/// "this", "same", "last", "next", "following", "previous".
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs)]
pub enum Sense {
    This,
    Same,
    Last,
    Next,
    Following,
    Previous,
}

impl Unit {
    /// How many months it has, if it is made of months.
    pub fn months(self) -> Option<i64> {
        Some(match self {
            Unit::Month => 1,
            Unit::Quarter => 3,
            Unit::Year => 12,
            Unit::Decade => 120,
            Unit::Century => 1200,
            _ => return None,
        })
    }

    /// The granularity of a length in this unit; times of day have none.
    pub(super) fn granularity(self) -> Option<Granularity> {
        Some(match self {
            Unit::Minute | Unit::Hour | Unit::Weekend => return None,
            Unit::Day => Granularity::Day,
            Unit::Week => Granularity::Week,
            Unit::Month => Granularity::Month,
            Unit::Season => Granularity::Season,
            Unit::Quarter => Granularity::Quarter,
            Unit::Year => Granularity::Year,
            Unit::Decade => Granularity::Decade,
            Unit::Century => Granularity::Century,
        })
    }

    pub(super) fn numbered(number: i32) -> Option<Unit> {
        const ALL: [Unit; 11] = [
            Unit::Minute,
            Unit::Hour,
            Unit::Day,
            Unit::Weekend,
            Unit::Week,
            Unit::Month,
            Unit::Season,
            Unit::Quarter,
            Unit::Year,
            Unit::Decade,
            Unit::Century,
        ];
        ALL.get(usize::try_from(number).ok()?).copied()
    }
}

impl Sense {
    pub(super) fn numbered(number: i32) -> Option<Sense> {
        const ALL: [Sense; 6] = [
            Sense::This,
            Sense::Same,
            Sense::Last,
            Sense::Next,
            Sense::Following,
            Sense::Previous,
        ];
        ALL.get(usize::try_from(number).ok()?).copied()
    }

    /// Steps in its direction, and the reference time it looks to by itself.
    pub(super) fn step(self) -> (i32, Anchor) {
        match self {
            Sense::This => (0, Anchor::Document),
            Sense::Same => (0, Anchor::Story),
            Sense::Last => (-1, Anchor::Document),
            Sense::Next => (1, Anchor::Document),
            Sense::Following => (1, Anchor::Story),
            Sense::Previous => (-1, Anchor::Story),
        }
    }
}

impl Point {
    pub(super) fn of(year: Year, part: Part) -> Point {
        Point {
            year,
            part,
            weekday: None,
            sense: None,
        }
    }

    /// Whether the words give the year in digits.
    pub fn has_year(&self) -> bool {
        matches!(self.year, Year::Given(_))
    }

    pub(super) fn month(&self) -> Option<i16> {
        match self.part {
            Part::Day(month, _)
            | Part::Month(month)
            | Part::WeekOf(month, _)
            | Part::WeekTo(month, _)
            | Part::NthWeekday(month, _) => Some(month),
            _ => None,
        }
    }
}
