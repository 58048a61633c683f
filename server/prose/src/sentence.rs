//! Sentences and clauses of one block. Both are cut by marks and by the locale's lists; nothing here knows grammar.

use text::Span;

use crate::locale::{Locale, Slot, flag};

/// The sentences of `prose`, in order, without the white space between them.
pub fn sentences(prose: &str, locale: &Locale) -> Vec<Span> {
    let mut found = Vec::new();
    let lines = prose.contains('\n') && is_timeline(prose, locale);
    let mut start = 0;
    let bytes = prose.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let end = match bytes[at] {
            b'.' | b'!' | b'?' => stop(prose, start, at, locale),
            b'\n' if lines && is_dated(&prose[at + 1..], locale) => Some(at + 1),
            b'\n' => blank_line(prose, at),
            // The ellipsis, U+2026.
            0xe2 if prose[at..].starts_with('…') => stop(prose, start, at, locale),
            _ => None,
        };
        match end {
            Some(end) => {
                push(prose, start, end, &mut found);
                start = end;
                at = end.max(at + 1);
            }
            None => at += 1,
        }
    }
    push(prose, start, prose.len(), &mut found);
    found
}

fn push(prose: &str, start: usize, end: usize, found: &mut Vec<Span>) {
    let whole = &prose[start..end];
    let words = whole.trim();
    if !words.is_empty() {
        let first = start + (whole.len() - whole.trim_start().len());
        found.push(Span::new(first, first + words.len()));
    }
}

/// Where the next line begins, if the line between is empty.
fn blank_line(prose: &str, at: usize) -> Option<usize> {
    let rest = &prose[at + 1..];
    let bare = rest.trim_start_matches([' ', '\t', '\r']);
    bare.starts_with('\n').then(|| prose.len() - bare.len())
}

/// Whether lines of `prose` are those of a timeline: a single one that begins with a date may be broken there by chance.
fn is_timeline(prose: &str, locale: &Locale) -> bool {
    let dated = prose.lines().filter(|line| is_dated(line, locale));
    dated.take(2).count() == 2
}

/// What beside numbers stands in the date of a line of a timeline.
const DATED: [Slot; 5] = [
    Slot::Month,
    Slot::Season,
    Slot::Shade,
    Slot::Quarter,
    Slot::Half,
];

/// Whether a line is one of a timeline: a date and nothing else stands before a dash, a colon or a tab.
fn is_dated(text: &str, locale: &Locale) -> bool {
    let line = text.lines().next().unwrap_or_default();
    let entry = |word: &str| locale.lexicon.entry(locale.lexicon.number(word.as_bytes()));
    let date = |word: &str| {
        let word = word.trim_matches(['.', ',']);
        let rest = word.trim_start_matches(|c: char| c.is_ascii_digit());
        let suffixes = &locale.lexicon.ordinal_suffixes;
        let number = (1..=4).contains(&(word.len() - rest.len()))
            && (rest.is_empty() || suffixes.iter().any(|suffix| suffix == rest));
        let known = entry(word);
        number || DATED.iter().any(|slot| known.meaning(*slot).is_some())
    };
    let ends = [" – ", " — ", " - ", ": ", "\t"];
    let end = ends.iter().filter_map(|mark| line.find(mark)).min();
    let Some(head) = end.map(|end| &line[..end]) else {
        return false;
    };
    let mut words = head.split([' ', '/', '–', '-']).peekable();
    words.peek().is_some() && words.all(date)
}

/// Where the sentence ends that the mark at `at` may close.
fn stop(prose: &str, start: usize, at: usize, locale: &Locale) -> Option<usize> {
    let rest = &prose[at..];
    let marks = rest.trim_start_matches(['.', '!', '?', '…']);
    let closed = marks.trim_start_matches(['"', '\'', '”', '’', '»', ')', ']']);
    let end = prose.len() - closed.len();
    let dots = rest.len() - marks.len();
    let quoted = closed.len() < marks.len();
    let next = closed.trim_start();
    let Some(first) = next.chars().next() else {
        return Some(end);
    };
    let glued = next.len() == closed.len();
    let opener = matches!(first, '"' | '\'' | '“' | '‘' | '«' | '(' | '[');
    let begins = opener && !glued
        || first.is_uppercase()
        || first.is_alphanumeric() && !first.is_lowercase();
    if !begins {
        return None;
    }
    let before = &prose[start..at];
    let word = last_word(before);
    if glued && !quoted {
        // "simultaneously.Against": a stop between a long word and a capital; anything else is inside a word.
        let long = word.chars().filter(|letter| letter.is_lowercase()).count() > 2;
        let capital = first.is_uppercase() && next.chars().nth(1).is_some_and(char::is_lowercase);
        return (long && capital).then_some(end);
    }
    if dots == 1 && rest.starts_with('.') && !quoted && held(before, word, next, locale) {
        return None;
    }
    Some(end)
}

/// Whether a full stop behind `word` belongs to it: an abbreviation, an initial, a list's number.
fn held(before: &str, word: &str, next: &str, locale: &Locale) -> bool {
    let entry = |word: &str| locale.lexicon.entry(locale.lexicon.number(word.as_bytes()));
    let mut following = next.split(|letter: char| !letter.is_alphanumeric());
    let first = following.next().unwrap_or_default();
    let starter =
        entry(first).is(flag::STARTER) && first.chars().next().is_some_and(char::is_uppercase);
    let digits = first
        .bytes()
        .next()
        .is_some_and(|byte| byte.is_ascii_digit());
    let known = entry(word);
    if known.is(flag::ABBREVIATION) {
        return !starter || known.is(flag::PROPER) && digits;
    }
    if digits && known.is(flag::NUMBERING) {
        return true;
    }
    let mut letters = word.chars();
    let single =
        matches!((letters.next(), letters.next()), (Some(letter), None) if letter.is_alphabetic());
    if single {
        // An initial ("J. Smith", "U.S. officials"); a starter behind it begins a sentence.
        return !starter;
    }
    // "1. The parties", "12. ..." at the head.
    let head = before.trim_start_matches([' ', '\n', '\t', '(', '§']);
    head.len() == word.len()
        && !word.is_empty()
        && word.len() <= 3
        && word.bytes().all(|byte| byte.is_ascii_digit())
}

