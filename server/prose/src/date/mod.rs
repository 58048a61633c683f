//! Date values: closed intervals of civil days with a granularity and a qualifier, written as EDTF (ISO 8601-2).

use jiff::civil::Date;

/// A closed interval of civil days; an end may be open.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord)]
pub struct Interval {
    /// First day, or open.
    pub start: Option<Date>,
    /// Last day (included), or open.
    pub end: Option<Date>,
}

/// The unit a date was written in.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord)]
pub enum Granularity {
    /// A day.
    Day,
    /// An ISO week.
    Week,
    /// A month.
    Month,
    /// A season.
    Season,
    /// A quarter.
    Quarter,
    /// A half-year.
    Half,
    /// A year.
    Year,
    /// A decade.
    Decade,
    /// A century.
    Century,
}

/// A word that shades a date. `Early`, `Mid` and `Late` never narrow the interval that is judged.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord)]
pub enum Qualifier {
    /// "early May".
    Early,
    /// "mid-May".
    Mid,
    /// "late May".
    Late,
    /// "around May".
    Circa,
    /// "before May": excludes it.
    Before,
    /// "after May": excludes it.
    After,
    /// "since May": includes it.
    Since,
    /// "from May": includes it.
    From,
    /// "until May": includes it.
    Until,
    /// "by May": includes it.
    By,
}

/// A date as it is judged.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct DateValue {
    /// The days it covers.
    pub interval: Interval,
    /// The unit it was written in.
    pub granularity: Granularity,
    /// The word that shades it.
    pub qualifier: Option<Qualifier>,
    /// EDTF form; empty for a fault.
    pub edtf: String,
}

impl Interval {
    /// Whether the two share a day.
    pub fn meets(self, other: Interval) -> bool {
        let before = |end: Option<Date>, start: Option<Date>| matches!((end, start), (Some(e), Some(s)) if e < s);
        !before(self.end, other.start) && !before(other.end, self.start)
    }

    /// Whether every day of `other` lies in `self`.
    pub fn covers(self, other: Interval) -> bool {
        let start = match (self.start, other.start) {
            (None, _) => true,
            (Some(_), None) => false,
            (Some(mine), Some(theirs)) => mine <= theirs,
        };
        let end = match (self.end, other.end) {
            (None, _) => true,
            (Some(_), None) => false,
            (Some(mine), Some(theirs)) => mine >= theirs,
        };
        start && end
    }
}

impl DateValue {
    /// Reads one EDTF string of the forms listed in the room's documentation; `None` if it is not one.
    pub fn parse_edtf(_edtf: &str) -> Option<DateValue> {
        None // Replaced by the reader in `edtf.rs`.
    }
}
