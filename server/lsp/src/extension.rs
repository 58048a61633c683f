//! What the protocol has no words for: the types of our own requests and notifications. docs/protocol-extensions.md says
//! what an editor may count on.

use serde::{Deserialize, Serialize};
use tower_lsp::ls_types::notification::Notification;
use tower_lsp::ls_types::{Range, TextDocumentIdentifier, Uri};

use analysis::ledger::{Dated, Evidence};

use crate::place::Places;

/// What our requests ask about: the workspace of a draft, else that of the first folder.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct About {
    /// The draft.
    pub text_document: Option<TextDocumentIdentifier>,
}

/// A place in a source.
#[derive(Debug, Serialize)]
pub struct Place {
    /// The file.
    pub uri: Uri,
    /// The words.
    pub range: Range,
    /// For people.
    pub label: String,
}

/// A date.
#[derive(Debug, Serialize)]
pub struct DateText {
    /// As EDTF.
    pub edtf: String,
    /// In words.
    pub words: String,
}

/// One who says when something happened.
#[derive(Debug, Serialize)]
pub struct Said {
    /// The date that it gives.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<DateText>,
    /// What it says.
    pub text: String,
    /// Whether a curated record says so.
    pub curated: bool,
    /// Where it stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location: Option<Place>,
}

impl Place {
    /// A place as the client names it.
    pub fn of(places: &Places<'_>, location: &analysis::Location) -> Option<Self> {
        let at = places.location(location)?;
        Some(Self {
            uri: at.uri,
            range: at.range,
            label: location.label.clone(),
        })
    }
}

impl Said {
    /// A witness as the client gets it.
    pub fn of(places: &Places<'_>, evidence: &Evidence) -> Self {
        Self {
            date: evidence.date.as_ref().map(DateText::from),
            text: evidence.text.clone(),
            curated: evidence.curated,
            location: evidence
                .location
                .as_ref()
                .and_then(|it| Place::of(places, it)),
        }
    }
}

impl From<&Dated> for DateText {
    fn from(date: &Dated) -> Self {
        Self {
            edtf: date.edtf.clone(),
            words: date.words.clone(),
        }
    }
}

/// `policy-ls/status`: how far reading is.
#[derive(Debug)]
pub enum StatusChanged {}

impl Notification for StatusChanged {
    type Params = Status;
    const METHOD: &'static str = "policy-ls/status";
}

/// What the status bar shows.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Status {
    /// `indexing`, `ready` or `failed`.
    pub state: String,
    /// The workspace's root.
    pub root: Option<Uri>,
    /// The library, for people.
    pub library: String,
    /// How many sources it has.
    pub sources: usize,
    /// How many events they tell of.
    pub events: usize,
    /// How many files of it could not be used, or only in part.
    pub problems: usize,
    /// What went wrong, if it failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}
