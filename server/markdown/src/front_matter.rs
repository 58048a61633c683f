//! Front matter: its scalar keys, and where the date stands. Nested values in it are left alone.

use text::{Metadata, Span, Stated};

/// Reads the YAML at `span` of `text`, which begins the document: top-level scalars, quoted or plain, comments cut. Nested
/// values are passed over.
pub(crate) fn read(text: &str, span: Span) -> Metadata {
    let mut metadata = Metadata::default();
    let mut at = span.start;
    let first = text[..span.start].matches('\n').count() + 1;
    for (number, line) in (first..).zip(span.of(text).split_inclusive('\n')) {
        let start = at;
        at += line.len();
        let Some((key, rest)) = line.split_once(':') else {
            continue;
        };
        if key.starts_with([' ', '\t', '#', '-']) {
            continue;
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
    metadata
}

/// The words of a YAML scalar: quotes and comments off.
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
        let read = read(text, Span::new(0, text.len()));
        assert_eq!(read.title.as_deref(), Some("A: brief"));
        assert_eq!(read.author.as_deref(), Some("N. N."));
        let (date, span) = read.date.unwrap();
        assert_eq!((date.as_str(), span.of(text)), ("2021-06-28", "2021-06-28"));
        assert_eq!(read.more, [], "what is nested is passed over");
    }

    #[test]
    fn other_keys_are_kept_with_their_lines() {
        let text = "---\nrank: primary\nTranslation-Of: b.md # the original\n---\n";
        let read = read(text, Span::new(4, text.len() - 4));
        let more = read.more.iter().map(|it| (&*it.key, &*it.value, it.line));
        let expected = [("rank", "primary", 2), ("translation-of", "b.md", 3)];
        assert!(more.eq(expected));
    }
}
