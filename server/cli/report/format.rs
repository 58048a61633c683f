//! The formats by name, and several at once with a file each.

use std::path::PathBuf;
use std::str::FromStr;

use clap::ValueEnum;

use super::{
    Reporter, azure, checkstyle, concise, github, gitlab, grouped, html, json, json_lines, junit,
    rdjson, sarif, text,
};

/// How findings are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people: each finding with the words of the draft and of the source.
    Text,
    /// For people: one line a finding.
    Concise,
    /// For people: one line a finding, below its draft.
    Grouped,
    /// For programs: everything; schema: `policy-ls schema check`.
    Json,
    /// For programs: one JSON object a finding and line.
    JsonLines,
    /// SARIF 2.1.0, with fixes, fingerprints and what was suppressed.
    Sarif,
    /// Annotations of GitHub Actions.
    Github,
    /// GitLab's code quality report.
    Gitlab,
    /// JUnit's XML, one test case a finding.
    Junit,
    /// Checkstyle's XML.
    Checkstyle,
    /// Reviewdog's JSON.
    Rdjson,
    /// Log commands of Azure Pipelines.
    Azure,
    /// The fact-check sheet: see `policy-ls report`.
    Html,
}

impl Format {
    /// Who writes it.
    pub fn reporter(self) -> &'static dyn Reporter {
        match self {
            Format::Text => &text::Text,
            Format::Concise => &concise::Concise,
            Format::Grouped => &grouped::Grouped,
            Format::Json => &json::Json,
            Format::JsonLines => &json_lines::JsonLines,
            Format::Sarif => &sarif::Sarif,
            Format::Github => &github::Github,
            Format::Gitlab => &gitlab::Gitlab,
            Format::Junit => &junit::Junit,
            Format::Checkstyle => &checkstyle::Checkstyle,
            Format::Rdjson => &rdjson::Rdjson,
            Format::Azure => &azure::Azure,
            Format::Html => &html::Html,
        }
    }

    /// Whether it shows the whole draft, and not findings alone.
    pub fn needs_sheet(self) -> bool {
        self == Format::Html
    }
}

/// `FORMAT=FILE`.
#[derive(Clone, Debug)]
pub struct Output {
    /// How.
    pub format: Format,
    /// Where to.
    pub file: PathBuf,
}

impl FromStr for Output {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (format, file) = text
            .split_once('=')
            .filter(|(_, file)| !file.is_empty())
            .ok_or("write FORMAT=FILE, as in sarif=out.sarif")?;
        if file == "-" {
            return Err(format!(
                "standard output is what --format {format} is for; name a file"
            ));
        }
        let known = Format::value_variants().iter();
        let known = known.filter_map(|it| Some(it.to_possible_value()?.get_name().to_owned()));
        let known: Vec<String> = known.collect();
        Ok(Self {
            format: Format::from_str(format, false).map_err(|_| {
                format!(
                    "there is no format `{format}`; write one of {}",
                    known.join(", ")
                )
            })?,
            file: file.into(),
        })
    }
}
