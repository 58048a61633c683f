//! Quotations in a block: their marks, their pieces, and who is said to have spoken. Whether the words are right is
//! judged elsewhere; nothing here knows a source.

mod attribution;
mod cues;
mod marks;
mod occasion;
mod person;
mod speaker;
mod term;
#[cfg(test)]
mod tests;

use text::{BlockKind, Span};

use crate::list::with_lower;
pub use cues::{Cues, CuesError};
pub use occasion::occasion;
pub use person::antecedent;
pub(crate) use person::{holder, related, sole};
pub use speaker::{Speaker, SpeakerKind};

/// The most bytes of a citation in brackets.
const NOTE: usize = 160;

/// What encloses a quotation.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Form {
    /// A pair of marks; the opening and the closing one.
    Marks(char, char),
    /// A block quote without marks of its own.
    Block,
}

/// Who is said to have spoken. When and on what occasion stands in the sentence around: [`crate::saying::date`], [`occasion`].
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Attribution {
    /// The speaker's words ("President Xi", "he").
    pub speaker: Option<Span>,
    /// The verb or phrase that attributes ("said", "according to").
    pub cue: Option<Span>,
}

/// One quotation.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Quotation {
    /// From the first mark to the last, marks included.
    pub span: Span,
    /// The quoted words without marks; several when attribution splits them ("We will," he said, "not change").
    pub pieces: Vec<Span>,
    /// What encloses it.
    pub form: Form,
    /// A term or scare quote rather than somebody's words: short, or after "so-called", "known as", "entitled" ...
    pub term: bool,
    /// Who is said to have spoken.
    pub attribution: Option<Attribution>,
    /// Whether it stands inside another quotation.
    pub nested: bool,
    /// Whether the closing mark is missing in this block (the quotation runs on into the next).
    pub open: bool,
}

/// The quotations of one block of whatever kind, in the order of their beginnings: a block quote is one itself, and what
/// it quotes is nested.
pub fn read(kind: BlockKind, prose: &str, cues: &Cues) -> Vec<Quotation> {
    let mut found = find(prose, cues);
    if !matches!(kind, BlockKind::Quote(_)) || prose.trim().is_empty() {
        return found;
    }
    let whole = block(prose, cues);
    found.retain(|quotation| quotation.span != whole.span && whole.span.covers(quotation.span));
    for quotation in &mut found {
        quotation.nested = true;
    }
    found.insert(0, whole);
    found
}

/// Finds the quotations of one block, in the order of their opening marks.
pub fn find(prose: &str, cues: &Cues) -> Vec<Quotation> {
    let pairs = marks::pairs(prose);
    let mut quotations: Vec<Quotation> = Vec::with_capacity(pairs.len());
    // The outermost quotation so far, by index: what a split may be joined to.
    let mut outer: Option<usize> = None;
    for pair in pairs {
        let piece = trimmed(prose, pair.inner);
        if piece.is_empty() {
            continue;
        }
        let form = Form::Marks(pair.marks.0, pair.marks.1);
        if !pair.nested
            && let Some(last) = outer
            && quotations[last].form == form
            && let Some(middle) = split(prose, &quotations[last], pair.span, cues)
        {
            let last = &mut quotations[last];
            last.span = last.span.join(pair.span);
            last.pieces.push(piece);
            last.open = pair.open;
            last.attribution = Some(middle);
            continue;
        }
        if !pair.nested {
            outer = Some(quotations.len());
        }
        quotations.push(Quotation {
            span: pair.span,
            pieces: vec![piece],
            form,
            term: false,
            attribution: None,
            nested: pair.nested,
            open: pair.open,
        });
    }
    attribute(prose, &mut quotations, cues);
    for quotation in &mut quotations {
        quotation.term = term::is_term(prose, quotation, cues);
    }
    quotations
}

