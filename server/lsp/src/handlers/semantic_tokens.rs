//! `textDocument/semanticTokens` full, delta and range: mentions, dates and quotations by verdict. Off unless a setting
//! turns them on: they lie over whatever colours the editor has.

use std::sync::Arc;

use analysis::token::{Token, TokenKind, TokenMark};
use text::Span;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{
    Range, SemanticToken, SemanticTokenModifier, SemanticTokenType, SemanticTokens,
    SemanticTokensDelta, SemanticTokensEdit, SemanticTokensFullDeltaResult, SemanticTokensLegend,
    Uri,
};

use crate::convert::Converter;
use crate::session::Session;

/// The names of types and marks, in the order of their numbers.
pub fn legend() -> SemanticTokensLegend {
    SemanticTokensLegend {
        token_types: ["mention", "date", "quotation"]
            .map(SemanticTokenType::from)
            .to_vec(),
        token_modifiers: ["supported", "contradicted", "unsourced"]
            .map(SemanticTokenModifier::from)
            .to_vec(),
    }
}

/// All tokens.
pub async fn full(session: &Arc<Session>, uri: Uri) -> Result<Option<SemanticTokens>> {
    let tokens = tokens(session, uri.clone(), None).await?;
    Ok(tokens.map(|data| remember(session, uri, data)))
}

/// The tokens that touch a range.
pub async fn range(
    session: &Arc<Session>,
    uri: Uri,
    range: Range,
) -> Result<Option<SemanticTokens>> {
    let tokens = tokens(session, uri, Some(range)).await?;
    Ok(tokens.map(|data| SemanticTokens {
        result_id: None,
        data,
    }))
}

/// What changed since an answer that the client has; all of them if that answer is forgotten.
pub async fn delta(
    session: &Arc<Session>,
    uri: Uri,
    previous: &str,
) -> Result<Option<SemanticTokensFullDeltaResult>> {
    let old = session.tokens.get(&uri).map(|it| it.clone());
    let Some(data) = tokens(session, uri.clone(), None).await? else {
        return Ok(None);
    };
    let new = remember(session, uri, data);
    let Some(old) = old.filter(|it| it.result_id.as_deref() == Some(previous)) else {
        return Ok(Some(SemanticTokensFullDeltaResult::Tokens(new)));
    };
    Ok(Some(SemanticTokensFullDeltaResult::TokensDelta(
        SemanticTokensDelta {
            edits: difference(&old.data, &new.data),
            result_id: new.result_id,
        },
    )))
}

/// One edit that makes `new` of `old`: what is between their common beginning and their common end.
fn difference(old: &[SemanticToken], new: &[SemanticToken]) -> Vec<SemanticTokensEdit> {
    let same = |(a, b): &(&SemanticToken, &SemanticToken)| a == b;
    let head = old.iter().zip(new).take_while(same).count();
    let rest = old.len().min(new.len()) - head;
    let ends = old.iter().rev().zip(new.iter().rev());
    let tail = ends.take_while(same).count().min(rest);
    if head + tail == old.len() && head + tail == new.len() {
        return Vec::new();
    }
    // Five numbers a token.
    vec![SemanticTokensEdit {
        start: 5 * head as u32,
        delete_count: 5 * (old.len() - head - tail) as u32,
        data: Some(new[head..new.len() - tail].to_vec()),
    }]
}

fn remember(session: &Session, uri: Uri, data: Vec<SemanticToken>) -> SemanticTokens {
    let tokens = SemanticTokens {
        result_id: Some(session.next_id()),
        data,
    };
    session.tokens.insert(uri, tokens.clone());
    tokens
}

async fn tokens(
    session: &Arc<Session>,
    uri: Uri,
    range: Option<Range>,
) -> Result<Option<Vec<SemanticToken>>> {
    let Some(pin) = session.pin(&uri) else {
        return Ok(None);
    };
    session
        .ask(pin, uri, move |checked, to| {
            let analysis = checked.snapshot.analysis().filter(|_| checked.is_draft)?;
            let wanted = range.map(|range| to.span(range));
            let touches =
                |span: Span| wanted.is_none_or(|it| span.start < it.end && it.start < span.end);
            let tokens = analysis.tokens().into_iter();
            Some(encode(to, tokens.filter(|token| touches(token.span))))
        })
        .await
}

/// Relative lines and columns; a token over several lines becomes one a line.
fn encode(to: &Converter<'_>, tokens: impl Iterator<Item = Token>) -> Vec<SemanticToken> {
    let snapshot = &to.checked.snapshot;
    let (text, lines) = (snapshot.text(), snapshot.lines());
    let mut out = Vec::new();
    let mut last = (0, 0);
    for token in tokens {
        let (first, end) = (
            lines.line_of(token.span.start),
            lines.line_of(token.span.end),
        );
        for line in first..=end {
            let content = lines.content(text, line);
            let start = content.start.max(token.span.start);
            let end = content.end.min(token.span.end);
            if start >= end {
                continue;
            }
            let range = to.range(Span::new(start, end));
            let place = (range.start.line, range.start.character);
            let same = place.0 == last.0;
            out.push(SemanticToken {
                delta_line: place.0 - last.0,
                delta_start: if same { place.1 - last.1 } else { place.1 },
                length: range.end.character - range.start.character,
                token_type: match token.kind {
                    TokenKind::Mention => 0,
                    TokenKind::Date => 1,
                    TokenKind::Quotation => 2,
                },
                token_modifiers_bitset: match token.mark {
                    None => 0,
                    Some(TokenMark::Supported) => 1,
                    Some(TokenMark::Contradicted) => 2,
                    Some(TokenMark::Unsourced) => 4,
                },
            });
            last = place;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_edit_makes_the_new_of_the_old() {
        let token = |length| SemanticToken {
            delta_line: 0,
            delta_start: 1,
            length,
            token_type: 0,
            token_modifiers_bitset: 0,
        };
        let list = |lengths: &[u32]| lengths.iter().map(|it| token(*it)).collect::<Vec<_>>();
        for (old, new) in [
            (vec![1, 2, 3], vec![1, 2, 3]),
            (vec![1, 2, 3], vec![1, 3]),
            (vec![1, 1, 1], vec![1, 1]),
            (vec![], vec![4]),
            (vec![1, 2, 3], vec![7, 2, 9]),
            (vec![5, 5], vec![]),
        ] {
            let (old, new) = (list(&old), list(&new));
            let mut made = old.clone();
            for edit in difference(&old, &new) {
                let start = edit.start as usize / 5;
                let end = start + edit.delete_count as usize / 5;
                made.splice(start..end, edit.data.unwrap_or_default());
            }
            assert_eq!(made, new);
        }
    }
}
