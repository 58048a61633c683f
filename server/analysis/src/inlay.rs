//! Inlay hints: what a relative date was read as, and where a quotation stands.

use prose::temporal::Resolution;
use text::Span;

use crate::{Analysis, Location, phrase};

/// One hint, shown behind some words.
#[derive(Clone, Debug)]
pub struct Inlay {
    /// The words, in the draft's text; the hint stands behind them.
    pub after: Span,
    /// What it says.
    pub label: String,
    /// More, for who looks closer.
    pub tooltip: String,
    /// Where it leads.
    pub location: Option<Location>,
}

/// The counts above a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lens {
    /// "41 dated claims: 36 supported, 2 contradicted, 3 not in the sources".
    pub title: String,
}

impl Analysis {
    /// The hints for the words that touch `range`, in order.
    pub fn inlays(&self, range: Span) -> Vec<Inlay> {
        let mut inlays = Vec::new();
        for (block, resolved) in self.reading.blocks.iter().enumerate() {
            if !touches(self.document.blocks[block].span, range) {
                continue;
            }
            for temporal in &resolved.temporals {
                let how = match temporal.resolution {
                    Resolution::DocumentDate => "read from the document's date",
                    Resolution::StoryDate => "read from the date that the text had reached",
                    Resolution::Heading => "read from the heading above",
                    Resolution::Explicit | Resolution::Ambiguous(_) | Resolution::Unresolved => {
                        continue;
                    }
                };
                let Some(value) = temporal.value.as_ref().filter(|_| {
                    !temporal.span.is_empty() && !temporal.doubtful && temporal.fault.is_none()
                }) else {
                    continue;
                };
                inlays.push(Inlay {
                    after: self.place(block, temporal.span),
                    label: format!("= {}", phrase::date(value)),
                    tooltip: format!("{}, {how}", value.edtf),
                    location: None,
                });
            }
        }
        for quote in self.quotes.iter().filter(|quote| !quote.is_term()) {
            let after = self.place(quote.block, quote.span);
            if !touches(after, range) {
                continue;
            }
            let Some(passage) = quote.passages(&self.library).next() else {
                continue;
            };
            inlays.push(Inlay {
                after,
                label: phrase::excerpt(&passage.label, 40),
                tooltip: format!(
                    "{}: {}",
                    quote.verdict.sentence(),
                    phrase::excerpt(passage.focus.of(&passage.text), 200)
                ),
                location: Some(passage),
            });
        }
        inlays.retain(|inlay| touches(inlay.after, range));
        inlays.sort_by_key(|inlay| inlay.after);
        inlays
    }

    /// What stands above a draft; `None` if it has neither dated claims nor quotations.
    pub fn lens(&self) -> Option<Lens> {
        let coverage = self.coverage();
        let parts = |numbers: &[(usize, &str)]| -> String {
            let told = numbers.iter().filter(|(number, _)| *number > 0);
            let told: Vec<_> = told
                .map(|(number, word)| format!("{number} {word}"))
                .collect();
            told.join(", ")
        };
        let mut titles = Vec::new();
        if coverage.claims > 0 {
            let numbers = [
                (coverage.supported, "supported"),
                (coverage.contradicted, "contradicted"),
                (coverage.contested, "contested"),
                (coverage.unknown, "not in the sources"),
                (coverage.not_asserted, "not asserted"),
            ];
            let claims = phrase::count(coverage.claims, "dated claim");
            titles.push(format!("{claims}: {}", parts(&numbers)));
        }
        if coverage.quotations > 0 {
            let numbers = [
                (coverage.verbatim, "as in the sources"),
                (coverage.misquoted, "differing"),
                (coverage.unsourced, "not in the sources"),
            ];
            let quotations = phrase::count(coverage.quotations, "quotation");
            titles.push(format!("{quotations}: {}", parts(&numbers)));
        }
        let title = titles.join(" · ");
        (!title.is_empty()).then_some(Lens { title })
    }

    /// The passages of source `number` that this draft quotes, in the source's text.
    pub fn quoted_of(&self, number: usize) -> Vec<(Span, Span)> {
        let quotes = self.quotes.iter();
        let quotes = quotes.filter(|quote| quote.stands() && !quote.is_term());
        quotes
            .filter_map(|quote| {
                let best = quote.best().filter(|best| best.document == number)?;
                Some((best.span, self.place(quote.block, quote.span)))
            })
            .collect()
    }
}

fn touches(one: Span, other: Span) -> bool {
    one.start <= other.end && other.start <= one.end
}
