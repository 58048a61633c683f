//! Checkstyle's XML, which many servers read.

use std::io::{self, Write};

use analysis::Severity;

use super::place::place;
use super::xml::escape;
use super::{Reporter, Results, sentence, shown};

/// The format `checkstyle`.
pub struct Checkstyle;

impl Reporter for Checkstyle {
    fn write(&self, out: &mut dyn Write, results: &Results) -> io::Result<()> {
        writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
        writeln!(out, "<checkstyle version=\"8.0\">")?;
        for draft in &results.drafts {
            writeln!(out, "  <file name=\"{}\">", escape(&draft.path))?;
            for finding in draft.fresh() {
                let at = place(&draft.text, &draft.lines, finding.span);
                let severity = match finding.severity {
                    Severity::Error => "error",
                    Severity::Warning => "warning",
                    Severity::Information | Severity::Hint => "info",
                };
                writeln!(
                    out,
                    "    <error line=\"{}\" column=\"{}\" severity=\"{severity}\" message=\"{}\" source=\"policy-ls.{}\"/>",
                    at.line,
                    at.column,
                    escape(&sentence(finding)),
                    finding.code,
                )?;
            }
            writeln!(out, "  </file>")?;
        }
        for problem in &results.problems {
            let severity = if problem.named { "error" } else { "warning" };
            writeln!(
                out,
                "  <file name=\"{}\">\n    <error line=\"{}\" severity=\"{severity}\" message=\"{}\" \
                 source=\"policy-ls.problem\"/>\n  </file>",
                escape(&shown(&problem.path)),
                problem.line.unwrap_or(1),
                escape(&problem.message),
            )?;
        }
        writeln!(out, "</checkstyle>")
    }
}
