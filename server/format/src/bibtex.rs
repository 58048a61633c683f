//! BibTeX and BibLaTeX, as Zotero, JabRef and people write them. A broken entry costs itself only.

use biblatex::{
    Bibliography as Parsed, ChunksExt, Date, DateValue, Datetime, Entry, ParseError,
    ParseErrorKind, PermissiveType, RawBibliography, RawChunk, RawEntry, Spanned,
};

use crate::bibliography::{Author, Bibliography, Fault, Reference, edtf, keywords, line_of, words};

/// Reads a bibliography. Where it breaks, it is read entry by entry: each begins a line with `@`.
pub(crate) fn read(text: &str) -> Bibliography {
    let text = unadorned(text.strip_prefix('\u{feff}').unwrap_or(text));
    let mut read = Bibliography::default();
    match Parsed::parse(&text) {
        Ok(parsed) => gather(&text, &parsed, 0, &mut read),
        Err(_) => piecemeal(&text, &mut read),
    }
    read
}

/// Commands that say how words look, not what they are.
const LOOKS: [&str; 10] = [
    "textit",
    "emph",
    "textbf",
    "textsc",
    "textrm",
    "textsf",
    "texttt",
    "textsl",
    "mkbibemph",
    "mkbibbold",
];

/// The text without them; what stands in their braces stays.
fn unadorned(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        let (before, command) = rest.split_at(at);
        plain.push_str(before);
        let looks = LOOKS.iter().find(|name| {
            let after = command[1..].strip_prefix(**name);
            after.is_some_and(|after| after.starts_with('{'))
        });
        // Two strokes are one that is meant.
        let taken = match looks {
            Some(name) => name.len() + 1,
            None => {
                let more = command[1..].chars().next().map_or(0, char::len_utf8);
                plain.push_str(&command[..1 + more]);
                1 + more
            }
        };
        rest = &command[taken..];
    }
    plain.push_str(rest);
    plain
}

fn piecemeal(text: &str, read: &mut Bibliography) {
    let mut starts: Vec<usize> = text
        .match_indices('@')
        .map(|(at, _)| at)
        .filter(|at| {
            let line = text[..*at].rfind('\n').map_or(0, |end| end + 1);
            text[line..*at].trim().is_empty()
        })
        .collect();
    starts.push(text.len());
    // Abbreviations hold for all entries.
    let mut shared = String::new();
    for piece in starts.windows(2) {
        let (line, piece) = (line_of(text, piece[0]), &text[piece[0]..piece[1]]);
        let kind: String = piece[1..]
            .chars()
            .take_while(|c| c.is_alphabetic())
            .collect();
        if matches!(
            kind.to_ascii_lowercase().as_str(),
            "string" | "preamble" | "comment"
        ) {
            if kind.eq_ignore_ascii_case("string") && RawBibliography::parse(piece).is_ok() {
                shared.push_str(piece);
            }
            continue;
        }
        let whole = format!("{shared}{piece}");
        match Parsed::parse(&whole) {
            Ok(parsed) => {
                gather(&whole, &parsed, line - line_of(&shared, shared.len()), read);
            }
            Err(error) => {
                let inside = error
                    .span
                    .start
                    .saturating_sub(shared.len())
                    .min(piece.len());
                let at = line + line_of(piece, inside) - 1;
                read.faults.push(Fault {
                    line: at,
                    message: said(piece, &error, inside >= piece.trim_end().len()),
                });
            }
        }
    }
}

/// What is wrong with a piece that begins with an `@`, and whether it is found out only at its end.
fn said(piece: &str, error: &ParseError, at_end: bool) -> String {
    let key = piece
        .split_once('{')
        .and_then(|(_, rest)| rest.split_once(','));
    let key = key
        .map(|(key, _)| key.trim())
        .filter(|key| !key.is_empty() && !key.contains('\n'));
    let entry = key.map_or("this entry".to_owned(), |key| format!("the entry `{key}`"));
    let mend = match &error.kind {
        _ if at_end => "close its braces and quotation marks",
        ParseErrorKind::UnknownAbbreviation(_) => {
            "put the value between braces, or define it with @string"
        }
        ParseErrorKind::MalformedCommand => "put the command between braces",
        _ => "write it as @type{key, field = {value}, ...}",
    };
    format!("{entry} cannot be read: {}; {mend}", error.kind)
}

