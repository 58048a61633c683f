//! Turning a rule off in the text of a configuration, with room for a reason. Whatever else stands there stays as it is,
//! and where that cannot be done nothing is.

use std::ops::Range;
use std::path::Path;

use analysis::Level;

/// What comes before the reason.
const REASON: &str = "# reason: ";

/// A replacement in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Silence {
    /// What is replaced, in bytes.
    pub span: Range<usize>,
    /// What stands there afterwards; a reason may be put behind [`Silence::REASON`].
    pub text: String,
}

impl Silence {
    /// What comes before the reason.
    pub const REASON: &str = REASON;

    /// What turns the rule `code` off in the configuration `text` that stands at `path`; `None` if it cannot be told.
    pub fn of(path: &Path, text: &str, code: &str) -> Option<Self> {
        let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
        let entry = format!("{code} = \"off\" {REASON}");
        let silence = if text.trim().is_empty() {
            Self {
                span: 0..text.len(),
                text: format!("format = 1{end}{end}[rules]{end}{entry}{end}"),
            }
        } else {
            Self::in_table(text, code, &entry, end).unwrap_or_else(|| {
                let gap = if text.ends_with('\n') { "" } else { end };
                Self {
                    span: text.len()..text.len(),
                    text: format!("{gap}{end}[rules]{end}{entry}{end}"),
                }
            })
        };
        silence.works(path, text, code).then_some(silence)
    }

    /// In the table `[rules]` that is there: in the place of the rule's own line, else on top.
    fn in_table(text: &str, code: &str, entry: &str, end: &str) -> Option<Self> {
        let mut at = 0;
        let mut below = None;
        for line in text.split_inclusive('\n') {
            let start = at;
            at += line.len();
            let content = line.trim_end_matches(['\n', '\r']);
            if let Some(top) = below {
                if content.trim_start().starts_with('[') {
                    return Some(Self::on_top(text, top, entry, end));
                }
                let key = content.split_once('=').map(|(key, _)| key.trim());
                if key.is_some_and(|key| key.trim_matches(['"', '\'']) == code) {
                    return Some(Self {
                        span: start..start + content.len(),
                        text: entry.to_owned(),
                    });
                }
            } else if content.split('#').next().map(str::trim) == Some("[rules]") {
                below = Some(at);
            }
        }
        below.map(|top| Self::on_top(text, top, entry, end))
    }

    fn on_top(text: &str, top: usize, entry: &str, end: &str) -> Self {
        let gap = if text[..top].ends_with('\n') { "" } else { end };
        Self {
            span: top..top,
            text: format!("{gap}{entry}{end}"),
        }
    }

    /// Whether the rule is off afterwards and everything else says what it said.
    fn works(&self, path: &Path, text: &str, code: &str) -> bool {
        let mut new = text.to_owned();
        new.replace_range(self.span.clone(), &self.text);
        let without = |text: &str| {
            let mut table: toml::Table = toml::from_str(text).ok()?;
            table.remove("format");
            let rules = table.get_mut("rules").and_then(toml::Value::as_table_mut);
            let empty = rules.is_some_and(|rules| {
                rules.remove(code);
                rules.is_empty()
            });
            if empty {
                table.remove("rules");
            }
            Some(table)
        };
        let off = super::parse(path, &new, true)
            .is_ok_and(|it| it.settings.severities.get(code) == Some(&Level::Off));
        off && without(text).is_some() && without(text) == without(&new)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn silenced(text: &str) -> Option<String> {
        let silence = Silence::of(Path::new("policy-ls.toml"), text, "date-conflict")?;
        let mut text = text.to_owned();
        text.replace_range(silence.span, &silence.text);
        Some(text.replace(" # reason: ", " #"))
    }

    #[test]
    fn a_rule_is_turned_off_and_the_rest_stays() {
        let off = "date-conflict = \"off\" #\n";
        for (text, expected) in [
            ("", format!("format = 1\n\n[rules]\n{off}")),
            (
                "format = 1 # one",
                format!("format = 1 # one\n\n[rules]\n{off}"),
            ),
            (
                "[rules] # ours\nquotation-straight = \"hint\"\n\n[dates]\n",
                format!("[rules] # ours\n{off}quotation-straight = \"hint\"\n\n[dates]\n"),
            ),
            (
                "[rules]\n\"date-conflict\"= 'error' # no\n[dates]\n",
                format!("[rules]\n{off}[dates]\n"),
            ),
            ("[dates]\n[rules]", format!("[dates]\n[rules]\n{off}")),
            (
                "[[overrides]]\npaths = [\"a\"]\n[overrides.rules]\ndate-conflict = \"hint\"\n",
                format!(
                    "[[overrides]]\npaths = [\"a\"]\n[overrides.rules]\ndate-conflict = \"hint\"\n\n[rules]\n{off}"
                ),
            ),
        ] {
            assert_eq!(silenced(text), Some(expected), "{text}");
        }
        let windows = silenced("format = 1\r\n[rules]\r\n");
        assert_eq!(
            windows.as_deref(),
            Some("format = 1\r\n[rules]\r\ndate-conflict = \"off\" #\r\n")
        );
    }

    #[test]
    fn nothing_is_done_where_it_cannot_be_told_what_it_would_do() {
        for text in [
            "rules = { quotation-straight = \"hint\" }\n",
            "rules.quotation-straight = \"hint\"\n",
            "[rules\n",
            "x = \"\"\"\n[rules]\n\"\"\"\n",
            "no-such-key = 1\n",
        ] {
            assert_eq!(silenced(text), None, "{text}");
        }
    }
}
