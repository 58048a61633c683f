//! The words of a block as the search for names sees them: with what stands between them, glued ones parted.

use text::Span;

use crate::name::Rules;

/// What stands before a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gap {
    /// White space alone.
    Space,
    /// A comma.
    Comma,
    /// Anything else, or a word that is part of no name.
    Other,
}

/// One word.
#[derive(Clone, Debug)]
pub(super) struct Word {
    pub span: Span,
    pub gap: Gap,
    /// Begins with a capital.
    pub capital: bool,
    /// In lower case, without a possessive ending.
    pub lower: String,
    /// Whether it ended in a possessive.
    pub owner: bool,
}

/// The words outside `skip`.
pub(super) fn words(prose: &str, skip: &[Span], rules: &Rules) -> Vec<Word> {
    let mut found: Vec<Word> = Vec::new();
    let mut end = 0;
    let mut barred = true;
    let mut start = None;
    let mut letters = prose.char_indices().chain([(prose.len(), ' ')]).peekable();
    let mut skips = skip.iter().peekable();
    while let Some((at, letter)) = letters.next() {
        let inner = letter.is_alphanumeric()
            || (matches!(
                letter,
                '-' | '\u{2010}' | '\u{2011}' | '\u{2013}' | '\'' | '\u{2019}' | '/'
            ) && letters
                .peek()
                .is_some_and(|(_, next)| next.is_alphanumeric()));
        let Some(first) = start else {
            start = letter.is_alphanumeric().then_some(at);
            continue;
        };
        if inner {
            continue;
        }
        start = None;
        let span = Span::new(first, at);
        while skips.next_if(|skip| skip.end <= span.start).is_some() {}
        if skips.peek().is_some_and(|skip| skip.overlaps(span)) {
            barred = true;
            continue;
        }
        let gap = if barred {
            Gap::Other
        } else {
            gap(&prose[end..span.start], found.last(), rules)
        };
        barred = false;
        end = span.end;
        let glue = glued(span.of(prose), rules);
        if glue > 0 {
            found.push(word(
                prose,
                Span::new(span.start, span.start + glue),
                gap,
                rules,
            ));
            let rest = Span::new(span.start + glue, span.end);
            found.push(word(prose, rest, Gap::Space, rules));
        } else {
            found.push(word(prose, span, gap, rules));
        }
    }
    found
}

fn word(prose: &str, span: Span, gap: Gap, rules: &Rules) -> Word {
    let whole = span.of(prose);
    let ending = rules
        .possessives
        .iter()
        .find(|ending| ending.chars().count() == 2 && !ending.starts_with('s'))
        .and_then(|_| {
            ["'s", "\u{2019}s"]
                .into_iter()
                .find(|end| whole.ends_with(end))
        });
    let own = ending.map_or(whole, |ending| &whole[..whole.len() - ending.len()]);
    Word {
        span: Span::new(span.start, span.start + own.len()),
        gap,
        capital: own.starts_with(char::is_uppercase),
        lower: own.to_lowercase(),
        owner: ending.is_some(),
    }
}

fn gap(between: &str, before: Option<&Word>, rules: &Rules) -> Gap {
    let own = between
        .strip_prefix("'s")
        .or_else(|| between.strip_prefix("\u{2019}s"))
        .unwrap_or(between);
    match own.trim() {
        "" => Gap::Space,
        "," => Gap::Comma,
        "&" => Gap::Space,
        "." if before.is_some_and(|word| {
            rules.number_words.contains(&word.lower) || rules.pointed.contains(&word.lower)
        }) =>
        {
            Gap::Space
        }
        _ => Gap::Other,
    }
}

/// How many bytes of a small word are glued to a capitalised one, as in a bad copy ("theTreaty").
fn glued(word: &str, rules: &Rules) -> usize {
    let at = word
        .char_indices()
        .find(|(_, letter)| !letter.is_lowercase())
        .map_or(0, |(at, _)| at);
    let small = &word[..at];
    let known = rules.articles.iter().any(|article| article == small)
        || rules.place_leads.iter().any(|lead| lead == small)
        || rules.joiners.iter().any(|joiner| joiner == small);
    let rest = &word[at..];
    let name =
        rest.starts_with(char::is_uppercase) && rest.chars().nth(1).is_some_and(char::is_lowercase);
    if at > 1 && known && name { at } else { 0 }
}
