//! The verdicts over a quotation, and the words for them.

use passage::DifferenceKind;

use super::misprint::is_misprint_of;

/// What became of a quotation.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Verdict {
    /// A term or scare quote.
    Term,
    /// Could not be checked.
    Unchecked,
    /// Words changed, left out, added or fused.
    Misquoted,
    /// Right words in the wrong mouth, or at the wrong time.
    Misattributed,
    /// The best places differ and nothing decides.
    Ambiguous,
    /// Differs only as the rules allow.
    Edited,
    /// Word for word.
    Verbatim,
    /// In no source, with proof.
    Unsourced,
}

impl Verdict {
    /// The word in output.
    pub const fn as_str(self) -> &'static str {
        match self {
            Verdict::Term => "term",
            Verdict::Unchecked => "unchecked",
            Verdict::Misquoted => "misquoted",
            Verdict::Misattributed => "misattributed",
            Verdict::Ambiguous => "ambiguous",
            Verdict::Edited => "edited",
            Verdict::Verbatim => "verbatim",
            Verdict::Unsourced => "unsourced",
        }
    }

    /// For people.
    pub const fn sentence(self) -> &'static str {
        match self {
            Verdict::Term => "A term, not checked",
            Verdict::Unchecked => "Could not be checked",
            Verdict::Misquoted => "Differs from the source",
            Verdict::Misattributed => "The source's words, but not by that speaker or at that time",
            Verdict::Ambiguous => "Stands in several places",
            Verdict::Edited => "The source's words, edited as the rules allow",
            Verdict::Verbatim => "Word for word as in the source",
            Verdict::Unsourced => "Not in the sources",
        }
    }
}

/// The word for a kind of difference in output.
pub(crate) const fn kind_word(kind: &DifferenceKind) -> &'static str {
    match kind {
        DifferenceKind::Altered => "altered",
        DifferenceKind::Slip => "slip",
        DifferenceKind::Omitted => "omitted",
        DifferenceKind::Added => "added",
        DifferenceKind::Case => "case",
        DifferenceKind::Punctuation => "punctuation",
        DifferenceKind::Spelling => "spelling",
        DifferenceKind::EllipsisHides(_) => "ellipsis-hides",
        DifferenceKind::EllipsisEmpty => "ellipsis-empty",
        DifferenceKind::Bracket => "bracket",
        DifferenceKind::Elsewhere { .. } => "elsewhere",
    }
}

/// Whether the draft's word mends a well-known misprint of the source's.
pub(crate) fn is_misprint(difference: &passage::Difference) -> bool {
    let source = difference.source_words.to_lowercase();
    let draft = difference.draft_words.to_lowercase();
    difference.kind == DifferenceKind::Slip && is_misprint_of(&source, &draft)
}
