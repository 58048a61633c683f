//! Who is said to have spoken: cues before, after and in the middle of a quotation.

use super::{Attribution, Cues, Speaker, SpeakerKind};
use text::Span;

/// The most words between an attributing verb and the quotation that it introduces.
const REACH: usize = 14;
/// The most words from a possessor's saying ("vision", "call") to the quotation.
const SAYING: usize = 3;
/// The most words of a document's name before a colon.
const TITLE: usize = 14;

/// A word of prose around quotations.
#[derive(Clone, Copy)]
pub(super) struct Word<'a> {
    pub text: &'a str,
    pub span: Span,
    /// Whether a comma, colon, dash or bracket stands between it and the word before.
    pub parted: bool,
}

/// Attribution in what stands before a quotation, in its sentence: `Xi said, “…”`, `according to Xi, “…”`, `Xi: “…”`.
/// With the number of words between the cue and the quotation.
pub(super) fn before(prose: &str, span: Span, cues: &Cues) -> Option<(Attribution, usize)> {
    let words = words(prose, span);
    let texts: Vec<&str> = words.iter().map(|word| word.text).collect();
    if let Some(found) = of_another(&words, cues) {
        return Some(found);
    }
    let owned = possessive(&words, cues).or_else(|| dated(&words, cues));
    for at in (words.len().saturating_sub(REACH)..words.len()).rev() {
        // "Dahl noted Hesse's promise: “…”"
        if owned
            .as_ref()
            .is_some_and(|(_, distance)| at + distance + 1 == words.len())
        {
            return owned;
        }
        if is_relayed(&texts, at, cues) && subject(&words[..at], cues).is_some() {
            return None;
        }
        if let Some(count) = cues.verbs.leads(&texts[at..])
            && let Some(speaker) = subject(&words[..at], cues)
        {
            let cue = words[at].span.join(words[at + count - 1].span);
            let found = attribution(Some(speaker), Some(cue));
            let own = !names_a_text(&words[at + count..], cues);
            return own.then_some((found, words.len() - at - count));
        }
        if let Some(count) = cues.phrases.leads(&texts[at..])
            && (!cues.purposes.has(texts[at]) || at == 0)
            && let Some(speaker) = name(&words[at + count..], cues)
        {
            let cue = words[at].span.join(words[at + count - 1].span);
            return Some((attribution(Some(speaker), Some(cue)), 0));
        }
    }
    if owned.is_some() {
        return owned;
    }
    // "Xi Jinping: “…”": a name alone before a colon.
    let colon = span.of(prose).trim_end().ends_with(':');
    if colon && let Some(alone) = alone(&words, cues) {
        return Some((alone, 0));
    }
    colon
        .then(|| document(&words, cues))
        .flatten()
        .map(|speaker| (attribution(Some(speaker), None), 0))
}

/// Whether the verb at `at` tells of words that somebody else may have said: "He quoted Hesse: “…”", "He read from her letter:
/// “…”". One that also attributes does so only with a name or a text behind it.
fn is_relayed(texts: &[&str], at: usize, cues: &Cues) -> bool {
    let Some(count) = cues.relays.leads(&texts[at..]) else {
        return false;
    };
    let voice = |word: &&str| word.starts_with(char::is_uppercase) || is_text(word, cues);
    cues.verbs.leads(&texts[at..]).is_none() || texts[at + count..].iter().any(voice)
}

