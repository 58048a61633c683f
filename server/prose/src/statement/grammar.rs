//! A language's words of grammar, as the section `[grammar]` of its `events.toml` lists them.

use crate::list::WordSet;

use serde::Deserialize;

/// Words of grammar, in lower case.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub(crate) struct Grammar {
    pub be: WordSet,
    pub have: WordSet,
    #[serde(rename = "do")]
    pub do_: WordSet,
    pub negation: WordSet,
    /// Pairs of words that deny or report ("far from", "said to").
    pub hedging_pairs: Vec<String>,
    /// Pairs of words that deny what follows them in the sentence ("wrong that").
    pub denying_pairs: Vec<String>,
    /// Before a verb: it did not come to that ("almost").
    pub nearly: WordSet,
    /// What happened so happened in part ("provisionally").
    pub partial: WordSet,
    /// These lead to the one party for which something happened ("for").
    pub scoping: WordSet,
    /// Between a date and what it brought ("saw").
    pub presenting: WordSet,
    /// Between a date and what was going on then ("with").
    pub together: WordSet,
    /// Behind a happening these only say that it was ("came", "took place").
    pub occurring: WordSet,
    /// These open a clause without a subject ("having").
    pub absolute: WordSet,
    /// These lead to what a noun is about ("a study of").
    pub belonging: WordSet,
    /// These bring in somebody new ("a").
    pub indefinite: WordSet,
    /// These point at what was named last ("that").
    pub distant: WordSet,
    /// Nouns by which any agreement, any organisation may be called.
    pub generic_agreements: WordSet,
    pub generic_organisations: WordSet,
    pub planned: WordSet,
    pub planned_with: WordSet,
    pub planned_nouns: WordSet,
    pub supposing: WordSet,
    pub limits: WordSet,
    pub excepting: WordSet,
    pub conditional: WordSet,
    pub reported: WordSet,
    pub aspect: WordSet,
    pub infinitive: WordSet,
    pub leading: WordSet,
    pub light: WordSet,
    pub subordinators: WordSet,
    pub relatives: WordSet,
    pub prepositions: WordSet,
    pub place_prepositions: WordSet,
    pub genitive: WordSet,
    pub by: WordSet,
    pub with: WordSet,
    pub conjunctions: WordSet,
    pub coordinators: WordSet,
    pub determiners: WordSet,
    pub through: WordSet,
    pub demonstratives: WordSet,
    pub thing_pronouns: WordSet,
    pub person_pronouns: WordSet,
    pub plural_pronouns: WordSet,
    pub possessive_pronouns: WordSet,
    pub time_nouns: WordSet,
    pub again: WordSet,
    pub inverted: WordSet,
    pub thing_possessives: WordSet,
    pub former: WordSet,
    pub latter: WordSet,
    pub date_headers: WordSet,
    pub ordinals: Vec<String>,
    pub ordinal_endings: Vec<String>,
    pub extremes: WordSet,
    pub contractions: Vec<String>,
    pub adverb_endings: Vec<String>,
    pub past_endings: Vec<String>,
    pub noun_plurals: Vec<String>,
    pub earlier: Vec<String>,
    pub later: Vec<String>,
    pub other_styles: WordSet,
    /// Words that call what is said into doubt ("myth").
    pub doubt: WordSet,
    /// Verbs that say that somebody did the same ("followed suit").
    pub repeating: Vec<String>,
}
