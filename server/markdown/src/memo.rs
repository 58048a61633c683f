//! A text that is read version after version: it is cut where nothing can lead from one part to the next, and of a new version
//! only those parts are parsed that the one before did not have. What cannot be cut safely is parsed as a whole.

use std::collections::HashSet;
use std::sync::Arc;

use text::{Anchor, Block, BlockKind, Document, Span};

use crate::read::{self, Walked};

/// Headings begin a part; a paragraph does so only where the part before would become longer than this. Tests try it often.
const LONG: usize = if cfg!(test) { 64 } else { 4096 };

/// The parts of the last version.
#[derive(Debug, Default)]
pub struct Memo {
    text: Arc<str>,
    parts: Vec<Part>,
}

#[derive(Clone, Debug)]
struct Part {
    span: Span,
    labels: Arc<Labels>,
    /// Definitions of the notes that it refers to and that stand elsewhere: what they say matters not.
    notes: String,
    walked: Arc<Walked>,
}

/// The labels of notes in a part.
#[derive(Debug)]
struct Labels {
    /// Those that it defines, in lower case.
    defined: Vec<String>,
    /// Those that it only refers to.
    meant: Vec<String>,
}

impl Memo {
    /// Reads a text as [`crate::read`] does.
    pub fn read(&mut self, text: Arc<str>) -> Document {
        let Some(parts) = self.parts(&text) else {
            *self = Self::default();
            return read::read(text);
        };
        self.parts = parts;
        self.text = Arc::clone(&text);
        join(text, &self.parts)
    }

    /// The parts of a text, if it can be cut.
    fn parts(&self, text: &str) -> Option<Vec<Part>> {
        let (head, tail) = common(&self.text, text);
        // The first letter behind a part decides that it ends there.
        let stays = |part: &&Part| part.span.end < head;
        let kept = self.parts.iter().take_while(stays).count();
        let (before, after) = self.parts.split_at(kept);
        let from = before.last().map_or(0, |part| part.span.end);
        let moved = |at: usize| at + text.len() - self.text.len();
        // Where a part begins as one did, and all that follows is the same.
        let meets = |at: usize| {
            let old = (at + self.text.len()).checked_sub(text.len())?;
            let begins = after.binary_search_by_key(&old, |part| part.span.start);
            begins.ok().filter(|_| at + tail >= text.len())
        };
        let (cuts, rest) = cuts(text, from, meets)?;
        let mut parts: Vec<(Span, Arc<Labels>, Option<&Part>)> = Vec::new();
        let own = |part: &Part| Arc::clone(&part.labels);
        parts.extend(before.iter().map(|part| (part.span, own(part), Some(part))));
        for span in cuts {
            parts.push((span, Arc::new(Labels::of(span.of(text))?), None));
        }
        let rest = after[rest.unwrap_or(after.len())..].iter();
        parts.extend(rest.map(|part| {
            let span = Span::new(moved(part.span.start), moved(part.span.end));
            (span, own(part), Some(part))
        }));
        let labels = parts.iter().flat_map(|(_, labels, _)| &labels.defined);
        let defined: HashSet<String> = labels.cloned().collect();
        let part = |(span, labels, known): (Span, Arc<Labels>, Option<&Part>)| {
            let notes = labels.notes(&defined);
            let walked = match known.filter(|known| known.notes == notes) {
                Some(known) => Arc::clone(&known.walked),
                None => Arc::new(walk(span.of(text), &notes)),
            };
            Part {
                span,
                labels,
                notes,
                walked,
            }
        };
        Some(parts.into_iter().map(part).collect())
    }
}

/// How many bytes two texts have in common at their beginnings and, of the rest, at their ends.
fn common(one: &str, other: &str) -> (usize, usize) {
    const STEP: usize = if cfg!(test) { 16 } else { 1024 };
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let same = |(one, other): &(&[u8], &[u8])| one == other;
    let steps = one.chunks(STEP).zip(other.chunks(STEP));
    let mut head = (STEP * steps.take_while(same).count())
        .min(one.len())
        .min(other.len());
    let letters = one[head..].iter().zip(&other[head..]);
    head += letters.take_while(|(one, other)| one == other).count();
    let (one, other) = (&one[head..], &other[head..]);
    let steps = one.rchunks(STEP).zip(other.rchunks(STEP));
    let mut tail = (STEP * steps.take_while(same).count())
        .min(one.len())
        .min(other.len());
    let letters = one[..one.len() - tail].iter().rev();
    let letters = letters.zip(other[..other.len() - tail].iter().rev());
    tail += letters.take_while(|(one, other)| one == other).count();
    (head, tail)
}

/// What a part says where these notes are defined elsewhere.
fn walk(part: &str, notes: &str) -> Walked {
    match notes.is_empty() {
        true => read::walk(part, part.len()),
        false => read::walk(&[part, notes].join("\n\n"), part.len()),
    }
}

