//! Everything that was recognised, as plain serialisable data: the answer of `policy-ls inspect`.

use library::{Event, Verdict, Witness};
use prose::date::DateValue;
use prose::temporal::{Fault, Resolution};
use text::{Encoding, Lines, Span};

use crate::claim::Claim;
use crate::item::*;
use crate::ledger::kind_id;
use crate::quote::Quote;
use crate::{Analysis, Diagnostic, Location, Origin, evidence};

impl Analysis {
    /// Everything recognised in the draft, in its order.
    pub fn inspect(&self) -> Inspection {
        let mut inspection = Inspection {
            schema_version: 1,
            document_date: self
                .reading
                .document_date
                .as_ref()
                .map(|date| date.edtf.clone()),
            temporal_expressions: Vec::new(),
            mentions: Vec::new(),
            quotations: Vec::new(),
            statements: Vec::new(),
            diagnostics: self
                .diagnostics()
                .iter()
                .map(|diagnostic| self.diagnostic_item(diagnostic))
                .collect(),
        };
        for (number, resolved) in self.reading.blocks.iter().enumerate() {
            let words = |span: Span| span.of(&self.document.blocks[number].prose).to_owned();
            let at = |span: Span| self.at(self.place(number, span));
            for temporal in &resolved.temporals {
                let value = temporal.value.as_ref();
                let broken = matches!(
                    temporal.fault,
                    Some(Fault::Impossible { .. } | Fault::Reversed)
                );
                let judged = value.filter(|_| !broken);
                inspection.temporal_expressions.push(TemporalItem {
                    at: at(temporal.span),
                    text: words(temporal.span),
                    kind: kebab(&format!("{:?}", temporal.kind)),
                    edtf: judged.map_or_else(String::new, |value| value.edtf.clone()),
                    start: judged
                        .and_then(|value| value.interval.start)
                        .map(|day| day.to_string()),
                    end: judged
                        .and_then(|value| value.interval.end)
                        .map(|day| day.to_string()),
                    granularity: value.map(|value| kebab(&format!("{:?}", value.granularity))),
                    qualifier: value
                        .and_then(|value| value.qualifier)
                        .map(|word| kebab(&format!("{word:?}"))),
                    resolution: match temporal.resolution {
                        Resolution::Explicit => "explicit",
                        Resolution::DocumentDate => "document-date",
                        Resolution::StoryDate => "story-date",
                        Resolution::Heading => "heading",
                        Resolution::Ambiguous(_) => "ambiguous",
                        Resolution::Unresolved => "unresolved",
                    }
                    .to_owned(),
                    readings: match &temporal.resolution {
                        Resolution::Ambiguous(readings) => readings.clone(),
                        _ => Vec::new(),
                    },
                    fault: temporal.fault.as_ref().map(|fault| {
                        match fault {
                            Fault::Impossible { .. } => "impossible",
                            Fault::Weekday { .. } => "weekday",
                            Fault::Reversed => "reversed",
                        }
                        .to_owned()
                    }),
                });
            }
            for mention in &resolved.mentions {
                let ids: Vec<&library::Entity> = mention
                    .candidates
                    .iter()
                    .filter_map(|id| self.library.entity_of(*id))
                    .collect();
                let Some(first) = ids.first() else { continue };
                inspection.mentions.push(MentionItem {
                    at: at(mention.span),
                    text: words(mention.span),
                    entity: first.id.clone(),
                    candidates: ids.iter().map(|entity| entity.id.clone()).collect(),
                    kind: kebab(&format!("{:?}", mention.kind)),
                    name: first.name.clone(),
                    via: kebab(&format!("{:?}", mention.via)),
                });
            }
            for quote in self.quotes.iter().filter(|quote| quote.block == number) {
                inspection.quotations.push(self.quotation_item(quote));
            }
            let claims = self.claims_of(number).iter();
            for claim in claims.filter(|claim| !claim.told) {
                inspection.statements.push(self.statement_item(claim));
            }
            inspection.statements.extend(self.retold_items(number));
            inspection.statements.extend(self.recalled_items(number));
        }
        inspection
    }

