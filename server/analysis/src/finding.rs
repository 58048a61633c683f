//! Findings being collected: from a rule's words to a [`Diagnostic`] with its fingerprint.

use std::collections::HashMap;

use library::WITHHELD;
use prose::reading::Reading;
use text::{Block, Document, Span};

use crate::suppression;
use crate::{
    Diagnostic, Fix, Level, Location, Origin, Related, Row, Settings, Severity, Suppressed, phrase,
    rules,
};

/// One finding as a rule reports it; spans count bytes of a block's prose.
#[derive(Debug)]
pub struct Finding {
    /// The rule.
    pub code: &'static str,
    /// How much it matters, before settings.
    pub severity: Severity,
    /// Index of the block.
    pub block: usize,
    /// The words, in the block's prose.
    pub span: Span,
    /// Draft against source.
    pub message: String,
    /// What to do.
    pub advice: Option<String>,
    /// The passages that prove it.
    pub related: Vec<Related>,
    /// Its fixes, the best first. One is dropped where markup stands between its words.
    pub fixes: Vec<Draft>,
    /// EDTF of the date proposed.
    pub expected: Option<String>,
    /// What it is about.
    pub subject: String,
    /// What is wrong, where the words do not say it themselves.
    pub wrong: Option<String>,
}

/// A fix in the block's prose.
#[derive(Debug)]
pub struct Draft {
    /// What the editor's menu says.
    pub title: String,
    /// Replacements in the block's prose.
    pub edits: Vec<(Span, String)>,
    /// What is added at the end of the draft's text.
    pub end: Option<String>,
    /// Whether many may be applied at once without anybody looking: typography, nothing that anybody said or dated.
    pub safe: bool,
}

impl Finding {
    /// Adds a fix that a person has to choose.
    pub fn fix(&mut self, title: String, edits: Vec<(Span, String)>) {
        self.fixes.push(Draft {
            title,
            edits,
            end: None,
            safe: false,
        });
    }

    /// Takes the draft's line breaks out of its words: where a line ends is nobody's statement. A subject has single spaces,
    /// since whoever breaks lines anew puts them there.
    fn join_lines(&mut self) {
        let words: Vec<&str> = self.subject.split_ascii_whitespace().collect();
        self.subject = words.join(" ");
        let related = self.related.iter_mut().map(|it| &mut it.message);
        let titles = self.fixes.iter_mut().map(|it| &mut it.title);
        let told = [&mut self.message].into_iter().chain(&mut self.advice);
        for words in told.chain(related).chain(titles) {
            if words.contains(['\n', '\r']) {
                let lines = words.split(['\n', '\r']).map(str::trim);
                let lines: Vec<&str> = lines.filter(|line| !line.is_empty()).collect();
                *words = lines.join(" ");
            }
        }
    }

    /// A bare finding; the rest is filled in by the rule.
    pub fn new(
        code: &'static str,
        severity: Severity,
        block: usize,
        span: Span,
        message: String,
    ) -> Self {
        Self {
            code,
            severity,
            block,
            span,
            message,
            advice: None,
            related: Vec::new(),
            fixes: Vec::new(),
            expected: None,
            subject: String::new(),
            wrong: None,
        }
    }
}

/// A finding with all that does not hang on where its block stands, so that it may be kept from version to version.
#[derive(Debug)]
pub(crate) struct Found {
    finding: Finding,
    severity: Severity,
    /// The words of its sentence, folded.
    sentence: String,
    /// What is wrong: two findings with the same code, subject and error have one cause.
    wrong: String,
    /// Its identity, where it is the first of its equals.
    print: [u8; 8],
}

impl Found {
    /// A finding as it is judged by these settings; none if its rule is off.
    pub fn new(
        mut finding: Finding,
        document: &Document,
        reading: &Reading,
        settings: &Settings,
    ) -> Option<Self> {
        let severity = match settings.severities.get(finding.code) {
            Some(Level::Off) => return None,
            Some(Level::Set(severity)) => *severity,
            None => weighed(&finding, settings),
        };
        let prose = &document.blocks.get(finding.block)?.prose;
        let mut sentences = reading.blocks[finding.block].sentences.iter();
        let sentence = sentences.find(|sentence| sentence.touches(finding.span.start));
        let sentence = fold(sentence.map_or(prose, |sentence| sentence.of(prose)));
        finding.join_lines();
        let wrong = finding.wrong.clone();
        Some(Self {
            severity,
            wrong: wrong.unwrap_or_else(|| fold(finding.span.of(prose))),
            print: print(finding.code, &sentence, &finding.subject, 0),
            sentence,
            finding,
        })
    }

