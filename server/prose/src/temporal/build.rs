//! From what a pattern captured to what the words say.

use super::form::{Anchor, Form, Part, Point, Sense, Shift, Unit, Year};
use super::{Length, TemporalKind};
use crate::date::{Granularity, Qualifier, Season};
use crate::locale::{Capture, Group, Slot};

/// What a match says, and the shade that its own words give it.
pub(super) fn build(
    group: Group,
    captures: &[Capture],
    plural: bool,
) -> Option<(Form, Option<Qualifier>)> {
    let fields = Fields {
        captures,
        second: false,
    };
    let form = match group {
        Group::Point => Form::Point(fields.point()?),
        Group::Range => {
            let first = fields.point()?;
            let second = Fields {
                captures,
                second: true,
            };
            let (first, second) = shared(first, second.end_of(first)?);
            Form::Range(first, second)
        }
        Group::Shift if plural && fields.get(Slot::Count).is_none() => Form::Length(None),
        Group::Shift => fields.shift()?,
        Group::Length => Form::Length(fields.length()),
        Group::Set => Form::Other(TemporalKind::Set),
        Group::Time => Form::Other(TemporalKind::Time),
        _ => return None,
    };
    let shade = match fields.get(Slot::Shade) {
        Some(0) => Some(Qualifier::Early),
        Some(1) => Some(Qualifier::Mid),
        Some(_) => Some(Qualifier::Late),
        None if fields.get(Slot::Week) == Some(2) => Some(Qualifier::Circa),
        None if fields.get(Slot::Open).is_some() => Some(Qualifier::Since),
        None => fields.rounding(),
    };
    Some((form, shade))
}

struct Fields<'a> {
    captures: &'a [Capture],
    second: bool,
}