    fn quotation_item(&self, quote: &Quote) -> QuotationItem {
        let block = &self.document.blocks[quote.block];
        let meant = quote.passages(&self.library).next();
        let veiled = meant.is_some_and(|it| it.withheld);
        QuotationItem {
            at: self.at(self.place(quote.block, quote.span)),
            text: quote.words(&block.prose),
            verdict: quote.verdict.as_str().to_owned(),
            proven: quote.located.proven,
            speaker: quote.speaker_of_draft(self, &block.prose),
            date: quote.date.as_ref().map(|date| date.edtf.clone()),
            occasion: quote.occasion.clone(),
            matches: quote
                .passages(&self.library)
                .map(|location| MatchItem {
                    path: path(&location.origin),
                    at: at(&location.text, &Lines::new(&location.text), location.focus),
                    text: location.words().to_owned(),
                    withheld: location.withheld,
                    label: location.label,
                })
                .collect(),
            differences: quote
                .differences()
                .iter()
                .map(|difference| DifferenceItem {
                    kind: crate::quote::kind_word(&difference.kind).to_owned(),
                    draft: difference.draft_words.clone(),
                    source: match veiled {
                        true => String::new(),
                        false => difference.source_words.clone(),
                    },
                    meaning: difference
                        .meaning
                        .map(|meaning| kebab(&format!("{meaning:?}"))),
                })
                .collect(),
        }
    }

    fn statement_item(&self, claim: &Claim) -> StatementItem {
        let block = &self.document.blocks[claim.block];
        let statement = &self.reading.blocks[claim.block].statements[claim.statement];
        let event = claim.event.and_then(|event| self.library.events.get(event));
        StatementItem {
            at: self.at(self.place(claim.block, statement.span)),
            text: statement.span.of(&block.prose).to_owned(),
            sentence: statement.sentence.of(&block.prose).to_owned(),
            kind: kind_id(&self.library, statement.kind),
            participants: statement
                .participants
                .iter()
                .filter_map(|participant| {
                    Some(ParticipantItem {
                        role: kebab(&format!("{:?}", participant.role)),
                        entity: self
                            .library
                            .entity_of(*participant.candidates.first()?)?
                            .id
                            .clone(),
                        text: participant.span.of(&block.prose).to_owned(),
                    })
                })
                .collect(),
            date: self.reading.blocks[claim.block]
                .temporals
                .get(statement.temporal)
                .filter(|temporal| !temporal.span.is_empty())
                .map(|temporal| self.at(self.place(claim.block, temporal.span))),
            edtf: statement.value.edtf.clone(),
            modality: kebab(&format!("{:?}", statement.modality)),
            verdict: verdict_word(claim.verdict).to_owned(),
            event: event.map(|event| event.id.clone()),
            witnesses: self.witness_items(event),
        }
    }

    /// Who says of an event what.
    fn witness_items(&self, event: Option<&Event>) -> Vec<WitnessItem> {
        let witnesses = event.map_or(&[][..], |event| &event.witnesses);
        let item = |witness: &Witness| {
            let location = evidence::location(&self.library, witness.provenance.as_ref()?)?;
            Some(WitnessItem {
                edtf: told(&location, witness.value.as_ref()?),
                withheld: location.withheld,
                path: path(&location.origin),
                at: at(&location.text, &Lines::new(&location.text), location.focus),
                label: location.label,
                curated: witness.curated,
            })
        };
        witnesses.iter().filter_map(item).collect()
    }

    /// The dates of one block whose happening is recalled by its words.
    fn recalled_items(&self, number: usize) -> impl Iterator<Item = StatementItem> {
        self.recalled_in(number).filter_map(move |date| {
            let block = &self.document.blocks[number];
            let temporal = self.reading.blocks[number].temporals.get(date.temporal)?;
            let event = self.library.events.get(date.judgement.event?)?;
            Some(StatementItem {
                at: self.at(self.place(number, date.span)),
                text: date.span.of(&block.prose).to_owned(),
                sentence: date.span.of(&block.prose).to_owned(),
                kind: kind_id(&self.library, event.kind),
                date: Some(self.at(self.place(number, temporal.span))),
                participants: Vec::new(),
                edtf: temporal.value.as_ref()?.edtf.clone(),
                modality: "asserted".to_owned(),
                verdict: verdict_word(date.judgement.verdict).to_owned(),
                event: Some(event.id.clone()),
                witnesses: self.witness_items(Some(event)),
            })
        })
    }

