//! One draft, read and judged against one library: the snapshot that every question is put to.

use std::sync::Arc;

use library::{Library, Part, Verdict};
use prose::date::DateValue;
use prose::locale::Locale;
use prose::reading::{self, Reader, Reading};
use text::{BlockKind, Document, Lines};

use crate::claim::{Claim, Retellings};
use crate::kept::Claims;
use crate::position::Position;
use crate::quote::{self, Quote};
use crate::rules::{self, Context};
use crate::{Cancel, Coverage, Diagnostic, Settings, Suppressed, finding};

/// What is kept from one version of a draft to the next, so that only what changed is read again. One per open draft;
/// a fresh one gives the same answers, more slowly.
#[derive(Debug, Default)]
pub struct Memo {
    text: format::Memo,
    reading: reading::Memo,
    claims: Claims,
    quotes: quote::Memo,
    /// The library that all this was judged against.
    library: Option<Arc<Library>>,
}

impl Memo {
    /// A memo for many drafts, one after the other, in which the same paragraphs may stand: up to `room` are kept.
    pub fn with_room(room: usize) -> Self {
        Self {
            text: format::Memo::default(),
            reading: reading::Memo::with_room(room),
            claims: Claims::with_room(room),
            quotes: quote::Memo::with_room(room),
            library: None,
        }
    }

    /// A memo that notes what is weighed where a date's happening is recalled by its words.
    #[must_use]
    pub fn noting(library: Arc<Library>) -> Self {
        let mut memo = Self {
            library: Some(library),
            ..Self::default()
        };
        memo.claims.note();
        memo
    }

    /// What was noted since it was asked last.
    pub fn notes(&mut self) -> Vec<library::Note> {
        self.claims.notes()
    }
}

/// A draft with everything that was found in it. Immutable; share it by `Arc`.
pub struct Analysis {
    pub(crate) document: Document,
    pub(crate) lines: Lines,
    pub(crate) reading: Reading,
    pub(crate) library: Arc<Library>,
    pub(crate) locale: Arc<Locale>,
    pub(crate) claims: Vec<Claim>,
    pub(crate) retold: Vec<Retellings>,
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
                ..Memo::with_room(memo.claims.room())
            };
        }
        // Among many drafts none is the next version of another.
        let document = match memo.claims.room() {
            0 => format::read_again(path, text, &mut memo.text),
            _ => format::read(path, text),
        };
        let mut reader = Reader::new(library.locale.clone(), library.names.clone());
        reader.settings = settings.dates;
        reader.document_date = settings
            .document_date
            .as_deref()
            .and_then(DateValue::parse_edtf);
        let reading = reader.read(&document, &mut memo.reading, &|| cancel.is_cancelled())?;

        let (claims, retold) = judge(&document, &reading, &library, memo, cancel)?;
        let quotes = quote::judge_all(&document, &reading, &library, &mut memo.quotes, cancel)?;

        let locale = library.locale.clone();
        let context = Context {
            document: &document,
            reading: &reading,
            library: &library,
            locale: &locale,
            claims: &claims,
            retold: &retold,
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
        let coverage = coverage(&claims, &retold, &quotes);
        let lines = Lines::new(&document.text);
        Some(Analysis {
            document,
            lines,
            reading,
            library,
            locale,
            claims,
            retold,
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

/// The claims of the draft; what the memory knows is not judged again. `None` if cancelled.
fn judge(
    document: &Document,
    reading: &Reading,
    library: &Library,
    memo: &mut Memo,
    cancel: &Cancel,
) -> Option<(Vec<Claim>, Vec<Retellings>)> {
    let (mut claims, mut retold) = (Vec::new(), Vec::new());
    memo.claims.begin();
    let mut above = Position::default();
    for group in library::groups(&document.blocks) {
        // A heading stands for itself.
        let position = match document.blocks[group.start].kind {
            BlockKind::Heading(_) => Position::default(),
            _ => above.clone(),
        };
        above.pass(group.start, &document.blocks);
        let says = |at: usize| {
            let (block, resolved) = (&document.blocks[at], &reading.blocks[at]);
            !resolved.statements.is_empty() || Part { block, resolved }.is_dated()
        };
        if !group.clone().any(says) {
            continue;
        }
        if cancel.is_cancelled() {
            return None;
        }
        let judged = memo
            .claims
            .judged(&group, &position, document, reading, library);
        let block = group.start;
        claims.extend(judged.claims.iter().map(|claim| Claim {
            block: block + claim.block,
            ..claim.clone()
        }));
        if !judged.retold.is_empty() || !judged.recalled.is_empty() {
            retold.push(Retellings {
                block,
                dates: judged.retold,
                recalled: judged.recalled,
            });
        }
    }
    memo.claims.end();
    Some((claims, retold))
}

fn coverage(claims: &[Claim], retold: &[Retellings], quotes: &[Quote]) -> Coverage {
    let mut coverage = Coverage::default();
    let own = claims.iter().filter(|claim| !claim.told);
    let dates = retold.iter().flat_map(|block| block.dates.iter());
    let known = dates.filter(|date| date.verdict != Verdict::Unknown);
    let recalled = retold.iter().flat_map(|block| block.recalled.iter());
    for verdict in own
        .map(|claim| claim.verdict)
        .chain(known.map(|date| date.verdict))
        .chain(recalled.map(|(_, date)| date.judgement.verdict))
    {
        coverage.claims += 1;
        match verdict {
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
