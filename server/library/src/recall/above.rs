//! What stands above a block, and a trace of what of it was looked at: what was made of the block holds wherever that is
//! the same.

use std::cell::Cell;
use std::hash::{Hash, Hasher};

use rustc_hash::FxHasher;
use text::Span;

use super::heard::{Said, Text};
use super::near::is_dated;
use super::word::Vocabulary;
use crate::Library;

/// The headings above a block and the block before it, each with its prose.
#[derive(Debug, Default)]
pub struct Above<'a> {
    headings: Vec<Text<'a>>,
    before: Option<Text<'a>>,
    asked: Cell<Asked>,
}

/// Which parts of what stands above were looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// The nearest heading, every word of it.
    pub heading: bool,
    /// The block before, every word of its last sentence.
    pub before: bool,
    /// Of the headings no more than [`Library::lent`] tells.
    pub headings: bool,
    /// Of the block before likewise.
    pub last: bool,
}

impl<'a> Above<'a> {
    /// The headings that a block stands under, the nearest one last, and the block before it if that is prose below the
    /// same heading.
    pub fn new(headings: Vec<Text<'a>>, before: Option<Text<'a>>) -> Self {
        Self {
            headings,
            before,
            asked: Cell::default(),
        }
    }

    /// What was looked at so far.
    pub fn asked(&self) -> Asked {
        self.asked.get()
    }

    /// The nearest heading, for all that it says.
    pub(super) fn heading(&self) -> Option<Text<'a>> {
        self.ask(|asked| asked.heading = true);
        self.headings.last().copied()
    }

    /// The block before, for all that it says.
    pub(super) fn before(&self) -> Option<Text<'a>> {
        self.ask(|asked| asked.before = true);
        self.before
    }

    /// The headings, for the marks that they have.
    pub(super) fn headings(&self) -> &[Text<'a>] {
        self.ask(|asked| asked.headings = true);
        &self.headings
    }

    /// The block before, for the marks that its last sentence has.
    pub(super) fn last(&self) -> Option<Text<'a>> {
        self.ask(|asked| asked.last = true);
        self.before
    }

    fn ask(&self, what: impl FnOnce(&mut Asked)) {
        let mut asked = self.asked.get();
        what(&mut asked);
        self.asked.set(asked);
    }
}

/// What a block says to those below it, a heading with all its words, any other block with its last sentence: as hashes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Lent {
    /// Of everything.
    pub whole: u64,
    /// Of the marks that it has.
    pub marks: u64,
}

impl Library {
    /// What a block says to those below it.
    pub fn lent(&self, text: Text<'_>, heading: bool, vocabulary: &mut Vocabulary) -> Lent {
        let (prose, resolved) = text;
        let span = match heading {
            true => Some(Span::new(0, prose.len())),
            false => resolved.sentences.last().copied(),
        };
        let Some(span) = span else {
            return Lent::default();
        };
        let mut said = Said::default();
        self.hear(vocabulary, &mut said, text, span, span, &[]);
        let (mut whole, mut marks) = (FxHasher::default(), FxHasher::default());
        is_dated(resolved, span).hash(&mut whole);
        said.hash(&mut whole);
        for token in &said.tokens {
            if token.word.is_some() || !token.kin.is_empty() {
                (token.word, &token.kin, &token.names).hash(&mut marks);
            }
        }
        for name in said.names.iter().filter(|it| !it.candidates.is_empty()) {
            name.candidates.hash(&mut marks);
        }
        Lent {
            whole: whole.finish(),
            marks: marks.finish(),
        }
    }
}
