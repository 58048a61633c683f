//! Date values: closed intervals of civil days with a granularity and a qualifier, written as EDTF (ISO 8601-2).
//!
//! Nothing here knows a text; the one place that knows words, [`words`], is handed a locale.

mod build;
mod edtf;
pub mod words;

use jiff::ToSpan;
use jiff::civil::Date;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

pub use build::{Season, days_in_month};

/// A closed interval of civil days; an end may be open.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord)]
pub struct Interval {
    /// First day, or open.
    pub start: Option<Date>,
    /// Last day (included), or open.
    pub end: Option<Date>,
}

/// The unit a date was written in.
#[derive(
    Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
)]
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
#[derive(
    Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
)]
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
#[derive(Clone, PartialEq, Eq, Hash, Debug, serde::Serialize, serde::Deserialize)]
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

/// Year, month and day.
type Day = (i16, i8, i8);

impl Serialize for Interval {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let day = |day: Option<Date>| day.map(|day| (day.year(), day.month(), day.day()));
        (day(self.start), day(self.end)).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Interval {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (start, end) = <(Option<Day>, Option<Day>)>::deserialize(deserializer)?;
        let date = |day: Option<Day>| {
            let date = day.map(|(year, month, day)| Date::new(year, month, day));
            date.transpose().map_err(D::Error::custom)
        };
        Ok(Self {
            start: date(start)?,
            end: date(end)?,
        })
    }
}

impl Interval {
    /// The interval of all days.
    pub const ALWAYS: Interval = Interval {
        start: None,
        end: None,
    };

    /// The closed interval `start..=end`.
    pub const fn closed(start: Date, end: Date) -> Interval {
        Interval {
            start: Some(start),
            end: Some(end),
        }
    }

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

    /// Whether it ends before it begins.
    pub fn reversed(self) -> bool {
        matches!((self.start, self.end), (Some(start), Some(end)) if end < start)
    }

    /// The same interval, one `step` longer at each closed end.
    fn widened(self, step: jiff::Span) -> Interval {
        Interval {
            start: self
                .start
                .map(|day| day.checked_sub(step).unwrap_or(Date::MIN)),
            end: self
                .end
                .map(|day| day.checked_add(step).unwrap_or(Date::MAX)),
        }
    }
}

impl Granularity {
    /// One unit, as a span of calendar time.
    pub(crate) fn step(self) -> jiff::Span {
        match self {
            Granularity::Day => 1.day(),
            Granularity::Week => 1.week(),
            Granularity::Month => 1.month(),
            Granularity::Season | Granularity::Quarter => 3.months(),
            Granularity::Half => 6.months(),
            Granularity::Year => 1.year(),
            Granularity::Decade => 10.years(),
            Granularity::Century => 100.years(),
        }
    }

    /// Half a unit of decades and centuries.
    fn half(self) -> jiff::Span {
        match self {
            Granularity::Century => 50.years(),
            _ => 5.years(),
        }
    }
}

impl DateValue {
    /// The same days, said in a coarser unit than they make up.
    pub(crate) fn in_units_of(self, granularity: Granularity) -> DateValue {
        DateValue {
            granularity,
            ..self
        }
    }

    /// Reads one EDTF string of the forms that the constructors write; `None` if it is not one.
    pub fn parse_edtf(edtf: &str) -> Option<DateValue> {
        edtf::parse(edtf)
    }

    /// The interval that a judge compares: `~` widens by one unit each way, early, mid and late change nothing. A year that
    /// was counted in decades or centuries may lie half of one off.
    pub fn judged(&self) -> Interval {
        let year = |day: Option<Date>| day.map(Date::year);
        let one_year = year(self.interval.start) == year(self.interval.end);
        if self.granularity > Granularity::Year && one_year && self.interval.start.is_some() {
            self.interval.widened(self.granularity.half())
        } else if self.edtf.contains('~') {
            self.interval.widened(self.granularity.step())
        } else {
            self.interval
        }
    }

    /// Whether the value denotes days at all; a fault does not.
    pub fn is_fault(&self) -> bool {
        self.edtf.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(edtf: &str) -> DateValue {
        DateValue::parse_edtf(edtf).expect(edtf)
    }

    #[test]
    fn coarser_agrees_with_finer() {
        assert!(value("2001").interval.meets(value("2001-07-16").judged()));
        assert!(!value("2002").interval.meets(value("2001-07-16").judged()));
        assert!(value("2012/..").interval.covers(value("2013-05").interval));
        assert!(!value("../1991").interval.meets(value("1992").interval));
    }

    #[test]
    fn circa_widens_by_one_unit_each_way() {
        assert_eq!(
            value("2001-07~").judged(),
            value("2001-06/2001-08").interval
        );
        assert_eq!(value("1950~").judged(), value("1949/1951").interval);
        assert_eq!(value("1950").judged(), value("1950").interval);
    }
}
