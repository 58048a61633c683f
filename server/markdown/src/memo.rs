//! A text that is read version after version: it is cut where nothing can lead from one part to the next, and of a new version
//! only those parts are parsed that the one before did not have. What cannot be cut safely is parsed as a whole.

use std::sync::Arc;

use text::{Anchor, Block, BlockKind, Document, Span};

use crate::read::{self, Walked};

/// Headings begin a part; a paragraph does so only where the part before would become longer than this.
const LONG: usize = 4096;

/// The parts of the last version.
#[derive(Debug, Default)]
pub struct Memo {
    text: Arc<str>,
    parts: Vec<(Span, Arc<Walked>)>,
}

impl Memo {
    /// Reads a text as [`crate::read`] does.
    pub fn read(&mut self, text: Arc<str>) -> Document {
        let Some(cuts) = cuts(&text) else {
            *self = Self::default();
            return read::read(text);
        };
        let same = |(old, _): &(Span, Arc<Walked>), new: &Span| {
            old.len() == new.len() && old.of(&self.text) == new.of(&text)
        };
        let known = self.parts.iter().zip(&cuts);
        let head = known.take_while(|(old, new)| same(old, new)).count();
        let known = self.parts[head..]
            .iter()
            .rev()
            .zip(cuts[head..].iter().rev());
        let tail = known.take_while(|(old, new)| same(old, new)).count();
        let changed = head..cuts.len() - tail;
        let offset = self.parts.len() - tail;
        let walked = |at: usize| match () {
            () if at < head => Arc::clone(&self.parts[at].1),
            () if changed.contains(&at) => Arc::new(read::walk(cuts[at].of(&text))),
            () => Arc::clone(&self.parts[at - changed.end + offset].1),
        };
        let parts: Vec<_> = (0..cuts.len()).map(|at| (cuts[at], walked(at))).collect();
        self.parts = parts;
        self.text = Arc::clone(&text);
        join(text, &self.parts)
    }
}

/// The document that the parts make.
fn join(text: Arc<str>, parts: &[(Span, Arc<Walked>)]) -> Document {
    let mut document = Document::default();
    let count = |of: fn(&Document) -> usize| parts.iter().map(|(_, it)| of(&it.document)).sum();
    document.blocks.reserve(count(|it| it.blocks.len()));
    document.anchors.reserve(count(|it| it.anchors.len()));
    document.links.reserve(count(|it| it.links.len()));
    let (mut paragraphs, mut tables) = (0, 0);
    for (span, walked) in parts {
        let (part, by) = (&walked.document, span.start);
        if by == 0 {
            document.metadata = part.metadata.clone();
        }
        document
            .blocks
            .extend(part.blocks.iter().map(|block| Block {
                kind: match block.kind {
                    BlockKind::Cell {
                        table,
                        row,
                        column,
                        header,
                    } => BlockKind::Cell {
                        table: table + tables,
                        row,
                        column,
                        header,
                    },
                    kind => kind,
                },
                span: shifted(block.span, by),
                prose: Arc::clone(&block.prose),
                map: block.map.shifted(by),
            }));
        let anchors = part.anchors.iter().map(|(span, anchor)| {
            let anchor = match anchor {
                Anchor::Paragraph(number) => Anchor::Paragraph(number + paragraphs),
                anchor => anchor.clone(),
            };
            (shifted(*span, by), anchor)
        });
        document.anchors.extend(anchors);
        let links = part.links.iter();
        document
            .links
            .extend(links.map(|(span, link)| (shifted(*span, by), link.clone())));
        paragraphs += walked.paragraphs;
        tables += walked.tables;
    }
    document.text = text;
    document
}

fn shifted(span: Span, by: usize) -> Span {
    Span::new(span.start + by, span.end + by)
}

