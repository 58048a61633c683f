//! From a draft's quotations to verdicts: located in the sources, the speaker and the date beside them read.

use std::collections::HashMap;
use std::sync::Arc;

use library::Library;
use passage::{Budget, Difference, DifferenceKind, Located, Query};
use prose::date::DateValue;
use prose::name::{EntityId, EntityKind};
use prose::quotation::Quotation;
use prose::reading::{Reading, Resolved};
use prose::temporal::TemporalKind;
use text::{BlockKind, Document, Span};

use super::{Judged, Quote, Verdict};
use crate::Cancel;

/// A changed quotation of fewer words than this is a finding only with an attribution beside it: short runs of common
/// words stand everywhere.
const SHORT: usize = 6;

/// Answers of earlier versions of a draft.
#[derive(Debug, Default)]
pub(crate) struct Memo {
    /// By block; the block's reading is kept alive so that its address stays its own.
    blocks: HashMap<(usize, usize), Kept>,
    /// By the quotation's words and number of pieces, for blocks that are read anew.
    words: HashMap<(String, usize), Arc<Located>>,
}

/// A block's reading, that of the line that signs it, and what was made of them.
type Kept = (Arc<Resolved>, Option<Arc<Resolved>>, Vec<Arc<Judged>>);

/// More words than this are not kept: a draft that was edited for days has forgotten its first quotations.
const MOST: usize = 10_000;

/// Judges every quotation of a draft. `None` if cancelled on the way.
pub(crate) fn judge_all(
    document: &Document,
    reading: &Reading,
    library: &Library,
    memo: &mut Memo,
    cancel: &Cancel,
) -> Option<Vec<Quote>> {
    let mut quotes = Vec::new();
    let mut kept = HashMap::with_capacity(memo.blocks.len());
    if memo.words.len() > MOST {
        memo.words.clear();
    }
    for (number, resolved) in reading.blocks.iter().enumerate() {
        let block = &document.blocks[number];
        if resolved.quotations.is_empty()
            || matches!(block.kind, BlockKind::Comment | BlockKind::FrontMatter)
        {
            continue;
        }
        if cancel.is_cancelled() {
            return None;
        }
        if is_signature(document, number) {
            continue;
        }
        let signature =
            is_signature(document, number + 1).then(|| reading.blocks[number + 1].clone());
        let address = |resolved: &Arc<Resolved>| Arc::as_ptr(resolved) as usize;
        let key = (address(resolved), signature.as_ref().map_or(0, address));
        let entry = memo.blocks.remove(&key).or_else(|| kept.get(&key).cloned());
        let entry = entry.unwrap_or_else(|| {
            let judged = of_block(
                &block.prose,
                resolved,
                signature.as_deref(),
                library,
                &mut memo.words,
            );
            (resolved.clone(), signature, judged)
        });
        quotes.extend(entry.2.iter().map(|judged| Quote {
            block: number,
            judged: judged.clone(),
        }));
        kept.insert(key, entry);
    }
    memo.blocks = kept;
    Some(quotes)
}

/// Whether a block is the line that signs the block quote before it ("— The chairwoman, 2019").
fn is_signature(document: &Document, number: usize) -> bool {
    let is_quote = |block: &text::Block| matches!(block.kind, BlockKind::Quote(_));
    let Some(block) = document.blocks.get(number).filter(|block| is_quote(block)) else {
        return false;
    };
    let signed = number
        .checked_sub(1)
        .and_then(|before| document.blocks.get(before))
        .is_some_and(is_quote);
    signed
        && block
            .prose
            .trim_start()
            .starts_with(['\u{2014}', '\u{2013}', '\u{2015}'])
}

fn of_block(
    prose: &str,
    resolved: &Resolved,
    signature: Option<&Resolved>,
    library: &Library,
    words: &mut HashMap<(String, usize), Arc<Located>>,
) -> Vec<Arc<Judged>> {
    let outer = resolved
        .quotations
        .iter()
        .filter(|quotation| !quotation.nested && !quotation.open);
    outer
        .map(|quotation| {
            let key = (quotation.span.of(prose).to_owned(), quotation.pieces.len());
            let located = match words.get(&key) {
                Some(located) => located.clone(),
                None => {
                    let located = Arc::new(locate(&key.0, quotation, library));
                    words.insert(key, located.clone());
                    located
                }
            };
            Arc::new(judge(
                prose, resolved, signature, quotation, library, located,
            ))
        })
        .collect()
}

fn locate(words: &str, quotation: &Quotation, library: &Library) -> Located {
    let pieces: Vec<Span> = quotation
        .pieces
        .iter()
        .map(|piece| {
            Span::new(
                piece.start - quotation.span.start,
                piece.end - quotation.span.start,
            )
        })
        .collect();
    let query = Query::of(words, &pieces, library.passages.lexicon());
    let mut located = library.passages.locate(&query, &Budget::default());
    for found in &mut located.matches {
        if let Some(source) = library.sources.get(found.document) {
            let text = &source.document.text;
            found
                .differences
                .retain(|difference| !is_attribution(text, difference));
        }
    }
    located
}

