//! Quotations of a draft, located in the sources and judged. The verdicts and their order are those of
//! docs/quotations.md; which differences are findings is the rules' affair.

mod verdict;

use std::collections::HashMap;
use std::ops::Deref;
use std::sync::Arc;

use library::Library;
use passage::{Budget, Difference, DifferenceKind, Located, Match, Query};
use prose::date::DateValue;
use prose::name::{EntityId, EntityKind};
use prose::quotation::Quotation;
use prose::reading::{Reading, Resolved};
use prose::temporal::TemporalKind;
use text::{BlockKind, Document, Span};

pub(crate) use verdict::{Verdict, kind_word};

use crate::{Analysis, Cancel, Location, evidence};

/// A changed quotation of fewer words than this is a finding only with an attribution beside it: short runs of common
/// words stand everywhere.
const SHORT: usize = 6;
/// An omission of at least this many words that runs over a sentence's end joins two passages into one.
const FUSED: usize = 8;
/// How a sentence ends inside a passage.
const ENDS: [&str; 7] = [". ", ".\n", "! ", "? ", ".\"", ".\u{201d}", "\n\n"];

/// One quotation of the draft, in its block.
#[derive(Clone, Debug)]
pub(crate) struct Quote {
    /// Index of the block.
    pub block: usize,
    judged: Arc<Judged>,
}

impl Deref for Quote {
    type Target = Judged;

    fn deref(&self) -> &Judged {
        &self.judged
    }
}

/// What was found out about a quotation. Spans count bytes of its block's prose.
#[derive(Clone, Debug)]
pub(crate) struct Judged {
    /// Marks included.
    pub span: Span,
    /// The quoted words, piece by piece.
    pub pieces: Vec<Span>,
    /// What became of it.
    pub verdict: Verdict,
    /// Speaker by the draft, where the words name an entity.
    pub speaker: Option<EntityId>,
    /// The speaker's words in the draft.
    pub speaker_span: Option<Span>,
    /// Date that the draft gives for it.
    pub date: Option<DateValue>,
    /// Where it stands, best first. Draft spans count from `span.start`.
    pub located: Arc<Located>,
    /// Which of the matches is meant.
    pub chosen: usize,
}

/// Answers of earlier versions of a draft.
#[derive(Debug, Default)]
pub(crate) struct Memo {
    /// By block; the block's reading is kept alive so that its address stays its own.
    blocks: HashMap<usize, (Arc<Resolved>, Vec<Arc<Judged>>)>,
    /// By the quotation's words and number of pieces, for blocks that are read anew.
    words: HashMap<(String, usize), Arc<Located>>,
}

/// More words than this are not kept: a draft that was edited for days has forgotten its first quotations.
const KEPT: usize = 10_000;

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
    if memo.words.len() > KEPT {
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
        let key = Arc::as_ptr(resolved) as usize;
        let entry = memo.blocks.remove(&key).or_else(|| kept.get(&key).cloned());
        let (resolved, judged) = entry.unwrap_or_else(|| {
            (
                resolved.clone(),
                of_block(&block.prose, resolved, library, &mut memo.words),
            )
        });
        quotes.extend(judged.iter().map(|judged| Quote {
            block: number,
            judged: judged.clone(),
        }));
        kept.insert(key, (resolved, judged));
    }
    memo.blocks = kept;
    Some(quotes)
}

