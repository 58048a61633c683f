//! The fact-check sheet as data: every claim, quotation and name of a draft with its verdict, the evidence beside it, and
//! what could not be checked. Passages of confidential sources are left out here, before any format sees them.

mod make;
pub mod markdown;

use std::collections::BTreeSet;
use std::io::{self, Write};

use schemars::JsonSchema;
use serde::Serialize;
use text::{Document, Span};

use super::Results;
use super::json::{self, Counts, Problem, SCHEMA_VERSION, write_pretty};

/// The sheets of one run. Additive until `schema_version` is raised.
#[derive(Serialize, JsonSchema)]
pub struct Sheets<'a> {
    /// 1.
    schema_version: u32,
    /// One a draft, by path.
    sheets: Vec<&'a Sheet>,
    /// Files that could not be used, or only in part.
    problems: Vec<Problem>,
}

/// Writes the sheets for programs.
pub fn write_json(out: &mut dyn Write, results: &Results) -> io::Result<()> {
    let sheets = results.drafts.iter().filter_map(|it| it.sheet.as_deref());
    let sheets = Sheets {
        schema_version: SCHEMA_VERSION,
        sheets: sheets.collect(),
        problems: results.problems.iter().map(json::problem).collect(),
    };
    write_pretty(out, &sheets)
}

/// One draft's sheet.
#[derive(Serialize, JsonSchema)]
pub struct Sheet {
    /// Path as it was named.
    pub path: String,
    /// The draft's title: its metadata's, its first heading, or its path.
    pub title: String,
    /// The library it was checked against, in words.
    pub library: String,
    /// EDTF of the draft's date, if it has one.
    pub document_date: Option<String>,
    /// How much of it the library could speak to.
    pub totals: Counts,
    /// Paragraphs, headings, cells: all blocks of prose.
    pub blocks: usize,
    /// Of these: with nothing in them that could be checked.
    pub silent_blocks: usize,
    /// The dated claims, in order.
    pub claims: Vec<Claim>,
    /// The quotations, in order; terms are left out.
    pub quotations: Vec<Quotation>,
    /// Findings of all rules, in order.
    pub findings: Vec<Found>,
    /// The names, by their first place.
    pub names: Vec<Name>,
    /// Days that the chronology knows between the draft's first and last, with what happened.
    pub chronology: Vec<Happening>,
    /// What the sheet is drawn from: the draft's blocks and where names stand.
    #[serde(skip)]
    pub document: Document,
    #[serde(skip)]
    pub mentions: Vec<(Span, String)>,
}

impl Sheet {
    /// How many errors and warnings there are beside the claims that are contradicted and the quotations that are not as in
    /// their sources.
    pub fn further(&self) -> usize {
        let claims = self.claims.iter();
        let claims = claims.filter(|it| it.verdict == "contradicted");
        let quotations = self.quotations.iter();
        let quotations = quotations.filter(|it| matches!(it.verdict, "altered" | "misattributed"));
        let counted = claims.map(|it| it.span);
        let counted: Vec<Span> = counted.chain(quotations.map(|it| it.span)).collect();
        let told = self.findings.iter().filter(|it| {
            it.put_off.is_none()
                && matches!(it.severity, "error" | "warning")
                && !counted.iter().any(|span| span.overlaps(it.span))
        });
        told.count()
    }

    /// Lines and words of the claims and quotations of which no source speaks, in order.
    pub fn unchecked(&self) -> Vec<(u32, String)> {
        let claims = self.claims.iter();
        let claims = claims.filter(|it| it.verdict == "not in the sources");
        let claims = claims.map(|it| (it.line, it.words.clone()));
        let quotations = self.quotations.iter();
        let quotations = quotations
            .filter(|it| matches!(it.verdict, "not in the sources" | "could not be checked"));
        let quotations = quotations.map(|it| (it.line, format!("“{}”", it.words)));
        let mut all: Vec<(u32, String)> = claims.chain(quotations).collect();
        all.sort();
        all
    }
}

