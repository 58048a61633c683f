//! What a text does not say and a setting does: the century of two digits.

use prose::date::DateValue;
use prose::locale::Locale;
use prose::sentence;
use prose::temporal::{DateSettings, TimeContext, recognise, resolve};
use text::BlockKind;

fn values(text: &str, date: Option<&str>, century_pivot: Option<i8>) -> Vec<(String, bool)> {
    let settings = DateSettings {
        century_pivot,
        ..DateSettings::default()
    };
    let locale = Locale::english();
    let date = date.and_then(DateValue::parse_edtf);
    let mut context = TimeContext::of_document(date.as_ref());
    let raws = recognise(text, &locale, &settings);
    let sentences = sentence::sentences(text, &locale);
    let kind = BlockKind::Paragraph;
    resolve(
        &raws,
        text,
        &sentences,
        kind,
        &locale,
        &settings,
        &mut context,
    )
    .into_iter()
    .filter_map(|temporal| Some((temporal.value?.edtf, temporal.doubtful)))
    .collect()
}

fn firm(edtf: &str) -> Vec<(String, bool)> {
    vec![(edtf.to_owned(), false)]
}

#[test]
fn two_digits_follow_the_pivot() {
    let text = "The receipt is dated 23/11/31.";
    assert_eq!(values(text, None, Some(30)), firm("1931-11-23"));
    assert_eq!(values(text, None, Some(31)), firm("2031-11-23"));
    assert_eq!(
        values("The law of '98 stands.", None, Some(99)),
        firm("2098")
    );
}

#[test]
fn without_a_pivot_they_lie_near_the_text() {
    let text = "The receipt is dated 23/11/31.";
    assert_eq!(values(text, Some("2015-05-08"), None), firm("2031-11-23"));
    assert_eq!(values(text, Some("1950-05-08"), None), firm("1931-11-23"));
}

#[test]
fn where_nothing_tells_the_century_nothing_rests_on_it() {
    let text = "The receipt is dated 23/11/31.";
    assert_eq!(values(text, None, None), [("2031-11-23".to_owned(), true)]);
}
