//! `policy-ls.toml`: what a workspace may configure, and the errors that help when it is wrong.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use analysis::{Level, Settings, Severity};
use globset::{GlobBuilder, GlobMatcher};
use prose::temporal::{DateSettings, DayOrder};
use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;

use crate::ConfigError;
use crate::nearest::did_you_mean;
use crate::overrides::{CheckedOverride, Override};
use crate::problem::line_of;

/// The name that is looked for.
pub(crate) const FILE_NAME: &str = "policy-ls.toml";

/// The version that this program reads.
const FORMAT: i64 = 1;

/// The configuration of a workspace: the file `policy-ls.toml`. Paths and globs are relative to it, with `/` between.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Config {
    /// Version of this file's format: 1. Absent: 1.
    #[schemars(with = "Option<u32>", range(min = 1, max = 1))]
    format: Option<i64>,
    /// The files that drafts are checked against: paths, directories or globs.
    #[schemars(with = "Vec<String>")]
    sources: Vec<Spanned<String>>,
    /// TOML files of curated records: paths, directories or globs.
    #[schemars(with = "Vec<String>")]
    records: Vec<Spanned<String>>,
    /// The files that are checked when a directory is named: paths, directories or globs. Absent: every Markdown and
    /// text file that is no source.
    #[schemars(with = "Option<Vec<String>>")]
    drafts: Option<Vec<Spanned<String>>>,
    /// Date of drafts that state none of their own, as EDTF ("2022-05", "2022-05-13"). Absent: they have none.
    #[schemars(with = "Option<String>")]
    document_date: Option<Spanned<String>>,
    /// Severity by rule: `date-conflict = "warning"`. Absent: the rule decides.
    #[schemars(with = "BTreeMap<String, RuleLevel>")]
    rules: BTreeMap<Spanned<String>, RuleLevel>,
    /// Whether the built-in library is used. Absent: exactly when no sources are configured. True beside sources adds it.
    builtin: Option<bool>,
    /// Where what was read from sources is kept: a directory. Absent: the user's cache directory.
    #[schemars(with = "Option<String>")]
    cache: Option<Spanned<String>>,
    /// The manual that quotations are held to: which differences from the source count, and how much. Absent: fidelity.
    quotation_profile: Profile,
    /// How dates are read where no text says it.
    dates: Dates,
    /// Whether a suppression comment in a draft has to say why: `<!-- policy-ls: ignore CODE reason="…" -->`.
    require_reason: bool,
    /// File of findings that are known and put off, made by `policy-ls baseline create`. They are shown as hints. Absent: none
    /// are put off.
    #[schemars(with = "Option<String>")]
    baseline: Option<Spanned<String>>,
    /// What holds otherwise for some drafts; where several speak, the last one counts. Absent: the same holds for all.
    #[schemars(with = "Vec<Override>")]
    overrides: Vec<Spanned<Override>>,
}

/// How dates are read where no text says it.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
struct Dates {
    /// Which comes first in 09/05/1945. Absent: both readings are shown and neither is judged.
    order: Option<Order>,
    /// First month of the fiscal year, 1 to 12. Absent: October.
    #[schemars(with = "Option<u8>", range(min = 1, max = 12))]
    fiscal_year_starts: Option<Spanned<i8>>,
    /// Whether a fiscal year is named after the calendar year it starts or ends in. Absent: ends.
    fiscal_year_named_by: Option<NamedBy>,
    /// First month of the academic year, 1 to 12. Absent: September.
    #[schemars(with = "Option<u8>", range(min = 1, max = 12))]
    academic_year_starts: Option<Spanned<i8>>,
    /// The last year of this century that two digits mean: with 30, "30" is 2030 and "31" is 1931. Absent: the year that
    /// lies nearest to the text's own time, twenty years ahead at most; where that is not known, nothing rests on it.
    #[schemars(with = "Option<u8>", range(min = 0, max = 99))]
    century_pivot: Option<Spanned<i8>>,
}

