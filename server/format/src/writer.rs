//! Writing Markdown that reads back as what was meant: the blocks that a rendition is made of.

/// Markdown under construction.
#[derive(Default)]
pub(crate) struct Writer {
    /// What stands so far.
    pub markdown: String,
    /// Pages begun so far: where, and which.
    pub pages: Vec<(usize, u32)>,
}

/// A page begins so many bytes into a block's words.
pub(crate) type PageStarts = Vec<(usize, u32)>;

impl Writer {
    /// A page begins with the next block.
    pub fn page(&mut self, number: u32) {
        self.pages.push((self.markdown.len(), number));
    }

    /// A block with `prefix` before its words ("## ", "- ", "> "). Pages that begin within count bytes of `words`.
    pub fn block(&mut self, prefix: &str, words: &str, pages: &[(usize, u32)]) {
        let words_end = words.trim_end().len();
        let lead = words.len() - words.trim_start().len();
        if words_end <= lead {
            self.pages
                .extend(pages.iter().map(|(_, page)| (self.markdown.len(), *page)));
            return;
        }
        self.markdown.push_str(prefix);
        let mut from = lead;
        for (at, page) in pages {
            let at = floor(words, (*at).clamp(from, words_end));
            escape_at(&words[from..at], from == lead, &mut self.markdown);
            self.pages.push((self.markdown.len(), *page));
            from = at;
        }
        escape_at(&words[from..words_end], from == lead, &mut self.markdown);
        self.markdown.push_str("\n\n");
    }

    /// A table; its first row is its header.
    pub fn table(&mut self, rows: &[Vec<String>]) {
        let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
        if columns == 0 {
            return;
        }
        for (number, row) in rows.iter().enumerate() {
            self.markdown.push('|');
            for column in 0..columns {
                self.markdown.push(' ');
                let cell = row.get(column).map_or("", |cell| cell.trim());
                escape(&cell.replace(['\n', '\r'], " "), &mut self.markdown);
                self.markdown.push_str(" |");
            }
            self.markdown.push('\n');
            if number == 0 {
                self.markdown.push('|');
                self.markdown.push_str(&" --- |".repeat(columns));
                self.markdown.push('\n');
            }
        }
        self.markdown.push('\n');
    }

    /// A footnote's text.
    pub fn note(&mut self, label: &str, words: &str) {
        self.markdown.push_str(&format!("[^{label}]: "));
        escape_at(words.trim(), false, &mut self.markdown);
        self.markdown.push_str("\n\n");
    }
}

fn floor(words: &str, mut at: usize) -> usize {
    while !words.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// A mark in words under construction that stands for a reference to a footnote, followed by its label and the same again.
pub(crate) const NOTE: char = '\u{e000}';

/// Writes words so that Markdown takes them as they are.
pub(crate) fn escape(words: &str, out: &mut String) {
    escape_at(words, true, out);
}

fn escape_at(words: &str, first: bool, out: &mut String) {
    let mut line_start = first;
    let mut note = false;
    for part in words.split(NOTE) {
        if note {
            out.push_str(&format!("[^{part}]"));
        } else {
            plain(part, line_start, out);
        }
        line_start = false;
        note = !note;
    }
}

fn plain(words: &str, line_start: bool, out: &mut String) {
    if line_start {
        let digits = words.bytes().take_while(u8::is_ascii_digit).count();
        let rest = &words[digits..];
        if digits > 0 && digits < 10 && (rest.starts_with('.') || rest.starts_with(')')) {
            out.push_str(&words[..digits]);
            out.push('\\');
            return plain(rest, false, out);
        }
        if words.starts_with(['#', '+', '-', '=', ':']) {
            out.push('\\');
        }
    }
    let mut blank = false;
    for letter in words.chars() {
        match letter {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '&' | '$' => {
                out.push('\\')
            }
            // One blank is as good as many, and keeps code blocks and hard breaks away.
            ' ' | '\n' | '\r' | '\t' if blank => continue,
            _ => {}
        }
        blank = matches!(letter, ' ' | '\n' | '\r' | '\t');
        out.push(if blank { ' ' } else { letter });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn back(markdown: &str) -> Vec<String> {
        let document = markdown::read(markdown.into());
        document
            .blocks
            .iter()
            .map(|block| block.prose.to_string())
            .collect()
    }

    #[test]
    fn words_come_back_as_they_were() {
        for words in [
            "2001. The treaty",
            "- a dash",
            "# 5 of *7*",
            "[sic] <b> a_b_c ~x~ `y` | z & &amp; \\",
            "=== x",
            "+1",
        ] {
            let mut writer = Writer::default();
            writer.block("", words, &[]);
            assert_eq!(back(&writer.markdown), [words], "{}", writer.markdown);
        }
    }

    #[test]
    fn pages_begin_within_a_block() {
        let mut writer = Writer::default();
        writer.page(1);
        writer.block("", "one * two", &[(6, 2)]);
        let (at, page) = writer.pages[1];
        assert_eq!((&writer.markdown[at..], page), ("two\n\n", 2));
    }

    proptest! {
        #[test]
        fn any_words_come_back(words in "[ -~éü–]{1,40}") {
            let mut writer = Writer::default();
            writer.block("", &words, &[]);
            let wanted: Vec<&str> = words.split_whitespace().collect();
            let read = back(&writer.markdown).join(" ");
            // Whatever prose leaves out of a sentence for the reader's sake (bare addresses) is not at stake here.
            prop_assume!(!words.contains("://") && !words.contains('@') && !words.contains("www."));
            prop_assert_eq!(read.split_whitespace().collect::<Vec<_>>(), wanted);
        }
    }
}
