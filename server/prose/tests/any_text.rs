//! Properties of reading dates from any text at all: no panic, order, and the same answer twice.

use proptest::prelude::*;
use prose::date::DateValue;
use prose::locale::Locale;
use prose::sentence;
use prose::temporal::{self, DateSettings, TimeContext};
use text::BlockKind;

/// Words, numbers and marks that dates are made of, in any order.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "May",
        "march",
        "Sept",
        "Monday",
        "the",
        "of",
        "in",
        "from",
        "to",
        "between",
        "and",
        "since",
        "before",
        "early",
        "c",
        "circa",
        "year",
        "years",
        "later",
        "next",
        "that",
        "same",
        "first",
        "twenty",
        "second",
        "quarter",
        "century",
        "decade",
        "nineties",
        "spring",
        "winter",
        "BC",
        "AD",
        "FY",
        "week",
        "ago",
        "every",
        "anniversary",
        "turn",
        "will",
        "had",
        "1",
        "2",
        "8",
        "12",
        "13",
        "29",
        "31",
        "32",
        "70",
        "99",
        "0",
        "100",
        "490",
        "1949",
        "2001",
        "2014",
        "2015",
        "2025",
        "9999",
        "99999999999",
        "8th",
        "1990s",
        "'90s",
        "\u{2019}68",
        ",",
        ".",
        "-",
        "\u{2013}",
        "/",
        "'",
        "(",
        ")",
        "$",
        "%",
        "\u{e9}",
        "\u{4e2d}",
        "\u{200b}",
        "\n",
        "Q",
        "W",
        "th",
        "s",
    ]);
    let glue = prop::sample::select(vec!["", " ", " "]);
    prop::collection::vec((piece, glue), 0..24).prop_map(|pieces| {
        pieces
            .into_iter()
            .flat_map(|(piece, glue)| [piece, glue])
            .collect()
    })
}

fn dates() -> impl Strategy<Value = Option<DateValue>> {
    prop::sample::select(vec![
        "",
        "2015-05-08",
        "2015",
        "-9999",
        "9999-12-31",
        "2016-02-29",
        "../2001",
    ])
    .prop_map(DateValue::parse_edtf)
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 2000,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn any_text_reads_in_order_and_alike(texts in prop::collection::vec(prop_oneof![pieces(), "\\PC{0,40}"], 1..4), date in dates()) {
        thread_local!(static ENGLISH: Locale = Locale::english());
        ENGLISH.with(|locale| {
            let settings = DateSettings::default();
            let mut context = TimeContext::of_document(date.as_ref());
            for (prose, level) in texts.iter().zip(0u8..) {
                let kind = if level % 2 == 1 { BlockKind::Heading(level) } else { BlockKind::Paragraph };
                let raws = temporal::recognise(prose, locale, &settings);
                let sentences = sentence::sentences(prose, locale);
                let mut again = context.clone();
                let found = temporal::resolve(&raws, prose, &sentences, kind, locale, &settings, &mut context);
                let twice = temporal::resolve(&raws, prose, &sentences, kind, locale, &settings, &mut again);
                prop_assert_eq!(&found, &twice);
                prop_assert_eq!(&context, &again);
                let mut last = 0;
                for temporal in &found {
                    prop_assert!(last <= temporal.span.start && temporal.span.start < temporal.span.end);
                    prop_assert!(prose.get(temporal.span.start..temporal.span.end).is_some());
                    last = temporal.span.end;
                    if let Some(value) = &temporal.value {
                        prop_assert!(!value.interval.reversed(), "{:?}", value);
                        prop_assert!(!value.edtf.is_empty());
                        // What is written is EDTF, and says the same days.
                        let read = DateValue::parse_edtf(&value.edtf);
                        prop_assert_eq!(read.map(|read| read.interval), Some(value.interval), "{}", value.edtf);
                    }
                    for end in temporal.ends.iter().flat_map(|ends| ends.iter()) {
                        prop_assert!(prose.get(end.span.start..end.span.end).is_some());
                    }
                }
            }
            Ok(())
        })?;
    }
}