/// Which comes first in a date of digits.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Order {
    /// 09/05/1945 is in May.
    DayFirst,
    /// 09/05/1945 is in September.
    MonthFirst,
}

/// Which calendar year gives a fiscal year its name.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum NamedBy {
    /// The one it starts in.
    Start,
    /// The one it ends in.
    End,
}

/// What a rule's findings count as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RuleLevel {
    /// The rule does not run.
    Off,
    /// A hint.
    Hint,
    /// Worth knowing.
    Information,
    /// A warning.
    Warning,
    /// An error.
    Error,
}

/// A set of rules for quotations.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Profile {
    /// The words, and nothing of style.
    #[default]
    Fidelity,
    /// The United Nations Editorial Manual.
    Un,
    /// The Chicago Manual of Style.
    Chicago,
    /// The MLA Handbook.
    Mla,
    /// The Bluebook.
    Bluebook,
}

impl From<Profile> for analysis::Profile {
    fn from(profile: Profile) -> Self {
        match profile {
            Profile::Fidelity => Self::Fidelity,
            Profile::Un => Self::Un,
            Profile::Chicago => Self::Chicago,
            Profile::Mla => Self::Mla,
            Profile::Bluebook => Self::Bluebook,
        }
    }
}

/// One entry of `sources`, `records` or `drafts`, understood.
#[derive(Clone, Debug)]
pub(crate) struct Pattern {
    /// As written.
    pub text: String,
    /// Line in the configuration.
    pub line: usize,
    /// The part before the first wild card: where a walk begins.
    pub base: String,
    /// The whole as a glob; `None` for a plain path, which stands for itself and all that lies below it.
    pub glob: Option<GlobMatcher>,
}

impl Pattern {
    /// Whether `relative` (to the root, `/` between) is meant.
    pub fn matches(&self, relative: &str) -> bool {
        match &self.glob {
            Some(glob) => glob.is_match(relative),
            None => self.base.is_empty() || Path::new(relative).starts_with(&self.base),
        }
    }
}

/// A configuration whose every entry has been looked at.
#[derive(Clone, Debug, Default)]
pub(crate) struct Checked {
    pub sources: Vec<Pattern>,
    pub records: Vec<Pattern>,
    pub drafts: Option<Vec<Pattern>>,
    pub builtin: bool,
    /// Where the cache is, if it says so.
    pub cache: Option<PathBuf>,
    pub settings: Settings,
    pub overrides: Vec<CheckedOverride>,
    /// The baseline, from the root, and the line that names it.
    pub baseline: Option<(String, usize)>,
}

impl Checked {
    /// What holds where no file is: the built-in library, every rule as it is.
    pub fn absent() -> Self {
        Self {
            builtin: true,
            ..Self::default()
        }
    }

    /// The same with its cache looked for below `root`.
    pub fn below(mut self, root: &Path) -> Self {
        self.cache = self
            .cache
            .map(|cache| crate::site::absolute(&root.join(cache)));
        self
    }
}

/// Reads the text of a configuration that stands at `path`. With `outside`, its paths may lead out of its directory.
pub(crate) fn parse(path: &Path, text: &str, outside: bool) -> Result<Checked, ConfigError> {
    let reader = Reader {
        path,
        text,
        outside,
    };
    let config = reader.config()?;
    let patterns = |entries: &[Spanned<String>]| -> Result<Vec<Pattern>, ConfigError> {
        entries.iter().map(|entry| reader.pattern(entry)).collect()
    };
    Ok(Checked {
        builtin: config.builtin.unwrap_or(config.sources.is_empty()),
        sources: patterns(&config.sources)?,
        cache: config
            .cache
            .as_ref()
            .map(|entry| reader.pattern(entry).map(|pattern| pattern.base.into()))
            .transpose()?,
        records: patterns(&config.records)?,
        drafts: config.drafts.as_deref().map(patterns).transpose()?,
        settings: reader.settings(&config)?,
        overrides: reader.overrides(&config.overrides)?,
        baseline: match &config.baseline {
            Some(file) => {
                let pattern = reader.pattern(file)?;
                Some((pattern.text, pattern.line))
            }
            None => None,
        },
    })
}

