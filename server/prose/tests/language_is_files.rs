//! A second language, read from files alone: no line of code knows French.

use std::path::Path;

use prose::date::{DateValue, words};
use prose::locale::Locale;
use prose::sentence;
use prose::temporal::{self, DateSettings, TimeContext};
use text::BlockKind;

fn french() -> Locale {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/data/locales/fr");
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).expect(name);
    let names = ["lexicon.toml", "cues.toml", "dates.toml"];
    let texts = names.map(read);
    let files: Vec<(&str, &str)> = names
        .into_iter()
        .zip(texts.iter().map(String::as_str))
        .collect();
    Locale::parse(&files).unwrap_or_else(|error| panic!("{error}"))
}

fn check(locale: &Locale, prose: &str, expected: &[(&str, &str)]) {
    let settings = DateSettings::default();
    let raws = temporal::recognise(prose, locale, &settings);
    let sentences = sentence::sentences(prose, locale);
    let mut context = TimeContext::of_document(DateValue::parse_edtf("2015-05-08").as_ref());
    let found = temporal::resolve(
        &raws,
        prose,
        &sentences,
        BlockKind::Paragraph,
        locale,
        &settings,
        &mut context,
    );
    let found: Vec<(&str, &str)> = found
        .iter()
        .map(|temporal| {
            let value = temporal.value.as_ref();
            (
                temporal.span.of(prose),
                value.map_or("", |value| value.edtf.as_str()),
            )
        })
        .collect();
    assert_eq!(found, expected, "{prose}");
}

#[test]
fn french_dates_are_read() {
    let locale = french();
    let check = |prose, expected: &[(&str, &str)]| check(&locale, prose, expected);
    check(
        "Le traité fut signé le 16 juillet 2001.",
        &[("le 16 juillet 2001", "2001-07-16")],
    );
    check(
        "Signé lundi 16 juillet 2001.",
        &[("lundi 16 juillet 2001", "2001-07-16")],
    );
    check("Le 1er mai 1890.", &[("Le 1er mai 1890", "1890-05-01")]);
    check("En mai 2014 ils se virent.", &[("mai 2014", "2014-05")]);
    check(
        "Du 8 au 10 mai 2015 ils siègent.",
        &[("Du 8 au 10 mai 2015", "2015-05-08/2015-05-10")],
    );
    check(
        "Fondé en 2001. Deux ans plus tard il siège.",
        &[("2001", "2001"), ("Deux ans plus tard", "2003")],
    );
    check(
        "Fondé en 2001. L\u{2019}année suivante il siège.",
        &[("2001", "2001"), ("L\u{2019}année suivante", "2002")],
    );
    check(
        "Fondé en mars 2001 et dissous en juin de la même année.",
        &[
            ("mars 2001", "2001-03"),
            ("juin de la même année", "2001-06"),
        ],
    );
    check(
        "Le premier trimestre 2014.",
        &[("Le premier trimestre 2014", "2014-33")],
    );
    check("Il existe depuis 1996.", &[("1996", "1996/..")]);
    check("Le 31 juin 2001.", &[("Le 31 juin 2001", "")]);
    check("La planète Mars et 2001 tonnes.", &[]);
    check("La résolution 1973.", &[]);
}

#[test]
fn french_dates_are_written() {
    let locale = french();
    let settings = DateSettings::default();
    let value = DateValue::parse_edtf("2001-08-01").unwrap();
    let written = words::render(&value, words::Style::DayMonthYear, &locale);
    assert_eq!(written, "1 août 2001");
    let rewritten = temporal::rewrite("le 16 juillet 2001", &value, &locale, &settings);
    assert_eq!(rewritten.as_deref(), Some("le 1 août 2001"));
    let rewritten = temporal::rewrite("le 1er mai 1890", &value, &locale, &settings);
    assert_eq!(rewritten.as_deref(), Some("le 1er août 2001"));
}
