//! Tokens of one block: words with their lexicon numbers, numbers with their values, marks. One pass over the bytes.

use crate::locale::{Entry, Lexicon, Locale, Punct, Slot, Symbol, UNKNOWN, flag};

/// One token.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    pub start: u32,
    pub end: u32,
    /// Value of a number, capped; of a word, the month that it is in Roman digits, or 0.
    pub value: u32,
    /// The word's number in the lexicon.
    pub word: u16,
    pub kind: Kind,
    /// Digits of a number.
    pub digits: u8,
    /// White space stands before it.
    pub spaced: bool,
    /// A word that begins with a capital, or a number behind an apostrophe.
    pub marked: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    Word,
    /// Digits.
    Number,
    /// Digits in groups of three, or with a fraction.
    Grouped,
    /// "3rd", "twenty-first".
    Ordinal,
    /// "1990s".
    Plural,
    /// "twenty-five".
    Spelled,
    Mark(Punct),
}

impl Token {
    pub(super) fn is_number(&self) -> bool {
        !matches!(self.kind, Kind::Word | Kind::Mark(_))
    }

    pub(super) fn entry<'a>(&self, lexicon: &'a Lexicon) -> &'a Entry {
        lexicon.entry(self.word)
    }

    /// Whether it is a word with one of `flags`.
    pub(super) fn has(&self, flags: u32, lexicon: &Lexicon) -> bool {
        self.word != UNKNOWN && lexicon.entry(self.word).is(flags)
    }
}

impl Symbol for Token {
    fn is_word(&self, number: u16) -> bool {
        self.word == number
    }

    fn is_punct(&self, punct: Punct) -> bool {
        self.kind == Kind::Mark(punct)
    }

    fn class(&self, slot: Slot, lexicon: &Lexicon) -> Option<i32> {
        let value = self.value as i32;
        let fits = match self.kind {
            Kind::Mark(_) => false,
            Kind::Word => {
                let entry = lexicon.entry(self.word);
                let lower = slot == Slot::Era || entry.is(flag::PROPER);
                if self.word == UNKNOWN || lower && !self.marked {
                    return None;
                }
                // An ordinal word can stand for a day ("the first of May").
                return entry.meaning(slot);
            }
            Kind::Number => match slot {
                Slot::Day => self.digits <= 2 && (1..40).contains(&value) && !self.marked,
                Slot::Year => self.digits == 4 && (1000..2200).contains(&value),
                Slot::EraYear => self.digits <= 4 && value > 0,
                Slot::ShortYear => self.digits == 2,
                Slot::QuotedYear => self.digits == 2 && self.marked,
                Slot::Count => self.digits <= 4 && !self.marked,
                Slot::Quarter => self.digits == 1 && (1..=4).contains(&value),
                Slot::Half => self.digits == 1 && (1..=2).contains(&value),
                _ => false,
            },
            Kind::Ordinal => match slot {
                Slot::Day => (1..40).contains(&value),
                Slot::Ordinal => true,
                Slot::Quarter => (1..=4).contains(&value),
                Slot::Half => (1..=2).contains(&value),
                _ => false,
            },
            Kind::Plural => {
                slot == Slot::Decade && value % 10 == 0 && (2..=4).contains(&self.digits)
            }
            Kind::Spelled | Kind::Grouped => slot == Slot::Count && self.kind == Kind::Spelled,
        };
        fits.then_some(value)
    }
}

/// The month that a word is in Roman digits, or 0.
fn roman(word: &[u8]) -> u32 {
    const MONTHS: [&[u8]; 12] = [
        b"I", b"II", b"III", b"IV", b"V", b"VI", b"VII", b"VIII", b"IX", b"X", b"XI", b"XII",
    ];
    let found = MONTHS.iter().position(|month| *month == word);
    found.map_or(0, |at| at as u32 + 1)
}

