//! What a source says of itself in its front matter, as the record that a sidecar would be. Keys that other programs put
//! there are none of ours.

use text::Metadata;

use crate::SourceRecord;
use crate::records::RecordError;

/// What front matter may say besides title, author, date and language: its key, and the record's.
const KEYS: [(&str, &str); 13] = [
    ("speaker", "speaker"),
    ("publisher", "publisher"),
    ("url", "url"),
    ("licence", "licence"),
    ("license", "licence"),
    ("rank", "rank"),
    ("short", "short"),
    ("retrieved", "retrieved"),
    ("archive-url", "archive-url"),
    ("translation-of", "translation-of"),
    ("confidential", CONFIDENTIAL),
    ("embargo-until", EMBARGO),
    ("sha256", "sha256"),
];

const CONFIDENTIAL: &str = "confidential";
const EMBARGO: &str = "embargo-until";

/// Words for yes and no, as YAML has them.
const YES: [&str; 3] = ["true", "yes", "on"];
const NO: [&str; 3] = ["false", "no", "off"];

impl SourceRecord {
    /// The record that front matter is, and what of it is not understood. What might make the source confidential, if it
    /// were understood, withholds it.
    pub fn of_front_matter(file: &str, metadata: &Metadata) -> (Self, Vec<RecordError>) {
        let (mut record, mut errors) = (Self::default(), Vec::new());
        for stated in &metadata.more {
            let written = stated.key.replace('_', "-");
            let Some((_, key)) = KEYS.iter().find(|(own, _)| *own == written) else {
                continue;
            };
            let word = stated.value.to_lowercase();
            let value = match () {
                () if *key != CONFIDENTIAL => toml::Value::from(stated.value.as_str()).to_string(),
                () if YES.contains(&word.as_str()) => "true".to_owned(),
                () if NO.contains(&word.as_str()) => "false".to_owned(),
                () => toml::Value::from(stated.value.as_str()).to_string(),
            };
            match Self::parse(file, &format!("format = 1\n{key} = {value}\n")) {
                Ok(one) => record = record.or(one),
                Err(error) => {
                    record.withheld |= matches!(*key, CONFIDENTIAL | EMBARGO);
                    errors.push(RecordError {
                        line: stated.line,
                        message: format!("front matter, `{}`: {}", stated.key, error.message),
                        ..error
                    });
                }
            }
        }
        (record, errors)
    }
}
