//! One result, several views of it: one file a format, each a [`Reporter`].
//!
//! What is promised of each format stands in docs/output.md. A reporter writes what it is given and decides nothing:
//! severities, order and what is silenced are the core's.

mod azure;
mod checkstyle;
mod concise;
mod coverage;
mod excerpt;
mod format;
mod github;
mod gitlab;
mod grouped;
mod html;
pub mod json;
mod json_lines;
mod junit;
mod place;
mod rdjson;
mod sarif;
pub mod sheet;
pub mod text;
mod xml;

use std::io::{self, Write};
use std::path::{MAIN_SEPARATOR, Path};
use std::sync::Arc;

use ::text::Lines;
use analysis::{Coverage, Diagnostic, Findings, Severity, Suppressed};
use project::{FileProblem, LibraryInfo, Workspace};

pub use format::{Format, Output};

/// Writes the result of a run in one format.
pub trait Reporter: Sync {
    /// Writes everything. Colours, if it has any, are always written; who prints them strips them.
    fn write(&self, out: &mut dyn Write, results: &Results) -> io::Result<()>;
}

/// What one run gave.
#[derive(Default)]
pub struct Results {
    /// The drafts, by path.
    pub drafts: Vec<Checked>,
    /// Files that could not be used, or only in part; sorted.
    pub problems: Vec<FileProblem>,
}

/// A draft that was checked: what is told of it, without all that was read on the way.
pub struct Checked {
    /// Its path as it was named, with `/` between.
    pub path: String,
    /// Its path from its workspace's root.
    pub name: String,
    /// The library it was checked against.
    pub library: LibraryInfo,
    /// Its text; empty where nothing is told of it.
    pub text: Arc<str>,
    /// The text's lines.
    pub lines: Lines,
    /// What was found, known findings included.
    pub findings: Vec<Diagnostic>,
    /// What comments silence.
    pub suppressed: Vec<Suppressed>,
    /// How much of it the library could speak to.
    pub coverage: Coverage,
    /// The fact-check sheet, where a format needs it.
    pub sheet: Option<Box<sheet::Sheet>>,
}

impl Checked {
    /// Keeps what is told of a draft: findings at `least` or above, and those that the baseline knows.
    pub fn new(
        path: &Path,
        workspace: &Workspace,
        text: &Arc<str>,
        found: Findings,
        least: Severity,
    ) -> Self {
        let Findings {
            diagnostics: mut findings,
            suppressed,
            coverage,
        } = found;
        findings.retain(|it| it.severity >= least || it.baselined);
        let told = !findings.is_empty() || !suppressed.is_empty();
        let text = match told {
            true => text.clone(),
            false => Arc::default(),
        };
        Self {
            path: shown(path),
            name: workspace.relative(path),
            library: workspace.info.clone(),
            lines: Lines::new(&text),
            text,
            findings,
            suppressed,
            coverage,
            sheet: None,
        }
    }

    /// The findings that are new: those that the baseline knows are left out.
    pub fn fresh(&self) -> impl Iterator<Item = &Diagnostic> {
        self.findings.iter().filter(|it| !it.baselined)
    }
}

impl Results {
    /// All new findings with their drafts.
    pub fn fresh(&self) -> impl Iterator<Item = (&Checked, &Diagnostic)> {
        let drafts = self.drafts.iter();
        drafts.flat_map(|draft| draft.fresh().map(move |finding| (draft, finding)))
    }

    /// How many findings the baseline knows, further places of the same error included, and how many comments silence.
    pub fn put_off(&self) -> (usize, usize) {
        let known = |draft: &Checked| -> usize {
            let known = draft.findings.iter().filter(|it| it.baselined);
            known.map(|it| 1 + it.further.len()).sum()
        };
        (
            self.drafts.iter().map(known).sum(),
            self.drafts.iter().map(|draft| draft.suppressed.len()).sum(),
        )
    }
}

/// A finding's message with its advice: for formats that have one text a finding.
fn sentence(finding: &Diagnostic) -> String {
    match &finding.advice {
        Some(advice) => format!("{} {advice}", finding.message),
        None => finding.message.clone(),
    }
}

/// A path as output has it: as it was named, with `/` between and no `./` before.
pub fn shown(path: &Path) -> String {
    let path = path.strip_prefix(".").unwrap_or(path).to_string_lossy();
    if MAIN_SEPARATOR == '\\' {
        path.replace('\\', "/")
    } else {
        path.into_owned()
    }
}

/// `text` on one line and harmless to a terminal: line breaks become spaces, other control characters become pictures
/// of themselves, and what would reorder the text a replacement character.
pub fn escape(text: &str) -> String {
    text.chars().map(harmless).collect()
}

/// One character's harmless stand-in.
fn harmless(character: char) -> char {
    match character {
        '\n' | '\r' | '\t' => ' ',
        '\0'..='\x1F' => char::from_u32(0x2400 + character as u32).unwrap_or('\u{FFFD}'),
        '\x7F' => '\u{2421}',
        '\u{80}'..='\u{9F}'
        | '\u{61C}'
        | '\u{200E}'
        | '\u{200F}'
        | '\u{2028}'..='\u{202E}'
        | '\u{2066}'..='\u{2069}' => '\u{FFFD}',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn nothing_reaches_the_terminal_but_text() {
        let text = super::escape("a\x1B[31mb\nc\u{202E}d\u{9B}31m\x07é…");
        assert_eq!(text, "a␛[31mb c\u{FFFD}d\u{FFFD}31m␇é…");
    }
}
