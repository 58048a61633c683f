//! What sets one happening of a recurring kind apart: ordinals, first and last, anniversaries.

use std::ops::Range;

use super::cue::Cue;
use super::recognise::Scene;

/// An ordinal further from cue and object than this belongs to something else.
const NEAR: usize = 5;

/// The discriminators around a cue and its objects, folded, sorted.
pub(crate) fn of(scene: &Scene, cue: &Cue, objects: &[u32], tokens: &Range<usize>) -> Vec<String> {
    let mut near: Vec<Range<usize>> = vec![cue.head.saturating_sub(1)..cue.tokens.end + NEAR];
    for &object in objects {
        let first = scene.first_token(object);
        near.push(first.saturating_sub(2)..scene.end_token(object) + NEAR);
    }
    let mut found: Vec<String> = tokens
        .clone()
        .filter(|at| near.iter().any(|range| range.contains(at)))
        .filter(|at| scene.tokens.list[*at].referent.is_none())
        .filter_map(|at| ordinal(scene, scene.tokens.lower(at)))
        .collect();
    let span = scene.span_of(tokens);
    found.extend(
        scene
            .temporals
            .iter()
            .filter(|temporal| span.covers(temporal.span))
            .filter_map(|temporal| {
                let length = temporal.length.filter(|length| length.anniversary)?;
                Some(format!("{} anniversary", nth(length.count)))
            }),
    );
    found.sort();
    found.dedup();
    found
}

/// "first" and "1st" as "1st"; "last" as it is.
fn ordinal(scene: &Scene, word: &str) -> Option<String> {
    scene.events.discriminator(word)
}

/// "1st", "2nd", "70th".
pub(crate) fn nth(number: u32) -> String {
    let ending = match (number % 100, number % 10) {
        (11..=13, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    };
    format!("{number}{ending}")
}
