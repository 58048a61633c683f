//! Who said a quotation, and when, in its context: pronouns resolved, the date of the attributing sentence read.

use text::Span;

use crate::quotation::{self, Cues, Quotation, Speaker};
use crate::reading::Resolved;
use crate::temporal::{Resolution, Temporal, TemporalKind};

/// How far from the attributing verb its date may stand.
const NEAR: usize = 80;
/// How far before a quotation without a verb ("Okafor, 11 March 2016: “…”") its date may stand.
const LEAD: usize = 120;

/// The speaker whom the words at `span` name; a pronoun is looked up in the same block, else it is `before`, who was
/// named last before it. "The minister" is the one named in the block who is a minister, if there is one.
pub fn speaker(
    prose: &str,
    span: Span,
    quotations: &[Quotation],
    before: impl FnOnce() -> Option<Speaker>,
    cues: &Cues,
) -> Option<Speaker> {
    let speaker = Speaker::parse(span.of(prose), cues);
    let office = speaker.is_office(cues);
    if !office && !speaker.is_pronoun(cues) {
        return Some(speaker);
    }
    let quoted = quoted(quotations);
    if office {
        let holder = quotation::holder(prose, span.start, &quoted, &speaker, cues);
        return holder.or(Some(speaker));
    }
    if !cues.personal.has(span.of(prose)) {
        return None;
    }
    if cues.relatives.has(span.of(prose)) {
        return quotation::related(prose, span.start, &quoted, cues);
    }
    quotation::antecedent(prose, span.start, &quoted, cues).or_else(before)
}

/// The one person whom a block names outside quotations: who "she" is at the beginning of the next.
pub fn sole(prose: &str, quotations: &[Quotation], cues: &Cues) -> Option<Speaker> {
    quotation::sole(prose, &quoted(quotations), cues)
}

fn quoted(quotations: &[Quotation]) -> Vec<Span> {
    quotations.iter().flat_map(|it| it.pieces.clone()).collect()
}

/// The one date that the attributing sentence of a quotation gives: an adverbial of its verb ("In March 2013 Xi said"), or
/// what stands before the colon or in the brackets behind where there is no verb.
pub fn date<'a>(
    prose: &str,
    resolved: &'a Resolved,
    quotation: &Quotation,
    cues: &Cues,
) -> Option<&'a Temporal> {
    let attribution = quotation.attribution.as_ref()?;
    let free = |temporal: &&Temporal| {
        temporal.kind == TemporalKind::Date
            && temporal.value.is_some()
            && !temporal.doubtful
            && !temporal.span.is_empty()
            && !resolved.quotations.iter().any(|other| {
                other
                    .pieces
                    .iter()
                    .any(|piece| piece.overlaps(temporal.span))
            })
    };
    let one = |near: Span| {
        let mut dates = resolved
            .temporals
            .iter()
            .filter(free)
            .filter(|temporal| near.covers(temporal.span));
        match (dates.next(), dates.next()) {
            (Some(date), None) => Some(date),
            _ => None,
        }
    };
    let behind = |speaker: &Span| speaker.start >= quotation.span.end;
    let Some(cue) = attribution.cue else {
        if let Some(speaker) = attribution.speaker.filter(behind) {
            let rest = &prose[speaker.end..];
            // In brackets it may run over a line's end, behind a dash the line is all.
            let opens = prose[quotation.span.end..speaker.start].contains('(');
            let length = rest.find(if opens { ')' } else { '\n' });
            let length = length.unwrap_or(rest.len());
            return one(Span::new(speaker.end, speaker.end + length));
        }
        let mut start = quotation.span.start.saturating_sub(LEAD);
        while !prose.is_char_boundary(start) {
            start -= 1;
        }
        let line = prose[start..quotation.span.start]
            .rfind('\n')
            .map_or(start, |at| start + at + 1);
        let named = attribution.speaker.map_or(line, |speaker| speaker.start);
        return one(Span::new(line.min(named.max(start)), quotation.span.start));
    };
    let sentence = resolved
        .sentences
        .iter()
        .find(|sentence| sentence.covers(cue))?;
    let date = one(*sentence)?;
    let between = if date.span.start < cue.start {
        Span::new(date.span.end.min(cue.start), cue.start)
    } else {
        Span::new(cue.end.min(date.span.start), date.span.start)
    };
    // "In 2018 they recalled that he had said": not the date of the saying.
    let earlier = between
        .of(prose)
        .split_whitespace()
        .any(|word| cues.backshifts.has(word));
    let told = matches!(
        date.resolution,
        Resolution::Explicit | Resolution::DocumentDate | Resolution::Heading
    );
    let sure =
        told && between.len() <= NEAR && !earlier && !between.of(prose).contains([';', '(', '.']);
    Some(date).filter(|_| sure)
}
