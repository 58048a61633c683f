//! Names that no record gives: agreements and organisations known by their shape (capitalised words around a head noun,
//! joined by small words) and by the short forms that the text explains in brackets.

use std::collections::BTreeMap;

use text::Span;

use super::derive::variants;
use super::{EntityKind, Rules, key};

/// A name found by its shape.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Candidate {
    /// The words.
    pub span: Span,
    /// What its head noun says that it is.
    pub kind: EntityKind,
    /// Its acronym or short form, from the brackets behind it.
    pub short: Option<String>,
}

/// One name of a whole collection, its variants merged.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Extracted {
    /// The words as most often written.
    pub name: String,
    /// What it is.
    pub kind: EntityKind,
    /// Acronyms that the texts explain.
    pub acronyms: Vec<String>,
    /// How often it was seen.
    pub count: usize,
}

/// A name has at most so many words.
const WORDS: usize = 24;
/// So many small words may stand together inside a name ("of the", "between the").
const JOINERS: usize = 2;

/// The names in `prose` by shape. The spans of `skip` (dates, known names; in order) are no part of any.
pub fn extract(prose: &str, skip: &[Span], rules: &Rules) -> Vec<Candidate> {
    let words = words(prose, skip);
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let Some(run) = run(prose, &words, at, rules) else {
            at += 1;
            continue;
        };
        at = run.end;
        found.extend(candidate(prose, &words[run], rules));
    }
    found
}

/// Merges candidates, given as words, kind and short form, by their folded words in whatever spelling.
pub fn merge<'a>(
    seen: impl IntoIterator<Item = (&'a str, EntityKind, Option<&'a str>)>,
    rules: &Rules,
) -> Vec<Extracted> {
    let mut merged: BTreeMap<String, Extracted> = BTreeMap::new();
    for (words, kind, short) in seen {
        let folded = variants(&key(words), rules)
            .into_iter()
            .min()
            .unwrap_or_default();
        let name = merged.entry(folded).or_insert_with(|| Extracted {
            name: words.split_whitespace().collect::<Vec<_>>().join(" "),
            kind,
            acronyms: Vec::new(),
            count: 0,
        });
        name.count += 1;
        if let Some(short) = short
            && !name.acronyms.iter().any(|other| other == short)
        {
            name.acronyms.push(short.to_owned());
        }
    }
    merged.into_values().collect()
}

/// The words outside `skip`; a gap other than one space or hyphen parts them.
fn words(prose: &str, skip: &[Span]) -> Vec<Span> {
    let mut found = Vec::new();
    let mut start = None;
    for (at, letter) in prose.char_indices().chain([(prose.len(), ' ')]) {
        let inner =
            letter.is_alphanumeric() || matches!(letter, '-' | '\u{2013}' | '\'' | '\u{2019}');
        match start {
            None if letter.is_alphanumeric() => start = Some(at),
            Some(first) if !inner => {
                let word = Span::new(first, at);
                if !skip.iter().any(|span| span.overlaps(word)) {
                    found.push(word);
                }
                start = None;
            }
            _ => {}
        }
    }
    found
}

/// The longest run of capitalised words and the small words between them that begins at `first`.
fn run(prose: &str, words: &[Span], first: usize, rules: &Rules) -> Option<std::ops::Range<usize>> {
    let capital = |at: usize| words[at].of(prose).starts_with(char::is_uppercase);
    let article = |at: usize| rules.articles.contains(&words[at].of(prose).to_lowercase());
    if !capital(first) || article(first) || joins(words[first].of(prose), rules) {
        return None;
    }
    let (mut end, mut at) = (first + 1, first + 1);
    while at < words.len()
        && at - first < WORDS
        && prose[words[at - 1].end..words[at].start].trim().is_empty()
    {
        if capital(at) {
            end = at + 1;
        } else if !joins(words[at].of(prose), rules) || at - end >= JOINERS {
            break;
        }
        at += 1;
    }
    Some(first..end)
}

fn joins(word: &str, rules: &Rules) -> bool {
    let lower = word.to_lowercase();
    rules.joiners.contains(&lower)
}

