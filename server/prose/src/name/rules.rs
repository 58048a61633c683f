//! What a language does to names: articles before them, endings after them, two spellings of one word.

use rustc_hash::FxHashMap;
use serde::Deserialize;

use super::EntityKind;
use crate::list::WordMap;

/// The rules of one language, from its `names.toml`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Rules {
    /// Articles: no part of a name that they lead.
    #[serde(default)]
    pub articles: Vec<String>,
    /// Endings of the plural, left out of a mention's span.
    #[serde(default)]
    pub plurals: Vec<String>,
    /// Endings that make a name an owner.
    #[serde(default)]
    pub possessives: Vec<String>,
    /// Pieces of words that are spelled in two ways.
    #[serde(default)]
    pub spellings: Vec<(String, String)>,
    /// Words that lead from a short name to its own: head nouns by what they name.
    #[serde(default)]
    pub heads: Heads,
    /// Words that join the parts of a name and may stand in lower case inside it.
    #[serde(default)]
    pub joiners: Vec<String>,
    /// What each of those does to a name.
    #[serde(default)]
    pub joints: Joints,
    /// Prepositions that make a noun with its article the start of a longer name ("the Treaty of").
    #[serde(default)]
    pub complements: Vec<String>,
    /// The same for organisations.
    #[serde(default)]
    pub organisation_complements: Vec<String>,
    /// Words that are capitalised only where they begin a sentence.
    #[serde(default)]
    pub openers: Vec<String>,
    /// Words that make no name of a head noun ("joint", "new").
    #[serde(default)]
    pub weak: Vec<String>,
    /// Parts of the world, which "in" makes a part of a name.
    #[serde(default)]
    pub regions: Vec<String>,
    /// Head nouns of acts that are told apart by a number.
    #[serde(default)]
    pub numbered: Vec<String>,
    /// Of these a year is the number ("the Act 1972").
    #[serde(default)]
    pub dated: Vec<String>,
    /// Words before such a number.
    #[serde(default)]
    pub number_words: Vec<String>,
    /// What digits make a name of ("G20").
    #[serde(default)]
    pub counted: Vec<String>,
    /// Phrases between two names of one thing.
    #[serde(default)]
    pub known_as: Vec<String>,
    /// Verbs between a thing and what it is.
    #[serde(default)]
    pub is_a: Vec<String>,
    /// Styles of persons.
    #[serde(default)]
    pub offices: Vec<String>,
    /// Small words inside a person's name.
    #[serde(default)]
    pub particles: Vec<String>,
    /// Participles between a noun and its complement.
    #[serde(default)]
    pub leading_participles: Vec<String>,
    /// Verbs that mostly persons do, behind a name of several words.
    #[serde(default)]
    pub person_verbs: Vec<String>,
    /// Pronouns that open a clause about a person.
    #[serde(default)]
    pub person_relatives: Vec<String>,
    /// Words whose point ends no name ("St. Petersburg").
    #[serde(default)]
    pub pointed: Vec<String>,
    /// The definite articles: what is one of its kind, is not defined by its kind.
    #[serde(default)]
    pub definite: Vec<String>,
    /// Verbs that only persons do.
    #[serde(default)]
    pub speech: Vec<String>,
    /// Prepositions before places.
    #[serde(default)]
    pub place_leads: Vec<String>,
    /// Capitalised words behind them that are no places.
    #[serde(default)]
    pub no_places: Vec<String>,
    /// Words that introduce a short form in brackets ("hereinafter").
    #[serde(default)]
    pub hereinafter: Vec<String>,
    /// Phrases for the parties of what goes on, and how many they are ("the two countries").
    #[serde(default)]
    pub parties: Vec<Group>,
    /// What head nouns name, with all their endings.
    #[serde(skip)]
    kinds: WordMap<EntityKind>,
    #[serde(skip)]
    groups: WordMap<Vec<usize>>,
}

