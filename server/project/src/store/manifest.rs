//! The manifest of one workspace: which shelves hold its sources. Small, text, checked, swapped as a whole.

use std::fs;
use std::path::{Path, PathBuf};

const FIRST: &str = "policy-ls shelves 1";

/// The names of the shelves; none if there is no manifest, or none that can be understood.
pub(super) fn read(path: &Path) -> Vec<String> {
    let text = fs::read_to_string(path).unwrap_or_default();
    parse(&text).unwrap_or_default()
}

/// The names that a workspace's own list has; where there is none, those of all others: the same library may have been
/// opened at another place. What is not wanted of them is not used.
pub(super) fn read_own_or_others(list: &Path) -> Vec<String> {
    if list.exists() {
        return read(list);
    }
    let directory = list.parent().map(fs::read_dir);
    let others = directory.into_iter().flatten().flatten().flatten();
    let others = others.map(|entry| entry.path());
    let mut others: Vec<PathBuf> = others
        .filter(|path| path.extension().is_some_and(|it| it == "list"))
        .collect();
    others.sort();
    let mut names: Vec<String> = others.iter().flat_map(|path| read(path)).collect();
    names.sort();
    names.dedup();
    names
}

/// Whether there is a manifest that cannot be understood: cut short, changed, or not one at all.
pub(super) fn is_damaged(path: &Path) -> bool {
    fs::read(path).is_ok_and(|bytes| {
        let text = str::from_utf8(&bytes);
        text.ok().and_then(parse).is_none()
    })
}

fn parse(text: &str) -> Option<Vec<String>> {
    let (body, sum) = text.strip_suffix('\n')?.rsplit_once('\n')?;
    if blake3::hash(body.as_bytes()).to_hex().as_str() != sum {
        return None;
    }
    let mut lines = body.lines();
    let known = lines.next() == Some(FIRST);
    let name = |line: &str| line.bytes().all(|byte| byte.is_ascii_hexdigit());
    known.then(|| lines.filter(|line| name(line)).map(str::to_owned).collect())
}

/// The text of a manifest.
pub(super) fn text(shelves: &[String]) -> String {
    let mut body = FIRST.to_owned();
    for shelf in shelves {
        body.push('\n');
        body.push_str(shelf);
    }
    let sum = blake3::hash(body.as_bytes()).to_hex();
    format!("{body}\n{sum}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back_and_nothing_else() {
        let shelves = vec!["0a".to_owned(), "ff".to_owned()];
        let written = text(&shelves);
        assert_eq!(parse(&written), Some(shelves));
        assert_eq!(parse(&written.replace("0a", "0b")), None);
        assert_eq!(parse(&written[..written.len() - 1]), None);
        assert_eq!(parse(""), None);
        assert_eq!(parse(&text(&[])), Some(Vec::new()));
    }
}
