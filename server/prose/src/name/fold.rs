//! Folding for names: case, dashes, apostrophes and white space, with a map back to the original bytes.

/// A folded text and the places where its offsets drift from the original's.
#[derive(Debug, Default)]
pub(crate) struct Folded {
    /// The folded bytes, always UTF-8.
    pub bytes: Vec<u8>,
    /// From this folded offset on, the original runs from that one.
    steps: Vec<(usize, usize)>,
}

impl Folded {
    /// The original offset of `folded`.
    pub fn original(&self, folded: usize) -> usize {
        let at = self.steps.partition_point(|step| step.0 <= folded);
        match at.checked_sub(1).map(|at| self.steps[at]) {
            Some((from, original)) => original + (folded - from),
            None => folded,
        }
    }

    fn step(&mut self, original: usize) {
        self.steps.push((self.bytes.len(), original));
    }
}

/// Folds `text`: lower case; every dash `-`; every apostrophe `'`; runs of white space one space; soft hyphens and
/// zero-width characters nothing.
pub(crate) fn fold(text: &str) -> Folded {
    let source = text.as_bytes();
    let mut folded = Folded {
        bytes: Vec::with_capacity(source.len()),
        steps: Vec::new(),
    };
    let mut at = 0;
    let mut spaced = false;
    while at < source.len() {
        let byte = source[at];
        if byte > b' ' && byte.is_ascii() {
            folded.bytes.push(byte.to_ascii_lowercase());
            spaced = false;
            at += 1;
            continue;
        }
        let (next, class) = classify(text, at);
        match class {
            Class::Space if spaced => folded.step(next),
            Class::Space => {
                folded.bytes.push(b' ');
                if next != at + 1 {
                    folded.step(next);
                }
            }
            Class::Nothing => folded.step(next),
            Class::Plain(plain) => {
                folded.bytes.push(plain);
                folded.step(next);
            }
            Class::Letter(letter) => {
                let before = folded.bytes.len();
                let mut buffer = [0; 4];
                let encoded = letter.encode_utf8(&mut buffer);
                folded.bytes.extend_from_slice(encoded.as_bytes());
                if folded.bytes.len() - before != next - at {
                    folded.step(next);
                }
            }
        }
        if !matches!(class, Class::Nothing) {
            spaced = matches!(class, Class::Space);
        }
        at = next;
    }
    folded
}

/// `text` folded to a string, for patterns and keys.
pub fn key(text: &str) -> String {
    let folded = fold(text.trim()).bytes;
    String::from_utf8(folded).unwrap_or_default()
}

enum Class {
    Space,
    Nothing,
    Plain(u8),
    Letter(char),
}

fn classify(text: &str, at: usize) -> (usize, Class) {
    let byte = text.as_bytes()[at];
    if byte.is_ascii() {
        return (at + 1, Class::Space); // Only white space and controls come here.
    }
    let Some(letter) = text[at..].chars().next() else {
        return (at + 1, Class::Nothing);
    };
    let class = match letter {
        '\u{a0}'
        | '\u{2000}'..='\u{200a}'
        | '\u{2028}'
        | '\u{2029}'
        | '\u{202f}'
        | '\u{205f}'
        | '\u{3000}' => Class::Space,
        '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' => Class::Nothing,
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}' => {
            Class::Plain(b'-')
        }
        '\u{2018}' | '\u{2019}' | '\u{201b}' | '\u{2bc}' | '\u{2032}' | '\u{ff07}' => {
            Class::Plain(b'\'')
        }
        _ => {
            let mut lower = letter.to_lowercase();
            match (lower.next(), lower.next()) {
                (Some(one), None) => Class::Letter(one),
                _ => Class::Letter(letter),
            }
        }
    };
    (at + letter.len_utf8(), class)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn offsets_lead_back() {
        let text = "The  Sino\u{2013}Norse\u{a0}\nTreaty\u{2019}s É";
        let folded = fold(text);
        let flat = std::str::from_utf8(&folded.bytes).unwrap();
        assert_eq!(flat, "the sino-norse treaty's é");
        for word in ["sino-norse", "treaty", "é"] {
            let start = flat.find(word).unwrap();
            let original = &text[folded.original(start)..folded.original(start + word.len())];
            assert_eq!(key(original), word);
        }
    }

    proptest! {
        #[test]
        fn the_map_is_monotone_and_stays_on_characters(text in "[a-zÉİ’–\u{ad} \n\u{a0}]{0,40}") {
            let folded = fold(&text);
            let flat = std::str::from_utf8(&folded.bytes).unwrap();
            let mut last = 0;
            for (at, _) in flat.char_indices() {
                let original = folded.original(at);
                prop_assert!(original >= last && text.is_char_boundary(original));
                last = original;
            }
        }
    }
}
