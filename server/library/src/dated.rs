//! Dates as sources and bibliographies state them for themselves: EDTF, or words.

use std::sync::Arc;

use prose::date::DateValue;
use prose::locale::Locale;
use prose::temporal::{self, DateSettings, TimeContext};
use text::{BlockKind, Span};

/// The date that `words` are, if they are one and nothing else: "2001-07-16", "4 May 2001", "c. 2003".
pub fn stated_date(words: &str) -> Option<DateValue> {
    let words = words.trim();
    DateValue::parse_edtf(words).or_else(|| in_words(words, &Locale::shared_english()))
}

fn in_words(words: &str, locale: &Arc<Locale>) -> Option<DateValue> {
    let settings = DateSettings::default();
    let raws = temporal::recognise(words, locale, &settings);
    let whole = Span::new(0, words.len());
    let kind = BlockKind::Paragraph;
    let mut time = TimeContext::default();
    let found = temporal::resolve(&raws, words, &[whole], kind, locale, &settings, &mut time);
    let mut found = found.into_iter();
    let (only, more) = (found.next()?, found.next());
    let rest = format!("{}{}", &words[..only.span.start], &words[only.span.end..]);
    let alone = more.is_none() && !rest.contains(char::is_alphanumeric);
    only.value.filter(|_| alone && !only.doubtful)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_in_words() {
        let edtf = |words: &str| stated_date(words).map(|date| date.edtf);
        assert_eq!(edtf("2001-05-04").as_deref(), Some("2001-05-04"));
        assert_eq!(edtf("4 May 2001").as_deref(), Some("2001-05-04"));
        assert_eq!(edtf("Tuesday, 8 May 2001").as_deref(), Some("2001-05-08"));
        assert_eq!(edtf("March 4, 2014").as_deref(), Some("2014-03-04"));
        assert_eq!(edtf("April 2003").as_deref(), Some("2003-04"));
        for none in ["soon", "4 May 2001 in Tarn", "1991 and 1992", "about tides"] {
            assert_eq!(edtf(none), None, "{none}");
        }
    }
}
