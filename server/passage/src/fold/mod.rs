//! Folding: a text becomes words that compare equal however they are printed, and every word keeps its source span.
//!
//! What is folded, exactly:
//!
//! - **Compatibility forms** (NFKC): ligatures (`ﬁ`), full-width letters, presentation forms, composed and decomposed
//!   accents. Accents themselves stay: `résumé` is not `resume`.
//! - **Case**, everywhere; `ß` is `ss`, final sigma is sigma. The printed case is kept beside the word ([`Shape`]).
//! - **Marks, dashes, hyphens, spaces, punctuation** separate words and are not part of them; what stood after a word
//!   is kept in its [`Shape`].
//! - **Apostrophes** (`'`, `’`, `ʼ`, `‘`, `＇`) between two letters or digits belong to the word, as `'`; elsewhere they
//!   are marks.
//! - **Soft hyphens**, zero-width spaces and joiners inside a word vanish.
//! - **Line-end hyphens**: a letter, a hyphen, one line break and a small letter join into one word. The other reading
//!   (`co-` + `operation`) is taken up by the alignment, where two words against their joined form cost nothing.
//! - **Superscript digits** vanish: they are footnote marks.
//! - **Markup inside a word** (a skipped span of only `*`, `_`, `~`, `[`, `]`, `` ` `` or `\`) vanishes; any other
//!   skipped span ends the word.
//!
//! A word is a run of letters, digits and inner apostrophes. Scripts without spaces (Han, Kana) give one word a
//! character. A word longer than [`LONGEST`] bytes is cut.

#[cfg(test)]
mod tests;

use text::Span;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The most bytes of source that one word may cover.
pub const LONGEST: usize = 240;

/// One folded word.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Word {
    /// Where its letters stand in [`Folded::text`].
    pub folded: Span,
    /// Where it stood in the source.
    pub source: Span,
    /// How it was printed there, and what followed.
    pub shape: Shape,
}

/// A folded text.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Folded {
    /// The folded words, one after another without anything between.
    pub text: String,
    /// Their places, in order.
    pub words: Vec<Word>,
}

/// How a word was printed (case), and what stood between it and the next word.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Hash)]
pub struct Shape(pub u16);

impl Shape {
    /// Case: the first letter is a capital, the others are not.
    pub const INITIAL: u16 = 1;
    /// Case: two or more letters, all capitals.
    pub const UPPER: u16 = 2;
    /// Case: anything else with a capital.
    pub const MIXED: u16 = 3;
    const CASE: u16 = 3;
    /// A comma follows.
    pub const COMMA: u16 = 1 << 2;
    /// A semicolon follows.
    pub const SEMICOLON: u16 = 1 << 3;
    /// A colon follows.
    pub const COLON: u16 = 1 << 4;
    /// A full stop follows.
    pub const STOP: u16 = 1 << 5;
    /// A question mark follows.
    pub const QUESTION: u16 = 1 << 6;
    /// An exclamation mark follows.
    pub const EXCLAMATION: u16 = 1 << 7;
    /// An opening parenthesis follows.
    pub const OPEN: u16 = 1 << 8;
    /// A closing parenthesis follows.
    pub const CLOSE: u16 = 1 << 9;
    /// A quotation mark follows.
    pub const MARK: u16 = 1 << 10;
    /// A hyphen follows.
    pub const HYPHEN: u16 = 1 << 11;
    /// A dash follows.
    pub const DASH: u16 = 1 << 12;
    /// An ellipsis follows.
    pub const ELLIPSIS: u16 = 1 << 13;
    /// A line break follows.
    pub const LINE: u16 = 1 << 14;
    /// A blank line follows.
    pub const PARAGRAPH: u16 = 1 << 15;
    /// What ends a sentence.
    pub const ENDING: u16 = Self::STOP | Self::QUESTION | Self::EXCLAMATION;
    /// What a reader counts as punctuation.
    pub const PUNCTUATION: u16 =
        Self::COMMA | Self::SEMICOLON | Self::COLON | Self::ENDING | Self::OPEN | Self::CLOSE;

    /// The case alone: 0 (small), [`Self::INITIAL`], [`Self::UPPER`] or [`Self::MIXED`].
    pub const fn case(self) -> u16 {
        self.0 & Self::CASE
    }

    /// Whether any of `flags` follows.
    pub const fn has(self, flags: u16) -> bool {
        self.0 & flags != 0
    }
}

/// Folds `text`; the spans of `skip` (in order, apart) give no words.
pub fn fold(text: &str, skip: &[Span]) -> Folded {
    let mut scanner = Scanner {
        text,
        skip,
        at: 0,
        out: Folded {
            text: String::with_capacity(text.len()),
            words: Vec::with_capacity(text.len() / 6),
        },
    };
    scanner.run();
    scanner.out
}

/// A 32-bit hash of a folded word, the same everywhere.
pub fn id(folded: &str) -> u32 {
    (hash(folded.as_bytes()) >> 32) as u32
}

