//! `policy-ls rules`: all rules, one a line.

use std::collections::BTreeMap;
use std::io::Write;
use std::process::ExitCode;

use analysis::{Profile, Row, Settings, Severity};
use clap::{Args, ValueEnum};
use serde::Serialize;

use crate::report::json::{SCHEMA_VERSION, write_pretty};

/// List all rules with their severities.
#[derive(Args)]
pub struct Arguments {
    /// How to print them.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    /// For people.
    Text,
    /// The page docs/rules.md.
    Markdown,
    /// For programs.
    Json,
}

/// All rules, for programs. Additive until `schema_version` is raised.
#[derive(Serialize)]
struct Rules {
    schema_version: u32,
    rules: Vec<Rule>,
}

#[derive(Serialize)]
struct Rule {
    code: &'static str,
    /// One line.
    summary: &'static str,
    /// With the strongest evidence.
    severity: &'static str,
    /// Whether it runs where the configuration does not name it.
    on: bool,
    /// Its number among the quotation rules.
    number: Option<&'static str>,
    /// Its severity under each profile; none where it does not run.
    profiles: BTreeMap<&'static str, Option<&'static str>>,
}

impl Rule {
    fn of(rule: &analysis::rules::Rule) -> Self {
        let row = Row::of(rule.code);
        let under = |profile: Profile| match row {
            Some(row) => row.under(profile).map(Severity::as_str),
            None => rule.on.then_some(rule.severity.as_str()),
        };
        Self {
            code: rule.code,
            summary: rule.summary,
            severity: rule.severity.as_str(),
            on: rule.runs(&Settings::default()),
            number: row.map(|row| row.number),
            profiles: Profile::ALL
                .map(|profile| (profile.as_str(), under(profile)))
                .into(),
        }
    }
}

/// What stands above the table of docs/rules.md.
const HEAD: &str = "\
# Rules

`policy-ls explain CODE` prints a rule's page: what it does, why it matters, an example, how to silence it. The severity
is the one with the strongest evidence; `[rules]` in `policy-ls.toml` sets another, or `off`.

For quotations `quotation-profile` chooses a manual: fidelity (the usual one), un, chicago, mla or bluebook. Under each
stands its severity (E error, W warning, I information, - does not run). The numbers are those of the quotation rules.

| code | severity | number | fidelity | un | chicago | mla | bluebook | finds |
|---|---|---|---|---|---|---|---|---|
";

/// Prints the list.
pub fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let rules = analysis::rules::all();
    let width = rules.iter().map(|rule| rule.code.len()).max().unwrap_or(0);
    let mut out = anstream::stdout().lock();
    match arguments.format {
        Format::Json => {
            let rules = Rules {
                schema_version: SCHEMA_VERSION,
                rules: rules.iter().map(Rule::of).collect(),
            };
            write_pretty(&mut out, &rules)?;
            return Ok(ExitCode::SUCCESS);
        }
        Format::Markdown => write!(out, "{HEAD}")?,
        Format::Text => {
            let (code, severity) = ("code", "severity");
            writeln!(out, "{code:width$}  {severity:11}  no.  F U C M B  finds")?;
        }
    }
    for rule in rules {
        let (code, severity, summary) = (rule.code, rule.severity.as_str(), rule.summary);
        let row = Row::of(code);
        let off = match row {
            Some(row) if row.flagged => " (off until the configuration names it)",
            None if !rule.on => " (off by default)",
            _ => "",
        };
        let number = row.map_or("", |row| row.number);
        let letters = Profile::ALL.map(|profile| match row {
            Some(row) => letter(row.under(profile)),
            None if rule.on => letter(Some(rule.severity)),
            None => "-",
        });
        match arguments.format {
            Format::Text => {
                let profiles = letters.join(" ");
                writeln!(
                    out,
                    "{code:width$}  {severity:11}  {number:3}  {profiles}  {summary}{off}"
                )?;
            }
            Format::Markdown | Format::Json => {
                let profiles = letters.join(" | ");
                writeln!(
                    out,
                    "| `{code}` | {severity} | {number} | {profiles} | {summary}{off} |"
                )?;
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// A severity's letter in the table of profiles.
fn letter(severity: Option<Severity>) -> &'static str {
    match severity {
        Some(Severity::Error) => "E",
        Some(Severity::Warning) => "W",
        Some(Severity::Information) => "I",
        Some(Severity::Hint) => "H",
        None => "-",
    }
}