    /// The number of its block.
    pub fn block(&mut self) -> &mut usize {
        &mut self.finding.block
    }
}

/// A finding in its place.
struct Placed<'a> {
    found: &'a Found,
    block: &'a Block,
    span: Span,
    /// Its fingerprint, once it is signed.
    print: String,
}

/// What a draft's findings came to.
pub(crate) struct Settled {
    /// What is told, by place.
    pub diagnostics: Vec<Diagnostic>,
    /// What comments in the draft silence, by place.
    pub suppressed: Vec<Suppressed>,
}

/// Turns findings, each with the number that its block is counted from, into diagnostics: spans mapped to the text, sorted,
/// fingerprinted, those set apart that a comment silences, those turned into hints that the baseline holds, and what is left
/// one a cause. `path` is the draft's; `idle` tells what the rules that do not run would find.
pub(crate) fn settle<'a>(
    path: &str,
    found: impl Iterator<Item = (usize, &'a Found)>,
    document: &'a Document,
    settings: &Settings,
    idle: &dyn Fn() -> Vec<(&'static str, Span)>,
) -> Settled {
    let mut placed: Vec<Placed<'_>> = found
        .map(|(from, found)| {
            let block = &document.blocks[from + found.finding.block];
            Placed {
                found,
                block,
                span: block.map.hull(found.finding.span),
                print: String::new(),
            }
        })
        .collect();
    placed.sort_by(|a, b| {
        let key = |it: &Placed<'a>| (it.span, it.found.finding.code);
        let message = |it: &Placed<'a>| &it.found.finding.message;
        (key(a), message(a)).cmp(&(key(b), message(b)))
    });
    sign(&mut placed);
    let directives = suppression::find(document);
    let (mut told, mut suppressed) = (Vec::new(), Vec::new());
    for one in placed {
        match suppression::silencer(&directives, one.found.finding.code, one.span) {
            Some(directive) => suppressed.push(Suppressed {
                reason: directive.reason.clone(),
                comment: directive.span,
                diagnostic: one.diagnostic(document),
            }),
            None => told.push(one),
        }
    }
    // Known ones are set apart first: joined to them, a new place of the same error would be known without anybody's word.
    let baseline = settings.baseline.as_ref();
    let (known, fresh): (Vec<_>, Vec<_>) = told
        .into_iter()
        .partition(|it| baseline.is_some_and(|baseline| baseline.holds(path, &it.print)));
    let mut diagnostics = one_a_cause(&fresh, document);
    diagnostics.extend(one_a_cause(&known, document));
    if !directives.is_empty() {
        let comments = rules::comments(document, settings, &directives, &suppressed, idle);
        diagnostics.extend(comments);
    }
    diagnostics.sort_by(|a, b| (a.span, a.code, &a.message).cmp(&(b.span, b.code, &b.message)));
    if let Some(baseline) = baseline {
        baseline.apply(path, &mut diagnostics);
    }
    let silenced = suppressed.iter_mut().map(|it| &mut it.diagnostic);
    for diagnostic in diagnostics.iter_mut().chain(silenced) {
        withhold(diagnostic, &document.text);
    }
    Settled {
        diagnostics,
        suppressed,
    }
}

/// Takes everything out of a finding that its withheld source says: what is left is the draft's words and the place.
fn withhold(diagnostic: &mut Diagnostic, text: &str) {
    let withheld = |related: &&mut Related| related.location.withheld;
    let mut labels: Vec<String> = Vec::new();
    for related in diagnostic.related.iter_mut().filter(withheld) {
        related.message = WITHHELD.to_owned();
        if !labels.contains(&related.location.label) {
            labels.push(related.location.label.clone());
        }
    }
    if labels.is_empty() {
        return;
    }
    let words = phrase::excerpt(diagnostic.span.of(text), 120);
    diagnostic.message = format!(
        "Draft: “{words}”. Source: {} ({WITHHELD}).",
        phrase::list(&labels)
    );
    diagnostic.advice =
        Some("Look at the passage in the editor, or ask who has the source.".into());
    diagnostic.fixes.clear();
    diagnostic.expected = None;
    // Places with dates of their own would tell what the passage says.
    let told =
        |related: &Related| related.location.withheld || related.location.origin == Origin::Draft;
    diagnostic.related.retain(told);
}

/// Gives each finding its fingerprint. Equals are counted by place before any is set apart: what is silenced, what is known
/// and what is told never share one.
fn sign(placed: &mut [Placed<'_>]) {
    let mut equals: HashMap<[u8; 8], u32> = HashMap::new();
    for one in placed {
        let Found {
            finding, sentence, ..
        } = one.found;
        let ordinal = equals.entry(one.found.print).or_default();
        one.print = hex(match *ordinal {
            0 => one.found.print,
            ordinal => print(finding.code, sentence, &finding.subject, ordinal),
        });
        *ordinal += 1;
    }
}

/// The profile's severity, where the rule itself says nothing lighter.
fn weighed(finding: &Finding, settings: &Settings) -> Severity {
    let rule = rules::all().iter().find(|rule| rule.code == finding.code);
    let full = rule.is_some_and(|rule| rule.severity == finding.severity);
    let row = Row::of(finding.code).and_then(|row| row.under(settings.profile));
    row.filter(|_| full).unwrap_or(finding.severity)
}

impl Placed<'_> {
    /// What is told of it.
    fn diagnostic(&self, document: &Document) -> Diagnostic {
        let finding = &self.found.finding;
        Diagnostic {
            code: finding.code,
            severity: self.found.severity,
            span: self.span,
            message: finding.message.clone(),
            advice: finding.advice.clone(),
            related: finding.related.clone(),
            fixes: self.fixes(document).collect(),
            expected: finding.expected.clone(),
            subject: finding.subject.clone(),
            fingerprint: self.print.clone(),
            further: Vec::new(),
            baselined: false,
        }
    }

    /// Its fixes; one that runs over markup is none.
    fn fixes(&self, document: &Document) -> impl Iterator<Item = Fix> {
        self.found.finding.fixes.iter().filter_map(|fix| {
            let edits = fix.edits.iter().map(|(span, words)| {
                let span = self.block.map.contiguous(*span)?;
                Some((span, words.clone()))
            });
            let mut edits = edits.collect::<Option<Vec<_>>>()?;
            if let Some(words) = &fix.end {
                let end = document.text.len();
                edits.push((Span::new(end, end), words.clone()));
            }
            Some(Fix {
                title: fix.title.clone(),
                edits,
                safe: fix.safe,
                place: self.span,
            })
        })
    }
}

/// The same error again is a further place of the first finding: named there, with a fix of its own.
fn one_a_cause(placed: &[Placed<'_>], document: &Document) -> Vec<Diagnostic> {
    let mut first: HashMap<(&str, &str, &str), usize> = HashMap::new();
    let mut kept: Vec<Diagnostic> = Vec::with_capacity(placed.len());
    for again in placed {
        let finding = &again.found.finding;
        if !finding.subject.is_empty() {
            let cause = (finding.code, &*finding.subject, &*again.found.wrong);
            let at = *first.entry(cause).or_insert(kept.len());
            if let Some(diagnostic) = kept.get_mut(at) {
                diagnostic.severity = diagnostic.severity.max(again.found.severity);
                diagnostic.related.push(also(again, document));
                diagnostic.further.push(again.print.clone());
                // Each place is mended by itself: what is quoted here may be right there.
                diagnostic.fixes.extend(again.fixes(document));
                continue;
            }
        }
        kept.push(again.diagnostic(document));
    }
    kept
}

/// A further place of a finding.
fn also(again: &Placed<'_>, document: &Document) -> Related {
    Related {
        message: "also here".to_owned(),
        location: Location {
            origin: Origin::Draft,
            text: document.text.clone(),
            withheld: false,
            focus: again.span,
            full: again.block.span,
            label: "this draft".to_owned(),
        },
    }
}

/// hash("1" · code · folded words of the sentence · subject · ordinal among equals), its first eight bytes.
pub(crate) fn print(code: &str, sentence: &str, subject: &str, ordinal: u32) -> [u8; 8] {
    let mut hasher = blake3::Hasher::new();
    for part in ["1", code, sentence, subject] {
        hasher.update(part.as_bytes());
        hasher.update(&[0]);
    }
    hasher.update(&ordinal.to_le_bytes());
    let mut print = [0; 8];
    print.copy_from_slice(&hasher.finalize().as_bytes()[..8]);
    print
}

/// As output has it.
pub(crate) fn hex(print: [u8; 8]) -> String {
    format!("{:016x}", u64::from_be_bytes(print))
}

/// Lower-case words with single spaces: a reflowed paragraph keeps its fingerprints.
pub(crate) fn fold(sentence: &str) -> String {
    let mut out = String::with_capacity(sentence.len());
    for word in sentence
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
    {
        if !out.is_empty() {
            out.push(' ');
        }
        out.extend(word.chars().flat_map(char::to_lowercase));
    }
    out
}
