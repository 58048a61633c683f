//! What was typed so far, by its letters alone: a quotation, a date or a name that was begun.

/// How many words back a name may have begun.
const NAME_WORDS: usize = 8;

/// The words after a quotation mark that was opened and not closed.
pub(super) fn open_quotation(before: &str) -> Option<&str> {
    let curly = before
        .rfind(['\u{201c}', '\u{201e}', '\u{ab}'])
        .filter(|at| !before[*at..].contains(['\u{201d}', '\u{bb}']));
    if let Some(at) = curly {
        let length = before[at..].chars().next().map_or(0, char::len_utf8);
        return Some(&before[at + length..]);
    }
    let straight = before.matches('"').count() % 2 == 1;
    before
        .rfind('"')
        .filter(|_| straight)
        .map(|at| &before[at + 1..])
}

/// The beginning of a date at the end of `before`: a day's number, a month's first letters, a year's first digits.
pub(super) fn begun_date(before: &str) -> &str {
    let word = before
        .rfind(|c: char| !c.is_alphanumeric())
        .map_or(0, |at| {
            at + before[at..].chars().next().map_or(1, char::len_utf8)
        });
    let begun = &before[word..];
    let date = begun.starts_with(|c: char| c.is_ascii_digit() || c.is_uppercase());
    if date { begun } else { "" }
}

/// Where the last words of `before` begin, last first.
pub(super) fn word_starts(before: &str) -> Vec<usize> {
    let mut starts = Vec::new();
    let mut last = before.len();
    for (at, c) in before.char_indices().rev() {
        if matches!(c, '.' | '!' | '?' | ';' | ':' | '"' | '(' | '\u{201c}') && !starts.is_empty() {
            break;
        }
        let inside = c.is_alphanumeric() || matches!(c, '-' | '\'' | '\u{2019}' | '&');
        if inside {
            last = at;
            if at == 0 {
                starts.push(0);
            }
        } else {
            if last < before.len() && starts.last() != Some(&last) {
                starts.push(last);
            }
            if starts.len() >= NAME_WORDS {
                break;
            }
        }
    }
    starts
}

/// Whether `name` begins with `words`, whatever the case and however many spaces.
pub(super) fn begins(name: &str, words: &str) -> bool {
    fn folded(text: &str) -> impl Iterator<Item = char> {
        let mut space = false;
        text.chars().flat_map(char::to_lowercase).filter(move |c| {
            let again = space && c.is_whitespace();
            space = c.is_whitespace();
            !again
        })
    }
    let mut name = folded(name);
    folded(words).all(|c| {
        let c = if c.is_whitespace() { ' ' } else { c };
        name.next() == Some(c)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_opened_and_not_closed() {
        assert_eq!(open_quotation("He said \u{201c}we will"), Some("we will"));
        assert_eq!(open_quotation("He said \"we\" and \"they"), Some("they"));
        assert_eq!(open_quotation("He said \"we\" and"), None);
        assert_eq!(open_quotation("He said \u{201c}we\u{201d} and"), None);
        assert_eq!(open_quotation("no marks"), None);
    }

    #[test]
    fn dates_begun() {
        assert_eq!(begun_date("signed in "), "");
        assert_eq!(begun_date("signed in 20"), "20");
        assert_eq!(begun_date("signed in Ju"), "Ju");
        assert_eq!(begun_date("signed in ju"), "");
    }

    #[test]
    fn words_may_begin_a_name_up_to_the_sentences_beginning() {
        let before = "It met. The Treaty of Go";
        let starts: Vec<_> = word_starts(before)
            .iter()
            .map(|at| &before[*at..])
            .collect();
        assert_eq!(starts, ["Go", "of Go", "Treaty of Go", "The Treaty of Go"]);
        assert!(begins("Treaty of  Good Faith", "treaty OF go"));
        assert!(!begins("Treaty", "Treaty of"));
    }
}
