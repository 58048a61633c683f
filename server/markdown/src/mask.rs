//! What stands in prose and is not prose: addresses, citation keys and locators. Shared with plain text.

use text::{LinkTarget, Mapped, Span};

/// A block's prose after masking.
#[derive(Debug, Default)]
pub struct Masked {
    /// The prose left.
    pub prose: Mapped,
    /// Citations and addresses found, with their places in the original text.
    pub links: Vec<(Span, LinkTarget)>,
    /// Paragraphs of the original that `[¶22]` or `[¶22, ¶24]` name.
    pub retells: Vec<u32>,
}

/// Takes web addresses (masked by U+FFFC), `[@key]` citations and `[¶22]` locators (left out) out of a block's prose.
pub fn mask(prose: Mapped) -> Masked {
    let text = prose.text.as_str();
    if !text.contains("://")
        && !text.contains("[@")
        && !text.contains("[\u{b6}")
        && !text.contains("www.")
    {
        return Masked {
            prose,
            ..Masked::default()
        };
    }
    let mut masked = Masked::default();
    let mut kept = 0;
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        if rest.starts_with("[@") || rest.starts_with("[\u{b6}") {
            if let Some(length) = rest.find(']') {
                let span = Span::new(at, at + length + 1);
                // The space before a citation goes with it, so that "2001 [@a]." reads "2001.".
                let before = text[kept..at].trim_end_matches(' ').len() + kept;
                masked.prose.append(&prose, Span::new(kept, before));
                let source = prose.map.hull(span);
                let parts = || rest[1..length].split([';', ',']);
                let keys = parts()
                    .filter(|part| part.trim_start().starts_with('@'))
                    .count();
                let mut begin = at + 1;
                for part in parts() {
                    let start = begin + part.len() - part.trim_start().len();
                    begin += part.len() + 1;
                    let part = part.trim();
                    if let Some(key) = part.strip_prefix('@') {
                        let key = key.split_whitespace().next().unwrap_or_default();
                        // Among several each stands for itself.
                        let place = match keys {
                            1 => source,
                            _ => prose.map.hull(Span::new(start, start + part.len())),
                        };
                        masked.links.push((place, LinkTarget::Key(key.to_owned())));
                    } else if let Some(number) = part.strip_prefix('\u{b6}') {
                        masked.retells.extend(number.trim().parse::<u32>().ok());
                    }
                }
                at = span.end;
                kept = at;
                continue;
            }
        } else if rest.starts_with("http://")
            || rest.starts_with("https://")
            || rest.starts_with("www.")
        {
            let length = rest
                .find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '\u{201d}'))
                .unwrap_or(rest.len());
            let address = rest[..length].trim_end_matches(['.', ',', ';', ':', ')', '!', '?']);
            let span = Span::new(at, at + address.len());
            let source = prose.map.hull(span);
            masked.prose.append(&prose, Span::new(kept, at));
            masked.prose.replace("\u{fffc}", source);
            masked
                .links
                .push((source, LinkTarget::Destination(address.to_owned())));
            at = span.end;
            kept = at;
            continue;
        }
        at += rest.chars().next().map_or(1, char::len_utf8);
    }
    masked.prose.append(&prose, Span::new(kept, text.len()));
    masked
}
