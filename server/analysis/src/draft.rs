//! One draft, read and judged against one library: the snapshot that every question is put to.

use std::ops::Range;
use std::sync::Arc;

use library::{Library, Part, Verdict};
use prose::date::DateValue;
use prose::kept::Kept;
use prose::locale::Locale;
use prose::reading::{self, Reader, Reading, Resolved};
use text::{Block, BlockKind, Document, Lines};

use crate::claim::{self, Above, Claim, Judged, Retellings};
use crate::quote::{self, Quote};
use crate::rules::{self, Context};
use crate::{Cancel, Coverage, Diagnostic, Settings, Suppressed, finding};

/// What is kept from one version of a draft to the next, so that only what changed is read again. One per open draft;
/// a fresh one gives the same answers, more slowly.
#[derive(Debug, Default)]
pub struct Memo {
    reading: reading::Memo,
    /// Claims by block or row, keyed by the addresses of the readings.
    claims: Kept<usize, Known>,
    quotes: quote::Memo,
    /// The library that all this was judged against.
    library: Option<Arc<Library>>,
}

impl Memo {
    /// A memo for many drafts, one after the other, in which the same paragraphs may stand: up to `room` are kept.
    pub fn with_room(room: usize) -> Self {
        Self {
            reading: reading::Memo::with_room(room),
            claims: Kept::with_room(room),
            quotes: quote::Memo::with_room(room),
            library: None,
        }
    }
}

/// What is made of some readings, which are kept alive so that their addresses stay their own.
type Known = (Vec<Arc<Resolved>>, Judged);

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
        let document = format::read(path, text);
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
        let heading = matches!(document.blocks[group.start].kind, BlockKind::Heading(_));
        let position = if heading {
            Position::default()
        } else {
            above.clone()
        };
        above.pass(group.clone(), &document.blocks);
        let readings = &reading.blocks[group.clone()];
        let parts = || {
            let blocks = document.blocks[group.clone()].iter().zip(readings);
            blocks.map(|(block, resolved)| Part { block, resolved })
        };
        if parts().all(|part| part.resolved.statements.is_empty() && !part.is_dated()) {
            continue;
        }
        if cancel.is_cancelled() {
            return None;
        }
        // What stands above may say what is spoken of.
        let context: Vec<usize> = position.blocks().collect();
        let readings: Vec<Arc<Resolved>> = context
            .iter()
            .map(|at| &reading.blocks[*at])
            .chain(readings)
            .cloned()
            .collect();
        let key = key(&readings);
        let fits = |(of, _): &Known| {
            of.len() == readings.len() && of.iter().zip(&readings).all(|(a, b)| Arc::ptr_eq(a, b))
        };
        let known = memo.claims.get(&key).filter(|known| fits(known));
        let judged = match known {
            Some((_, judged)) => judged.clone(),
            None => {
                let parts: Vec<Part<'_>> = parts().collect();
                let part = |at: usize| Part {
                    block: &document.blocks[at],
                    resolved: &reading.blocks[at],
                };
                let above = Above {
                    headings: position.headings.iter().map(|at| part(*at)).collect(),
                    before: position.before.map(part),
                };
                let judged = claim::judge(&parts, &above, library);
                memo.claims.put(key, (readings, judged.clone()));
                judged
            }
        };
        let block = group.start;
        claims.extend(judged.claims.into_iter().map(|claim| Claim {
            block: block + claim.block,
            ..claim
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

/// What stands above a block: numbers of blocks.
#[derive(Clone, Default)]
struct Position {
    headings: Vec<usize>,
    before: Option<usize>,
}

impl Position {
    /// Goes on below a block, or a row.
    fn pass(&mut self, group: Range<usize>, blocks: &[Block]) {
        let at = group.start;
        match blocks[at].kind {
            BlockKind::Heading(level) => {
                let above = |other: &usize| matches!(blocks[*other].kind, BlockKind::Heading(other) if other < level);
                self.headings.retain(above);
                self.headings.push(at);
                self.before = None;
            }
            BlockKind::Paragraph => self.before = Some(at),
            // Items of a list stand below what leads to the list.
            BlockKind::Item(_) => {}
            _ => self.before = None,
        }
    }

    fn blocks(&self) -> impl Iterator<Item = usize> {
        self.headings.iter().copied().chain(self.before)
    }
}

/// One number for the addresses of a block's reading, or of those of a row.
fn key(readings: &[Arc<Resolved>]) -> usize {
    let addresses = readings.iter().map(|it| Arc::as_ptr(it) as usize);
    addresses.fold(0, |key: usize, address| key.rotate_left(7) ^ address)
}

fn coverage(claims: &[Claim], retold: &[Retellings], quotes: &[Quote]) -> Coverage {
    let mut coverage = Coverage::default();
    let own = claims.iter().filter(|claim| !claim.told);
    let dates = retold.iter().flat_map(|block| block.dates.iter());
    let known = dates.filter(|date| date.verdict != Verdict::Unknown);
    for verdict in own
        .map(|claim| claim.verdict)
        .chain(known.map(|date| date.verdict))
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
