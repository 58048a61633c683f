//! One line a finding, below the name of its draft, with the totals last.

use std::io::{self, Write};

use super::place::place;
use super::text::{BOLD, RESET, colour};
use super::{Reporter, Results, escape, sentence, text};

/// The format `grouped`.
pub struct Grouped;

impl Reporter for Grouped {
    fn write(&self, out: &mut dyn Write, results: &Results) -> io::Result<()> {
        for draft in &results.drafts {
            let rows: Vec<_> = draft
                .fresh()
                .map(|it| {
                    let at = place(&draft.text, &draft.lines, it.span);
                    (it, format!("{}:{}", at.line, at.column))
                })
                .collect();
            if rows.is_empty() {
                continue;
            }
            let width = |of: fn(&(&analysis::Diagnostic, String)) -> usize| {
                rows.iter().map(of).max().unwrap_or_default()
            };
            let (at_width, word_width) = (
                width(|(_, at)| at.len()),
                width(|(it, _)| it.severity.as_str().len()),
            );
            writeln!(out, "{BOLD}{}{RESET}", escape(&draft.path))?;
            for (finding, at) in &rows {
                writeln!(
                    out,
                    "  {at:at_width$}  {}{:word_width$}{RESET}  {}  [{}]",
                    colour(finding.severity),
                    finding.severity.as_str(),
                    escape(&sentence(finding)),
                    finding.code,
                )?;
            }
            writeln!(out)?;
        }
        text::write_problems(out, &results.problems)?;
        text::write_totals(out, results)
    }
}
