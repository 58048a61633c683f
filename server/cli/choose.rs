//! What the command line sets over the workspace: which rules run, how much they matter, and dates.

use analysis::{Level, Settings, Severity};
use anyhow::bail;
use clap::{Args, ValueEnum};

/// The rules that ask for a source.
const ASK_FOR_SOURCES: [&str; 2] = ["date-unsupported", "quotation-unsourced"];

/// Which rules run.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Rules")]
pub struct Choice {
    /// Run only these rules (comma between; `quotation-*` for several).
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    pub select: Vec<String>,
    /// Leave these rules out.
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    pub ignore: Vec<String>,
    /// Tell nothing below this severity.
    #[arg(long, value_enum, value_name = "LEVEL")]
    pub severity: Option<Least>,
    /// Make findings of these rules errors; with a severity (`information`), let findings from there on make the exit
    /// status 1.
    #[arg(long, value_name = "RULES|LEVEL", value_delimiter = ',')]
    pub deny: Vec<String>,
    /// Also report dated claims and quotations that no source speaks to.
    #[arg(long)]
    pub require_source: bool,
    /// Date of drafts that state none (EDTF: 2022-05-13).
    #[arg(long, value_name = "DATE")]
    pub document_date: Option<String>,
}

/// A severity by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Least {
    /// Everything.
    Hint,
    /// What is worth knowing, and worse.
    Information,
    /// Warnings and errors.
    Warning,
    /// Errors alone.
    Error,
}

impl Least {
    fn severity(self) -> Severity {
        match self {
            Least::Hint => Severity::Hint,
            Least::Information => Severity::Information,
            Least::Warning => Severity::Warning,
            Least::Error => Severity::Error,
        }
    }
}

impl Choice {
    /// Whether every name is one of a rule, and the date a date.
    pub fn check(&self) -> anyhow::Result<()> {
        let levels = |name: &String| Least::from_str(name, true).is_ok();
        let named = self.select.iter().chain(&self.ignore);
        for name in named.chain(self.deny.iter().filter(|name| !levels(name))) {
            if matching(name).next().is_none() {
                let codes = analysis::rules::all().iter().map(|rule| rule.code);
                let hint = project::nearest(name, codes)
                    .map(|code| format!("; did you mean `{code}`?"))
                    .unwrap_or_default();
                bail!("there is no rule `{name}`{hint} (`policy-ls rules` lists them)");
            }
        }
        if let Some(date) = &self.document_date
            && let Err(message) = project::check_document_date(date)
        {
            bail!("{message}");
        }
        Ok(())
    }

    /// Whether nothing is set.
    pub fn is_plain(&self) -> bool {
        self.select.is_empty()
            && self.ignore.is_empty()
            && self.deny.is_empty()
            && !self.require_source
            && self.document_date.is_none()
    }

    /// The least severity that is told.
    pub fn least(&self) -> Severity {
        self.severity.map_or(Severity::Hint, Least::severity)
    }

    /// The least severity that makes the exit status 1.
    pub fn fails_at(&self) -> Severity {
        let levels = self
            .deny
            .iter()
            .filter_map(|it| Least::from_str(it, true).ok());
        levels
            .map(Least::severity)
            .min()
            .map_or(Severity::Warning, |least| least.min(Severity::Warning))
    }

    /// Lays itself over the settings of a draft.
    pub fn apply(&self, settings: &mut Settings) {
        if let Some(date) = &self.document_date {
            settings.document_date = Some(date.clone());
        }
        let asked = ASK_FOR_SOURCES.iter().filter(|_| self.require_source);
        for code in asked {
            turn_on(settings, code);
        }
        if !self.select.is_empty() {
            for rule in analysis::rules::all() {
                if self.select.iter().any(|name| means(name, rule.code)) {
                    turn_on(settings, rule.code);
                } else {
                    settings.severities.insert(rule.code.to_owned(), Level::Off);
                }
            }
        }
        for code in self.ignore.iter().flat_map(|name| matching(name)) {
            settings.severities.insert(code.to_owned(), Level::Off);
        }
        for code in self.deny.iter().flat_map(|name| matching(name)) {
            if settings.severities.get(code) != Some(&Level::Off) {
                let error = Level::Set(Severity::Error);
                settings.severities.insert(code.to_owned(), error);
            }
        }
    }
}

/// Lets a rule run; a severity that the workspace gives it stays.
fn turn_on(settings: &mut Settings, code: &str) {
    let rules = analysis::rules::all();
    let Some(rule) = rules.iter().find(|rule| rule.code == code) else {
        return;
    };
    if !rule.runs(settings) {
        let usual = Level::Set(rule.severity);
        settings.severities.insert(code.to_owned(), usual);
    }
}

fn matching(name: &str) -> impl Iterator<Item = &'static str> {
    let rules = analysis::rules::all().iter().map(|rule| rule.code);
    rules.filter(move |code| means(name, code))
}

/// `quotation-*` means every rule that begins like that.
fn means(name: &str, code: &str) -> bool {
    match name.strip_suffix('*') {
        Some(begin) => code.starts_with(begin),
        None => name == code,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn what_is_selected_runs_and_nothing_else() {
        let choice = Choice {
            select: names(&["date-*"]),
            ignore: names(&["date-impossible"]),
            deny: names(&["date-conflict", "information"]),
            ..Choice::default()
        };
        choice.check().expect("all these are rules");
        let mut settings = Settings::default();
        choice.apply(&mut settings);
        let of = |code: &str| settings.severities.get(code).copied();
        assert_eq!(of("date-impossible"), Some(Level::Off));
        assert_eq!(of("quotation-altered"), Some(Level::Off));
        assert_eq!(of("date-conflict"), Some(Level::Set(Severity::Error)));
        assert!(matches!(of("date-unsupported"), Some(Level::Set(_))));
        assert_eq!(choice.fails_at(), Severity::Information);
    }

    #[test]
    fn a_wrong_name_is_answered_with_the_nearest() {
        let choice = Choice {
            ignore: names(&["date-conflct"]),
            ..Choice::default()
        };
        let error = choice.check().expect_err("no such rule").to_string();
        assert!(error.contains("did you mean `date-conflict`?"), "{error}");
    }
}