/// Small words inside names, by what they do there. In lower case.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Joints {
    /// "and": joins two parts of one name, or two names.
    #[serde(default)]
    pub and: Vec<String>,
    /// "or".
    #[serde(default)]
    pub or: Vec<String>,
    /// "of": leads to what a thing is of.
    #[serde(default)]
    pub of: Vec<String>,
    /// "in": leads to a region, or in an agreement's name to what it is about.
    #[serde(rename = "in", default)]
    pub within: Vec<String>,
    /// "to": leads from one agreement to another.
    #[serde(default)]
    pub to: Vec<String>,
    /// "with": names of agreements go on with their parties.
    #[serde(default)]
    pub with: Vec<String>,
    /// "between": what "and" joins behind it are the parties of an agreement.
    #[serde(default)]
    pub between: Vec<String>,
    /// Of agreements only, and not right behind the noun ("under").
    #[serde(default)]
    pub inner: Vec<String>,
    /// Never right behind the noun ("certain").
    #[serde(default)]
    pub late: Vec<String>,
    /// Behind these a capitalised word that "of" might go on from is a name by itself ("in Bergen by").
    #[serde(default)]
    pub closing: Vec<String>,
    /// Endings of nouns for what is no thing: "the Use in Warfare", not "the Treaty in Paris".
    #[serde(default)]
    pub abstract_endings: Vec<String>,
}

/// Head nouns in lower case, singular.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Heads {
    /// "treaty", "agreement" ...
    #[serde(default)]
    pub agreement: Vec<String>,
    /// "organisation", "forum" ...
    #[serde(default)]
    pub organisation: Vec<String>,
    /// "president", "minister" ...
    #[serde(default)]
    pub person: Vec<String>,
    /// "country", "city" ...
    #[serde(default)]
    pub place: Vec<String>,
}

/// A phrase that stands for several parties.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// The words, in lower case.
    pub words: String,
    /// How many parties they stand for.
    pub count: usize,
    /// What the parties may be; any if empty.
    #[serde(default)]
    pub kinds: Vec<EntityKind>,
}

impl Rules {
    /// Reads a language's `names.toml`.
    ///
    /// # Errors
    /// If it is not of this shape.
    pub fn parse(toml: &str) -> Result<Self, toml::de::Error> {
        let mut rules: Self = toml::from_str(toml)?;
        rules.kinds = rules.kinds_by_noun();
        rules.groups = rules.groups_by_word();
        Ok(rules)
    }

    /// What a noun names, in lower case, singular or plural.
    pub fn head(&self, noun: &str) -> Option<EntityKind> {
        self.kinds.get(noun).copied()
    }

    /// The head nouns with all their endings.
    fn kinds_by_noun(&self) -> WordMap<EntityKind> {
        let heads = [
            (EntityKind::Place, &self.heads.place),
            (EntityKind::Person, &self.heads.person),
            (EntityKind::Organisation, &self.heads.organisation),
            (EntityKind::Agreement, &self.heads.agreement),
        ];
        // What stands in two lists is of the kind that comes last here.
        let mut kinds = FxHashMap::default();
        for (kind, noun) in heads
            .into_iter()
            .flat_map(|(kind, nouns)| nouns.iter().map(move |noun| (kind, noun)))
        {
            let plurals = self.plurals.iter().map(|plural| format!("{noun}{plural}"));
            kinds.extend(plurals.chain([noun.clone()]).map(|noun| (noun, kind)));
        }
        kinds.into_iter().collect()
    }

    /// The group phrases that begin with `word`, longest first.
    pub fn groups_from(&self, word: &str) -> impl Iterator<Item = &Group> {
        let places = self.groups.get(word).into_iter().flatten();
        places.map(|at| &self.parties[*at])
    }

    /// The places of the group phrases, by their first words.
    fn groups_by_word(&self) -> WordMap<Vec<usize>> {
        let mut groups: FxHashMap<String, Vec<usize>> = FxHashMap::default();
        for (at, group) in self.parties.iter().enumerate() {
            let first = group.words.split(' ').next().unwrap_or_default();
            groups.entry(first.to_owned()).or_default().push(at);
        }
        groups.into_iter().collect()
    }

    /// English, as compiled in.
    ///
    /// # Panics
    /// Never: a test reads the same file.
    pub fn english() -> Self {
        Self::parse(include_str!("../../locale/en/names.toml")).expect("the file is tested")
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn english_is_well_formed() {
        let rules = super::Rules::english();
        assert!(rules.articles.contains(&"the".to_owned()));
        assert!(!rules.heads.agreement.is_empty() && !rules.spellings.is_empty());
    }
}
