//! From the core's plain data to the protocol's types, in the client's encoding and spelling.

use std::str::FromStr;

use analysis::{self, Fix, Origin, Severity};
use text::{Position, Span};
use tower_lsp::ls_types::{
    self as lsp, CodeDescription, DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag,
    DocumentChanges, LocationLink, NumberOrString, OneOf, OptionalVersionedTextDocumentIdentifier,
    TextDocumentEdit, TextEdit, Uri, WorkspaceEdit,
};

use crate::draft::Checked;
use crate::place::Places;

/// Converts what was found in one checked draft.
pub struct Converter<'a> {
    /// For whom, and where places in sources lead.
    pub places: Places<'a>,
    /// The draft's version that spans refer to.
    pub checked: &'a Checked,
    /// The draft's URI as the client spells it.
    pub uri: &'a Uri,
}

impl Converter<'_> {
    /// The byte offset of a position in the draft.
    pub fn offset(&self, position: lsp::Position) -> usize {
        let snapshot = &self.checked.snapshot;
        let position = from_position(position);
        snapshot
            .lines()
            .offset(snapshot.text(), position, self.places.traits.encoding)
    }

    /// The byte span of a range in the draft.
    pub fn span(&self, range: lsp::Range) -> Span {
        let (start, end) = (self.offset(range.start), self.offset(range.end));
        Span::new(start.min(end), start.max(end))
    }

    /// The range of a span of the draft.
    pub fn range(&self, span: Span) -> lsp::Range {
        let snapshot = &self.checked.snapshot;
        self.places
            .range_in(snapshot.text(), snapshot.lines(), span)
    }

    /// A finding.
    pub fn diagnostic(&self, finding: &analysis::Diagnostic) -> lsp::Diagnostic {
        let message = match &finding.advice {
            Some(advice) => format!("{}\n{advice}", finding.message),
            None => finding.message.clone(),
        };
        lsp::Diagnostic {
            range: self.range(finding.span),
            severity: Some(match finding.severity {
                Severity::Error => DiagnosticSeverity::ERROR,
                Severity::Warning => DiagnosticSeverity::WARNING,
                Severity::Information => DiagnosticSeverity::INFORMATION,
                Severity::Hint => DiagnosticSeverity::HINT,
            }),
            code: Some(NumberOrString::String(finding.code.to_owned())),
            source: Some("policy-ls".to_owned()),
            message,
            code_description: self
                .places
                .traits
                .describes
                .then(|| page(finding.code))
                .flatten(),
            related_information: self.related(&finding.related),
            data: Some(finding.fingerprint.clone().into()),
            tags: self.tags(finding),
        }
    }

    /// What may simply be taken away is shown as such.
    fn tags(&self, finding: &analysis::Diagnostic) -> Option<Vec<DiagnosticTag>> {
        let goes = |fix: &Fix| fix.safe && fix.edits.iter().all(|(_, new)| new.is_empty());
        let idle = self.places.traits.tags && finding.fix().is_some_and(goes);
        idle.then(|| vec![DiagnosticTag::UNNECESSARY])
    }

    /// A jump.
    pub fn link(&self, target: &analysis::Target) -> Option<LocationLink> {
        let location = &target.location;
        let lines = self.places.lines_of(&location.text);
        Some(LocationLink {
            origin_selection_range: Some(self.range(target.origin)),
            target_uri: self.uri_of(&location.origin)?,
            target_range: self.places.range_in(
                &location.text,
                &lines,
                location.full.join(location.focus),
            ),
            target_selection_range: self.places.range_in(&location.text, &lines, location.focus),
        })
    }

    /// The edit of a fix: with the draft's version where the client takes it.
    pub fn edit(&self, fix: &Fix) -> WorkspaceEdit {
        let edits = fix.edits.iter().map(|(span, text)| TextEdit {
            range: self.range(*span),
            new_text: text.clone(),
        });
        if self.places.traits.versioned {
            let text_document = OptionalVersionedTextDocumentIdentifier {
                uri: self.uri.clone(),
                version: Some(self.checked.version),
            };
            let edits = edits.map(OneOf::Left).collect();
            WorkspaceEdit {
                document_changes: Some(DocumentChanges::Edits(vec![TextDocumentEdit {
                    text_document,
                    edits,
                }])),
                ..WorkspaceEdit::default()
            }
        } else {
            let changes = [(self.uri.clone(), edits.collect())].into();
            WorkspaceEdit {
                changes: Some(changes),
                ..WorkspaceEdit::default()
            }
        }
    }

    /// `markdown` with every `{{link:N}}` replaced by the URI of the Nth place and its line.
    pub fn with_links(&self, markdown: &str, links: &[analysis::Location]) -> String {
        let mut linked = String::with_capacity(markdown.len());
        let mut rest = markdown;
        while let Some((before, after)) = rest.split_once("{{link:") {
            linked.push_str(before);
            let Some((number, after)) = after.split_once("}}") else {
                linked.push_str("{{link:");
                rest = after;
                continue;
            };
            let place = number
                .parse()
                .ok()
                .and_then(|number: usize| links.get(number));
            if let Some(uri) = place.and_then(|it| self.uri_of(&it.origin)) {
                linked.push_str(uri.as_str());
                if let Some(place) = place {
                    let line = self.places.lines_of(&place.text).line_of(place.focus.start) + 1;
                    linked.push_str(&format!("#L{line}"));
                }
            }
            rest = after;
        }
        linked.push_str(rest);
        linked
    }

    /// The span that the last edit wrote.
    pub fn typed(&self, touched: Option<(Position, usize)>) -> Option<Span> {
        let (position, length) = touched?;
        let snapshot = &self.checked.snapshot;
        let text = snapshot.text();
        let start = snapshot
            .lines()
            .offset(text, position, self.places.traits.encoding);
        Some(Span::new(start, (start + length).min(text.len())))
    }

    fn related(&self, related: &[analysis::Related]) -> Option<Vec<DiagnosticRelatedInformation>> {
        if !self.places.traits.related || related.is_empty() {
            return None;
        }
        let related = related.iter().filter_map(|it| {
            let place = &it.location;
            let lines = self.places.lines_of(&place.text);
            let range = self.places.range_in(&place.text, &lines, place.focus);
            Some(DiagnosticRelatedInformation {
                location: lsp::Location::new(self.uri_of(&place.origin)?, range),
                message: it.message.clone(),
            })
        });
        Some(related.collect())
    }

    fn uri_of(&self, origin: &Origin) -> Option<Uri> {
        if *origin == Origin::Draft {
            return Some(self.uri.clone());
        }
        self.places.uri_of(origin)
    }
}

