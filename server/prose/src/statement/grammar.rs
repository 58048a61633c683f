//! A language's words of grammar, as the section `[grammar]` of its `events.toml` lists them.

use std::collections::HashSet;

use serde::Deserialize;

/// Words of grammar, in lower case.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub(crate) struct Grammar {
    pub be: HashSet<String>,
    pub have: HashSet<String>,
    #[serde(rename = "do")]
    pub do_: HashSet<String>,
    pub negation: HashSet<String>,
    pub planned: HashSet<String>,
    pub planned_with: HashSet<String>,
    pub planned_nouns: HashSet<String>,
    pub supposing: HashSet<String>,
    pub limits: HashSet<String>,
    pub conditional: HashSet<String>,
    pub reported: HashSet<String>,
    pub aspect: HashSet<String>,
    pub infinitive: HashSet<String>,
    pub leading: HashSet<String>,
    pub light: HashSet<String>,
    pub subordinators: HashSet<String>,
    pub relatives: HashSet<String>,
    pub prepositions: HashSet<String>,
    pub place_prepositions: HashSet<String>,
    pub genitive: HashSet<String>,
    pub by: HashSet<String>,
    pub with: HashSet<String>,
    pub conjunctions: HashSet<String>,
    pub coordinators: HashSet<String>,
    pub determiners: HashSet<String>,
    pub through: HashSet<String>,
    pub demonstratives: HashSet<String>,
    pub thing_pronouns: HashSet<String>,
    pub person_pronouns: HashSet<String>,
    pub plural_pronouns: HashSet<String>,
    pub possessive_pronouns: HashSet<String>,
    pub time_nouns: HashSet<String>,
    pub again: HashSet<String>,
    pub inverted: HashSet<String>,
    pub thing_possessives: HashSet<String>,
    pub former: HashSet<String>,
    pub latter: HashSet<String>,
    pub date_headers: HashSet<String>,
    pub ordinals: Vec<String>,
    pub ordinal_endings: Vec<String>,
    pub extremes: HashSet<String>,
    pub contractions: Vec<String>,
    pub adverb_endings: Vec<String>,
    pub past_endings: Vec<String>,
    pub noun_plurals: Vec<String>,
    pub earlier: Vec<String>,
    pub later: Vec<String>,
    pub other_styles: HashSet<String>,
    /// Words that call what is said into doubt ("myth").
    pub doubt: HashSet<String>,
    /// Verbs that say that somebody did the same ("followed suit").
    pub repeating: Vec<String>,
}
