//! CSL-JSON, as Zotero, Pandoc and Mendeley exchange it. A malformed item costs itself only.

use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Value, error::Category};

use crate::bibliography::{Author, Bibliography, Fault, Reference, edtf, keywords, line_of, words};

/// Reads a bibliography; `sure` says that the file's name promises one. `None` if it is other JSON.
pub(crate) fn read(text: &str, sure: bool) -> Option<Bibliography> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut read = Bibliography::default();
    let items: Vec<&RawValue> = match serde_json::from_str(text) {
        Ok(items) => items,
        Err(error) if sure || looks_like_one(text) => {
            let message = match error.classify() {
                Category::Data => {
                    "is no CSL-JSON: it should be a list of items, [{\"id\": ...}, ...]".to_owned()
                }
                _ => format!("is no JSON from here on: {error}; export it anew"),
            };
            read.faults.push(Fault {
                line: error.line().max(1),
                message,
            });
            return Some(read);
        }
        Err(_) => return None,
    };
    let typed = |item: &&RawValue| {
        serde_json::from_str::<Value>(item.get()).is_ok_and(|item| {
            item.get("type").is_some()
                && (item.get("id").is_some() || item.get("citation-key").is_some())
        })
    };
    if !sure && !items.iter().any(typed) {
        return None;
    }
    for item in items {
        let offset = item.get().as_ptr() as usize - text.as_ptr() as usize;
        let line = line_of(text, offset);
        match serde_json::from_str::<Item>(item.get()) {
            Ok(item) => match item.key() {
                Some(key) => {
                    let reference = item.reference(key, line, &mut read.faults);
                    read.references.push(reference);
                }
                None => read.faults.push(Fault {
                    line,
                    message: "this item has no id, so nothing can cite it; give it an \"id\""
                        .to_owned(),
                }),
            },
            Err(error) => read.faults.push(Fault {
                line: line + error.line().saturating_sub(1),
                message: format!("this item cannot be read: {}", reason(&error)),
            }),
        }
    }
    Some(read)
}

/// JSON that breaks off may still be meant as a bibliography.
fn looks_like_one(text: &str) -> bool {
    text.trim_start().starts_with('[') && text.contains("\"type\"") && text.contains("\"issued\"")
}

