//! Sentences and clauses of one block.

use text::Span;

/// The sentences of `prose`, in order, without the white space between them.
pub fn sentences(prose: &str, _locale: &crate::locale::Locale) -> Vec<Span> {
    if prose.is_empty() {
        Vec::new()
    } else {
        vec![Span::new(0, prose.len())]
    }
}
