//! What a file that is no text is read into: Markdown that says the same, with the pages that its words stand on. It is
//! what a jump opens, and what crosses from the reading process to ours.

use serde::{Deserialize, Serialize};
use text::{Anchor, Document, Metadata, Problem, ProblemKind, Span};
use thiserror::Error;

/// A readable twin of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rendition {
    /// The words, as Markdown.
    pub markdown: String,
    /// Pages: byte of `markdown` at which each begins, and its number from 1. In order.
    pub pages: Vec<(usize, u32)>,
    /// Title, by the file's own metadata.
    pub title: Option<String>,
    /// Author or authors.
    pub author: Option<String>,
    /// Day or moment of publication, as ISO 8601, or as written.
    pub date: Option<String>,
    /// Language tag.
    pub language: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// Where it stands on the web.
    pub url: Option<String>,
    /// Terms of use.
    pub licence: Option<String>,
    /// What could not be read, for people.
    pub losses: Vec<String>,
}

/// Why a file could not be read.
#[derive(Clone, Debug, PartialEq, Eq, Error, Serialize, Deserialize)]
pub enum ReadError {
    /// The bytes are something else, or broken.
    #[error(
        "is not a readable {0}: it is damaged, cut off, or of another format than its name says"
    )]
    NotOfFormat(String),
    /// It needs a password.
    #[error(
        "is encrypted; save a copy without a password (on a command line: qpdf --decrypt OLD NEW)"
    )]
    Encrypted,
    /// It holds pictures of pages only.
    #[error(
        "has no text layer, only pictures of pages; recognise its text first (on a command line: ocrmypdf OLD NEW)"
    )]
    Scanned,
    /// It unpacks to more than the limit.
    #[error("unpacks to more than {0} MB, the most that is read; it may be damaged or hostile")]
    TooLarge(u64),
    /// Its parts are nested too deep.
    #[error(
        "is nested deeper than {0} levels, the most that is read; it may be damaged or hostile"
    )]
    TooDeep(usize),
}

impl Rendition {
    /// The document that the rendition's Markdown is, with its pages as anchors.
    pub fn into_document(self) -> Document {
        let mut document = markdown::read(self.markdown.into());
        let end = document.text.len();
        for (at, (start, page)) in self.pages.iter().enumerate() {
            let stop = self.pages.get(at + 1).map_or(end, |(next, _)| *next);
            let span = Span::new((*start).min(end), stop.min(end));
            document.anchors.push((span, Anchor::Page(*page)));
        }
        document.anchors.sort_by_key(|(span, _)| span.start);
        let metadata = &mut document.metadata;
        let day = |date: &str| {
            let day = date
                .get(..10)
                .filter(|_| date.as_bytes().get(10) == Some(&b'T'));
            day.unwrap_or(date).to_owned()
        };
        *metadata = Metadata {
            title: self.title,
            author: self.author,
            date: self.date.map(|date| (day(&date), Span::new(0, 0))),
            language: self.language,
            publisher: self.publisher,
            url: self.url,
            licence: self.licence,
            more: Vec::new(),
        };
        document
            .problems
            .extend(self.losses.into_iter().map(|message| Problem {
                kind: ProblemKind::Lossy,
                message,
                span: None,
            }));
        document.rendition = true;
        document
    }
}