/// The parser's words without the place, which is said in lines of the file.
fn reason(error: &serde_json::Error) -> String {
    let said = error.to_string();
    said.rsplit_once(" at line ")
        .map_or(said.clone(), |(said, _)| said.to_owned())
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Item {
    id: Option<Value>,
    citation_key: Option<String>,
    #[serde(default)]
    r#type: String,
    title: Option<String>,
    #[serde(default)]
    author: Vec<Name>,
    issued: Option<Issued>,
    accessed: Option<Issued>,
    publisher: Option<String>,
    container_title: Option<String>,
    language: Option<String>,
    #[serde(rename = "URL")]
    url: Option<String>,
    #[serde(rename = "DOI")]
    doi: Option<String>,
    keyword: Option<String>,
    license: Option<String>,
    /// Better CSL-JSON and hand-made lists name the file.
    file: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Name {
    #[serde(default)]
    given: String,
    #[serde(default)]
    family: String,
    #[serde(default)]
    non_dropping_particle: String,
    literal: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Issued {
    #[serde(default)]
    date_parts: Vec<Vec<Value>>,
    raw: Option<String>,
    literal: Option<String>,
}

impl Item {
    fn key(&self) -> Option<String> {
        let id = match self.id.as_ref() {
            Some(Value::String(id)) => Some(id.clone()),
            Some(Value::Number(id)) => Some(id.to_string()),
            _ => None,
        };
        self.citation_key.clone().or(id).and_then(|key| words(&key))
    }

    fn reference(self, key: String, line: usize, faults: &mut Vec<Fault>) -> Reference {
        let mut date = |name: &str, issued: Option<Issued>| {
            let issued = issued?;
            let date = issued.edtf();
            if date.is_none() {
                faults.push(Fault {
                    line,
                    message: format!(
                        "`{name}` of the item `{key}` is no date; write it as \"{name}\": {{\"date-parts\": [[2001, 7, 16]]}}"
                    ),
                });
            }
            date
        };
        let (issued, accessed) = (date("issued", self.issued), date("accessed", self.accessed));
        Reference {
            line,
            title: self.title.and_then(|title| words(&untagged(&title))),
            authors: self.author.into_iter().map(Name::author).collect(),
            spoken: self.r#type == "speech",
            date: issued,
            publisher: self
                .publisher
                .or(self.container_title)
                .and_then(|name| words(&name)),
            language: self.language.and_then(|tag| words(&tag)),
            url: self.url.and_then(|url| words(&url)).or_else(|| {
                let doi = words(&self.doi?)?;
                Some(format!("https://doi.org/{doi}"))
            }),
            retrieved: accessed,
            licence: self.license.and_then(|terms| words(&terms)),
            translation_of: None,
            keywords: self.keyword.map_or_else(Vec::new, |text| keywords(&text)),
            kind: self.r#type,
            files: self
                .file
                .into_iter()
                .map(|path| path.replace('\\', "/"))
                .collect(),
            key,
        }
    }
}

/// A date in words, as people write it: whoever knows the language reads it.
fn in_words(date: &str) -> Option<String> {
    let has = |is: fn(char) -> bool| date.chars().any(is);
    (has(char::is_alphabetic) && has(|letter| letter.is_ascii_digit())).then(|| words(date))?
}

/// Elements that say how words of a title look.
const LOOKS: [&str; 6] = ["i", "b", "sub", "sup", "sc", "span"];

/// A title without them.
fn untagged(title: &str) -> String {
    let mut plain = String::with_capacity(title.len());
    let mut rest = title;
    while let Some(at) = rest.find('<') {
        let (before, tag) = rest.split_at(at);
        plain.push_str(before);
        let inside = tag[1..].split_once('>').map(|(inside, after)| {
            let name = inside.trim_start_matches('/').split(' ').next();
            (name.is_some_and(|name| LOOKS.contains(&name)), after)
        });
        match inside {
            Some((true, after)) => rest = after,
            _ => {
                plain.push('<');
                rest = &tag[1..];
            }
        }
    }
    plain.push_str(rest);
    plain
}

impl Name {
    fn author(self) -> Author {
        let family = format!(
            "{} {}",
            self.non_dropping_particle,
            self.literal.unwrap_or(self.family)
        );
        Author {
            given: self.given,
            family: family.trim().to_owned(),
        }
    }
}

impl Issued {
    fn edtf(&self) -> Option<String> {
        let of = |parts: &Vec<Value>| {
            let number = |at: usize| {
                let part = parts.get(at)?;
                part.as_i64().or_else(|| part.as_str()?.parse().ok())
            };
            edtf(number(0)?, number(1), number(2))
        };
        match self.date_parts.as_slice() {
            [one] => of(one).or_else(|| in_words(one.first()?.as_str()?)),
            [from, to, ..] => Some(format!("{}/{}", of(from)?, of(to)?)),
            [] => {
                let raw = self.raw.as_ref().or(self.literal.as_ref())?;
                if let Some(said) = in_words(raw) {
                    return Some(said);
                }
                let mut parts = raw.trim().splitn(3, '-').map(|part| part.parse().ok());
                let year = parts.next()??;
                let (month, day) = (parts.next(), parts.next());
                edtf(
                    year,
                    month.map_or(Some(None), |it| it.map(Some))?,
                    day.map_or(Some(None), |it| it.map(Some))?,
                )
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_are_read_and_a_bad_one_costs_itself() {
        let text = r#"[
  {"id": "okafor2016", "type": "speech", "title": "On  rivers",
   "author": [{"given": "Ada", "family": "Okafor"}, {"literal": "Mara River Commission"}],
   "issued": {"date-parts": [["2016", 3, 4]]}, "accessed": {"raw": "2021-05-06"},
   "URL": "https://example.org", "keyword": "primary; water"},
  {"id": "bad", "type": "book",
   "title": ["a", "list"]},
  {"type": "book", "title": "Nobody can cite it"},
  {"id": 7, "type": "book", "issued": {"literal": "some day"}}
]"#;
        let read = read(text, false).expect("it is one");
        let speech = &read.references[0];
        assert_eq!(
            (speech.key.as_str(), speech.line, speech.spoken),
            ("okafor2016", 2, true)
        );
        assert_eq!(speech.date.as_deref(), Some("2016-03-04"));
        assert_eq!(speech.retrieved.as_deref(), Some("2021-05-06"));
        assert_eq!(speech.title.as_deref(), Some("On rivers"));
        assert_eq!(speech.authors[1].family, "Mara River Commission");
        assert_eq!(speech.keywords, ["primary", "water"]);
        assert_eq!(read.references[1].key, "7");
        let lines: Vec<usize> = read.faults.iter().map(|fault| fault.line).collect();
        assert_eq!(lines, [7, 8, 9]);
        assert!(
            read.faults[0].message.contains("expected a string"),
            "{:?}",
            read.faults
        );
    }

    #[test]
    fn titles_and_dates_as_people_write_them() {
        let text = r#"[{"id": "a", "type": "book", "title": "The <i>Mara</i> at 1 < 2 <span class=\"nocase\">m</span>",
            "issued": {"literal": "April 2003"}, "DOI": "10.1000/182"}]"#;
        let read = read(text, true).expect("it is one");
        assert_eq!(read.faults, []);
        let book = &read.references[0];
        assert_eq!(book.title.as_deref(), Some("The Mara at 1 < 2 m"));
        assert_eq!(book.date.as_deref(), Some("April 2003"));
        assert_eq!(book.url.as_deref(), Some("https://doi.org/10.1000/182"));
        let about = r#"[{"id": "b", "type": "book", "issued": {"date-parts": [["c. 2003"]]}}]"#;
        let about = super::read(about, true).expect("it is one");
        assert_eq!(about.references[0].date.as_deref(), Some("c. 2003"));
    }

    #[test]
    fn other_json_is_none_of_it() {
        assert_eq!(read("{\"name\": \"package\"}", false), None);
        assert_eq!(read("[1, 2]", false), None);
        assert_eq!(read("[{\"x\": 1}]", false), None);
        let broken = read("[{\"id\": \"a\", \"type\"", true).expect("its name says so");
        assert!(broken.faults[0].message.contains("export it anew"));
    }
}
