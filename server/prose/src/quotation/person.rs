//! Whom a pronoun or an office means: the persons whom a text names before it.

use text::Span;

use super::{Cues, Speaker, SpeakerKind};
use crate::list::with_lower;

/// The person whom a pronoun in front of `at` means: the last one who opens a sentence before it outside `quoted`, else the
/// last one named at all.
pub fn antecedent(prose: &str, at: usize, quoted: &[Span], cues: &Cues) -> Option<Speaker> {
    let mut best: Option<Person> = None;
    for person in persons(&prose[..at], quoted, cues) {
        if person.opens || best.as_ref().is_none_or(|best| !best.opens) {
            best = Some(person);
        }
    }
    best.map(|best| best.speaker)
}

/// The person whom "who" in front of `at` means: the one named right before it.
pub(crate) fn related(prose: &str, at: usize, quoted: &[Span], cues: &Cues) -> Option<Speaker> {
    let last = persons(&prose[..at], quoted, cues).pop()?;
    let between = &prose[last.span.end..at];
    // "It was Hesse, not Ada Holm, who said so."
    let before = prose[..last.span.start].split_whitespace().next_back();
    let other = before.is_some_and(|word| cues.fillers.has(word));
    let right_before = between.trim().trim_matches(',').is_empty();
    (right_before && !other).then_some(last.speaker)
}

/// The one person named in front of `at` who has the `office`; `None` if there are several.
pub(crate) fn holder(
    prose: &str,
    at: usize,
    quoted: &[Span],
    office: &Speaker,
    cues: &Cues,
) -> Option<Speaker> {
    let holders = persons(&prose[..at], quoted, cues).into_iter();
    let holders: Vec<Person> = holders
        .filter(|it| it.speaker.holds(office, cues))
        .collect();
    // "She met the transport minister": somebody without a name has it too.
    let other = words(&prose[..at]).any(|(span, word)| {
        let named = holders.iter().any(|it| it.span.covers(span));
        !named
            && office
                .titles
                .iter()
                .any(|title| word.eq_ignore_ascii_case(title))
    });
    one(holders.into_iter()).filter(|_| !other)
}

/// The words of a text.
fn words(text: &str) -> impl Iterator<Item = (Span, &str)> {
    let words = text.split(|c: char| !c.is_alphanumeric() && c != '-');
    words.filter(|word| !word.is_empty()).map(move |word| {
        let start = word.as_ptr() as usize - text.as_ptr() as usize;
        (Span::new(start, start + word.len()), word)
    })
}

/// The one person whom `prose` names outside `quoted`, if its last sentence begins with the name; `None` if there are several,
/// or if somebody is spoken of by an office.
pub(crate) fn sole(prose: &str, quoted: &[Span], cues: &Cues) -> Option<Speaker> {
    let all = persons(prose, quoted, cues);
    let last = all.last()?;
    let goes_on = super::sentence_end(&prose[last.span.end..], cues)
        .is_some_and(|by| last.span.end + by < prose.len());
    let offices = words(prose).any(|(span, word)| {
        let named = all.iter().any(|it| it.span.covers(span));
        cues.titles.has(word) && !named
    });
    let alone = last.opens && !goes_on && !offices;
    one(all.into_iter()).filter(|_| alone)
}

/// Whom all of them mean.
fn one(persons: impl Iterator<Item = Person>) -> Option<Speaker> {
    let mut speakers = persons.map(|person| person.speaker);
    let first = speakers.next()?;
    speakers
        .all(|other| other.same(&first) == Some(true))
        .then_some(first)
}

/// A person's name in a text.
struct Person {
    span: Span,
    /// Whether a sentence begins with it.
    opens: bool,
    speaker: Speaker,
}

/// The persons whom `prose` names outside `quoted`, in order.
fn persons(prose: &str, quoted: &[Span], cues: &Cues) -> Vec<Person> {
    let runs = runs(prose, cues).into_iter();
    let free = runs.filter(|(span, _)| !quoted.iter().any(|quoted| quoted.overlaps(*span)));
    let person = |(span, opens): (Span, bool)| {
        // "The Ardenian President": that an article stands before tells that it is no name.
        let before = prose[..span.start].trim_end();
        let article = before.rsplit(char::is_whitespace).next();
        let start = match article.filter(|word| cues.determiners.has(word)) {
            Some(article) => before.len() - article.len(),
            None => span.start,
        };
        let whole = Speaker::parse(&prose[start..span.end], cues);
        let named = whole.kind == SpeakerKind::Person && !whole.names.is_empty();
        let speaker = named.then(|| Speaker::parse(span.of(prose), cues))?;
        Some(Person {
            span,
            opens,
            speaker,
        })
    };
    free.filter_map(person).collect()
}

