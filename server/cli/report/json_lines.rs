//! One JSON object a line: a finding as `json` has it with the path of its draft, a problem, and last the summary.

use std::io::{self, Write};

use serde::Serialize;

use super::json::{self, Counts, Finding, Problem};
use super::{Reporter, Results};

/// The format `json-lines`.
pub struct JsonLines;

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
enum Line<'a> {
    Finding {
        schema_version: u32,
        path: &'a str,
        #[serde(flatten)]
        finding: Finding,
    },
    Problem {
        schema_version: u32,
        #[serde(flatten)]
        problem: Problem,
    },
    Summary {
        schema_version: u32,
        drafts: usize,
        coverage: Counts,
    },
}

impl Reporter for JsonLines {
    fn write(&self, out: &mut dyn Write, results: &Results) -> io::Result<()> {
        let schema_version = json::SCHEMA_VERSION;
        for draft in &results.drafts {
            for finding in json::findings(draft) {
                let path = &draft.path;
                line(
                    out,
                    &Line::Finding {
                        schema_version,
                        path,
                        finding,
                    },
                )?;
            }
        }
        for problem in &results.problems {
            let problem = json::problem(problem);
            line(
                out,
                &Line::Problem {
                    schema_version,
                    problem,
                },
            )?;
        }
        let summary = Line::Summary {
            schema_version,
            drafts: results.drafts.len(),
            coverage: json::counts(json::total(results)),
        };
        line(out, &summary)
    }
}

fn line(out: &mut dyn Write, line: &Line<'_>) -> io::Result<()> {
    writeln!(out, "{}", json::armoured(&serde_json::to_string(line)?))
}
