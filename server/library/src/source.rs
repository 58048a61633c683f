//! Sources: what is evidence, what it says of itself, and where a fact stands in it.

use std::sync::Arc;

use prose::date::DateValue;
use schemars::JsonSchema;
use serde::Deserialize;
use text::{Document, Span};

use crate::dated::stated_date;
use crate::held::{Card, Held, Reread};
use crate::records::RecordError;

/// Number of a source in its library.
#[derive(
    Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
)]
pub struct SourceId(pub u32);

/// How much weight a source carries, heaviest first.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    Debug,
    PartialOrd,
    Ord,
    Default,
    Deserialize,
    serde::Serialize,
    JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Rank {
    /// The document itself.
    Primary,
    /// An official translation of it.
    OfficialTranslation,
    /// Scholarship.
    Scholarly,
    /// The press.
    Press,
    /// The workspace's own notes, and whatever says nothing of itself.
    #[default]
    Own,
}

/// What a source is: the file `STEM.source.toml` beside it.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct SourceRecord {
    /// Version of this file's format: 1.
    #[schemars(range(min = 1, max = 1))]
    pub format: u32,
    /// Stable slug; the file's stem if none is given.
    #[serde(default)]
    pub id: Option<String>,
    /// Title.
    #[serde(default)]
    pub title: Option<String>,
    /// Author or authors.
    #[serde(default)]
    pub author: Option<String>,
    /// Who speaks in it, for a speech.
    #[serde(default)]
    pub speaker: Option<String>,
    /// EDTF.
    #[serde(default)]
    pub date: Option<String>,
    /// Publisher or journal.
    #[serde(default)]
    pub publisher: Option<String>,
    /// Where it was found.
    #[serde(default)]
    pub url: Option<String>,
    /// Language tag.
    #[serde(default)]
    pub language: Option<String>,
    /// Terms of use, for people.
    #[serde(default)]
    pub licence: Option<String>,
    /// Weight.
    #[serde(default)]
    pub rank: Option<Rank>,
    /// SHA-256 of the file that this one retells.
    #[serde(default)]
    pub retells: Option<String>,
    /// Short title for notes ("Guan 2022").
    #[serde(default)]
    pub short: Option<String>,
    /// SHA-256 that the file should have.
    #[serde(default)]
    pub sha256: Option<String>,
    /// SHA-256 that the file has, filled in by who read it.
    #[serde(skip)]
    pub digest: Option<String>,
    /// The file it speaks of, where that is not clear from its own name.
    #[serde(default)]
    pub file: Option<String>,
    /// A remark for people.
    #[serde(default)]
    pub note: Option<String>,
    /// Whether its passages leave the editor nowhere: no report, no output of the command line, no cache.
    #[serde(default)]
    pub confidential: bool,
    /// The day from which it may be told of, as EDTF; before, it is treated as confidential.
    #[serde(default)]
    pub embargo_until: Option<String>,
    /// The source that it translates or is another version of, by id or path; or a name that all versions of one text
    /// share. Versions are no misquotations of each other.
    #[serde(default)]
    pub translation_of: Option<String>,
    /// When it was taken from its address, as EDTF.
    #[serde(default)]
    pub retrieved: Option<String>,
    /// Where a copy is kept on the web.
    #[serde(default)]
    pub archive_url: Option<String>,
    /// Whether it is confidential, or under embargo, on the day on which it was read; filled in by who read it.
    #[serde(skip)]
    pub withheld: bool,
    /// Citation key of the entry that a bibliography has for it.
    #[serde(skip)]
    pub key: Option<String>,
}

impl Rank {
    /// Whether it counts as the document itself when findings are weighed.
    pub fn is_primary(self) -> bool {
        matches!(self, Rank::Primary | Rank::OfficialTranslation)
    }
}

impl SourceRecord {
    /// Reads a source record; `file` names it in errors.
    ///
    /// # Errors
    /// If it is not TOML of this shape, has a newer format, or a date that is not EDTF.
    pub fn parse(file: &str, toml: &str) -> Result<Self, RecordError> {
        crate::records::source_record(file, toml)
    }

    /// Whether its passages leave the editor nowhere on the day `today` (ISO, `2026-05-01`).
    pub fn is_withheld(&self, today: &str) -> bool {
        let day = |edtf: &str| DateValue::parse_edtf(edtf)?.interval.start;
        self.confidential
            || self.embargo_until.as_deref().is_some_and(|until| {
                // What cannot be understood holds for ever.
                let days = day(until).zip(day(today));
                days.is_none_or(|(until, today)| today < until)
            })
    }

    /// The same, with what it does not say taken from `other`.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self {
            format: self.format.max(other.format),
            id: self.id.or(other.id),
            title: self.title.or(other.title),
            author: self.author.or(other.author),
            speaker: self.speaker.or(other.speaker),
            date: self.date.or(other.date),
            publisher: self.publisher.or(other.publisher),
            url: self.url.or(other.url),
            language: self.language.or(other.language),
            licence: self.licence.or(other.licence),
            rank: self.rank.or(other.rank),
            retells: self.retells.or(other.retells),
            short: self.short.or(other.short),
            sha256: self.sha256.or(other.sha256),
            digest: self.digest.or(other.digest),
            file: self.file.or(other.file),
            note: self.note.or(other.note),
            confidential: self.confidential || other.confidential,
            embargo_until: self.embargo_until.or(other.embargo_until),
            translation_of: self.translation_of.or(other.translation_of),
            retrieved: self.retrieved.or(other.retrieved),
            archive_url: self.archive_url.or(other.archive_url),
            withheld: self.withheld || other.withheld,
            key: self.key.or(other.key),
        }
    }
}

