//! Bibliographies among the sources: which entry describes which file, and what it says of it as a source record.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use format::{Author, Reference};
use library::{Rank, SourceRecord};
use prose::date::DateValue;

use crate::FileProblem;
use crate::site::{absolute, relative};
use crate::sources::Search;

/// Keywords that say how much weight an entry carries.
const RANKS: [(&str, Rank); 6] = [
    ("primary", Rank::Primary),
    ("primary source", Rank::Primary),
    ("official translation", Rank::OfficialTranslation),
    ("scholarly", Rank::Scholarly),
    ("press", Rank::Press),
    ("own", Rank::Own),
];
/// Types of entries that say it by themselves. None is primary: that rank makes errors, and a person decides it.
const KINDS: [(&str, Rank); 7] = [
    ("article-newspaper", Rank::Press),
    ("article-magazine", Rank::Press),
    ("newspaper", Rank::Press),
    ("magazine", Rank::Press),
    ("article-journal", Rank::Scholarly),
    ("thesis", Rank::Scholarly),
    ("phdthesis", Rank::Scholarly),
];

/// What the bibliographies say of the sources `files`.
pub(crate) fn read_all(
    search: &Search<'_>,
    bibliographies: &BTreeSet<PathBuf>,
    files: &BTreeSet<PathBuf>,
    problems: &mut Vec<FileProblem>,
) -> BTreeMap<PathBuf, SourceRecord> {
    let mut described: BTreeMap<PathBuf, SourceRecord> = BTreeMap::new();
    for path in bibliographies {
        let mut problem = |line: Option<usize>, message: String| {
            problems.push(FileProblem {
                path: path.clone(),
                line,
                message,
                named: false,
            });
        };
        let text = match search.files.text(path) {
            Ok(text) => text,
            Err(error) => {
                problem(None, error.to_string());
                continue;
            }
        };
        let Some(read) = format::read_bibliography(&path.to_string_lossy(), &text) else {
            continue;
        };
        for fault in read.faults {
            problem(Some(fault.line), fault.message);
        }
        for reference in &read.references {
            let (found, missing) = files_of(reference, path, files);
            for missing in missing {
                let message = format!(
                    "the entry `{}` names the file {missing}, which is no source of this workspace; put it among the \
                     sources, or correct the path",
                    reference.key
                );
                problem(Some(reference.line), message);
            }
            for file in found {
                if let Some(other) = described.get(&file) {
                    let message = format!(
                        "the entries `{}` and `{}` both describe {}; the first one counts",
                        other.key.as_deref().unwrap_or_default(),
                        reference.key,
                        relative(search.root, &file)
                    );
                    problem(Some(reference.line), message);
                    continue;
                }
                described.insert(file, record(reference));
            }
        }
    }
    described
}

/// The sources that an entry describes: those that it names, else those called like its key. And the names that led nowhere.
fn files_of(
    reference: &Reference,
    bibliography: &Path,
    files: &BTreeSet<PathBuf>,
) -> (Vec<PathBuf>, Vec<String>) {
    let stem = |file: &&PathBuf| {
        file.file_stem()
            .is_some_and(|stem| stem == reference.key.as_str())
    };
    if reference.files.is_empty() {
        return (files.iter().filter(stem).cloned().collect(), Vec::new());
    }
    let directory = bibliography.parent().unwrap_or(Path::new(""));
    let (mut found, mut missing) = (Vec::new(), Vec::new());
    for name in &reference.files {
        let exact = absolute(&directory.join(name));
        // An export names the folders of the machine that it was made on.
        let last = Path::new(name).file_name();
        let mut alike = files.iter().filter(|file| file.file_name() == last);
        match (files.contains(&exact), alike.next(), alike.next()) {
            (true, ..) => found.push(exact),
            (false, Some(only), None) => found.push(only.clone()),
            _ => missing.push(name.clone()),
        }
    }
    // Of several copies of one text, one is enough.
    if !found.is_empty() {
        missing.clear();
    }
    (found, missing)
}

fn record(reference: &Reference) -> SourceRecord {
    let says = |word: &str| {
        reference
            .keywords
            .iter()
            .any(|it| it.to_lowercase().replace('-', " ") == word)
    };
    let rank = RANKS.iter().find(|(word, _)| says(word));
    let kind = reference.kind.to_lowercase();
    let rank = rank.or_else(|| KINDS.iter().find(|(name, _)| *name == kind));
    let date = |edtf: &Option<String>| {
        edtf.clone()
            .filter(|edtf| DateValue::parse_edtf(edtf).is_some())
    };
    let authors: Vec<String> = reference.authors.iter().map(whole).collect();
    let author = enumerated(&authors);
    SourceRecord {
        format: 1,
        id: Some(reference.key.clone()),
        key: Some(reference.key.clone()),
        title: reference.title.clone(),
        speaker: author.clone().filter(|_| reference.spoken),
        author,
        date: date(&reference.date),
        publisher: reference.publisher.clone(),
        url: reference.url.clone(),
        language: reference.language.clone(),
        licence: reference.licence.clone(),
        rank: rank.map(|(_, rank)| *rank),
        short: short(reference),
        confidential: says("confidential"),
        ..SourceRecord::default()
    }
}

/// "Ada Okafor".
fn whole(author: &Author) -> String {
    format!("{} {}", author.given, author.family)
        .trim()
        .to_owned()
}

/// "A", "A and B", "A, B and C".
fn enumerated(names: &[String]) -> Option<String> {
    let (last, before) = names.split_last()?;
    if before.is_empty() {
        return Some(last.clone());
    }
    Some(format!("{} and {last}", before.join(", ")))
}

/// As notes name it: "Okafor 2016", "Okafor and Holm 2016", "Okafor et al. 2016".
fn short(reference: &Reference) -> Option<String> {
    let year = reference.date.as_ref()?.get(..4)?;
    let names = match reference.authors.as_slice() {
        [] => return None,
        [one] => one.family.clone(),
        [one, other] => format!("{} and {}", one.family, other.family),
        [first, ..] => format!("{} et al.", first.family),
    };
    (!names.trim().is_empty() && year.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| format!("{names} {year}"))
}
