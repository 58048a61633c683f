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

/// The settings of a site, or of one draft of it (its path from the root); a configuration that cannot be understood is an
/// error.
pub fn settings(site: &Site, draft: Option<&str>) -> Result<Vec<Setting>, ConfigError> {
    let Some(path) = &site.config_path else {
        return Ok(list(""));
    };
    let text = read_text(path).map_err(|error| ConfigError {
        path: path.clone(),
        line: None,
        message: error.to_string(),
    })?;
    let config = parse(path, &text, site.outside)?;
    let mut settings = list(&text);
    for (number, one) in config.overrides.iter().enumerate() {
        let means = |draft: &str| one.paths.iter().any(|pattern| pattern.matches(draft));
        if draft.is_some_and(means) {
            lay_over(&text, number, &mut settings);
        }
    }
    Ok(settings)
}

/// Puts what the override of that number sets in the place of what is set for all drafts.
fn lay_over(text: &str, number: usize, settings: &mut Vec<Setting>) {
    let table = DeTable::parse(text).map(toml::Spanned::into_inner);
    let table = table.unwrap_or_default();
    let overrides = table.get("overrides").map(toml::Spanned::get_ref);
    let Some(DeValue::Array(overrides)) = overrides else {
        return;
    };
    let Some(DeValue::Table(one)) = overrides.get(number).map(toml::Spanned::get_ref) else {
        return;
    };
    for (name, value) in one.iter().filter(|(name, _)| name.get_ref() != "paths") {
        let key = name.get_ref();
        match value.get_ref() {
            DeValue::Table(inner) => {
                for (name, value) in inner {
                    let key = format!("{key}.{}", name.get_ref());
                    put(settings, set(text, key, name.span().start, value.span()));
                }
            }
            _ => {
                let key = key.to_string();
                put(settings, set(text, key, name.span().start, value.span()));
            }
        }
    }
}

/// Replaces a setting, or adds it beside its neighbours.
fn put(settings: &mut Vec<Setting>, new: Setting) {
    let table = new.key.split('.').next().unwrap_or_default().to_owned();
    let same = settings.iter().position(|it| it.key == new.key);
    // A table of which nothing is set stands there by its own name.
    let empty = settings.iter().position(|it| it.key == table);
    match same.or(empty) {
        Some(at) => settings[at] = new,
        None => {
            let beside = |it: &Setting| it.key.split('.').next() == Some(&table);
            let at = settings.iter().rposition(beside);
            settings.insert(at.map_or(settings.len(), |at| at + 1), new);
        }
    }
}

/// What holds where nothing is set, by a description that says "Absent: …".
fn absent(property: &Value) -> String {
    let description = property["description"].as_str().unwrap_or_default();
    match description.split_once("Absent: ") {
        Some((_, what)) => {
            let what = what.split_once(". ").map_or(what, |(first, _)| first);
            let words: Vec<&str> = what.split_whitespace().collect();
            format!("({})", words.join(" ").trim_end_matches('.'))
        }
        None => "(nothing)".to_owned(),
    }
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
                    Value::Null => absent(property),
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
        assert!(of("dates.fiscal-year-starts").value.contains("October"));
        let unsaid = settings.iter().find(|it| it.value == "(nothing)");
        assert_eq!(unsaid, None, "what holds by itself is said");
    }

    #[test]
    fn what_an_override_sets_stands_in_the_place_of_what_holds_for_all() {
        let text = "[rules]\ndate-conflict = \"error\"\n[[overrides]]\npaths = [\"old\"]\ndocument-date = \"2001\"\n\
                    rules = { date-conflict = \"off\", date-impossible = \"hint\" }\n";
        let mut settings = list(text);
        lay_over(text, 0, &mut settings);
        let of = |key: &str| {
            let one = settings.iter().find(|it| it.key == key).expect(key);
            (one.value.as_str(), one.line)
        };
        assert_eq!(of("rules.date-conflict"), ("\"off\"", Some(6)));
        assert_eq!(of("rules.date-impossible"), ("\"hint\"", Some(6)));
        assert_eq!(of("document-date"), ("\"2001\"", Some(5)));
        let mut settings = list("");
        put(
            &mut settings,
            Setting {
                key: "rules.x".into(),
                value: "1".into(),
                line: Some(1),
            },
        );
        assert!(!settings.iter().any(|it| it.key == "rules"));
    }
}
