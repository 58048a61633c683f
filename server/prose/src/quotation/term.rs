//! Terms and scare quotes: quoted, but nobody's words.

use super::{Cues, Form, Quotation};

/// Words up to which a quotation is a term.
const SHORT: usize = 4;

/// Whether `quotation` is a term.
pub(super) fn is_term(prose: &str, quotation: &Quotation, cues: &Cues) -> bool {
    let words: usize = quotation
        .pieces
        .iter()
        .map(|piece| count(piece.of(prose)))
        .sum();
    if words <= SHORT {
        return true;
    }
    if quotation.form == Form::Block || quotation.pieces.len() > 1 || quotation.open {
        return false;
    }
    let before = prose[..quotation.span.start].trim_end();
    let bracketed = bracketed(before, &prose[quotation.span.end..]);
    bracketed || follows_cue(before, cues) || titled(quotation.pieces[0].of(prose))
}

/// How many words there are; two characters of a script without spaces count as one.
fn count(text: &str) -> usize {
    let spaceless = |c: char| matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}');
    let (mut words, mut characters, mut inside) = (0, 0, false);
    for c in text.chars() {
        if spaceless(c) {
            characters += 1;
            inside = false;
        } else {
            let letter = c.is_alphanumeric() || matches!(c, '\'' | '’' | '-');
            words += usize::from(letter && !inside && c.is_alphanumeric());
            inside = letter;
        }
    }
    words + characters / 2
}

/// A defined term: (the "Parties"), (hereinafter "the Agreement").
fn bracketed(before: &str, after: &str) -> bool {
    let Some(open) = before.rfind('(') else {
        return false;
    };
    let lead = &before[open + 1..];
    (1..=4).contains(&lead.split_whitespace().count())
        && !lead.contains(')')
        && after.trim_start().starts_with(')')
}

fn follows_cue(before: &str, cues: &Cues) -> bool {
    let start = before.char_indices().rev().nth(60).map_or(0, |(at, _)| at);
    let mut words: Vec<&str> = before[start..]
        .trim_end_matches([',', ':'])
        .split_whitespace()
        .collect();
    if words
        .last()
        .is_some_and(|word| cues.determiners.has(word) || cues.comparisons.has(word))
        && cues.terms.ends(&words).is_none()
    {
        words.pop();
    }
    cues.terms.ends(&words).is_some()
}

/// Title case: every long word has a capital, and nothing ends a sentence.
fn titled(text: &str) -> bool {
    let long: Vec<&str> = text
        .split_whitespace()
        .filter(|word| word.chars().filter(|c| c.is_alphabetic()).count() > 4)
        .collect();
    let capital = |word: &&str| {
        word.chars()
            .find(|c| c.is_alphabetic())
            .is_some_and(char::is_uppercase)
    };
    long.len() >= 2 && long.iter().all(capital) && !text.ends_with(['.', '!', '?'])
}
