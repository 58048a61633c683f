//! A sentence or a table row as words without its dates, and the places where the dates stood between them.

use passage::Meaning;
use passage::fold::{self, Shape};
use prose::temporal::Temporal;
use text::Span;

use crate::Library;

/// One stretch of a block's prose, with the dates of that block that may stand in it.
#[derive(Clone, Copy)]
pub(super) struct Piece<'a> {
    pub prose: &'a str,
    pub span: Span,
    pub temporals: &'a [Temporal],
}

/// What a word counts for where only one side has it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Class {
    /// Nothing much, if it is one of many.
    Plain,
    /// It makes it another happening: a verb, a word of contrast.
    Turn,
    /// It is another statement: a name, a number.
    Fixed,
    /// It changes what is asserted, wherever it stands: "not", "would".
    Shade,
}

/// One word that says something.
#[derive(Clone, Debug)]
pub(super) struct Word {
    /// Hash of its stem.
    pub stem: u32,
    /// The group of spellings that it belongs to ("defence", "defense").
    pub spelling: Option<usize>,
    pub class: Class,
    /// Hash of the small word right before it ("in"), 0 if there is none.
    pub lead: u32,
    /// Its letters, folded.
    pub letters: String,
    /// Its place in its piece's prose.
    pub span: Span,
    /// Whether it belongs to what comes back from year to year.
    pub recurring: bool,
}

impl Word {
    /// Whether both are one word, however inflected or spelt.
    pub fn is(&self, other: &Self) -> bool {
        self.stem == other.stem || (self.spelling.is_some() && self.spelling == other.spelling)
    }
}

/// One date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Slot {
    /// So many words stand before it.
    pub at: usize,
    pub piece: usize,
    /// Its number among the temporals of its piece.
    pub temporal: usize,
}

/// A sentence taken apart.
#[derive(Clone, Debug, Default)]
pub(super) struct Sentence {
    pub words: Vec<Word>,
    pub slots: Vec<Slot>,
}

/// Whether anything can be tied to the expression.
pub(super) fn is_date(temporal: &Temporal) -> bool {
    temporal.kind == prose::temporal::TemporalKind::Date
        && temporal.value.is_some()
        && !temporal.span.is_empty()
}

/// Takes the pieces of one sentence, or of one row, apart.
pub(super) fn read(pieces: &[Piece<'_>], library: &Library) -> Sentence {
    let mut sentence = Sentence::default();
    for (number, piece) in pieces.iter().enumerate() {
        read_piece(number, piece, library, &mut sentence);
    }
    sentence
}

fn read_piece(number: usize, piece: &Piece<'_>, library: &Library, out: &mut Sentence) {
    let lexicon = library.passages.lexicon();
    let (known, locale) = (&library.locale.retelling, &library.locale);
    let base = piece.span.start;
    let inside = |temporal: &Temporal| piece.span.covers(temporal.span);
    let mut slots = piece
        .temporals
        .iter()
        .enumerate()
        .filter(|(_, temporal)| inside(temporal) && is_date(temporal))
        .peekable();
    let mut end = base;
    let skip: Vec<Span> = slots
        .clone()
        .filter_map(|(_, temporal)| {
            let start = temporal.span.start.max(end);
            end = end.max(temporal.span.end);
            (start < end).then(|| Span::new(start - base, end - base))
        })
        .collect();
    let folded = fold::fold(piece.span.of(piece.prose), &skip);
    let mut lead = 0;
    for (at, word) in folded.words.iter().enumerate() {
        let span = word.source.shift(base);
        while let Some((temporal, _)) = slots.next_if(|(_, it)| it.span.start <= span.start) {
            out.slots.push(Slot {
                at: out.words.len(),
                piece: number,
                temporal,
            });
            lead = 0;
        }
        let letters = word.folded.of(&folded.text);
        let meaning = lexicon.meaning(letters);
        let shade = matches!(meaning, Some(Meaning::Negation | Meaning::Modal))
            || locale.events.is_shade(letters);
        if known.is_small(letters) && !shade {
            lead = fold::id(letters);
            continue;
        }
        let class = match meaning {
            _ if shade => Class::Shade,
            Some(_) => Class::Fixed,
            None if known.is_contrast(letters) || locale.is_verb(letters) && at > 0 => Class::Turn,
            None if word.shape.case() != 0 => Class::Fixed,
            None => Class::Plain,
        };
        // A capital inside a sentence makes a name, whatever the word.
        let class = match class {
            Class::Turn if word.shape.case() >= Shape::INITIAL && at > 0 => Class::Fixed,
            class => class,
        };
        out.words.push(Word {
            stem: fold::id(known.stem(letters)),
            spelling: lexicon.spelling(letters),
            class,
            lead: std::mem::take(&mut lead),
            letters: letters.to_owned(),
            span,
            recurring: known.is_recurring(letters),
        });
    }
    for (temporal, _) in slots {
        out.slots.push(Slot {
            at: out.words.len(),
            piece: number,
            temporal,
        });
    }
}
