//! The alignment of words that are known to be the same: nothing to search, only case to look at.

use super::{Alignment, CASE, Pair, Step};
use crate::fold::Shape;
use crate::page::Page;
use crate::query::{Bracket, Token};

/// The whole of `tokens` against the words from `start` on, known to be the same.
pub(crate) fn verbatim(tokens: &[Token], page: Page<'_>, start: usize) -> Alignment {
    let mut cost = 0;
    let mut steps = Vec::with_capacity(tokens.len());
    for (token, term) in tokens.iter().enumerate() {
        let source = start + token;
        let printed = term.term().map_or(Shape::default(), |term| term.shape);
        let open = term.term().is_some_and(|t| t.bracket != Bracket::None);
        let pair = if open || printed.case() == page.shape(source).case() {
            Pair::Same
        } else {
            cost += if token == 0 { 0 } else { CASE };
            Pair::Case
        };
        steps.push(Step::Pair {
            token,
            source,
            pair,
        });
    }
    Alignment {
        cost,
        steps,
        start,
        end: start + tokens.len(),
        same: tokens.len(),
        intact: tokens.len(),
    }
}