/// Whether what a verb tells of is a text that may be anybody's: "He noted the sentence “…”", "He mocked the view that “…”", "He
/// asked what Hesse had meant by “…”"; not "He said in the statement: “…”".
fn names_a_text(words: &[Word<'_>], cues: &Cues) -> bool {
    let asks = words
        .first()
        .is_some_and(|word| cues.questions.has(word.text));
    if asks
        && words
            .iter()
            .any(|word| word.text.starts_with(char::is_uppercase))
    {
        return true;
    }
    let words = match words {
        [rest @ .., that] if cues.reports.has(that.text) => rest,
        words => words,
    };
    let Some((last, rest)) = words.split_last() else {
        return false;
    };
    let near = &rest[rest.len().saturating_sub(SAYING)..];
    let Some(at) = near.iter().rposition(|word| cues.definite.has(word.text)) else {
        return false;
    };
    let placed = rest[..rest.len() - near.len() + at].last();
    cues.sayings.has(last.text) && !placed.is_some_and(|word| cues.prepositions.has(word.text))
}

/// The speaker whose name stands alone before a colon: with a date ("Hesse (3 May 2014): “…”"), or with a verb that no list
/// knows.
fn alone(words: &[Word<'_>], cues: &Cues) -> Option<Attribution> {
    let end = words.iter().skip(1).position(|word| word.parted);
    let (named, rest) = words.split_at(end.map_or(words.len(), |at| at + 1));
    let first = named.first()?;
    let whole = rest.is_empty() || is_day(rest);
    if !whole || named.len() > 6 || !first.text.starts_with(char::is_uppercase) {
        return None;
    }
    let count = without_verb(named, cues);
    let cue = named.get(count).map(|verb| verb.span);
    let speaker = first.span.join(named[count - 1].span);
    // "Dahl attacked her speech: “…”" does not tell whose it is; nor does "They all knew it: “…”".
    let body = Speaker::parse(&joined(&named[..count]), cues).kind == SpeakerKind::Body;
    let text = named[1..count].iter().any(|word| is_text(word.text, cues));
    let texts: Vec<&str> = named.iter().map(|word| word.text).collect();
    let pronoun = cues
        .pronouns
        .leads(&texts)
        .is_some_and(|words| words < count);
    let clause = named.iter().any(|word| cues.passives.has(word.text));
    let told = (body || !text) && !pronoun && !clause;
    told.then(|| attribution(Some(speaker), cue))
}

/// Whether a word is that of something said or written, which may be anybody's.
fn is_text(text: &str, cues: &Cues) -> bool {
    cues.sayings.has(text) || cues.documents.has(text) || cues.bodies.has(text)
}

fn is_noun(text: &str, cues: &Cues) -> bool {
    cues.titles.has(text) || cues.bodies.has(text) || cues.documents.has(text)
}

/// Whether words are a day and nothing else: "15 March 2021", "March 15, 2021".
fn is_day(words: &[Word<'_>]) -> bool {
    let is_number = |text: &str| text.chars().all(|c| c.is_ascii_digit());
    let numbers = words.iter().filter(|word| is_number(word.text));
    let month = |word: &Word<'_>| word.text.starts_with(char::is_uppercase);
    words.len() == 3
        && words.iter().all(|word| is_number(word.text) || month(word))
        && numbers.clone().count() == 2
        && numbers.clone().any(|word| word.text.len() == 4)
}

/// How many of the words before a colon are the name: all, or all but a verb that no list knows ("Finance Minister Ada Holm
/// disagreed: “…”").
fn without_verb(words: &[Word<'_>], cues: &Cues) -> usize {
    let [.., before, last] = words else {
        return words.len();
    };
    let small = last.text.starts_with(char::is_lowercase);
    let known = is_noun(last.text, cues);
    let person = || {
        let name = joined(&words[..words.len() - 1]);
        Speaker::parse(&name, cues).kind == SpeakerKind::Person
    };
    let verb = small && !known && before.text.starts_with(char::is_uppercase) && person();
    words.len() - usize::from(verb)
}

/// "He recalled a remark of the late Joachim Brandt: “…”": whose words they are stands behind "of", to the quotation's mark.
fn of_another(words: &[Word<'_>], cues: &Cues) -> Option<(Attribution, usize)> {
    let near = words.len().saturating_sub(TITLE);
    let at = (near..words.len().saturating_sub(2))
        .rfind(|at| cues.sayings.has(words[*at].text) && cues.belonging.has(words[at + 1].text))?;
    let rest = &words[at + 2..];
    let plain = rest
        .iter()
        .all(|word| !word.parted && !cues.verbs.has(word.text));
    // "the late harbour master Joachim Brandt": the name alone.
    let start = rest
        .iter()
        .position(|word| word.text.starts_with(char::is_uppercase) || cues.titles.has(word.text))?;
    let named = &rest[start..];
    let speaker = named[0].span.join(named[named.len() - 1].span);
    let person = Speaker::parse(&joined(named), cues).kind == SpeakerKind::Person;
    (plain && person).then(|| {
        let cue = words[at].span.join(words[at + 1].span);
        (attribution(Some(speaker), Some(cue)), 0)
    })
}

fn joined(words: &[Word<'_>]) -> String {
    let words: Vec<&str> = words.iter().map(|word| word.text).collect();
    words.join(" ")
}

/// "Putin's vision to “…”": whose words they are stands in the possessive, what they are behind it.
fn possessive(words: &[Word<'_>], cues: &Cues) -> Option<(Attribution, usize)> {
    let near = words.len().saturating_sub(SAYING);
    let at = (near..words.len()).rfind(|at| cues.sayings.has(words[*at].text))?;
    let speaker = owner(words, at, cues)?;
    let found = attribution(Some(speaker), Some(words[at].span));
    Some((found, words.len() - at - 1))
}

/// "These words of 15 March 2021 still hold: “…”": what they are and when they were said; whose, only a possessor tells.
fn dated(words: &[Word<'_>], cues: &Cues) -> Option<(Attribution, usize)> {
    let near = words.len().saturating_sub(REACH);
    let is_dated = |at: &usize| {
        let of = words
            .get(at + 1)
            .is_some_and(|word| cues.belonging.has(word.text));
        let day = words.get(at + 2..at + 5);
        cues.sayings.has(words[*at].text) && of && day.is_some_and(is_day)
    };
    let at = (near..words.len()).rfind(is_dated)?;
    let found = attribution(owner(words, at, cues), Some(words[at].span));
    Some((found, words.len() - at - 1))
}

/// Who has what stands at `at`, by the possessive before it.
fn owner(words: &[Word<'_>], at: usize, cues: &Cues) -> Option<Span> {
    let owner = (at.saturating_sub(SAYING)..at).rfind(|at| possessor(&words[*at]).is_some())?;
    let last = possessor(&words[owner])?;
    let named =
        |word: &Word<'_>| word.text.starts_with(char::is_uppercase) && !cues.openers.has(word.text);
    let start = if named(&last) {
        let run = words[..owner].iter().rev().take_while(|word| named(word));
        owner - run.count()
    } else {
        (owner.saturating_sub(SAYING)..owner).rfind(|at| cues.articles.has(words[*at].text))?
    };
    if words[start + 1..=at].iter().any(|word| word.parted) {
        return None;
    }
    Some(Span::new(words[start].span.start, last.span.end))
}

/// A word without its possessive ending, if it has one.
fn possessor<'a>(word: &Word<'a>) -> Option<Word<'a>> {
    let text = word
        .text
        .strip_suffix("'s")
        .or(word.text.strip_suffix("’s"))?;
    let span = Span::new(word.span.start, word.span.start + text.len());
    Some(Word {
        text,
        span,
        ..*word
    })
}

/// "… stands in the joint statement of 1994: “…”": the document that a sentence ends with.
fn document(words: &[Word<'_>], cues: &Cues) -> Option<Span> {
    let near = words.len().saturating_sub(TITLE);
    let noun = (near..words.len()).rfind(|at| cues.documents.has(words[*at].text))?;
    let start = (near..noun).rfind(|at| cues.articles.has(words[*at].text))?;
    let whole = &words[start..];
    let one = whole[1..]
        .iter()
        .all(|word| !word.parted && !cues.verbs.has(word.text));
    Some(whole[0].span.join(whole[whole.len() - 1].span)).filter(|_| one)
}

/// Attribution right after a quotation: `“…”, said President Xi`, `“…” he said`, `“…”, according to Xi`.
pub(super) fn after(prose: &str, span: Span, cues: &Cues) -> Option<Attribution> {
    let words = words(prose, span);
    let texts: Vec<&str> = words.iter().map(|word| word.text).collect();
    let mut at = 0;
    // "as he put it"
    if texts.first().is_some_and(|word| cues.comparisons.has(word)) {
        at = 1;
    }
    if let Some(count) = cues.phrases.leads(&texts[at..])
        && !cues.purposes.has(texts[at])
        && let Some(speaker) = name(&words[at + count..], cues)
    {
        let cue = words[at].span.join(words[at + count - 1].span);
        return Some(attribution(Some(speaker), Some(cue)));
    }
    if let Some(count) = cues.verbs.leads(&texts[at..]) {
        let cue = words[at].span.join(words[at + count - 1].span);
        let speaker = name(&words[at + count..], cues)?;
        return Some(attribution(Some(speaker), Some(cue)));
    }
    for verb in at + 1..words.len().min(at + 9) {
        if words[verb].parted && !cues.fillers.has(words[verb].text) {
            return None;
        }
        if let Some(count) = cues.verbs.leads(&texts[verb..]) {
            let first = words[at].text;
            let pronoun = cues.pronouns.leads(&texts[at..]).is_some();
            if !pronoun && cues.openers.has(first) {
                return None;
            }
            // “…”, Dahl recalled Hesse saying.
            let ends = verb + count;
            let goes_on = words
                .get(ends)
                .is_some_and(|word| !word.parted && !cues.stops.has(word.text));
            if goes_on && is_relayed(&texts, verb, cues) {
                return None;
            }
            let speaker = subject(&words[at..verb], cues)?;
            let cue = words[verb].span.join(words[verb + count - 1].span);
            return Some(attribution(Some(speaker), Some(cue)));
        }
    }
    None
}

/// A name right behind a quotation, in brackets or behind a dash to the end of the line, perhaps with a day: `“…” (Ada Holm)`,
/// `“…” – Ada Holm, 3 May 2014`. With a bare year it cites a text.
pub(super) fn signed(prose: &str, span: Span, cues: &Cues) -> Option<Attribution> {
    let text = span.of(prose);
    let rest = text.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '.' | ','));
    let inner = match rest.chars().next()? {
        '(' => rest[1..].split_once(')')?.0,
        dash @ ('\u{2014}' | '\u{2013}') => {
            let line = rest[dash.len_utf8()..].split('\n').next()?;
            let whole = span.end == prose.len() || line.len() < rest.len() - dash.len_utf8();
            Some(line).filter(|_| whole)?
        }
        _ => return None,
    };
    let start = inner.as_ptr() as usize - prose.as_ptr() as usize;
    let words = words(prose, Span::new(start, start + inner.len()));
    let end = words.iter().skip(1).position(|word| word.parted);
    let (named, rest) = words.split_at(end.map_or(words.len(), |at| at + 1));
    let named_like = |word: &Word<'_>| {
        let text = word.text;
        let small = cues.titles.has(text) || cues.particles.has(text);
        (text.starts_with(char::is_uppercase) && !cues.openers.has(text)) || small
    };
    let whole = rest.is_empty() || is_day(rest);
    let first = named
        .first()
        .is_some_and(|word| !cues.particles.has(word.text));
    let name = first && named.len() <= 6 && named.iter().all(named_like);
    (whole && name).then(|| {
        let speaker = named[0].span.join(named[named.len() - 1].span);
        attribution(Some(speaker), None)
    })
}

/// A line "— Xi Jinping, 2013" under a block quote: its span (dash included) and the speaker.
pub(super) fn line(prose: &str) -> Option<(Span, Attribution)> {
    let end = prose.trim_end().len();
    let start = prose[..end].rfind('\n').map_or(0, |at| at + 1);
    let line = &prose[start..end];
    let dashes: &[char] = &['—', '–', '―', '-', '~', ' '];
    let name = line.trim_start_matches(dashes);
    let dash = line
        .trim_start()
        .chars()
        .next()
        .is_some_and(|c| c != ' ' && dashes.contains(&c));
    if start == 0 || !dash || !name.starts_with(char::is_alphabetic) || name.len() > 200 {
        return None;
    }
    let begin = end - name.len();
    let length = name.find([',', '(', ';', '\u{2014}']).unwrap_or(name.len());
    let speaker = name[..length].trim_end().len();
    let speaker = Span::new(begin, begin + speaker);
    Some((Span::new(start, end), attribution(Some(speaker), None)))
}

fn attribution(speaker: Option<Span>, cue: Option<Span>) -> Attribution {
    Attribution { speaker, cue }
}

/// The subject that ends right before a verb: a pronoun, or the words since the clause began.
fn subject(words: &[Word<'_>], cues: &Cues) -> Option<Span> {
    let mut end = words.len();
    while end > 0
        && cues.fillers.has(words[end - 1].text)
        && !words[end - 1].text.starts_with(char::is_uppercase)
    {
        end -= 1;
    }
    if end > 0 && cues.passives.has(words[end - 1].text) {
        return None;
    }
    let texts: Vec<&str> = words[..end].iter().map(|word| word.text).collect();
    if let Some(count) = cues.pronouns.ends(&texts) {
        return Some(words[end - count].span.join(words[end - 1].span));
    }
    // Back over commas until a clause begins like a name.
    let mut stop = end;
    while stop > 0 {
        let start = (0..stop)
            .rev()
            .find(|at| *at == 0 || words[*at].parted)
            .unwrap_or(0);
        if let Some(span) = noun(&words[start..stop], cues) {
            return Some(span);
        }
        stop = start;
    }
    None
}

/// The noun phrase at the end of a clause, if the clause has one: from its last capitalised run or article on.
fn noun(clause: &[Word<'_>], cues: &Cues) -> Option<Span> {
    let last = clause.last()?;
    let mut start = clause.len();
    let mut named = false;
    for (at, word) in clause.iter().enumerate().rev() {
        let capital = word.text.starts_with(char::is_uppercase);
        let opener = cues.openers.has(word.text);
        let article = cues.determiners.has(word.text);
        let connector = !capital && cues.particles.has(word.text);
        if connector && named && at > 0 && clause[at - 1].text.starts_with(char::is_alphanumeric) {
            // "Minister of Foreign Affairs": goes on only if a name or an article's noun stands before.
            let before = clause[at - 1].text;
            if before.starts_with(char::is_uppercase) || !cues.openers.has(before) {
                continue;
            }
            break;
        }
        let verb = cues.verbs.has(word.text) || cues.relays.has(word.text);
        if opener || verb || word.text.chars().all(|c| c.is_ascii_digit()) {
            break;
        }
        if article {
            start = at;
            named = true;
            // "leaders of Ardenne and the Federation"
            let joins = at > 1 && cues.coordinators.has(clause[at - 1].text);
            if joins && clause[at - 2].text.starts_with(char::is_uppercase) {
                continue;
            }
            break;
        }
        if capital {
            start = at;
            named = true;
        }
    }
    let after_preposition = start > 0 && cues.prepositions.has(clause[start - 1].text);
    if !named || after_preposition || clause.len() - start > 14 {
        return None;
    }
    Some(clause[start].span.join(last.span))
}

/// The name that `words` begin with: a pronoun, or words up to a comma or a word that ends names.
fn name(words: &[Word<'_>], cues: &Cues) -> Option<Span> {
    let texts: Vec<&str> = words.iter().map(|word| word.text).collect();
    if let Some(count) = cues.pronouns.leads(&texts) {
        return Some(words[0].span.join(words[count - 1].span));
    }
    let first = words.first()?;
    if !first.text.starts_with(char::is_uppercase) && !cues.determiners.has(first.text) {
        return None;
    }
    let mut end = 1;
    while end < words.len() && end < 14 && !words[end].parted {
        let text = words[end].text;
        if cues.stops.has(text) && !text.starts_with(char::is_uppercase) || cues.verbs.has(text) {
            break;
        }
        end += 1;
    }
    Some(first.span.join(words[end - 1].span))
}

/// The words of `span`, with whether punctuation parts them.
pub(super) fn words(prose: &str, span: Span) -> Vec<Word<'_>> {
    let text = span.of(prose);
    let mut words: Vec<Word<'_>> = Vec::new();
    let mut start = None;
    let mut parted = false;
    let inner =
        |c: char| c.is_alphanumeric() || matches!(c, '\'' | '’' | '-' | '\u{2011}' | '.' | '&');
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (start, inner(c)) {
            (None, true) if c.is_alphanumeric() => start = Some(at),
            (Some(begin), false) => {
                let word = text[begin..at].trim_end_matches(['.', '-', '\'', '’']);
                let from = span.start + begin;
                words.push(Word {
                    text: word,
                    span: Span::new(from, from + word.len()),
                    parted,
                });
                parted = !c.is_whitespace();
                start = None;
            }
            (None, _) => parted |= !c.is_whitespace(),
            (Some(_), true) => {}
        }
    }
    words
}
