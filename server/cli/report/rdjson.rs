//! Reviewdog's diagnostic format: comments on a change under review, with suggestions.

use std::io::{self, Write};

use analysis::Severity;
use serde_json::{Value, json};
use text::{Encoding, Span};

use super::json::write_pretty;
use super::place::in_units;
use super::{Checked, Reporter, Results, sentence, shown};

/// The format `rdjson`.
pub struct Rdjson;

impl Reporter for Rdjson {
    fn write(&self, out: &mut dyn Write, results: &Results) -> io::Result<()> {
        let findings = results.fresh().map(|(draft, finding)| {
            let suggestions: Vec<Value> = super::json::fix_of(finding)
                .iter()
                .flat_map(|fix| &fix.edits)
                .map(|(span, text)| json!({ "range": range(draft, *span), "text": text }))
                .collect();
            json!({
                "message": sentence(finding),
                "location": { "path": draft.path, "range": range(draft, finding.span) },
                "severity": match finding.severity {
                    Severity::Error => "ERROR",
                    Severity::Warning => "WARNING",
                    Severity::Information | Severity::Hint => "INFO",
                },
                "code": { "value": finding.code },
                "suggestions": suggestions,
            })
        });
        let problems = results.problems.iter().map(|problem| {
            json!({
                "message": problem.message,
                "location": {
                    "path": shown(&problem.path),
                    "range": { "start": { "line": problem.line.unwrap_or(1) } },
                },
                "severity": if problem.named { "ERROR" } else { "WARNING" },
            })
        });
        let diagnostics: Vec<Value> = findings.chain(problems).collect();
        let source = json!({ "name": "policy-ls", "url": env!("CARGO_PKG_REPOSITORY") });
        write_pretty(
            out,
            &json!({ "source": source, "diagnostics": diagnostics }),
        )
    }
}

/// Columns count bytes here.
fn range(draft: &Checked, span: Span) -> Value {
    let at = in_units(&draft.text, &draft.lines, span, Encoding::Utf8);
    json!({
        "start": { "line": at.line, "column": at.column },
        "end": { "line": at.end_line, "column": at.end_column },
    })
}
