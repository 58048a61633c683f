//! The one shape that every format becomes.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::{Map, Span};

/// A text with its blocks. Spans count bytes of `text` as it lies on disk.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// The whole text.
    pub text: Arc<str>,
    /// Its blocks, in the order of the text; a block never contains another.
    pub blocks: Vec<Block>,
    /// What the document says of itself.
    pub metadata: Metadata,
    /// Places that a person can name, in order.
    pub anchors: Vec<(Span, Anchor)>,
    /// Links and citations, in order.
    pub links: Vec<(Span, LinkTarget)>,
    /// What could not be read, or only with loss.
    pub problems: Vec<Problem>,
    /// Whether `text` is a readable twin of a file that is no text itself (PDF, DOCX, HTML) or is not UTF-8.
    pub rendition: bool,
}

/// One unit of prose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Where it stands in the text, markup included.
    pub span: Span,
    /// Its prose: markup skipped, code and link targets masked, wrapped lines kept as line feeds.
    pub prose: Arc<str>,
    /// The way from `prose` back to the text.
    pub map: Map,
}

/// What a block is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, PartialOrd, Ord)]
pub enum BlockKind {
    /// A heading and its level, 1 to 6.
    Heading(u8),
    /// Running text.
    Paragraph,
    /// A list item's text and its depth, from 1.
    Item(u8),
    /// A table's cell. Row 0 is the header.
    Cell {
        /// Ordinal of the table in the document.
        table: u32,
        /// Row, 0 for the header.
        row: u32,
        /// Column from 0.
        column: u32,
        /// Whether it stands in the header row.
        header: bool,
    },
    /// A block quote's paragraph and its depth, from 1.
    Quote(u8),
    /// A footnote's text.
    Note,
    /// An HTML comment.
    Comment,
    /// The front matter, as it stands.
    FrontMatter,
}

/// A place that a person can name.
#[derive(Clone, PartialEq, Eq, Debug, Hash, PartialOrd, Ord)]
pub enum Anchor {
    /// A page, from 1.
    Page(u32),
    /// A heading's words.
    Heading(String),
    /// The 1-based count of non-empty lines (plain text) or of blocks (other formats).
    Paragraph(u32),
    /// In a retelling: the paragraphs of the original that this block retells.
    Retells(Vec<u32>),
}

/// Where a link or a citation leads.
#[derive(Clone, PartialEq, Eq, Debug, Hash)]
pub enum LinkTarget {
    /// A URL or a path, as written.
    Destination(String),
    /// A footnote's label.
    Footnote(String),
    /// A citation key, as in `[@key]`.
    Key(String),
}

/// What a document says of itself: front matter, a web page's head, a PDF's or Word document's properties.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Metadata {
    /// Title.
    pub title: Option<String>,
    /// Author or authors, as written.
    pub author: Option<String>,
    /// Date, as written; read by `prose`.
    pub date: Option<(String, Span)>,
    /// Language tag.
    pub language: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// Where it stands on the web.
    pub url: Option<String>,
    /// Terms of use.
    pub licence: Option<String>,
    /// What else front matter says, in order.
    pub more: Vec<Stated>,
}

/// One key of front matter with its value, both as written.
#[derive(Clone, PartialEq, Eq, Debug, Hash, Serialize, Deserialize)]
pub struct Stated {
    /// In lower case.
    pub key: String,
    /// Quotes and comments off.
    pub value: String,
    /// The line of the document, from 1.
    pub line: usize,
}

/// Something that could not be read, or only with loss.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Problem {
    /// What kind of trouble it is.
    pub kind: ProblemKind,
    /// What went wrong and what would mend it, for a person.
    pub message: String,
    /// Where in the text, if anywhere.
    pub span: Option<Span>,
}

/// Kinds of trouble with a file.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum ProblemKind {
    /// The file could not be read at all.
    Unreadable,
    /// It was read, but with loss.
    Lossy,
    /// It is past a stated limit.
    Limit,
}

impl Document {
    /// Index of the block that holds `offset`, cursor-wise (an offset at a block's end belongs to it).
    pub fn block_at(&self, offset: usize) -> Option<usize> {
        let at = self.blocks.partition_point(|block| block.span.end < offset);
        let block = self.blocks.get(at)?;
        if block.span.touches(offset) {
            // Where two blocks meet, the cursor belongs to the one that begins there.
            if let Some(next) = self.blocks.get(at + 1)
                && next.span.start == offset
            {
                return Some(at + 1);
            }
            return Some(at);
        }
        None
    }

    /// The page (from 1) of `offset`, if the document has pages.
    pub fn page_at(&self, offset: usize) -> Option<u32> {
        let at = self
            .anchors
            .partition_point(|(span, _)| span.start <= offset);
        self.anchors[..at]
            .iter()
            .rev()
            .find_map(|(_, anchor)| match anchor {
                Anchor::Page(number) => Some(*number),
                _ => None,
            })
    }

    /// The paragraph anchor (1-based) of `offset`, if the document has such anchors.
    pub fn paragraph_at(&self, offset: usize) -> Option<u32> {
        let at = self
            .anchors
            .partition_point(|(span, _)| span.start <= offset);
        self.anchors[..at]
            .iter()
            .rev()
            .find_map(|(span, anchor)| match anchor {
                Anchor::Paragraph(number) if span.touches(offset) => Some(*number),
                _ => None,
            })
    }
}
