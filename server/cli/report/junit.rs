//! JUnit's XML: a draft is a test suite, a finding a test case that failed; a draft without findings is one that passed.

use std::io::{self, Write};

use analysis::{Diagnostic, Severity};

use super::place::place;
use super::xml::escape;
use super::{Checked, Reporter, Results, sentence, shown};

/// The format `junit`.
pub struct Junit;

impl Reporter for Junit {
    fn write(&self, out: &mut dyn Write, results: &Results) -> io::Result<()> {
        let failures = results.fresh().filter(|(_, it)| fails(it)).count();
        let errors = results.problems.iter().filter(|it| it.named).count();
        let cases: usize = results.drafts.iter().map(cases).sum();
        writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
        writeln!(
            out,
            "<testsuites name=\"policy-ls\" tests=\"{}\" failures=\"{failures}\" errors=\"{errors}\">",
            cases + results.problems.len(),
        )?;
        for draft in &results.drafts {
            suite(out, draft)?;
        }
        for problem in &results.problems {
            let (path, kind) = (
                escape(&shown(&problem.path)),
                if problem.named { 1 } else { 0 },
            );
            writeln!(
                out,
                "  <testsuite name=\"{path}\" tests=\"1\" failures=\"0\" errors=\"{kind}\">"
            )?;
            writeln!(out, "    <testcase name=\"read\" classname=\"{path}\">")?;
            let message = escape(&problem.message);
            match problem.named {
                true => writeln!(out, "      <error message=\"{message}\"/>")?,
                false => writeln!(out, "      <system-out>{message}</system-out>")?,
            }
            writeln!(out, "    </testcase>\n  </testsuite>")?;
        }
        writeln!(out, "</testsuites>")
    }
}

/// Below warning nothing fails, here as in the exit status.
fn fails(finding: &Diagnostic) -> bool {
    finding.severity >= Severity::Warning
}

fn cases(draft: &Checked) -> usize {
    draft.fresh().count().max(1)
}

fn suite(out: &mut dyn Write, draft: &Checked) -> io::Result<()> {
    let path = escape(&draft.path);
    writeln!(
        out,
        "  <testsuite name=\"{path}\" tests=\"{}\" failures=\"{}\" errors=\"0\">",
        cases(draft),
        draft.fresh().filter(|it| fails(it)).count(),
    )?;
    for finding in draft.fresh() {
        let at = place(&draft.text, &draft.lines, finding.span);
        let (code, message) = (finding.code, escape(&sentence(finding)));
        let name = format!("{code} at {}:{}", at.line, at.column);
        writeln!(
            out,
            "    <testcase name=\"{name}\" classname=\"{path}\" file=\"{path}\" line=\"{}\">",
            at.line
        )?;
        let place = format!("{path}:{}:{}", at.line, at.column);
        match fails(finding) {
            true => writeln!(
                out,
                "      <failure type=\"{code}\" message=\"{message}\">{place}: {message}</failure>"
            )?,
            false => writeln!(out, "      <system-out>{place}: {message}</system-out>")?,
        }
        writeln!(out, "    </testcase>")?;
    }
    if draft.fresh().next().is_none() {
        writeln!(
            out,
            "    <testcase name=\"no findings\" classname=\"{path}\" file=\"{path}\"/>"
        )?;
    }
    writeln!(out, "  </testsuite>")
}
