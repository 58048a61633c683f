//! Places by shape: capitalised words behind "in" or "at" that nothing else explains.

use std::ops::Range;

use super::bracket::acronym;
use super::title::{Scene, is_roman};
use super::word::Gap;

/// A place's name has at most so many words.
const WORDS: usize = 3;

/// The places that no gazetteer knows, as ranges of words.
pub(super) fn places(scene: &Scene, taken: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for at in 1..scene.words.len() {
        let word = &scene.words[at];
        let lead = &scene.words[at - 1];
        if !word.capital
            || word.gap != Gap::Space
            || lead.capital
            || !scene.rules.place_leads.contains(&lead.lower)
        {
            continue;
        }
        let end = scene.segment(at);
        let fits = |at: usize| {
            let word = &scene.words[at];
            let letters = word.span.of(scene.prose);
            !scene.is(at, &scene.rules.no_places)
                && !scene.opens(at)
                && !word.owner
                && scene.rules.head(&word.lower).is_none()
                && !scene.rules.offices.contains(&word.lower)
                && acronym(letters).is_none()
                && !is_roman(letters)
                && letters
                    .chars()
                    .all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '\u{2019}'))
        };
        let free = |at: usize| !taken.iter().any(|range| range.contains(&at));
        let closed = scene.words.get(end).is_none_or(|next| {
            next.gap != Gap::Space
                || !scene.rules.joiners.contains(&next.lower)
                || scene.rules.joints.closing.contains(&next.lower)
        });
        if end - at <= WORDS && (at..end).all(fits) && (at..end).all(free) && closed {
            found.push(at..end);
        }
    }
    found
}
