//! Who said the words of a passage, when and how, by the source itself: its record, its own quotation marks and what stands
//! around them.

use library::{Library, Rank, Said, Source};
use passage::Match;
use prose::date::{DateValue, Interval};
use prose::quotation::{self, Speaker, SpeakerKind};
use text::Span;

/// Days that may lie between words and the report of them.
const FRESH: i64 = 45;

/// How the source gives the words.
#[derive(Clone, Debug, PartialEq, Default)]
pub(crate) enum Manner {
    /// As its own: a speech, a book, a document.
    #[default]
    Own,
    /// Between quotation marks, as somebody's.
    Quoted,
    /// In its own words, as what somebody said ("she said that …").
    Reported {
        /// Whose words they render; `None` for a pronoun that cannot be told.
        speaker: Option<Speaker>,
        /// The sentence, in the source's text.
        sentence: Span,
    },
}

/// What is known of a passage.
#[derive(Clone, Debug, Default)]
pub(crate) struct Circumstance {
    /// How the words are given.
    pub manner: Manner,
    /// Whose words they are.
    pub speaker: Option<Speaker>,
    /// Who quotes them in a speech or book of his own.
    pub quoter: Option<Speaker>,
    /// When they were said: the exact days, or those within which it must have been.
    pub date: Option<DateValue>,
    /// Days within which it must have been, where only the report is dated.
    pub within: Option<Interval>,
    /// Whether the text is the word of several parties.
    pub joint: bool,
}

impl Circumstance {
    /// What is known of the passage `found`.
    pub fn of(library: &Library, found: &Match) -> Circumstance {
        let Some(source) = library.sources.get(found.document) else {
            return Circumstance::default();
        };
        let cues = &library.locale.quotations;
        let own = source.speaker.as_ref().or(source.author.as_ref());
        let own = own.map(|words| Speaker::parse(words, cues));
        let own = own.filter(|_| source.retells.is_none());
        if let Some(said) = said(library, found, false) {
            let own =
                own.filter(|own| said.speaker.as_ref().and_then(|it| it.same(own)) != Some(true));
            return Circumstance {
                manner: Manner::Quoted,
                speaker: said.speaker.clone().map(|it| known_person(it, library)),
                quoter: own,
                date: said.date.clone(),
                within: report(source).filter(|_| said.date.is_none()),
                joint: false,
            };
        }
        let manner = reported(library, source, found).unwrap_or_default();
        let spoken = source.speaker.is_some();
        if let Some(turn) = said(library, found, true) {
            return Circumstance {
                date: source.date.clone().filter(|_| spoken),
                within: report(source).filter(|_| !spoken),
                speaker: turn.speaker.clone().map(|it| known_person(it, library)),
                manner,
                ..Circumstance::default()
            };
        }
        Circumstance {
            joint: own.is_none()
                && source.rank <= Rank::OfficialTranslation
                && cues.is_joint(&source.title),
            date: source
                .date
                .clone()
                .filter(|_| spoken && manner == Manner::Own),
            speaker: own,
            manner,
            ..Circumstance::default()
        }
    }
}

/// The quotation of the source that holds the passage, or the turn of a conversation.
fn said<'a>(library: &'a Library, found: &Match, turn: bool) -> Option<&'a Said> {
    let said = library.said.get(found.document)?;
    let until = said.partition_point(|said| said.span.start <= found.span.start);
    let before = said[..until].iter().rev().filter(|said| said.turn == turn);
    before.take(4).find(|said| {
        said.span.end >= found.span.end
            || said.pieces.iter().any(|piece| piece.overlaps(found.span))
    })
}

/// Indirect speech around the passage.
fn reported(library: &Library, source: &Source, found: &Match) -> Option<Manner> {
    let document = source.document();
    let block = &document.blocks[document.block_at(found.span.start)?];
    let at = block.map.flat_of(found.span.start)?;
    let cues = &library.locale.quotations;
    let attribution = quotation::reported(&block.prose, Span::new(at, at), cues)?;
    let words = attribution.speaker?;
    let said = library.said.get(found.document)?.iter();
    let quoted: Vec<Span> = said
        .filter(|said| !said.turn)
        .flat_map(|said| &said.pieces)
        .filter_map(|piece| {
            Some(Span::new(
                block.map.flat_of(piece.start)?,
                block.map.flat_of(piece.end)?,
            ))
        })
        .collect();
    let speaker = Speaker::parse(words.of(&block.prose), cues);
    let speaker = match speaker.is_pronoun(cues) {
        true => quotation::antecedent(&block.prose, words.start, &quoted, cues),
        false => Some(speaker),
    };
    let hull = block.map.hull(words.join(attribution.cue.unwrap_or(words)));
    // The passage may go on in later blocks.
    let rest = document.text.get(found.span.end..block.span.end);
    let end = match rest.map(|rest| rest.find(['.', '!', '?'])) {
        Some(Some(by)) => found.span.end + by + 1,
        Some(None) => block.span.end,
        None => found.span.end,
    };
    let sentence = Span::new(hull.start.min(found.span.start), end);
    Some(Manner::Reported { speaker, sentence })
}

/// The days within which words that a newspaper reports were said.
fn report(source: &Source) -> Option<Interval> {
    if source.rank != Rank::Press {
        return None;
    }
    let days = source.date.as_ref()?.judged();
    let start = days.start?.checked_sub(jiff::Span::new().days(FRESH)).ok();
    Some(Interval {
        start,
        end: days.end,
    })
}

/// A single name in a draft that is the name of a known person means a person. And where an office runs into a name without a
/// comma ("the President of Ardenia Ada Holm"), the last words, two or more, that are known persons' names are the name.
pub(super) fn known_person(mut speaker: Speaker, library: &Library) -> Speaker {
    let known = |name: &String| library.persons.contains(name);
    if speaker.names.is_empty() {
        let tail = speaker.titles.iter().rev().take_while(|it| known(it));
        let names = tail.count();
        let office = speaker.titles.len() - names;
        // One alone may be a country's name as well.
        if office > 0 && names > 1 {
            speaker.names = speaker.titles.split_off(office);
            speaker.kind = SpeakerKind::Person;
        }
    }
    if speaker.kind == SpeakerKind::Unclear
        && !speaker.names.is_empty()
        && speaker.names.iter().all(known)
    {
        speaker.kind = SpeakerKind::Person;
    }
    speaker
}
