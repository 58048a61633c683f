//! How the sources go on after words just typed: for completing a quotation.

use text::Span;

use crate::fold::{self, Shape};
use crate::index::Index;
use crate::seed::GRAM;

/// A place where the words typed so far stand, and what follows there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Continuation {
    /// The document's number.
    pub document: usize,
    /// The words typed, in that document's text; the last one whole, even if only its beginning was typed.
    pub typed: Span,
    /// From the first of them to the end of the sentence, or to the last of `most` words.
    pub whole: Span,
}

/// How many places of the rarest words are looked at.
const PLACES: usize = 20_000;

impl Index {
    /// Where the sources have `typed` and how they go on, at most `limit` places and `most` words each, in the sources'
    /// order. The last word may be half typed. At least two words are needed: one stands everywhere.
    pub fn continuations(&self, typed: &str, most: usize, limit: usize) -> Vec<Continuation> {
        let folded = fold::fold(typed, &[]);
        let words: Vec<&str> = folded
            .words
            .iter()
            .map(|word| word.folded.of(&folded.text))
            .collect();
        let Some((last, before)) = words.split_last() else {
            return Vec::new();
        };
        // After a space the last word is whole.
        let whole = typed.ends_with(|c: char| c.is_whitespace() || c.is_ascii_punctuation());
        let (last, before) = if whole {
            ("", &words[..])
        } else {
            (*last, before)
        };
        if before.is_empty() || words.len() < 2 {
            return Vec::new();
        }
        let lead = before.len().saturating_sub(GRAM);
        let mut found: Vec<Continuation> = Vec::new();
        let mut looked = 0;
        for (number, shelf) in self.shelves().iter().enumerate() {
            // A shelf that lacks one of the words has none of the places.
            let ids: Option<Vec<u32>> = before.iter().map(|word| shelf.find(word)).collect();
            let Some(ids) = ids else { continue };
            self.places(number, &ids[lead..], |document, at| {
                looked += 1;
                let page = self.page(document);
                let first = at.checked_sub(lead);
                let next = at + ids.len() - lead;
                if let Some(first) = first
                    && page.has(first, &ids)
                    && next < page.len()
                    && page.word(next).starts_with(last)
                {
                    let end = (next + 1..page.len())
                        .take(most.saturating_sub(before.len() + 1))
                        .take_while(|word| {
                            page.shape(word - 1).0 & (Shape::ENDING | Shape::PARAGRAPH) == 0
                        })
                        .last()
                        .unwrap_or(next);
                    let start = page.span(first).start;
                    let typed_end = if last.is_empty() { next - 1 } else { next };
                    found.push(Continuation {
                        document,
                        typed: Span::new(start, page.span(typed_end).end),
                        whole: Span::new(start, page.span(end).end),
                    });
                }
                looked < PLACES
            });
        }
        found.sort_by_key(|it| (it.document, it.whole.start));
        found.truncate(limit);
        found
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::Segment;

    const TEXT: &str =
        "All who live by the river shall keep it open. All who live by the sea shall not.";

    fn go_on(typed: &str, most: usize) -> Vec<&'static str> {
        let index = Index::new(vec![Arc::new(Segment::build(TEXT, &[]))], Arc::default());
        let found = index.continuations(typed, most, 10);
        found.iter().map(|it| it.whole.of(TEXT)).collect()
    }

    #[test]
    fn half_a_word_and_whole_words_go_on_to_the_sentences_end() {
        assert_eq!(
            go_on("live by the ri", 20),
            ["live by the river shall keep it open"]
        );
        assert_eq!(go_on("All who ", 4), ["All who live by", "All who live by"]);
        assert_eq!(
            go_on("who LIVE by the sea", 20),
            ["who live by the sea shall not"]
        );
    }

    #[test]
    fn one_word_or_other_words_are_no_beginning() {
        assert!(go_on("live", 20).is_empty());
        assert!(go_on("live ", 20).is_empty());
        assert!(go_on("by the lake", 20).is_empty());
        assert!(go_on("", 20).is_empty());
        // The last words of a text have nothing after them.
        assert!(go_on("shall not ", 20).is_empty());
    }
}
