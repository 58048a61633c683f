//! From an analysis to its sheet.

use std::collections::{BTreeMap, BTreeSet};

use analysis::item::{Inspection, QuotationItem, StatementItem};
use analysis::{Analysis, Diagnostic, Origin, Severity};
use library::{Rank, Source};
use project::Workspace;
use text::{BlockKind, Document, LinkTarget, Span};

use super::{Claim, Evidence, Found, Happening, Name, Quotation, Sheet, years_of};
use crate::report::json::{counts, path_of};

/// What a label says of a retelling whose original is not loaded; a sheet says it once, not with every passage.
const ABSENT: &str = "; the original is not on this machine";

/// Bytes of a passage that are shown.
const PASSAGE: usize = 420;

impl Sheet {
    /// The sheet of a draft that was named `path`; findings below `least` are left out.
    pub fn new(path: &str, analysis: &Analysis, workspace: &Workspace, least: Severity) -> Self {
        let inspection = analysis.inspect();
        let document = analysis.document().clone();
        let maker = Maker {
            analysis,
            workspace,
            sources: sources(workspace),
        };
        let claims = inspection.statements.iter().enumerate();
        let claims: Vec<Claim> = claims.map(|(at, it)| maker.claim(at + 1, it)).collect();
        let quoted = inspection
            .quotations
            .iter()
            .filter(|it| it.verdict != "term");
        let quotations: Vec<Quotation> = quoted
            .enumerate()
            .map(|(at, it)| maker.quotation(claims.len() + at + 1, it))
            .collect();
        let findings = maker.findings(least);
        let spans = claims.iter().map(|it| it.span);
        let spans = spans.chain(quotations.iter().map(|it| it.span));
        let spans: Vec<Span> = spans.chain(findings.iter().map(|it| it.span)).collect();
        let prose =
            |it: &&text::Block| !matches!(it.kind, BlockKind::Comment | BlockKind::FrontMatter);
        let blocks: Vec<&text::Block> = document.blocks.iter().filter(prose).collect();
        let silent = |it: &&&text::Block| !spans.iter().any(|span| it.span.overlaps(*span));
        Self {
            title: title(&document, path),
            library: workspace.info.to_string(),
            document_date: inspection.document_date.clone(),
            totals: counts(analysis.coverage()),
            blocks: blocks.len(),
            silent_blocks: blocks.iter().filter(silent).count(),
            chronology: chronology(workspace, &claims),
            names: names(&inspection),
            mentions: inspection
                .mentions
                .iter()
                .map(|it| (Span::new(it.at.byte_start, it.at.byte_end), it.name.clone()))
                .collect(),
            path: path.to_owned(),
            claims,
            quotations,
            findings,
            document,
        }
    }
}

/// What is known of a source.
struct Known<'a> {
    rank: &'static str,
    confidential: bool,
    source: &'a Source,
}

/// The sources, as output names them.
fn sources(workspace: &Workspace) -> BTreeMap<String, Known<'_>> {
    let sources = workspace.library.sources.iter();
    let known = sources.map(|it| {
        let known = Known {
            rank: rank(it.rank),
            confidential: it.record.withheld,
            source: it,
        };
        (it.path.clone(), known)
    });
    known.collect()
}

fn rank(rank: Rank) -> &'static str {
    match rank {
        Rank::Primary => "primary source",
        Rank::OfficialTranslation => "official translation",
        Rank::Scholarly => "scholarship",
        Rank::Press => "press",
        Rank::Own => "own notes",
    }
}

fn title(document: &Document, path: &str) -> String {
    let heading = document
        .blocks
        .iter()
        .find(|it| matches!(it.kind, BlockKind::Heading(_)));
    let heading = heading.map(|it| it.prose.trim().to_owned());
    document
        .metadata
        .title
        .clone()
        .or(heading)
        .unwrap_or_else(|| path.to_owned())
}

struct Maker<'a> {
    analysis: &'a Analysis,
    workspace: &'a Workspace,
    sources: BTreeMap<String, Known<'a>>,
}

