//! A new value in the manner of the words that already stand there: what a quick fix puts into a draft.

use jiff::civil::Date;

use super::form::{Form, Part, Year};
use super::recognise::recognise;
use super::token::{Kind, Token, tokens};
use super::{DateSettings, DayOrder};
use crate::date::{DateValue, Granularity, Qualifier};
use crate::locale::{Locale, Slot, flag};

/// Writes `value` in the style and to the precision of `literal`, one date in a draft's words. A year that the literal
/// leaves out is added, so that the new words are true by themselves. `None` if the value is coarser than the words, is
/// no single date, or if the words are more than a date by its fields ("early July", "two years later"). The settings are
/// those the words were read with.
pub fn rewrite(
    literal: &str,
    value: &DateValue,
    locale: &Locale,
    settings: &DateSettings,
) -> Option<String> {
    let plain =
        value.qualifier.is_none_or(|shade| shade < Qualifier::Circa) && !value.edtf.contains('/');
    let start = value.interval.start.filter(|_| plain)?;
    let words = literal.trim();
    let part = part_of(words, locale, settings)?;
    let (fine, ending_year) = match part {
        Part::Day(..) => (Granularity::Day, true),
        Part::Month(_) => (Granularity::Month, true),
        // A season's year begins in December; what is given by the month says which.
        Part::Season(_) if value.granularity <= Granularity::Month => (Granularity::Season, true),
        Part::Quarter(_) | Part::Half(_) if value.granularity <= Granularity::Month => {
            (Granularity::Quarter, true)
        }
        Part::Year => (Granularity::Year, false),
        Part::Decade => (Granularity::Decade, false),
        _ => return None,
    };
    if value.granularity > fine {
        return None;
    }
    let mut out = Writer {
        words,
        start,
        locale,
        order: settings.order,
        out: String::with_capacity(words.len() + 8),
        copied: 0,
        year_written: !ending_year,
    };
    out.write(part, &tokens(words, locale))?;
    let written = out.out;
    (written != words).then_some(written)
}

/// What `words` name, if they are one date by its fields and nothing else.
fn part_of(words: &str, locale: &Locale, settings: &DateSettings) -> Option<Part> {
    let raws = recognise(words, locale, settings);
    let [raw] = &raws[..] else {
        return None;
    };
    let whole = raw.span.start == 0 && raw.span.end == words.len() && raw.qualifier.is_none();
    match &raw.form {
        Form::Point(point)
            if whole
                && point.sense.is_none()
                && !matches!(point.year, Year::Shifted(_) | Year::Short(_)) =>
        {
            Some(point.part)
        }
        _ => None,
    }
}

struct Writer<'a> {
    words: &'a str,
    start: Date,
    locale: &'a Locale,
    order: DayOrder,
    out: String,
    /// Bytes of `words` that are done.
    copied: usize,
    year_written: bool,
}

