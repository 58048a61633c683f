//! Reads EDTF. Writing it is the constructors' work; the round trip is a property below.

use jiff::civil::Date;

use super::{DateValue, Qualifier, Season};

/// Reads one EDTF string.
pub(super) fn parse(edtf: &str) -> Option<DateValue> {
    let Some((first, last)) = edtf.split_once('/') else {
        return point(edtf);
    };
    match (first, last) {
        ("..", "..") => None,
        ("..", last) => {
            let end = point(last)?;
            let mut value = end.qualified(Qualifier::Until)?;
            value.qualifier = end.qualifier;
            Some(value)
        }
        (first, "..") => {
            let start = point(first)?;
            let mut value = start.qualified(Qualifier::Since)?;
            value.qualifier = start.qualifier;
            Some(value)
        }
        (first, last) => {
            let (start, end) = (point(first)?, point(last)?);
            let mut value = DateValue::range(&start, &end);
            value.qualifier = start.qualifier.or(end.qualifier);
            Some(value)
        }
    }
}

fn point(text: &str) -> Option<DateValue> {
    match text.strip_suffix('~') {
        Some(bare) => bare_point(bare)?.qualified(Qualifier::Circa),
        None => bare_point(text),
    }
}

fn bare_point(text: &str) -> Option<DateValue> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text),
    };
    let head = digits.get(..4)?;
    let rest = digits.get(4..)?;
    // Before the era the digits alone may be those of year 0, which has no sign; the year beside it tells the side.
    let aside = i16::from(sign < 0);
    if let Some(known) = head.strip_suffix("XX") {
        let year = sign * (number(known, 2)? * 100 + aside);
        return rest.is_empty().then(|| DateValue::century(year))?;
    }
    if let Some(known) = head.strip_suffix('X') {
        let year = sign * (number(known, 3)? * 10 + aside);
        return rest.is_empty().then(|| DateValue::decade(year))?;
    }
    let year = sign * number(head, 4)?;
    if sign < 0 && year == 0 {
        return None;
    }
    let Some(rest) = rest.strip_prefix('-') else {
        return rest.is_empty().then(|| DateValue::year(year))?;
    };
    if let Some(week) = rest.strip_prefix('W') {
        return DateValue::week(year, number(week, 2)? as i8);
    }
    let (month, day) = match rest.split_once('-') {
        Some((month, day)) => (month, Some(day)),
        None => (rest, None),
    };
    let month = number(month, 2)? as i8;
    if let Some(day) = day {
        let day = number(day, 2)? as i8;
        return Date::new(year, month, day).ok().map(DateValue::day);
    }
    match month {
        1..=12 => DateValue::month(year, month),
        21..=24 => DateValue::season(year, Season::from_edtf(month)?),
        33..=36 => DateValue::quarter(year, month - 32),
        40..=41 => DateValue::half(year, month - 39),
        _ => None,
    }
}

/// Exactly `width` ASCII digits.
fn number(text: &str, width: usize) -> Option<i16> {
    (text.len() == width && text.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn points() -> impl Strategy<Value = DateValue> {
        let years = -9990i16..9990;
        prop_oneof![
            (years.clone(), 1i8..=12, 1i8..=28)
                .prop_map(|(y, m, d)| DateValue::day(jiff::civil::date(y, m, d))),
            (years.clone(), 1i8..=12).prop_map(|(y, m)| DateValue::month(y, m).unwrap()),
            years.clone().prop_map(|y| DateValue::year(y).unwrap()),
            (-9800i16..9990).prop_map(|y| DateValue::decade(y).unwrap()),
            (-9800i16..9900).prop_map(|y| DateValue::century(y).unwrap()),
            (years.clone(), 21i8..=24).prop_map(|(y, s)| {
                DateValue::season(y, Season::from_edtf(s).unwrap()).unwrap()
            }),
            (years.clone(), 1i8..=4).prop_map(|(y, q)| DateValue::quarter(y, q).unwrap()),
            (years.clone(), 1i8..=2).prop_map(|(y, h)| DateValue::half(y, h).unwrap()),
            (years, 1i8..=52).prop_map(|(y, w)| DateValue::week(y, w).unwrap()),
        ]
    }

    fn marked() -> impl Strategy<Value = DateValue> {
        (points(), any::<bool>()).prop_map(|(value, circa)| match circa {
            true => value.qualified(Qualifier::Circa).unwrap(),
            false => value,
        })
    }

    fn values() -> impl Strategy<Value = DateValue> {
        (marked(), marked(), 0..4usize).prop_map(|(a, b, form)| match form {
            0 => a,
            1 => {
                let mut value = DateValue::range(&a, &b);
                value.qualifier = a.qualifier.or(b.qualifier);
                value
            }
            open => {
                let bound = [Qualifier::Since, Qualifier::Until][open - 2];
                let mut value = a.qualified(bound).unwrap();
                value.qualifier = a.qualifier;
                value
            }
        })
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(value in values()) {
            prop_assert_eq!(parse(&value.edtf), Some(value));
        }

        #[test]
        fn anything_reads_without_panic(text in "\\PC*") {
            let _ = parse(&text);
        }

        #[test]
        fn nearly_edtf_reads_without_panic(text in "[0-9X~/W.\\-é]{0,14}") {
            if let Some(value) = parse(&text) {
                prop_assert_eq!(value.edtf, text);
            }
        }
    }

    #[test]
    fn what_is_no_edtf_is_refused() {
        for text in [
            "",
            "2001-13",
            "2015-02-29",
            "2001-06-31",
            "201",
            "20011",
            "../..",
            "2001-",
            "-0000",
            "X",
            "2001-W54",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
