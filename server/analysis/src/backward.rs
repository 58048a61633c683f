//! From a passage of a source back to the drafts' quotations of it.

use text::Span;

use crate::Analysis;

impl Analysis {
    /// The quotations of the passage at `offset` of the source at `path` (as the library names it), by their places in the
    /// draft's text, marks included, with the words of the source that they quote.
    pub fn quoting(&self, path: &str, offset: usize) -> Vec<(Span, Span)> {
        let there = |found: &passage::Match| {
            let source = self.library.sources.get(found.document);
            source.is_some_and(|source| source.path == path) && found.span.touches(offset)
        };
        self.quotes
            .iter()
            .filter(|quote| quote.stands())
            .filter_map(|quote| {
                // Any of the places that are as good as the one meant.
                let best = quote.best()?.cost;
                let equal = quote
                    .located
                    .matches
                    .iter()
                    .filter(|other| other.cost <= best);
                let found = equal.into_iter().find(|found| there(found))?;
                Some((self.place(quote.block, quote.span), found.span))
            })
            .collect()
    }
}

/// Every quotation, in any of `drafts`, of the passage at `offset` of the source at `path`: the draft's number and the
/// place in its text.
pub fn references(drafts: &[&Analysis], path: &str, offset: usize) -> Vec<(usize, Span)> {
    let numbered = drafts.iter().enumerate();
    numbered
        .flat_map(|(number, draft)| {
            let spans = draft.quoting(path, offset).into_iter();
            spans.map(move |(span, _)| (number, span))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use library::{Builder, SourceRecord};

    use super::*;
    use crate::{Cancel, Memo};

    const SPEECH: &str = "The gates will open in spring. The toll will be low for every boat.\n";

    #[test]
    fn drafts_that_quote_a_passage() {
        let mut builder = Builder::new("test", 1);
        let document = Arc::new(format::read("speech.md", SPEECH.into()));
        builder.add_source("speech.md", SourceRecord::default(), document);
        let library = Arc::new(builder.build(Arc::default()));
        let read = |text: &str| {
            Analysis::new(
                "a.md",
                text.into(),
                library.clone(),
                Arc::default(),
                &mut Memo::default(),
                &Cancel::new(),
            )
            .expect("nobody cancels")
        };
        let one = read(
            "She said: “The toll will be low for every boat.” Then “the gates will open in spring”.",
        );
        let two = read("She said: “The toll will be high for every boat.” Nobody else spoke.");
        let drafts = [&one, &two];
        let places = |word: &str| -> Vec<(usize, String)> {
            let offset = SPEECH.find(word).expect("it stands there");
            references(&drafts, "speech.md", offset)
                .into_iter()
                .map(|(draft, span)| (draft, span.of(drafts[draft].text()).to_owned()))
                .collect()
        };
        assert_eq!(
            places("toll"),
            [
                (0, "“The toll will be low for every boat.”".to_owned()),
                (1, "“The toll will be high for every boat.”".to_owned()),
            ]
        );
        assert_eq!(
            places("gates"),
            [(0, "“the gates will open in spring”".to_owned())]
        );
        assert_eq!(references(&drafts, "other.md", 3), []);
    }
}
