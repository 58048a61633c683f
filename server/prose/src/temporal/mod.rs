//! Temporal expressions: recognised in one block without context, resolved along the document with a small context.
//!
//! Nothing here knows events, names or sources; the words of a language come from its [`Locale`](crate::locale::Locale).

mod beside;
mod between;
mod build;
mod calendar;
mod context;
mod event;
mod form;
mod hang;
mod numeric;
mod plausible;
mod recognise;
mod resolve;
mod rewrite;
mod tense;
mod token;
mod value;
mod walk;

use text::Span;

use crate::date::DateValue;

pub use context::{Moment, TimeContext};
pub use form::{Anchor, Form, Part, Point, Raw, Sense, Shift, Unit, Year};
pub use recognise::recognise;
pub use resolve::resolve;
pub use rewrite::rewrite;

/// Which of day and month comes first where digits alone do not tell.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, PartialOrd, Ord)]
pub enum DayOrder {
    /// Not said: both readings are shown.
    #[default]
    Unknown,
    /// 8/5/2015 is in May.
    DayFirst,
    /// 8/5/2015 is in August.
    MonthFirst,
}

/// What a reader of dates has to be told because no text says it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord)]
pub struct DateSettings {
    /// Order of day and month in digits.
    pub order: DayOrder,
    /// First month of the fiscal year.
    pub fiscal_first_month: i8,
    /// Whether a fiscal year is named after the calendar year in which it ends.
    pub fiscal_named_by_end: bool,
    /// First month of the academic year.
    pub academic_first_month: i8,
    /// The last year of this century that two digits mean: with 30, "30" is 2030 and "31" is 1931. `None`: they mean a year
    /// near the text's own time, and nothing may rest on them where that is not known.
    pub century_pivot: Option<i8>,
}

impl Default for DateSettings {
    fn default() -> Self {
        DateSettings {
            order: DayOrder::Unknown,
            fiscal_first_month: 10,
            fiscal_named_by_end: true,
            academic_first_month: 9,
            century_pivot: None,
        }
    }
}

/// TIMEX type of an expression.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, serde::Serialize, serde::Deserialize)]
pub enum TemporalKind {
    /// A calendar date of any granularity.
    Date,
    /// A time of day.
    Time,
    /// A length of time.
    Duration,
    /// A recurring time ("every May").
    Set,
}

/// How an expression got its value.
#[derive(Clone, PartialEq, Eq, Hash, Debug, serde::Serialize, serde::Deserialize)]
pub enum Resolution {
    /// The words say it all.
    Explicit,
    /// From the document's date.
    DocumentDate,
    /// From the story's date.
    StoryDate,
    /// From the heading above.
    Heading,
    /// Several readings fit; these are their EDTF forms ("09/05/1945"). The value is the first, and no judge may rest on
    /// it alone.
    Ambiguous(Vec<String>),
    /// Nothing gives the missing part.
    Unresolved,
}

/// A date that cannot be. The literal text is kept; nothing is repaired.
#[derive(Clone, PartialEq, Eq, Hash, Debug, serde::Serialize, serde::Deserialize)]
pub enum Fault {
    /// A day that no calendar has, or a month past 12.
    Impossible {
        /// Last day that the month has in that year, where the month is known.
        last_day: Option<i8>,
    },
    /// The weekday written is not that date's.
    Weekday {
        /// The weekday written, in the locale's words.
        written: String,
        /// The weekday that the date has, in the locale's words.
        actual: String,
    },
    /// The interval ends before it begins.
    Reversed,
}

/// A length of time: "three decades", "the 70th anniversary".
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, serde::Serialize, serde::Deserialize)]
pub struct Length {
    /// How many units.
    pub count: u32,
    /// Which unit.
    pub unit: crate::date::Granularity,
    /// Whether the words are an ordinal anniversary.
    pub anniversary: bool,
    /// Whether it is somebody's age.
    pub age: bool,
}

/// One end point of a range.
#[derive(Clone, PartialEq, Eq, Hash, Debug, serde::Serialize, serde::Deserialize)]
pub struct End {
    /// Its words, in the block's prose.
    pub span: Span,
    /// Its value.
    pub value: DateValue,
    /// Why it cannot be, if it cannot.
    pub fault: Option<Fault>,
}

/// One temporal expression, resolved as far as the text allows.
#[derive(Clone, PartialEq, Eq, Hash, Debug, serde::Serialize, serde::Deserialize)]
pub struct Temporal {
    /// The words, in the block's prose.
    pub span: Span,
    /// TIMEX type.
    pub kind: TemporalKind,
    /// The value, if it has one. A weekday fault keeps the value that the date's own words give.
    pub value: Option<DateValue>,
    /// For durations and anniversaries, and for dates that are counted from another ("two years later").
    pub length: Option<Length>,
    /// How the value came about.
    pub resolution: Resolution,
    /// Why it cannot be, if it cannot.
    pub fault: Option<Fault>,
    /// The date without the word that opens it to one side ("since", "before"); the same as `value` for all others. Of an
    /// anniversary it is the day that stands beside it, if one does.
    pub bare: Option<DateValue>,
    /// The two end points, if it is a range.
    pub ends: Option<Box<[End; 2]>>,
    /// Shown, but nothing may rest on it: a number that may be no year, or a date whose reference time stands in an
    /// earlier section.
    pub doubtful: bool,
}
