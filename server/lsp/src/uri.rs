//! URI ↔ path, for both families of systems, as pure functions: nothing here looks at the disk or at the machine.
//!
//! Rejected: `Uri::to_file_path` of the protocol crate. It decides by the machine it was compiled on, so that half of it
//! is never tested, and it does not look at the scheme.

use std::path::{Path, PathBuf};

/// How paths are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// `/a/b.md`
    Posix,
    /// `C:\a\b.md`, `\\server\share\b.md`
    Windows,
}

impl Style {
    /// The style of the machine we run on.
    pub const HERE: Style = if cfg!(windows) {
        Style::Windows
    } else {
        Style::Posix
    };
}

/// The path that a `file:` URI names; `None` for every other scheme and for what names no path.
pub fn path_of(uri: &str, style: Style) -> Option<PathBuf> {
    text_of(uri, style).map(PathBuf::from)
}

/// The `file:` URI of an absolute path.
pub fn of_path(path: &Path, style: Style) -> String {
    of_text(&path.to_string_lossy(), style)
}

/// The last part of any URI, decoded: a name for people and for the choice of format.
pub fn name_of(uri: &str) -> String {
    let path = uri.split(['?', '#']).next().unwrap_or_default();
    let last = path.rsplit(['/', ':']).next().unwrap_or_default();
    decode(last).unwrap_or_else(|| last.to_owned())
}

/// A part of a path, as a URI writes it.
pub fn encoded(part: &str) -> String {
    encode(part)
}

/// A part of a URI, decoded; as it is if it cannot be.
pub fn decoded(part: &str) -> String {
    decode(part).unwrap_or_else(|| part.to_owned())
}

fn text_of(uri: &str, style: Style) -> Option<String> {
    let (scheme, rest) = uri.split_once(':')?;
    if !scheme.eq_ignore_ascii_case("file") {
        return None;
    }
    let rest = rest.split(['?', '#']).next().unwrap_or_default();
    let (host, path) = match rest.strip_prefix("//") {
        Some(rest) => rest.split_at(rest.find('/')?),
        None => ("", rest),
    };
    let path = decode(path)?;
    let host = if host.eq_ignore_ascii_case("localhost") {
        String::new()
    } else {
        decode(host)?
    };
    if !path.starts_with('/') || path.contains('\0') {
        return None;
    }
    match style {
        Style::Posix => host.is_empty().then_some(path),
        Style::Windows => {
            let bytes = path.as_bytes();
            let drive = bytes.len() >= 3 && bytes[1].is_ascii_alphabetic() && bytes[2] == b':';
            let text = match (host.is_empty(), drive) {
                (true, true) if bytes.len() == 3 => format!("{}:\\", &path[1..2]),
                (true, true) => path[1..].to_owned(),
                (true, false) => return None,
                (false, _) => format!("//{host}{path}"),
            };
            Some(text.replace('/', "\\"))
        }
    }
}

fn of_text(path: &str, style: Style) -> String {
    match style {
        Style::Posix => format!("file://{}", encode(path)),
        Style::Windows => {
            let path = path
                .strip_prefix(r"\\?\")
                .unwrap_or(path)
                .replace('\\', "/");
            match path.strip_prefix("//") {
                Some(share) => format!("file://{}", encode(share)),
                None => format!("file:///{}", encode(&path)),
            }
        }
    }
}

/// Keeps what RFC 3986 calls unreserved, and the slash. A bracket left bare would end a Markdown link.
fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len() + 8);
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

fn decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        if first == b'%' {
            let digits = std::str::from_utf8(after.get(..2)?).ok()?;
            bytes.push(u8::from_str_radix(digits, 16).ok()?);
            rest = &after[2..];
        } else {
            bytes.push(first);
            rest = after;
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn case_27_posix_paths() {
        let path = |uri| text_of(uri, Style::Posix);
        assert_eq!(path("file:///a/b%20c.md").as_deref(), Some("/a/b c.md"));
        assert_eq!(path("file:///a/%C3%A9%23.md").as_deref(), Some("/a/é#.md"));
        assert_eq!(path("FILE://localhost/a.md").as_deref(), Some("/a.md"));
        assert_eq!(path("file:/a.md").as_deref(), Some("/a.md"));
        assert_eq!(path("file:///a.md?x#y").as_deref(), Some("/a.md"));
        for none in [
            "untitled:Untitled-1",
            "file://server/a.md",
            "file:///a%ZZ",
            "file:///a%C3",
            "file:///a%00b",
            "file:a.md",
            "",
        ] {
            assert_eq!(path(none), None, "{none}");
        }
        assert_eq!(
            of_text("/a/b (é).md", Style::Posix),
            "file:///a/b%20%28%C3%A9%29.md"
        );
    }

    #[test]
    fn case_27_windows_paths() {
        let path = |uri| text_of(uri, Style::Windows);
        assert_eq!(path("file:///c%3A/a/b.md").as_deref(), Some(r"c:\a\b.md"));
        assert_eq!(path("file:///C:/a%20b.md").as_deref(), Some(r"C:\a b.md"));
        assert_eq!(path("file:///C:").as_deref(), Some(r"C:\"));
        assert_eq!(
            path("file://server/share/a.md").as_deref(),
            Some(r"\\server\share\a.md")
        );
        assert_eq!(path("file:///a/b.md"), None);
        assert_eq!(
            of_text(r"C:\a b.md", Style::Windows),
            "file:///C%3A/a%20b.md"
        );
        assert_eq!(of_text(r"\\?\C:\a.md", Style::Windows), "file:///C%3A/a.md");
        assert_eq!(
            of_text(r"\\server\share\a.md", Style::Windows),
            "file://server/share/a.md"
        );
    }

    #[test]
    fn names_for_people() {
        assert_eq!(name_of("untitled:Untitled-1"), "Untitled-1");
        assert_eq!(name_of("file:///a/b%20c.md"), "b c.md");
        assert_eq!(name_of("vscode-remote://ssh/x/y.md?q#f"), "y.md");
    }

    proptest! {
        #[test]
        fn paths_come_back(tail in "[a-zé 😀%#?()&+/._-]{0,20}") {
            let posix = format!("/{tail}");
            prop_assert_eq!(text_of(&of_text(&posix, Style::Posix), Style::Posix), Some(posix));
            let windows = format!(r"C:\x{}", tail.replace('/', "\\"));
            prop_assert_eq!(text_of(&of_text(&windows, Style::Windows), Style::Windows), Some(windows));
        }

        #[test]
        fn any_uri_is_survived(uri in "(file:|FILE:/*)?[ -~é]{0,30}") {
            let _ = (path_of(&uri, Style::Posix), path_of(&uri, Style::Windows), name_of(&uri));
        }
    }
}
