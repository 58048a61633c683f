//! What runs along a document: the two reference times and the headings above. Small, and a memo's key.

use jiff::civil::Date;

use crate::date::{DateValue, Granularity, Interval};

/// A reference time: its first day, its last, and how finely it was given.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Moment {
    /// First day.
    pub start: Date,
    /// Last day.
    pub end: Date,
    /// How finely it was given.
    pub granularity: Granularity,
}

/// The context of resolution.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct TimeContext {
    /// The document's date: front matter, dateline, record or setting.
    pub document: Option<Moment>,
    /// The last date that carries the narrative.
    pub story: Option<Moment>,
    /// Whether the story's date comes from an earlier section, so that what rests on it is shown but not judged.
    pub distant: bool,
    /// The last date of this block, whether or not it carries the narrative: "that year" looks to it.
    pub mentioned: Option<Moment>,
    /// Paragraphs of this section that ended outside the time of its heading.
    pub strays: u8,
    /// The text looked to the document's date before any story began: it reports, and "last month" is its own.
    pub reports: bool,
    /// What each level of heading says, for the levels above the current block.
    pub headings: [Option<Moment>; 6],
}

impl Moment {
    /// A value with both ends closed, as a reference time.
    pub fn of(value: &DateValue) -> Option<Moment> {
        let Interval {
            start: Some(start),
            end: Some(end),
        } = value.interval
        else {
            return None;
        };
        (start <= end).then_some(Moment {
            start,
            end,
            granularity: value.granularity,
        })
    }

    /// Whether it gives the month, not only the year.
    pub fn has_month(&self) -> bool {
        self.granularity <= Granularity::Month
    }

    /// Whether it gives the day.
    pub fn is_day(&self) -> bool {
        self.granularity == Granularity::Day
    }
}

impl TimeContext {
    /// The context at the head of a document of that date.
    pub fn of_document(date: Option<&DateValue>) -> TimeContext {
        TimeContext {
            document: date.and_then(Moment::of),
            ..TimeContext::default()
        }
    }

    /// The innermost heading that says a time.
    pub fn heading(&self) -> Option<Moment> {
        self.headings.iter().rev().copied().flatten().next()
    }
}
