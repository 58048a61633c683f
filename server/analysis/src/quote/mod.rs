//! Quotations of a draft, located in the sources and judged. The verdicts and their order are those of
//! [`Verdict`]; which differences are findings is the rules' affair.

mod circumstance;
mod citation;
mod judge;
mod locate;
mod misprint;
mod nested;
mod place;
mod verdict;
mod version;

use std::ops::Deref;
use std::sync::Arc;

use library::Library;
use passage::{Cue, Difference, DifferenceKind, Located, Match};
use prose::date::DateValue;
use prose::name::{EntityId, EntityKind};
use prose::quotation::{Form, Speaker};
use text::Span;

pub(crate) use circumstance::{Circumstance, Manner};
pub(crate) use citation::cited;
pub(crate) use judge::{Memo, judge_all};
pub(crate) use verdict::{Verdict, is_misprint, kind_word};

use crate::{Analysis, Location, evidence};

/// What is said of a passage where a budget ended the search for a better one.
pub const NOT_PROVEN: &str = "The search was cut short: another passage may fit better.";
/// An omission of at least this many words that runs over a sentence's end joins two passages into one.
const FUSED: usize = 8;
/// Of so many equally good places speaker and date are weighed.
const MOST_WEIGHED: usize = 12;
/// How a sentence ends inside a passage.
const ENDS: [&str; 7] = [". ", ".\n", "! ", "? ", ".\"", ".\u{201d}", "\n\n"];

/// What a draft says wrongly of words that are right.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Wrong {
    /// Somebody else spoke: who.
    Speaker(String),
    /// They do not stand in the document cited: which.
    Document(String),
    /// They were said at another time.
    Date {
        /// When.
        value: DateValue,
        /// Whether the source itself dates the words, and not only their report.
        firm: bool,
    },
}

/// One quotation of the draft, in its block.
#[derive(Clone, Debug)]
pub(crate) struct Quote {
    /// Index of the block.
    pub block: usize,
    judged: Arc<Judged>,
}

