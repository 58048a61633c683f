//! Names without a head noun, known by what is said of them: "Gavi, the Vaccine Alliance", "SALT I was signed", "the
//! company Norfisk", "Norfisk is a company".

use std::ops::Range;

use super::bracket::acronym;
use super::title::{Scene, is_roman};
use super::word::{Gap, Word};
use crate::name::EntityKind;
use crate::statement::{Events, Shape};

/// A name has at most so many words.
const WORDS: usize = 4;
/// A head noun stands at most so many words behind "is a".
const REACH: usize = 9;

/// What the words of a capitalised run without a head noun name, if the text says it.
pub(super) fn kind(scene: &Scene, run: &Range<usize>, events: &Events) -> Option<EntityKind> {
    let whole = scene.span(run.clone());
    let words = whole.of(scene.prose);
    let lower = &scene.words[run.start].lower;
    // "G20", "COP21".
    let digits = lower.trim_end_matches(|c: char| c.is_ascii_digit());
    if run.len() == 1
        && digits.len() < lower.len()
        && scene.rules.counted.iter().any(|own| own == digits)
    {
        return Some(EntityKind::Organisation);
    }
    if run.len() > WORDS || run.clone().any(|at| scene.head(at).is_some()) {
        return None;
    }
    let apposed = before(scene, run).or_else(|| defined(scene, run));
    if apposed.is_some() {
        return apposed;
    }
    let short = run.len() == 1 && acronym(words).is_none();
    let roman = run.len() > 1 && is_roman(scene.words[run.end - 1].span.of(scene.prose));
    // One word alone may be anybody.
    if short && scene.words[run.start].gap == Gap::Other {
        return None;
    }
    predicate(scene, run, events).filter(|_| !short || roman || article_before(scene, run))
}

fn article_before(scene: &Scene, run: &Range<usize>) -> bool {
    run.start > 0
        && scene.words[run.start].gap == Gap::Space
        && scene.is(run.start - 1, &scene.rules.articles)
}

/// "the company Norfisk": a head noun in lower case right before it.
fn before(scene: &Scene, run: &Range<usize>) -> Option<EntityKind> {
    let at = run.start.checked_sub(1)?;
    let noun = &scene.words[at];
    if scene.words[run.start].gap != Gap::Space || noun.capital || noun.owner {
        return None;
    }
    let kind = scene.head(at)?;
    // "the summit in ...", but not "a summit Norland wanted".
    (kind == EntityKind::Organisation || kind == EntityKind::Agreement).then_some(kind)
}

/// "Norfisk is a company", "Norfisk, a company of".
fn defined(scene: &Scene, run: &Range<usize>) -> Option<EntityKind> {
    let rules = scene.rules;
    let mut at = run.end;
    let next = scene.words.get(at)?;
    let comma = next.gap == Gap::Comma;
    if next.gap == Gap::Space && scene.is(at, &rules.is_a) {
        at += 1;
    } else if !comma {
        return None;
    }
    let article = scene
        .words
        .get(at)
        .filter(|_| scene.is(at, &rules.articles))?;
    if article.gap == Gap::Other || (comma && rules.definite.contains(&article.lower)) {
        return None;
    }
    let mut kind = None;
    for next in at + 1..(at + REACH).min(scene.words.len()) {
        let word = &scene.words[next];
        if word.gap != Gap::Space {
            break;
        }
        let head = scene.head(next);
        if head.is_some() && !word.capital {
            kind = head;
            continue;
        }
        if kind.is_some() {
            break;
        }
        if rules.complements.contains(&word.lower) || rules.joiners.contains(&word.lower) {
            break;
        }
    }
    kind
}

/// "SALT I was signed": a happening that befalls one kind of thing only, or first of all.
pub(super) fn predicate(scene: &Scene, run: &Range<usize>, events: &Events) -> Option<EntityKind> {
    let grammar = &events.grammar;
    let mut at = run.end;
    // A bracket in between says nothing of this.
    let end = scene.span(run.clone()).end;
    let rest = scene.prose[end..].trim_start();
    if rest.starts_with('(')
        && let Some(close) = rest.find(')')
        && rest[close + 1..].starts_with(' ')
    {
        let close = scene.prose.len() - rest.len() + close;
        while scene
            .words
            .get(at)
            .is_some_and(|word| word.span.start < close)
        {
            at += 1;
        }
    }
    let first = at;
    let word = |at: usize| {
        let fits = |word: &&Word| word.gap == Gap::Space || (at == first && first > run.end);
        scene
            .words
            .get(at)
            .filter(fits)
            .map_or("", |word| &word.lower)
    };
    let mut be = false;
    while grammar.be.contains(word(at))
        || grammar.have.contains(word(at))
        || grammar.light.contains(word(at))
    {
        be |= grammar.be.contains(word(at));
        at += 1;
    }
    let forms = events.forms.get(word(at)).into_iter().flatten();
    for form in forms {
        let tail = form
            .tail
            .iter()
            .enumerate()
            .all(|(offset, part)| word(at + 1 + offset) == part);
        let object = &events.kind(form.kind).object;
        let told = match form.shape {
            Shape::Both | Shape::Participle if be => !form.intransitive,
            Shape::Both | Shape::Past | Shape::Third => form.intransitive,
            _ => false,
        };
        if tail && told && events.kind(form.kind).types {
            return object.first().copied();
        }
    }
    // "signed SALT I", "acceded to SALT I".
    let before = (1..=3).find_map(|back| {
        let verb = run.start.checked_sub(back)?;
        let forms = events.forms.get(scene.words[verb].lower.as_str())?;
        let between: Vec<&str> = (verb + 1..run.start)
            .map(|at| scene.words[at].lower.as_str())
            .collect();
        if (verb + 1..=run.start).any(|at| scene.words[at].gap != Gap::Space) {
            return None;
        }
        let article = |word: &&str| scene.rules.articles.iter().any(|other| other == word);
        let form = forms.iter().find(|form| {
            let rest: Vec<&str> = between.iter().skip(form.tail.len()).copied().collect();
            form.tail
                .iter()
                .zip(&between)
                .all(|(one, other)| one == other)
                && form.tail.len() <= between.len()
                && rest.iter().all(article)
                && !form.intransitive
                && events.kind(form.kind).types
        })?;
        Some(form.kind)
    })?;
    match events.kind(before).object.as_slice() {
        [only] => Some(*only),
        _ => None,
    }
}
