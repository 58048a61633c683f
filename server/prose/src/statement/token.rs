//! The words and marks of one block, each knowing which mention or date it belongs to.

use text::Span;

/// A word or a mark.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Token {
    pub span: Span,
    pub word: bool,
    /// Begins with a capital.
    pub capital: bool,
    /// Index of the referent that it is a part of.
    pub referent: Option<u32>,
    /// Index of the temporal expression that it is a part of.
    pub temporal: Option<u32>,
}

/// A block's tokens, in order.
#[derive(Clone, Debug)]
pub(crate) struct Tokens {
    /// The prose in ASCII lower case: offsets stay the same.
    lower: String,
    pub list: Vec<Token>,
}

impl Tokens {
    pub fn new(prose: &str) -> Self {
        let mut list = Vec::with_capacity(prose.len() / 5);
        let bytes = prose.as_bytes();
        let mut at = 0;
        while let Some(&byte) = bytes.get(at) {
            if byte.is_ascii_whitespace() || byte == 0x0b {
                at += 1;
                continue;
            }
            let start = at;
            let (letter, length) = letter_at(prose, at);
            if letter.is_whitespace() {
                at += length;
                continue;
            }
            let word = letter.is_alphanumeric();
            at += length;
            while word && let Some(byte) = bytes.get(at) {
                if byte.is_ascii_alphanumeric() {
                    at += 1;
                    continue;
                }
                let (next, length) = letter_at(prose, at);
                let inner = matches!(next, '\'' | '\u{2019}' | '-' | '\u{2011}')
                    && prose[at + length..].starts_with(char::is_alphanumeric);
                if !next.is_alphanumeric() && !inner {
                    break;
                }
                at += length;
            }
            list.push(Token {
                span: Span::new(start, at),
                word,
                capital: letter.is_uppercase(),
                referent: None,
                temporal: None,
            });
        }
        Self {
            lower: prose.to_ascii_lowercase(),
            list,
        }
    }

    /// The token's words in lower case.
    pub fn lower(&self, at: usize) -> &str {
        self.list
            .get(at)
            .map_or("", |token| token.span.of(&self.lower))
    }

    /// Index of the first token that begins at `offset` or after it.
    pub fn from(&self, offset: usize) -> usize {
        self.list.partition_point(|token| token.span.start < offset)
    }

    /// Indices of the tokens inside `span`.
    pub fn within(&self, span: Span) -> std::ops::Range<usize> {
        self.from(span.start)..self.from(span.end)
    }

    /// Marks every token that overlaps one of `spans` by `mark`.
    pub fn mark(&mut self, spans: impl Iterator<Item = Span>, mark: fn(&mut Token, u32)) {
        for (number, span) in spans.enumerate() {
            let first = self
                .list
                .partition_point(|token| token.span.end <= span.start);
            for token in &mut self.list[first..] {
                if token.span.start >= span.end {
                    break;
                }
                mark(token, number as u32);
            }
        }
    }
}

/// The letter that stands at `at`, and how long it is.
fn letter_at(prose: &str, at: usize) -> (char, usize) {
    let byte = prose.as_bytes()[at];
    if byte.is_ascii() {
        return (char::from(byte), 1);
    }
    let letter = prose[at..]
        .chars()
        .next()
        .unwrap_or(char::REPLACEMENT_CHARACTER);
    (letter, letter.len_utf8())
}
