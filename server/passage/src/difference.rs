//! What differs between the draft's words and the source's, word by word, and whether it changes the meaning.

use crate::align::{Alignment, Pair, Step};
use crate::fold::Shape;
use crate::lexicon::{Lexicon, Meaning};
use crate::page::Page;
use crate::printed::printed;
use crate::query::{Piece, Query, Token};
use text::Span;

/// One difference.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Difference {
    /// What it is.
    pub kind: DifferenceKind,
    /// Where in the query's text; empty where words are missing.
    pub draft: Span,
    /// Where in the source; empty where words were added.
    pub source: Span,
    /// The draft's words, as written.
    pub draft_words: String,
    /// The source's words, in their case, without punctuation.
    pub source_words: String,
    /// The gravest kind of word that was changed.
    pub meaning: Option<Meaning>,
}

impl Difference {
    /// Whether it is only a compound that is written otherwise: "cooperation" for "co-operation".
    pub fn is_compound(&self) -> bool {
        self.kind == DifferenceKind::Punctuation && self.draft_words.contains(char::is_alphanumeric)
    }
}

/// Kinds of differences.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum DifferenceKind {
    /// Other words (Q1).
    Altered,
    /// A word so near that it may be a typing slip (Q1).
    Slip,
    /// Words of the source are missing without an ellipsis (Q2).
    Omitted,
    /// Words were added without brackets (Q3).
    Added,
    /// Capitals for small letters or the other way round (Q4 at the start, Q5 elsewhere).
    Case,
    /// Other punctuation inside (Q7), or a compound written otherwise (Q10).
    Punctuation,
    /// British for American spelling or digits for words, or the other way round (Q22).
    Spelling,
    /// What an ellipsis leaves out (Q17).
    EllipsisHides(Hidden),
    /// An ellipsis where nothing is missing (Q16).
    EllipsisEmpty,
    /// Bracketed words, and the words they stand for (Q27).
    Bracket,
    /// The draft's words stand in another place of the sources (Q28).
    Elsewhere {
        /// That place's document.
        document: usize,
        /// Its span there.
        span: Span,
    },
}

/// What an ellipsis leaves out.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Hidden {
    /// How many words.
    pub words: usize,
    /// Those among them that may matter, in order.
    pub cues: Vec<Cue>,
    /// Whether the omission crosses a sentence end.
    pub crosses_sentence: bool,
}

/// A word that may matter.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Cue {
    /// What kind of word it is.
    pub meaning: Meaning,
    /// Where it stands in the source.
    pub span: Span,
    /// The word, folded.
    pub word: String,
    /// Whether it restricts what is said ("only", "provided that").
    pub restricts: bool,
}

/// Writes a query's alignment with one document down as differences.
pub(crate) struct Explain<'a> {
    pub query: &'a Query,
    pub page: Page<'a>,
    pub lexicon: &'a Lexicon,
}

