//! Findings being collected: from a rule's words to a [`Diagnostic`] with its fingerprint.

use std::collections::HashMap;

use library::WITHHELD;
use prose::reading::Reading;
use text::{Document, Span};

use crate::suppression::{self, Directive};
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

/// A finding in its place, with what it is told apart by.
struct Placed<'a> {
    diagnostic: Diagnostic,
    /// The block that it stands in.
    full: Span,
    /// Folded words of its sentence.
    sentence: &'a str,
    /// What is wrong: two findings with the same code, subject and error have one cause.
    wrong: String,
}

/// What a draft's findings came to.
pub(crate) struct Settled {
    /// What is told, by place.
    pub diagnostics: Vec<Diagnostic>,
    /// What comments in the draft silence, by place.
    pub suppressed: Vec<Suppressed>,
}

/// Turns findings into diagnostics: severities set, spans mapped to the text, sorted, those set apart that a comment
/// silences, one a cause, fingerprinted, and those turned into hints that the baseline holds. `path` is the draft's.
pub(crate) fn settle(
    path: &str,
    findings: Vec<Finding>,
    document: &Document,
    reading: &Reading,
    settings: &Settings,
) -> Settled {
    let mut placed: Vec<Placed<'_>> = findings
        .into_iter()
        .filter_map(|finding| place(finding, document, reading, settings))
        .collect();
    placed.sort_by(|a, b| {
        let key = |it: &Placed| (it.diagnostic.span, it.diagnostic.code);
        (key(a), &a.diagnostic.message).cmp(&(key(b), &b.diagnostic.message))
    });
    let directives = suppression::find(document);
    let (told, silenced): (Vec<_>, Vec<_>) = placed
        .into_iter()
        .partition(|it| silencer(&directives, &it.diagnostic).is_none());
    let suppressed: Vec<Suppressed> = signed(silenced)
        .into_iter()
        .filter_map(|diagnostic| {
            let directive = silencer(&directives, &diagnostic)?;
            Some(Suppressed {
                reason: directive.reason.clone(),
                comment: directive.span,
                diagnostic,
            })
        })
        .collect();
    let mut diagnostics = signed(one_a_cause(told, document));
    if !directives.is_empty() {
        diagnostics.extend(rules::comments(
            document,
            settings,
            &directives,
            &suppressed,
        ));
        diagnostics.sort_by(|a, b| (a.span, a.code, &a.message).cmp(&(b.span, b.code, &b.message)));
    }
    if let Some(baseline) = &settings.baseline {
        baseline.apply(path, &mut diagnostics);
    }
    let mut suppressed = suppressed;
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

/// The comment that silences a finding: the last one that speaks of it.
fn silencer<'a>(directives: &'a [Directive], diagnostic: &Diagnostic) -> Option<&'a Directive> {
    let mut speaking = directives.iter().rev();
    speaking.find(|it| it.silences(diagnostic.code, diagnostic.span))
}

/// The diagnostics with their fingerprints.
fn signed(placed: Vec<Placed<'_>>) -> Vec<Diagnostic> {
    let mut equals: HashMap<[u8; 8], u32> = HashMap::new();
    placed
        .into_iter()
        .map(|placed| {
            let (mut diagnostic, sentence) = (placed.diagnostic, fold(placed.sentence));
            let key = print(diagnostic.code, &sentence, &diagnostic.subject, 0);
            let ordinal = equals.entry(key).or_default();
            let own = match *ordinal {
                0 => key,
                ordinal => print(diagnostic.code, &sentence, &diagnostic.subject, ordinal),
            };
            diagnostic.fingerprint = hex(own);
            *ordinal += 1;
            diagnostic
        })
        .collect()
}

/// The profile's severity, where the rule itself says nothing lighter.
fn weighed(finding: &Finding, settings: &Settings) -> Severity {
    let rule = rules::all().iter().find(|rule| rule.code == finding.code);
    let full = rule.is_some_and(|rule| rule.severity == finding.severity);
    let row = Row::of(finding.code).and_then(|row| row.under(settings.profile));
    row.filter(|_| full).unwrap_or(finding.severity)
}

/// One finding with its severity and its place in the text; none if its rule is off.
fn place<'a>(
    finding: Finding,
    document: &'a Document,
    reading: &Reading,
    settings: &Settings,
) -> Option<Placed<'a>> {
    let severity = match settings.severities.get(finding.code) {
        Some(Level::Off) => return None,
        Some(Level::Set(severity)) => *severity,
        None => weighed(&finding, settings),
    };
    let block = document.blocks.get(finding.block)?;
    let place = block.map.hull(finding.span);
    let fixes = finding.fixes.into_iter().filter_map(|fix| {
        let mut edits = fix
            .edits
            .into_iter()
            .map(|(span, words)| block.map.contiguous(span).map(|span| (span, words)))
            .collect::<Option<Vec<_>>>()?;
        if let Some(words) = fix.end {
            let end = document.text.len();
            edits.push((Span::new(end, end), words));
        }
        Some(Fix {
            title: fix.title,
            edits,
            safe: fix.safe,
            place,
        })
    });
    let fixes = fixes.collect();
    let sentence = reading.blocks[finding.block]
        .sentences
        .iter()
        .find(|sentence| sentence.touches(finding.span.start))
        .map_or(&*block.prose, |sentence| sentence.of(&block.prose));
    Some(Placed {
        full: block.span,
        sentence,
        wrong: finding
            .wrong
            .unwrap_or_else(|| fold(finding.span.of(&block.prose))),
        diagnostic: Diagnostic {
            code: finding.code,
            severity,
            span: place,
            message: finding.message,
            advice: finding.advice,
            related: finding.related,
            fixes,
            expected: finding.expected,
            subject: finding.subject,
            fingerprint: String::new(),
            baselined: false,
        },
    })
}

/// The same error again is a further place of the first finding: named there, with a fix of its own.
fn one_a_cause<'a>(placed: Vec<Placed<'a>>, document: &Document) -> Vec<Placed<'a>> {
    let mut first: HashMap<(&'static str, String, String), usize> = HashMap::new();
    let mut kept: Vec<Placed<'a>> = Vec::with_capacity(placed.len());
    for again in placed {
        let Diagnostic { code, subject, .. } = &again.diagnostic;
        if subject.is_empty() {
            kept.push(again);
            continue;
        }
        let cause = (*code, subject.clone(), again.wrong.clone());
        let at = *first.entry(cause).or_insert(kept.len());
        let Some(Placed { diagnostic, .. }) = kept.get_mut(at) else {
            kept.push(again);
            continue;
        };
        diagnostic.severity = diagnostic.severity.max(again.diagnostic.severity);
        diagnostic.related.push(Related {
            message: "also here".to_owned(),
            location: Location {
                origin: Origin::Draft,
                text: document.text.clone(),
                withheld: false,
                focus: again.diagnostic.span,
                full: again.full,
                label: "this draft".to_owned(),
            },
        });
        // Each place is mended by itself: what is quoted here may be right there.
        diagnostic.fixes.extend(again.diagnostic.fixes);
    }
    kept
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
