//! The walk over pulldown-cmark's events that builds the blocks.

use std::sync::Arc;

use pulldown_cmark::{
    CodeBlockKind, Event, HeadingLevel, LinkType, MetadataBlockKind, Options, Parser, Tag, TagEnd,
};
use text::{Anchor, Block, BlockKind, Document, LinkTarget, Mapped, Span};

use crate::{front_matter, mask};

/// Stands where prose was masked (code, images, addresses): a character of no word and no sentence.
const MASK: &str = "\u{fffc}";

/// Reads a Markdown text. Never fails: what is not Markdown is a paragraph. A byte-order mark is skipped and counted.
pub fn read(text: Arc<str>) -> Document {
    let mut document = walk(&text, text.len()).document;
    document.text = text;
    document
}

/// What a text says, without the text itself, and how much of it was counted.
#[derive(Debug, Default)]
pub(crate) struct Walked {
    pub document: Document,
    pub paragraphs: u32,
    pub tables: u32,
}

/// The walk over a text, as far as `end`.
pub(crate) fn walk(text: &str, end: usize) -> Walked {
    let base = if text.starts_with('\u{feff}') {
        '\u{feff}'.len_utf8()
    } else {
        0
    };
    let mut walk = Walk::default();
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS
        | Options::ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS;
    for (event, range) in Parser::new_ext(&text[base..], options).into_offset_iter() {
        let span = Span::new(range.start + base, range.end + base);
        if span.start >= end && end < text.len() {
            break;
        }
        walk.event(event, span, text);
    }
    walk.close_block(text);
    walk.document.blocks.sort_by_key(|block| block.span.start);
    walk.document.links.sort_by_key(|(span, _)| *span);
    Walked {
        document: walk.document,
        paragraphs: walk.paragraphs,
        tables: walk.tables,
    }
}

#[derive(Default)]
struct Walk {
    document: Document,
    /// The block being filled, if any.
    open: Option<Open>,
    quote_depth: u8,
    list_depth: u8,
    notes: u32,
    tables: u32,
    row: u32,
    column: u32,
    in_header: bool,
    /// Text here is not prose: code blocks, images, deleted words.
    hidden: u32,
    /// The text of a link that shows its own address.
    autolink: u32,
    /// What parts keys from values in the front matter that is open.
    front_matter: Option<char>,
    html: Option<Span>,
    paragraphs: u32,
}

struct Open {
    kind: BlockKind,
    span: Span,
    prose: Mapped,
}

