//! Bibliographies among the sources: which entry describes which file, and what it says of it as a source record.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use format::{Author, Reference, enumerated};
use library::{Rank, SourceRecord, stated_date};
use text::Metadata;

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
) -> (BTreeMap<PathBuf, SourceRecord>, Vec<Entry>) {
    let mut entries = Vec::new();
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
            let said = record(reference);
            for (name, words, date) in [
                ("date", &reference.date, &said.date),
                ("urldate", &reference.retrieved, &said.retrieved),
            ] {
                if let (Some(words), None) = (words, date) {
                    let message = format!(
                        "`{name}` of the entry `{}` is no date: {words}; write it as 2001-07-16",
                        reference.key
                    );
                    problem(Some(reference.line), message);
                }
            }
            let (found, missing) = files_of(reference, path, files);
            entries.push(Entry {
                bibliography: path.clone(),
                placed: !(found.is_empty() && missing.is_empty()),
                record: said.clone(),
            });
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
                described.insert(file, said.clone());
            }
        }
    }
    (described, entries)
}

/// An entry of a bibliography.
pub(crate) struct Entry {
    bibliography: PathBuf,
    /// Whether it names a file, or is called like one.
    placed: bool,
    record: SourceRecord,
}

/// Entries that name no file: of them a source's own title or address has to tell which describes it.
pub(crate) struct Loose {
    entries: Vec<Entry>,
    /// Bibliographies of which an entry describes a source.
    used: BTreeSet<PathBuf>,
}

impl Loose {
    pub fn new(entries: Vec<Entry>) -> Self {
        Self {
            entries,
            used: BTreeSet::new(),
        }
    }

    /// An entry described a source.
    pub fn used(&mut self, record: &SourceRecord) {
        let mut entries = self.entries.iter();
        if let Some(entry) = entries.find(|entry| entry.record.key == record.key) {
            self.used.insert(entry.bibliography.clone());
        }
    }

    /// The one entry that has the address of a source, or else its title.
    pub fn take(&mut self, record: &SourceRecord, own: &Metadata) -> Option<SourceRecord> {
        let url = record
            .url
            .as_deref()
            .or(own.url.as_deref())
            .map(library::bare_address);
        let title = record.title.as_deref().or(own.title.as_deref());
        let title = title.map(folded).filter(|title| title.len() >= TITLE);
        let same = |entry: &Entry| {
            let said = &entry.record;
            url.is_some_and(|url| said.url.as_deref().map(library::bare_address) == Some(url))
        };
        let named = |entry: &Entry| {
            let said = entry.record.title.as_deref();
            title.is_some() && said.map(folded) == title
        };
        let found = self.only(same).or_else(|| self.only(named))?;
        let entry = &self.entries[found];
        self.used.insert(entry.bibliography.clone());
        Some(entry.record.clone())
    }

    fn only(&self, is: impl Fn(&Entry) -> bool) -> Option<usize> {
        let all = (0..self.entries.len()).filter(|at| !self.entries[*at].placed);
        let mut found = all.filter(|at| is(&self.entries[*at]));
        let first = found.next()?;
        found.next().is_none().then_some(first)
    }

    /// Bibliographies that describe no source at all: most likely nobody meant that.
    pub fn nothing(&self) -> Vec<FileProblem> {
        let mut counts: BTreeMap<&Path, usize> = BTreeMap::new();
        for entry in self.entries.iter().filter(|entry| !entry.placed) {
            *counts.entry(&entry.bibliography).or_default() += 1;
        }
        for entry in self.entries.iter().filter(|entry| entry.placed) {
            counts.remove(entry.bibliography.as_path());
        }
        let unused = counts
            .into_iter()
            .filter(|(path, _)| !self.used.contains(*path));
        let problem = |(path, count): (&Path, usize)| FileProblem {
            path: path.to_owned(),
            line: None,
            message: format!(
                "none of its {count} entries describes a source: none names a file, or has the title or the address of one; export it \
                 with files, or call the files like the keys"
            ),
            named: false,
        };
        unused.map(problem).collect()
    }
}

/// A shorter title is too common to tell a source by.
const TITLE: usize = 8;

/// The letters of a title.
fn folded(title: &str) -> String {
    let letters = title.chars().filter(|letter| letter.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
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
    let date = |words: &Option<String>| Some(stated_date(words.as_deref()?)?.edtf);
    // An address is no name.
    let id = Some(reference.key.clone()).filter(|key| !key.contains("://"));
    let authors: Vec<String> = reference.authors.iter().map(whole).collect();
    let author = enumerated(&authors);
    SourceRecord {
        format: 1,
        id,
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
        retrieved: date(&reference.retrieved),
        translation_of: reference.translation_of.clone(),
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

/// As notes name it: "Okafor 2016", "Okafor and Holm 2016", "Okafor et al. 2016".
fn short(reference: &Reference) -> Option<String> {
    let date = stated_date(reference.date.as_ref()?)?.edtf;
    let year = date.get(..4)?;
    let names = match reference.authors.as_slice() {
        [] => return None,
        [one] => one.family.clone(),
        [one, other] => format!("{} and {}", one.family, other.family),
        [first, ..] => format!("{} et al.", first.family),
    };
    (!names.trim().is_empty() && year.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| format!("{names} {year}"))
}