/// One source, loaded.
#[derive(Clone, Debug)]
pub struct Source {
    /// Stable slug.
    pub id: String,
    /// Path from the workspace's root, with `/`.
    pub path: String,
    /// Title.
    pub title: String,
    /// Author or authors.
    pub author: Option<String>,
    /// Who speaks in it.
    pub speaker: Option<String>,
    /// Its date.
    pub date: Option<DateValue>,
    /// Weight.
    pub rank: Rank,
    /// Language tag.
    pub language: Option<String>,
    /// Where it stands on the web.
    pub url: Option<String>,
    /// Short title for notes.
    pub short: String,
    /// SHA-256 of the file that it retells.
    pub retells: Option<String>,
    /// SHA-256 of the file, where known.
    pub sha256: Option<String>,
    /// What is known of its document.
    pub card: Arc<Card>,
    /// Its document.
    held: Held,
    /// What others than the editor see of the text, if they may not see it.
    pub veil: Option<Arc<str>>,
    /// What its record says.
    pub record: SourceRecord,
}

impl Source {
    /// Its text and blocks; read again if nobody has them. Hold on to it where it is looked at more than once.
    pub fn document(&self) -> Arc<Document> {
        match &self.held {
            Held::Here(document) => Arc::clone(document),
            Held::There(reread) => reread.read(&self.card),
        }
    }

    /// Its text.
    pub fn text(&self) -> Arc<str> {
        Arc::clone(&self.document().text)
    }

    /// The text as it may be shown.
    pub fn shown(&self) -> Arc<str> {
        self.veil.clone().unwrap_or_else(|| self.text())
    }

    /// Whether both are versions of one text.
    pub fn is_version_of(&self, other: &Source) -> bool {
        let means = |one: &Source, other: &Source| {
            let of = one.record.translation_of.as_deref();
            of.is_some_and(|of| other.is_named(of))
        };
        let shared = self.record.translation_of.is_some()
            && self.record.translation_of == other.record.translation_of;
        self.path != other.path && (shared || means(self, other) || means(other, self))
    }

    /// Whether a record means it by `name`: its id, its path, or the key of its entry in a bibliography.
    pub fn is_named(&self, name: &str) -> bool {
        self.id == name || self.path == name || self.record.key.as_deref() == Some(name)
    }
}

/// Where a fact stands.
#[derive(Clone, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub struct Provenance {
    /// The source.
    pub source: SourceId,
    /// The words, in the source's text.
    pub span: Span,
    /// The paragraph, for people.
    pub anchor: Option<u32>,
    /// What it rests on, if the source only retells ("retold from Guan 2022, paragraph 22; ...").
    pub original: Option<String>,
}

impl Source {
    /// Makes a source of a document and what its record says; `path` from the workspace's root.
    pub fn new(path: &str, record: SourceRecord, document: Arc<Document>) -> Self {
        let card = Arc::new(Card::of(&document));
        Self::of(path, record, card, Held::Here(document))
    }

    /// The same of one whose document is read when it is asked for.
    pub fn known(
        path: &str,
        record: SourceRecord,
        card: Arc<Card>,
        document: Arc<dyn Reread>,
    ) -> Self {
        Self::of(path, record, card, Held::There(document))
    }

    fn of(path: &str, mut record: SourceRecord, card: Arc<Card>, held: Held) -> Self {
        let stem = path.rsplit('/').next().unwrap_or(path);
        let stem = stem.rsplit_once('.').map_or(stem, |(stem, _)| stem);
        let own = &card.metadata;
        // What the record leaves open the file may say, as a web page's head does.
        record.url = record.url.or_else(|| own.url.clone());
        record.publisher = record.publisher.or_else(|| own.publisher.clone());
        record.licence = record.licence.or_else(|| own.licence.clone());
        let title = record.title.clone().or_else(|| own.title.clone());
        let title = title.unwrap_or_else(|| stem.to_owned());
        let stated = own.date.as_ref().map(|(date, _)| date.clone());
        let date = record.date.clone().or(stated);
        Self {
            id: record.id.clone().unwrap_or_else(|| stem.to_owned()),
            path: path.to_owned(),
            author: record.author.clone().or_else(|| own.author.clone()),
            speaker: record.speaker.clone(),
            date: date.and_then(|date| stated_date(&date)),
            rank: record.rank.unwrap_or_default(),
            language: record.language.clone().or_else(|| own.language.clone()),
            url: record.url.clone(),
            short: record.short.clone().unwrap_or_else(|| title.clone()),
            retells: record.retells.clone(),
            sha256: record.digest.clone().or_else(|| record.sha256.clone()),
            title,
            card,
            held,
            veil: None,
            record,
        }
    }
}
