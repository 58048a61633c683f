//! What the sources quote: by whom, and when. Read once, so that a draft's quotation of it can be compared.

use prose::date::DateValue;
use prose::quotation::{Cues, Speaker, SpeakerKind};
use prose::reading::Reading;
use prose::saying;
use text::{BlockKind, Document, Span};

use crate::{Source, turn};

/// One quotation of a source; spans count bytes of the source's text.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Said {
    /// Marks included.
    pub span: Span,
    /// The quoted words.
    pub pieces: Vec<Span>,
    /// Who speaks by the source.
    pub speaker: Option<Speaker>,
    /// When, by the source.
    pub date: Option<DateValue>,
    /// Whether it is no quotation, but what somebody says in a conversation in print.
    pub turn: bool,
}

/// The quotations of one source, and the turns of a conversation, in order.
pub(crate) fn of_source(document: &Document, reading: &Reading, cues: &Cues) -> Vec<Said> {
    let mut out = Vec::new();
    // Who spoke last, and in which block: a pronoun looks back no farther than to the one before.
    let mut last: Option<(usize, Speaker)> = None;
    let mut turns = turn::of_document(document, cues).into_iter().peekable();
    let blocks = document.blocks.iter().zip(reading.blocks.iter());
    for (number, (block, resolved)) in blocks.enumerate() {
        if matches!(block.kind, BlockKind::Comment | BlockKind::FrontMatter) {
            continue;
        }
        out.extend(turns.next_if(|(at, _)| *at == number).map(|(_, said)| said));
        for quotation in &resolved.quotations {
            if quotation.nested || (quotation.term && quotation.attribution.is_none()) {
                continue;
            }
            let words = quotation.attribution.as_ref().and_then(|it| it.speaker);
            let speaker = words.and_then(|span| {
                let all = &resolved.quotations;
                let near = last.as_ref().filter(|(at, _)| at + 1 >= number);
                let before = || near.map(|(_, speaker)| speaker.clone());
                saying::speaker(&block.prose, span, all, before, cues)
            });
            if let Some(speaker) = speaker.as_ref().filter(|it| !it.names.is_empty()) {
                last = Some((number, speaker.clone()));
            }
            let hull = |span: &Span| block.map.hull(*span);
            out.push(Said {
                span: hull(&quotation.span),
                pieces: quotation.pieces.iter().map(hull).collect(),
                speaker,
                date: saying::date(&block.prose, resolved, quotation, cues)
                    .and_then(|date| date.value.clone()),
                turn: false,
            });
        }
    }
    out
}

/// The names of everybody who is known to be a person from one source: a single name in a draft may mean one of them.
pub(crate) fn persons<'a>(
    source: &'a Source,
    said: &'a [Said],
    cues: &'a Cues,
) -> impl Iterator<Item = String> + 'a {
    let own = [&source.speaker, &source.author].into_iter().flatten();
    let own = own.map(|words| Speaker::parse(words, cues));
    let quoted = said.iter().filter_map(|said| said.speaker.clone());
    own.chain(quoted)
        .filter(|speaker| speaker.kind == SpeakerKind::Person)
        .flat_map(|speaker| speaker.names)
}