/// The quotation that a block quote's paragraph is: its words without an attribution line ("— Xi Jinping, 2013"). If one
/// pair of marks encloses all of them, its form says so.
pub fn block(prose: &str, cues: &Cues) -> Quotation {
    let line = attribution::line(prose);
    let end = line.as_ref().map_or(prose.len(), |(span, _)| span.start);
    let body = without_note(prose, trimmed(prose, Span::new(0, end)));
    let attribution = line.map(|(_, attribution)| attribution);
    let around = marks::pairs(&prose[..end])
        .into_iter()
        .find(|pair| pair.span == body || (pair.open && pair.span.start == body.start));
    if let Some(pair) = around {
        let mut quotation = Quotation {
            span: pair.span,
            pieces: vec![trimmed(prose, pair.inner)],
            form: Form::Marks(pair.marks.0, pair.marks.1),
            term: false,
            attribution,
            nested: false,
            open: pair.open,
        };
        quotation.term = term::is_term(prose, &quotation, cues);
        return quotation;
    }
    Quotation {
        span: body,
        pieces: vec![body],
        form: Form::Block,
        term: false,
        attribution,
        nested: false,
        open: false,
    }
}

/// `body` without the citation in brackets that ends it: `… at both ends.” (Hesse 2014)`.
fn without_note(prose: &str, body: Span) -> Span {
    let text = body.of(prose);
    let bare = text.trim_end_matches(['.', ' ']);
    let Some(open) = bare.strip_suffix(')').and_then(|inner| inner.rfind('(')) else {
        return body;
    };
    let before = text[..open].trim_end();
    let ended = before.ends_with(['.', '!', '?', '”', '"', '’', '»', '“', '」']);
    match ended && bare.len() - open <= NOTE {
        true => Span::new(body.start, body.start + before.len()),
        false => body,
    }
}

/// Attribution between two pairs that makes them one quotation: `“We will,” he said, “not change”`.
fn split(prose: &str, first: &Quotation, second: Span, cues: &Cues) -> Option<Attribution> {
    if first.open {
        return None;
    }
    let between = Span::new(first.span.end, second.start);
    let text = between.of(prose).trim();
    let goes_on = text.ends_with([',', '—', '–', '-']);
    let piece = first.pieces.last()?.of(prose);
    let paused = piece.ends_with([',', '—', '–', '?', '!', '…'])
        || text.starts_with([',', '—', '–'])
        || piece.ends_with(char::is_alphanumeric);
    if !goes_on || !paused || text.len() > 160 || sentence_end(text, cues).is_some() {
        return None;
    }
    attribution::after(prose, between, cues)
}

/// Who is said to have said what stands at `span` without marks ("the minister said that …"), in its own sentence.
pub fn reported(prose: &str, span: Span, cues: &Cues) -> Option<Attribution> {
    let start = span.start.min(prose.len());
    let lead = lead(prose, Span::new(0, start), cues);
    let (attribution, _) = attribution::before(prose, lead, cues)?;
    let between = Span::new(attribution.cue?.end.min(start), start);
    let that = between
        .of(prose)
        .split_whitespace()
        .any(|word| cues.reports.has(word));
    let according = attribution.speaker?.start > attribution.cue?.start;
    (that || according).then_some(attribution)
}

/// Who is said to have said what the next block quotes, if this one leads in to it: "Hesse told the board:".
pub fn introduced(prose: &str, cues: &Cues) -> Option<Attribution> {
    let end = prose.trim_end().len();
    if !prose[..end].ends_with(':') {
        return None;
    }
    let lead = lead(prose, Span::new(0, end), cues);
    let (attribution, _) = attribution::before(prose, lead, cues)?;
    // "She said that there are two kinds of tide:" announces anybody's words.
    let that = attribution.cue.is_some_and(|cue| {
        let mut rest = prose[cue.end..end].split_whitespace();
        rest.any(|word| cues.reports.has(word))
    });
    (!that).then_some(attribution)
}

