//! One draft, read and judged against one library: the snapshot that every question is put to.

use std::mem::take;
use std::sync::Arc;

use format::Format;
use library::{Library, Verdict};
use prose::date::DateValue;
use prose::locale::Locale;
use prose::reading::{self, Reader, Reading};
use text::{Document, Lines};

use crate::claim::{Claim, Retellings};
use crate::finding::{self, Finding, Found, Settled};
use crate::kept::Claims;
use crate::quote::{self, Quote};
use crate::rules::{self, Context, Rule};
use crate::version::{self, Group, Last};
use crate::{Cancel, Coverage, Diagnostic, Settings, Suppressed};

/// What is kept from one version of a draft to the next, so that only what changed is read again. One per open draft;
/// a fresh one gives the same answers, more slowly.
#[derive(Debug, Default)]
pub struct Memo {
    text: format::Memo,
    reading: reading::Memo,
    claims: Claims,
    quotes: quote::Memo,
    last: Last,
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
            last: Last::default(),
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
    /// Whether it is plain text, which has no comments.
    pub(crate) plain: bool,
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
            // What the draft says hangs on the library's names alone, which its reading sees to.
            let (text, reading) = (take(&mut memo.text), take(&mut memo.reading));
            *memo = Memo {
                text,
                reading,
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

        let mut groups = memo.last.next(&document, &reading, &settings);
        let draft = Draft {
            path,
            document: &document,
            reading: &reading,
            library: &library,
            settings: &settings,
            cancel,
        };
        let judged = draft.judge(&mut groups, memo);
        // Among many drafts none is the next version of another.
        if memo.claims.room() == 0 {
            memo.last.keep(&reading, groups);
        }
        let Judged {
            claims,
            retold,
            quotes,
            settled,
        } = judged?;
        let coverage = coverage(&claims, &retold, &quotes);
        let lines = Lines::new(&document.text);
        Some(Analysis {
            document,
            lines,
            reading,
            locale: library.locale.clone(),
            library,
            claims,
            retold,
            quotes,
            diagnostics: settled.diagnostics,
            suppressed: settled.suppressed,
            coverage,
            plain: Format::of(path) == Some(Format::Plain),
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

/// A draft that was read, to be judged.
struct Draft<'a> {
    path: &'a str,
    document: &'a Document,
    reading: &'a Reading,
    library: &'a Library,
    settings: &'a Settings,
    cancel: &'a Cancel,
}

/// What it came to.
struct Judged {
    claims: Vec<Claim>,
    retold: Vec<Retellings>,
    quotes: Vec<Quote>,
    settled: Settled,
}

impl Draft<'_> {
    /// Judges it; what the groups and the memory know is not judged again. `None` if cancelled.
    fn judge(&self, groups: &mut [Group], memo: &mut Memo) -> Option<Judged> {
        let Self {
            document,
            reading,
            library,
            settings,
            cancel,
            ..
        } = *self;
        let (claims, retold) = self.claims(groups, &mut memo.claims)?;
        let quotes = quote::judge_all(
            document,
            reading,
            library,
            groups,
            settings.profile,
            &mut memo.quotes,
            cancel,
        )?;
        let whole = Context {
            document,
            reading,
            library,
            locale: &library.locale,
            blocks: 0..document.blocks.len(),
            claims: &claims,
            retold: &retold,
            quotes: &quotes,
            profile: settings.profile,
            dates: settings.dates,
        };
        let all = rules::all().iter().filter(|rule| rule.runs(settings));
        let all: Vec<&Rule> = all.collect();
        version::check(groups, &whole, &all, settings, cancel)?;
        let mut findings = Vec::new();
        for rule in all {
            if cancel.is_cancelled() {
                return None;
            }
            rule.check_whole(&whole, &mut findings);
        }
        let findings = findings.into_iter();
        let beyond = findings.filter_map(|it| Found::new(it, document, reading, settings));
        let beyond: Vec<Found> = beyond.collect();
        let found = groups.iter().flat_map(Group::found);
        let found = found.chain(beyond.iter().map(|found| (0, found)));
        let idle = || {
            let mut findings = Vec::new();
            for rule in rules::all().iter().filter(|rule| !rule.runs(settings)) {
                rule.check(&whole, &mut findings);
                rule.check_whole(&whole, &mut findings);
            }
            let place =
                |it: Finding| Some((it.code, document.blocks.get(it.block)?.map.hull(it.span)));
            findings.into_iter().filter_map(place).collect()
        };
        let settled = finding::settle(self.path, found, document, settings, &idle);
        Some(Judged {
            claims,
            retold,
            quotes,
            settled,
        })
    }

    /// The claims of the groups.
    fn claims(
        &self,
        groups: &mut [Group],
        memo: &mut Claims,
    ) -> Option<(Vec<Claim>, Vec<Retellings>)> {
        let (document, reading, library) = (self.document, self.reading, self.library);
        let (mut claims, mut retold) = (Vec::new(), Vec::new());
        memo.begin();
        for group in groups.iter_mut() {
            if self.cancel.is_cancelled() {
                return None;
            }
            let block = group.blocks.start;
            let judged = group.judged(document, reading, |blocks, above| {
                memo.judged(blocks, above, document, reading, library)
            });
            claims.extend(judged.claims.iter().map(|claim| Claim {
                block: block + claim.block,
                ..claim.clone()
            }));
            if !judged.retold.is_empty() || !judged.recalled.is_empty() {
                retold.push(Retellings {
                    block,
                    dates: judged.retold.clone(),
                    recalled: judged.recalled.clone(),
                });
            }
        }
        memo.end(
            groups
                .iter()
                .map(|group| &reading.blocks[group.blocks.clone()]),
        );
        Some((claims, retold))
    }
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