/// Whether the words left out are the source's own attribution between two parts of one quotation (`“We will,” he said,
/// “not change”`): nobody said them.
fn is_attribution(text: &str, difference: &Difference) -> bool {
    const CLOSING: [char; 4] = ['\u{201d}', '"', '\u{2019}', '\u{bb}'];
    const OPENING: [char; 4] = ['\u{201c}', '"', '\u{2018}', '\u{ab}'];
    let bare = |c: char| c.is_whitespace() || matches!(c, ',' | '.' | ';' | ':');
    const MOST_WORDS: usize = 8;
    let left_out = difference.source.of(text);
    difference.kind == DifferenceKind::Omitted
        && left_out.split_whitespace().count() <= MOST_WORDS
        && text[..difference.source.start]
            .trim_end_matches(bare)
            .ends_with(CLOSING)
        && text[difference.source.end..]
            .trim_start_matches(bare)
            .starts_with(OPENING)
}

fn judge(
    prose: &str,
    resolved: &Resolved,
    signature: Option<&Resolved>,
    quotation: &Quotation,
    library: &Library,
    located: Arc<Located>,
) -> Judged {
    let speaker_span = quotation
        .attribution
        .as_ref()
        .and_then(|attribution| attribution.speaker);
    let signed = || signature.and_then(|signature| speaker(signature, Span::new(0, usize::MAX)));
    let speaker = speaker_span.map_or_else(signed, |span| speaker(resolved, span));
    let mut quote = Judged {
        span: quotation.span,
        pieces: quotation.pieces.clone(),
        verdict: Verdict::Term,
        speaker,
        speaker_span,
        date: None,
        located,
        chosen: 0,
    };
    quote.choose(library);
    if quotation.attribution.is_some() {
        quote.date = date_beside(prose, resolved, quotation);
    }
    if quotation.term {
        return quote;
    }
    let Some(best) = quote.best() else {
        quote.verdict = if quote.located.proven {
            Verdict::Unsourced
        } else {
            Verdict::Unchecked
        };
        return quote;
    };
    let words = quote.words(prose).split_whitespace().count();
    let changed = best.differences.iter().any(|difference| {
        matches!(
            difference.kind,
            DifferenceKind::Altered
                | DifferenceKind::Slip
                | DifferenceKind::Omitted
                | DifferenceKind::Added
                | DifferenceKind::Elsewhere { .. }
        )
    });
    quote.verdict = if changed && words < SHORT && quotation.attribution.is_none() {
        Verdict::Unsourced
    } else if changed {
        Verdict::Misquoted
    } else if quote.wrong_speaker(library).is_some() || quote.wrong_date(library).is_some() {
        Verdict::Misattributed
    } else if quote.is_ambiguous(library) {
        Verdict::Ambiguous
    } else if best.differences.is_empty() {
        Verdict::Verbatim
    } else {
        Verdict::Edited
    };
    quote
}

/// The entity that the speaker's words name.
fn speaker(resolved: &Resolved, span: Span) -> Option<EntityId> {
    let mut named = resolved
        .mentions
        .iter()
        .filter(|mention| span.overlaps(mention.span));
    // "President Xi of China": the last name is not the speaker's; a person comes first.
    let person = named
        .clone()
        .find(|mention| mention.kind == EntityKind::Person)
        .or_else(|| named.next())?;
    match person.candidates[..] {
        [one] => Some(one),
        _ => None,
    }
}

/// The one date in the quotation's sentence that stands before it, outside all quoted words.
fn date_beside(prose: &str, resolved: &Resolved, quotation: &Quotation) -> Option<DateValue> {
    let cue = quotation.attribution.as_ref()?.cue?;
    let sentence = resolved
        .sentences
        .iter()
        .find(|sentence| sentence.covers(cue))?;
    let mut dates = resolved.temporals.iter().filter(|temporal| {
        temporal.kind == TemporalKind::Date
            && temporal.value.is_some()
            && sentence.covers(temporal.span)
            && !resolved
                .quotations
                .iter()
                .any(|other| other.span.overlaps(temporal.span))
    });
    let (Some(date), None) = (dates.next(), dates.next()) else {
        return None;
    };
    // Only an adverbial of the verb itself: "In March 2013 Xi said", "Xi said in March 2013".
    let between = if date.span.start < cue.start {
        Span::new(date.span.end.min(cue.start), cue.start)
    } else {
        Span::new(cue.end.min(date.span.start), date.span.start)
    };
    (between.len() <= 60 && !between.of(prose).contains([';', '(', '.']))
        .then(|| date.value.clone())
        .flatten()
}