/// A hash of a folded word's bytes, the same everywhere.
pub(crate) fn hash(folded: &[u8]) -> u64 {
    const K: u64 = 0x9e37_79b9_7f4a_7c15;
    let mut hash = folded.len() as u64 ^ 0x51_7cc1_b727_220a;
    let mut chunks = folded.chunks_exact(8);
    for chunk in &mut chunks {
        let value = u64::from_le_bytes(chunk.try_into().expect("eight bytes"));
        hash = (hash.rotate_left(23) ^ value).wrapping_mul(K);
    }
    let mut rest = [0; 8];
    rest[..chunks.remainder().len()].copy_from_slice(chunks.remainder());
    hash = (hash.rotate_left(23) ^ u64::from_le_bytes(rest)).wrapping_mul(K);
    hash ^= hash >> 32;
    hash.wrapping_mul(K)
}

struct Scanner<'a> {
    text: &'a str,
    skip: &'a [Span],
    at: usize,
    out: Folded,
}

impl Scanner<'_> {
    fn run(&mut self) {
        let bytes = self.text.as_bytes();
        while self.at < bytes.len() {
            if let Some(span) = self.skip_here() {
                self.gap_of(span);
                self.at = span.end;
                continue;
            }
            let byte = bytes[self.at];
            if byte.is_ascii_alphanumeric() {
                self.word();
            } else if byte < 0x80 {
                self.gap(byte as char);
                self.at += 1;
            } else {
                let c = self.char_at(self.at).expect("a character boundary");
                if is_word(c) {
                    self.word();
                } else {
                    self.gap(c);
                    self.at += c.len_utf8();
                }
            }
        }
    }

    /// Reads the word that begins here.
    fn word(&mut self) {
        let bytes = self.text.as_bytes();
        let (start, folded) = (self.at, self.out.text.len());
        let (mut end, mut kept, mut ascii) = (start, folded, true);
        let mut case = Case::default();
        while self.at < bytes.len() && self.at - start < LONGEST {
            // The skipped spans are looked at only where they begin.
            if self.skip.first().is_some_and(|span| span.start <= self.at) {
                match self.inner_skip() {
                    Some(next) => self.at = next,
                    None => break,
                }
                continue;
            }
            let byte = bytes[self.at];
            if byte.is_ascii_alphanumeric() {
                let until = self.skip.first().map_or(bytes.len(), |span| span.start);
                let limit = bytes.len().min(until).min(start + LONGEST);
                let run = bytes[self.at..limit]
                    .iter()
                    .take_while(|byte| byte.is_ascii_alphanumeric());
                let from = self.out.text.len();
                let next = self.at + run.count();
                self.out.text.push_str(&self.text[self.at..next]);
                for byte in &bytes[self.at..next] {
                    case.see(byte.is_ascii_uppercase(), byte.is_ascii_lowercase());
                }
                self.out.text[from..].make_ascii_lowercase();
                self.at = next;
                (end, kept) = (next, self.out.text.len());
                continue;
            }
            let Some(c) = self.char_at(self.at) else {
                break;
            };
            let next = self.at + c.len_utf8();
            if byte >= 0x80 && (is_word(c) || (is_combining_mark(c) && end > start)) {
                if is_ideograph(c) {
                    if end > start {
                        break;
                    }
                    self.out.text.push(c);
                    (self.at, end, ascii) = (next, next, false);
                    kept = self.out.text.len();
                    break;
                }
                case.see(c.is_uppercase(), c.is_lowercase());
                self.out.text.push(c);
                (self.at, end, ascii) = (next, next, false);
                kept = self.out.text.len();
            } else if is_apostrophe(c) && self.letter_at(next) {
                self.out.text.push('\'');
                self.at = next;
            } else if is_invisible(c) && (c != SOFT_HYPHEN || !self.line_break_at(next)) {
                self.at = next;
            } else if is_hyphen(c) {
                match self.line_end(next) {
                    Some(after) => self.at = after,
                    None => break,
                }
            } else {
                break;
            }
        }
        self.at = end;
        // An apostrophe that turned out to be the last.
        self.out.text.truncate(kept);
        if !ascii {
            normalise(&mut self.out.text, folded);
        }
        if self.out.text.len() == folded {
            // Nothing but characters that fold away.
            let first = self.char_at(start).map_or(1, char::len_utf8);
            self.at = end.max(start + first);
            return;
        }
        self.out.words.push(Word {
            folded: Span::new(folded, self.out.text.len()),
            source: Span::new(start, end),
            shape: Shape(case.shape()),
        });
    }

    /// A skipped span inside a word: where the word goes on, if the span is mere markup and a letter follows.
    fn inner_skip(&mut self) -> Option<usize> {
        while let Some(span) = self.skip.first() {
            if span.end <= self.at {
                self.skip = &self.skip[1..];
                continue;
            }
            if span.start > self.at {
                return Some(self.at);
            }
            let markup = self.text.as_bytes()[self.at..span.end.min(self.text.len())]
                .iter()
                .all(|byte| b"*_~[]`\\".contains(byte));
            return (markup && self.letter_at(span.end)).then_some(span.end);
        }
        Some(self.at)
    }

    fn skip_here(&mut self) -> Option<Span> {
        while let Some(&span) = self.skip.first() {
            if span.end <= self.at {
                self.skip = &self.skip[1..];
            } else if span.start <= self.at {
                let mut end = span.end.min(self.text.len());
                while !self.text.is_char_boundary(end) {
                    end += 1;
                }
                return Some(Span::new(self.at, end));
            } else {
                break;
            }
        }
        None
    }

    /// Where a word goes on after a hyphen at `at`, if that hyphen ends a line and a small letter begins the next.
    fn line_end(&self, at: usize) -> Option<usize> {
        let rest = &self.text[at..];
        let trimmed = rest.trim_start_matches([' ', '\t', '\r']);
        let after = trimmed
            .strip_prefix('\n')?
            .trim_start_matches([' ', '\t', '>']);
        after
            .starts_with(|c: char| c.is_lowercase())
            .then(|| self.text.len() - after.len())
    }

    fn line_break_at(&self, at: usize) -> bool {
        self.text[at..]
            .trim_start_matches([' ', '\t', '\r'])
            .starts_with('\n')
    }

    fn letter_at(&self, at: usize) -> bool {
        self.char_at(at)
            .is_some_and(|c| is_word(c) && !is_ideograph(c))
    }

    fn char_at(&self, at: usize) -> Option<char> {
        self.text.get(at..)?.chars().next()
    }

    fn gap_of(&mut self, span: Span) {
        let breaks = span.of(self.text).matches('\n').count();
        (0..breaks).for_each(|_| self.gap('\n'));
    }

    /// Remembers what stands after the last word.
    fn gap(&mut self, c: char) {
        let Some(word) = self.out.words.last_mut() else {
            return;
        };
        let flag = match c {
            ' ' | '\t' | '\r' => return,
            ',' | '，' | '、' | '،' => Shape::COMMA,
            ';' | '；' => Shape::SEMICOLON,
            ':' | '：' => Shape::COLON,
            '.' if self.text[..self.at].ends_with('.') => Shape::ELLIPSIS,
            '.' | '。' | '．' => Shape::STOP,
            '?' | '？' => Shape::QUESTION,
            '!' | '！' => Shape::EXCLAMATION,
            '(' | '（' => Shape::OPEN,
            ')' | '）' => Shape::CLOSE,
            '-' | '\u{2010}' | '\u{2011}' => Shape::HYPHEN,
            '\u{2012}'..='\u{2015}' => Shape::DASH,
            '…' | '⋯' => Shape::ELLIPSIS,
            '\n' if word.shape.has(Shape::LINE) => Shape::PARAGRAPH,
            '\n' => Shape::LINE,
            c if is_mark(c) => Shape::MARK,
            _ => return,
        };
        word.shape.0 |= flag;
    }
}