impl Explain<'_> {
    /// The differences of one piece, in order.
    pub fn piece(&self, piece: &Piece, alignment: &Alignment, out: &mut Vec<Difference>) {
        let steps = &alignment.steps;
        let mut at = 0;
        while at < steps.len() {
            let run = steps[at..].iter().take_while(|s| is_change(s)).count();
            if run > 0 {
                out.push(self.change(piece, alignment, at, at + run));
                at += run;
                continue;
            }
            self.single(piece, &steps[at], out);
            if let Some(next) = steps.get(at + 1) {
                self.punctuation(piece, &steps[at], next, out);
            }
            at += 1;
        }
    }

    /// A piece that does not stand here at all.
    pub fn missing(&self, piece: &Piece, at: usize) -> Difference {
        let draft = piece.span();
        let mut meanings = Vec::new();
        for token in 0..piece.tokens.len() {
            meanings.extend(self.draft_meaning(piece, token));
        }
        self.difference(
            DifferenceKind::Added,
            draft,
            Span::new(at, at),
            String::new(),
            meanings.into_iter().min(),
        )
    }

    /// What lies between two pieces: words `start..end` of the page.
    pub fn gap(&self, joint: Span, start: usize, end: usize) -> Difference {
        let source = self.words_span(start, end);
        if start >= end {
            return self.difference(
                DifferenceKind::EllipsisEmpty,
                joint,
                source,
                String::new(),
                None,
            );
        }
        let hidden = self.hidden(start, end);
        let meaning = hidden.cues.iter().map(|cue| cue.meaning).min();
        self.difference(
            DifferenceKind::EllipsisHides(hidden),
            joint,
            source,
            self.source_words(start..end),
            meaning,
        )
    }

    /// Words missing at a cut inside a sentence.
    pub fn omission(&self, joint: Span, start: usize, end: usize) -> Difference {
        let meaning = (start..end).filter_map(|at| self.source_meaning(at)).min();
        self.difference(
            DifferenceKind::Omitted,
            joint,
            self.words_span(start, end),
            self.source_words(start..end),
            meaning,
        )
    }

    /// Whether a sentence ends between word `start - 1` and word `end`.
    pub fn crosses_sentence(&self, start: usize, end: usize) -> bool {
        (start.saturating_sub(1)..end).any(|at| {
            self.page.shape(at).has(Shape::ENDING | Shape::PARAGRAPH)
                && (at + 1 >= self.page.len() || self.page.shape(at + 1).case() != 0)
        })
    }

    fn hidden(&self, start: usize, end: usize) -> Hidden {
        let grave = |at: usize| {
            let word = self.page.word(at);
            let restricts = self.restricts(at, end);
            let meaning = self.lexicon.meaning(word);
            let meaning = meaning.or(restricts.then_some(Meaning::Quantifier))?;
            (restricts || !self.lexicon.is_vague(word)).then(|| Cue {
                meaning,
                span: self.page.span(at),
                word: word.to_owned(),
                restricts,
            })
        };
        Hidden {
            words: end - start,
            cues: (start..end).filter_map(grave).collect(),
            crosses_sentence: self.crosses_sentence(start, end),
        }
    }

    /// Whether words of the page from `at` on, before `end`, restrict what is said.
    fn restricts(&self, at: usize, end: usize) -> bool {
        let parted = at > 0 && self.page.shape(at - 1).has(Shape::COMMA | Shape::SEMICOLON);
        self.lexicon.restrictions().iter().any(|phrase| {
            let (phrase, free) = match phrase.strip_prefix(", ") {
                Some(rest) => (rest, parted),
                None => (&**phrase, true),
            };
            let words = || phrase.split(' ');
            free && at + words().count() <= end
                && words()
                    .zip(at..)
                    .all(|(word, at)| self.page.word(at) == word)
        })
    }

    fn single(&self, piece: &Piece, step: &Step, out: &mut Vec<Difference>) {
        let (token, source, words, kind) = match *step {
            Step::Pair {
                token,
                source,
                pair: Pair::Case,
            } => (token, source, 1, DifferenceKind::Case),
            Step::Pair {
                token,
                source,
                pair: Pair::Spelling,
            } => (token, source, 1, DifferenceKind::Spelling),
            Step::Pair {
                token,
                source,
                pair: Pair::Bracketed,
            } => (token, source, 1, DifferenceKind::Bracket),
            Step::Wild {
                token,
                source,
                words,
            } => (token, source, words, DifferenceKind::Bracket),
            Step::Split { token, source } => (token, source, 2, DifferenceKind::Punctuation),
            Step::Joined { token, source } => {
                let draft = piece.tokens[token]
                    .span()
                    .join(piece.tokens[token + 1].span());
                out.push(self.difference(
                    DifferenceKind::Punctuation,
                    draft,
                    self.page.span(source),
                    self.source_words(source..source + 1),
                    None,
                ));
                return;
            }
            _ => return,
        };
        out.push(self.difference(
            kind,
            piece.tokens[token].span(),
            self.words_span(source, source + words),
            self.source_words(source..source + words),
            None,
        ));
    }

    /// Other punctuation between two words that follow each other on both sides.
    fn punctuation(&self, piece: &Piece, a: &Step, b: &Step, out: &mut Vec<Difference>) {
        let (
            Step::Pair { token, source, .. },
            Step::Pair {
                token: next,
                source: after,
                ..
            },
        ) = (*a, *b)
        else {
            return;
        };
        if is_change(b) || next != token + 1 || after != source + 1 {
            return;
        }
        let Some(term) = piece.tokens[token].term() else {
            return;
        };
        let printed = self.page.shape(source);
        if (printed.0 ^ term.shape.0) & Shape::PUNCTUATION == 0 {
            return;
        }
        let draft = Span::new(term.span.end, piece.tokens[next].span().start);
        let there = Span::new(self.page.span(source).end, self.page.span(after).start);
        out.push(self.difference(
            DifferenceKind::Punctuation,
            draft,
            there,
            marks(printed),
            None,
        ));
    }

    /// Steps `from..to`, all changes, as one difference.
    fn change(&self, piece: &Piece, alignment: &Alignment, from: usize, to: usize) -> Difference {
        let steps = &alignment.steps;
        let (mut tokens, mut sources) = (Vec::new(), Vec::new());
        for step in &steps[from..to] {
            match *step {
                Step::Pair { token, source, .. } => {
                    tokens.push(token);
                    sources.push(source);
                }
                Step::Added { token } => tokens.push(token),
                Step::Omitted { source } => sources.push(source),
                _ => {}
            }
        }
        let kind = match (tokens.len(), sources.len()) {
            (_, 0) => DifferenceKind::Added,
            (0, _) => DifferenceKind::Omitted,
            _ if matches!(
                steps[from..to],
                [Step::Pair {
                    pair: Pair::Near,
                    ..
                }]
            ) =>
            {
                DifferenceKind::Slip
            }
            _ => DifferenceKind::Altered,
        };
        let draft = match (tokens.first(), tokens.last()) {
            (Some(first), Some(last)) => {
                piece.tokens[*first].span().join(piece.tokens[*last].span())
            }
            _ => {
                let place = match steps[..from].iter().rev().find_map(last_token) {
                    Some(before) => piece.tokens[before].span().end,
                    None => piece.span().start,
                };
                Span::new(place, place)
            }
        };
        let source = match (sources.first(), sources.last()) {
            (Some(first), Some(last)) => self.words_span(*first, last + 1),
            _ => {
                let next = steps[to..].iter().find_map(first_source);
                self.words_span(next.unwrap_or(alignment.end), 0)
            }
        };
        let meaning = self.meaning(piece, &tokens, &sources);
        let words = sources
            .first()
            .map_or(0..0, |first| *first..first + sources.len());
        self.difference(kind, draft, source, self.source_words(words), meaning)
    }

    /// The gravest kind of word that stands on one side only; of all where both have the same words in another order.
    fn meaning(&self, piece: &Piece, tokens: &[usize], sources: &[usize]) -> Option<Meaning> {
        let term = |token: usize| piece.tokens[token].term();
        let same = |token: usize, at: usize| {
            term(token).is_some_and(|term| term.word == self.page.word(at))
        };
        let drafted = |token: &&usize| !sources.iter().any(|at| same(**token, *at));
        let lost = |at: &&usize| !tokens.iter().any(|token| same(*token, **at));
        let moved =
            !tokens.iter().any(|token| drafted(&token)) && !sources.iter().any(|at| lost(&at));
        let drafted = tokens.iter().filter(|token| moved || drafted(token));
        let lost = sources.iter().filter(|at| moved || lost(at));
        let opposed = tokens.iter().any(|token| {
            term(*token).is_some_and(|t| {
                sources
                    .iter()
                    .any(|at| self.lexicon.opposed(&t.word, self.page.word(*at)))
            })
        });
        drafted
            .filter_map(|token| self.draft_meaning(piece, *token))
            .chain(lost.filter_map(|at| self.source_meaning(*at)))
            .chain(opposed.then_some(Meaning::Negation))
            .min()
    }

    fn draft_meaning(&self, piece: &Piece, token: usize) -> Option<Meaning> {
        let term = piece.tokens[token].term()?;
        let starts = match token.checked_sub(1).map(|before| &piece.tokens[before]) {
            Some(Token::Word(before)) => before.shape.has(Shape::ENDING),
            _ => true,
        };
        self.word_meaning(&term.word, term.shape, starts)
    }

    fn source_meaning(&self, at: usize) -> Option<Meaning> {
        let starts = at == 0
            || self
                .page
                .shape(at - 1)
                .has(Shape::ENDING | Shape::PARAGRAPH);
        self.word_meaning(self.page.word(at), self.page.shape(at), starts)
    }

    fn word_meaning(&self, word: &str, shape: Shape, starts_sentence: bool) -> Option<Meaning> {
        // A capital May is a month, not a permission.
        if word == "may" && shape.case() == Shape::INITIAL && !starts_sentence {
            return Some(Meaning::Date);
        }
        self.lexicon.meaning(word).or_else(|| {
            (shape.case() != 0 && !starts_sentence && word != "i").then_some(Meaning::Name)
        })
    }

    fn difference(
        &self,
        kind: DifferenceKind,
        draft: Span,
        source: Span,
        source_words: String,
        meaning: Option<Meaning>,
    ) -> Difference {
        Difference {
            kind,
            draft,
            source,
            draft_words: draft.of(&self.query.text).to_owned(),
            source_words,
            meaning,
        }
    }

    /// From word `start` to word `end - 1`; an empty place before word `start` where there is none between.
    fn words_span(&self, start: usize, end: usize) -> Span {
        if start < end {
            return self.page.span(start).join(self.page.span(end - 1));
        }
        let place = match start < self.page.len() {
            true => self.page.span(start).start,
            false => self
                .page
                .len()
                .checked_sub(1)
                .map_or(0, |last| self.page.span(last).end),
        };
        Span::new(place, place)
    }

    fn source_words(&self, words: std::ops::Range<usize>) -> String {
        printed(self.page, words)
    }
}

