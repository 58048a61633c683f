//! Names: what counts as one (shape, head noun), and finding the known ones in a block (a table of spellings and rules of boundaries).
//! Which names exist is the library's affair; they come in as [`Names`].

mod derive;
mod extract;
mod fold;
mod gazetteer;
mod matcher;
mod merge;
mod rules;
mod table;
mod trace;

use text::Span;

pub use extract::{Candidate, Finder, Short};
pub use fold::key;
pub use gazetteer::{Gazetteer, is_acronym};
pub use matcher::{Names, Sighting};
pub use merge::{Extracted, Merger};
pub use rules::{Group, Heads, Rules};
pub use trace::Trace;

/// Number of an entity in the library whose [`Names`] found it.
#[derive(
    Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
)]
pub struct EntityId(pub u32);

/// What an entity is.
#[derive(
    Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord, serde::Deserialize, serde::Serialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum EntityKind {
    /// A treaty, statement, contract, plan ...
    Agreement,
    /// An organisation, forum, company, programme ...
    Organisation,
    /// A person.
    Person,
    /// A country, city, region ...
    Place,
}

/// How a mention names its entity.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord)]
pub enum Via {
    /// By one of its names.
    Name,
    /// By an acronym.
    Acronym,
    /// By a short form that the text itself explains or an antecedent gives ("the treaty", "the Organization").
    ShortForm,
    /// By a pronoun.
    Pronoun,
}

/// One occurrence of an entity's name.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Mention {
    /// The words, in the block's prose; a possessive ending is left out.
    pub span: Span,
    /// Who it may be, most likely first; one entry when it is clear.
    pub candidates: Vec<EntityId>,
    /// What the first candidate is.
    pub kind: EntityKind,
    /// How it is named.
    pub via: Via,
}

/// One name of one entity, as the library hands it over.
#[derive(Clone, PartialEq, Eq, Hash, Debug, serde::Serialize, serde::Deserialize)]
pub struct Name {
    /// The words.
    pub text: String,
    /// Whose name it is.
    pub entity: EntityId,
    /// What that is.
    pub kind: EntityKind,
    /// Case matters (acronyms).
    pub exact_case: bool,
    /// It may mean something else in common prose and counts only with context.
    pub ambiguous: bool,
}