/// Gives every outer quotation its attribution.
fn attribute(prose: &str, quotations: &mut [Quotation], cues: &Cues) {
    let mut previous: Option<(usize, Option<Attribution>)> = None;
    for at in 0..quotations.len() {
        if quotations[at].nested {
            continue;
        }
        let span = quotations[at].span;
        let floor = previous.as_ref().map_or(0, |(end, _)| *end);
        let next = quotations[at + 1..].iter().find(|other| !other.nested);
        let ceiling = next.map_or(prose.len(), |other| other.span.start);
        if quotations[at].attribution.is_none() {
            let lead = lead(prose, Span::new(floor, span.start), cues);
            let before = attribution::before(prose, lead, cues).or_else(|| {
                // “… the idea of a “bridge”: “…”: the sentence began before the quotation before.
                let whole = self::lead(prose, Span::new(0, span.start), cues);
                let goes_on = floor > 0 && whole.start < floor && lead.start == floor;
                goes_on.then(|| attribution::before(prose, whole, cues))?
            });
            let near = before.as_ref().is_some_and(|(_, distance)| *distance <= 2);
            let rest = Span::new(span.end, ceiling);
            let tail = tail(prose, rest, cues);
            // What leads straight into the next quotation belongs to that one.
            let introduces = next.is_some() && sentence_end(rest.of(prose), cues).is_none();
            let after = if introduces || tail.is_empty() {
                None
            } else {
                attribution::after(prose, tail, cues)
            };
            // “…” became a motto: not a sentence of its own.
            let goes_on = rest.of(prose).trim_start().starts_with(char::is_lowercase);
            let own_sentence = lead.of(prose).trim().is_empty() && !goes_on;
            let signed = attribution::signed(prose, rest, cues);
            quotations[at].attribution = match (before, after.or(signed)) {
                (Some((before, _)), _) if near => Some(before),
                (_, Some(after)) => Some(after),
                (Some((before, _)), None) => Some(before),
                (None, None) if own_sentence => {
                    indirect(prose, Span::new(floor, lead.start), cues).or_else(|| {
                        // “A,” he said. “B.”: the second is his too.
                        let (end, speaker) = previous.clone()?;
                        let gap = &prose[end..span.start];
                        (gap.len() < 160 && !gap.contains("\n\n")).then_some(speaker)?
                    })
                }
                (None, None) => None,
            };
        }
        previous = Some((span.end, quotations[at].attribution.clone()));
    }
}

/// Attribution from the sentence before, for a quotation that is a sentence of its own.
fn indirect(prose: &str, before: Span, cues: &Cues) -> Option<Attribution> {
    let trimmed = trimmed(prose, before);
    let text = trimmed.of(prose).trim_end_matches(['.', ':', '!', '?']);
    let end = trimmed.start + text.len();
    let sentence = lead(prose, Span::new(before.start, end), cues);
    attribution::before(prose, sentence, cues).map(|(attribution, _)| attribution)
}

/// The part of `span` that belongs to the sentence that its end stands in.
fn lead(prose: &str, span: Span, cues: &Cues) -> Span {
    let mut start = span.start;
    while let Some(by) = sentence_end(&prose[start..span.end], cues) {
        start += by;
    }
    Span::new(start, span.end)
}

/// The part of `span` up to the end of the sentence that it begins in.
fn tail(prose: &str, span: Span, cues: &Cues) -> Span {
    let inside = span
        .start
        .checked_sub(1)
        .map_or("", |_| &prose[..span.start]);
    // A closing mark after a full stop ended the sentence, unless a small letter or a comma goes on.
    let closed = inside
        .trim_end_matches(['”', '"', '’', '\'', '»', '“', '」', '』'])
        .ends_with(['.', '。']);
    let text = span.of(prose);
    let first = text.trim_start().chars().next();
    if closed && first.is_some_and(|c| c.is_uppercase() || c == '“') {
        return Span::new(span.start, span.start);
    }
    match sentence_end(text, cues) {
        Some(by) => Span::new(span.start, span.start + by),
        None => span,
    }
}

/// Where the next sentence of `text` begins, if one ends in it.
fn sentence_end(text: &str, cues: &Cues) -> Option<usize> {
    for (at, c) in text.char_indices() {
        if !matches!(c, '.' | '!' | '?' | '。' | '！' | '？' | ';') {
            continue;
        }
        let after = &text[at + c.len_utf8()..];
        let rest = after.trim_start_matches(['”', '"', '’', '\'', '»', ')', ']', '“']);
        let next = rest.trim_start();
        if rest.len() == next.len() && !next.is_empty() && c.is_ascii() {
            continue;
        }
        if c == '.' {
            let word = text[..at]
                .rsplit(|c: char| c.is_whitespace() || c == '(')
                .next()
                .unwrap_or("");
            let initial = word.chars().count() == 1 && word.starts_with(char::is_uppercase);
            if initial || with_lower(word, |word| cues.abbreviations.contains(word)) {
                continue;
            }
            if next.starts_with(char::is_lowercase) {
                continue;
            }
        }
        return Some(text.len() - next.len());
    }
    None
}

/// `span` without white space at its ends.
fn trimmed(prose: &str, span: Span) -> Span {
    let text = span.of(prose);
    let start = span.start + (text.len() - text.trim_start().len());
    Span::new(start, start + text.trim().len())
}
