//! SARIF 2.1.0: findings with the passages that prove them, fixes, fingerprints, and what was suppressed and why.

use std::collections::HashMap;
use std::io::{self, Write};

use analysis::{Diagnostic, Origin, Severity};
use project::FileProblem;
use serde_json::{Value, json};
use text::{Lines, Span};

use super::json::{fix_of, write_pretty};
use super::place::{KnownLines, Place, place, uri};
use super::{Checked, Reporter, Results, sentence, shown};

/// Where the schema stands.
const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// The format `sarif`.
pub struct Sarif;

impl Reporter for Sarif {
    fn write(&self, out: &mut dyn Write, results: &Results) -> io::Result<()> {
        let rules = analysis::rules::all();
        let numbers = rules.iter().enumerate().map(|(at, rule)| (rule.code, at));
        let numbers: HashMap<&str, usize> = numbers.collect();
        let mut found = Vec::new();
        for draft in &results.drafts {
            let mut known = KnownLines::default();
            for finding in &draft.findings {
                let suppressions = match finding.baselined {
                    true => json!([{ "kind": "external", "justification": "in the baseline" }]),
                    false => json!([]),
                };
                let rule = numbers.get(finding.code);
                found.push(result(draft, finding, rule, suppressions, &mut known));
            }
            for silenced in &draft.suppressed {
                let mut suppression = json!({
                    "kind": "inSource",
                    "location": location(&uri(&draft.path), region(&draft.text, &draft.lines, silenced.comment)),
                });
                if let Some(reason) = &silenced.reason {
                    suppression["justification"] = json!(reason);
                }
                let (finding, rule) = (&silenced.diagnostic, numbers.get(silenced.diagnostic.code));
                found.push(result(
                    draft,
                    finding,
                    rule,
                    json!([suppression]),
                    &mut known,
                ));
            }
        }
        let rules: Vec<Value> = rules.iter().map(descriptor).collect();
        let failed = results.problems.iter().any(|problem| problem.named);
        let notices: Vec<Value> = results.problems.iter().map(notification).collect();
        let log = json!({
            "$schema": SCHEMA,
            "version": "2.1.0",
            "runs": [{
                "tool": { "driver": {
                    "name": "policy-ls",
                    "semanticVersion": env!("CARGO_PKG_VERSION"),
                    "informationUri": env!("CARGO_PKG_REPOSITORY"),
                    "rules": rules,
                }},
                "columnKind": "unicodeCodePoints",
                "invocations": [{
                    "executionSuccessful": !failed,
                    "toolExecutionNotifications": notices,
                }],
                "results": found,
            }],
        });
        write_pretty(out, &log)
    }
}

fn descriptor(rule: &analysis::rules::Rule) -> Value {
    let page = rule.page();
    json!({
        "id": rule.code,
        "shortDescription": { "text": rule.summary },
        "help": { "text": page, "markdown": page },
        "defaultConfiguration": { "level": level(rule.severity), "enabled": rule.on },
    })
}

fn result(
    draft: &Checked,
    finding: &Diagnostic,
    rule: Option<&usize>,
    suppressions: Value,
    known: &mut KnownLines,
) -> Value {
    let path = uri(&draft.path);
    let at = |span: Span| region(&draft.text, &draft.lines, span);
    let mut result = json!({
        "ruleId": finding.code,
        "level": level(finding.severity),
        "message": { "text": sentence(finding) },
        "locations": [location(&path, at(finding.span))],
        "partialFingerprints": { "policyLs/v1": finding.fingerprint },
        "suppressions": suppressions,
        "properties": { "severity": finding.severity.as_str(), "subject": finding.subject },
    });
    if let Some(rule) = rule {
        result["ruleIndex"] = json!(rule);
    }
    let related: Vec<Value> = finding
        .related
        .iter()
        .enumerate()
        .map(|(id, related)| {
            let place = &related.location;
            let mut region = region(&place.text, &known.of(&place.text), place.focus);
            if !place.withheld {
                region["snippet"] = json!({ "text": place.words() });
            }
            let mut location = match &place.origin {
                Origin::Draft => location(&path, region),
                Origin::Builtin(name) => location(&format!("builtin:{}", uri(name)), region),
                other => location(&uri(&super::json::path_of(other)), region),
            };
            location["id"] = json!(id);
            location["message"] =
                json!({ "text": format!("{}: {}", place.label, related.message) });
            location
        })
        .collect();
    if !related.is_empty() {
        result["relatedLocations"] = json!(related);
    }
    if let Some(fix) = fix_of(finding) {
        let replacements = fix.edits.iter().map(|(span, text)| {
            json!({ "deletedRegion": at(*span), "insertedContent": { "text": text } })
        });
        let replacements: Vec<Value> = replacements.collect();
        result["fixes"] = json!([{
            "description": { "text": fix.title },
            "artifactChanges": [{
                "artifactLocation": { "uri": path },
                "replacements": replacements,
            }],
        }]);
    }
    result
}

fn location(uri: &str, region: Value) -> Value {
    json!({ "physicalLocation": { "artifactLocation": { "uri": uri }, "region": region } })
}

fn region(text: &str, lines: &Lines, span: Span) -> Value {
    let Place {
        line,
        column,
        end_line,
        end_column,
    } = place(text, lines, span);
    json!({ "startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column })
}

fn notification(problem: &FileProblem) -> Value {
    let mut place = json!({ "artifactLocation": { "uri": uri(&shown(&problem.path)) } });
    if let Some(line) = problem.line {
        place["region"] = json!({ "startLine": line });
    }
    json!({
        "level": if problem.named { "error" } else { "warning" },
        "message": { "text": problem.message },
        "locations": [{ "physicalLocation": place }],
    })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Information | Severity::Hint => "note",
    }
}
