//! Constructors: one for each form that a policy text uses. Each writes interval and EDTF together, so they cannot differ.

use jiff::civil::{Date, ISOWeekDate, Weekday};

use super::{DateValue, Granularity, Interval, Qualifier};

/// A season of the northern year, numbered as in EDTF.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord)]
pub enum Season {
    /// March to May.
    Spring = 21,
    /// June to August.
    Summer = 22,
    /// September to November.
    Autumn = 23,
    /// December to February of the next year.
    Winter = 24,
}

impl Season {
    /// The season with this EDTF number.
    pub fn from_edtf(number: i8) -> Option<Season> {
        Some(match number {
            21 => Season::Spring,
            22 => Season::Summer,
            23 => Season::Autumn,
            24 => Season::Winter,
            _ => return None,
        })
    }
}

/// Last day of `month` in `year`; `None` for a month that is none or a year out of range.
pub fn days_in_month(year: i16, month: i8) -> Option<i8> {
    Date::new(year, month, 1).ok().map(Date::days_in_month)
}

/// A year as EDTF writes it.
pub(super) fn year_text(year: i16) -> String {
    if year < 0 {
        format!("-{:04}", year.unsigned_abs())
    } else {
        format!("{year:04}")
    }
}

/// The months `first..=last` of `year`; `last` may run past 12 into the next year.
fn months(year: i16, first: i8, last: i8) -> Option<Interval> {
    let (end_year, end_month) = if last > 12 {
        (year.checked_add(1)?, last - 12)
    } else {
        (year, last)
    };
    let start = Date::new(year, first, 1).ok()?;
    let end = Date::new(end_year, end_month, 1).ok()?.last_of_month();
    Some(Interval::closed(start, end))
}

impl DateValue {
    fn plain(interval: Interval, granularity: Granularity, edtf: String) -> DateValue {
        DateValue {
            interval,
            granularity,
            qualifier: None,
            edtf,
        }
    }

    /// A day that the calendar has.
    pub fn day(date: Date) -> DateValue {
        let edtf = format!(
            "{}-{:02}-{:02}",
            year_text(date.year()),
            date.month(),
            date.day()
        );
        Self::plain(Interval::closed(date, date), Granularity::Day, edtf)
    }

    /// A month.
    pub fn month(year: i16, month: i8) -> Option<DateValue> {
        if !(1..=12).contains(&month) {
            return None;
        }
        let edtf = format!("{}-{month:02}", year_text(year));
        Some(Self::plain(
            months(year, month, month)?,
            Granularity::Month,
            edtf,
        ))
    }

    /// A year; before 1 CE it is counted astronomically (0 is 1 BCE).
    pub fn year(year: i16) -> Option<DateValue> {
        Some(Self::plain(
            months(year, 1, 12)?,
            Granularity::Year,
            year_text(year),
        ))
    }

    /// The ten years that share `year`'s first three digits.
    pub fn decade(year: i16) -> Option<DateValue> {
        Self::digits(year, 10, Granularity::Decade)
    }

    /// The hundred years that share `year`'s first two digits (1999 gives the twentieth century).
    pub fn century(year: i16) -> Option<DateValue> {
        Self::digits(year, 100, Granularity::Century)
    }

    fn digits(year: i16, size: i16, granularity: Granularity) -> Option<DateValue> {
        let near = year / size * size;
        let (first, last) = if year < 0 {
            (near.checked_sub(size - 1)?, near)
        } else {
            (near, near.checked_add(size - 1)?)
        };
        let start = Date::new(first, 1, 1).ok()?;
        let end = Date::new(last, 12, 31).ok()?;
        let text = year_text(year);
        let kept = text.len() - size.ilog10() as usize;
        let edtf = format!("{}{}", &text[..kept], if size == 10 { "X" } else { "XX" });
        Some(Self::plain(Interval::closed(start, end), granularity, edtf))
    }

    /// A season; winter runs into the next year.
    pub fn season(year: i16, season: Season) -> Option<DateValue> {
        let number = season as i8;
        let first = 3 * (number - 20);
        let edtf = format!("{}-{number}", year_text(year));
        Some(Self::plain(
            months(year, first, first + 2)?,
            Granularity::Season,
            edtf,
        ))
    }

    /// A quarter, 1 to 4.
    pub fn quarter(year: i16, quarter: i8) -> Option<DateValue> {
        if !(1..=4).contains(&quarter) {
            return None;
        }
        let edtf = format!("{}-{}", year_text(year), 32 + quarter);
        Some(Self::plain(
            months(year, 3 * quarter - 2, 3 * quarter)?,
            Granularity::Quarter,
            edtf,
        ))
    }

    /// A half-year, 1 or 2.
    pub fn half(year: i16, half: i8) -> Option<DateValue> {
        if !(1..=2).contains(&half) {
            return None;
        }
        let edtf = format!("{}-{}", year_text(year), 39 + half);
        Some(Self::plain(
            months(year, 6 * half - 5, 6 * half)?,
            Granularity::Half,
            edtf,
        ))
    }

    /// An ISO week.
    pub fn week(year: i16, week: i8) -> Option<DateValue> {
        let monday = ISOWeekDate::new(year, week, Weekday::Monday).ok()?.date();
        let sunday = ISOWeekDate::new(year, week, Weekday::Sunday).ok()?.date();
        let edtf = format!("{}-W{week:02}", year_text(year));
        Some(Self::plain(
            Interval::closed(monday, sunday),
            Granularity::Week,
            edtf,
        ))
    }

