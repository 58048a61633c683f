//! "Did you mean …?" as messages have it.

pub use analysis::nearest;

/// " Did you mean `x`?" or nothing, to be put after a sentence.
pub(crate) fn did_you_mean<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> String {
    nearest(word, candidates)
        .map(|candidate| format!(" Did you mean `{candidate}`?"))
        .unwrap_or_default()
}
