//! Names of speakers, taken apart: whether two of them mean the same person, without any list of persons.

use text::Span;

use super::Cues;
use crate::list::with_lower;

/// What kind of speaker a name means, as far as its words tell.
#[derive(
    Clone, Copy, PartialEq, Eq, Hash, Debug, Default, serde::Serialize, serde::Deserialize,
)]
pub enum SpeakerKind {
    /// Somebody with a title, or with at least two names.
    Person,
    /// A body or a document: a ministry, a statement. It may be its member's voice.
    Body,
    /// Cannot be told.
    #[default]
    Unclear,
}

/// A speaker's words, taken apart.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, serde::Serialize, serde::Deserialize)]
pub struct Speaker {
    /// The words, as written.
    pub words: String,
    /// Proper names, in small letters.
    pub names: Vec<String>,
    /// Titles and offices, in small letters.
    pub titles: Vec<String>,
    /// Person or body.
    pub kind: SpeakerKind,
}

impl Speaker {
    /// Takes `words` apart. Where an office of a body stands before a name ("US President Joe Biden"), the name counts.
    pub fn parse(words: &str, cues: &Cues) -> Speaker {
        let mut speaker = Speaker {
            words: words.split_whitespace().collect::<Vec<_>>().join(" "),
            ..Speaker::default()
        };
        let (mut body, mut several, mut office) = (false, false, false);
        let tokens: Vec<&str> = words
            .split(|c: char| !(c.is_alphanumeric() || matches!(c, '\'' | '’' | '-' | '.')))
            .map(|word| word.trim_matches(['.', '\'', '’', '-']))
            .filter(|word| !word.is_empty())
            .collect();
        let named = |word: &str| {
            word.starts_with(char::is_uppercase)
                && !cues.titles.has(word)
                && !cues.openers.has(word)
                && !cues.articles.has(word)
        };
        for (at, token) in tokens.iter().enumerate() {
            let low = token.to_lowercase();
            let before = token.as_ptr() as usize - words.as_ptr() as usize;
            office &= !words[..before].trim_end().ends_with(',');
            if office && !cues.titles.has(token) {
                // "The President of Ardenia": whose office it is says nothing of the name.
                body |= is_acronym(token) || cues.bodies.has(token) || cues.documents.has(token);
                if named(token) {
                    speaker.titles.push(low);
                }
                continue;
            }
            if cues.titles.has(token) {
                if tokens[at + 1..].iter().any(|word| named(word)) {
                    (body, several) = (false, false);
                    speaker.names.clear();
                }
                speaker.titles.push(low);
            } else if cues.coordinators.has(token) || cues.both.has(token) {
                several |= !speaker.names.is_empty() || cues.both.has(token);
            } else if named(token) {
                let owner = token.strip_suffix("'s").or(token.strip_suffix("’s"));
                // "Ardenia's president" is no Ardenia; "Okafor's", alone, is Okafor.
                if owner.is_some() && at + 1 < tokens.len() {
                    continue;
                }
                let token = &owner.unwrap_or(token);
                let letters = token.chars().filter(|c| c.is_alphabetic()).count();
                body |= is_acronym(token) || cues.bodies.has(token) || cues.documents.has(token);
                if letters > 1 {
                    speaker.names.push(token.to_lowercase());
                }
            } else {
                body |= cues.bodies.has(token) || cues.documents.has(token);
                office = !speaker.titles.is_empty()
                    && speaker.names.is_empty()
                    && cues.belonging.has(token);
                // "President Lindqvist of Ardenia": what follows is not the name.
                if !speaker.names.is_empty() && cues.belonging.has(token) {
                    break;
                }
            }
        }
        let article = tokens.first().is_some_and(|word| cues.articles.has(word));
        speaker.kind = if several || body {
            SpeakerKind::Body
        } else if !speaker.titles.is_empty() || (speaker.names.len() > 1 && !article) {
            SpeakerKind::Person
        } else {
            SpeakerKind::Unclear
        };
        speaker
    }

    /// Whether it is a pronoun rather than a name.
    pub fn is_pronoun(&self, cues: &Cues) -> bool {
        let words: Vec<&str> = self.words.split_whitespace().collect();
        cues.pronouns.leads(&words) == Some(words.len())
    }