fn is_change(step: &Step) -> bool {
    matches!(
        step,
        Step::Added { .. }
            | Step::Omitted { .. }
            | Step::Pair {
                pair: Pair::Near | Pair::Other,
                ..
            }
    )
}

fn last_token(step: &Step) -> Option<usize> {
    match *step {
        Step::Pair { token, .. }
        | Step::Split { token, .. }
        | Step::Added { token }
        | Step::Wild { token, .. } => Some(token),
        Step::Joined { token, .. } => Some(token + 1),
        Step::Omitted { .. } => None,
    }
}

fn first_source(step: &Step) -> Option<usize> {
    match *step {
        Step::Pair { source, .. }
        | Step::Split { source, .. }
        | Step::Joined { source, .. }
        | Step::Omitted { source }
        | Step::Wild { source, .. } => Some(source),
        Step::Added { .. } => None,
    }
}

/// The punctuation of `shape`, in a plain order.
fn marks(shape: Shape) -> String {
    [
        (Shape::CLOSE, ')'),
        (Shape::COMMA, ','),
        (Shape::SEMICOLON, ';'),
        (Shape::COLON, ':'),
        (Shape::STOP, '.'),
        (Shape::QUESTION, '?'),
        (Shape::EXCLAMATION, '!'),
        (Shape::OPEN, '('),
    ]
    .into_iter()
    .filter_map(|(flag, mark)| shape.has(flag).then_some(mark))
    .collect()
}