#[derive(Default)]
struct Case {
    letters: u32,
    capitals: u32,
    initial: bool,
}

impl Case {
    fn see(&mut self, upper: bool, lower: bool) {
        if upper {
            self.initial |= self.letters == 0;
            self.capitals += 1;
        }
        self.letters += u32::from(upper || lower);
    }

    fn shape(&self) -> u16 {
        match (self.capitals, self.letters) {
            (0, _) => 0,
            (1, _) if self.initial => Shape::INITIAL,
            (capitals, letters) if capitals == letters => Shape::UPPER,
            _ => Shape::MIXED,
        }
    }
}

const SOFT_HYPHEN: char = '\u{ad}';

fn normalise(text: &mut String, from: usize) {
    let tail: String = text[from..]
        .nfkc()
        .flat_map(char::to_lowercase)
        .filter(|c| c.is_alphanumeric() || is_combining_mark(*c) || *c == '\'')
        .collect();
    text.truncate(from);
    // Lower-casing may leave a sequence that composes; composing twice is stable.
    for c in tail.nfc() {
        match c {
            'ß' => text.push_str("ss"),
            'ς' => text.push('σ'),
            c => text.push(c),
        }
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric()
        && !matches!(
            c,
            '²' | '³' | '¹' | '\u{2070}' | '\u{2074}'..='\u{2079}' | 'ʼ'
        )
}

fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | 'ʼ' | '‘' | '＇')
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | SOFT_HYPHEN)
}

fn is_invisible(c: char) -> bool {
    matches!(
        c,
        SOFT_HYPHEN | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}'
    )
}

fn is_mark(c: char) -> bool {
    matches!(c, '"' | '\'' | '‘'..='‟' | '«' | '»' | '‹' | '›' | '「'..='』' | '＂' | '＇')
}
