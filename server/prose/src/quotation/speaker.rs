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
    fn holds(&self, office: &Speaker, cues: &Cues) -> bool {
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
    one(persons(&prose[..at], quoted, cues)
        .into_iter()
        .filter(|it| it.speaker.holds(office, cues)))
}

/// The one person whom `prose` names outside `quoted`, if its last sentence begins with the name; `None` if there are several,
/// or if somebody is spoken of by an office.
pub(crate) fn sole(prose: &str, quoted: &[Span], cues: &Cues) -> Option<Speaker> {
    let all = persons(prose, quoted, cues);
    let last = all.last()?;
    let goes_on = super::sentence_end(&prose[last.span.end..], cues)
        .is_some_and(|by| last.span.end + by < prose.len());
    let offices = prose.split_whitespace().any(|word| {
        let at = word.as_ptr() as usize - prose.as_ptr() as usize;
        let word = word.trim_end_matches(|c: char| !c.is_alphanumeric());
        let named = all.iter().any(|it| it.span.start <= at && at < it.span.end);
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
