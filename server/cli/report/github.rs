//! Workflow commands of GitHub Actions: the runner turns each line into an annotation on the draft.

use std::io::{self, Write};

use analysis::Severity;

use super::place::place;
use super::{Reporter, Results, escape, sentence, shown};

/// The format `github`.
pub struct Github;

impl Reporter for Github {
    fn write(&self, out: &mut dyn Write, results: &Results) -> io::Result<()> {
        for (draft, finding) in results.fresh() {
            let at = place(&draft.text, &draft.lines, finding.span);
            let level = match finding.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Information | Severity::Hint => "notice",
            };
            // Columns are understood only within one line.
            let columns = match at.end_line == at.line {
                true => format!(",col={},endColumn={}", at.column, at.end_column),
                false => String::new(),
            };
            writeln!(
                out,
                "::{level} file={},line={},endLine={}{columns},title={}::{}",
                property(&escape(&draft.path)),
                at.line,
                at.end_line,
                property(&format!("policy-ls {}", finding.code)),
                data(&escape(&sentence(finding))),
            )?;
        }
        for problem in &results.problems {
            let level = if problem.named { "error" } else { "warning" };
            let path = shown(&problem.path);
            writeln!(
                out,
                "::{level} file={},line={}::{}",
                property(&escape(&path)),
                problem.line.unwrap_or(1),
                data(&escape(&format!("{path}: {}", problem.message))),
            )?;
        }
        Ok(())
    }
}

/// The message: a line break would end the command.
fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// A property: a comma would begin the next, a colon the message.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
