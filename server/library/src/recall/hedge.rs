//! Whether a draft denies, plans, supposes or reports what it dates, and which of its words stand in the date's own clause.

use prose::list::with_lower;
use prose::reading::Resolved;
use prose::statement::Hedge;
use text::Span;

use crate::Library;

/// These part clauses.
pub(super) const STOPS: [char; 6] = [',', ';', ':', '(', ')', '\u{2014}'];
/// A clause with fewer words tells nothing by itself.
const FEW: usize = 2;

fn after_stop(text: &str, at: usize) -> usize {
    at + text[at..].chars().next().map_or(0, char::len_utf8)
}

impl Library {
    /// The clause of `span` that the date stands in; all of it where that one has no words of its own.
    pub(super) fn clause(&self, prose: &str, span: Span, date: Span) -> Span {
        let before = Span::new(span.start, date.start.max(span.start)).of(prose);
        let after = Span::new(date.end.min(span.end), span.end).of(prose);
        let mut start = before.rfind(STOPS).map_or(0, |at| after_stop(before, at));
        let mut end = after.find(STOPS).unwrap_or(after.len());
        // Parts without a verb of their own belong to the clause.
        while start > 0 {
            let left = &before[..start];
            let left = left.trim_end_matches(|c: char| STOPS.contains(&c) || c.is_whitespace());
            let from = left.rfind(STOPS).map_or(0, |at| after_stop(left, at));
            if self.has_verb(&left[from..]) {
                break;
            }
            start = from;
        }
        while end < after.len() {
            let from = after_stop(after, end);
            let to = after[from..]
                .find(STOPS)
                .map_or(after.len(), |at| from + at);
            if self.has_verb(&after[from..to]) {
                break;
            }
            end = to;
        }
        let own = [&before[start..], &after[..end]];
        let words = |text: &str| {
            let split = text.split(|c: char| !c.is_alphanumeric());
            split
                .filter(|word| {
                    let small = |word: &str| self.locale.retelling.is_small(word);
                    word.len() > 2 && !with_lower(word, small)
                })
                .count()
        };
        let events = &self.locale.events;
        // "The contract is older: it was signed in ...": the pronoun leads back.
        let refers = own.iter().flat_map(|text| text.split_whitespace());
        let pronoun = |word: &str| with_lower(word, |word| events.is_pronoun(word));
        let mut refers = refers.map(pronoun);
        if own.iter().map(|text| words(text)).sum::<usize>() < FEW || refers.any(|it| it) {
            return span;
        }
        Span::new(span.start + start, span.end - (after.len() - end))
    }

    fn has_verb(&self, text: &str) -> bool {
        let words = text.split(|c: char| !c.is_alphanumeric());
        words
            .filter(|word| !word.is_empty())
            .any(|word| with_lower(word, |word| self.locale.is_verb(word)))
    }

    /// Whether the words around the date deny, plan, suppose or report what it dates.
    pub(super) fn hedged(
        &self,
        prose: &str,
        resolved: &Resolved,
        span: Span,
        clause: Span,
        date: Span,
    ) -> bool {
        let text = span.of(prose);
        if text.trim_end().ends_with('?') || prose[span.end..].trim_start().starts_with('?') {
            return true;
        }
        let dated = |word: Span| {
            resolved
                .temporals
                .iter()
                .any(|temporal| temporal.span.overlaps(word))
        };
        let words: Vec<(Span, &str)> = text
            .split(|c: char| !(c.is_alphanumeric() || c == '\'' || c == '\u{2019}'))
            .filter(|word| !word.is_empty())
            .map(|word| {
                let start = span.start + (word.as_ptr() as usize - text.as_ptr() as usize);
                (Span::new(start, start + word.len()), word)
            })
            .collect();
        words.iter().enumerate().any(|(at, (place, word))| {
            let next = words.get(at + 1).map_or("", |(_, word)| *word);
            if dated(*place) {
                return false;
            }
            let inside = clause.overlaps(*place);
            let heads = at == 0 && word.starts_with(char::is_uppercase);
            let events = &self.locale.events;
            let hedge = with_lower(word, |word| {
                with_lower(next, |next| events.hedge(word, next))
            });
            match hedge {
                Some(Hedge::Sentence) => true,
                Some(Hedge::Clause) => inside && !self.told_apart(&words[at..], date),
                None => inside && heads && with_lower(word, |word| events.inverts(word)),
            }
        })
    }

    /// Whether a participle behind a noun tells what the date is of, and not what is hedged: "will pay under a memorandum signed
    /// in March".
    fn told_apart(&self, words: &[(Span, &str)], date: Span) -> bool {
        let events = &self.locale.events;
        let lower = |word: &str| word.to_lowercase();
        let before = words
            .iter()
            .take_while(|(place, _)| place.end <= date.start);
        let before: Vec<String> = before.map(|(_, word)| lower(word)).collect();
        let plain = |word: &str| {
            !self.locale.is_verb(word)
                && !events.is_helper(word)
                && !events.is_pronoun(word)
                && !events.is_preposition(word)
                && !self.locale.retelling.is_small(word)
                && events.hedge(word, "").is_none()
        };
        let named = |at: usize| words[at].1.starts_with(char::is_uppercase);
        (2..before.len()).any(|at| {
            self.locale.is_verb(&before[at])
                && plain(&before[at - 1])
                && !named(at - 1)
                && before[1..at - 1]
                    .iter()
                    .any(|word| events.is_preposition(word))
        })
    }
}
