//! On what occasion somebody spoke: "at the summit in Harbour Town", "in her address to Parliament".

use text::Span;

use super::Cues;
use super::attribution::{Word, words};

/// The most words from the preposition to what kind of occasion it was ("at the Ninth Conference on Tidal Power").
const REACH: usize = 6;

/// The occasion that the words at `span` name, its preposition left out.
pub fn occasion(prose: &str, span: Span, cues: &Cues) -> Option<Span> {
    let words = words(prose, span);
    (0..words.len()).find_map(|at| {
        let rest = &words[at + 1..];
        let leads = cues.occasional.has(words[at].text);
        let first = rest.first().filter(|word| leads && !word.parted)?;
        let last = last_word(rest, cues)?;
        Some(first.span.join(rest[last].span))
    })
}

/// The number of the last word of an occasion that begins with the first of `words`.
fn last_word(words: &[Word<'_>], cues: &Cues) -> Option<usize> {
    let runs_on = |at: usize| words.get(at).is_some_and(|word| !word.parted);
    let is_kind = |at: usize| runs_on(at) && cues.occasions.has(words[at].text);
    let reach = (0..REACH).take_while(|at| *at == 0 || runs_on(*at));
    let mut last = reach.into_iter().find(|at| {
        let word = words.get(*at);
        word.is_some_and(|word| cues.occasions.has(word.text))
    })?;
    // No other clause begins on the way there: "in saying so at the summit", "in a letter that reached the summit".
    let clauses = [
        &cues.verbs,
        &cues.occasional,
        &cues.reports,
        &cues.questions,
        &cues.pronouns,
    ];
    let opens = |word: &Word<'_>| clauses.iter().any(|list| list.has(word.text));
    if words[..last].iter().any(opens) {
        return None;
    }
    while is_kind(last + 1) {
        last += 1;
    }
    // "… of the Council in Harbour Town"
    let capital = |at: usize| runs_on(at) && words[at].text.starts_with(char::is_uppercase);
    loop {
        let mut next = last + 1;
        if !(runs_on(next) && cues.prepositions.has(words[next].text)) {
            return Some(last);
        }
        next += 1;
        if runs_on(next) && cues.determiners.has(words[next].text) {
            next += 1;
        }
        if !capital(next) {
            return Some(last);
        }
        while capital(next + 1) {
            next += 1;
        }
        last = next;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_it_was_said() {
        let cues = Cues::english();
        for (prose, expected) in [
            (
                "At the summit in Harbour Town she said",
                Some("the summit in Harbour Town"),
            ),
            (
                "In her address to the Tidal Council on 3 May 2014, Holm said",
                Some("her address to the Tidal Council"),
            ),
            (
                "Speaking at the Ninth Conference on Tides in Port Ansel, he said",
                Some("the Ninth Conference on Tides in Port Ansel"),
            ),
            ("He told a press conference in May", None),
            ("He said at a press conference:", Some("a press conference")),
            ("In 2014 she said", None),
            ("In a letter that reached the summit she wrote", None),
            ("At home, the summit was", None),
        ] {
            let found = occasion(prose, Span::new(0, prose.len()), &cues);
            assert_eq!(found.map(|span| span.of(prose)), expected, "{prose}");
        }
    }
}
