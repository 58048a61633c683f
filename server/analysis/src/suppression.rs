//! Suppression comments: which findings a draft asks not to be told of, where, and why.
//!
//! `<!-- policy-ls: ignore date-conflict reason="…" -->` alone on its line covers what follows up to the next blank
//! line; inside a line it covers that line. `ignore-start` … `ignore-end` cover what stands between, `ignore-file` the
//! whole draft. An `ignore-end` with names ends the range that has the same names, one without the range begun last. Only HTML comments count: what stands in code or in front matter is text, and plain text has no comments.

use std::collections::BTreeSet;

use text::{BlockKind, Document, Span};

/// What every directive begins with.
const PREFIX: &str = "policy-ls:";

/// One directive, understood as far as it can be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Directive {
    /// The comment, `<!--` and `-->` included.
    pub span: Span,
    /// The rules it names; none means all.
    pub codes: Vec<(String, Span)>,
    /// Why, in the author's words.
    pub reason: Option<String>,
    /// What it covers; `None` for an end.
    pub covers: Option<Span>,
    /// Which of the directives ends it, if it is the begin of a range.
    pub end: Option<usize>,
    /// What is wrong with it, for a person.
    pub fault: Option<String>,
}

impl Directive {
    /// The rules it names, in whatever order.
    fn names(&self) -> BTreeSet<&str> {
        self.codes.iter().map(|(code, _)| code.as_str()).collect()
    }

    /// Whether it speaks of a finding of `code` at `at`.
    pub fn silences(&self, code: &str, at: Span) -> bool {
        let meant = self.codes.is_empty() || self.codes.iter().any(|(one, _)| one == code);
        meant
            && self
                .covers
                .is_some_and(|covers| covers.start <= at.start && at.start < covers.end.max(1))
    }
}

/// All directives of a draft, in order.
pub(crate) fn find(document: &Document) -> Vec<Directive> {
    let text = &*document.text;
    let mut found = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    if !text.contains(PREFIX) {
        return found;
    }
    let mut at = 0;
    while let Some(start) = text[at..].find("<!--").map(|next| at + next) {
        let inner = start + 4;
        let Some(length) = text[inner..].find("-->") else {
            break;
        };
        let (end, span) = (inner + length, Span::new(start, inner + length + 3));
        at = span.end;
        let words = &text[inner..end];
        let lead = words.len() - words.trim_start().len();
        let Some(rest) = words.trim_start().strip_prefix(PREFIX) else {
            continue;
        };
        if !is_comment(document, span) {
            continue;
        }
        let (word, mut directive) = parse(rest, inner + lead + PREFIX.len(), span);
        match word {
            "ignore" => directive.covers = Some(reach(document, span)),
            "ignore-file" => directive.covers = Some(Span::new(0, text.len())),
            "ignore-start" => {
                directive.covers = Some(Span::new(span.end, text.len()));
                directive.fault.get_or_insert_with(|| {
                    "has no `ignore-end`; it covers all that follows".to_owned()
                });
                open.push(found.len());
            }
            "ignore-end" => match begin_of(&directive, &open, &found) {
                Some(at) => {
                    let number = found.len();
                    let begin: &mut Directive = &mut found[open.remove(at)];
                    begin.end = Some(number);
                    begin.covers = Some(Span::new(begin.span.end, span.start));
                    begin.fault = begin
                        .fault
                        .take()
                        .filter(|fault| !fault.contains("`ignore-end`"));
                }
                None => directive.fault = Some("ends what was never begun".to_owned()),
            },
            other => {
                directive.fault = Some(format!(
                    "`{other}` is not known; write ignore, ignore-start, ignore-end or ignore-file"
                ));
            }
        }
        found.push(directive);
    }
    found
}

/// Which of the `open` ranges an end means.
fn begin_of(end: &Directive, open: &[usize], found: &[Directive]) -> Option<usize> {
    let means = |begin: &usize| end.codes.is_empty() || found[*begin].names() == end.names();
    open.iter().rposition(means)
}

