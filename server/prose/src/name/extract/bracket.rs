//! Other names that a text gives right behind a name: "(SCO)", "(hereinafter the “Commission”)", ", known as the Herring
//! Deal,", "Gavi, the Vaccine Alliance".

use super::Short;
use crate::name::Rules;

/// An acronym has at most so many letters.
const ACRONYM: usize = 12;
/// A short form has at most so many words.
const WORDS: usize = 7;

const QUOTES: [char; 8] = [
    '"', '\u{201c}', '\u{201d}', '\'', '\u{2018}', '\u{2019}', '«', '»',
];

/// The names that `prose` gives behind a name that ends at `end`.
pub(super) fn shorts(prose: &str, end: usize, rules: &Rules) -> Vec<Short> {
    let mut found = Vec::new();
    let rest = &prose[end..];
    let trimmed = rest.trim_start_matches(QUOTES).trim_start();
    let mut after = trimmed;
    if let Some(inside) = trimmed.strip_prefix('(')
        && let Some(close) = inside.find(')')
    {
        for part in inside[..close].split([',', ';']) {
            let either = rules.known_as.iter().find_map(|word| {
                let (one, other) = part.split_once(&format!(" {word} "))?;
                (word.len() < 3).then_some([one, other])
            });
            match either {
                Some(parts) => {
                    found.extend(parts.into_iter().filter_map(|part| short(part, rules)))
                }
                None => found.extend(short(part, rules)),
            }
        }
        after = &inside[close + 1..];
    }
    found.extend(known_as(after, rules));
    found
}

/// Whether a bracket behind the name gives an acronym of its words.
pub(super) fn defines(prose: &str, name: text::Span) -> bool {
    let inside = prose[name.end..].trim_start().strip_prefix('(');
    let Some(first) = inside.and_then(|inside| inside.split([')', ',', ';']).next()) else {
        return false;
    };
    let initials: String = name
        .of(prose)
        .split([' ', '-'])
        .filter_map(|word| word.chars().next())
        .filter(|letter| letter.is_uppercase())
        .collect();
    acronym(first.trim()).is_some_and(|acronym| acronym.trim_end_matches('s') == initials)
}

/// What a part of a bracket says, without the words that lead to it.
fn short(part: &str, rules: &Rules) -> Option<Short> {
    let mut words = part.trim();
    let mut led = false;
    loop {
        let before = words;
        for lead in rules
            .hereinafter
            .iter()
            .chain(&rules.known_as)
            .chain(&rules.articles)
        {
            if let Some(rest) = words.get(lead.len()..)
                && words.is_char_boundary(lead.len())
                && words[..lead.len()].eq_ignore_ascii_case(lead)
                && (rest.starts_with(' ') || rest.starts_with(QUOTES))
            {
                words = rest.trim_start();
                led = true;
            }
        }
        if words.starts_with(QUOTES) {
            words = words.trim_matches(QUOTES);
            led = true;
        }
        if words == before {
            break;
        }
    }
    let words = words.trim_matches(QUOTES).trim();
    if let Some(acronym) = acronym(words) {
        return Some(Short {
            text: acronym.to_owned(),
            acronym: true,
        });
    }
    let count = words.split_whitespace().count();
    let capital = words.starts_with(char::is_uppercase)
        && words
            .split_whitespace()
            .last()
            .is_some_and(|last| last.starts_with(char::is_uppercase));
    let bare = count == 1 && rules.head(&words.to_lowercase()).is_some();
    (led && capital && !bare && count <= WORDS && count > 1).then(|| Short {
        text: words.to_owned(),
        acronym: false,
    })
}

/// `words` if they are an acronym: "SCO", "CoE", "SALT I", "COP21", "G-77".
pub(super) fn acronym(words: &str) -> Option<&str> {
    let mut parts = words.split(' ');
    let first = parts.next()?;
    let tail = parts.next();
    if parts.next().is_some() || tail.is_some_and(|tail| !super::title::is_roman(tail)) {
        return None;
    }
    let capitals = first.chars().filter(|c| c.is_uppercase()).count();
    let letters = first.chars().filter(|c| c.is_alphabetic()).count();
    let shape = first
        .chars()
        .all(|c| c.is_alphanumeric() || matches!(c, '-' | '&' | '.' | '/' | '\u{2011}' | '+'));
    (first.chars().count() <= ACRONYM
        && shape
        && capitals >= 2
        && 2 * capitals > letters
        && first.starts_with(char::is_uppercase))
    .then_some(words)
}

/// ", better known as the Herring Deal".
fn known_as(after: &str, rules: &Rules) -> Option<Short> {
    let mut rest = after
        .trim_start()
        .strip_prefix(',')
        .unwrap_or(after)
        .trim_start();
    let lead = rules
        .known_as
        .iter()
        .filter(|lead| {
            rest.strip_prefix(lead.as_str())
                .is_some_and(|after| after.starts_with([' ', '\n']))
        })
        .max_by_key(|lead| lead.len())?;
    // "the Accord or the Treaty" are two things, "the Accord, or Herring Accord," is one.
    if rules.joints.or.contains(lead) && !after.trim_start().starts_with(',') {
        return None;
    }
    rest = rest[lead.len()..].trim_start();
    let mut article = false;
    for word in &rules.articles {
        if let Some(after) = rest.strip_prefix(word.as_str())
            && after.starts_with([' ', '\n'])
        {
            rest = after.trim_start();
            article = true;
        }
    }
    let quoted = rest.starts_with(QUOTES);
    rest = rest.trim_start_matches(QUOTES);
    let end = rest
        .find(|c: char| {
            matches!(c, ',' | '.' | ';' | '(' | ')' | ':')
                || (quoted && QUOTES.contains(&c) && c != '\u{2019}' && c != '\'')
        })
        .unwrap_or(rest.len());
    let mut name = rest[..end].trim();
    // A name ends at the first word in lower case that joins nothing.
    let mut length = 0;
    for word in name.split(' ') {
        let inner = word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
            || rules.joiners.iter().any(|joiner| joiner == word);
        if !inner {
            break;
        }
        length += word.len() + 1;
    }
    name = name.get(..length.min(name.len()))?.trim();
    while let Some((before, last)) = name.rsplit_once(' ')
        && last.starts_with(char::is_lowercase)
    {
        name = before.trim_end();
    }
    if let Some(acronym) = acronym(name) {
        return Some(Short {
            text: acronym.to_owned(),
            acronym: true,
        });
    }
    let count = name.split_whitespace().count();
    let bare = count == 1 && rules.head(&name.to_lowercase()).is_some();
    (name.starts_with(char::is_uppercase)
        && !bare
        && count <= WORDS
        && (count > 1 || quoted || article))
        .then(|| Short {
            text: name.to_owned(),
            acronym: false,
        })
}
