//! The draft's words taken apart: ellipses cut them into pieces, brackets become wildcards, editors' notes vanish.

use crate::fold::{self, Shape};
use crate::lexicon::Lexicon;
use text::Span;

/// A quotation's words, ready to be located. All spans count bytes of the text it was made from.
#[derive(Clone, Debug)]
pub struct Query {
    pub(crate) text: String,
    pub(crate) pieces: Vec<Piece>,
}

/// Words that stand together in the source.
#[derive(Clone, Debug)]
pub struct Piece {
    /// What separates it from the piece before.
    pub joint: Joint,
    pub(crate) tokens: Vec<Token>,
}

/// What separates two pieces.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Joint {
    /// Nothing comes before.
    Start,
    /// An ellipsis: words of the source are missing here.
    Ellipsis(Span),
    /// Attribution in the middle ("We will," he said, "not change"): words may be missing here.
    Cut(Span),
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Token {
    Word(Term),
    /// Bracketed words: they stand for none to six words of the source.
    Wild(Span),
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Term {
    pub word: String,
    pub span: Span,
    pub shape: Shape,
    pub bracket: Bracket,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Bracket {
    None,
    /// `[T]he`: the case was changed, openly.
    Case,
    /// `govern[ed]`: part of the word was changed, openly.
    Part,
}

impl Query {
    /// The query for `text`, all of it quoted words (without marks).
    pub fn parse(text: &str, lexicon: &Lexicon) -> Query {
        Query::of(text, &[Span::new(0, text.len())], lexicon)
    }

    /// The query for the quoted `pieces` of `text` (in order, apart), as attribution splits them.
    pub fn of(text: &str, pieces: &[Span], lexicon: &Lexicon) -> Query {
        let mut query = Query {
            text: text.to_owned(),
            pieces: Vec::new(),
        };
        let mut end = None;
        for &span in pieces {
            let joint = end.map_or(Joint::Start, |end: usize| {
                Joint::Cut(Span::new(end.min(span.start), span.start))
            });
            query.read(span, joint, lexicon);
            end = Some(span.end);
        }
        query
    }

    /// The pieces, in order. None where there are no words at all.
    pub fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    /// How many words it has, brackets not counted.
    pub fn len(&self) -> usize {
        self.pieces.iter().map(Piece::len).sum()
    }

    /// Whether there are no words to look for.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The query for one piece alone: for asking whether it stands elsewhere.
    pub fn piece(&self, number: usize) -> Query {
        let mut piece = self.pieces[number].clone();
        piece.joint = Joint::Start;
        Query {
            text: self.text.clone(),
            pieces: vec![piece],
        }
    }

    fn read(&mut self, span: Span, joint: Joint, lexicon: &Lexicon) {
        let events = events(span.of(&self.text), span.start, lexicon);
        let skip: Vec<Span> = events
            .iter()
            .flat_map(|event| match event.kind {
                EventKind::Inner => {
                    let s = event.span;
                    vec![Span::new(s.start, s.start + 1), Span::new(s.end - 1, s.end)]
                }
                _ => vec![event.span],
            })
            .map(|s| Span::new(s.start - span.start, s.end - span.start))
            .collect();
        let folded = fold::fold(span.of(&self.text), &skip);
        let mut events = events
            .into_iter()
            .filter(|event| !matches!(event.kind, EventKind::Inner | EventKind::Note))
            .peekable();
        let mut piece = Piece {
            joint,
            tokens: Vec::new(),
        };
        for word in &folded.words {
            let source = word.source.shift(span.start);
            while let Some(event) = events.next_if(|event| event.span.start < source.start) {
                self.take(event, &mut piece);
            }
            let letters = word.folded.of(&folded.text);
            piece.tokens.push(Token::Word(Term {
                word: letters.to_owned(),
                span: source,
                shape: word.shape,
                bracket: bracket_of(&self.text, source),
            }));
        }
        for event in events {
            self.take(event, &mut piece);
        }
        self.push(piece);
    }

    fn take(&mut self, event: Event, piece: &mut Piece) {
        if event.kind == EventKind::Wild {
            piece.tokens.push(Token::Wild(event.span));
            return;
        }
        let next = Piece {
            joint: Joint::Ellipsis(event.span),
            tokens: Vec::new(),
        };
        let done = std::mem::replace(piece, next);
        self.push(done);
    }

    /// Keeps a piece that has words; an empty one hands its joint to nobody.
    fn push(&mut self, mut piece: Piece) {
        if piece.is_empty() {
            return;
        }
        if self.pieces.is_empty() {
            piece.joint = Joint::Start;
        }
        self.pieces.push(piece);
    }
}

impl Piece {
    /// From its first token to its last.
    pub fn span(&self) -> Span {
        let first = self.tokens.first().map_or(Span::default(), Token::span);
        self.tokens
            .last()
            .map_or(first, |last| first.join(last.span()))
    }

    /// How many words it has, brackets not counted.
    pub fn len(&self) -> usize {
        self.tokens.iter().filter(|t| t.term().is_some()).count()
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl Token {
    pub(crate) fn term(&self) -> Option<&Term> {
        match self {
            Token::Word(term) => Some(term),
            Token::Wild(_) => None,
        }
    }

    pub(crate) fn span(&self) -> Span {
        match self {
            Token::Word(term) => term.span,
            Token::Wild(span) => *span,
        }
    }
}

struct Event {
    span: Span,
    kind: EventKind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum EventKind {
    Ellipsis,
    Wild,
    Note,
    /// Brackets inside a word.
    Inner,
}

/// Ellipses and brackets of `text`, in order; spans moved right by `base`.
fn events(text: &str, base: usize, lexicon: &Lexicon) -> Vec<Event> {
    let mut events = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let end = match c {
            '[' | '(' | '{' => bracket(text, at, lexicon),
            '.' | '…' | '⋯' => ellipsis(text, at).map(|end| (end, EventKind::Ellipsis)),
            _ => None,
        };
        match end {
            Some((end, kind)) => {
                events.push(Event {
                    span: Span::new(base + at, base + end),
                    kind,
                });
                at = end;
            }
            None => at += c.len_utf8(),
        }
    }
    events
}

/// The end and kind of the bracket that opens at `at`; round ones count only for ellipses and notes.
fn bracket(text: &str, at: usize, lexicon: &Lexicon) -> Option<(usize, EventKind)> {
    let close = match text.as_bytes()[at] {
        b'[' => ']',
        b'(' => ')',
        _ => '}',
    };
    let inner = &text[at + 1..];
    let length = inner.find(close).filter(|length| *length <= 300)?;
    let inner = &inner[..length];
    let end = at + 1 + length + 1;
    let points = inner
        .chars()
        .all(|c| matches!(c, '.' | '…' | '⋯') || c.is_whitespace());
    if points && !inner.trim().is_empty() {
        return Some((end, EventKind::Ellipsis));
    }
    if inner.trim().is_empty() || lexicon.is_note(inner) {
        return Some((end, EventKind::Note));
    }
    if close != ']' {
        return None;
    }
    let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let one_word = inner.chars().all(char::is_alphanumeric);
    let inside = letter(text[..at].chars().next_back()) || letter(text[end..].chars().next());
    Some((
        end,
        if one_word && inside {
            EventKind::Inner
        } else {
            EventKind::Wild
        },
    ))
}

/// The end of the ellipsis that begins at `at`: three points or more, or the one character, spaces between allowed.
fn ellipsis(text: &str, at: usize) -> Option<usize> {
    let (mut points, mut whole, mut end) = (0, false, at);
    for (offset, c) in text[at..].char_indices() {
        match c {
            '.' => points += 1,
            '…' | '⋯' => whole = true,
            ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' => continue,
            _ => break,
        }
        end = at + offset + c.len_utf8();
    }
    (whole || points >= 3).then_some(end)
}

/// How brackets touch the word at `span`: an opening one may stand right before it, a closing one right after.
fn bracket_of(text: &str, span: Span) -> Bracket {
    let word = span.of(text);
    let before = text[..span.start].ends_with('[');
    match (before, word.find(']')) {
        (true, Some(close)) if word[..close].chars().count() == 1 => Bracket::Case,
        (true, Some(_)) => Bracket::Part,
        _ if word.contains('[') => Bracket::Part,
        _ => Bracket::None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Pieces as words, wildcards as `*`, joints as `/` (ellipsis) and `|` (cut).
    fn shown(query: &Query) -> String {
        let mut out = String::new();
        for piece in &query.pieces {
            match piece.joint {
                Joint::Start => {}
                Joint::Ellipsis(_) => out.push_str("/ "),
                Joint::Cut(_) => out.push_str("| "),
            }
            for token in &piece.tokens {
                match token {
                    Token::Word(term) => {
                        out.push_str(&term.word);
                        out.push_str(match term.bracket {
                            Bracket::None => " ",
                            Bracket::Case => "^ ",
                            Bracket::Part => "~ ",
                        });
                    }
                    Token::Wild(_) => out.push_str("* "),
                }
            }
        }
        out.trim_end().to_owned()
    }

    #[test]
    fn ellipses_and_brackets_are_taken_apart() {
        let table = [
            ("we agree … to act", "we agree / to act"),
            ("we agree . . . . To act", "we agree / to act"),
            ("we agree [...] to [..] act", "we agree / to / act"),
            ("…we agree...", "we agree"),
            ("(...) we agree (…) now", "we agree / now"),
            ("[T]he States [sic] agree", "the^ states agree"),
            (
                "it govern[ed] the [coastal] State",
                "it governed~ the * state",
            ),
            ("[The Government] agrees [emphasis added]", "* agrees"),
            (
                "we (all of us) agree (emphasis added)",
                "we all of us agree",
            ),
            ("States[3] agree[]", "states agree"),
            ("e.g. the U.S. agreed. And", "e g the u s agreed and"),
            ("[unclosed and so", "unclosed and so"),
            ("…", ""),
            ("", ""),
        ];
        let lexicon = Lexicon::english();
        for (text, expected) in table {
            assert_eq!(shown(&Query::parse(text, &lexicon)), expected, "{text}");
        }
    }

    #[test]
    fn attribution_cuts() {
        let text = "“We will,” he said, “not change.”";
        let lexicon = Lexicon::english();
        let pieces = [Span::new(3, 11), Span::new(27, 38)];
        let text_pieces: Vec<&str> = pieces.iter().map(|s| s.of(text)).collect();
        assert_eq!(text_pieces, ["We will,", "not change."], "{text}");
        let query = Query::of(text, &pieces, &lexicon);
        assert_eq!(shown(&query), "we will | not change");
        assert_eq!(query.pieces[1].span().of(text), "not change");
    }
}