/// Runs of capitalised words and titles, each with whether it opens a sentence.
fn runs(prose: &str, cues: &Cues) -> Vec<(Span, bool)> {
    let mut out: Vec<(Span, bool)> = Vec::new();
    let mut run: Option<(Span, bool)> = None;
    let mut opens = true;
    let mut at = 0;
    let inner = |c: char| c.is_alphanumeric() || matches!(c, '\'' | '’' | '-');
    while at < prose.len() {
        let rest = &prose[at..];
        let length = rest.find(|c| !inner(c)).unwrap_or(rest.len());
        if length == 0 {
            let c = rest.chars().next().unwrap_or(' ');
            let after = &rest[c.len_utf8()..];
            let abbreviated = run.is_some_and(|(span, _)| {
                let last = span.of(prose).rsplit(' ').next().unwrap_or("");
                last.chars().count() == 1
                    || with_lower(last, |last| cues.abbreviations.contains(last))
            });
            if c != ' ' && c != '\n' && !(c == '.' && abbreviated) {
                out.extend(run.take());
            }
            let ends = matches!(c, '.' | '!' | '?' | '”' | '"') && !abbreviated;
            opens = ends && after.starts_with([' ', '\n']) || (opens && c.is_whitespace());
            at += c.len_utf8();
            continue;
        }
        let word = rest[..length].trim_end_matches(['\'', '’', '-']);
        let word = word
            .strip_suffix("'s")
            .or(word.strip_suffix("’s"))
            .unwrap_or(word);
        let span = Span::new(at, at + word.len());
        let title = cues.titles.has(word);
        let named = word.starts_with(char::is_uppercase)
            && (title || !cues.openers.has(word) && !cues.articles.has(word));
        match (&mut run, named) {
            (Some((whole, _)), true) => *whole = whole.join(span),
            (None, true) => run = Some((span, opens)),
            (_, false) => out.extend(run.take()),
        }
        // "The minister": an article keeps the beginning open.
        opens &= cues.articles.has(word);
        at += length;
    }
    out.extend(run);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn speaker(words: &str) -> Speaker {
        Speaker::parse(words, &Cues::english())
    }

    #[test]
    fn who_holds_the_office() {
        let cues = Cues::english();
        for (prose, holder) in [
            (
                "Foreign Minister Daniel Okafor spoke. The minister",
                Some("daniel"),
            ),
            (
                "Foreign Minister Daniel Okafor spoke. The foreign minister",
                Some("daniel"),
            ),
            ("Prime Minister Ada Holm spoke. The minister", None),
            ("Vice President Ada Holm spoke. The president", None),
            (
                "Foreign Minister Daniel Okafor met Transport Minister Paula Hesse. The minister",
                None,
            ),
            ("Daniel Okafor spoke. The minister", None),
            (
                "Foreign Minister Daniel Okafor met the transport minister. The minister",
                None,
            ),
        ] {
            let at = prose.rfind("The ").unwrap();
            let office = speaker(&prose[at..]);
            assert!(office.is_office(&cues), "{prose}");
            let found = super::holder(prose, at, &[], &office, &cues);
            assert_eq!(
                found.map(|it| it.names[0].clone()).as_deref(),
                holder,
                "{prose}"
            );
        }
        assert!(!speaker("the Ardenian minister").is_office(&cues));
        assert!(!speaker("the minister of ports").is_office(&cues));
    }

    #[test]
    fn whom_a_block_names_alone() {
        let cues = Cues::english();
        let sole = |prose| super::sole(prose, &[], &cues).map(|it| it.words);
        assert_eq!(
            sole("Nobody knew. Daniel Okafor gave a speech.").as_deref(),
            Some("Daniel Okafor")
        );
        assert_eq!(sole("Daniel Okafor gave a speech. A lady stood up."), None);
        assert_eq!(sole("Daniel Okafor thanked the chairwoman."), None);
        assert_eq!(sole("Daniel Okafor answered Paula Hesse."), None);
        assert_eq!(sole("Nobody spoke."), None);
        let prose = "Daniel Okafor answered Paula Hesse, who had said";
        let who = super::related(prose, prose.find("who").unwrap(), &[], &cues);
        assert_eq!(who.unwrap().names, ["paula", "hesse"]);
        let prose = "It was Paula Hesse, not Daniel Okafor, who said";
        assert_eq!(
            super::related(prose, prose.find("who").unwrap(), &[], &cues),
            None
        );
    }

    #[test]
    fn who_she_is() {
        let prose = "President Marta Lindqvist, who visited Port Ansel, was blunt. “No,” she said.";
        let found = antecedent(prose, prose.find("she").unwrap(), &[], &Cues::english());
        assert_eq!(found.unwrap().names, ["marta", "lindqvist"]);
        let prose =
            "Marta Lindqvist was blunt. The Ardenian President saw no way out. “No,” she said.";
        let found = antecedent(prose, prose.find("she").unwrap(), &[], &Cues::english());
        assert_eq!(found.unwrap().names, ["marta", "lindqvist"]);
    }
}
