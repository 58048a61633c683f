//! Quotations of a draft, located in the sources and judged. The verdicts and their order are those of
//! docs/quotations.md; which differences are findings is the rules' affair.

mod judge;
mod verdict;

use std::ops::Deref;
use std::sync::Arc;

use library::Library;
use passage::{Difference, DifferenceKind, Located, Match};
use prose::date::DateValue;
use prose::name::{EntityId, EntityKind};
use text::Span;

pub(crate) use judge::{Memo, judge_all};
pub(crate) use verdict::{Verdict, kind_word};

use crate::{Analysis, Location, evidence};

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
