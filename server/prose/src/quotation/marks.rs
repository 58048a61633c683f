//! Pairs of quotation marks in one block, nested as they stand.

use text::Span;

/// A pair of marks, or an opening mark whose partner is missing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Pair {
    /// From the opening mark to the closing one, both included; to the end of the block where it is missing.
    pub span: Span,
    /// Between the marks.
    pub inner: Span,
    /// The marks; the closing one is what it would be where it is missing.
    pub marks: (char, char),
    pub nested: bool,
    pub open: bool,
}

/// An opening mark whose partner has not come yet.
struct Waiting {
    mark: char,
    at: usize,
}

/// All pairs, in the order of their opening marks.
pub(super) fn pairs(prose: &str) -> Vec<Pair> {
    let mut reader = Reader {
        prose,
        waiting: Vec::new(),
        pairs: Vec::new(),
    };
    for (at, byte) in prose.bytes().enumerate() {
        if !may_begin(byte) {
            continue;
        }
        let mut letters = prose[at..].chars();
        let Some(c) = letters.next() else { break };
        let before = prose[..at].chars().next_back();
        reader.see(at, c, before, letters.next());
    }
    let Reader {
        waiting, mut pairs, ..
    } = reader;
    for Waiting { mark, at } in waiting {
        let inner = at + mark.len_utf8();
        // A lone single mark is an apostrophe, and a lone straight one may measure inches.
        if is_single(mark) || prose[inner..].trim().is_empty() {
            continue;
        }
        pairs.push(Pair {
            span: Span::new(at, prose.len()),
            inner: Span::new(inner, prose.len()),
            marks: (mark, closing(mark)[0]),
            nested: false,
            open: true,
        });
    }
    pairs.sort_by_key(|pair| (pair.span.start, std::cmp::Reverse(pair.span.end)));
    let mut end = 0;
    for pair in &mut pairs {
        pair.nested = pair.span.start < end;
        end = end.max(pair.span.end);
    }
    pairs
}

/// Whether a quotation mark may begin with the byte: the straight ones do, and the first bytes of all others.
fn may_begin(byte: u8) -> bool {
    matches!(byte, b'"' | b'\'' | 0xc2 | 0xe2 | 0xe3 | 0xef)
}

struct Reader<'a> {
    prose: &'a str,
    waiting: Vec<Waiting>,
    pairs: Vec<Pair>,
}

