//! Selections that grow: a word, a name or date, a sentence, a quotation, a paragraph, a section, the whole.

use text::Span;

use crate::Analysis;

impl Analysis {
    /// The spans around `offset` of the draft's text, innermost first; each is larger than the one before.
    pub fn selections(&self, offset: usize) -> Vec<Span> {
        let text = self.text();
        let mut spans = vec![Span::new(0, text.len())];
        spans.extend(word(text, offset));
        if is_markdown(&self.document) {
            spans.extend(markdown::around(text, offset));
        }
        if let Some(block) = self.document.block_at(offset) {
            spans.push(self.document.blocks[block].span);
            let resolved = &self.reading.blocks[block];
            let inner = resolved
                .sentences
                .iter()
                .copied()
                .chain(resolved.mentions.iter().map(|it| it.span))
                .chain(resolved.temporals.iter().map(|it| it.span))
                .chain(resolved.quotations.iter().map(|it| it.span));
            spans.extend(inner.map(|span| self.place(block, span)));
        }
        spans.retain(|span| span.touches(offset) && (!span.is_empty() || text.is_empty()));
        spans.sort_by_key(|span| (span.len(), span.start));
        let mut chain: Vec<Span> = Vec::new();
        for span in spans {
            // Two that overlap crosswise cannot both be in one chain: the smaller stays.
            if chain
                .last()
                .is_none_or(|last| span.covers(*last) && span != *last)
            {
                chain.push(span);
            }
        }
        chain
    }

    /// What can be folded, in order.
    pub fn folds(&self) -> Vec<(Span, markdown::FoldKind)> {
        if is_markdown(&self.document) {
            markdown::folds(self.text())
        } else {
            Vec::new()
        }
    }
}

/// Plain text has no markup; whatever has headings, lists or quotations was read as Markdown.
fn is_markdown(document: &text::Document) -> bool {
    let plain = |block: &text::Block| block.kind == text::BlockKind::Paragraph;
    !document.blocks.iter().all(plain)
}

/// The word at `offset`.
fn word(text: &str, offset: usize) -> Option<Span> {
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '\'' | '\u{2019}' | '-');
    let before = text.get(..offset)?;
    let start = before.trim_end_matches(is_word).len();
    let after = text.get(offset..)?;
    let end = offset + after.len() - after.trim_start_matches(is_word).len();
    (start < end).then(|| Span::new(start, end))
}
