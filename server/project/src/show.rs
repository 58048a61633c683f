//! Every setting with its value and the line that set it. The keys and what they are by themselves come from the
//! configuration's own schema, so that a new key is shown without a word here.

use serde_json::Value;
use toml::de::{DeTable, DeValue};

use crate::config::{parse, schema};
use crate::problem::line_of;
use crate::{ConfigError, Site, read_text};

/// One setting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// `dates.order`.
    pub key: String,
    /// As TOML, or what holds without one.
    pub value: String,
    /// Line of the configuration that sets it, from 1.
    pub line: Option<usize>,
}

/// The settings of a site; a configuration that cannot be understood is an error.
pub fn settings(site: &Site) -> Result<Vec<Setting>, ConfigError> {
    let Some(path) = &site.config_path else {
        return Ok(list(""));
    };
    let text = read_text(path).map_err(|error| ConfigError {
        path: path.clone(),
        line: None,
        message: error.to_string(),
    })?;
    parse(path, &text, site.outside)?;
    Ok(list(&text))
}

fn list(text: &str) -> Vec<Setting> {
    let schema: Value = serde_json::from_str(&schema()).unwrap_or_default();
    let mut settings = Vec::new();
    let table = DeTable::parse(text)
        .map(toml::Spanned::into_inner)
        .unwrap_or_default();
    walk(text, &schema, &schema, Some(&table), "", &mut settings);
    settings
}

/// The keys of one table, in the order of their names.
fn walk(
    text: &str,
    root: &Value,
    schema: &Value,
    table: Option<&DeTable<'_>>,
    prefix: &str,
    settings: &mut Vec<Setting>,
) {
    let Some(properties) = schema["properties"].as_object() else {
        return;
    };
    for (key, property) in properties {
        let entry = table.and_then(|table| table.iter().find(|(name, _)| name.get_ref() == key));
        let inner = property["$ref"]
            .as_str()
            .and_then(|name| root.pointer(name.trim_start_matches('#')));
        let full = format!("{prefix}{key}");
        if let Some(inner) = inner.filter(|inner| inner["properties"].is_object()) {
            let below = entry.and_then(|(_, value)| match value.get_ref() {
                DeValue::Table(table) => Some(table),
                _ => None,
            });
            walk(text, root, inner, below, &format!("{full}."), settings);
            continue;
        }
        match entry {
            Some((_, value)) if matches!(value.get_ref(), DeValue::Table(_)) => {
                let DeValue::Table(table) = value.get_ref() else {
                    continue;
                };
                for (name, value) in table {
                    settings.push(set(
                        text,
                        format!("{full}.{}", name.get_ref()),
                        name.span().start,
                        value.span(),
                    ));
                }
            }
            Some((name, value)) => settings.push(set(text, full, name.span().start, value.span())),
            None => settings.push(Setting {
                key: full,
                value: match &property["default"] {
                    Value::Null => "(nothing)".to_owned(),
                    value => value.to_string(),
                },
                line: None,
            }),
        }
    }
}

fn set(text: &str, key: String, at: usize, value: std::ops::Range<usize>) -> Setting {
    let words = text.get(value).unwrap_or_default();
    Setting {
        key,
        value: words.split_whitespace().collect::<Vec<_>>().join(" "),
        line: Some(line_of(text, at)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_setting_is_shown_with_its_line() {
        let text =
            "format = 1\n[rules]\ndate-conflict = \"warning\"\n[dates]\norder = \"day-first\"\n";
        let settings = list(text);
        let of = |key: &str| settings.iter().find(|it| it.key == key).expect(key);
        assert_eq!(
            (
                of("rules.date-conflict").value.as_str(),
                of("rules.date-conflict").line
            ),
            ("\"warning\"", Some(3))
        );
        assert_eq!(of("dates.order").line, Some(5));
        assert_eq!(of("require-reason").value, "false");
        assert_eq!(of("require-reason").line, None);
        assert!(list("").iter().all(|it| it.line.is_none()));
    }
}