/// The comment that silences a finding: the last one that speaks of it.
pub(crate) fn silencer<'a>(
    directives: &'a [Directive],
    code: &str,
    span: Span,
) -> Option<&'a Directive> {
    let mut speaking = directives.iter().rev();
    speaking.find(|it| it.silences(code, span))
}

/// The directive's word, and the rest of it.
fn parse(rest: &str, at: usize, span: Span) -> (&str, Directive) {
    let mut directive = Directive {
        span,
        codes: Vec::new(),
        reason: None,
        covers: None,
        end: None,
        fault: None,
    };
    let mut word = "";
    let (names, reason) = match rest.find("reason=") {
        Some(begin) => (&rest[..begin], Some(&rest[begin + "reason=".len()..])),
        None => (rest, None),
    };
    let mut from = 0;
    for token in names.split(|c: char| c.is_whitespace() || c == ',') {
        let start = at + from;
        from += token.len() + 1;
        if token.is_empty() {
            continue;
        }
        if word.is_empty() {
            word = token;
        } else {
            let place = Span::new(start, start + token.len());
            directive.codes.push((token.to_owned(), place));
        }
    }
    if let Some(reason) = reason.map(str::trim) {
        let marks: &[char] = &['"', '“', '”'];
        match reason
            .strip_prefix(marks)
            .and_then(|it| it.strip_suffix(marks))
        {
            Some(words) if !words.trim().is_empty() => {
                directive.reason = Some(words.trim().to_owned());
            }
            Some(_) => {}
            None => directive.fault = Some("write the reason as reason=\"…\"".to_owned()),
        }
    }
    (word, directive)
}

/// Whether `span` is a comment and not the text of a comment, as in code.
fn is_comment(document: &Document, span: Span) -> bool {
    let blocks = &document.blocks;
    let mut around = blocks.iter().filter(|block| block.span.covers(span));
    if around.clone().any(|block| block.kind == BlockKind::Comment) {
        return true;
    }
    around.any(|block| {
        block.kind != BlockKind::FrontMatter
            && !block.map.pieces().any(|piece| {
                let source = Span::new(piece.source, piece.source + piece.source_len);
                piece.flat_len > 0 && source.overlaps(span)
            })
    })
}

