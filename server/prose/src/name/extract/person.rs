//! Persons by shape: a name behind an office, before an office in apposition, or before a verb of speech.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::title::{Scene, is_roman};
use super::word::Gap;
use crate::name::Rules;

/// From an office's first word to what follows it.
pub(super) type Offices = FxHashMap<String, Vec<Vec<String>>>;

/// A person's name has at most so many words.
const WORDS: usize = 4;
/// An office stands at most so many words behind the comma.
const APPOSITION: usize = 5;

/// The persons, as ranges of words.
pub(super) fn persons(scene: &Scene, taken: &[Range<usize>]) -> Vec<Range<usize>> {
    let free = |at: usize| !taken.iter().any(|range| range.contains(&at));
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    while at < scene.words.len() {
        let office = office(scene, at);
        if office > 0 {
            let mut name = at + office;
            // "the president, Gro Moen, said"
            let comma = scene
                .words
                .get(name)
                .is_some_and(|word| word.gap == Gap::Comma);
            if scene
                .words
                .get(name)
                .is_some_and(|word| word.gap == Gap::Other)
                || !follows(scene, name)
            {
                at += office;
                continue;
            }
            while office_at(scene, name) {
                name += 1;
            }
            let end = name_end(scene, name);
            let whole = end > name && (name..end).all(free);
            let closed = !comma
                || (end - name > 1
                    && scene
                        .words
                        .get(end)
                        .is_none_or(|word| word.gap != Gap::Space));
            if whole && closed {
                found.push(name..end);
                at = end;
                continue;
            }
            at += office;
            continue;
        }
        let end = name_end(scene, at);
        if end > at + 1 && (at..end).all(free) && !scene.opens(at) {
            if given(scene, at) || told(scene, end) {
                found.push(at..end);
            }
            at = end;
            continue;
        }
        at += 1;
    }
    found
}

/// Whether the first word is a given name.
fn given(scene: &Scene, at: usize) -> bool {
    let first = &scene.words[at];
    let plain = first.lower.split('-').next().unwrap_or_default();
    scene.given.contains(plain)
}

/// Whether what stands behind the words that end at `end` says that they name a person.
fn told(scene: &Scene, end: usize) -> bool {
    let rules = scene.rules;
    let next = scene.words.get(end);
    let spaced = next.is_some_and(|word| word.gap == Gap::Space);
    if spaced && (scene.is(end, &rules.speech) || scene.is(end, &rules.person_verbs)) {
        return true;
    }
    let comma = next.is_some_and(|word| word.gap == Gap::Comma);
    if comma && next.is_some_and(|word| rules.person_relatives.contains(&word.lower)) {
        return true;
    }
    // "Gro Berg, a Norwegian diplomat": an office before the next mark, and nobody styled by it.
    let mut styled = end;
    while comma && styled - end < APPOSITION && scene.words.get(styled).is_some() {
        if styled > end && scene.words[styled].gap != Gap::Space {
            return false;
        }
        let office = office_from(scene, styled);
        if office > 0 {
            let after = styled + office;
            return name_end(scene, after) <= after;
        }
        styled += 1;
    }
    false
}

fn follows(scene: &Scene, at: usize) -> bool {
    scene
        .words
        .get(at)
        .is_some_and(|word| word.capital || scene.is(at, &scene.rules.particles))
}

fn office_at(scene: &Scene, at: usize) -> bool {
    at + 1 < scene.words.len()
        && office_from(scene, at) > 0
        && scene.words[at + 1].gap == Gap::Space
        && scene.words[at + 1].capital
}

fn office(scene: &Scene, at: usize) -> usize {
    office_from(scene, at)
}

/// How many words from `at` on are an office.
fn office_from(scene: &Scene, at: usize) -> usize {
    let begins = scene.words.get(at);
    let offices = begins.and_then(|word| scene.offices.get(&word.lower));
    let fits = |tail: &&Vec<String>| {
        tail.iter().zip(at + 1..).all(|(part, at)| {
            let word = scene.words.get(at);
            word.is_some_and(|word| word.lower == *part && word.gap == Gap::Space)
        })
    };
    let longest = offices.into_iter().flatten().find(fits);
    longest.map_or(0, |tail| tail.len() + 1)
}

/// The styles of persons by their first words: what follows it, the longest first.
pub(super) fn offices(rules: &Rules) -> Offices {
    let mut offices = Offices::default();
    for office in &rules.offices {
        let mut words = office
            .split(' ')
            .map(|word| word.trim_end_matches('.').to_owned());
        let first = words.next().unwrap_or_default();
        offices.entry(first).or_default().push(words.collect());
    }
    for tails in offices.values_mut() {
        tails.sort_by_key(|tail| std::cmp::Reverse(tail.len()));
    }
    offices
}

/// Where a person's name that begins at `at` ends; `at` if none does.
fn name_end(scene: &Scene, at: usize) -> usize {
    let mut end = at;
    while end < scene.words.len() && end - at < WORDS {
        let word = &scene.words[end];
        let letters = word.span.of(scene.prose);
        let initial = letters.chars().count() == 1 && word.capital;
        let particle = end > at && scene.is(end, &scene.rules.particles);
        let name = word.capital
            && !letters.chars().any(|c| c.is_ascii_digit() || c == '/')
            && (initial || letters.chars().skip(1).any(char::is_lowercase))
            && scene.rules.head(&word.lower).is_none()
            && office_from(scene, end) == 0
            && !is_roman(letters)
            && !scene.opens(end)
            && !scene.is_place(end..end + 1);
        let joined = end == at || word.gap == Gap::Space || initial_before(scene, end);
        if !(joined && (name || particle)) {
            break;
        }
        end += 1;
        if word.owner {
            break;
        }
    }
    while end > at && !scene.words[end - 1].capital {
        end -= 1;
    }
    end
}

/// "Jimmy E. Carter": the dot behind an initial parts no words.
fn initial_before(scene: &Scene, at: usize) -> bool {
    let Some(before) = at.checked_sub(1).and_then(|at| scene.words.get(at)) else {
        return false;
    };
    before.span.len() == 1
        && before.capital
        && scene.prose[before.span.end..scene.words[at].span.start].trim() == "."
}
