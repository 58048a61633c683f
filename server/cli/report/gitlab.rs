//! GitLab's code quality report: a JSON array.

use std::io::{self, Write};

use analysis::Severity;
use serde_json::{Value, json};

use super::json::write_pretty;
use super::place::place;
use super::{Reporter, Results, sentence, shown};

/// The format `gitlab`.
pub struct Gitlab;

impl Reporter for Gitlab {
    fn write(&self, out: &mut dyn Write, results: &Results) -> io::Result<()> {
        let findings = results.fresh().map(|(draft, finding)| {
            let at = place(&draft.text, &draft.lines, finding.span);
            json!({
                "description": sentence(finding),
                "check_name": finding.code,
                // Two drafts may share a finding; here every entry needs a fingerprint of its own.
                "fingerprint": entry(&draft.name, &finding.fingerprint),
                "severity": match finding.severity {
                    Severity::Error => "critical",
                    Severity::Warning => "major",
                    Severity::Information => "minor",
                    Severity::Hint => "info",
                },
                "location": {
                    "path": draft.path,
                    "lines": { "begin": at.line, "end": at.end_line },
                },
            })
        });
        let problems = results.problems.iter().map(|problem| {
            let path = shown(&problem.path);
            json!({
                "description": problem.message,
                "check_name": "problem",
                "fingerprint": entry(&path, &problem.message),
                "severity": if problem.named { "critical" } else { "minor" },
                "location": { "path": path, "lines": { "begin": problem.line.unwrap_or(1) } },
            })
        });
        let all: Vec<Value> = findings.chain(problems).collect();
        write_pretty(out, &all)
    }
}

/// A fingerprint that counts the draft too.
fn entry(path: &str, fingerprint: &str) -> String {
    let digest = blake3::hash(format!("{path}\0{fingerprint}").as_bytes());
    digest.to_hex().chars().take(32).collect()
}