impl Fields<'_> {
    fn get(&self, slot: Slot) -> Option<i32> {
        self.captures
            .iter()
            .find(|capture| capture.slot == slot && capture.second == self.second)
            .map(|capture| capture.value)
    }

    fn small(&self, slot: Slot) -> Option<i16> {
        self.get(slot)?.try_into().ok()
    }

    /// What a rounded count leaves open: "about", or the side that "more than" and "less than" open.
    fn rounding(&self) -> Option<Qualifier> {
        let back = self.get(Slot::Step).is_some_and(|step| step < 0);
        Some(match (self.get(Slot::Rounded)?, back) {
            (0, _) => Qualifier::Circa,
            (1, true) | (2, false) => Qualifier::By,
            _ => Qualifier::Since,
        })
    }

    fn sense(&self) -> Option<Sense> {
        Sense::numbered(self.get(Slot::Sense)?)
    }

    fn year(&self) -> Option<Year> {
        if let Some(year) = self.small(Slot::Year) {
            return Some(Year::Given(year));
        }
        if let Some(year) = self.small(Slot::EraYear) {
            let shared = |capture: &&Capture| capture.slot == Slot::Era;
            let era = self.captures.iter().find(shared)?;
            return Some(Year::Given(if era.value == 0 { 1 - year } else { year }));
        }
        if let Some(short) = self.small(Slot::QuotedYear) {
            return Some(Year::TwoDigits(short));
        }
        if let Some(base) = self.small(Slot::Base) {
            let rest = self.small(Slot::Count).unwrap_or_default();
            return (0..100).contains(&rest).then_some(Year::Given(base + rest));
        }
        if let Some(short) = self
            .small(Slot::ShortYear)
            .filter(|_| self.get(Slot::Calendar) != Some(2))
        {
            return Some(Year::TwoDigits(short));
        }
        if self.get(Slot::Unit).and_then(Unit::numbered) == Some(Unit::Year) {
            let (count, anchor) = self.sense()?.step();
            return Some(Year::Shifted(Shift {
                count,
                unit: Unit::Year,
                anchor,
                weekday: None,
                counted: false,
                exact: false,
            }));
        }
        None
    }

    fn point(&self) -> Option<Point> {
        let year = self.year();
        let month = self.small(Slot::Month);
        let ordinal = self.small(Slot::Ordinal);
        let day = self
            .small(Slot::Day)
            .or(ordinal.filter(|_| month.is_some()));
        let mut point = Point::of(year.unwrap_or(Year::Missing), Part::Year);
        point.weekday = self.small(Slot::Weekday).map(|weekday| weekday as i8);
        if !matches!(point.year, Year::Shifted(_)) {
            point.sense = self.sense();
        }
        let week = self.get(Slot::Week);
        point.part = if week == Some(3) {
            Part::DayOnly(self.small(Slot::Day)?)
        } else if let (Some(month), Some(nth)) = (month, self.small(Slot::Nth)) {
            let nth = if nth == 1 { ordinal? } else { nth };
            Part::NthWeekday(month, i8::try_from(nth).ok()?)
        } else if let Some(month) = month {
            match (week, day) {
                (Some(4), Some(day)) => Part::WeekTo(month, day),
                (Some(_), Some(day)) if self.get(Slot::Day).is_some() => Part::WeekOf(month, day),
                (Some(_), Some(nth)) => Part::WeekOf(month, 7 * nth - 6),
                (None, Some(day)) => Part::Day(month, day),
                _ => Part::Month(month),
            }
        } else if let Some(stretch) = self.get(Slot::Stretch) {
            let count = self
                .small(Slot::Count)
                .filter(|count| (1..12).contains(count))? as i8;
            if stretch == 1 {
                Part::FirstMonths(count)
            } else {
                Part::LastMonths(count)
            }
        } else if week == Some(1) {
            Part::Week(self.small(Slot::Count)?)
        } else if week == Some(2) {
            point.year = match ordinal {
                Some(nth) => Year::Given((nth - 1).checked_mul(100)?),
                None => Year::Short(0),
            };
            Part::Year
        } else if let Some(season) = self.small(Slot::Season) {
            Part::Season(Season::from_edtf(season as i8 + 21)?)
        } else if let Some(quarter) = self.small(Slot::Quarter) {
            match self.get(Slot::Calendar) {
                Some(_) => Part::FiscalQuarter(quarter as i8),
                None => Part::Quarter(quarter as i8),
            }
        } else if let Some(half) = self.small(Slot::Half) {
            match self.get(Slot::Calendar) {
                Some(_) => Part::FiscalHalf(half as i8),
                None => Part::Half(half as i8),
            }
        } else if let Some(decade) = self.small(Slot::Decade) {
            point.year = match self.get(Slot::Era) {
                Some(0) => Year::Given(-decade),
                _ if decade >= 1000 => Year::Given(decade),
                _ if decade >= 100 => return None,
                _ => Year::Short(decade),
            };
            Part::Decade
        } else if let Some(decade) = self.small(Slot::DecadeWord) {
            point.year = Year::Short(decade);
            Part::Decade
        } else if self.get(Slot::Century).is_some() {
            point.year = century(ordinal?, self.get(Slot::Era))?;
            Part::Century
        } else if let Some(nth) = ordinal {
            return self.decade_of_century(nth);
        } else if let Some(calendar) = self.get(Slot::Calendar) {
            if calendar == 2 {
                Part::AcademicYear
            } else {
                Part::FiscalYear
            }
        } else if year.is_some() {
            Part::Year
        } else {
            return None;
        };
        let fiscal = matches!(
            point.part,
            Part::FiscalYear | Part::FiscalQuarter(_) | Part::FiscalHalf(_)
        );
        if self.get(Slot::Calendar) == Some(1) && !fiscal {
            return None;
        }
        // Two years written out name a fiscal year by its first, whatever the setting says of one.
        if let Year::Given(first) = point.year
            && self.get(Slot::Calendar) == Some(1)
            && self.second_year().is_some()
        {
            point.year = Year::Given(first + 1);
        }
        Some(point)
    }

    fn second_year(&self) -> Option<i32> {
        let second = |capture: &&Capture| {
            capture.slot == Slot::ShortYear || capture.slot == Slot::Year && capture.second
        };
        self.captures
            .iter()
            .find(second)
            .map(|capture| capture.value)
    }

    /// "the second decade of the 21st century", "the first decade of the century".
    fn decade_of_century(&self, nth: i16) -> Option<Point> {
        let mut ordinals = self
            .captures
            .iter()
            .filter(|capture| capture.slot == Slot::Ordinal);
        let century = ordinals.nth(1).map(|capture| capture.value as i16);
        if !(1..=10).contains(&nth) {
            return None;
        }
        Some(match century {
            Some(century) if (1..=21).contains(&century) => Point::of(
                Year::Given((century - 1) * 100 + (nth - 1) * 10),
                Part::Decade,
            ),
            Some(_) => return None,
            None => Point::of(Year::Missing, Part::DecadeOf(nth)),
        })
    }

    /// The second end point; what it does not say it shares with the first.
    fn end_of(&self, first: Point) -> Option<Point> {
        let mut end = first;
        end.weekday = self.small(Slot::Weekday).map(|weekday| weekday as i8);
        if let Some(year) = self.year() {
            end.year = match (year, first.year) {
                (Year::TwoDigits(short), Year::Given(start)) => {
                    let near = start - start.rem_euclid(100) + short;
                    Year::Given(if near < start { near + 100 } else { near })
                }
                _ => year,
            };
        }
        if let Some(nth) = self
            .small(Slot::Ordinal)
            .filter(|_| first.part == Part::Century)
        {
            let era = self
                .captures
                .iter()
                .find(|capture| capture.slot == Slot::Era);
            end.year = century(nth, era.map(|capture| capture.value))?;
        }
        end.part = match (self.small(Slot::Month), self.small(Slot::Day), first.part) {
            (Some(month), _, Part::Month(_)) => Part::Month(month),
            (_, Some(day), Part::Day(month, _)) => Part::Day(month, day),
            (_, _, Part::Season(_)) if let Some(season) = self.small(Slot::Season) => {
                Part::Season(Season::from_edtf(season as i8 + 21)?)
            }
            (_, _, Part::Quarter(_)) => Part::Quarter(self.small(Slot::Quarter)? as i8),
            (_, _, part) => part,
        };
        Some(end)
    }

    fn shift(&self) -> Option<Form> {
        let sense = self.sense().map(Sense::step);
        let weekday = self.small(Slot::Weekday).map(|weekday| weekday as i8);
        let said = match self.get(Slot::Anchor) {
            Some(0) => Some(Anchor::Document),
            Some(1) => Some(Anchor::Story),
            _ => None,
        };
        let (step, own) = match (sense, self.get(Slot::Step)) {
            (Some((step, anchor)), _) => (step, anchor),
            (None, Some(step)) => (step, Anchor::Either),
            (None, None) => (0, Anchor::Either),
        };
        let anchor = said.unwrap_or(own);
        if weekday.is_some() {
            return Some(Form::Shift(Shift {
                count: step,
                unit: Unit::Week,
                anchor,
                weekday,
                counted: false,
                exact: false,
            }));
        }
        let unit = Unit::numbered(self.get(Slot::Unit)?)?;
        if matches!(unit, Unit::Minute | Unit::Hour) {
            return Some(Form::Other(TemporalKind::Time));
        }
        // "the last year" is a stretch that ends now, not the year before the story's.
        if self.sense() == Some(Sense::Last) && said == Some(Anchor::Story) && unit > Unit::Day {
            return Some(Form::Length(None));
        }
        let mut count = step.checked_mul(self.get(Slot::Count).unwrap_or(1))?;
        let mut unit = unit;
        if self.get(Slot::Halved).is_some() {
            // "two and a half years later": by months.
            let half = i32::try_from(unit.months().filter(|months| months % 2 == 0)?).ok()?;
            count = count.checked_mul(half)?.checked_add(step * half / 2)?;
            unit = Unit::Month;
        }
        Some(Form::Shift(Shift {
            count,
            unit,
            anchor,
            weekday: None,
            counted: self.get(Slot::Count).is_some(),
            exact: self.get(Slot::Exact).is_some(),
        }))
    }

    fn length(&self) -> Option<Length> {
        let count = self
            .get(Slot::Count)
            .or(self.get(Slot::Ordinal))
            .unwrap_or(1);
        let mut count = u32::try_from(count).ok()?;
        let mut unit = Unit::numbered(self.get(Slot::Unit)?)?.granularity()?;
        if self.get(Slot::Halved).is_some() {
            (count, unit) = match unit {
                Granularity::Century => (50, Granularity::Year),
                Granularity::Decade => (5, Granularity::Year),
                Granularity::Year => (6, Granularity::Month),
                _ => return None,
            };
        }
        Some(Length {
            count,
            unit,
            anniversary: self.get(Slot::Anniversary).is_some(),
            age: self.get(Slot::Age).is_some(),
        })
    }
}