fn of_block(
    prose: &str,
    resolved: &Resolved,
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
            Arc::new(judge(prose, resolved, quotation, library, located))
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
    quotation: &Quotation,
    library: &Library,
    located: Arc<Located>,
) -> Judged {
    let speaker_span = quotation
        .attribution
        .as_ref()
        .and_then(|attribution| attribution.speaker);
    let speaker = speaker_span.and_then(|span| speaker(resolved, span));
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

impl Judged {
    /// The match meant.
    pub fn best(&self) -> Option<&Match> {
        self.located.matches.get(self.chosen)
    }

    /// How the draft's words differ from it.
    pub fn differences(&self) -> &[Difference] {
        self.best().map_or(&[], |best| &best.differences)
    }

    /// The quoted words.
    pub fn words(&self, prose: &str) -> String {
        self.pieces
            .iter()
            .map(|piece| piece.of(prose))
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// Its passages, the one meant first.
    pub fn passages<'a>(&'a self, library: &'a Library) -> impl Iterator<Item = Location> + 'a {
        let others = self
            .located
            .matches
            .iter()
            .enumerate()
            .filter(|(at, _)| *at != self.chosen);
        let shown = !matches!(self.verdict, Verdict::Unsourced | Verdict::Unchecked);
        self.best()
            .into_iter()
            .chain(others.map(|(_, other)| other))
            .filter(move |_| shown)
            .filter_map(|found| passage(library, found))
    }

    /// What the curated records know of the passage meant.
    pub fn known<'a>(&self, library: &'a Library) -> Option<&'a library::Quotation> {
        known(library, self.best()?)
    }

    /// The speaker or document that the source names, where it is another than the draft's: a person against a person, a
    /// document against a document. An organisation may be its member's voice and proves nothing.
    pub fn wrong_speaker(&self, library: &Library) -> Option<EntityId> {
        let said = self.speaker?;
        let known = self.known(library)?;
        let by = match library.entity_of(said)?.kind {
            EntityKind::Person => known.speaker?,
            EntityKind::Agreement => known.document?,
            EntityKind::Organisation | EntityKind::Place => return None,
        };
        (said != by).then_some(by)
    }

    /// The date that the source names, where it is another than the draft's.
    pub fn wrong_date(&self, library: &Library) -> Option<DateValue> {
        let known = self.known(library)?;
        let value = DateValue::parse_edtf(known.record.date.as_deref()?)?;
        let said = self.date.as_ref()?;
        (!said.judged().meets(value.judged())).then_some(value)
    }

    /// The speaker by the draft, for output: an entity's id, else the words of the block's `prose`.
    pub fn speaker_of_draft(&self, analysis: &Analysis, prose: &str) -> Option<String> {
        let entity = self
            .speaker
            .and_then(|id| analysis.library.entity_of(id))
            .map(|entity| entity.id.clone());
        entity.or_else(|| Some(self.speaker_span?.of(prose).to_owned()))
    }

    /// Whether two passages were joined: the words stand elsewhere, or an unmarked omission runs over a sentence's end.
    pub fn is_fused(&self, library: &Library, difference: &Difference) -> bool {
        let over_an_end = || {
            let source = self
                .best()
                .and_then(|best| library.sources.get(best.document));
            source.is_some_and(|source| {
                let left_out = difference.source.of(&source.document.text);
                left_out.split_whitespace().count() >= FUSED
                    && ENDS.iter().any(|end| left_out.contains(end))
            })
        };
        match difference.kind {
            DifferenceKind::Elsewhere { .. } => true,
            DifferenceKind::Omitted => over_an_end(),
            _ => false,
        }
    }

    /// One line a difference, for a hover.
    pub fn differences_in_words(&self) -> Vec<String> {
        let line = |difference: &Difference| match difference.kind {
            DifferenceKind::Altered
            | DifferenceKind::Slip
            | DifferenceKind::Spelling
            | DifferenceKind::Case => {
                format!(
                    "“{}” where the source has “{}”",
                    difference.draft_words, difference.source_words
                )
            }
            DifferenceKind::Omitted => format!("left out: “{}”", difference.source_words),
            DifferenceKind::Added => format!("added: “{}”", difference.draft_words),
            DifferenceKind::Bracket => {
                format!(
                    "“{}” stands for “{}”",
                    difference.draft_words, difference.source_words
                )
            }
            DifferenceKind::EllipsisHides(_) => {
                format!("the ellipsis hides “{}”", difference.source_words)
            }
            DifferenceKind::Elsewhere { .. } => {
                format!("“{}” stands in another place", difference.draft_words)
            }
            DifferenceKind::EllipsisEmpty => "nothing is missing at the ellipsis".to_owned(),
            DifferenceKind::Punctuation => {
                format!(
                    "punctuation: “{}” for “{}”",
                    difference.draft_words, difference.source_words
                )
            }
        };
        self.differences().iter().map(line).collect()
    }

    /// Picks among equally good places the one whose speaker or date is the draft's.
    fn choose(&mut self, library: &Library) {
        let Some(first) = self.located.matches.first() else {
            return;
        };
        let equal = self
            .located
            .matches
            .iter()
            .take_while(|other| other.cost <= first.cost);
        let mut scored: Vec<(usize, usize)> = equal
            .enumerate()
            .map(|(at, found)| {
                let known = known(library, found);
                let speaker = known.and_then(|known| known.speaker);
                (
                    if speaker.is_some() && speaker == self.speaker {
                        0
                    } else {
                        1 + usize::from(known.is_none())
                    },
                    at,
                )
            })
            .collect();
        scored.sort_unstable();
        self.chosen = scored.first().map_or(0, |(_, at)| *at);
    }

    /// Whether equally good places name different speakers and the draft does not say which is meant.
    fn is_ambiguous(&self, library: &Library) -> bool {
        let Some(best) = self.best() else {
            return false;
        };
        if self.speaker.is_some() {
            return false;
        }
        let mut speakers: Vec<_> = self
            .located
            .matches
            .iter()
            .filter(|other| other.cost <= best.cost)
            .filter_map(|found| known(library, found)?.speaker)
            .collect();
        speakers.sort_unstable();
        speakers.dedup();
        speakers.len() > 1
    }
}

fn known<'a>(library: &'a Library, found: &Match) -> Option<&'a library::Quotation> {
    library.quotations.iter().find(|quotation| {
        quotation.provenance.as_ref().is_some_and(|place| {
            place.source.0 as usize == found.document && place.span.overlaps(found.span)
        })
    })
}

fn passage(library: &Library, found: &Match) -> Option<Location> {
    let source = library.sources.get(found.document)?;
    let mut location = evidence::place(source, found.span);
    if let Some(known) = known(library, found).and_then(|known| known.provenance.as_ref())
        && let Some(original) = &known.original
    {
        location.label = original.clone();
    }
    Some(location)
}