/// Takes over the entries of `text`, which begins `before` lines later in the file.
fn gather(text: &str, parsed: &Parsed, before: usize, read: &mut Bibliography) {
    // The parser drops where entries stand; the raw reading has it.
    let raw = RawBibliography::parse(text)
        .map(|raw| raw.entries)
        .unwrap_or_default();
    for entry in parsed.iter() {
        let at = raw.iter().find(|raw| raw.v.key.v == entry.key);
        let line = at.map_or(1, |raw| line_of(text, raw.v.key.span.start)) + before;
        let named = at.and_then(|raw| verbatim(raw, "file"));
        let reference = reference(entry, line, named, &mut read.faults);
        read.references.push(reference);
    }
}

/// A field as it stands: what escapes in it mean is not for TeX to say.
fn verbatim(entry: &Spanned<RawEntry<'_>>, name: &str) -> Option<String> {
    let fields = entry.v.fields.iter();
    let field = fields
        .rev()
        .find(|it| it.key.v.eq_ignore_ascii_case(name))?;
    let parts = field.value.v.iter().map(|chunk| match chunk.v {
        RawChunk::Normal(words) => Some(words),
        RawChunk::Abbreviation(_) => None,
    });
    parts.collect()
}

/// An address without what TeX needs to print it.
fn address(words: &str) -> String {
    let mut plain = words.replace("{\\textasciitilde}", "~");
    for letter in ["_", "&", "%", "#", "~", "$"] {
        plain = plain.replace(&format!("{{\\{letter}}}"), letter);
        plain = plain.replace(&format!("\\{letter}"), letter);
    }
    plain
}

fn reference(
    entry: &Entry,
    line: usize,
    named: Option<String>,
    faults: &mut Vec<Fault>,
) -> Reference {
    let field = |names: &[&str]| {
        let found = names.iter().find_map(|name| entry.get(name));
        found.and_then(|chunks| words(&chunks.format_verbatim()))
    };
    let mut date_of = |name: &str, value: Option<PermissiveType<Date>>| match value? {
        PermissiveType::Typed(date) => of_date(&date),
        // In words, as people write it: whoever knows the language reads it.
        PermissiveType::Chunks(chunks)
            if chunks
                .format_verbatim()
                .contains(|it: char| it.is_ascii_digit()) =>
        {
            words(&chunks.format_verbatim())
        }
        PermissiveType::Chunks(chunks) => {
            faults.push(Fault {
                line,
                message: format!(
                    "`{name}` of the entry `{}` is no date: {}; write it as {name} = {{2001-07-16}}",
                    entry.key,
                    chunks.format_verbatim()
                ),
            });
            None
        }
    };
    let (date, retrieved) = (entry.date().ok(), entry.url_date().ok());
    let relation = field(&["relatedtype"]).unwrap_or_default().to_lowercase();
    Reference {
        key: entry.key.clone(),
        line,
        title: field(&["title"]),
        authors: authors(entry),
        spoken: false,
        date: date_of("date", date),
        publisher: field(&[
            "publisher",
            "journaltitle",
            "journal",
            "institution",
            "organization",
            "school",
        ]),
        language: field(&["langid", "language"]).map(|name| tag(&name)),
        url: field(&["url"])
            .map(|url| address(&url))
            .or_else(|| Some(format!("https://doi.org/{}", field(&["doi"])?))),
        retrieved: date_of("urldate", retrieved),
        licence: field(&["rights", "copyright", "license"]),
        translation_of: field(&["related"])
            .filter(|_| relation == "translationof")
            .and_then(|keys| words(keys.split(',').next()?)),
        keywords: field(&["keywords"]).map_or_else(Vec::new, |text| keywords(&text)),
        kind: field(&["entrysubtype"]).unwrap_or_else(|| entry.entry_type.to_string()),
        files: named
            .or_else(|| field(&["file"]))
            .map_or_else(Vec::new, |text| files(&text)),
    }
}