    /// Whether both mean one person; `None` where the words do not tell.
    pub fn same(&self, other: &Speaker) -> Option<bool> {
        if self.names.is_empty() || other.names.is_empty() {
            return self.same_office(other);
        }
        let within = |a: &Speaker, b: &Speaker| a.names.iter().all(|name| b.names.contains(name));
        if within(self, other) || within(other, self) {
            return Some(true);
        }
        let (own, their) = (self.names.last()?, other.names.last()?);
        if own == their {
            let first = |speaker: &Speaker| speaker.names[0].chars().next();
            return (first(self) == first(other)).then_some(true);
        }
        // Family names that begin alike may be two ways of writing one; a name that both have may be the family's.
        let start: String = own.chars().take(3).collect();
        let shared = self.names.iter().any(|name| other.names.contains(name));
        let alike = shared || their.starts_with(&start);
        let persons = self.kind == SpeakerKind::Person && other.kind == SpeakerKind::Person;
        (persons && !alike).then_some(false)
    }

    /// Two offices without names: another office is another person where neither says more than the other.
    fn same_office(&self, other: &Speaker) -> Option<bool> {
        if self.kind != SpeakerKind::Person || other.kind != SpeakerKind::Person {
            return None;
        }
        let within =
            |a: &Speaker, b: &Speaker| a.titles.iter().all(|title| b.titles.contains(title));
        if within(self, other) || within(other, self) {
            let named = self.names.is_empty() && other.names.is_empty();
            return named.then_some(true);
        }
        (!self.titles.is_empty() && !other.titles.is_empty()).then_some(false)
    }
}

fn is_acronym(word: &str) -> bool {
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    letters > 1 && letters < 6 && !word.chars().any(char::is_lowercase)
}

/// The person whom a pronoun in front of `at` means: the last one who opens a sentence before it outside `quoted`, else the
/// last one named at all.
pub fn antecedent(prose: &str, at: usize, quoted: &[Span], cues: &Cues) -> Option<Speaker> {
    let mut best: Option<(bool, Speaker)> = None;
    for (span, opens) in runs(&prose[..at], cues) {
        if quoted.iter().any(|quoted| quoted.overlaps(span)) {
            continue;
        }
        let speaker = Speaker::parse(span.of(prose), cues);
        if speaker.kind != SpeakerKind::Person || speaker.names.is_empty() {
            continue;
        }
        if opens || best.as_ref().is_none_or(|(opened, _)| !*opened) {
            best = Some((opens, speaker));
        }
    }
    best.map(|(_, speaker)| speaker)
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
    fn one_person_or_two() {
        for (a, b, same) in [
            ("Foreign Minister Daniel Okafor", "Okafor", Some(true)),
            ("Mr Okafor", "Daniel Okafor", Some(true)),
            (
                "President Lindqvist of Ardenia",
                "Marta Lindqvist",
                Some(true),
            ),
            ("US President John F. Ames", "John Francis Ames", Some(true)),
            ("Foreign Minister Okafor", "Marta Lindqvist", Some(false)),
            ("Daniel Okafor", "Paula Hesse", Some(false)),
            ("Marta Lindqvist", "Ilse Maran", Some(false)),
            ("Xi Jinping", "Xi Zhongxun", None),
            ("Ardenia", "Paula Hesse", None),
            ("the Foreign Ministry", "Paula Hesse", None),
            ("John Ames", "Paul Ames", None),
            ("President Zelenskyy", "Volodymyr Zelensky", None),
            ("the minister", "the president", Some(false)),
            ("the minister", "Paula Hesse", None),
            ("the President of Ardenia", "Marta Lindqvist", None),
            (
                "the President of Ardenia",
                "the President of Norland",
                Some(false),
            ),
            ("the President of Ardenia", "the President", Some(true)),
            (
                "the President of Ardenia, Marta Lindqvist,",
                "Paula Hesse",
                Some(false),
            ),
            (
                "the President of Ardenia, Marta Lindqvist",
                "Lindqvist",
                Some(true),
            ),
            ("Okafor and Hesse", "Marta Lindqvist", None),
        ] {
            assert_eq!(speaker(a).same(&speaker(b)), same, "{a} / {b}");
            assert_eq!(speaker(b).same(&speaker(a)), same, "{b} / {a}");
        }
    }

    #[test]
    fn who_she_is() {
        let prose = "President Marta Lindqvist, who visited Port Ansel, was blunt. “No,” she said.";
        let found = antecedent(prose, prose.find("she").unwrap(), &[], &Cues::english());
        assert_eq!(found.unwrap().names, ["marta", "lindqvist"]);
    }
}