impl Writer<'_> {
    fn write(&mut self, part: Part, tokens: &[Token]) -> Option<()> {
        let lexicon = &self.locale.lexicon;
        let digits = tokens.iter().all(|token| token.kind != Kind::Word);
        if digits && tokens.len() > 1 {
            return self.digits(tokens);
        }
        let named = matches!(part, Part::Season(_) | Part::Quarter(_) | Part::Half(_));
        let mut part_written = false;
        let mut month_first = false;
        let mut month_seen = false;
        for (at, token) in tokens.iter().enumerate() {
            let entry = token.entry(lexicon);
            if token.kind == Kind::Word && entry.meaning(Slot::Month).is_some() {
                month_seen = true;
                let at_month = usize::try_from(self.start.month() - 1).ok()?;
                self.name(
                    token,
                    tokens.get(at + 1),
                    entry.is(flag::SHORT),
                    at_month,
                    true,
                )?;
            } else if token.kind == Kind::Word && entry.meaning(Slot::Weekday).is_some() {
                let weekday = self.start.weekday().to_monday_zero_offset();
                self.name(
                    token,
                    tokens.get(at + 1),
                    entry.is(flag::SHORT),
                    usize::try_from(weekday).ok()?,
                    false,
                )?;
            } else if named && !part_written && self.part(part, token)? {
                part_written = true;
            } else if token.kind == Kind::Plural {
                let old = self.words.get(token.start as usize..token.end as usize)?;
                let tail = old.trim_start_matches(|letter: char| letter.is_ascii_digit());
                let decade = self.start.year().div_euclid(10) * 10;
                self.replace(token, &format!("{decade}{tail}"));
            } else if token.kind == Kind::Number && token.marked && token.digits == 2 {
                // "'98": the apostrophe belongs to the number.
                let old = self.words.get(token.start as usize..token.end as usize)?;
                let mark = old.trim_end_matches(|letter: char| letter.is_ascii_digit());
                let year = self.year_of(part).rem_euclid(100);
                self.replace(token, &format!("{mark}{year:02}"));
                self.year_written = true;
            } else if token.kind == Kind::Number && token.digits == 4 {
                let year = self.year_of(part);
                (year > 0).then(|| self.replace(token, &year.to_string()))?;
                self.year_written = true;
            } else if matches!(token.kind, Kind::Number | Kind::Ordinal)
                && matches!(part, Part::Day(..))
            {
                month_first |= month_seen;
                let day = self.start.day();
                let suffix = match token.kind {
                    Kind::Ordinal => lexicon.output.suffix(i16::from(day)),
                    _ => "",
                };
                self.replace(token, &format!("{day}{suffix}"));
            } else if token.is_number() {
                return None;
            }
        }
        let rest = self.words.get(self.copied..)?;
        self.out.push_str(rest);
        if !self.year_written {
            let comma = if month_first { ", " } else { " " };
            self.out.push_str(&format!("{comma}{}", self.year_of(part)));
        }
        (part_written || !named).then_some(())
    }

    /// The year that the words name: January's winter is the last year's.
    fn year_of(&self, part: Part) -> i16 {
        let year = self.start.year();
        year - i16::from(matches!(part, Part::Season(_)) && self.start.month() < 3)
    }

    /// Writes the season, the quarter or the half over the token that names it; whether it does.
    fn part(&mut self, part: Part, token: &Token) -> Option<bool> {
        let lexicon = &self.locale.lexicon;
        let month = self.start.month();
        let (slot, number) = match part {
            Part::Season(_) => (Slot::Season, (month % 12) / 3),
            Part::Quarter(_) => (Slot::Quarter, (month + 2) / 3),
            _ => (Slot::Half, (month + 5) / 6),
        };
        let entry = token.entry(lexicon);
        if slot == Slot::Season {
            let Some(old) = entry.meaning(slot).filter(|_| token.kind == Kind::Word) else {
                return Some(false);
            };
            // Winter comes last in the list of seasons and first in the year.
            let at = usize::try_from((number + 3) % 4).ok()?;
            // Another season in capitals would need its own.
            if usize::try_from(old).ok()? != at {
                let name = lexicon.seasons.get(at).filter(|_| !token.marked)?;
                self.replace(token, name);
            }
            return Some(true);
        }
        match token.kind {
            Kind::Number if token.digits == 1 => self.replace(token, &number.to_string()),
            Kind::Ordinal => {
                let suffix = lexicon.output.suffix(i16::from(number));
                self.replace(token, &format!("{number}{suffix}"));
            }
            // "the second quarter": the lexicon tells which word means which number.
            Kind::Word if entry.meaning(slot).is_some() => {
                return (entry.meaning(slot) == Some(i32::from(number))).then_some(true);
            }
            _ => return Some(false),
        }
        Some(true)
    }

    fn replace(&mut self, token: &Token, new: &str) {
        let before = self.words.get(self.copied..token.start as usize);
        self.out.push_str(before.unwrap_or_default());
        self.out.push_str(new);
        self.copied = token.end as usize;
    }

    /// A month's or a weekday's name, short where the old one was, in capitals where the old one was.
    fn name(
        &mut self,
        token: &Token,
        next: Option<&Token>,
        short: bool,
        at: usize,
        month: bool,
    ) -> Option<()> {
        let lexicon = &self.locale.lexicon;
        let (names, shorts) = if month {
            (&lexicon.months, &lexicon.short_months)
        } else {
            (&lexicon.weekdays, &lexicon.short_weekdays)
        };
        let old = self.words.get(token.start as usize..token.end as usize)?;
        let abbreviation = shorts.get(at)?.first().filter(|_| short);
        let new = abbreviation.or(names.get(at))?;
        let capitals = old.chars().count() > 1 && old.chars().all(char::is_uppercase);
        let new = if capitals {
            new.to_uppercase()
        } else {
            new.clone()
        };
        self.replace(token, &new);
        // A name that has no short form takes no full stop.
        let stop =
            next.filter(|next| !next.spaced && self.words[next.start as usize..].starts_with('.'));
        if short
            && abbreviation.is_none()
            && let Some(stop) = stop
        {
            self.copied = stop.end as usize;
        }
        Some(())
    }

    /// Digits alone: the same marks between year, month and day, each as wide as before.
    fn digits(&mut self, tokens: &[Token]) -> Option<()> {
        let numbers: Vec<&Token> = tokens.iter().filter(|token| token.is_number()).collect();
        let (year, month, day) = (
            i32::from(self.start.year()),
            i32::from(self.start.month()),
            i32::from(self.start.day()),
        );
        let values: Vec<i32> = match numbers[..] {
            [y, _] if y.digits == 4 => vec![year, month],
            [y, _, _] if y.digits == 4 => vec![year, month, day],
            [a, y] if y.digits == 4 && a.digits <= 2 => vec![month, year],
            // Which is the day shows where one of the two cannot be a month, or by the setting; dots are day-first.
            [a, b, y] if matches!(y.digits, 2 | 4) => {
                let year = if y.digits == 2 {
                    year.rem_euclid(100)
                } else {
                    year
                };
                let dotted = self.words.contains('.');
                match self.order {
                    _ if b.value > 12 && a.value <= 12 && !dotted => vec![month, day, year],
                    _ if a.value > 12 => vec![day, month, year],
                    DayOrder::MonthFirst => vec![month, day, year],
                    DayOrder::Unknown if !dotted => return None,
                    _ => vec![day, month, year],
                }
            }
            _ => return None,
        };
        for (token, value) in numbers.iter().zip(values) {
            let width = usize::from(token.digits);
            self.replace(token, &format!("{value:0width$}"));
        }
        self.year_written = true;
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_manner_is_kept() {
        let locale = Locale::english();
        let check = |literal: &str, edtf: &str, expected: Option<&str>| {
            let value = DateValue::parse_edtf(edtf).expect(edtf);
            let settings = DateSettings::default();
            assert_eq!(
                rewrite(literal, &value, &locale, &settings).as_deref(),
                expected,
                "{literal}"
            );
        };
        check("15 June 2001", "2001-07-16", Some("16 July 2001"));
        check("June 15, 2001", "2001-07-16", Some("July 16, 2001"));
        check("June 15th, 2001", "2001-07-21", Some("July 21st, 2001"));
        check(
            "the 3rd of October 1949",
            "1949-10-01",
            Some("the 1st of October 1949"),
        );
        check(
            "Monday, 8 May 2015",
            "2015-05-08",
            Some("Friday, 8 May 2015"),
        );
        check("16 JUNE 2001", "2001-07-16", Some("16 JULY 2001"));
        check("16 Sept. 2001", "2001-08-16", Some("16 Aug. 2001"));
        check("16 Sept. 2001", "2001-05-16", Some("16 May 2001"));
        check("15 June", "2001-07-16", Some("16 July 2001"));
        check("June 15", "2001-07-16", Some("July 16, 2001"));
        check("June 2001", "2001-07-16", Some("July 2001"));
        check("2002", "2001-07-16", Some("2001"));
        check("2001-06-15", "2001-07-16", Some("2001-07-16"));
        check("15.06.2001", "2001-07-16", Some("16.07.2001"));
        check("6/15/2001", "2001-07-16", Some("7/16/2001"));
        check("05/06/2001", "2001-07-16", None);
        check("the 1980s", "1994", Some("the 1990s"));
        check("15 June 2001", "2001-07", None);
        check("early June 2001", "2001-07", None);
        check("two years later", "2001", None);
        check("2001", "2001-07-16", None);
        check("2001", "2005/2008", None);
        check(
            "the summer of 2002",
            "2001-10-16",
            Some("the autumn of 2001"),
        );
        check("winter 2002", "2001-02", Some("winter 2000"));
        check("spring 2002", "2001", None);
        check("Q2 1998", "1999-09-03", Some("Q3 1999"));
        check(
            "the first half of 1998",
            "1999-02-03",
            Some("the first half of 1999"),
        );
        check("the first half of 1998", "1999-09-03", None);
        check("3 June '98", "1999-06-04", Some("4 June '99"));
        check("'98", "1999-06-04", Some("'99"));
        check("03.06.98", "1999-06-04", Some("04.06.99"));
        check("06/1998", "1999-07-04", Some("07/1999"));
        check("16\nJune 2001", "2001-07-15", Some("15\nJuly 2001"));
    }

    #[test]
    fn a_setting_tells_the_day_from_the_month() {
        let locale = Locale::english();
        let value = DateValue::parse_edtf("1999-06-03").unwrap();
        let written = |order| {
            let settings = DateSettings {
                order,
                ..DateSettings::default()
            };
            rewrite("04/06/1999", &value, &locale, &settings)
        };
        assert_eq!(written(DayOrder::DayFirst).as_deref(), Some("03/06/1999"));
        assert_eq!(written(DayOrder::MonthFirst).as_deref(), Some("06/03/1999"));
        assert_eq!(written(DayOrder::Unknown), None);
    }

    proptest! {
        #[test]
        fn anything_rewrites_without_panic(text in "\\PC{0,30}|[0-9./\u{2019} -]{0,12}|(1st|May|Sept[.]|Monday|2001|the|é| )*") {
            let value = DateValue::parse_edtf("2001-07-16").unwrap();
            let _ = rewrite(&text, &value, &Locale::english(), &DateSettings::default());
        }
    }
}