pub(crate) struct Reader<'a> {
    path: &'a Path,
    text: &'a str,
    outside: bool,
}

impl Reader<'_> {
    fn config(&self) -> Result<Config, ConfigError> {
        // The version comes first: a newer file may well have keys that are not known here.
        let table: toml::Table = toml::from_str(self.text).map_err(|error| self.toml(&error))?;
        if let Some(format) = table.get("format").and_then(toml::Value::as_integer)
            && format != FORMAT
        {
            let line = self
                .text
                .lines()
                .position(|line| line.trim_start().starts_with("format"));
            return Err(ConfigError {
                path: self.path.to_owned(),
                line: line.map(|line| line + 1),
                message: format!(
                    "format {format} is not known to this version of policy-ls, which reads format {FORMAT}; \
                     a newer policy-ls may read it"
                ),
            });
        }
        toml::from_str(self.text).map_err(|error| self.toml(&error))
    }

    fn settings(&self, config: &Config) -> Result<Settings, ConfigError> {
        let mut settings = Settings::default();
        if let Some(date) = &config.document_date {
            check_document_date(date.get_ref()).map_err(|message| self.error(date, message))?;
            settings.document_date = Some(date.get_ref().clone());
        }
        settings.dates = self.dates(&config.dates)?;
        settings.profile = config.quotation_profile.into();
        settings.severities = self.severities(&config.rules)?;
        settings.require_reason = config.require_reason;
        Ok(settings)
    }

    pub(crate) fn severities(
        &self,
        rules: &BTreeMap<Spanned<String>, RuleLevel>,
    ) -> Result<BTreeMap<String, Level>, ConfigError> {
        let codes = analysis::rules::all();
        let mut severities = BTreeMap::new();
        for (code, level) in rules {
            if !codes.iter().any(|rule| rule.code == code.get_ref()) {
                let hint = did_you_mean(code.get_ref(), codes.iter().map(|rule| rule.code));
                let message = format!("there is no rule `{}`.{hint}", code.get_ref());
                return Err(self.error(code, message));
            }
            severities.insert(code.get_ref().clone(), (*level).into());
        }
        Ok(severities)
    }

    pub(crate) fn pattern(&self, entry: &Spanned<String>) -> Result<Pattern, ConfigError> {
        let text = entry.get_ref();
        if text.trim().is_empty() {
            return Err(self.error(
                entry,
                "this path is empty; \".\" means this directory".into(),
            ));
        }
        let cleaned = text.trim_start_matches("./").trim_end_matches('/');
        let cleaned = if cleaned == "." { "" } else { cleaned };
        let leaves =
            Path::new(cleaned).is_absolute() || cleaned.split('/').any(|part| part == "..");
        if leaves && !self.outside {
            let message = format!(
                "`{text}` leads out of the workspace, which a configuration that was merely found may not do; name the \
                 configuration yourself (--config {FILE_NAME}) to allow it"
            );
            return Err(self.error(entry, message));
        }
        let wild = cleaned.find(['*', '?', '[', '{']);
        let glob = wild
            .map(|_| {
                GlobBuilder::new(cleaned)
                    .literal_separator(true)
                    .build()
                    .map(|glob| glob.compile_matcher())
                    .map_err(|error| {
                        self.error(entry, format!("bad glob `{text}`: {}", error.kind()))
                    })
            })
            .transpose()?;
        let base = match wild {
            Some(at) => cleaned[..at].rsplit_once('/').map_or("", |(base, _)| base),
            None => cleaned,
        };
        Ok(Pattern {
            text: text.clone(),
            line: line_of(self.text, entry.span().start),
            base: base.to_owned(),
            glob,
        })
    }

    fn dates(&self, dates: &Dates) -> Result<DateSettings, ConfigError> {
        let usual = DateSettings::default();
        let month = |month: &Option<Spanned<i8>>, usual: i8| match month {
            Some(month) if !(1..=12).contains(month.get_ref()) => Err(self.error(
                month,
                format!(
                    "{} is no month; a month is a number from 1 to 12",
                    month.get_ref()
                ),
            )),
            Some(month) => Ok(*month.get_ref()),
            None => Ok(usual),
        };
        Ok(DateSettings {
            order: match dates.order {
                Some(Order::DayFirst) => DayOrder::DayFirst,
                Some(Order::MonthFirst) => DayOrder::MonthFirst,
                None => usual.order,
            },
            fiscal_first_month: month(&dates.fiscal_year_starts, usual.fiscal_first_month)?,
            fiscal_named_by_end: !matches!(dates.fiscal_year_named_by, Some(NamedBy::Start)),
            academic_first_month: month(&dates.academic_year_starts, usual.academic_first_month)?,
            century_pivot: match &dates.century_pivot {
                Some(pivot) if !(0..100).contains(pivot.get_ref()) => {
                    let message = format!("{} is not two digits of a year", pivot.get_ref());
                    return Err(self.error(pivot, message));
                }
                pivot => pivot.as_ref().map(|pivot| *pivot.get_ref()),
            },
        })
    }

    pub(crate) fn error<T>(&self, at: &Spanned<T>, message: String) -> ConfigError {
        ConfigError {
            path: self.path.to_owned(),
            line: Some(line_of(self.text, at.span().start)),
            message,
        }
    }

    fn toml(&self, error: &toml::de::Error) -> ConfigError {
        let message = error.message();
        // serde says "unknown field `x`, expected one of `a`, `b`": the words between back-ticks are the keys.
        let mut ticked = message.split('`').skip(1).step_by(2);
        let message = match message.split_once(' ') {
            Some(("unknown", rest)) => {
                let what = if rest.starts_with("variant") {
                    "value"
                } else {
                    "key"
                };
                let word = ticked.next().unwrap_or_default();
                let allowed: Vec<&str> = ticked.collect();
                let hint = did_you_mean(word, allowed.iter().copied());
                format!(
                    "unknown {what} `{word}`.{hint} Known: {}.",
                    allowed.join(", ")
                )
            }
            _ => message.trim_end().replace('\n', "; "),
        };
        ConfigError {
            path: self.path.to_owned(),
            line: error.span().map(|span| line_of(self.text, span.start)),
            message,
        }
    }
}

/// Whether `date` is an EDTF date; the error says what one looks like.
pub fn check_document_date(date: &str) -> Result<(), String> {
    if prose::date::DateValue::parse_edtf(date).is_some() {
        return Ok(());
    }
    Err(format!(
        "`{date}` is not a date in EDTF form; write 2022, 2022-05 or 2022-05-13"
    ))
}

impl From<RuleLevel> for Level {
    fn from(level: RuleLevel) -> Self {
        match level {
            RuleLevel::Off => Level::Off,
            RuleLevel::Hint => Level::Set(Severity::Hint),
            RuleLevel::Information => Level::Set(Severity::Information),
            RuleLevel::Warning => Level::Set(Severity::Warning),
            RuleLevel::Error => Level::Set(Severity::Error),
        }
    }
}

/// The JSON Schema of `policy-ls.toml`, as an editor can use it.
pub fn schema() -> String {
    let mut text = serde_json::to_string_pretty(&schemars::schema_for!(Config))
        .unwrap_or_else(|error| format!("{{\"error\": {:?}}}", error.to_string()));
    text.push('\n');
    text
}

mod silence;
#[cfg(test)]
mod tests;

pub use silence::Silence;
