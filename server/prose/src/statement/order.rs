//! "After", "before", "followed by": the order in which a sentence puts two happenings, dated or not.

use std::ops::Range;

use text::Span;

use super::recognise::{Block, Tools, recognise};
use super::token::Tokens;
use super::{Antecedents, Modality, Statement};
use crate::date::DateValue;
use crate::temporal::{Resolution, Temporal, TemporalKind};

/// The most tokens before a connective that still opens its sentence: "Two years after ...".
const OPENING: usize = 4;
/// Clauses end at these.
const ENDS: [&str; 7] = [",", ";", ":", "–", "—", "(", ")"];

/// One happening that a text puts before another. The statements' dates mean nothing.
#[derive(Clone, Debug, PartialEq)]
pub struct Order {
    /// What came first.
    pub earlier: Statement,
    /// What came later.
    pub later: Statement,
    /// The words that say so, in the block's prose.
    pub cue: Span,
}

/// The orders that a block's sentences state clearly: one happening on either side of the connective, both asserted.
/// `tokens` are those of the block, where they are at hand.
pub(crate) fn orders(block: &Block, tools: &Tools, tokens: Option<Tokens>) -> Vec<Order> {
    if block.mentions.len() < 2 {
        return Vec::new();
    }
    let tokens = tokens.unwrap_or_else(|| Tokens::new(block.prose));
    let mut found = Vec::new();
    for sentence in block.sentences {
        let whole = tokens.within(*sentence);
        for at in whole.clone() {
            if let Some((count, forward)) = connective(&tokens, at, tools) {
                let words = at..at + count;
                found.extend(order(block, tools, &tokens, &whole, words, forward));
            }
        }
    }
    found
}

/// How many tokens from `at` on are a connective, and whether what stands before it came first.
fn connective(tokens: &Tokens, at: usize, tools: &Tools) -> Option<(usize, bool)> {
    if !tools.events.ordering.contains(tokens.lower(at)) {
        return None;
    }
    let grammar = &tools.events.grammar;
    let leads = |phrases: &[String]| {
        phrases.iter().find_map(|phrase| {
            let mut words = phrase.split(' ').enumerate();
            words
                .all(|(offset, word)| tokens.lower(at + offset) == word)
                .then(|| phrase.split(' ').count())
        })
    };
    let first = || leads(&grammar.earlier).map(|count| (count, true));
    first().or_else(|| leads(&grammar.later).map(|count| (count, false)))
}

fn order(
    block: &Block,
    tools: &Tools,
    tokens: &Tokens,
    sentence: &Range<usize>,
    cue: Range<usize>,
    forward: bool,
) -> Option<Order> {
    let named = |range: Range<usize>| {
        let span = span(tokens, &range)?;
        block
            .mentions
            .iter()
            .find(|mention| span.overlaps(mention.span))
    };
    let ends = |at: usize| {
        let place = tokens.list[at].span;
        let inside = block
            .mentions
            .iter()
            .any(|mention| mention.span.covers(place));
        ENDS.contains(&tokens.lower(at)) && !inside
    };
    let clause_end = |from: usize| {
        (from..sentence.end)
            .find(|at| ends(*at))
            .unwrap_or(sentence.end)
    };
    let behind = cue.end..clause_end(cue.end);
    let opens = cue.start - sentence.start <= OPENING && named(sentence.start..cue.start).is_none();
    let main = if opens {
        // "After the signing of the treaty, the forum was founded."
        let start = behind.end + 1;
        start.min(sentence.end)..clause_end(start)
    } else {
        let mut end = cue.start;
        let be = &tools.events.grammar.be;
        while end > sentence.start && (be.contains(tokens.lower(end - 1)) || ends(end - 1)) {
            end -= 1;
        }
        let start = (sentence.start..end).rfind(|at| ends(*at));
        start.map_or(sentence.start, |at| at + 1)..end
    };
    let main = side(block, tools, span(tokens, &main)?)?;
    let other = side(block, tools, span(tokens, &behind)?)?;
    let (earlier, later) = if forward {
        (main, other)
    } else {
        (other, main)
    };
    Some(Order {
        earlier,
        later,
        cue: span(tokens, &cue)?,
    })
}

fn span(tokens: &Tokens, range: &Range<usize>) -> Option<Span> {
    let list = tokens.list.get(range.clone())?;
    Some(list.first()?.span.join(list.last()?.span))
}

/// The one happening that a clause asserts, read as if it had a date.
fn side(block: &Block, tools: &Tools, clause: Span) -> Option<Statement> {
    if block
        .quotations
        .iter()
        .any(|quotation| quotation.span.overlaps(clause))
    {
        return None;
    }
    let inside = block
        .mentions
        .iter()
        .filter(|mention| clause.covers(mention.span));
    let mentions: Vec<_> = inside
        .map(|mention| {
            let mut mention = mention.clone();
            mention.span = Span::new(
                mention.span.start - clause.start,
                mention.span.end - clause.start,
            );
            mention
        })
        .collect();
    let prose = clause.of(block.prose);
    let alone = Block {
        prose,
        sentences: &[Span::new(0, prose.len())],
        temporals: &[someday()?],
        mentions: &mentions,
        quotations: &[],
    };
    let mut statements = recognise(&alone, tools, &mut Antecedents::default()).statements;
    let mut statement = statements.pop().filter(|_| statements.is_empty())?;
    if statement.modality != Modality::Asserted {
        return None;
    }
    statement.cue = statement.cue.shift(clause.start);
    statement.span = statement.cue;
    statement.sentence = clause;
    for participant in &mut statement.participants {
        participant.span = participant.span.shift(clause.start);
        statement.span = statement.span.join(participant.span);
    }
    Some(statement)
}

/// A date that stands before everything, as a heading's does.
fn someday() -> Option<Temporal> {
    let value = DateValue::parse_edtf("2000-01-01")?;
    Some(Temporal {
        span: Span::new(0, 0),
        kind: TemporalKind::Date,
        bare: Some(value.clone()),
        value: Some(value),
        length: None,
        resolution: Resolution::Heading,
        fault: None,
        ends: None,
        doubtful: false,
    })
}