impl Walk {
    fn event(&mut self, event: Event<'_>, span: Span, text: &str) {
        match event {
            Event::Start(tag) => self.start(tag, span, text),
            Event::End(tag) => self.end(tag, span, text),
            Event::Text(words) if let Some(parts) = self.front_matter => {
                let _ = words;
                self.document.metadata = front_matter::read(text, span, parts);
            }
            Event::Text(words) => self.words(&words, span, text),
            Event::Code(_) | Event::InlineMath(_) | Event::DisplayMath(_) => self.put(MASK, span),
            Event::SoftBreak | Event::HardBreak => self.put("\n", span),
            Event::FootnoteReference(label) => {
                self.document
                    .links
                    .push((span, LinkTarget::Footnote(label.into_string())));
                self.put("", span);
            }
            Event::InlineHtml(_) => self.put("", span),
            Event::Html(_) => self.html = Some(self.html.map_or(span, |html| html.join(span))),
            Event::Rule | Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>, span: Span, text: &str) {
        match tag {
            Tag::Paragraph => {
                let kind = self.leaf_kind();
                self.open_block(kind, span, text);
            }
            Tag::Heading { level, .. } => {
                self.open_block(BlockKind::Heading(level_of(level)), span, text)
            }
            Tag::BlockQuote(_) => {
                self.close_block(text);
                self.quote_depth = self.quote_depth.saturating_add(1);
            }
            Tag::List(_) => {
                self.close_block(text);
                self.list_depth = self.list_depth.saturating_add(1);
            }
            Tag::Item => {
                self.close_block(text);
                let kind = self.leaf_kind();
                // A tight item holds its text directly; a loose one opens a paragraph, which takes this one's place.
                self.open_block(kind, span, text);
            }
            Tag::FootnoteDefinition(_) => {
                self.close_block(text);
                self.notes += 1;
            }
            Tag::Table(_) => {
                self.close_block(text);
                self.tables += 1;
                self.row = 0;
            }
            Tag::TableHead => {
                self.in_header = true;
                self.column = 0;
            }
            Tag::TableRow => {
                self.row += 1;
                self.column = 0;
            }
            Tag::TableCell => {
                let kind = BlockKind::Cell {
                    table: self.tables - 1,
                    row: self.row,
                    column: self.column,
                    header: self.in_header,
                };
                self.open_block(kind, span, text);
            }
            Tag::CodeBlock(kind) => {
                let _: CodeBlockKind<'_> = kind;
                self.close_block(text);
                self.hidden += 1;
            }
            Tag::HtmlBlock => {
                self.close_block(text);
                self.html = None;
            }
            Tag::Strikethrough => self.hidden += 1,
            Tag::Image { .. } => {
                self.put(MASK, span);
                self.hidden += 1;
            }
            Tag::Link {
                link_type,
                dest_url,
                ..
            } => {
                self.document
                    .links
                    .push((span, LinkTarget::Destination(dest_url.into_string())));
                if matches!(link_type, LinkType::Autolink | LinkType::Email) {
                    self.put(MASK, span);
                    self.hidden += 1;
                    self.autolink += 1;
                }
            }
            Tag::MetadataBlock(kind) => {
                self.close_block(text);
                self.front_matter = Some(match kind {
                    MetadataBlockKind::YamlStyle => ':',
                    MetadataBlockKind::PlusesStyle => '=',
                });
                self.open_block(BlockKind::FrontMatter, span, text);
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd, span: Span, text: &str) {
        match tag {
            TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item => self.close_block(text),
            TagEnd::BlockQuote(_) => {
                self.close_block(text);
                self.quote_depth = self.quote_depth.saturating_sub(1);
            }
            TagEnd::List(_) => {
                self.close_block(text);
                self.list_depth = self.list_depth.saturating_sub(1);
            }
            TagEnd::FootnoteDefinition => {
                self.close_block(text);
                self.notes -= 1;
            }
            TagEnd::TableHead => self.in_header = false,
            TagEnd::TableCell => {
                self.close_block(text);
                self.column += 1;
            }
            TagEnd::CodeBlock | TagEnd::Strikethrough | TagEnd::Image => {
                self.hidden = self.hidden.saturating_sub(1)
            }
            TagEnd::Link if self.autolink > 0 => {
                self.autolink -= 1;
                self.hidden = self.hidden.saturating_sub(1);
            }
            TagEnd::HtmlBlock => {
                if let Some(html) = self.html.take() {
                    self.comment(html, text);
                }
                let _ = span;
            }
            TagEnd::MetadataBlock(_) => {
                self.front_matter = None;
                self.close_block(text);
            }
            _ => {}
        }
    }

    /// What a paragraph is here: the innermost container that matters says it.
    fn leaf_kind(&self) -> BlockKind {
        if self.notes > 0 {
            BlockKind::Note
        } else if self.quote_depth > 0 {
            BlockKind::Quote(self.quote_depth)
        } else if self.list_depth > 0 {
            BlockKind::Item(self.list_depth)
        } else {
            BlockKind::Paragraph
        }
    }

    fn open_block(&mut self, kind: BlockKind, span: Span, text: &str) {
        self.close_block(text);
        self.open = Some(Open {
            kind,
            span,
            prose: Mapped::default(),
        });
    }

    fn close_block(&mut self, text: &str) {
        let Some(open) = self.open.take() else { return };
        let mut masked = mask(open.prose);
        if masked.prose.text.trim().is_empty() && open.kind != BlockKind::FrontMatter {
            return;
        }
        // A tight item's span runs on over its sublists; the block ends where its own words end.
        let mut span = open.span;
        if let (BlockKind::Item(_), Some(last)) = (open.kind, masked.prose.map.pieces().next_back())
        {
            span.end = span
                .end
                .min((last.source + last.source_len).max(span.start));
        }
        while span.end > span.start && text.as_bytes()[span.end - 1].is_ascii_whitespace() {
            span.end -= 1;
        }
        self.document.links.append(&mut masked.links);
        match open.kind {
            BlockKind::FrontMatter => {}
            BlockKind::Heading(_) => {
                self.document
                    .anchors
                    .push((span, Anchor::Heading(masked.prose.text.trim().to_owned())));
            }
            _ => {
                self.paragraphs += 1;
                self.document
                    .anchors
                    .push((span, Anchor::Paragraph(self.paragraphs)));
            }
        }
        if !masked.retells.is_empty() {
            self.document
                .anchors
                .push((span, Anchor::Retells(masked.retells)));
        }
        self.document.blocks.push(Block {
            kind: open.kind,
            span,
            prose: masked.prose.text.into(),
            map: masked.prose.map,
        });
    }

    fn words(&mut self, words: &str, span: Span, text: &str) {
        if self.hidden > 0 {
            return;
        }
        let Some(open) = &mut self.open else { return };
        if span.of(text) == words {
            open.prose.copy(words, span.start);
        } else {
            open.prose.replace(words, span);
        }
    }

    fn put(&mut self, words: &str, span: Span) {
        if self.hidden > 0 {
            return;
        }
        if let Some(open) = &mut self.open {
            open.prose.replace(words, span);
        }
    }

    /// An HTML block that is a comment becomes a block of its own; other HTML is not prose.
    fn comment(&mut self, html: Span, text: &str) {
        let raw = html.of(text);
        let Some(start) = raw.find("<!--") else {
            return;
        };
        let inner = start + 4;
        let end = raw[inner..]
            .find("-->")
            .map_or(raw.len(), |end| inner + end);
        let mut prose = Mapped::default();
        prose.copy(&raw[inner..end], html.start + inner);
        self.document.blocks.push(Block {
            kind: BlockKind::Comment,
            span: html,
            prose: prose.text.into(),
            map: prose.map,
        });
    }
}

fn level_of(level: HeadingLevel) -> u8 {
    level as u8
}
