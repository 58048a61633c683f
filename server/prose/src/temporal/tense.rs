//! Whether the words around a date speak of what was or of what will be.

use std::sync::OnceLock;

use text::Span;

use crate::locale::{Locale, UNKNOWN, flag};

/// The time that a sentence speaks of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Tense {
    Past,
    Future,
    Unknown,
}

/// How a sentence brings up a date.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Manner {
    pub tense: Tense,
    /// At most a few words stand before it: the date opens the sentence and moves the story.
    pub opens: bool,
    /// The words before it look back from the story ("who had spent the spring").
    pub looks_back: bool,
    /// A word close before it puts it ahead of the story ("until the fall of the city in May").
    pub looks_ahead: bool,
}

/// A manner, once it was asked for: it hangs on the words alone. Nothing differs by whether it is known.
#[derive(Clone, Debug, Default)]
pub(super) struct Known(OnceLock<Manner>);

impl Known {
    pub fn get(&self, find: impl FnOnce() -> Manner) -> Manner {
        *self.0.get_or_init(find)
    }
}

impl PartialEq for Known {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Known {}

/// How `sentence` brings up `date`.
pub(super) fn manner(prose: &str, sentence: Span, date: Span, locale: &Locale) -> Manner {
    let mut manner = Manner {
        tense: Tense::Unknown,
        opens: false,
        looks_back: false,
        looks_ahead: false,
    };
    let Some(words) = prose.get(sentence.start..sentence.end) else {
        return manner;
    };
    let mut nearest = usize::MAX;
    let (mut count, mut before, mut looked_back, mut future) = (0usize, 0, None, None);
    let mut looked_ahead = None;
    let mut last = UNKNOWN;
    for word in words.split(|letter: char| !letter.is_alphanumeric()) {
        if word.is_empty() {
            continue;
        }
        count += 1;
        let at = word.as_ptr() as usize - prose.as_ptr() as usize;
        if at < date.start {
            before = count;
        }
        let number = locale.lexicon.number(word.as_bytes());
        let pair = (std::mem::replace(&mut last, number), number);
        let entry = locale.lexicon.entry(number);
        if entry.is(flag::ASIDE) && at < date.start {
            looked_back = Some(count);
        } else if locale.lexicon.level_pairs.contains(&pair) {
            looked_back = None;
        }
        if entry.is(flag::OUTLOOK) && at < date.start {
            looked_ahead = Some(count);
        }
        let said = if entry.is(flag::FUTURE) || locale.lexicon.future_pairs.contains(&pair) {
            future = Some(count);
            Tense::Future
        } else if entry.is(flag::PAST)
            || locale
                .lexicon
                .past_endings
                .iter()
                .any(|end| word.ends_with(end.as_str()))
        {
            // "will be held": the participle belongs to the verb before it.
            if future.is_some_and(|future| count - future <= 3) {
                continue;
            }
            Tense::Past
        } else {
            continue;
        };
        let gap = at.abs_diff(date.start);
        if gap < nearest {
            (nearest, manner.tense) = (gap, said);
        }
    }
    manner.opens = before <= 3;
    manner.looks_ahead = looked_ahead.is_some_and(|cue| before - cue <= 6);
    manner.looks_back = looked_back.is_some_and(|cue| before - cue <= 6);
    manner
}
