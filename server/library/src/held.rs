//! A source's document: at hand, or read again when somebody asks for it. What it says of itself is always at hand, so
//! that a library can be made and opened without any text.

use std::fmt::Debug;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use text::{Document, Metadata, Problem};

/// Reads one source's document again.
pub trait Reread: Send + Sync + Debug {
    /// The document. What has gone or is another by now comes back as [`Card::blank_document`].
    fn read(&self, card: &Card) -> Arc<Document>;
}

/// What is known of a document without its text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    /// What it says of itself.
    pub metadata: Metadata,
    /// What could not be read of it.
    pub problems: Vec<Problem>,
    /// Whether its text is a readable twin of the file.
    pub rendition: bool,
    /// Bytes of its text.
    pub bytes: usize,
    /// Whether that says nothing.
    pub blank: bool,
    /// Of a twin: a hash of what decides what is read of it and is not in the file's own bytes.
    pub twin: Option<[u8; 32]>,
}

impl Card {
    /// What is to be known of `document`.
    pub fn of(document: &Document) -> Self {
        let twin = || {
            let said = format!("{:?} {:?}", document.metadata, document.anchors);
            *blake3::hash(said.as_bytes()).as_bytes()
        };
        Self {
            metadata: document.metadata.clone(),
            problems: document.problems.clone(),
            rendition: document.rendition,
            bytes: document.text.len(),
            blank: document.text.trim().is_empty(),
            twin: document.rendition.then(twin),
        }
    }

    /// A document of the same length that says nothing: any place in it can be shown.
    pub fn blank_document(&self) -> Document {
        Document {
            text: " ".repeat(self.bytes).into(),
            rendition: self.rendition,
            ..Document::default()
        }
    }
}

/// Where a document is.
#[derive(Clone, Debug)]
pub(crate) enum Held {
    Here(Arc<Document>),
    There(Arc<dyn Reread>),
}
