//! What the rules on suppression comments share: a finding on the comment, or on words of it.

use text::{Document, Span};

use super::Rule;
use crate::finding::{fold, hex, print};
use crate::suppression::Directive;
use crate::{Diagnostic, Fix, Level, Settings};

/// A finding at `span`, which lies in the directive's comment. `ordinal` tells equal comments apart.
pub(super) fn finding(
    rule: &Rule,
    document: &Document,
    settings: &Settings,
    (directive, ordinal): (&Directive, usize),
    span: Span,
    message: String,
) -> Diagnostic {
    let severity = match settings.severities.get(rule.code) {
        Some(Level::Set(severity)) => *severity,
        _ => rule.severity,
    };
    let subject = fold(span.of(&document.text));
    let comment = fold(directive.span.of(&document.text));
    Diagnostic {
        code: rule.code,
        severity,
        span,
        message,
        advice: None,
        related: Vec::new(),
        fixes: Vec::new(),
        expected: None,
        fingerprint: hex(print(rule.code, &comment, &subject, ordinal as u32)),
        subject,
        further: Vec::new(),
        baselined: false,
    }
}

/// Takes a comment away, and the one that ends its range. None where that would join the blocks around one of them.
pub(super) fn removal(
    document: &Document,
    directive: &Directive,
    end: Option<&Directive>,
) -> Option<Fix> {
    let mut spans = vec![without(document, directive.span)?];
    if let Some(end) = end {
        let (end, begin) = (without(document, end.span)?, &mut spans[0]);
        // Edits that touch are one.
        match begin.end >= end.start {
            true => begin.end = end.end,
            false => spans.push(end),
        }
    }
    Some(Fix {
        title: "Remove the comment".to_owned(),
        edits: spans.into_iter().map(|it| (it, String::new())).collect(),
        safe: true,
        place: directive.span,
    })
}

/// What goes with a comment: its line if nothing else stands there.
fn without(document: &Document, comment: Span) -> Option<Span> {
    let (text, mut span) = (&*document.text, comment);
    let start = text[..span.start].rfind('\n').map_or(0, |at| at + 1);
    let end = text[span.end..]
        .find('\n')
        .map_or(text.len(), |at| span.end + at + 1);
    let alone = text[start..span.start].trim().is_empty() && text[span.end..end].trim().is_empty();
    if alone {
        span = Span::new(start, end);
    } else if text[..span.start].ends_with(' ') {
        span.start -= 1;
    }
    // A comment that begins a line is a block of its own: without it, what stands around may become one block.
    let lead = text[start..comment.start]
        .trim_matches(|c: char| c.is_ascii_digit() || "> \t-*+.)".contains(c));
    let blank = |line: &str| line.trim().is_empty();
    let before = text[..start].trim_end_matches(['\n', '\r']);
    let apart = start == 0
        || text[before.len()..start].matches('\n').count() > 1
        || blank(text[end..].lines().next().unwrap_or_default());
    if lead.is_empty() && !(alone && apart) {
        return None;
    }
    Some(span)
}
