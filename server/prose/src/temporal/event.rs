//! The date of an event that a text names again: "was signed on 9 June ... three days after the signing". Nothing is known
//! of events here; the same stem in a dated sentence before is all that is asked.

use text::Span;

use super::context::Moment;

/// The date of the nearest sentence before `event` that has a word of its stem, among the dates `told` so far.
pub(super) fn date(
    event: Span,
    prose: &str,
    sentences: &[Span],
    told: &[(Span, Moment)],
) -> Option<Moment> {
    let head = words(event.of(prose)).last()?.1;
    let before = sentences
        .iter()
        .rev()
        .filter(|sentence| sentence.start < event.start);
    for sentence in before {
        let end = sentence.end.min(event.start);
        let text = prose.get(sentence.start..end)?;
        let Some(at) = words(text)
            .filter(|word| akin(word.1, head))
            .map(|word| sentence.start + word.0)
            .last()
        else {
            continue;
        };
        let inside = told
            .iter()
            .filter(|(span, _)| sentence.start <= span.start && span.end <= end);
        return inside
            .min_by_key(|(span, _)| span.start.abs_diff(at))
            .map(|told| told.1);
    }
    None
}

fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| word.len() > 2)
        .map(move |word| (word.as_ptr() as usize - text.as_ptr() as usize, word))
}

/// Whether two words share their stem ("signed", "signing").
fn akin(one: &str, other: &str) -> bool {
    let lower = |word: &str| {
        word.chars()
            .flat_map(char::to_lowercase)
            .collect::<Vec<_>>()
    };
    let (one, other) = (lower(one), lower(other));
    let shared = one.iter().zip(&other).take_while(|(a, b)| a == b).count();
    let (short, long) = (one.len().min(other.len()), one.len().max(other.len()));
    one == other || shared >= 4 && shared + 3 >= short && 5 * shared >= 2 * long
}
