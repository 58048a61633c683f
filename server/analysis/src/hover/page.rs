//! A hover being written: as Markdown and as plain text at once, with the places it links to. It knows nothing of what is said.

use std::fmt::Write as _;

use library::WITHHELD;
use text::Span;

use super::Hover;
use crate::{Location, phrase};

/// A hover being written, in both forms at once.
#[derive(Default)]
pub(super) struct Page {
    pub markdown: String,
    pub plain: String,
    pub links: Vec<Location>,
}

impl Page {
    /// As an answer about no words of a draft.
    pub fn alone(self) -> Hover {
        Hover {
            span: Span::default(),
            markdown: self.markdown.trim_end().to_owned(),
            plain: self.plain.trim_end().to_owned(),
            links: self.links,
        }
    }

    pub fn title(&mut self, title: &str, kind: &str) {
        if !self.markdown.is_empty() {
            self.markdown.push_str("\n---\n\n");
            self.plain.push('\n');
        }
        let _ = writeln!(
            self.markdown,
            "**{}** — {}\n",
            phrase::escape(title),
            phrase::escape(kind)
        );
        let _ = writeln!(self.plain, "{title} — {kind}");
    }

    pub fn line(&mut self, words: &str) {
        let _ = writeln!(self.markdown, "{}\n", phrase::escape(words));
        let _ = writeln!(self.plain, "{words}");
    }

    pub fn item(&mut self, word: &str, words: &str) {
        self.cited(word, words, None);
    }

    pub fn cited(&mut self, word: &str, words: &str, place: Option<Location>) {
        let withheld = place.as_ref().is_some_and(|it| it.withheld);
        let (word, words) = if withheld {
            ("Source", WITHHELD)
        } else {
            (word, words)
        };
        let _ = write!(
            self.markdown,
            "- *{}*: {}",
            phrase::escape(word),
            phrase::escape(words)
        );
        let _ = write!(self.plain, "{word}: {words}");
        if let Some(location) = place {
            let _ = write!(
                self.markdown,
                " ([{}]({{{{link:{}}}}}))",
                phrase::escape(&location.label),
                self.links.len()
            );
            let _ = write!(self.plain, " ({})", location.label);
            self.links.push(location);
        }
        self.markdown.push('\n');
        self.plain.push('\n');
    }

    pub fn address(&mut self, address: &str) {
        let _ = writeln!(self.markdown, "- *Address*: <{address}>");
        let _ = writeln!(self.plain, "Address: {address}");
    }

    pub fn quoted(&mut self, words: &str, location: Location) {
        if location.withheld {
            return self.cited("", "", Some(location));
        }
        let _ = write!(
            self.markdown,
            "\n> {}\n\n[{}]({{{{link:{}}}}})\n",
            phrase::escape(words),
            phrase::escape(&location.label),
            self.links.len()
        );
        let _ = writeln!(self.plain, "“{words}”\n({})", location.label);
        self.links.push(location);
    }
}
