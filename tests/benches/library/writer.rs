//! A seeded writer of policy-like texts: agreements, bodies and persons with invented names, what befell them and when, what
//! was said of it, and much that nobody asks about. The same texts from the same seed, everywhere.

#[path = "../../../server/passage/tests/generator/mod.rs"]
mod generator;

use std::fmt::Write;

use generator::Random;

const SYLLABLES: &[&str] = &[
    "ba", "cor", "den", "fi", "gra", "hol", "im", "ju", "ka", "lo", "mer", "nu", "or", "pel",
    "qua", "ri", "sta", "tem", "ul", "ver", "wo", "yan", "zed", "tri", "mon", "sel", "cal", "pro",
    "dis", "ten", "ar", "bel", "cy", "dro", "eth",
];
const SMALL: &[&str] = &[
    "the", "of", "and", "in", "to", "a", "for", "on", "with", "by", "that", "is", "as", "be",
    "shall", "its", "their", "at", "from", "which", "this", "or", "an", "are", "will", "not",
];
const PLAIN: &[&str] = &[
    "states",
    "measures",
    "policy",
    "trade",
    "waters",
    "report",
    "levels",
    "progress",
    "budget",
    "members",
    "rules",
    "period",
    "region",
    "access",
    "support",
    "energy",
    "ports",
    "review",
    "standards",
    "services",
    "growth",
    "share",
    "terms",
    "body",
    "parties",
    "funds",
    "matters",
];
const MONTHS: &[&str] = &[
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const SUBJECTS: &[&str] = &[
    "Harbours",
    "Fisheries",
    "Rivers",
    "Lighthouses",
    "Grain",
    "Salt",
    "Railways",
    "Forests",
];

/// A thing with a name, and the dates of its life.
struct Agreement {
    name: String,
    short: Option<String>,
    signed: String,
    year: usize,
}

/// Writes sources, each with some names of its own and some that all share.
pub struct Writer {
    random: Random,
    places: Vec<String>,
    persons: Vec<String>,
    shared: Vec<Agreement>,
}

impl Writer {
    pub fn new(seed: u64) -> Self {
        let mut writer = Self {
            random: Random(seed),
            places: Vec::new(),
            persons: Vec::new(),
            shared: Vec::new(),
        };
        writer.places = (0..120).map(|_| writer.capital(2)).collect();
        writer.persons = (0..300)
            .map(|_| format!("{} {}", writer.capital(2), writer.capital(3)))
            .collect();
        writer.shared = (0..80).map(|_| writer.agreement()).collect();
        writer
    }

    /// A source of about so many bytes.
    pub fn source(&mut self, bytes: usize) -> String {
        let own: Vec<Agreement> = (0..1 + bytes / 20_000).map(|_| self.agreement()).collect();
        let year = 1950 + self.random.below(70);
        let mut text = format!("# Report on {} of {year}\n\n", self.random.pick(SUBJECTS));
        while text.len() < bytes {
            if self.random.below(12) == 0 {
                let _ = write!(text, "## {} and {}\n\n", self.word(), self.word());
            }
            for _ in 0..3 + self.random.below(4) {
                let sentence = self.sentence(&own);
                text.push_str(&sentence);
                text.push(' ');
            }
            text.pop();
            text.push_str("\n\n");
        }
        text
    }

    fn sentence(&mut self, own: &[Agreement]) -> String {
        let place = self.places[self.random.below(self.places.len())].clone();
        let other = self.places[self.random.below(self.places.len())].clone();
        let person = self.persons[self.random.below(self.persons.len())].clone();
        let date = self.date();
        let rest = self.words(12);
        let all = own.len() + self.shared.len();
        let at = match self.random.below(3) {
            0 => own.len() + self.random.below(all - own.len()),
            _ => self.random.below(own.len()),
        };
        let it = own.get(at).unwrap_or_else(|| &self.shared[at - own.len()]);
        let (name, signed, year) = (&it.name, &it.signed, it.year);
        match self.random.below(30) {
            0 => format!("The {name} was signed in {place} on {signed}."),
            1 => match &it.short {
                Some(short) => format!("The {name} ({short}), signed on {signed}, covers {rest}."),
                None => format!("Since {year} the {name} has governed {rest}."),
            },
            2 => format!("The {name} entered into force in {}.", year + 1),
            3 => format!("On {date} President {person} visited {place} to speak of {rest}."),
            4 => format!("“We shall have {rest}”, said Minister {person} in {place} on {date}."),
            5 => format!(
                "In {} ministers of {place} and {other} met; {rest}.",
                year + 3
            ),
            6 => format!("Two years later the treaty was extended to {other}."),
            7 => format!("The report of {date} speaks of {rest}."),
            _ => {
                let mut words = self.words(26);
                let first = words.remove(0).to_ascii_uppercase();
                format!("{first}{words}.")
            }
        }
    }

    fn agreement(&mut self) -> Agreement {
        let place = self.capital(3);
        let kind = self
            .random
            .pick(&["Treaty", "Convention", "Protocol", "Charter", "Agreement"]);
        let name = match self.random.below(3) {
            0 => format!("{kind} of {place}"),
            1 => format!("{place} {kind} on {}", self.random.pick(SUBJECTS)),
            _ => format!("{place} {kind}"),
        };
        let letters = name.split(' ').filter(|word| !SMALL.contains(word));
        let short: String = letters.filter_map(|word| word.chars().next()).collect();
        let signed = self.date();
        let year = signed[signed.len() - 4..].parse().expect("a year");
        Agreement {
            short: (short.len() > 2).then_some(short),
            name,
            signed,
            year,
        }
    }

    fn date(&mut self) -> String {
        let (day, month) = (1 + self.random.below(28), self.random.pick(MONTHS));
        format!("{day} {month} {}", 1950 + self.random.below(70))
    }

    fn capital(&mut self, syllables: usize) -> String {
        let mut word: String = (0..syllables)
            .map(|_| *self.random.pick(SYLLABLES))
            .collect();
        word[..1].make_ascii_uppercase();
        word
    }

    fn word(&mut self) -> String {
        match self.random.below(20) {
            0..9 => (*self.random.pick(SMALL)).to_owned(),
            9..14 => (*self.random.pick(PLAIN)).to_owned(),
            // Rare words of a large vocabulary.
            _ => (0..1 + self.random.below(3))
                .map(|_| *self.random.pick(SYLLABLES))
                .collect(),
        }
    }

    fn words(&mut self, most: usize) -> String {
        let count = 4 + self.random.below(most);
        let words: Vec<String> = (0..count).map(|_| self.word()).collect();
        words.join(" ")
    }
}