    /// The dates of one block whose sentence some source tells.
    fn retold_items(&self, number: usize) -> impl Iterator<Item = StatementItem> {
        self.retold_in(number).filter_map(move |date| {
            let block = &self.document.blocks[number];
            let temporal = self.reading.blocks[number].temporals.get(date.temporal)?;
            let witness = |told: &library::Told| {
                let location = evidence::location(&self.library, &told.passage)?;
                Some(WitnessItem {
                    edtf: self::told(&location, &told.value),
                    withheld: location.withheld,
                    path: path(&location.origin),
                    at: at(&location.text, &Lines::new(&location.text), location.focus),
                    label: location.label,
                    curated: false,
                })
            };
            Some(StatementItem {
                at: self.at(self.place(number, date.sentence)),
                text: date.sentence.of(&block.prose).to_owned(),
                sentence: date.sentence.of(&block.prose).to_owned(),
                kind: "retold".to_owned(),
                date: Some(self.at(self.place(number, temporal.span))),
                participants: Vec::new(),
                edtf: temporal.value.as_ref()?.edtf.clone(),
                modality: "asserted".to_owned(),
                verdict: verdict_word(date.verdict).to_owned(),
                event: date.told.first().map(|told| told.key.clone()),
                witnesses: date.told.iter().filter_map(witness).collect(),
            })
        })
    }

    /// One finding as `inspect` and `check --format json` write it.
    pub fn diagnostic_item(&self, diagnostic: &Diagnostic) -> DiagnosticItem {
        DiagnosticItem {
            code: diagnostic.code.to_owned(),
            severity: diagnostic.severity.as_str().to_owned(),
            message: diagnostic.message.clone(),
            advice: diagnostic.advice.clone(),
            at: self.at(diagnostic.span),
            related: diagnostic
                .related
                .iter()
                .map(|related| RelatedItem {
                    message: related.message.clone(),
                    path: path(&related.location.origin),
                    at: at(
                        &related.location.text,
                        &Lines::new(&related.location.text),
                        related.location.focus,
                    ),
                    text: related.location.words().to_owned(),
                    label: related.location.label.clone(),
                    withheld: related.location.withheld,
                })
                .collect(),
            fix: diagnostic.fix().map(|fix| FixItem {
                title: fix.title.clone(),
                edits: fix
                    .edits
                    .iter()
                    .map(|(span, words)| EditItem {
                        at: self.at(*span),
                        text: words.clone(),
                    })
                    .collect(),
            }),
            fingerprint: diagnostic.fingerprint.clone(),
            expected: diagnostic.expected.clone(),
        }
    }

    fn at(&self, span: Span) -> At {
        at(self.text(), self.lines(), span)
    }
}

fn at(text: &str, lines: &Lines, span: Span) -> At {
    let place = |offset| {
        let position = lines.position(text, offset, Encoding::Utf16);
        Place {
            line: position.line,
            character: position.column,
        }
    };
    At {
        byte_start: span.start,
        byte_end: span.end,
        range: Range {
            start: place(span.start),
            end: place(span.end),
        },
    }
}

/// A date, unless it is withheld.
fn told(location: &Location, value: &DateValue) -> String {
    match location.withheld {
        true => String::new(),
        false => value.edtf.clone(),
    }
}

fn verdict_word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Consistent => "consistent",
        Verdict::Conflict => "conflict",
        Verdict::Contested => "contested",
        Verdict::Unknown => "unknown",
        Verdict::NotAsserted => "not-asserted",
    }
}

fn path(origin: &Origin) -> String {
    match origin {
        Origin::Draft => "draft".to_owned(),
        Origin::File(path) | Origin::Rendition(path) => path.clone(),
        Origin::Builtin(name) => format!("builtin:{name}"),
    }
}

/// `StoryDate` as `story-date`.
fn kebab(camel: &str) -> String {
    let mut out = String::with_capacity(camel.len() + 2);
    for (at, c) in camel.char_indices() {
        if c.is_uppercase() && at > 0 {
            out.push('-');
        }
        out.extend(c.to_lowercase());
    }
    out
}
