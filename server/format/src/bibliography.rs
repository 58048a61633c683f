//! Bibliographies: what a reference manager exports, read into plain references. Which file a reference describes is only
//! named here; whoever walks the disk finds it.

use crate::{bibtex, csl};

/// One entry of a bibliography.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reference {
    /// Citation key, as drafts write it after the `@`.
    pub key: String,
    /// Line of the entry, from 1.
    pub line: usize,
    /// Title, without markup.
    pub title: Option<String>,
    /// Authors, in order.
    pub authors: Vec<Author>,
    /// Whether the authors are those who speak in it.
    pub spoken: bool,
    /// When it appeared, as EDTF, or in words.
    pub date: Option<String>,
    /// Publisher, journal or institution.
    pub publisher: Option<String>,
    /// Language tag, or the language's name as the entry has it.
    pub language: Option<String>,
    /// Where it stands on the web.
    pub url: Option<String>,
    /// When it was taken from there, as EDTF, or in words.
    pub retrieved: Option<String>,
    /// Terms of use.
    pub licence: Option<String>,
    /// Key of the entry that it is a translation or version of.
    pub translation_of: Option<String>,
    /// Keywords, as written.
    pub keywords: Vec<String>,
    /// Type of the entry in its own format ("article-newspaper", "report").
    pub kind: String,
    /// Paths of its files, as written: from the bibliography, or absolute.
    pub files: Vec<String>,
}

/// A name, as bibliographies take it apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Author {
    /// First names; empty for a body.
    pub given: String,
    /// Surname with its particles, or the name of a body.
    pub family: String,
}

/// What was read of one bibliography.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bibliography {
    /// The entries that could be read, in order.
    pub references: Vec<Reference>,
    /// What could not.
    pub faults: Vec<Fault>,
}

/// An entry, or a field of it, that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Line, from 1.
    pub line: usize,
    /// What is wrong and what would mend it.
    pub message: String,
}

/// The formats of bibliographies.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BibliographyFormat {
    /// BibTeX and BibLaTeX.
    BibTex,
    /// CSL-JSON.
    Csl,
}

impl BibliographyFormat {
    /// The format that a file's ending names. Much else ends in `.json`; [`read_bibliography`] looks what it is.
    pub fn of(path: &str) -> Option<BibliographyFormat> {
        let (_, ending) = path.rsplit_once('.')?;
        match ending.to_ascii_lowercase().as_str() {
            "bib" | "bibtex" | "biblatex" => Some(BibliographyFormat::BibTex),
            "json" => Some(BibliographyFormat::Csl),
            _ => None,
        }
    }
}

/// Reads a bibliography of the format that `path` names; `None` for JSON that is none, and for other endings.
pub fn read_bibliography(path: &str, text: &str) -> Option<Bibliography> {
    let mut bibliography = match BibliographyFormat::of(path)? {
        BibliographyFormat::BibTex => bibtex::read(text),
        BibliographyFormat::Csl => {
            let sure = path.to_ascii_lowercase().ends_with(".csl.json");
            csl::read(text, sure)?
        }
    };
    let mut lines = std::collections::BTreeMap::new();
    let (references, faults) = (&mut bibliography.references, &mut bibliography.faults);
    references.retain(|reference| match lines.get(&reference.key) {
        None => {
            lines.insert(reference.key.clone(), reference.line);
            true
        }
        Some(first) => {
            faults.push(Fault {
                line: reference.line,
                message: format!(
                    "the key `{}` stands in line {first} already; this entry is not used: give it a key of its own",
                    reference.key
                ),
            });
            false
        }
    });
    faults.sort_by_key(|fault| fault.line);
    Some(bibliography)
}

/// The line, from 1, of byte `offset`.
pub(crate) fn line_of(text: &str, offset: usize) -> usize {
    let before = text.as_bytes().get(..offset).unwrap_or(text.as_bytes());
    before.iter().filter(|&&byte| byte == b'\n').count() + 1
}

/// `None` for words that say nothing; blanks joined.
pub(crate) fn words(text: &str) -> Option<String> {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!words.is_empty()).then_some(words)
}

/// A day, month or year of numbers as EDTF; `None` if there is no such day.
pub(crate) fn edtf(year: i64, month: Option<i64>, day: Option<i64>) -> Option<String> {
    if !(0..=9999).contains(&year) {
        return None;
    }
    match (month, day) {
        (None, _) => Some(format!("{year:04}")),
        (Some(month), None) if (1..=12).contains(&month) => Some(format!("{year:04}-{month:02}")),
        (Some(month), Some(day)) if (1..=12).contains(&month) && (1..=31).contains(&day) => {
            Some(format!("{year:04}-{month:02}-{day:02}"))
        }
        _ => None,
    }
}

/// "A", "A and B", "A, B and C".
pub fn enumerated(names: &[String]) -> Option<String> {
    let (last, before) = names.split_last()?;
    if before.is_empty() {
        return Some(last.clone());
    }
    Some(format!("{} and {last}", before.join(", ")))
}

/// Keywords from one field: at commas and semicolons.
pub(crate) fn keywords(text: &str) -> Vec<String> {
    text.split([',', ';']).filter_map(words).collect()
}