/// A dated claim.
#[derive(Serialize, JsonSchema)]
pub struct Claim {
    /// From 1.
    pub number: usize,
    /// Line in the draft, from 1.
    pub line: u32,
    /// The words of the draft.
    pub words: String,
    /// The sentence that they stand in.
    pub sentence: String,
    /// `supported`, `contradicted`, `contested`, `not in the sources` or `not asserted`.
    pub verdict: &'static str,
    /// The date that the draft gives (EDTF).
    pub edtf: String,
    /// Who says what about it, the weightiest first.
    pub evidence: Vec<Evidence>,
    /// Citations in the draft beside it: notes, keys, addresses.
    pub citations: Vec<String>,
    #[serde(skip)]
    pub span: Span,
}

/// A passage that supports or contradicts.
#[derive(Serialize, JsonSchema)]
pub struct Evidence {
    /// For people: "Guan 2022, paragraph 22".
    pub label: String,
    /// The weight of its source.
    pub rank: &'static str,
    /// The date it gives (EDTF), for claims.
    pub edtf: Option<String>,
    /// Its words; none if they are withheld.
    pub words: Option<String>,
    /// Whether its source is confidential.
    pub withheld: bool,
}

/// A quotation.
#[derive(Serialize, JsonSchema)]
pub struct Quotation {
    /// Goes on after the claims.
    pub number: usize,
    /// Line in the draft, from 1.
    pub line: u32,
    /// The quoted words.
    pub words: String,
    /// `verbatim`, `edited`, `altered`, `misattributed`, `in several places`, `not in the sources` or `could not be checked`.
    pub verdict: &'static str,
    /// Who spoke, by the draft.
    pub speaker: Option<String>,
    /// Where it stands.
    pub evidence: Vec<Evidence>,
    /// How it differs from the source, in words; left out where the source is confidential.
    pub differences: Vec<String>,
    /// Citations in the draft beside it.
    pub citations: Vec<String>,
    #[serde(skip)]
    pub span: Span,
}

/// A finding of a rule.
#[derive(Serialize, JsonSchema)]
pub struct Found {
    /// The rule.
    pub code: &'static str,
    /// error, warning, information or hint.
    pub severity: &'static str,
    /// Line in the draft, from 1.
    pub line: u32,
    /// Draft against source.
    pub message: String,
    /// What to do.
    pub advice: Option<String>,
    /// Identity that survives moved lines.
    pub fingerprint: String,
    /// `in the baseline`, or `silenced` with the author's reason.
    pub put_off: Option<String>,
    #[serde(skip)]
    pub span: Span,
}

/// A name.
#[derive(Serialize, JsonSchema)]
pub struct Name {
    /// Official name.
    pub name: String,
    /// What it is.
    pub kind: String,
    /// As the draft writes it.
    pub written: BTreeSet<String>,
    /// How often.
    pub times: usize,
    /// `known`, or `several possible`.
    pub verdict: &'static str,
}

/// One event of the chronology.
#[derive(Serialize, JsonSchema)]
pub struct Happening {
    /// First day, ISO: where it stands in time.
    pub day: String,
    /// Its date as it is known, EDTF.
    pub edtf: String,
    /// What happened.
    pub summary: String,
}

/// First and last year of an EDTF date, as far as its digits say.
pub fn years_of(edtf: &str) -> Option<(i32, i32)> {
    let (from, to) = days_of(edtf)?;
    Some((from.floor() as i32, to.floor() as i32))
}

/// An EDTF date as years with fractions, for a drawing: where it begins and where it ends.
pub fn days_of(edtf: &str) -> Option<(f64, f64)> {
    let value = prose::date::DateValue::parse_edtf(edtf)?;
    let year = |day: jiff::civil::Date| {
        f64::from(day.year()) + (f64::from(day.day_of_year()) - 1.0) / 366.0
    };
    let interval = value.interval;
    let start = interval.start.or(interval.end)?;
    let end = interval.end.or(interval.start)?;
    Some((year(start), year(end)))
}