impl Reader<'_> {
    fn see(&mut self, at: usize, c: char, before: Option<char>, after: Option<char>) {
        let left_free = before.is_none_or(opens_after);
        let right_full = after.is_some_and(|c| !c.is_whitespace());
        let left_full = before.is_some_and(|c| !c.is_whitespace());
        match c {
            '„' | '‚' | '「' | '『' => self.open(at, c),
            '」' | '』' => {
                self.close(at, c);
            }
            '“' => {
                // German closes with it; everybody else opens with it.
                let german = self.waiting.iter().rev().find(|w| is_double(w.mark));
                if german.is_some_and(|w| w.mark == '„') && left_full && !(left_free && right_full)
                {
                    self.close(at, c);
                } else {
                    self.open(at, c);
                }
            }
            '”' | '‟' => {
                // Swedish opens with it too.
                let closed = self.close(at, c);
                if !closed && left_free && right_full {
                    self.open(at, c);
                }
            }
            '«' | '»' | '‹' | '›' => {
                let closed = self.close(at, c);
                if !closed {
                    self.open(at, c);
                }
            }
            '"' | '＂' => {
                let may_close = left_full
                    && !before.is_some_and(|c| matches!(c, '(' | '[' | '—' | '–' | '“' | '‘'));
                let waits = self.waiting.iter().any(|w| w.mark == c);
                if left_free && right_full && !(waits && may_close) {
                    self.open(at, c);
                } else if waits {
                    self.close(at, c);
                }
            }
            '‘' => {
                let german = self.waiting.last().is_some_and(|w| w.mark == '‚');
                if german && left_full && !left_free {
                    self.close(at, c);
                } else if left_free && after.is_some_and(|c| !c.is_whitespace()) {
                    self.open(at, c);
                }
            }
            '’' | '\'' => self.single(at, c, before, after, left_free),
            _ => {}
        }
    }

    /// A mark that may be an apostrophe.
    fn single(
        &mut self,
        at: usize,
        c: char,
        before: Option<char>,
        after: Option<char>,
        left_free: bool,
    ) {
        let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        if letter(before) && letter(after) {
            return;
        }
        let waits = self
            .waiting
            .iter()
            .any(|w| closing(w.mark).contains(&c) && is_single(w.mark));
        if waits && before.is_some_and(|c| !c.is_whitespace()) && !letter(after) {
            let possessive = matches!(before, Some('s' | 'S' | 'z' | 'x'));
            if !(possessive && self.closes_later(at + c.len_utf8(), c)) {
                self.close(at, c);
            }
        } else if c == '\'' && left_free && letter(after) && self.closes_later(at + 1, c) {
            self.open(at, c);
        }
    }

    /// Whether another closing single mark comes before the next opening one.
    fn closes_later(&self, from: usize, mark: char) -> bool {
        let mut before = None;
        let mut letters = self.prose[from..].chars().peekable();
        while let Some(c) = letters.next() {
            let after = letters.peek().copied();
            let free = before.is_none_or(opens_after);
            let ends = !after.is_some_and(char::is_alphanumeric);
            if c == '‘' || (c == '\'' && mark == '\'' && before.is_some() && free && !ends) {
                return false;
            }
            if c == mark && ends && before.is_some_and(|c: char| !c.is_whitespace()) {
                return true;
            }
            before = Some(c);
        }
        false
    }

    fn open(&mut self, at: usize, mark: char) {
        self.waiting.push(Waiting { mark, at });
    }

    /// Closes the nearest waiting mark that `mark` can close; what waits inside it was no quotation.
    fn close(&mut self, at: usize, mark: char) -> bool {
        let Some(index) = self
            .waiting
            .iter()
            .rposition(|w| closing(w.mark).contains(&mark))
        else {
            return false;
        };
        // A single mark does not reach over a double one.
        if is_single(mark) && self.waiting[index..].iter().any(|w| is_double(w.mark)) {
            return false;
        }
        let Waiting {
            mark: opening,
            at: start,
        } = self.waiting[index];
        self.waiting.truncate(index);
        self.pairs.push(Pair {
            span: Span::new(start, at + mark.len_utf8()),
            inner: Span::new(start + opening.len_utf8(), at),
            marks: (opening, mark),
            nested: false,
            open: false,
        });
        true
    }
}

/// Which marks close `opening`; the usual one first.
fn closing(opening: char) -> &'static [char] {
    match opening {
        '“' => &['”', '‟'],
        '„' => &['“', '”'],
        '”' => &['”'],
        '"' => &['"'],
        '＂' => &['＂'],
        '«' => &['»'],
        '»' => &['«'],
        '‹' => &['›'],
        '›' => &['‹'],
        '「' => &['」'],
        '『' => &['』'],
        '‘' => &['’'],
        '‚' => &['‘', '’'],
        '\'' => &['\''],
        _ => &['”'],
    }
}

fn is_single(mark: char) -> bool {
    matches!(mark, '‘' | '’' | '‚' | '\'')
}

fn is_double(mark: char) -> bool {
    !is_single(mark)
}

/// Whether a straight mark after `c` may open.
fn opens_after(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '(' | '['
                | '{'
                | '—'
                | '–'
                | '-'
                | '/'
                | '“'
                | '‘'
                | '„'
                | '"'
                | '\''
                | '«'
                | '*'
                | '_'
                | '='
                | '|'
                | ':'
        )
}
