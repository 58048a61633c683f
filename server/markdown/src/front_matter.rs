//! Front matter: its scalar keys, and where the date stands. Nested values in it are left alone.

use text::{Metadata, Span, Stated};

/// Reads the YAML or TOML at `span` of `text`, which begins the document: top-level scalars, quoted or plain, comments cut,
/// and lists of authors. Other nested values are passed over.
pub(crate) fn read(text: &str, span: Span, parts: char) -> Metadata {
    let mut metadata = Metadata::default();
    let mut at = span.start;
    let first = text[..span.start].matches('\n').count() + 1;
    // Whether the items of a list of authors may follow.
    let (mut listed, mut authors) = (false, Vec::new());
    for (number, line) in (first..).zip(span.of(text).split_inclusive('\n')) {
        let start = at;
        at += line.len();
        if listed && let Some(item) = line.trim_start().strip_prefix("- ") {
            let name = item.strip_prefix("name:").unwrap_or(item);
            authors.push(scalar(name).to_owned());
            continue;
        }
        // A table of TOML holds all that follows.
        if parts == '=' && line.starts_with('[') {
            break;
        }
        let Some((key, rest)) = line.split_once(parts) else {
            continue;
        };
        if key.starts_with([' ', '\t', '#', '-']) {
            continue;
        }
        let is_author = matches!(
            key.trim().to_ascii_lowercase().as_str(),
            "author" | "authors"
        );
        listed = is_author && rest.trim().is_empty();
        if is_author && let Some(list) = rest.trim().strip_prefix('[') {
            let names = list.split(']').next().unwrap_or(list).split(',');
            authors.extend(names.map(|name| scalar(name).to_owned()));
        }
        let value = scalar(rest);
        if value.is_empty() {
            continue;
        }
        // `scalar` returns a part of `rest`, so its place in the line is where it begins.
        let offset = start + key.len() + 1 + (value.as_ptr() as usize - rest.as_ptr() as usize);
        match key.trim().to_ascii_lowercase().as_str() {
            "title" => metadata.title = Some(value.to_owned()),
            "author" | "authors" => metadata.author = Some(value.to_owned()),
            "date" => {
                metadata.date = Some((value.to_owned(), Span::new(offset, offset + value.len())))
            }
            "lang" | "language" => metadata.language = Some(value.to_owned()),
            key => metadata.more.push(Stated {
                key: key.to_owned(),
                value: value.to_owned(),
                line: number,
            }),
        }
    }
    authors.retain(|name| !name.is_empty());
    metadata.author = metadata.author.or_else(|| together(&authors));
    metadata
}

/// "A", "A and B", "A, B and C".
fn together(names: &[String]) -> Option<String> {
    let (last, before) = names.split_last()?;
    if before.is_empty() {
        return Some(last.clone());
    }
    Some(format!("{} and {last}", before.join(", ")))
}

/// The words of a scalar: quotes and comments off.
fn scalar(rest: &str) -> &str {
    let trimmed = rest.trim();
    for quote in ['"', '\''] {
        if let Some(inner) = trimmed.strip_prefix(quote) {
            return inner.split(quote).next().unwrap_or(inner);
        }
    }
    if trimmed.starts_with(['[', '{', '|', '>', '#']) {
        return "";
    }
    trimmed.split(" #").next().unwrap_or(trimmed).trim_end()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scalars_with_quotes_and_comments() {
        let text = "title: \"A: brief\"\ndate: 2021-06-28 # draft\nauthor: 'N. N.'\ntags:\n  - date: 1999\n";
        let read = read(text, Span::new(0, text.len()), ':');
        assert_eq!(read.title.as_deref(), Some("A: brief"));
        assert_eq!(read.author.as_deref(), Some("N. N."));
        let (date, span) = read.date.unwrap();
        assert_eq!((date.as_str(), span.of(text)), ("2021-06-28", "2021-06-28"));
        assert_eq!(read.more, [], "what is nested is passed over");
    }

    #[test]
    fn other_keys_are_kept_with_their_lines() {
        let text = "---\nrank: primary\nTranslation-Of: b.md # the original\n---\n";
        let read = read(text, Span::new(4, text.len() - 4), ':');
        let more = read.more.iter().map(|it| (&*it.key, &*it.value, it.line));
        let expected = [("rank", "primary", 2), ("translation-of", "b.md", 3)];
        assert!(more.eq(expected));
    }

    #[test]
    fn authors_in_lists() {
        let author = |text: &str| read(text, Span::new(0, text.len()), ':').author;
        let both = Some("Ulla Time and N. N.".to_owned());
        assert_eq!(
            author("author:\n  - Ulla Time\n  - \"N. N.\"\ntags:\n  - x\n"),
            both
        );
        assert_eq!(author("authors: [Ulla Time, 'N. N.']\n"), both);
        assert_eq!(
            author("author:\n- name: Ulla Time\n"),
            Some("Ulla Time".into())
        );
        assert_eq!(author("tags:\n  - x\n"), None);
    }

    #[test]
    fn toml() {
        let document = crate::read("+++\ntitle = \"T: 1\"\ndate = 2001-05-04\nauthors = [\"A\", \"B\"]\n[extra]\nrank = \"press\"\n+++\n\nText.\n".into());
        let read = &document.metadata;
        assert_eq!(read.title.as_deref(), Some("T: 1"));
        assert_eq!(
            read.date.as_ref().map(|it| it.0.as_str()),
            Some("2001-05-04")
        );
        assert_eq!(read.author.as_deref(), Some("A and B"));
        assert_eq!(read.more, []);
        let prose: Vec<&str> = document.blocks.iter().map(|it| &*it.prose).collect();
        assert_eq!(prose.last(), Some(&"Text."));
        assert_eq!(document.blocks[0].kind, text::BlockKind::FrontMatter);
    }
}
