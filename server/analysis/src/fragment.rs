//! Addresses that open a web page at the very words: text fragments (`#:~:text=prefix-,start,end,-suffix`).

use std::fmt::Write as _;

use text::Span;

/// Up to so many words are given whole; of more, the first and the last ones.
const WHOLE: usize = 10;
/// How many words begin and end a long passage, and how many stand beside one that is not unique.
const EDGE: usize = 5;
const CONTEXT: usize = 3;

/// The address of the words at `span` of a page's `text`; none if there are no words or the address is no web address.
pub(crate) fn address(url: &str, text: &str, span: Span) -> Option<String> {
    let plain = |c: char| c.is_ascii_graphic() && !matches!(c, '<' | '>' | '"' | '`' | '\\');
    let web = url.starts_with("https://") || url.starts_with("http://");
    if !web || !url.chars().all(plain) {
        return None;
    }
    let words: Vec<&str> = span.of(text).split_whitespace().collect();
    let (start, end) = match words.len() {
        0 => return None,
        1..=WHOLE => (words.join(" "), None),
        count => (
            words[..EDGE].join(" "),
            Some(words[count - EDGE..].join(" ")),
        ),
    };
    let one_line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut out = String::from(url);
    out.push_str(if url.contains('#') {
        ":~:text="
    } else {
        "#:~:text="
    });
    if one_line.matches(&start).count() > 1 {
        let before: Vec<&str> = text[..span.start].split_whitespace().collect();
        let prefix = before[before.len().saturating_sub(CONTEXT)..].join(" ");
        if !prefix.is_empty() {
            encode(&prefix, &mut out);
            out.push_str("-,");
        }
    }
    encode(&start, &mut out);
    if let Some(end) = end {
        out.push(',');
        encode(&end, &mut out);
    } else if one_line.matches(&start).count() > 1 {
        let behind = text[span.end..].split_whitespace().take(CONTEXT);
        let suffix = behind.collect::<Vec<_>>().join(" ");
        if !suffix.is_empty() {
            out.push_str(",-");
            encode(&suffix, &mut out);
        }
    }
    Some(out)
}

/// Percent-encodes what is not plain in a fragment directive; `-`, `,` and `&` have a meaning of their own there.
fn encode(words: &str, out: &mut String) {
    for byte in words.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'_' | b'~' | b'!' | b'*' => {
                out.push(byte as char);
            }
            _ => {
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str, words: &str) -> String {
        let start = text.find(words).unwrap();
        address(
            "https://a.example/x",
            text,
            Span::new(start, start + words.len()),
        )
        .unwrap()
    }

    #[test]
    fn marks_of_the_directive_are_encoded() {
        let text = "We say: co-operation, law & order — “always”. So be it.";
        assert_eq!(
            of(text, "co-operation, law & order — “always”"),
            "https://a.example/x#:~:text=co%2Doperation%2C%20law%20%26%20order%20%E2%80%94%20%E2%80%9Calways%E2%80%9D"
        );
    }

    #[test]
    fn long_passages_have_two_ends_and_repeated_ones_their_context() {
        let text = "one two three four five six seven eight nine ten eleven twelve.";
        assert_eq!(
            of(
                text,
                "one two three four five six seven eight nine ten eleven twelve"
            ),
            "https://a.example/x#:~:text=one%20two%20three%20four%20five,eight%20nine%20ten%20eleven%20twelve"
        );
        let text = "It is so. We all agree now. And yes: we said it. We all agree then.";
        let second = text.rfind("We all agree").unwrap();
        assert_eq!(
            address(
                "https://a.example/#top",
                text,
                Span::new(second, second + 12)
            )
            .unwrap(),
            "https://a.example/#top:~:text=we%20said%20it.-,We%20all%20agree,-then."
        );
        assert_eq!(address("javascript:alert(1)", text, Span::new(0, 5)), None);
    }
}
