//! Findings for programs. The types are the documentation: `policy-ls schema check` prints their JSON Schema.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::io::{self, Write};

use analysis::{Coverage, Diagnostic, Fix, Origin};
use project::FileProblem;
use schemars::JsonSchema;
use serde::Serialize;
use text::{Encoding, Lines, Position, Span};

use super::place::KnownLines;
use super::{Checked, Reporter, Results, harmless, shown};

/// The result of one run. Additive until `schema_version` is raised.
#[derive(Serialize, JsonSchema)]
pub struct Report {
    /// 1.
    schema_version: u32,
    /// The drafts, by path.
    drafts: Vec<Draft>,
    /// Files that could not be used, or only in part.
    problems: Vec<Problem>,
    /// The libraries that were used, in words.
    library: String,
    /// The sum over all drafts.
    coverage: Counts,
}

/// One draft.
#[derive(Serialize, JsonSchema)]
struct Draft {
    /// Path as it was named, with `/` between.
    path: String,
    /// The library it was checked against, in words.
    library: String,
    /// How much of it the library could speak to.
    coverage: Counts,
    /// The findings, by place, then code.
    diagnostics: Vec<Finding>,
    /// Findings that a comment in the draft silences.
    suppressed: Vec<Silenced>,
}

/// A finding that a comment in the draft silences.
#[derive(Serialize, JsonSchema)]
struct Silenced {
    /// The finding.
    finding: Finding,
    /// Why, in the author's words.
    reason: Option<String>,
    /// The comment.
    comment: Range,
}

/// One finding.
#[derive(Serialize, JsonSchema)]
pub struct Finding {
    /// The rule's stable name.
    code: &'static str,
    /// error, warning, information or hint.
    severity: &'static str,
    /// Draft against source.
    message: String,
    /// What to do about it.
    advice: Option<String>,
    /// First byte of the words it speaks of.
    byte_start: usize,
    /// One past their last byte.
    byte_end: usize,
    /// The same as lines and UTF-16 columns, both from 0.
    range: Range,
    /// The passages that prove it.
    related: Vec<Passage>,
    /// How to mend it.
    fix: Option<Mend>,
    /// EDTF of the date proposed.
    expected: Option<String>,
    /// What it is about: an entity, an event, the words of a quotation.
    subject: String,
    /// Identity that survives moved lines.
    fingerprint: String,
    /// Whether the baseline holds it; then it is a hint.
    baselined: bool,
}

/// A passage in a source, or another place of the draft.
#[derive(Serialize, JsonSchema)]
struct Passage {
    /// What stands there.
    message: String,
    /// The source's path, `builtin:NAME`, or `draft`.
    path: String,
    /// For people: "Guan 2022, paragraph 22".
    label: String,
    /// The words; empty where they are withheld.
    text: String,
    /// Whether the source is confidential or under embargo, so that its words are not told.
    withheld: bool,
    /// First byte of the words.
    byte_start: usize,
    /// One past their last byte.
    byte_end: usize,
    /// The same as lines and UTF-16 columns, both from 0.
    range: Range,
}

/// A change that mends a finding.
#[derive(Serialize, JsonSchema)]
struct Mend {
    /// What it does.
    title: String,
    /// Whether it may be applied together with others, unseen.
    safe: bool,
    /// Replacements in the draft; they never overlap.
    edits: Vec<Edit>,
}

/// One replacement.
#[derive(Serialize, JsonSchema)]
struct Edit {
    /// First byte replaced.
    byte_start: usize,
    /// One past the last byte replaced.
    byte_end: usize,
    /// The same as lines and UTF-16 columns, both from 0.
    range: Range,
    /// What stands there instead.
    new_text: String,
}

/// A range as the language server protocol has it.
#[derive(Serialize, JsonSchema)]
struct Range {
    /// Where it begins.
    start: Place,
    /// Where it ends; not included.
    end: Place,
}

/// A place as the language server protocol has it, in UTF-16.
#[derive(Serialize, JsonSchema)]
struct Place {
    /// From 0.
    line: u32,
    /// UTF-16 code units from the line's start.
    character: u32,
}

/// A file that could not be used, or only in part.
#[derive(Serialize, JsonSchema)]
pub struct Problem {
    /// Path as it was named or found.
    path: String,
    /// Line, from 1.
    line: Option<usize>,
    /// What is wrong and what would mend it.
    message: String,
    /// Whether it was asked for by name; such a problem makes the exit status 2.
    named: bool,
}

/// How much of the drafts the library could speak to.
#[derive(Serialize, JsonSchema)]
pub struct Counts {
    /// Dated claims.
    pub claims: usize,
    /// Of these: consistent with the library.
    pub supported: usize,
    /// Of these: in conflict with it.
    pub contradicted: usize,
    /// Of these: the sources disagree.
    pub contested: usize,
    /// Of these: not in the sources.
    pub unknown: usize,
    /// Of these: negated, planned, conditional or reported.
    pub not_asserted: usize,
    /// Quotations, terms left out.
    pub quotations: usize,
    /// Of these: verbatim or legitimately edited.
    pub verbatim: usize,
    /// Of these: altered or misattributed.
    pub misquoted: usize,
    /// Of these: not in the sources.
    pub unsourced: usize,
}

/// The version of everything that is written as JSON.
pub const SCHEMA_VERSION: u32 = 1;