/// The page of a rule.
fn page(code: &str) -> Option<CodeDescription> {
    let href = format!(
        "{}/blob/main/docs/rules.md#{code}",
        env!("CARGO_PKG_REPOSITORY")
    );
    Some(CodeDescription {
        href: Uri::from_str(&href).ok()?,
    })
}

/// Whether `finding` stands in the sentence of which `typed` was just written: showing it at once would chase the
/// cursor.
pub fn chases(checked: &Checked, finding: &analysis::Diagnostic, typed: Span) -> bool {
    let text = checked.snapshot.text();
    let (a, b) = (finding.span, typed);
    let (from, to) = if a.end <= b.start {
        (a.end, b.start)
    } else if b.end <= a.start {
        (b.end, a.start)
    } else {
        return true;
    };
    let Some(between) = text.get(from..to) else {
        return false;
    };
    ![". ", "? ", "! ", ".\n", "?\n", "!\n", "\n\n", "\r\n\r\n"]
        .iter()
        .any(|end| between.contains(end))
}

/// The core's position for the protocol's.
pub fn from_position(position: lsp::Position) -> Position {
    Position::new(position.line, position.character)
}

/// The protocol's position for the core's.
pub fn to_position(position: Position) -> lsp::Position {
    lsp::Position::new(position.line, position.column)
}
