//! A date value that is written out reads back as itself, for every form, every style and every setting of dates.

use proptest::prelude::*;
use prose::date::words::{Style, render};
use prose::date::{DateValue, Qualifier, Season};
use prose::locale::Locale;
use prose::sentence;
use prose::temporal::{DateSettings, DayOrder, TimeContext, recognise, resolve};
use text::BlockKind;

fn days() -> impl Strategy<Value = DateValue> {
    (1000i16..2200, 1i8..=12, 1i8..=28)
        .prop_map(|(y, m, d)| DateValue::day(jiff::civil::date(y, m, d)))
}

fn months() -> impl Strategy<Value = DateValue> {
    (1000i16..2200, 1i8..=12).prop_filter_map("a month", |(y, m)| DateValue::month(y, m))
}

fn years() -> impl Strategy<Value = DateValue> {
    prop_oneof![1000i16..2200, -3000i16..0].prop_filter_map("a year", DateValue::year)
}

fn coarse() -> impl Strategy<Value = DateValue> {
    let year = 1000i16..2100;
    prop_oneof![
        year.clone().prop_filter_map("a decade", DateValue::decade),
        year.clone()
            .prop_filter_map("a century", DateValue::century),
        (year.clone(), 21i8..=24).prop_filter_map("a season", |(y, s)| DateValue::season(
            y,
            Season::from_edtf(s)?
        )),
        (year.clone(), 1i8..=4).prop_filter_map("a quarter", |(y, q)| DateValue::quarter(y, q)),
        (year.clone(), 1i8..=2).prop_filter_map("a half", |(y, h)| DateValue::half(y, h)),
        (year, 1i8..=52).prop_filter_map("a week", |(y, w)| DateValue::week(y, w)),
    ]
}

fn fine() -> impl Strategy<Value = DateValue> {
    prop_oneof![
        days(),
        months(),
        (1400i16..2060).prop_filter_map("a year", DateValue::year)
    ]
}

fn values() -> impl Strategy<Value = DateValue> {
    let bounds = prop::sample::select(vec![Qualifier::Circa, Qualifier::Since, Qualifier::Until]);
    let ordered = |(a, b): (DateValue, DateValue)| {
        let range = DateValue::range(&a, &b);
        (!range.interval.reversed() && a.interval != b.interval).then_some(range)
    };
    prop_oneof![
        days(),
        months(),
        years(),
        coarse(),
        (fine(), bounds).prop_filter_map("bounded", |(value, bound)| value.qualified(bound)),
        (days(), days()).prop_filter_map("in order", ordered),
        (months(), months()).prop_filter_map("in order", ordered),
    ]
}

fn settings() -> impl Strategy<Value = DateSettings> {
    let order = prop::sample::select(vec![
        DayOrder::Unknown,
        DayOrder::DayFirst,
        DayOrder::MonthFirst,
    ]);
    (
        order,
        1i8..=12,
        any::<bool>(),
        1i8..=12,
        prop::option::of(0i8..100),
    )
        .prop_map(
            |(
                order,
                fiscal_first_month,
                fiscal_named_by_end,
                academic_first_month,
                century_pivot,
            )| {
                DateSettings {
                    order,
                    fiscal_first_month,
                    fiscal_named_by_end,
                    academic_first_month,
                    century_pivot,
                }
            },
        )
}

fn read(words: &str, settings: &DateSettings, locale: &Locale) -> Vec<String> {
    let prose = format!("It stood so in {words}.");
    let raws = recognise(&prose, locale, settings);
    let sentences = sentence::sentences(&prose, locale);
    let mut context = TimeContext::default();
    let kind = BlockKind::Paragraph;
    resolve(
        &raws,
        &prose,
        &sentences,
        kind,
        locale,
        settings,
        &mut context,
    )
    .into_iter()
    .map(|temporal| temporal.value.map_or_else(String::new, |value| value.edtf))
    .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_out_reads_back(value in values(), settings in settings(), month_first in any::<bool>()) {
        thread_local!(static ENGLISH: Locale = Locale::english());
        ENGLISH.with(|locale| {
            let style = if month_first { Style::MonthDayYear } else { Style::DayMonthYear };
            let words = render(&value, style, locale);
            prop_assert_eq!(read(&words, &settings, locale), [value.edtf.clone()], "{}", words);
            Ok(())
        })?;
    }

    #[test]
    fn an_iso_day_reads_back(value in days(), settings in settings()) {
        thread_local!(static ENGLISH: Locale = Locale::english());
        ENGLISH.with(|locale| {
            let words = render(&value, Style::Iso, locale);
            prop_assert_eq!(read(&words, &settings, locale), [value.edtf.clone()], "{}", words);
            Ok(())
        })?;
    }
}