fn authors(entry: &Entry) -> Vec<Author> {
    let people = entry.author().unwrap_or_default();
    let of = |person: biblatex::Person| {
        let family = format!("{} {}", person.prefix, person.name);
        Author {
            given: person.given_name.trim().to_owned(),
            family: family.trim().to_owned(),
        }
    };
    people.into_iter().map(of).collect()
}

fn of_date(date: &Date) -> Option<String> {
    let of = |time: &Datetime| {
        let number = |zero_based: Option<u8>| zero_based.map(|number| i64::from(number) + 1);
        edtf(i64::from(time.year), number(time.month), number(time.day))
    };
    match &date.value {
        DateValue::At(time) => of(time),
        DateValue::Between(from, to) => Some(format!("{}/{}", of(from)?, of(to)?)),
        DateValue::After(from) => Some(format!("{}/..", of(from)?)),
        DateValue::Before(to) => Some(format!("../{}", of(to)?)),
    }
}

/// The tag of a language that BibLaTeX calls by name; what is a tag already stays.
fn tag(name: &str) -> String {
    let tag = match name.to_lowercase().as_str() {
        "english" | "american" | "usenglish" => "en",
        "british" | "ukenglish" => "en-GB",
        "french" | "francais" => "fr",
        "german" | "ngerman" => "de",
        "russian" => "ru",
        "chinese" => "zh",
        "spanish" => "es",
        _ => name,
    };
    tag.to_owned()
}

/// The paths in a `file` field. Zotero and Mendeley write `description:path:type` and JabRef the same, Better BibTeX the
/// bare path; several stand between semicolons, and `\:`, `\;`, `\\` stand for themselves.
fn files(text: &str) -> Vec<String> {
    let mut files = Vec::new();
    let mut parts = vec![String::new()];
    let mut chars = text.chars().peekable();
    let mut close = |parts: &mut Vec<String>| {
        let all = std::mem::replace(parts, vec![String::new()]);
        let path = match all.as_slice() {
            [_, path, _] => path.clone(),
            // `C:\papers\a.pdf` unescaped.
            parts => parts.join(":"),
        };
        let path = path.trim();
        if !path.is_empty() {
            files.push(path.replace('\\', "/"));
        }
    };
    while let Some(c) = chars.next() {
        let escaped = c == '\\'
            && chars
                .peek()
                .is_some_and(|next| matches!(next, ':' | ';' | '\\'));
        match c {
            _ if escaped => parts
                .last_mut()
                .into_iter()
                .for_each(|part| part.extend(chars.next())),
            ';' => close(&mut parts),
            ':' => parts.push(String::new()),
            _ => parts.last_mut().into_iter().for_each(|part| part.push(c)),
        }
    }
    close(&mut parts);
    files
}

#[cfg(test)]
mod tests {
    use super::*;

