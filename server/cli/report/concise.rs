//! One line a finding: `path:line:column: severity[code]: message`.

use std::io::{self, Write};

use super::place::place;
use super::{Reporter, Results, escape, sentence, text};

/// The format `concise`.
pub struct Concise;

impl Reporter for Concise {
    fn write(&self, out: &mut dyn Write, results: &Results) -> io::Result<()> {
        for (draft, finding) in results.fresh() {
            let at = place(&draft.text, &draft.lines, finding.span);
            writeln!(
                out,
                "{}:{}:{}: {}[{}]: {}",
                escape(&draft.path),
                at.line,
                at.column,
                finding.severity.as_str(),
                finding.code,
                escape(&sentence(finding)),
            )?;
        }
        text::write_problems(out, &results.problems)
    }
}
