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
        let mut letters = prose.char_indices().peekable();
        while let Some((start, letter)) = letters.next() {
            if letter.is_whitespace() {
                continue;
            }
            let mut end = start + letter.len_utf8();
            let word = letter.is_alphanumeric();
            while word && let Some(&(at, next)) = letters.peek() {
                let inner = matches!(next, '\'' | '\u{2019}' | '-' | '\u{2011}')
                    && prose[at + next.len_utf8()..]
                        .chars()
                        .next()
                        .is_some_and(char::is_alphanumeric);
                if !next.is_alphanumeric() && !inner {
                    break;
                }
                end = at + next.len_utf8();
                letters.next();
            }
            list.push(Token {
                span: Span::new(start, end),
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
