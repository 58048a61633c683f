//! Findings being collected: from a rule's words to a [`Diagnostic`] with its fingerprint.

use std::collections::HashMap;

use prose::reading::Reading;
use text::{Document, Span};

use crate::{Diagnostic, Fix, Level, Related, Settings, Severity};

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
    /// Its fix: a title and replacements in the block's prose. Dropped where markup stands between.
    pub fix: Option<(String, Vec<(Span, String)>)>,
    /// EDTF of the date proposed.
    pub expected: Option<String>,
    /// What it is about.
    pub subject: String,
}

impl Finding {
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
            fix: None,
            expected: None,
            subject: String::new(),
        }
    }
}

/// Turns findings into diagnostics: severities set, spans mapped to the text, sorted, fingerprinted.
pub(crate) fn settle(
    findings: Vec<Finding>,
    document: &Document,
    reading: &Reading,
    settings: &Settings,
) -> Vec<Diagnostic> {
    let mut placed: Vec<(Diagnostic, String)> = findings
        .into_iter()
        .filter_map(|finding| {
            let severity = match settings.severities.get(finding.code) {
                Some(Level::Off) => return None,
                Some(Level::Set(severity)) => *severity,
                None => finding.severity,
            };
            let block = document.blocks.get(finding.block)?;
            let fix = finding.fix.and_then(|(title, edits)| {
                let edits = edits
                    .into_iter()
                    .map(|(span, words)| block.map.contiguous(span).map(|span| (span, words)))
                    .collect::<Option<Vec<_>>>()?;
                Some(Fix { title, edits })
            });
            let sentence = reading.blocks[finding.block]
                .sentences
                .iter()
                .find(|sentence| sentence.touches(finding.span.start))
                .map_or(&*block.prose, |sentence| sentence.of(&block.prose));
            let diagnostic = Diagnostic {
                code: finding.code,
                severity,
                span: block.map.hull(finding.span),
                message: finding.message,
                advice: finding.advice,
                related: finding.related,
                fix,
                expected: finding.expected,
                subject: finding.subject,
                fingerprint: String::new(),
            };
            Some((diagnostic, fold(sentence)))
        })
        .collect();
    placed
        .sort_by(|(a, _), (b, _)| (a.span, a.code, &a.message).cmp(&(b.span, b.code, &b.message)));
    let mut equals: HashMap<[u8; 8], u32> = HashMap::new();
    placed
        .into_iter()
        .map(|(mut diagnostic, sentence)| {
            let key = fingerprint(diagnostic.code, &sentence, &diagnostic.subject, 0);
            let ordinal = equals.entry(key).or_default();
            let print = fingerprint(diagnostic.code, &sentence, &diagnostic.subject, *ordinal);
            *ordinal += 1;
            diagnostic.fingerprint = print.iter().map(|byte| format!("{byte:02x}")).collect();
            diagnostic
        })
        .collect()
}

/// hash("1" · code · folded words of the sentence · subject · ordinal among equals), its first eight bytes.
fn fingerprint(code: &str, sentence: &str, subject: &str, ordinal: u32) -> [u8; 8] {
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

/// Lower-case words with single spaces: a reflowed paragraph keeps its fingerprints.
fn fold(sentence: &str) -> String {
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
