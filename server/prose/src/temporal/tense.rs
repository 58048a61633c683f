//! Whether the words around a date speak of what was or of what will be.

use text::Span;

use crate::locale::{Locale, flag};

/// The time that a sentence speaks of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Tense {
    Past,
    Future,
    Unknown,
}

/// The tense of the cue nearest to `date` in `sentence`.
pub(super) fn tense(prose: &str, sentence: Span, date: Span, locale: &Locale) -> Tense {
    let Some(words) = prose.get(sentence.start..sentence.end) else {
        return Tense::Unknown;
    };
    let mut nearest = (usize::MAX, Tense::Unknown);
    for word in words.split(|letter: char| !letter.is_alphanumeric()) {
        let entry = locale.lexicon.entry(locale.lexicon.number(word.as_bytes()));
        let said = if entry.is(flag::FUTURE) {
            Tense::Future
        } else if entry.is(flag::PAST) {
            Tense::Past
        } else {
            continue;
        };
        let at = word.as_ptr() as usize - prose.as_ptr() as usize;
        let gap = at.abs_diff(date.start);
        if gap < nearest.0 {
            nearest = (gap, said);
        }
    }
    nearest.1
}