fn last_word(text: &str) -> &str {
    let bare = text.trim_end_matches(char::is_alphanumeric);
    &text[bare.len()..]
}

/// The clauses of one sentence, in order, without the marks between them. They are cut at semicolons, colons and long
/// dashes, and at commas before a relative pronoun, a subordinator, or a conjunction that has a verb on both sides.
pub fn clauses(prose: &str, sentence: Span, locale: &Locale) -> Vec<Span> {
    let Some(words) = prose.get(sentence.start..sentence.end) else {
        return Vec::new();
    };
    let mut cuts = Vec::new();
    let mut from = 0;
    for (at, letter) in words.char_indices() {
        let behind = &words[at + letter.len_utf8()..];
        let spaced = behind.starts_with(char::is_whitespace);
        let cut = match letter {
            ';' | '—' => true,
            ':' => spaced,
            '–' | '-' => spaced && words[..at].ends_with(char::is_whitespace),
            ',' => opens_clause(&words[from..at], behind, locale),
            _ => false,
        };
        if cut {
            cuts.push((from, at));
            from = at + letter.len_utf8();
        }
    }
    cuts.push((from, words.len()));
    let mut found = Vec::new();
    for (from, to) in cuts {
        push(
            prose,
            sentence.start + from,
            sentence.start + to,
            &mut found,
        );
    }
    found
}

/// Whether the words behind a comma open a clause of their own.
fn opens_clause(before: &str, behind: &str, locale: &Locale) -> bool {
    let entry = |word: &str| locale.lexicon.entry(locale.lexicon.number(word.as_bytes()));
    let words = |text: &'_ str| -> Vec<String> {
        text.split(|letter: char| !letter.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let until = behind.find([',', ';', ':', '—']).unwrap_or(behind.len());
    let next = words(&behind[..until]);
    let Some(first) = next.first().map(|word| entry(word)) else {
        return false;
    };
    let verb = |words: &[String]| {
        words
            .iter()
            .any(|word| entry(word).is(flag::PAST | flag::FUTURE))
    };
    if first.is(flag::RELATIVE) || first.is(flag::SUBORDINATOR) && verb(&next) {
        return true;
    }
    first.is(flag::CONJUNCTION) && verb(&next) && verb(&words(before))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// `text` has a `|` wherever one sentence ends and the next begins.
    fn check(text: &str) {
        let prose = text.replace('|', "");
        let locale = Locale::english();
        let found: Vec<&str> = sentences(&prose, &locale)
            .into_iter()
            .map(|span| span.of(&prose))
            .collect();
        let expected: Vec<&str> = text.split('|').map(str::trim).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn sentences_end_where_people_end_them() {
        check("The pact was signed. | It has ten articles.");
        check("Mr. Tan met Dr. K. Omar in Astana. | They agreed.");
        check("The U.S. delegation left. | The talks in the U.S. | The rest stayed.");
        check("Growth was 3.5 per cent in 2001. | In 2002 it fell.");
        check("1. The parties agree. | 2. They meet yearly.");
        check("See No. 5 and Art. 12 of the accord. | It says so.");
        check("\u{201c}We agree.\u{201d} | He left.");
        check("They move simultaneously.\u{201d}|Against this stands the other view.");
        check("They move simultaneously.|Against this stands the other view.");
        check("The text was adopted on\n8 Sept. 2015 in the\nusual form. | It stands.");
        check("Did it hold? | Yes! | It held ... for a while.");
        check("It came in force (see p. 3). | \u{201c}Good,\u{201d} he said.");
        check("A heading without a stop\n\n|And a paragraph.");
        check(
            "The year 2013\n|March – first trip\n|12 June 2013: a contract\nof ten years\n|2014/15 – nothing",
        );
        check("They met in\nJune 2001 – for the first time – and again in\nthe city.");
    }

    #[test]
    fn clauses_part_events() {
        let clauses = |text: &str| -> Vec<String> {
            let locale = Locale::english();
            let whole = Span::new(0, text.len());
            let found = clauses(text, whole, &locale);
            found.iter().map(|span| span.of(text).to_owned()).collect()
        };
        assert_eq!(
            clauses(
                "The pact, which was signed in 2001, took effect in 2003; it was renewed in 2021"
            ),
            [
                "The pact",
                "which was signed in 2001, took effect in 2003",
                "it was renewed in 2021"
            ]
        );
        assert_eq!(
            clauses(
                "Russia, China, and Tajikistan signed it in 2001, and Uzbekistan was admitted later"
            ),
            [
                "Russia, China, and Tajikistan signed it in 2001",
                "and Uzbekistan was admitted later"
            ]
        );
    }

    proptest! {
        #[test]
        fn sentences_cover_all_words_of_any_text(text in "[ a-zA-Z0-9.!?\\n\u{201d}\u{2026}é文]{0,60}|\\PC{0,60}") {
            let locale = Locale::english();
            let found = sentences(&text, &locale);
            let mut kept = String::new();
            for span in &found {
                kept.push_str(span.of(&text));
                let _ = clauses(&text, *span, &locale);
            }
            let squeeze = |text: &str| text.split_whitespace().collect::<String>();
            prop_assert_eq!(squeeze(&kept), squeeze(&text));
        }
    }
}
