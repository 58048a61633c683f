//! Names of speakers, taken apart: whether two of them mean the same person, without any list of persons.

use super::Cues;

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
    /// Takes `words` apart. Where an office of a body stands before a name ("US President Joe Biden"), the name counts; where
    /// nothing follows the office, what leads in to it is no name ("the Ardenian president").
    pub fn parse(words: &str, cues: &Cues) -> Speaker {
        let mut speaker = Speaker {
            words: words.split_whitespace().collect::<Vec<_>>().join(" "),
            ..Speaker::default()
        };
        let (mut body, mut several, mut office) = (false, false, false);
        // How many names there were before the capitalised words that end here, which may belong to an office.
        let mut leading: Option<usize> = None;
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
        let article = tokens.first().is_some_and(|word| cues.articles.has(word));
        for (at, token) in tokens.iter().enumerate() {
            let low = token.to_lowercase();
            let before = token.as_ptr() as usize - words.as_ptr() as usize;
            let parted = words[..before].trim_end().ends_with(',');
            office &= !parted;
            let led = leading.take().filter(|_| !parted);
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
                } else if let Some(names) = led
                    && (article || token.starts_with(char::is_lowercase))
                {
                    // "John Major" is a name for all that a title ends it.
                    speaker.names.truncate(names);
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
                leading = led.or(Some(speaker.names.len()));
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
        speaker.kind = if several || body {
            SpeakerKind::Body
        } else if !speaker.titles.is_empty() || (speaker.names.len() > 1 && !article) {
            SpeakerKind::Person
        } else {
            SpeakerKind::Unclear
        };
        // "The Ardenian leader" may have any office.
        if speaker.names.is_empty() && speaker.titles.iter().any(|title| cues.generic.has(title)) {
            speaker.titles.clear();
        }
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

    /// Whether it is an office alone: "the foreign minister".
    pub(crate) fn is_office(&self, cues: &Cues) -> bool {
        let words = || self.words.split(' ');
        let office = |word: &str| cues.titles.has(word) || cues.determiners.has(word);
        self.names.is_empty()
            && !self.titles.is_empty()
            && words().count() > 1
            && words().all(office)
    }

    /// Whether it is somebody by name who has the `office`, of which "foreign" and the like may be left off.
    pub(super) fn holds(&self, office: &Speaker, cues: &Cues) -> bool {
        let within = |title: &String| self.titles.contains(title);
        let left_off = |title: &&String| !office.titles.contains(title);
        !self.names.is_empty()
            && office.titles.iter().all(within)
            && self
                .titles
                .iter()
                .filter(left_off)
                .all(|title| cues.portfolios.has(title))
    }

    /// Two offices without names: another office is another person where neither says more than the other.
    fn same_office(&self, other: &Speaker) -> Option<bool> {
        if self.kind != SpeakerKind::Person || other.kind != SpeakerKind::Person {
            return None;
        }
        let within =
            |a: &Speaker, b: &Speaker| a.titles.iter().all(|title| b.titles.contains(title));
        if within(self, other) || within(other, self) {
            let nameless = self.names.is_empty() && other.names.is_empty();
            let told = !self.titles.is_empty() && !other.titles.is_empty();
            return (nameless && told).then_some(true);
        }
        (!self.titles.is_empty() && !other.titles.is_empty()).then_some(false)
    }
}

fn is_acronym(word: &str) -> bool {
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    letters > 1 && letters < 6 && !word.chars().any(char::is_lowercase)
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
            ("The Ardenian president", "Marta Lindqvist", None),
            ("the Ardenian Foreign Minister", "Daniel Okafor", None),
            (
                "The Ardenian president",
                "the President of Ardenia",
                Some(true),
            ),
            ("the Ardenian leader", "President Marta Lindqvist", None),
            ("the leader of Ardenia", "President Marta Lindqvist", None),
            ("John Major", "Marta Lindqvist", Some(false)),
            (
                "Daniel Okafor, the Ardenian minister",
                "Marta Lindqvist",
                Some(false),
            ),
        ] {
            assert_eq!(speaker(a).same(&speaker(b)), same, "{a} / {b}");
            assert_eq!(speaker(b).same(&speaker(a)), same, "{b} / {a}");
        }
    }
}
