//! The baseline's file: one line a finding, sorted, so that two branches merge.
//!
//! ```toml
//! format = 1
//!
//! ["briefs/a.md"]
//! 1f2e3d4c5b6a7988 = "date-conflict"
//! ```

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;
use std::sync::Arc;

use analysis::Baseline;

use crate::unsaved::Files;
use crate::{ReadError, read_text};

/// The version that this program reads and writes.
const FORMAT: i64 = 1;

/// What stands above the entries.
const HEAD: &str = "\
# Findings that are known and put off: fingerprint = rule, draft by draft.
# Made by `policy-ls baseline create`; `policy-ls baseline update` lets it shrink.
format = 1
";

/// Reads the file at `path`; the error says what is wrong with it.
pub fn read(path: &Path) -> Result<Baseline, String> {
    understand(path, read_text(path))
}

/// The same, as whoever asks sees the file.
pub(crate) fn read_as(files: Files<'_>, path: &Path) -> Result<Baseline, String> {
    understand(path, files.text(path))
}

fn understand(path: &Path, text: Result<Arc<str>, ReadError>) -> Result<Baseline, String> {
    let text = text.map_err(|error| format!("{} {error}", path.display()))?;
    parse(&text).map_err(|message| format!("{}: {message}", path.display()))
}

/// Reads a baseline's text.
pub fn parse(text: &str) -> Result<Baseline, String> {
    let mut table: toml::Table = toml::from_str(text).map_err(|error| {
        let line = error
            .span()
            .map_or(1, |span| crate::problem::line_of(text, span.start));
        format!("line {line}: {}", error.message().trim())
    })?;
    match table.remove("format").and_then(|it| it.as_integer()) {
        Some(FORMAT) => {}
        Some(other) => {
            return Err(format!(
                "format {other} is not known to this version of policy-ls, which reads format {FORMAT}"
            ));
        }
        None => return Err("`format = 1` is missing; this is no baseline".to_owned()),
    }
    let mut drafts = BTreeMap::new();
    for (draft, known) in table {
        let wrong = || format!("[\"{draft}\"]: an entry is FINGERPRINT = \"RULE\"");
        let toml::Value::Table(known) = known else {
            return Err(wrong());
        };
        let mut entries = BTreeMap::new();
        for (fingerprint, code) in known {
            let code = code.as_str().ok_or_else(wrong)?.to_owned();
            entries.insert(fingerprint, code);
        }
        drafts.insert(draft, entries);
    }
    Ok(Baseline { drafts })
}

/// The file's text.
pub fn print(baseline: &Baseline) -> String {
    let mut text = HEAD.to_owned();
    for (draft, known) in &baseline.drafts {
        let _ = writeln!(text, "\n[{}]", serde_json::Value::from(draft.as_str()));
        for (fingerprint, code) in known {
            let _ = writeln!(text, "{fingerprint} = \"{code}\"");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let mut baseline = Baseline::default();
        for draft in ["a.md", "b \"c\"\\d.md", "é/x.md"] {
            let known = baseline.drafts.entry(draft.to_owned()).or_default();
            known.insert("0123456789abcdef".to_owned(), "date-conflict".to_owned());
            known.insert("fedcba9876543210".to_owned(), "date-conflict".to_owned());
        }
        assert_eq!(parse(&print(&baseline)), Ok(baseline));
    }

    #[test]
    fn what_is_no_baseline_is_said() {
        assert!(parse("x = ").is_err_and(|it| it.starts_with("line 1: ")));
        assert!(parse("").is_err_and(|it| it.contains("is missing")));
        assert!(parse("format = 2").is_err_and(|it| it.contains("format 2 is not known")));
        assert!(parse("format = 1\n[\"a\"]\nx = 1").is_err_and(|it| it.contains("FINGERPRINT")));
    }
}
