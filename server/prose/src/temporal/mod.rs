//! Temporal expressions: recognised in one block without context, resolved along the document with a small context.

use text::Span;

use crate::date::DateValue;

/// TIMEX type of an expression.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
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
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Resolution {
    /// The words say it all.
    Explicit,
    /// From the document's date.
    DocumentDate,
    /// From the story's date.
    StoryDate,
    /// From the heading above.
    Heading,
    /// Several readings fit; these are their EDTF forms ("09/05/1945").
    Ambiguous(Vec<String>),
    /// Nothing gives the missing part.
    Unresolved,
}

/// A date that cannot be. The literal text is kept; nothing is repaired.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
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
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Length {
    /// How many units.
    pub count: u32,
    /// Which unit.
    pub unit: crate::date::Granularity,
    /// Whether the words are an ordinal anniversary.
    pub anniversary: bool,
}

/// One temporal expression, resolved as far as the text allows.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Temporal {
    /// The words, in the block's prose.
    pub span: Span,
    /// TIMEX type.
    pub kind: TemporalKind,
    /// The value, if it has one. A weekday fault keeps the value that the date's own words give.
    pub value: Option<DateValue>,
    /// For durations and anniversaries.
    pub length: Option<Length>,
    /// How the value came about.
    pub resolution: Resolution,
    /// Why it cannot be, if it cannot.
    pub fault: Option<Fault>,
}
