//! Well-known misprints and what they stand for: the list of the crate `typos-dict`, written as text by `build.rs`. Knows
//! single words only.

use std::cmp::Ordering;

/// A line for each misprint, in the order of bytes: the misprint and what may be meant, all in small letters, tabs between.
const LIST: &str = include_str!(concat!(env!("OUT_DIR"), "/misprints.txt"));

/// Whether `meant` is what the misprint `written` stands for. Both in small letters.
pub(super) fn is_misprint_of(written: &str, meant: &str) -> bool {
    corrections(written).any(|it| it == meant)
}

fn corrections(written: &str) -> impl Iterator<Item = &'static str> {
    let (mut low, mut high) = (0, LIST.len());
    let mut found = None;
    while low < high {
        let middle = LIST.floor_char_boundary(low + (high - low) / 2);
        let start = LIST[..middle].rfind('\n').map_or(0, |at| at + 1);
        let end = LIST[middle..].find('\n').map_or(high, |at| middle + at);
        let mut line = LIST[start..end].split('\t');
        match line.next().unwrap_or_default().cmp(written) {
            Ordering::Less => low = end + 1,
            Ordering::Greater => high = start,
            Ordering::Equal => {
                found = Some(line);
                break;
            }
        }
    }
    found.into_iter().flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_found_and_nothing_else() {
        let mut before = "";
        for line in LIST.lines() {
            let (written, meant) = line.split_once('\t').expect("a misprint and its meaning");
            assert!(before < written, "{before} {written}");
            assert!(corrections(written).eq(meant.split('\t')), "{line}");
            before = written;
        }
        assert!(is_misprint_of("recieved", "received"));
        assert!(!is_misprint_of("recieved", "relieved"));
        for unknown in ["", "received", "\u{ff}", "aaaaaa", "zzzzzz", "recieve\t"] {
            assert_eq!(corrections(unknown).count(), 0, "{unknown:?}");
        }
    }
}