/// What a plain `ignore` covers: its own line if other words stand there, else what follows up to the next blank line.
fn reach(document: &Document, span: Span) -> Span {
    let text = &*document.text;
    let line = text[..span.start]
        .rfind(['\n', '\r'])
        .map_or(0, |at| at + 1);
    let alone = document
        .blocks
        .iter()
        .any(|block| block.kind == BlockKind::Comment && block.span.covers(span));
    if !alone {
        let end = text[span.end..]
            .find(['\n', '\r'])
            .map_or(text.len(), |at| span.end + at);
        return Span::new(line, end);
    }
    let (mut at, mut begun) = (span.end, false);
    for row in text[span.end..].split_inclusive('\n') {
        let words = row.trim_matches(|c: char| c.is_whitespace() || c == '>');
        let comment = words.starts_with("<!--") && words.ends_with("-->");
        if words.is_empty() && begun {
            break;
        }
        begun |= !words.is_empty() && !comment;
        at += row.len();
    }
    Span::new(span.end, at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn covered(text: &str) -> Vec<String> {
        let document = format::read("a.md", text.into());
        let covers = find(&document).into_iter().filter_map(|it| it.covers);
        covers.map(|span| span.of(text).trim().to_owned()).collect()
    }

    #[test]
    fn alone_it_covers_what_follows_and_inside_a_line_that_line() {
        assert_eq!(
            covered("<!-- policy-ls: ignore -->\n\nOne\ntwo.\n\nThree.\n"),
            ["One\ntwo."]
        );
        assert_eq!(
            covered("One\n<!-- policy-ls: ignore a -->\ntwo\n\nThree.\n"),
            ["two"]
        );
        assert_eq!(
            covered("One.\ntwo <!-- policy-ls: ignore a --> three\nfour\n"),
            ["two <!-- policy-ls: ignore a --> three"]
        );
        assert_eq!(
            covered("> <!-- policy-ls: ignore a -->\n>\n> One\n>\n> Two\n"),
            [">\n> One"]
        );
        let two = "<!-- policy-ls: ignore a -->\n<!-- policy-ls: ignore b -->\nOne\n\nTwo\n";
        assert!(covered(two).iter().all(|words| words.ends_with("One")));
    }

    #[test]
    fn ranges_and_files() {
        let text = "A\n\n<!-- policy-ls: ignore-start a, b -->\n\nB\n\n<!--policy-ls: ignore-end-->\n\nC\n";
        assert_eq!(covered(text), ["B"]);
        let found = find(&format::read("a.md", text.into()));
        assert_eq!(found[0].codes.len(), 2);
        assert!(found.iter().all(|it| it.fault.is_none()));
        assert_eq!(
            covered("A\n\n<!-- policy-ls: ignore-file a -->\n")[0]
                .chars()
                .next(),
            Some('A')
        );
    }

    #[test]
    fn an_end_with_names_ends_the_range_of_those_names() {
        let text = "<!-- policy-ls: ignore-start a, b -->\n\nOne\n\n<!-- policy-ls: ignore-start c -->\n\nTwo\n\n\
                    <!-- policy-ls: ignore-end b a -->\n\nThree\n\n<!-- policy-ls: ignore-end c -->\n\nFour\n";
        let covered = covered(text);
        assert!(covered[0].ends_with("Two"), "{covered:?}");
        assert!(covered[1].ends_with("Three") && covered[1].starts_with("Two"));
        let found = find(&format::read("a.md", text.into()));
        assert!(found.iter().all(|it| it.fault.is_none()));
        assert_eq!((found[0].end, found[1].end), (Some(2), Some(3)));
        // Another's end ends nothing.
        let text = "<!-- policy-ls: ignore-start a -->\n\nOne\n\n<!-- policy-ls: ignore-end b -->\n\nTwo\n";
        let found = find(&format::read("a.md", text.into()));
        assert!(found.iter().all(|it| it.fault.is_some()));
    }

    #[test]
    fn what_is_wrong_is_said() {
        let fault = |text: &str| {
            find(&format::read("a.md", text.into()))
                .remove(0)
                .fault
                .expect("a fault")
        };
        assert!(fault("<!-- policy-ls: ignore-start -->\n").contains("no `ignore-end`"));
        assert!(fault("<!-- policy-ls: ignore-end -->\n").contains("never begun"));
        assert!(fault("<!-- policy-ls: ignroe a -->\n").contains("`ignroe`"));
        assert!(fault("<!-- policy-ls: ignore a reason=why not -->\n").contains("reason=\"…\""));
    }

    #[test]
    fn code_and_front_matter_and_plain_text_hold_no_directives() {
        for (name, text) in [
            ("a.md", "`<!-- policy-ls: ignore -->` is how to write it.\n"),
            ("a.md", "```\n<!-- policy-ls: ignore -->\n```\n\nOne.\n"),
            ("a.md", "    <!-- policy-ls: ignore -->\n"),
            (
                "a.md",
                "---\ntitle: <!-- policy-ls: ignore -->\n---\n\nOne.\n",
            ),
            ("a.txt", "<!-- policy-ls: ignore -->\n\nOne.\n"),
        ] {
            assert_eq!(find(&format::read(name, text.into())), [], "{text}");
        }
    }

    #[test]
    fn a_reason_is_read_in_any_quotation_marks() {
        for reason in ["\"as printed\"", "“as printed”"] {
            let text = format!("<!-- policy-ls: ignore a reason={reason} -->\n");
            let found = find(&format::read("a.md", text.into()));
            assert_eq!(found[0].reason.as_deref(), Some("as printed"));
        }
    }
}
