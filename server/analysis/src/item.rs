//! The shapes that `inspect` and `check --format json` write. Additive until `schema_version` is raised.

use schemars::JsonSchema;
use serde::Serialize;

/// Everything recognised in one draft. Additive until `schema_version` is raised.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Inspection {
    /// 1.
    pub schema_version: u32,
    /// EDTF of the document's date, if it has one.
    pub document_date: Option<String>,
    /// Temporal expressions, in order.
    pub temporal_expressions: Vec<TemporalItem>,
    /// Mentions of entities, in order.
    pub mentions: Vec<MentionItem>,
    /// Quotations, in order.
    pub quotations: Vec<QuotationItem>,
    /// Statements, in order.
    pub statements: Vec<StatementItem>,
    /// Findings, in order.
    pub diagnostics: Vec<DiagnosticItem>,
}

/// Zero-based line and column in UTF-16 units, as LSP counts them.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
pub struct Place {
    /// Line.
    pub line: u32,
    /// Column.
    pub character: u32,
}

/// A range as LSP writes it.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
pub struct Range {
    /// First place.
    pub start: Place,
    /// Place after the last.
    pub end: Place,
}

/// Where an item stands in the draft: bytes of the file and a range in UTF-16.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
pub struct At {
    /// First byte.
    pub byte_start: usize,
    /// Byte after the last.
    pub byte_end: usize,
    /// The same as lines and columns.
    pub range: Range,
}

/// One temporal expression.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct TemporalItem {
    /// Where.
    #[serde(flatten)]
    pub at: At,
    /// The words.
    pub text: String,
    /// `date`, `duration`, `set` or `time`.
    #[serde(rename = "type")]
    pub kind: String,
    /// EDTF; empty for a fault or an unresolved expression.
    pub edtf: String,
    /// First day, ISO; absent if open or unknown.
    pub start: Option<String>,
    /// Last day, ISO; absent if open or unknown.
    pub end: Option<String>,
    /// Unit it was written in.
    pub granularity: Option<String>,
    /// Word that shades it.
    pub qualifier: Option<String>,
    /// `explicit`, `document-date`, `story-date`, `heading`, `ambiguous` or `unresolved`.
    pub resolution: String,
    /// The readings that fit, where several do (EDTF).
    pub readings: Vec<String>,
    /// `impossible`, `weekday` or `reversed`.
    pub fault: Option<String>,
}

/// One mention.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct MentionItem {
    /// Where.
    #[serde(flatten)]
    pub at: At,
    /// The words.
    pub text: String,
    /// Id of the entity (the likeliest one).
    pub entity: String,
    /// All candidates, likeliest first.
    pub candidates: Vec<String>,
    /// `agreement`, `organisation`, `person` or `place`.
    pub kind: String,
    /// Official name.
    pub name: String,
    /// `name`, `acronym`, `short-form` or `pronoun`.
    pub via: String,
}

/// One quotation.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct QuotationItem {
    /// Where.
    #[serde(flatten)]
    pub at: At,
    /// The quoted words.
    pub text: String,
    /// `verbatim`, `edited`, `misquoted`, `misattributed`, `unsourced`, `ambiguous`, `term` or `unchecked`.
    pub verdict: String,
    /// Whether no source has a better passage; `false` where the search was cut short.
    pub proven: bool,
    /// Who spoke, by the draft: an entity's id, else the words.
    pub speaker: Option<String>,
    /// When, by the draft (EDTF).
    pub date: Option<String>,
    /// On what occasion, by the draft.
    pub occasion: Option<String>,
    /// Passages, best first.
    pub matches: Vec<MatchItem>,
    /// How the draft's words differ from the best passage.
    pub differences: Vec<DifferenceItem>,
}

/// One passage of a source.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct MatchItem {
    /// The source's path, or `builtin:NAME`.
    pub path: String,
    /// Where in the source.
    #[serde(flatten)]
    pub at: At,
    /// The source's words; empty where they are withheld.
    pub text: String,
    /// For people.
    pub label: String,
    /// Whether the source is confidential or under embargo, so that its words are not told.
    pub withheld: bool,
}

/// One difference between the draft's words and the source's.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct DifferenceItem {
    /// What was done to the words.
    pub kind: String,
    /// The draft's words.
    pub draft: String,
    /// The source's words; empty where they are withheld.
    pub source: String,
    /// What kind of word changed, where that changes the meaning.
    pub meaning: Option<String>,
}

/// One participant of a statement.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ParticipantItem {
    /// `agent`, `object` or `place`.
    pub role: String,
    /// Id of the entity.
    pub entity: String,
    /// The words.
    pub text: String,
}

/// One statement.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct StatementItem {
    /// Where.
    #[serde(flatten)]
    pub at: At,
    /// The words.
    pub text: String,
    /// The sentence that they stand in.
    pub sentence: String,
    /// Event kind; `retold` if only a source's sentence in nearly the same words says what happened.
    pub kind: String,
    /// Where its date stands; none if a heading or a table row implies it.
    pub date: Option<At>,
    /// Who takes part.
    pub participants: Vec<ParticipantItem>,
    /// The date.
    pub edtf: String,
    /// `asserted`, `negated`, `planned`, `conditional`, `reported` or `quoted`. What is retold is asserted as the source
    /// asserts it.
    pub modality: String,
    /// `consistent`, `conflict`, `contested`, `unknown`, `not-asserted` or `unchecked`.
    pub verdict: String,
    /// Key of the event in the chronology, or of the sentence that is retold.
    pub event: Option<String>,
    /// Who says so.
    pub witnesses: Vec<WitnessItem>,
}

/// One witness.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct WitnessItem {
    /// Its date (EDTF); empty where it is withheld.
    pub edtf: String,
    /// The source's path, or `builtin:NAME`.
    pub path: String,
    /// Where in the source.
    #[serde(flatten)]
    pub at: At,
    /// For people.
    pub label: String,
    /// Whether a curated record says so.
    pub curated: bool,
    /// Whether the source is confidential or under embargo, so that neither words nor date are told.
    pub withheld: bool,
}

/// One finding.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct DiagnosticItem {
    /// The rule's code.
    pub code: String,
    /// `error`, `warning`, `information` or `hint`.
    pub severity: String,
    /// Draft against source.
    pub message: String,
    /// What to do.
    pub advice: Option<String>,
    /// Where.
    #[serde(flatten)]
    pub at: At,
    /// The passages that prove it.
    pub related: Vec<RelatedItem>,
    /// How to mend it.
    pub fix: Option<FixItem>,
    /// Identity that survives moved lines.
    pub fingerprint: String,
    /// EDTF, where a date is proposed.
    pub expected: Option<String>,
}

/// A passage that proves a finding.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RelatedItem {
    /// What stands there.
    pub message: String,
    /// The source's path, `builtin:NAME`, or `draft`.
    pub path: String,
    /// Where.
    #[serde(flatten)]
    pub at: At,
    /// The words there; empty where they are withheld.
    pub text: String,
    /// For people.
    pub label: String,
    /// Whether the source is confidential or under embargo, so that its words are not told.
    pub withheld: bool,
}

/// A fix.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct FixItem {
    /// What the menu says.
    pub title: String,
    /// Replacements.
    pub edits: Vec<EditItem>,
}

/// One replacement.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct EditItem {
    /// Where.
    #[serde(flatten)]
    pub at: At,
    /// What stands there afterwards.
    pub text: String,
}