impl Maker<'_> {
    fn claim(&self, number: usize, it: &StatementItem) -> Claim {
        let span = Span::new(it.at.byte_start, it.at.byte_end);
        let evidence = it.witnesses.iter().map(|witness| {
            let source = self.sources.get(&witness.path);
            let text = source.map(|it| it.source.shown()).unwrap_or_default();
            let words = text.get(witness.at.byte_start..witness.at.byte_end);
            let words = words.unwrap_or_default();
            let mut evidence = self.evidence(&witness.path, &witness.label, words);
            if witness.curated {
                evidence.rank = "curated record";
            }
            if !evidence.withheld {
                evidence.edtf = Some(witness.edtf.clone());
            }
            evidence
        });
        Claim {
            number,
            line: it.at.range.start.line + 1,
            words: on_one_line(&it.text),
            sentence: on_one_line(&it.sentence),
            verdict: match it.verdict.as_str() {
                "consistent" => "supported",
                "conflict" => "contradicted",
                "contested" => "contested",
                "not-asserted" => "not asserted",
                _ => "not in the sources",
            },
            edtf: it.edtf.clone(),
            evidence: match it.verdict.as_str() {
                "unknown" => Vec::new(),
                _ => once(evidence),
            },
            citations: self.citations(span),
            span,
        }
    }

    fn quotation(&self, number: usize, it: &QuotationItem) -> Quotation {
        let span = Span::new(it.at.byte_start, it.at.byte_end);
        let matches = it.matches.iter().take(3);
        let evidence: Vec<Evidence> = matches
            .map(|passage| self.evidence(&passage.path, &passage.label, &passage.text))
            .collect();
        let differences = it.differences.iter().map(|it| {
            let said = match (it.draft.is_empty(), it.source.is_empty()) {
                (true, _) => format!("the draft leaves out “{}”", it.source),
                (_, true) => format!("the draft adds “{}”", it.draft),
                _ => format!("“{}” where the source has “{}”", it.draft, it.source),
            };
            match &it.meaning {
                Some(meaning) => format!("{said} (changes the meaning: {meaning})"),
                None => said,
            }
        });
        let differs = matches!(it.verdict.as_str(), "misquoted" | "misattributed");
        let withheld = evidence.iter().any(|it| it.withheld);
        Quotation {
            number,
            line: it.at.range.start.line + 1,
            words: on_one_line(&it.text),
            verdict: match it.verdict.as_str() {
                "verbatim" => "verbatim",
                "edited" => "edited",
                "misquoted" => "altered",
                "misattributed" => "misattributed",
                "ambiguous" => "in several places",
                "unsourced" => "not in the sources",
                _ => "could not be checked",
            },
            // The draft's words for a speaker may name an entity, which has a name for people.
            speaker: it.speaker.as_ref().map(|speaker| {
                let entity = self.workspace.library.entity(speaker);
                entity.map_or_else(|| speaker.clone(), |it| it.name.clone())
            }),
            differences: match differs && !withheld {
                true => differences.collect(),
                false => Vec::new(),
            },
            evidence,
            citations: self.citations(span),
            span,
        }
    }

    fn evidence(&self, path: &str, label: &str, words: &str) -> Evidence {
        let known = self.sources.get(path);
        let rank = known.map_or("own notes", |it| it.rank);
        let withheld = known.is_some_and(|it| it.confidential);
        Evidence {
            label: label.replace(ABSENT, ""),
            rank,
            edtf: None,
            words: (!withheld).then(|| excerpt(words)),
            withheld,
        }
    }

    fn findings(&self, least: Severity) -> Vec<Found> {
        let told = self.analysis.diagnostics().iter();
        let told = told.filter(|it| it.severity >= least || it.baselined);
        let told = told.map(|it| {
            let known = it.baselined.then(|| "in the baseline".to_owned());
            self.found(it, known)
        });
        let silenced = self.analysis.suppressed().iter().map(|it| {
            let reason = it.reason.as_deref().unwrap_or("no reason is given");
            self.found(&it.diagnostic, Some(format!("silenced: {reason}")))
        });
        let mut all: Vec<Found> = told.chain(silenced).collect();
        all.sort_by_key(|it| it.span);
        all
    }

    fn found(&self, it: &Diagnostic, put_off: Option<String>) -> Found {
        let withheld = it.related.iter().any(|related| {
            let origin = &related.location.origin;
            *origin != Origin::Draft
                && self
                    .sources
                    .get(&path_of(origin))
                    .is_some_and(|it| it.confidential)
        });
        let rules = analysis::rules::all();
        let summary = rules
            .iter()
            .find(|rule| rule.code == it.code)
            .map_or("", |it| it.summary);
        let line = self.analysis.lines().line_of(it.span.start) as u32 + 1;
        Found {
            code: it.code,
            severity: it.severity.as_str(),
            line,
            message: match withheld {
                true => format!("{summary} (the passage is withheld: its source is confidential)"),
                false => it.message.replace(ABSENT, ""),
            },
            advice: it.advice.clone().filter(|_| !withheld),
            fingerprint: it.fingerprint.clone(),
            put_off,
            span: it.span,
        }
    }

    /// Links, notes and keys that stand in the paragraph from the claim on.
    fn citations(&self, span: Span) -> Vec<String> {
        let document = self.analysis.document();
        let Some(block) = document.block_at(span.start) else {
            return Vec::new();
        };
        let end = document.blocks[block].span.end;
        // Up to the end of the sentence that the claim stands in, and what clings to it.
        let text = &*document.text;
        let stop = text[span.end..end]
            .find(". ")
            .map_or(end, |at| (span.end + at + 2).min(end));
        let beside = document
            .links
            .iter()
            .filter(|(link, _)| span.start <= link.start && link.start <= stop);
        let mut said: Vec<String> = beside
            .map(|(_, target)| match target {
                LinkTarget::Destination(address) => address.clone(),
                LinkTarget::Footnote(label) => format!("note {label}"),
                LinkTarget::Key(key) => format!("@{key}"),
            })
            .collect();
        said.dedup();
        said
    }
}

fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The evidence, each place and date once: a record and the passage it rests on say the same. The heaviest comes first.
fn once(evidence: impl Iterator<Item = Evidence>) -> Vec<Evidence> {
    let mut kept: Vec<Evidence> = Vec::new();
    for it in evidence {
        if !kept
            .iter()
            .any(|other| other.label == it.label && other.edtf == it.edtf)
        {
            kept.push(it);
        }
    }
    kept
}

/// A passage on one line, without locators, cut where it is long.
fn excerpt(words: &str) -> String {
    let shown = words.split_whitespace().filter(|word| !is_locator(word));
    let words = shown.collect::<Vec<_>>().join(" ");
    if words.len() <= PASSAGE {
        return words;
    }
    let cut = &words[..words.floor_char_boundary(PASSAGE)];
    format!("{}…", cut.rsplit_once(' ').map_or(cut, |(begin, _)| begin))
}

/// `[¶22]`: the paragraphs that a retelling retells.
fn is_locator(word: &str) -> bool {
    word.starts_with("[¶") || word.starts_with('¶') && word.ends_with([']', ','])
}

fn names(inspection: &Inspection) -> Vec<Name> {
    let mut names: Vec<Name> = Vec::new();
    for mention in inspection.mentions.iter().filter(|it| it.via != "pronoun") {
        let written = mention
            .text
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        let verdict = match mention.candidates.len() {
            0 | 1 => "known",
            _ => "several possible",
        };
        match names.iter_mut().find(|it| it.name == mention.name) {
            Some(name) => {
                name.written.insert(written);
                name.times += 1;
            }
            None => names.push(Name {
                name: mention.name.clone(),
                kind: mention.kind.clone(),
                written: BTreeSet::from([written]),
                times: 1,
                verdict,
            }),
        }
    }
    names
}

/// Curated events between the first and the last year that the draft claims something of.
fn chronology(workspace: &Workspace, claims: &[Claim]) -> Vec<Happening> {
    let years = claims.iter().filter_map(|claim| years_of(&claim.edtf));
    let (first, last) = years.fold((i32::MAX, i32::MIN), |(first, last), (from, to)| {
        (first.min(from), last.max(to))
    });
    let events = workspace.library.events.iter().filter_map(|event| {
        // What only withheld sources tell of is not told.
        let value = event.shown().find_map(|it| it.value.as_ref())?;
        let day = value.interval.start?;
        let year = i32::from(day.year());
        if !(first..=last).contains(&year) {
            return None;
        }
        let said = event
            .summary
            .clone()
            .or_else(|| event.shown().next().map(|witness| excerpt(&witness.text)));
        Some(Happening {
            day: day.to_string(),
            edtf: value.edtf.clone(),
            summary: said?,
        })
    });
    events.collect()
}
