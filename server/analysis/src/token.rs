//! Semantic tokens: mentions, dates and quotations, by what the library makes of them. Tokens never overlap: inside a
//! quotation the names and dates come first, and the quotation is what is left of it.

use library::Verdict;
use text::Span;

use crate::{Analysis, quote};

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// A name.
    Mention,
    /// A date.
    Date,
    /// A quotation.
    Quotation,
}

/// What the library makes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenMark {
    /// A date or quotation that the sources bear out.
    Supported,
    /// One that they contradict.
    Contradicted,
    /// One that they do not know.
    Unsourced,
}

/// One token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Its words, in the draft's text.
    pub span: Span,
    /// What it is.
    pub kind: TokenKind,
    /// What the library makes of it, where it can tell.
    pub mark: Option<TokenMark>,
}

impl Analysis {
    /// The tokens, in order.
    pub fn tokens(&self) -> Vec<Token> {
        let mut inner: Vec<Token> = Vec::new();
        for (block, resolved) in self.reading.blocks.iter().enumerate() {
            for mention in &resolved.mentions {
                inner.push(Token {
                    span: self.place(block, mention.span),
                    kind: TokenKind::Mention,
                    mark: None,
                });
            }
            let claims = self.claims_of(block);
            for (index, temporal) in resolved.temporals.iter().enumerate() {
                if temporal.span.is_empty() || temporal.value.is_none() || temporal.doubtful {
                    continue;
                }
                let of_date = claims
                    .iter()
                    .filter(|claim| resolved.statements[claim.statement].temporal == index);
                let of_date = of_date.filter(|claim| !claim.told);
                let retold = self.retold_in(block).filter(|it| it.temporal == index);
                let recalled = self.recalled_in(block).filter(|it| it.temporal == index);
                let verdicts: Vec<Verdict> = of_date
                    .map(|claim| claim.verdict)
                    .chain(retold.map(|date| date.verdict))
                    .chain(recalled.map(|date| date.judgement.verdict))
                    .collect();
                let mark = if verdicts.contains(&Verdict::Conflict) {
                    Some(TokenMark::Contradicted)
                } else if verdicts.contains(&Verdict::Consistent) {
                    Some(TokenMark::Supported)
                } else if verdicts.contains(&Verdict::Unknown) {
                    Some(TokenMark::Unsourced)
                } else {
                    None
                };
                inner.push(Token {
                    span: self.place(block, temporal.span),
                    kind: TokenKind::Date,
                    mark,
                });
            }
        }
        inner.retain(|token| !token.span.is_empty());
        inner.sort_by_key(|token| (token.span.start, std::cmp::Reverse(token.span.end)));
        inner.dedup_by(|next, before| next.span.start < before.span.end);
        let quotations = self.quotes.iter().filter(|quote| !quote.is_term());
        let mut tokens = Vec::new();
        for quotation in quotations {
            let span = self.place(quotation.block, quotation.span);
            let mark = match quotation.verdict {
                quote::Verdict::Verbatim | quote::Verdict::Edited => Some(TokenMark::Supported),
                quote::Verdict::Misquoted | quote::Verdict::Misattributed => {
                    Some(TokenMark::Contradicted)
                }
                quote::Verdict::Unsourced => Some(TokenMark::Unsourced),
                _ => None,
            };
            for span in left_of(span, &inner) {
                tokens.push(Token {
                    span,
                    kind: TokenKind::Quotation,
                    mark,
                });
            }
        }
        tokens.extend(inner);
        tokens.sort_by_key(|token| token.span);
        tokens.dedup_by(|next, before| next.span.start < before.span.end);
        tokens
    }
}

/// What of `span` is covered by none of `taken` (in order, apart).
fn left_of(span: Span, taken: &[Token]) -> Vec<Span> {
    let mut left = Vec::new();
    let mut at = span.start;
    let first = taken.partition_point(|token| token.span.end <= span.start);
    for token in &taken[first..] {
        if token.span.start >= span.end {
            break;
        }
        if token.span.start > at {
            left.push(Span::new(at, token.span.start));
        }
        at = at.max(token.span.end);
    }
    if at < span.end {
        left.push(Span::new(at, span.end));
    }
    left
}