    const ZOTERO: &str = r#"
@string{cup = {Corvath University Press}}

@book{okafor_rivers_2016,
	title = {The {Mara} and its {Rivers}},
	author = {Okafor, Ada and van der Meer, Jan},
	publisher = cup,
	date = {2016-03-04},
	langid = {english},
	url = {https://example.org/mara_(book)},
	urldate = {2021-05-06},
	keywords = {water, primary source},
	file = {Full Text PDF:files/12/Okafor - 2016.pdf:application/pdf;Snapshot:files/13/a.html:text/html},
}

@article{holm2014, title = "Dams", author = "Anna Holm", journal = {Water}, year = 2014, month = sep,
  related = {okafor_rivers_2016}, relatedtype = {translationof} }
"#;

    #[test]
    fn an_export_of_zotero() {
        let read = read(ZOTERO);
        assert_eq!(read.faults, []);
        let book = &read.references[0];
        assert_eq!((book.key.as_str(), book.line), ("okafor_rivers_2016", 4));
        assert_eq!(book.title.as_deref(), Some("The Mara and its Rivers"));
        assert_eq!(book.authors[1].family, "van der Meer");
        assert_eq!(book.publisher.as_deref(), Some("Corvath University Press"));
        assert_eq!(book.date.as_deref(), Some("2016-03-04"));
        assert_eq!(book.language.as_deref(), Some("en"));
        assert_eq!(book.retrieved.as_deref(), Some("2021-05-06"));
        assert_eq!(book.keywords, ["water", "primary source"]);
        assert_eq!(
            book.files,
            ["files/12/Okafor - 2016.pdf", "files/13/a.html"]
        );
        let article = &read.references[1];
        assert_eq!(article.date.as_deref(), Some("2014-09"));
        assert_eq!(
            article.translation_of.as_deref(),
            Some("okafor_rivers_2016")
        );
    }

    #[test]
    fn a_broken_entry_costs_itself_only() {
        let text = format!(
            "{ZOTERO}\n@book{{broken,\n  title = Unquoted words,\n}}\n@misc{{last, title = {{Last}}, date = {{someday}}}}\n@misc{{open, title = {{"
        );
        let read = read(&text);
        let keys: Vec<(&str, usize)> = read
            .references
            .iter()
            .map(|it| (it.key.as_str(), it.line))
            .collect();
        assert_eq!(
            keys,
            [("okafor_rivers_2016", 4), ("holm2014", 16), ("last", 22)]
        );
        assert_eq!(
            read.references[0].publisher.as_deref(),
            Some("Corvath University Press")
        );
        let faults: Vec<(usize, &str)> = read
            .faults
            .iter()
            .map(|it| (it.line, it.message.as_str()))
            .collect();
        assert!(
            faults
                .iter()
                .any(|(line, said)| *line == 20 && said.contains("`broken`")),
            "{faults:?}"
        );
        assert!(
            faults
                .iter()
                .any(|(line, said)| *line == 22 && said.contains("someday")),
            "{faults:?}"
        );
        assert!(
            faults
                .iter()
                .any(|(line, said)| *line == 23 && said.contains("close its braces")),
            "{faults:?}"
        );
    }

    #[test]
    fn paths_looks_and_addresses_as_programs_escape_them() {
        let read = read(
            r#"@book{a, title = {The \textit{Mara} and \emph{its} {Rivers}}, date = {April 2003},
  url = {https://example.org/a\_b?c=1\&d=2}, related = {b, c}, relatedtype = {translationof},
  file = {Full Text PDF:C\:\\Users\\me\\Zotero\\a_b\; c.pdf:application/pdf}}
@book{b, title = {B}, doi = {10.1000/182}}"#,
        );
        assert_eq!(read.faults, []);
        let book = &read.references[0];
        assert_eq!(book.title.as_deref(), Some("The Mara and its Rivers"));
        assert_eq!(book.url.as_deref(), Some("https://example.org/a_b?c=1&d=2"));
        assert_eq!(book.translation_of.as_deref(), Some("b"));
        assert_eq!(book.date.as_deref(), Some("April 2003"));
        assert_eq!(book.files, ["C:/Users/me/Zotero/a_b; c.pdf"]);
        let doi = read.references[1].url.as_deref();
        assert_eq!(doi, Some("https://doi.org/10.1000/182"));
    }

    #[test]
    fn files_as_programs_name_them() {
        assert_eq!(
            files("files/1/a.pdf;files/2/b.html"),
            ["files/1/a.pdf", "files/2/b.html"]
        );
        assert_eq!(files(r":C\:\\papers\\a.pdf:PDF"), ["C:/papers/a.pdf"]);
        assert_eq!(files(r"One\; two:a\;b.pdf:application/pdf"), ["a;b.pdf"]);
        assert_eq!(files(""), Vec::<String>::new());
    }
}
