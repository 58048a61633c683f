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
struct Word<'a> {
    text: &'a str,
    span: Span,
    /// Whether a comma, colon, dash or bracket stands between it and the word before.
    parted: bool,
}

/// Attribution in what stands before a quotation, in its sentence: `Xi said, “…”`, `according to Xi, “…”`, `Xi: “…”`.
/// With the number of words between the cue and the quotation.
pub(super) fn before(prose: &str, span: Span, cues: &Cues) -> Option<(Attribution, usize)> {
    let words = words(prose, span);
    let texts: Vec<&str> = words.iter().map(|word| word.text).collect();
    if let Some(found) = of_another(&words, cues) {
        return Some(found);
    }
    for at in (words.len().saturating_sub(REACH)..words.len()).rev() {
        if let Some(count) = cues.verbs.leads(&texts[at..])
            && let Some(speaker) = subject(&words[..at], cues)
        {
            let cue = words[at].span.join(words[at + count - 1].span);
            return Some((
                attribution(Some(speaker), Some(cue)),
                words.len() - at - count,
            ));
        }
        if let Some(count) = cues.phrases.leads(&texts[at..])
            && (!cues.purposes.has(texts[at]) || at == 0)
            && let Some(speaker) = name(&words[at + count..], cues)
        {
            let cue = words[at].span.join(words[at + count - 1].span);
            return Some((attribution(Some(speaker), Some(cue)), 0));
        }
    }
    if let Some(found) = possessive(&words, cues) {
        return Some(found);
    }
    // "Xi Jinping: “…”": a name alone before a colon.
    let colon = span.of(prose).trim_end().ends_with(':');
    let short = (1..=6).contains(&words.len());
    if colon
        && short
        && words[0].text.starts_with(char::is_uppercase)
        && words.iter().skip(1).all(|w| !w.parted)
    {
        let named = without_verb(&words, cues);
        let speaker = words[0].span.join(words[named - 1].span);
        let cue = words.get(named).map(|verb| verb.span);
        return Some((attribution(Some(speaker), cue), 0));
    }
    colon
        .then(|| document(&words, cues))
        .flatten()
        .map(|speaker| (attribution(Some(speaker), None), 0))
}

/// How many of the words before a colon are the name: all, or all but a verb that no list knows ("Finance Minister Ada Holm
/// disagreed: “…”").
fn without_verb(words: &[Word<'_>], cues: &Cues) -> usize {
    let [.., before, last] = words else {
        return words.len();
    };
    let small = last.text.starts_with(char::is_lowercase);
    let part = cues.titles.has(last.text) || cues.bodies.has(last.text);
    let known = part || cues.documents.has(last.text);
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
    if words[start + 1..].iter().any(|word| word.parted) {
        return None;
    }
    let speaker = Span::new(words[start].span.start, last.span.end);
    let found = attribution(Some(speaker), Some(words[at].span));
    Some((found, words.len() - at - 1))
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

/// Attribution right after a quotation: `“…”, said President Xi`, `“…” he said`, `“…”, according to Xi`, `“…” (Xi)`.
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
            let speaker = subject(&words[at..verb], cues)?;
            let cue = words[verb].span.join(words[verb + count - 1].span);
            return Some(attribution(Some(speaker), Some(cue)));
        }
    }
    None
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
        if opener || cues.verbs.has(word.text) || word.text.chars().all(|c| c.is_ascii_digit()) {
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
fn words(prose: &str, span: Span) -> Vec<Word<'_>> {
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
