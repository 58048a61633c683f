//! A date value in words: for a person to read, in the order that they prefer. What a draft already says is rewritten in
//! its own manner elsewhere (`temporal::rewrite`).

use jiff::civil::Date;

use super::{DateValue, Granularity, Qualifier};
use crate::locale::Locale;

/// Order of the parts of a day.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Style {
    /// 16 July 2001.
    #[default]
    DayMonthYear,
    /// July 16, 2001.
    MonthDayYear,
    /// 2001-07-16: the EDTF form.
    Iso,
}

/// Writes `value` out.
pub fn render(value: &DateValue, style: Style, locale: &Locale) -> String {
    if style == Style::Iso || value.is_fault() {
        return value.edtf.clone();
    }
    let output = &locale.lexicon.output;
    let wrap = |template: &str, inner: String| template.replace("{a}", &inner);
    let (first, last) = match value.edtf.split_once('/') {
        Some(("..", last)) => return wrap(&output.until, point(last, style, locale)),
        Some((first, "..")) => return wrap(&output.from, point(first, style, locale)),
        Some(ends) => ends,
        None => return point(&value.edtf, style, locale),
    };
    let range = wrap(&output.range, point(first, style, locale));
    range.replace("{b}", &point(last, style, locale))
}

fn point(edtf: &str, style: Style, locale: &Locale) -> String {
    let Some(value) = DateValue::parse_edtf(edtf) else {
        return edtf.to_owned();
    };
    let Some(start) = value.interval.start else {
        return edtf.to_owned();
    };
    let written = plain(&value, start, style, locale);
    if value.qualifier == Some(Qualifier::Circa) {
        return locale.lexicon.output.circa.replace("{a}", &written);
    }
    written
}

fn plain(value: &DateValue, start: Date, style: Style, locale: &Locale) -> String {
    let output = &locale.lexicon.output;
    let template = match (value.granularity, style) {
        (Granularity::Day, Style::MonthDayYear) => &output.month_day_year,
        (Granularity::Day, _) => &output.day_month_year,
        (Granularity::Month, _) => &output.month,
        (Granularity::Week, _) => &output.week,
        (Granularity::Season, _) => &output.season,
        (Granularity::Quarter, _) => &output.quarter,
        (Granularity::Half, _) => &output.half,
        (Granularity::Decade, _) => &output.decade,
        (Granularity::Century, _) => &output.century,
        (Granularity::Year, _) => return year(start.year(), locale),
    };
    let number = match value.granularity {
        Granularity::Week => i16::from(start.iso_week_date().week()),
        Granularity::Quarter => i16::from((start.month() + 2) / 3),
        Granularity::Half => i16::from((start.month() + 5) / 6),
        _ => start.year().div_euclid(100) + 1,
    };
    let shown = match value.granularity {
        Granularity::Week => start.iso_week_date().year(),
        _ => start.year(),
    };
    let season = usize::from(start.month().unsigned_abs() / 3).checked_sub(1);
    let name = |list: &[String], at: Option<usize>| {
        at.and_then(|at| list.get(at).cloned()).unwrap_or_default()
    };
    template
        .replace("{d}", &start.day().to_string())
        .replace(
            "{m}",
            &name(
                &locale.lexicon.months,
                usize::try_from(start.month() - 1).ok(),
            ),
        )
        .replace("{s}", &name(&locale.lexicon.seasons, season))
        .replace("{n}", &number.to_string())
        .replace("{th}", &format!("{number}{}", output.suffix(number)))
        .replace("{y}", &year(shown, locale))
}

fn year(year: i16, locale: &Locale) -> String {
    if year > 0 {
        return year.to_string();
    }
    let shown = (1 - year).to_string();
    locale.lexicon.output.before_era.replace("{y}", &shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_has_words() {
        let locale = Locale::english();
        let check = |edtf: &str, words: &str| {
            let value = DateValue::parse_edtf(edtf).expect(edtf);
            assert_eq!(render(&value, Style::DayMonthYear, &locale), words);
        };
        check("2001-07-16", "16 July 2001");
        check("2001-07", "July 2001");
        check("2001", "2001");
        check("-0489", "490 BCE");
        check("1992-21", "spring 1992");
        check("1992-24", "winter 1992");
        check("2014-35", "Q3 2014");
        check("2014-41", "H2 2014");
        check("2015-W19", "week 19 of 2015");
        check("199X", "1990s");
        check("19XX", "20th century");
        check("20XX", "21st century");
        check("2005/2008", "2005 to 2008");
        check("1949/..", "since 1949");
        check("../1991", "until 1991");
        check("2001-07~", "about July 2001");
        let value = DateValue::parse_edtf("2001-07-16").unwrap();
        assert_eq!(
            render(&value, Style::MonthDayYear, &locale),
            "July 16, 2001"
        );
        assert_eq!(render(&value, Style::Iso, &locale), "2001-07-16");
    }
}