    /// The ISO week of `date`.
    pub fn week_of(date: Date) -> Option<DateValue> {
        let week = date.iso_week_date();
        Self::week(week.year(), week.week())
    }

    /// From the first day of `start` to the last of `end`, which may lie before it (a fault to show).
    pub fn range(start: &DateValue, end: &DateValue) -> DateValue {
        // An end point that is an interval itself (a fiscal year) gives its outer end.
        let first = start
            .edtf
            .split_once('/')
            .map_or(&*start.edtf, |ends| ends.0);
        let last = end.edtf.split_once('/').map_or(&*end.edtf, |ends| ends.1);
        DateValue {
            interval: Interval {
                start: start.interval.start,
                end: end.interval.end,
            },
            granularity: start.granularity.max(end.granularity),
            qualifier: None,
            edtf: format!("{first}/{last}"),
        }
    }

    /// Twelve months that begin with `first` of `year`: a fiscal or academic year.
    pub fn twelve_months(year: i16, first: i8) -> Option<DateValue> {
        if first == 1 {
            return Self::year(year);
        }
        let last = DateValue::month(year.checked_add(1)?, first - 1)?;
        let range = Self::range(&DateValue::month(year, first)?, &last);
        Some(DateValue {
            granularity: Granularity::Year,
            ..range
        })
    }

    /// The same date under a qualifier. Since and from, until and by keep it; before and after exclude it; circa marks
    /// it; early, mid and late only stand beside it. `None` where an end that is needed is open already.
    pub fn qualified(&self, qualifier: Qualifier) -> Option<DateValue> {
        let Interval { start, end } = self.interval;
        let open = |edtf: String, start, end| DateValue {
            interval: Interval { start, end },
            granularity: self.granularity,
            qualifier: Some(qualifier),
            edtf,
        };
        let (first, last) = self
            .edtf
            .split_once('/')
            .unwrap_or((&self.edtf, &self.edtf));
        Some(match qualifier {
            Qualifier::Early | Qualifier::Mid | Qualifier::Late => DateValue {
                qualifier: Some(qualifier),
                ..self.clone()
            },
            Qualifier::Circa => DateValue {
                qualifier: Some(qualifier),
                edtf: circa(&self.edtf),
                ..self.clone()
            },
            Qualifier::Since | Qualifier::From => open(format!("{first}/.."), Some(start?), None),
            Qualifier::Until | Qualifier::By => open(format!("../{last}"), None, Some(end?)),
            Qualifier::Before => {
                let last = start?.yesterday().ok()?;
                open(format!("../{}", Self::day(last).edtf), None, Some(last))
            }
            Qualifier::After => {
                let first = end?.tomorrow().ok()?;
                open(format!("{}/..", Self::day(first).edtf), Some(first), None)
            }
        })
    }
}

fn circa(edtf: &str) -> String {
    let mark = |part: &str| match part {
        ".." => part.to_owned(),
        _ if part.ends_with('~') => part.to_owned(),
        _ => format!("{part}~"),
    };
    match edtf.split_once('/') {
        Some((first, last)) => format!("{}/{}", mark(first), mark(last)),
        None => mark(edtf),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn bounds_include_or_exclude_as_the_words_do() {
        let year = DateValue::year(2001).unwrap();
        let edtf = |qualifier| year.qualified(qualifier).unwrap().edtf;
        assert_eq!(edtf(Qualifier::Since), "2001/..");
        assert_eq!(edtf(Qualifier::From), "2001/..");
        assert_eq!(edtf(Qualifier::Until), "../2001");
        assert_eq!(edtf(Qualifier::By), "../2001");
        assert_eq!(edtf(Qualifier::Before), "../2000-12-31");
        assert_eq!(edtf(Qualifier::After), "2002-01-01/..");
        assert_eq!(edtf(Qualifier::Circa), "2001~");
        assert_eq!(edtf(Qualifier::Early), "2001");
    }

    #[test]
    fn winter_runs_into_the_next_year() {
        let winter = DateValue::season(2015, Season::Winter).unwrap();
        assert_eq!(
            winter.interval,
            Interval::closed(date(2015, 12, 1), date(2016, 2, 29))
        );
        assert_eq!(winter.edtf, "2015-24");
    }

    #[test]
    fn digits_before_the_common_era() {
        assert_eq!(DateValue::decade(-489).unwrap().edtf, "-048X");
        let century = DateValue::century(-489).unwrap();
        assert_eq!(century.edtf, "-04XX");
        assert_eq!(century.interval.start, Some(date(-499, 1, 1)));
    }

    #[test]
    fn fiscal_years_are_intervals_of_months() {
        assert_eq!(
            DateValue::twelve_months(2014, 10).unwrap().edtf,
            "2014-10/2015-09"
        );
        assert_eq!(DateValue::twelve_months(2014, 1).unwrap().edtf, "2014");
    }

    #[test]
    fn weeks_are_iso_weeks() {
        assert_eq!(
            DateValue::week_of(date(2015, 5, 8)).unwrap().edtf,
            "2015-W19"
        );
    }
}
