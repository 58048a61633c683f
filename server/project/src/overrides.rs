//! `[[overrides]]`: what holds otherwise for some drafts.

use std::collections::BTreeMap;

use analysis::Level;
use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;

use crate::ConfigError;
use crate::config::{Pattern, Reader, RuleLevel, check_document_date};

/// What holds otherwise for some drafts.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub(crate) struct Override {
    /// The drafts: paths, directories or globs.
    #[schemars(with = "Vec<String>")]
    paths: Vec<Spanned<String>>,
    /// Severity by rule, as in `[rules]`.
    #[schemars(with = "BTreeMap<String, RuleLevel>")]
    rules: BTreeMap<Spanned<String>, RuleLevel>,
    /// Date of these drafts if they state none of their own, as EDTF.
    #[schemars(with = "Option<String>")]
    document_date: Option<Spanned<String>>,
}

/// An override whose every entry has been looked at.
#[derive(Clone, Debug)]
pub(crate) struct CheckedOverride {
    pub paths: Vec<Pattern>,
    pub severities: BTreeMap<String, Level>,
    pub document_date: Option<String>,
}

impl Reader<'_> {
    /// Looks at every entry.
    pub fn overrides(
        &self,
        overrides: &[Spanned<Override>],
    ) -> Result<Vec<CheckedOverride>, ConfigError> {
        let read = |entry: &Spanned<Override>| {
            let one = entry.get_ref();
            if one.paths.is_empty() {
                let message = "this override has no `paths`, so it holds for no draft; name drafts, directories or globs";
                return Err(self.error(entry, message.to_owned()));
            }
            if let Some(date) = &one.document_date {
                check_document_date(date.get_ref()).map_err(|message| self.error(date, message))?;
            }
            let paths = one.paths.iter().map(|entry| self.pattern(entry));
            Ok(CheckedOverride {
                paths: paths.collect::<Result<_, _>>()?,
                severities: self.severities(&one.rules)?,
                document_date: one.document_date.as_ref().map(|it| it.get_ref().clone()),
            })
        };
        overrides.iter().map(read).collect()
    }
}
