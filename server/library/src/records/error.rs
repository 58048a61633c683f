//! What is wrong with a curated file: which line, and the nearest right key.

use prose::date::DateValue;
use serde::de::DeserializeOwned;
use thiserror::Error;

use super::FORMAT;
use crate::source::SourceRecord;

/// A curated file that could not be read.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{file}:{line}: {message}{}", hint.as_ref().map(|key| format!("; did you mean `{key}`?")).unwrap_or_default())]
pub struct RecordError {
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong.
    pub message: String,
    /// The nearest right key, if a key is wrong.
    pub hint: Option<String>,
}

impl RecordError {
    /// A value that is not EDTF.
    pub(super) fn date(file: &str, toml: &str, value: &str) -> Self {
        let quoted = format!("\"{value}\"");
        RecordError {
            file: file.to_owned(),
            line: toml.find(&quoted).map_or(1, |at| line_of(toml, at)),
            message: format!(
                "`{value}` is not a date of EDTF, such as 2001-07-16, 2001-07 or 2005/2008"
            ),
            hint: None,
        }
    }
}

/// Reads a TOML file of ours.
pub(crate) fn read<T: DeserializeOwned>(file: &str, toml: &str) -> Result<T, RecordError> {
    toml::from_str(toml).map_err(|error: toml::de::Error| {
        let message = error.message().to_owned();
        RecordError {
            file: file.to_owned(),
            line: error.span().map_or(1, |span| line_of(toml, span.start)),
            hint: nearest_key(&message),
            message,
        }
    })
}

/// Refuses a format newer than this build reads.
pub(crate) fn check_format(file: &str, toml: &str, format: u32) -> Result<(), RecordError> {
    if (1..=FORMAT).contains(&format) {
        return Ok(());
    }
    Err(RecordError {
        file: file.to_owned(),
        line: toml.find("format").map_or(1, |at| line_of(toml, at)),
        message: format!("format {format} is not known here; this build reads format {FORMAT}"),
        hint: None,
    })
}

/// Reads a source record.
pub(crate) fn source_record(file: &str, toml: &str) -> Result<SourceRecord, RecordError> {
    let record: SourceRecord = read(file, toml)?;
    check_format(file, toml, record.format)?;
    let dates = [&record.date, &record.embargo_until, &record.retrieved];
    let wrong = dates
        .into_iter()
        .flatten()
        .find(|date| DateValue::parse_edtf(date).is_none());
    match wrong {
        Some(date) => Err(RecordError::date(file, toml, date)),
        None => Ok(record),
    }
}

fn line_of(toml: &str, offset: usize) -> usize {
    toml[..offset.min(toml.len())].matches('\n').count() + 1
}

/// The line that gives an id.
pub(super) fn line_of_id(toml: &str, id: &str) -> usize {
    let quoted = [format!("\"{id}\""), format!("'{id}'")];
    let is_id = |line: &str| {
        let rest = line.trim_start().strip_prefix("id").map(str::trim_start);
        rest.and_then(|it| it.strip_prefix('='))
            .is_some_and(|it| quoted.iter().any(|id| it.contains(id.as_str())))
    };
    let mut start = 0;
    for line in toml.split_inclusive('\n') {
        if is_id(line) {
            return line_of(toml, start);
        }
        start += line.len();
    }
    1
}

/// The expected key nearest to the unknown one that the message names.
fn nearest_key(message: &str) -> Option<String> {
    let mut keys = message.split('`').skip(1).step_by(2);
    let wrong = message
        .starts_with("unknown field")
        .then(|| keys.next())??;
    nearest(wrong, keys).map(str::to_owned)
}

/// The one of `known` nearest to `wrong`, if any is near.
pub(super) fn nearest<'a>(wrong: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    known
        .map(|key| (distance(wrong, key), key))
        .filter(|(distance, key)| *distance <= key.len().max(wrong.len()) / 2)
        .min()
        .map(|(_, key)| key)
}

/// Edit distance in characters.
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (i, left) in one.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, right) in other.iter().enumerate() {
            let substitute = diagonal + usize::from(left != *right);
            diagonal = row[j + 1];
            row[j + 1] = substitute.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[other.len()]
}

#[cfg(test)]
mod tests {
    use crate::records::Records;

    #[test]
    fn an_error_names_the_line_and_the_nearest_key() {
        let toml = "format = 1\n[[agreement]]\nid = \"a\"\nname = \"A\"\nalias = [\"b\"]\n";
        let error = Records::parse("records/a.toml", toml).unwrap_err();
        assert_eq!((error.line, error.hint.as_deref()), (5, Some("aliases")));
        assert!(
            error
                .to_string()
                .starts_with("records/a.toml:5: unknown field `alias`")
        );
    }

    #[test]
    fn a_newer_format_is_refused() {
        let error = Records::parse("a.toml", "format = 2\n").unwrap_err();
        assert!(error.message.contains("format 2"), "{error}");
    }
}
