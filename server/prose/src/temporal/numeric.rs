//! Dates in digits alone: ISO 8601, dotted, slashed. They are the same in every language, so no locale is asked.

use super::form::{Form, Part, Point, Year};
use super::token::{Kind, Token};
use super::{DateSettings, DayOrder};
use crate::locale::Punct;

/// A date in digits that begins at `tokens[at]`: what it says, and one past its last token.
pub(super) fn numeric(
    tokens: &[Token],
    at: usize,
    settings: &DateSettings,
) -> Option<(Form, usize)> {
    let first = number(tokens, at)?;
    if at > 0 && !tokens[at].spaced && !opens(&tokens[at - 1]) {
        return None;
    }
    let (form, end) = iso(tokens, at, first)
        .or_else(|| compact(first, at))
        .or_else(|| roman(tokens, at, first))
        .or_else(|| three(tokens, at, first, settings))?;
    // A fourth part makes it a number of another kind: an address, a version, a decimal.
    let goes_on = tokens.get(end).is_some_and(|mark| {
        !mark.spaced
            && matches!(
                mark.kind,
                Kind::Mark(Punct::Dot | Punct::Slash | Punct::Dash)
            )
            && tokens
                .get(end + 1)
                .is_some_and(|next| !next.spaced && next.is_number())
    });
    (!goes_on).then_some((form, end))
}

fn opens(token: &Token) -> bool {
    matches!(
        token.kind,
        Kind::Mark(Punct::Other | Punct::Comma | Punct::Dash)
    )
}

/// A plain number glued to what stands before it, if that matters to the caller.
fn number(tokens: &[Token], at: usize) -> Option<Token> {
    let token = *tokens.get(at)?;
    (token.kind == Kind::Number && !token.marked).then_some(token)
}

/// The number behind a glued `mark`.
fn after(tokens: &[Token], mark: usize, punct: Punct) -> Option<Token> {
    let token = tokens.get(mark)?;
    if token.kind != Kind::Mark(punct) || token.spaced {
        return None;
    }
    number(tokens, mark + 1).filter(|token| !token.spaced)
}

/// `2001-07-16`, `2001-07`, `2015-W19`.
fn iso(tokens: &[Token], at: usize, year: Token) -> Option<(Form, usize)> {
    if year.digits != 4 || !(1000..2200).contains(&year.value) {
        return None;
    }
    let given = Year::Given(year.value as i16);
    for punct in [Punct::Dash, Punct::Slash, Punct::Dot] {
        let Some(month) = after(tokens, at + 1, punct).filter(|month| month.digits <= 2) else {
            continue;
        };
        if let Some(day) = after(tokens, at + 3, punct).filter(|day| day.digits <= 2) {
            let part = Part::Day(month.value as i16, day.value as i16);
            return Some((Form::Point(Point::of(given, part)), at + 5));
        }
        // `2005-08` is a month; what is no month is left to the ranges.
        let plain = tokens[at + 1].end - tokens[at + 1].start == 1;
        if punct == Punct::Dash && plain && month.digits == 2 && (1..=12).contains(&month.value) {
            let whole = Point::of(given, Part::Month(month.value as i16));
            let short = year.value % 100;
            if month.value > short && short != 0 {
                // It may be a range of years too ("2005-08"); the caller shows both.
                return Some((Form::Readings(vec![whole]), at + 3));
            }
            return Some((Form::Point(whole), at + 3));
        }
    }
    let week = tokens.get(at + 2)?;
    let number = number(tokens, at + 3)?;
    let glued = !tokens[at + 1].spaced && !week.spaced && !number.spaced;
    let w = week.kind == Kind::Word && week.end - week.start == 1 && week.marked;
    (glued && w && number.digits == 2 && tokens[at + 1].kind == Kind::Mark(Punct::Dash)).then(
        || {
            (
                Form::Point(Point::of(given, Part::Week(number.value as i16))),
                at + 4,
            )
        },
    )
}