/// Where a text may be cut; `None` where something in it may lead further than to the next blank line: definitions of links
/// and notes hold everywhere, code, metadata and some HTML run on over blank lines.
fn cuts(text: &str) -> Option<Vec<Span>> {
    let everywhere = ["]:", "```", "~~~", "\r", "\u{feff}"];
    if everywhere.iter().any(|mark| text.contains(mark)) {
        return None;
    }
    let front = front_matter(text)?;
    let (mut cuts, mut start, mut at) = (Vec::new(), 0, 0);
    let mut blank = false;
    for line in text.split_inclusive('\n') {
        let end = at + line.len();
        let fence = line.starts_with("---") || line.starts_with("...");
        let own = front > 0 && (at == 0 || end == front);
        let begins = line.trim_start();
        if fence && !own || begins.starts_with('<') && !is_comment(begins) {
            return None;
        }
        let paragraph = line.starts_with(|c: char| c.is_ascii_alphabetic());
        let parts = line.starts_with('#') || paragraph && at - start > LONG;
        if blank && parts && at >= front {
            cuts.push(Span::new(start, at));
            start = at;
        }
        blank = line == "\n";
        at = end;
    }
    cuts.push(Span::new(start, text.len()));
    Some(cuts)
}

/// Where the front matter ends, 0 if there is none.
fn front_matter(text: &str) -> Option<usize> {
    let Some(rest) = text.strip_prefix("---\n") else {
        return Some(0);
    };
    let close = "\n---\n";
    let end = rest.find(close)? + close.len();
    (!rest.starts_with('\n')).then_some(text.len() - rest.len() + end)
}

/// Whether a line is a comment and ends there.
fn is_comment(line: &str) -> bool {
    let inner = line.strip_prefix("<!--");
    inner.is_some_and(|inner| inner.contains("-->"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const PIECES: &[&str] = &[
        "# One\n\n",
        "## Two\n",
        "Three\n===\n\n",
        "words of a line\n",
        "Some *words* of another\n\n",
        "- item\n",
        "  - inner\n",
        "- loose\n\n",
        "1. first\n",
        "> quoted\n",
        ">\n",
        "\n",
        "\n\n",
        "    code\n\n",
        "| a | b |\n|---|---|\n| 1 | 2 |\n\n",
        "<!-- a comment -->\n\n",
        "<!-- a\n\ncomment -->\n",
        "<b>bold</b>\n\n",
        "<div>\n\n",
        "```\n",
        "[a]: http://b.c\n\n",
        "[a] and [^1]\n\n",
        "[^1]: a note\n\n",
        "---\n",
        "***\n\n",
        "---\ntitle: T\n---\n",
        "...\n",
        "https://a.b [@key] [\u{b6}3]\n\n",
        "é\n\n",
        " # three\n\n",
        "\\\n",
        "a  \nb\n\n",
        "<!-->\n",
        "-->\n",
        "\r\n",
        "~~gone~~\n\n",
    ];

    fn alike(memo: &mut Memo, text: &str) {
        let (one, other) = (memo.read(text.into()), read::read(text.into()));
        assert_eq!(one.blocks, other.blocks, "{text:?}");
        assert_eq!(one.anchors, other.anchors, "{text:?}");
        assert_eq!(one.links, other.links, "{text:?}");
        assert_eq!(one.metadata, other.metadata, "{text:?}");
        assert_eq!(one.text, other.text);
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn version_after_version_it_is_as_if_read_for_the_first_time(
            mut pieces in prop::collection::vec(prop::sample::select(PIECES), 1..40),
            edits in prop::collection::vec((any::<prop::sample::Index>(), prop::sample::select(PIECES), 0..3), 1..8),
            front in any::<bool>(),
        ) {
            let whole = |pieces: &[&str]| format!("{}{}", if front { "---\ntitle: T\n---\n" } else { "" }, pieces.concat());
            let mut memo = Memo::default();
            alike(&mut memo, &whole(&pieces));
            for (place, piece, how) in edits {
                let at = place.index(pieces.len());
                match how {
                    0 => pieces[at] = piece,
                    1 => pieces.insert(at, piece),
                    _ if pieces.len() > 1 => { pieces.remove(at); }
                    _ => {}
                }
                alike(&mut memo, &whole(&pieces));
            }
        }

        #[test]
        fn where_no_piece_forbids_it_texts_are_cut(
            pieces in prop::collection::vec(prop::sample::select(&PIECES[..16]), 1..60),
        ) {
            let text = pieces.concat();
            let heads = text.match_indices("\n\n#").count();
            prop_assert!(cuts(&text).expect("it can be cut").len() > heads);
            alike(&mut Memo::default(), &text);
        }
    }
}
