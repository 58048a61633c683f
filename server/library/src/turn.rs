//! Turns of a conversation in print: interviews, press conferences, records of meetings, where a name and a colon say who speaks
//! from here on.

use std::collections::HashMap;

use prose::quotation::{Cues, Speaker};
use text::{Block, BlockKind, Document, Span};

use crate::Said;

/// The longest name before a colon, in bytes and in words.
const LONGEST: usize = 60;
const WORDS: usize = 6;
/// So many names speak at least so often in what is a conversation.
const SEVERAL: usize = 2;

/// Who speaks in each block of `document`, where it is a conversation: the block's number, the speaker and the words.
pub(crate) fn of_document(document: &Document, cues: &Cues) -> Vec<(usize, Said)> {
    let labels: Vec<Option<Span>> = document.blocks.iter().map(label).collect();
    let mut count: HashMap<&str, usize> = HashMap::new();
    for (block, label) in document.blocks.iter().zip(&labels) {
        if let Some(label) = label {
            *count.entry(label.of(&block.prose)).or_default() += 1;
        }
    }
    if count.values().filter(|times| **times >= SEVERAL).count() < SEVERAL {
        return Vec::new();
    }
    let mut out = Vec::new();
    let mut speaks: Option<Speaker> = None;
    for (number, (block, label)) in document.blocks.iter().zip(&labels).enumerate() {
        let start = match (block.kind, label) {
            (BlockKind::Heading(_), _) => {
                speaks = None;
                continue;
            }
            (_, Some(label)) => {
                speaks = Some(Speaker::parse(label.of(&block.prose), cues));
                label.end + 1
            }
            _ => 0,
        };
        let rest = &block.prose[start..];
        let start = start + (rest.len() - rest.trim_start().len());
        let words = Span::new(start, block.prose.len());
        if let Some(speaker) = &speaks
            && !words.is_empty()
        {
            let span = block.map.hull(words);
            out.push((
                number,
                Said {
                    span,
                    pieces: vec![span],
                    speaker: Some(speaker.clone()),
                    date: None,
                    turn: true,
                },
            ));
        }
    }
    out
}

/// The name that a block begins with, before a colon.
fn label(block: &Block) -> Option<Span> {
    if !matches!(block.kind, BlockKind::Paragraph | BlockKind::Item(_)) {
        return None;
    }
    let prose = &block.prose;
    let end = prose.bytes().take(LONGEST).position(|byte| byte == b':')?;
    let name = &prose[..end];
    let follows = prose[end + 1..].starts_with(char::is_whitespace);
    let words = name.split_whitespace().count();
    let plain = |c: char| c.is_alphanumeric() || " .'’-()".contains(c);
    let named = name.starts_with(char::is_uppercase) && name.chars().all(plain);
    (follows && named && (1..=WORDS).contains(&words)).then(|| Span::new(0, end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn turns(text: &str) -> Vec<String> {
        let document = markdown::read(text.into());
        let shown = |(_, said): (usize, Said)| {
            let speaker = said.speaker.map(|it| it.words).unwrap_or_default();
            format!("{speaker} ¦ {}", said.span.of(text))
        };
        let all = of_document(&document, &Cues::english());
        all.into_iter().map(shown).collect()
    }

    #[test]
    fn who_speaks_from_here_on() {
        let text = "# Talk\n\n**The Review:** Why?\n\n**Ada Holm:** Because.\n\nAnd so on.\n\n**The Review:** When?\n\n**Ada Holm:** At once: today.\n\n## Notes\n\nNobody said this.\n";
        assert_eq!(
            turns(text),
            [
                "The Review ¦ Why?",
                "Ada Holm ¦ Because.",
                "Ada Holm ¦ And so on.",
                "The Review ¦ When?",
                "Ada Holm ¦ At once: today.",
            ]
        );
    }

    #[test]
    fn what_is_no_conversation() {
        for text in [
            "Note: the gate is shut.\n\nDate: 5 May.\n\nPlace: Port Ansel.\n",
            "Note: one.\n\nNote: two.\n\nNote: three.\n",
            "He said: no.\n\nHe said: yes.\n\n11:30: tea\n\n11:30: tea\n",
        ] {
            assert!(turns(text).is_empty(), "{text}");
        }
    }
}