/// `20150508`, where the calendar has such a day.
fn compact(number: Token, at: usize) -> Option<(Form, usize)> {
    let (year, rest) = (number.value / 10_000, number.value % 10_000);
    let (month, day) = ((rest / 100) as i16, (rest % 100) as i16);
    let fits = number.digits == 8
        && (1900..2100).contains(&year)
        && (1..=12).contains(&month)
        && (1..=31).contains(&day);
    let point = Point::of(Year::Given(year as i16), Part::Day(month, day));
    fits.then_some((Form::Point(point), at + 1))
}

/// `8.V.2015`.
fn roman(tokens: &[Token], at: usize, day: Token) -> Option<(Form, usize)> {
    let [mark, month, second, year] = tokens.get(at + 1..at + 5)? else {
        return None;
    };
    let glued = [mark, month, second, year]
        .iter()
        .all(|token| !token.spaced);
    let joins = matches!(
        mark.kind,
        Kind::Mark(Punct::Dot | Punct::Slash | Punct::Dash)
    );
    let fits = glued
        && joins
        && mark.kind == second.kind
        && month.kind == Kind::Word
        && month.value > 0
        && day.digits <= 2
        && year.kind == Kind::Number
        && year.digits == 4
        && (1000..2200).contains(&year.value);
    let part = Part::Day(month.value as i16, day.value as i16);
    let point = Point::of(Year::Given(year.value as i16), part);
    fits.then_some((Form::Point(point), at + 5))
}

/// `08.05.2015`, `17/11/1983`, `5/8/15`.
fn three(
    tokens: &[Token],
    at: usize,
    first: Token,
    settings: &DateSettings,
) -> Option<(Form, usize)> {
    if first.digits > 2 {
        return None;
    }
    // `12/2014`
    if let Some(year) = after(tokens, at + 1, Punct::Slash)
        && year.digits == 4
        && (1000..2200).contains(&year.value)
        && (1..=12).contains(&first.value)
    {
        let given = Year::Given(year.value as i16);
        let part = Part::Month(first.value as i16);
        return Some((Form::Point(Point::of(given, part)), at + 3));
    }
    for punct in [Punct::Dot, Punct::Slash, Punct::Dash] {
        let Some(second) = after(tokens, at + 1, punct).filter(|second| second.digits <= 2) else {
            continue;
        };
        let Some(year) = after(tokens, at + 3, punct) else {
            continue;
        };
        let (a, b) = (first.value as i16, second.value as i16);
        let given = match year.digits {
            4 if (1000..2200).contains(&year.value) => Year::Given(year.value as i16),
            // Two digits are a year only where the others are a day and a month beyond doubt.
            2 if short_year_fits(punct, first, second) => Year::TwoDigits(year.value as i16),
            _ => continue,
        };
        let day_first = Point::of(given, Part::Day(b, a));
        let month_first = Point::of(given, Part::Day(a, b));
        let form = match (settings.order, punct) {
            _ if a == b => Form::Point(day_first),
            // Dots are day-first wherever they are in use.
            (DayOrder::DayFirst, _) | (DayOrder::Unknown, Punct::Dot) => Form::Point(day_first),
            (DayOrder::MonthFirst, _) => Form::Point(month_first),
            (DayOrder::Unknown, _) if a > 12 => Form::Point(day_first),
            (DayOrder::Unknown, _) if b > 12 => Form::Point(month_first),
            (DayOrder::Unknown, _) => Form::Readings(vec![day_first, month_first]),
        };
        return Some((form, at + 5));
    }
    None
}

/// Whether two digits behind `first` and `second` may be a year: no section, version or score.
fn short_year_fits(punct: Punct, first: Token, second: Token) -> bool {
    let (a, b) = (first.value, second.value);
    let dated = (1..=12).contains(&a.min(b)) && (1..=31).contains(&a.max(b));
    dated
        && match punct {
            Punct::Slash => true,
            Punct::Dot => first.digits == 2 && second.digits == 2,
            _ => false,
        }
}
