//! A language's words of grammar, as the section `[grammar]` of its `events.toml` lists them.

use rustc_hash::FxHashSet;

use serde::Deserialize;

/// Words of grammar, in lower case.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub(crate) struct Grammar {
    pub be: FxHashSet<String>,
    pub have: FxHashSet<String>,
    #[serde(rename = "do")]
    pub do_: FxHashSet<String>,
    pub negation: FxHashSet<String>,
    /// Pairs of words that deny or report ("far from", "said to").
    pub hedging_pairs: Vec<String>,
    pub planned: FxHashSet<String>,
    pub planned_with: FxHashSet<String>,
    pub planned_nouns: FxHashSet<String>,
    pub supposing: FxHashSet<String>,
    pub limits: FxHashSet<String>,
    pub excepting: FxHashSet<String>,
    pub conditional: FxHashSet<String>,
    pub reported: FxHashSet<String>,
    pub aspect: FxHashSet<String>,
    pub infinitive: FxHashSet<String>,
    pub leading: FxHashSet<String>,
    pub light: FxHashSet<String>,
    pub subordinators: FxHashSet<String>,
    pub relatives: FxHashSet<String>,
    pub prepositions: FxHashSet<String>,
    pub place_prepositions: FxHashSet<String>,
    pub genitive: FxHashSet<String>,
    pub by: FxHashSet<String>,
    pub with: FxHashSet<String>,
    pub conjunctions: FxHashSet<String>,
    pub coordinators: FxHashSet<String>,
    pub determiners: FxHashSet<String>,
    pub through: FxHashSet<String>,
    pub demonstratives: FxHashSet<String>,
    pub thing_pronouns: FxHashSet<String>,
    pub person_pronouns: FxHashSet<String>,
    pub plural_pronouns: FxHashSet<String>,
    pub possessive_pronouns: FxHashSet<String>,
    pub time_nouns: FxHashSet<String>,
    pub again: FxHashSet<String>,
    pub inverted: FxHashSet<String>,
    pub thing_possessives: FxHashSet<String>,
    pub former: FxHashSet<String>,
    pub latter: FxHashSet<String>,
    pub date_headers: FxHashSet<String>,
    pub ordinals: Vec<String>,
    pub ordinal_endings: Vec<String>,
    pub extremes: FxHashSet<String>,
    pub contractions: Vec<String>,
    pub adverb_endings: Vec<String>,
    pub past_endings: Vec<String>,
    pub noun_plurals: Vec<String>,
    pub earlier: Vec<String>,
    pub later: Vec<String>,
    pub other_styles: FxHashSet<String>,
    /// Words that call what is said into doubt ("myth").
    pub doubt: FxHashSet<String>,
    /// Verbs that say that somebody did the same ("followed suit").
    pub repeating: Vec<String>,
}