impl Quote {
    /// Whether both were judged as one, wherever they stand.
    pub fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.judged, &other.judged)
    }
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
    /// The speaker's name, taken apart; a pronoun resolved.
    pub named: Option<Speaker>,
    /// Date that the draft gives for it.
    pub date: Option<DateValue>,
    /// The date's words, where they stand in the same block.
    pub date_span: Option<Span>,
    /// The occasion that the draft gives for it.
    pub occasion: Option<String>,
    /// What encloses it.
    pub form: Form,
    /// Whether it stands inside another quotation.
    pub nested: bool,
    /// Whether the draft says beside it where the words stand, and a source is known by that.
    pub cited: bool,
    /// Whether there is a link, a footnote or a reference beside it, of whatever text.
    pub noted: bool,
    /// What the source knows of the passage meant.
    pub circumstance: Circumstance,
    /// What the draft says wrongly of words that are right.
    pub wrong: Option<Wrong>,
    /// The source cited, and the other version of the same text that has the words.
    pub version: Option<(usize, usize)>,
    /// Where it stands, best first. Draft spans count from `span.start`.
    pub located: Arc<Located>,
    /// Which of the matches is meant.
    pub chosen: usize,
    /// The limiting word that the source goes on with ("but", "unless").
    pub stops_before: Option<Cue>,
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

    /// Whether it is a term or scare quote, nobody's words.
    pub fn is_term(&self) -> bool {
        self.verdict == Verdict::Term
    }

    /// The quoted words.
    pub fn words(&self, prose: &str) -> String {
        self.pieces
            .iter()
            .map(|piece| piece.of(prose))
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// Whether a passage of the sources is taken for what it quotes.
    pub fn stands(&self) -> bool {
        !matches!(self.verdict, Verdict::Unsourced | Verdict::Unchecked)
    }

    /// Its passages, the one meant first.
    pub fn passages<'a>(&'a self, library: &'a Library) -> impl Iterator<Item = Location> + 'a {
        let others = self
            .located
            .matches
            .iter()
            .enumerate()
            .filter(|(at, _)| *at != self.chosen);
        let shown = self.stands();
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

    /// The speaker or document that the curated records name, where it is another than the draft's: a person against a
    /// person, a document against a document. An organisation may be its member's voice and proves nothing.
    fn wrong_speaker(&self, library: &Library) -> Option<EntityId> {
        let said = self.speaker?;
        let known = self.known(library)?;
        let by = match library.entity_of(said)?.kind {
            EntityKind::Person => known.speaker?,
            EntityKind::Agreement => known.document?,
            EntityKind::Organisation | EntityKind::Place => return None,
        };
        (said != by).then_some(by)
    }

    /// The date that the curated records name, where it is another than the draft's.
    fn wrong_date(&self, library: &Library) -> Option<DateValue> {
        let known = self.known(library)?;
        let value = DateValue::parse_edtf(known.record.date.as_deref()?)?;
        let said = self.date.as_ref()?;
        (!said.judged().meets(value.judged())).then_some(value)
    }

    /// What the draft says wrongly of the words: speaker first, then document, then date. `cited` are the sources that it
    /// says they stand in.
    fn find_wrong(&self, library: &Library, cited: &[usize]) -> Option<Wrong> {
        if self.known(library).is_some() {
            let by = self
                .wrong_speaker(library)
                .and_then(|id| library.entity_of(id));
            return by
                .map(|entity| Wrong::Speaker(entity.name.clone()))
                .or_else(|| {
                    Some(Wrong::Date {
                        value: self.wrong_date(library)?,
                        firm: false,
                    })
                });
        }
        let there = &self.circumstance;
        // Somebody's words in the source's own ones are the source's summary, not another's words.
        if !matches!(there.manner, Manner::Reported { .. })
            && let (Some(said), Some(by)) = (&self.named, &there.speaker)
            && self.comparable(library)
            && said.same(by) == Some(false)
        {
            return Some(Wrong::Speaker(by.words.clone()));
        }
        if let [one] = cited
            && self.version.is_none()
            && !self
                .located
                .matches
                .iter()
                .any(|found| found.document == *one)
            && let Some(source) = library.sources.get(*one)
            && !source.card.blank
        {
            return Some(Wrong::Document(source.short.clone()));
        }
        let said = self.date.as_ref()?.judged();
        if let Some(value) = &there.date {
            let differs = !said.meets(value.judged());
            return differs.then(|| Wrong::Date {
                value: value.clone(),
                firm: true,
            });
        }
        let source = library.sources.get(self.best()?.document)?;
        let value = source
            .date
            .clone()
            .filter(|_| !said.meets(there.within.unwrap_or(said)))?;
        Some(Wrong::Date { value, firm: false })
    }

    /// Whether the draft's speaker may be held against another: no body, which is its members' voice.
    fn comparable(&self, library: &Library) -> bool {
        let entity = self.speaker.and_then(|id| library.entity_of(id));
        entity.is_none_or(|entity| entity.kind == EntityKind::Person)
    }

    /// Whether the source gives these words only as its own summary of what the draft's speaker said.
    pub fn summary(&self) -> Option<Span> {
        let Manner::Reported { speaker, sentence } = &self.circumstance.manner else {
            return None;
        };
        let said = self.named.as_ref()?;
        // The draft may mean the source's own author, who reports.
        let author = self
            .circumstance
            .speaker
            .as_ref()
            .and_then(|own| own.same(said));
        let theirs = speaker
            .as_ref()
            .is_none_or(|speaker| speaker.same(said) == Some(true));
        (theirs && author != Some(true)).then_some(*sentence)
    }

    /// Whether the draft puts a text of several parties into one mouth.
    pub fn is_joint_in_one_mouth(&self, library: &Library) -> bool {
        let several = |speaker: &Speaker| library.locale.quotations.are_several(&speaker.words);
        self.circumstance.joint
            && self.comparable(library)
            && self.named.as_ref().is_some_and(|speaker| {
                speaker.kind == prose::quotation::SpeakerKind::Person && !several(speaker)
            })
    }

    /// The speaker by the draft, for output: an entity's id, else the words of the block's `prose`, else those of the block
    /// that leads in to it.
    pub fn speaker_of_draft(&self, analysis: &Analysis, prose: &str) -> Option<String> {
        let entity = self
            .speaker
            .and_then(|id| analysis.library.entity_of(id))
            .map(|entity| entity.id.clone());
        let here = || Some(self.speaker_span?.of(prose).to_owned());
        let above = || Some(self.named.as_ref()?.words.clone());
        entity.or_else(here).or_else(above)
    }

    /// Whether two passages were joined: the words stand elsewhere, or an unmarked omission runs over a sentence's end.
    pub fn is_fused(&self, library: &Library, difference: &Difference) -> bool {
        let over_an_end = || {
            let source = self
                .best()
                .and_then(|best| library.sources.get(best.document));
            source.is_some_and(|source| {
                let text = source.text();
                let left_out = difference.source.of(&text);
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

    /// Picks among equally good places the one that the draft cites, else the one whose speaker or date is the draft's.
    fn choose(&mut self, library: &Library, cited: &[usize]) {
        let Some(first) = self.located.matches.first() else {
            return;
        };
        let equal = self
            .located
            .matches
            .iter()
            .take_while(|other| other.cost <= first.cost);
        let score = |(at, found): (usize, &Match)| {
            let known = known(library, found);
            let there = Circumstance::of(library, found);
            let curated = known.and_then(|known| known.speaker);
            let said = self.named.as_ref().zip(there.speaker.as_ref());
            let speaker = match said.and_then(|(said, by)| said.same(by)) {
                _ if curated.is_some() && curated == self.speaker => 0,
                Some(true) => 0,
                None => 1,
                Some(false) => 2,
            };
            let date = self.date.as_ref().zip(there.date.as_ref());
            let date = match date.map(|(said, date)| said.judged().meets(date.judged())) {
                Some(true) => 0,
                None => 1,
                Some(false) => 2,
            };
            let other = self.version.map(|(_, other)| other);
            let cited = cited.contains(&found.document) || other == Some(found.document);
            let cited = usize::from(!cited);
            (cited, speaker, date, usize::from(known.is_none()), at)
        };
        let best = equal.enumerate().take(MOST_WEIGHED).map(score).min();
        self.chosen = best.map_or(0, |(.., at)| at);
    }

    /// Whether equally good places name different speakers and the draft does not say which is meant.
    fn is_ambiguous(&self, library: &Library) -> bool {
        let Some(best) = self.best() else {
            return false;
        };
        if self.speaker.is_some() || self.named.is_some() || self.cited {
            return false;
        }
        let mut speakers: Vec<_> = self
            .located
            .matches
            .iter()
            .filter(|other| other.cost <= best.cost)
            .take(MOST_WEIGHED)
            .filter_map(|found| known(library, found)?.speaker)
            .collect();
        speakers.sort_unstable();
        speakers.dedup();
        if speakers.len() > 1 {
            return true;
        }
        let equal = self.located.matches.iter().take(MOST_WEIGHED);
        let said: Vec<Speaker> = equal
            .filter(|other| other.cost <= best.cost)
            .filter_map(|found| Circumstance::of(library, found).speaker)
            .collect();
        said.iter().any(|one| one.same(&said[0]) == Some(false))
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
