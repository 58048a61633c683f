//! Log commands of Azure Pipelines.

use std::io::{self, Write};

use analysis::Severity;

use super::place::place;
use super::{Reporter, Results, escape, sentence, shown};

/// The format `azure`.
pub struct Azure;

impl Reporter for Azure {
    fn write(&self, out: &mut dyn Write, results: &Results) -> io::Result<()> {
        for (draft, finding) in results.fresh() {
            let at = place(&draft.text, &draft.lines, finding.span);
            let kind = match finding.severity {
                Severity::Error => "error",
                _ => "warning",
            };
            writeln!(
                out,
                "##vso[task.logissue type={kind};sourcepath={};linenumber={};columnnumber={};code={};]{}",
                property(&escape(&draft.path)),
                at.line,
                at.column,
                finding.code,
                data(&escape(&sentence(finding))),
            )?;
        }
        for problem in &results.problems {
            let kind = if problem.named { "error" } else { "warning" };
            writeln!(
                out,
                "##vso[task.logissue type={kind};sourcepath={};linenumber={};]{}",
                property(&escape(&shown(&problem.path))),
                problem.line.unwrap_or(1),
                data(&escape(&problem.message)),
            )?;
        }
        Ok(())
    }
}

fn data(text: &str) -> String {
    text.replace('%', "%AZP25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(';', "%3B").replace(']', "%5D")
}
