//! One draft, read and judged against one library: the snapshot that every question is put to.

use std::collections::HashMap;
use std::sync::Arc;

use library::{Library, Verdict};
use prose::date::DateValue;
use prose::locale::Locale;
use prose::reading::{self, Reader, Reading, Resolved};
use text::{Document, Lines};

use crate::claim::{self, Claim};
use crate::quote::{self, Quote};
use crate::rules::{self, Context};
use crate::{Cancel, Coverage, Diagnostic, Settings, Suppressed, finding};

/// What is kept from one version of a draft to the next, so that only what changed is read again. One per open draft;
/// a fresh one gives the same answers, more slowly.
#[derive(Debug, Default)]
pub struct Memo {
    reading: reading::Memo,
    /// Claims by block, keyed by the block's reading, which is kept alive so that its address stays its own.
    claims: HashMap<usize, (Arc<Resolved>, Vec<Claim>)>,
    quotes: quote::Memo,
    /// The library that all this was judged against.
    library: Option<Arc<Library>>,
}

/// A draft with everything that was found in it. Immutable; share it by `Arc`.
pub struct Analysis {
    pub(crate) document: Document,
    pub(crate) lines: Lines,
    pub(crate) reading: Reading,
    pub(crate) library: Arc<Library>,
    pub(crate) locale: Arc<Locale>,
    pub(crate) claims: Vec<Claim>,
    pub(crate) quotes: Vec<Quote>,
    diagnostics: Vec<Diagnostic>,
    suppressed: Vec<Suppressed>,
    coverage: Coverage,
}

impl Analysis {
    /// Reads and judges `text` (the draft at `path`, workspace-relative with `/`; its ending decides the format).
    /// `None` if cancelled on the way.
    pub fn new(
        path: &str,
        text: Arc<str>,
        library: Arc<Library>,
        settings: Arc<Settings>,
        memo: &mut Memo,
        cancel: &Cancel,
    ) -> Option<Analysis> {
        if !memo
            .library
            .as_ref()
            .is_some_and(|judged| Arc::ptr_eq(judged, &library))
        {
            *memo = Memo {
                library: Some(library.clone()),
                ..Memo::default()
            };
        }
        let document = format::read(path, text);
        let mut reader = Reader::new(library.locale.clone(), library.names.clone());
        reader.settings = settings.dates;
        reader.document_date = settings
            .document_date
            .as_deref()
            .and_then(DateValue::parse_edtf);
        let reading = reader.read(&document, &mut memo.reading, &|| cancel.is_cancelled())?;

        let mut claims = Vec::new();
        let mut kept = HashMap::with_capacity(memo.claims.len());
        for (block, resolved) in reading.blocks.iter().enumerate() {
            if resolved.statements.is_empty() {
                continue;
            }
            if cancel.is_cancelled() {
                return None;
            }
            let key = Arc::as_ptr(resolved) as usize;
            let (resolved, judged) = memo
                .claims
                .remove(&key)
                .or_else(|| kept.get(&key).cloned())
                .unwrap_or_else(|| (resolved.clone(), claim::judge(resolved, &library)));
            claims.extend(judged.iter().cloned().map(|claim| Claim { block, ..claim }));
            kept.insert(key, (resolved, judged));
        }
        memo.claims = kept;
        let quotes = quote::judge_all(&document, &reading, &library, &mut memo.quotes, cancel)?;

        let locale = library.locale.clone();
        let context = Context {
            document: &document,
            reading: &reading,
            library: &library,
            locale: &locale,
            claims: &claims,
            quotes: &quotes,
            profile: settings.profile,
        };
        let mut findings = Vec::new();
        for rule in rules::all().iter().filter(|rule| rule.runs(&settings)) {
            if cancel.is_cancelled() {
                return None;
            }
            rule.run(&context, &mut findings);
        }
        let finding::Settled {
            diagnostics,
            suppressed,
        } = finding::settle(path, findings, &document, &reading, &settings);
        let coverage = coverage(&claims, &quotes);
        let lines = Lines::new(&document.text);
        Some(Analysis {
            document,
            lines,
            reading,
            library,
            locale,
            claims,
            quotes,
            diagnostics,
            suppressed,
            coverage,
        })
    }

    /// The draft's text; all spans refer to it.
    pub fn text(&self) -> &Arc<str> {
        &self.document.text
    }

    /// Its blocks, metadata and links.
    pub fn document(&self) -> &Document {
        &self.document
    }

    /// Its lines.
    pub fn lines(&self) -> &Lines {
        &self.lines
    }

    /// What is wrong with it, by place, then code.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// What comments in it silence, by place.
    pub fn suppressed(&self) -> &[Suppressed] {
        &self.suppressed
    }

    /// How much of it the library could speak to.
    pub fn coverage(&self) -> Coverage {
        self.coverage
    }
}

fn coverage(claims: &[Claim], quotes: &[Quote]) -> Coverage {
    let mut coverage = Coverage {
        claims: claims.len(),
        ..Coverage::default()
    };
    for claim in claims {
        match claim.verdict {
            Verdict::Consistent => coverage.supported += 1,
            Verdict::Conflict => coverage.contradicted += 1,
            Verdict::Contested => coverage.contested += 1,
            Verdict::Unknown => coverage.unknown += 1,
            Verdict::NotAsserted => coverage.not_asserted += 1,
        }
    }
    for quote in quotes {
        match quote.verdict {
            quote::Verdict::Term => continue,
            quote::Verdict::Verbatim | quote::Verdict::Edited | quote::Verdict::Ambiguous => {
                coverage.verbatim += 1
            }
            quote::Verdict::Misquoted | quote::Verdict::Misattributed => coverage.misquoted += 1,
            quote::Verdict::Unsourced | quote::Verdict::Unchecked => coverage.unsourced += 1,
        }
        coverage.quotations += 1;
    }
    coverage
}
