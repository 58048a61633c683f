//! What a quotation leaves unsaid by stopping where it does (Q18).

use crate::difference::Cue;
use crate::fold::Shape;
use crate::index::Index;
use crate::lexicon::Meaning;
use crate::locate::Match;
use text::Span;

impl Index {
    /// The limiting word ("but", "unless", "provided" ...) that the source goes on with right after `found`, in the same
    /// sentence.
    pub fn stops_before(&self, found: &Match) -> Option<Cue> {
        let page = self.page(found.document);
        let next = page.word_at(found.span.end);
        let last = next.checked_sub(1)?;
        if next >= page.len() || page.shape(last).has(Shape::ENDING | Shape::PARAGRAPH) {
            return None;
        }
        self.lexicon.limits().iter().find_map(|limit| {
            let mut end = next;
            for word in limit.split(' ') {
                if end >= page.len() || page.word(end) != word {
                    return None;
                }
                end += 1;
            }
            let span: Span = page.span(next).join(page.span(end - 1));
            Some(Cue {
                meaning: Meaning::Negation,
                span,
                word: limit.clone(),
                restricts: true,
            })
        })
    }
}