/// Cuts `prose` into tokens.
pub(super) fn tokens(prose: &str, locale: &Locale) -> Vec<Token> {
    let mut cutter = Cutter {
        bytes: prose.as_bytes(),
        prose,
        lexicon: &locale.lexicon,
        tokens: Vec::with_capacity(prose.len() / 5 + 8),
        spaced: true,
    };
    let mut at = 0;
    while at < prose.len() {
        at = cutter.next(at);
    }
    cutter.tokens
}

struct Cutter<'a> {
    bytes: &'a [u8],
    prose: &'a str,
    lexicon: &'a Lexicon,
    tokens: Vec<Token>,
    spaced: bool,
}

impl Cutter<'_> {
    /// Cuts one token at `at`; where the next one begins.
    fn next(&mut self, at: usize) -> usize {
        match self.bytes[at] {
            b' ' | b'\t' | b'\n' | b'\r' | 0x0b | 0x0c => {
                self.spaced = true;
                at + 1
            }
            b'a'..=b'z' | b'A'..=b'Z' => self.word(at),
            b'0'..=b'9' => self.number(at, at, false),
            b',' => self.mark(at, 1, Punct::Comma),
            b'.' => self.mark(at, 1, Punct::Dot),
            b'-' => self.mark(at, 1, Punct::Dash),
            b'/' => self.mark(at, 1, Punct::Slash),
            b'\'' => self.apostrophe(at, 1),
            byte if byte.is_ascii() => self.mark(at, 1, Punct::Other),
            _ => self.wide(at),
        }
    }

    fn wide(&mut self, at: usize) -> usize {
        let Some(letter) = self.prose[at..].chars().next() else {
            return self.bytes.len();
        };
        let length = letter.len_utf8();
        match letter {
            '\u{2019}' | '\u{2018}' | '\u{02bc}' => self.apostrophe(at, length),
            '\u{2010}'..='\u{2015}' | '\u{2212}' => self.mark(at, length, Punct::Dash),
            _ if letter.is_whitespace() => {
                self.spaced = true;
                at + length
            }
            // Soft hyphens and zero-width marks stand inside words and are nothing.
            '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => at + length,
            _ if letter.is_alphanumeric() => self.word(at),
            _ => self.mark(at, length, Punct::Other),
        }
    }

    fn push(&mut self, start: usize, end: usize, kind: Kind, value: u32, digits: u8) {
        self.tokens.push(Token {
            start: start as u32,
            end: end as u32,
            value,
            word: UNKNOWN,
            kind,
            digits,
            spaced: self.spaced,
            marked: false,
        });
        self.spaced = false;
    }

    fn mark(&mut self, at: usize, length: usize, punct: Punct) -> usize {
        self.push(at, at + length, Kind::Mark(punct), 0, 0);
        at + length
    }

    fn apostrophe(&mut self, at: usize, length: usize) -> usize {
        let next = at + length;
        let digits = self.bytes[next..]
            .iter()
            .take(3)
            .take_while(|byte| byte.is_ascii_digit());
        let free = self.spaced
            || self
                .tokens
                .last()
                .is_none_or(|token| matches!(token.kind, Kind::Mark(_)));
        if free && digits.count() == 2 {
            return self.number(at, next, true);
        }
        self.mark(at, length, Punct::Apostrophe)
    }

    fn word(&mut self, start: usize) -> usize {
        let mut end = start;
        let mut wide = false;
        while let Some(&byte) = self.bytes.get(end) {
            if byte.is_ascii_alphabetic() {
                end += 1;
            } else if byte.is_ascii() {
                break;
            } else {
                let Some(letter) = self.prose[end..].chars().next() else {
                    break;
                };
                if !letter.is_alphanumeric() {
                    break;
                }
                wide = true;
                end += letter.len_utf8();
            }
        }
        let marked = if wide {
            self.prose[start..end]
                .chars()
                .next()
                .is_some_and(char::is_uppercase)
        } else {
            self.bytes[start].is_ascii_uppercase()
        };
        let number = self.lexicon.number(&self.bytes[start..end]);
        if number != UNKNOWN && self.joins_tens(start, number) {
            return end;
        }
        self.push(start, end, Kind::Word, 0, 0);
        if let Some(token) = self.tokens.last_mut() {
            token.word = number;
            token.marked = marked;
            if matches!(self.bytes[start], b'I' | b'V' | b'X') {
                token.value = roman(&self.bytes[start..end]);
            }
        }
        end
    }

    /// Joins "five" or "fifth" to "twenty" and its hyphen.
    fn joins_tens(&mut self, start: usize, number: u16) -> bool {
        let [.., tens, dash] = self.tokens[..] else {
            return false;
        };
        let entry = self.lexicon.entry(number);
        if self.spaced
            || dash.kind != Kind::Mark(Punct::Dash)
            || dash.spaced
            || tens.kind != Kind::Word
        {
            return false;
        }
        let Some(ten) = self.lexicon.entry(tens.word).meaning(Slot::Tens) else {
            return false;
        };
        let (kind, one) = match (entry.meaning(Slot::Count), entry.meaning(Slot::Ordinal)) {
            (Some(one), _) => (Kind::Spelled, one),
            (_, Some(one)) => (Kind::Ordinal, one),
            _ => return false,
        };
        if !(1..10).contains(&one) {
            return false;
        }
        self.tokens.truncate(self.tokens.len() - 2);
        self.spaced = tens.spaced;
        let end = start
            + self.bytes[start..]
                .iter()
                .take_while(|byte| byte.is_ascii_alphabetic())
                .count();
        self.push(tens.start as usize, end, kind, (ten + one) as u32, 2);
        true
    }

    /// A number whose digits begin at `at`; `start` may hold an apostrophe before them.
    fn number(&mut self, start: usize, at: usize, marked: bool) -> usize {
        let bytes = self.bytes;
        let run = |from: usize| {
            bytes[from..]
                .iter()
                .take_while(|byte| byte.is_ascii_digit())
                .count()
        };
        let length = run(at);
        let mut end = at + length;
        let digits = length.min(255) as u8;
        let value = bytes[at..end].iter().fold(0u32, |sum, digit| {
            sum.saturating_mul(10)
                .saturating_add(u32::from(digit - b'0'))
        });
        let mut kind = Kind::Number;
        // Groups of three: 2,000 and 12,500,000.
        while length <= 3 && bytes.get(end) == Some(&b',') && run(end + 1) == 3 {
            end += 4;
            kind = Kind::Grouped;
        }
        if kind == Kind::Number {
            if let Some(suffix) = self.suffix(end, &self.lexicon.ordinal_suffixes) {
                (kind, end) = (Kind::Ordinal, suffix);
            } else {
                let quoted = [("'", 1), ("\u{2019}", 3)]
                    .iter()
                    .find_map(|(mark, length)| {
                        self.prose[end..].starts_with(mark).then_some(end + length)
                    });
                let from = quoted.filter(|_| value % 10 == 0).unwrap_or(end);
                if let Some(suffix) = self.suffix(from, &self.lexicon.decade_suffixes) {
                    (kind, end) = (Kind::Plural, suffix);
                }
            }
        }
        self.push(start, end, kind, value, digits);
        if let Some(token) = self.tokens.last_mut() {
            token.marked = marked;
        }
        end
    }

    /// The end of one of `suffixes` at `at`, if the word ends with it.
    fn suffix(&self, at: usize, suffixes: &[String]) -> Option<usize> {
        let next = *self.bytes.get(at)?;
        if !next.is_ascii_alphabetic() {
            return None;
        }
        suffixes.iter().find_map(|suffix| {
            let end = at + suffix.len();
            let here = self.bytes.get(at..end)?;
            if !here.eq_ignore_ascii_case(suffix.as_bytes()) {
                return None;
            }
            let rest = self.prose.get(end..)?;
            let ends = !rest.starts_with(|letter: char| letter.is_alphanumeric());
            ends.then_some(end)
        })
    }
}