/// A year of the n-th century.
fn century(nth: i16, era: Option<i32>) -> Option<Year> {
    match era {
        _ if !(1..=21).contains(&nth) => None,
        Some(0) => Some(Year::Given(50 - 100 * nth)),
        _ => Some(Year::Given((nth - 1) * 100)),
    }
}

/// The month in which a part of a year begins; a season's is 3 for spring, 12 for winter.
fn begins(point: &Point) -> Option<i16> {
    match point.part {
        Part::Season(season) => Some((season as i16 - 20) * 3),
        _ => point.month(),
    }
}

/// Gives each end point the year that only the other says: "from May to June 2014", "December 2014 to March".
pub(super) fn align(mut first: Point, mut second: Point) -> (Point, Point) {
    let turns = matches!((begins(&first), begins(&second)), (Some(a), Some(b)) if a > b);
    match (first.year, second.year) {
        (Year::Missing, Year::Given(year)) => {
            first.year = Year::Given(if turns { year - 1 } else { year });
        }
        (Year::Given(year), Year::Missing) => {
            second.year = Year::Given(if turns { year + 1 } else { year });
        }
        (Year::Missing, year) => first.year = year,
        (year, Year::Missing) => second.year = year,
        _ => {}
    }
    (first, second)
}

/// Two end points whose one year, behind both, is the second's ("December-February 2014", "winter-spring of 1920").
fn shared(first: Point, second: Point) -> (Point, Point) {
    let turns = begins(&first) > begins(&second);
    let parts = matches!(
        (first.part, second.part),
        (Part::Month(_), Part::Month(_)) | (Part::Season(_), Part::Season(_))
    );
    let (mut first, second) = align(first, second);
    if let Year::Given(year) = first.year
        && first.year == second.year
        && turns
        && parts
    {
        first.year = Year::Given(year - 1);
    }
    (first, second)
}
