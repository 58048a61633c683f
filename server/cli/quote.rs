//! `policy-ls quote "WORDS"`: where words stand in the sources, and how they differ.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use analysis::NOT_PROVEN;
use analysis::item::{DifferenceItem, MatchItem};
use analysis::{Analysis, Cancel, Memo};
use anyhow::{anyhow, bail};
use clap::{Args, ValueEnum};
use library::WITHHELD;
use schemars::JsonSchema;
use serde::Serialize;

use crate::FOUND;
use crate::report::escape;
use crate::report::json::write_pretty;
use crate::target::{Options, Targets};

/// Look words up in the sources: the verdict, the passages, the differences.
///
/// Exit status: 0 if they stand there word for word or soundly edited, 1 if not.
#[derive(Args)]
pub struct Arguments {
    /// The words, without quotation marks around them.
    #[arg(required = true)]
    words: Vec<String>,
    /// How to print what was found.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Use this configuration instead of the one found upward from the current directory.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    /// For people.
    Text,
    /// For programs.
    Json,
}

/// What became of words that were looked up.
#[derive(Serialize, JsonSchema)]
pub struct Answer {
    /// 1, until something changes that a reader must know.
    schema_version: u32,
    /// The words.
    text: String,
    /// `verbatim`, `edited`, `misquoted`, `unsourced`, `ambiguous`, `term` or `unchecked`.
    verdict: String,
    /// Whether no source has a better passage; `false` where the search was cut short.
    proven: bool,
    /// Passages, best first.
    matches: Vec<MatchItem>,
    /// How the words differ from the best passage.
    differences: Vec<DifferenceItem>,
}

/// Prints the answer.
pub fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let words = arguments.words.join(" ");
    let mut targets = Targets::new(Options {
        config: arguments.config.clone(),
        ..Options::default()
    })?;
    let prepared = targets.workspace_of(Path::new("."))?;
    let analysis = Analysis::new(
        "words.md",
        draft(&words).into(),
        prepared.workspace.library.clone(),
        prepared.settings_of("words.md"),
        &mut Memo::default(),
        &Cancel::new(),
    );
    let inspection = analysis.ok_or_else(|| anyhow!("cancelled"))?.inspect();
    let Some(quotation) = inspection.quotations.into_iter().next() else {
        bail!("there are no words to look up");
    };
    let answer = Answer {
        schema_version: 1,
        text: quotation.text,
        verdict: quotation.verdict,
        proven: quotation.proven,
        matches: quotation.matches,
        differences: quotation.differences,
    };
    let mut out = anstream::stdout().lock();
    match arguments.format {
        Format::Text => text(&mut out, &answer)?,
        Format::Json => {
            write_pretty(&mut out, &answer)?;
        }
    }
    let sound = matches!(&*answer.verdict, "verbatim" | "edited" | "ambiguous");
    Ok(ExitCode::from(if sound { 0 } else { FOUND }))
}

/// The words as a draft's block quote, with nothing in them taken for markup.
fn draft(words: &str) -> String {
    let mut draft = String::from("> ");
    for word in words.split_whitespace() {
        for letter in word.chars() {
            if letter.is_ascii_punctuation() {
                draft.push('\\');
            }
            draft.push(letter);
        }
        draft.push(' ');
    }
    draft
}

fn text(out: &mut impl Write, answer: &Answer) -> std::io::Result<()> {
    writeln!(out, "{}", answer.verdict)?;
    if !answer.proven {
        writeln!(out, "  {NOT_PROVEN}")?;
    }
    for found in &answer.matches {
        let line = found.at.range.start.line + 1;
        let column = found.at.range.start.character + 1;
        let words = match found.withheld {
            true => WITHHELD.to_owned(),
            false => format!("“{}”", found.text),
        };
        writeln!(out, "{}", escape(&format!("  {words}")))?;
        let place = format!("    {} ({}:{line}:{column})", found.label, found.path);
        writeln!(out, "{}", escape(&place))?;
    }
    for difference in &answer.differences {
        let mut line = format!("  {}", difference.kind);
        if !difference.draft.is_empty() {
            line += &format!(": “{}”", difference.draft);
        }
        if !difference.source.is_empty() {
            line += &format!("; source: “{}”", difference.source);
        }
        if let Some(meaning) = &difference.meaning {
            line += &format!(" (changes the meaning: {meaning})");
        }
        writeln!(out, "{}", escape(&line))?;
    }
    Ok(())
}
