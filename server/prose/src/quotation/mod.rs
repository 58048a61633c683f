//! Quotations in a block: their marks, their pieces, and who is said to have spoken. Whether the words are right is
//! judged elsewhere; nothing here knows a source.

use text::Span;

/// What encloses a quotation.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Form {
    /// A pair of marks; the opening and the closing one.
    Marks(char, char),
    /// A block quote without marks of its own.
    Block,
}

/// Who is said to have spoken, when and on what occasion.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Attribution {
    /// The speaker's words ("President Xi", "he").
    pub speaker: Option<Span>,
    /// The verb or phrase that attributes ("said", "according to").
    pub cue: Option<Span>,
}

/// One quotation.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Quotation {
    /// From the first mark to the last, marks included.
    pub span: Span,
    /// The quoted words without marks; several when attribution splits them ("We will," he said, "not change").
    pub pieces: Vec<Span>,
    /// What encloses it.
    pub form: Form,
    /// A term or scare quote rather than somebody's words: short, or after "so-called", "known as", "entitled" ...
    pub term: bool,
    /// Who is said to have spoken.
    pub attribution: Option<Attribution>,
    /// Whether it stands inside another quotation.
    pub nested: bool,
    /// Whether the closing mark is missing in this block (the quotation runs on into the next).
    pub open: bool,
}

/// Finds the quotations of one block.
pub fn find(_prose: &str, _locale: &crate::locale::Locale) -> Vec<Quotation> {
    Vec::new()
}