/// A run's name: from the first words before its head noun to its end, if it says more than the noun alone.
fn candidate(prose: &str, run: &[Span], rules: &Rules) -> Option<Candidate> {
    let head = |at: usize| rules.head(&run[at].of(prose).to_lowercase());
    let first = (0..run.len()).find(|at| {
        matches!(
            head(*at),
            Some(EntityKind::Agreement | EntityKind::Organisation)
        )
    })?;
    // "Shanghai Cooperation Organisation": of heads that stand together the last one rules.
    let joint = (first..run.len())
        .find(|at| joins(run[*at].of(prose), rules))
        .unwrap_or(run.len());
    let ruling = (first..joint).rev().find(|at| head(*at).is_some())?;
    let kind = head(ruling)
        .filter(|kind| matches!(kind, EntityKind::Agreement | EntityKind::Organisation))?;
    let start = (0..first)
        .rev()
        .take_while(|at| !joins(run[*at].of(prose), rules))
        .last()
        .unwrap_or(first);
    let complement = joint < run.len()
        && rules
            .complements
            .contains(&run[joint].of(prose).to_lowercase());
    let end = if complement { run.len() } else { joint };
    let modified = (start..ruling).filter(|at| head(*at).is_none()).count();
    let enough = match kind {
        EntityKind::Agreement => complement || modified >= 2,
        _ => modified >= 1 || (complement && ruling > start),
    };
    let span = run[start].join(run[end - 1]);
    let own = span
        .of(prose)
        .trim_end_matches("'s")
        .trim_end_matches("\u{2019}s");
    enough.then(|| Candidate {
        span: Span::new(span.start, span.start + own.len()),
        kind,
        short: short(prose, span.end, rules),
    })
}

/// "(SCO)", "(hereinafter the “Commission”)" behind a name.
fn short(prose: &str, end: usize, rules: &Rules) -> Option<String> {
    let inside = prose[end..]
        .trim_start()
        .strip_prefix('(')?
        .split(')')
        .next()?;
    let mut words = inside.trim();
    for lead in rules.hereinafter.iter().chain(&rules.articles) {
        let rest = words
            .get(..lead.len())
            .filter(|start| start.eq_ignore_ascii_case(lead))
            .map(|_| &words[lead.len()..]);
        words = rest
            .filter(|rest| rest.starts_with(' '))
            .map_or(words, str::trim_start);
    }
    let words = words.trim_matches(|c: char| {
        matches!(
            c,
            '"' | '\u{201c}' | '\u{201d}' | '\'' | '\u{2018}' | '\u{2019}'
        )
    });
    let letters = words.chars().filter(|c| c.is_uppercase()).count();
    let acronym = words.len() <= 10
        && letters >= 2
        && !words.contains(' ')
        && words.starts_with(char::is_uppercase);
    acronym.then(|| words.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let found: Vec<String> = extract(text, &[], &Rules::english())
            .iter()
            .map(|name| {
                let short = name
                    .short
                    .as_ref()
                    .map(|short| format!(" = {short}"))
                    .unwrap_or_default();
                format!("{:?} {}{short}", name.kind, name.span.of(text))
            })
            .collect();
        assert_eq!(found, expected, "in {text:?}");
    }

    #[test]
    fn shapes() {
        check(
            "In 1994 the Lower Tisza Commission (LTC) met.",
            &["Organisation Lower Tisza Commission = LTC"],
        );
        check(
            "Norland and Sudmark signed the Treaty of Friendship and Good Neighbourhood in Varn.",
            &["Agreement Treaty of Friendship and Good Neighbourhood"],
        );
        check(
            "Northern Fisheries Organization (hereinafter the “NFO”)",
            &["Organisation Northern Fisheries Organization = NFO"],
        );
        check(
            "They signed the Joint Statement. A treaty was near. The Commission met.",
            &[],
        );
        check(
            "the Agreement on the Protection of the Herring between Norland and Sudmark",
            &["Agreement Agreement on the Protection of the Herring between Norland and Sudmark"],
        );
    }

    #[test]
    fn spellings_are_one_name() {
        let rules = Rules::english();
        let kind = EntityKind::Organisation;
        let merged = merge(
            [
                ("Fish Organisation", kind, None),
                ("Fish  Organization", kind, Some("FO")),
            ],
            &rules,
        );
        assert_eq!(merged.len(), 1);
        assert_eq!(
            (merged[0].count, merged[0].acronyms.as_slice()),
            (2, &["FO".to_owned()][..])
        );
    }
}