/// The document that the parts make.
fn join(text: Arc<str>, parts: &[Part]) -> Document {
    let mut document = Document::default();
    let count = |of: fn(&Document) -> usize| parts.iter().map(|it| of(&it.walked.document)).sum();
    document.blocks.reserve(count(|it| it.blocks.len()));
    document.anchors.reserve(count(|it| it.anchors.len()));
    document.links.reserve(count(|it| it.links.len()));
    let (mut paragraphs, mut tables) = (0, 0);
    for Part { span, walked, .. } in parts {
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

/// Where a text may be cut behind `from`, where a part begins, up to where it `meets` a part that is known; and the number of
/// that. `None` where something in it may lead further than to the next blank line: code, metadata and some HTML run on over
/// blank lines.
fn cuts(
    text: &str,
    from: usize,
    meets: impl Fn(usize) -> Option<usize>,
) -> Option<(Vec<Span>, Option<usize>)> {
    let front = if from == 0 { front_matter(text)? } else { 0 };
    let (mut cuts, mut start, mut at) = (Vec::new(), from, from);
    let (mut blank, mut met) = (false, None);
    for line in text[from..].split_inclusive('\n') {
        let paragraph = line.starts_with(|c: char| c.is_ascii_alphabetic());
        let parts = line.starts_with('#') || paragraph && at - start > LONG;
        if blank && parts && at >= front {
            cuts.push(Span::new(start, at));
            start = at;
            met = meets(at);
            if met.is_some() {
                break;
            }
        }
        let end = at + line.len();
        let fence = ["---", "...", "+++"].iter().any(|it| line.starts_with(it));
        let own = front > 0 && (at == 0 || end == front);
        let begins = line.trim_start();
        if fence && !own || begins.starts_with('<') && !is_comment(begins) {
            return None;
        }
        blank = line == "\n";
        at = end;
    }
    if met.is_none() {
        cuts.push(Span::new(start, text.len()));
    }
    let marks = ["```", "~~~", "\r", "\u{feff}"];
    let safe = !marks.iter().any(|mark| text[from..at].contains(mark));
    safe.then_some((cuts, met))
}

impl Labels {
    /// Those of a part; `None` if it may define anything but a note, for that changes what links mean wherever they stand.
    fn of(part: &str) -> Option<Self> {
        let (mut defined, mut meant) = (Vec::new(), Vec::new());
        for (at, _) in part.match_indices("]:") {
            let line = part[..at].rfind('\n').map_or(0, |end| end + 1);
            let label = part[line..at].strip_prefix("[^")?;
            if !label.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
                return None;
            }
            defined.push(label.to_ascii_lowercase());
        }
        for (at, _) in part.match_indices("[^") {
            let label = part[at + 2..].split(']').next().unwrap_or_default();
            let own = || defined.contains(&label.to_ascii_lowercase());
            let known = meant.iter().any(|known| known == label);
            if !known && !own() {
                meant.push(label.to_owned());
            }
        }
        Some(Self { defined, meant })
    }

    /// Definitions of the notes that are defined, but not here.
    fn notes(&self, defined: &HashSet<String>) -> String {
        let is_known = |label: &&String| defined.contains(&label.trim().to_ascii_lowercase());
        let known = self.meant.iter().filter(is_known);
        known.map(|label| format!("[^{label}]: .\n")).collect()
    }
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

    /// Pieces of texts that can be cut.
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
        "| a | b |\n|---|---|\n| 1 | 2 |\n",
        "<!-- a comment -->\n",
        "[^1]: a note\n\n",
        "[^b]: one more\n",
        "    and more of it\n\n",
        "[a] and [^1]\n\n",
        "a [^B] and ![^1]\n",
        "- see [^1]\n",
        "> [^b]",
        "***\n\n",
        "https://a.b [@key] [\u{b6}3]\n\n",
        "\u{e9}\n\n",
        " # three\n\n",
        "\\\n",
        "a  \nb\n\n",
        "~~gone~~\n\n",
    ];
    /// Pieces of others.
    const UNSAFE: &[&str] = &[
        "<!-- a\n\ncomment -->\n",
        "<b>bold</b>\n\n",
        "<div>\n\n",
        "```\n",
        "[a]: http://b.c\n\n",
        "---\n",
        "---\ntitle: T\n---\n",
        "...\n",
        "<!-->\n",
        "-->\n",
        "\r\n",
        "> [^b]: c\n",
    ];

    fn piece() -> impl Strategy<Value = &'static str> {
        prop_oneof![60 => prop::sample::select(PIECES), 1 => prop::sample::select(UNSAFE)]
    }

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
            mut pieces in prop::collection::vec(piece(), 1..40),
            edits in prop::collection::vec((any::<prop::sample::Index>(), piece(), 0..3), 1..8),
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
            pieces in prop::collection::vec(prop::sample::select(PIECES), 1..60),
        ) {
            let text = pieces.concat();
            let heads = text.match_indices("\n\n#").count();
            prop_assert!(cuts(&text, 0, |_| None).expect("it can be cut").0.len() > heads);
            alike(&mut Memo::default(), &text);
        }
    }
}