/// The format `json`.
pub struct Json;

impl Reporter for Json {
    fn write(&self, out: &mut dyn Write, results: &Results) -> io::Result<()> {
        let libraries = results.drafts.iter().map(|draft| draft.library.to_string());
        let libraries: BTreeSet<String> = libraries.collect();
        let report = Report {
            schema_version: SCHEMA_VERSION,
            drafts: results.drafts.iter().map(self::draft).collect(),
            problems: results.problems.iter().map(problem).collect(),
            library: Vec::from_iter(libraries).join("; "),
            coverage: counts(total(results)),
        };
        write_pretty(out, &report)
    }
}

/// Writes `value` for programs that people look over the shoulder of.
pub fn write_pretty(out: &mut dyn Write, value: &impl Serialize) -> io::Result<()> {
    writeln!(out, "{}", armoured(&serde_json::to_string_pretty(value)?))
}

/// JSON in which what a terminal would obey, and what would reorder the text, is written as escapes: it says the same.
pub fn armoured(json: &str) -> Cow<'_, str> {
    // Outside of strings there is only plain ASCII, and in them line breaks are escapes already.
    let armed = |c: char| c >= '\x7F' && harmless(c) != c;
    if !json.contains(armed) {
        return Cow::Borrowed(json);
    }
    let mut out = String::with_capacity(json.len() + 16);
    for c in json.chars() {
        match armed(c) {
            true => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            false => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// The sum over all drafts.
pub fn total(results: &Results) -> Coverage {
    let mut coverage = Coverage::default();
    for draft in &results.drafts {
        coverage += draft.coverage;
    }
    coverage
}

fn draft(draft: &Checked) -> Draft {
    let mut known = KnownLines::default();
    let suppressed = draft.suppressed.iter().map(|it| Silenced {
        finding: finding(&draft.text, &draft.lines, &it.diagnostic, &mut known),
        reason: it.reason.clone(),
        comment: range(&draft.text, &draft.lines, it.comment),
    });
    Draft {
        path: draft.path.clone(),
        library: draft.library.to_string(),
        coverage: counts(draft.coverage),
        suppressed: suppressed.collect(),
        diagnostics: findings(draft),
    }
}

/// The findings of a draft, known ones included.
pub fn findings(draft: &Checked) -> Vec<Finding> {
    let mut known = KnownLines::default();
    let all = draft.findings.iter();
    all.map(|it| finding(&draft.text, &draft.lines, it, &mut known))
        .collect()
}

/// How a finding may be mended.
pub fn fix_of(diagnostic: &Diagnostic) -> Option<&Fix> {
    diagnostic.fix()
}

fn finding(text: &str, lines: &Lines, diagnostic: &Diagnostic, known: &mut KnownLines) -> Finding {
    let related = diagnostic.related.iter().map(|related| {
        let location = &related.location;
        Passage {
            message: related.message.clone(),
            path: path_of(&location.origin),
            label: location.label.clone(),
            text: location.words().to_owned(),
            withheld: location.withheld,
            byte_start: location.focus.start,
            byte_end: location.focus.end,
            range: range(&location.text, &known.of(&location.text), location.focus),
        }
    });
    let fix = fix_of(diagnostic).map(|fix| Mend {
        title: fix.title.clone(),
        safe: fix.safe,
        edits: fix
            .edits
            .iter()
            .map(|(span, new_text)| Edit {
                byte_start: span.start,
                byte_end: span.end,
                range: range(text, lines, *span),
                new_text: new_text.clone(),
            })
            .collect(),
    });
    Finding {
        code: diagnostic.code,
        severity: diagnostic.severity.as_str(),
        message: diagnostic.message.clone(),
        advice: diagnostic.advice.clone(),
        byte_start: diagnostic.span.start,
        byte_end: diagnostic.span.end,
        range: range(text, lines, diagnostic.span),
        related: related.collect(),
        fix,
        expected: diagnostic.expected.clone(),
        subject: diagnostic.subject.clone(),
        fingerprint: diagnostic.fingerprint.clone(),
        baselined: diagnostic.baselined,
    }
}

/// How output names the text that a place is in.
pub fn path_of(origin: &Origin) -> String {
    match origin {
        Origin::Draft => "draft".into(),
        Origin::File(path) | Origin::Rendition(path) => path.clone(),
        Origin::Builtin(name) => format!("builtin:{name}"),
    }
}

fn range(text: &str, lines: &Lines, span: Span) -> Range {
    let place = |offset| {
        let Position { line, column } = lines.position(text, offset, Encoding::Utf16);
        Place {
            line,
            character: column,
        }
    };
    Range {
        start: place(span.start),
        end: place(span.end),
    }
}

/// A problem, for output.
pub fn problem(problem: &FileProblem) -> Problem {
    Problem {
        path: shown(&problem.path),
        line: problem.line,
        message: problem.message.clone(),
        named: problem.named,
    }
}

/// Counts, for output.
pub fn counts(coverage: Coverage) -> Counts {
    Counts {
        claims: coverage.claims,
        supported: coverage.supported,
        contradicted: coverage.contradicted,
        contested: coverage.contested,
        unknown: coverage.unknown,
        not_asserted: coverage.not_asserted,
        quotations: coverage.quotations,
        verbatim: coverage.verbatim,
        misquoted: coverage.misquoted,
        unsourced: coverage.unsourced,
    }
}
