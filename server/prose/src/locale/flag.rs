//! Facts about a word that are no meaning: where it may stand, what it does to a number beside it.

/// Needs a capital to count as itself ("May", "Monday").
pub const PROPER: u32 = 1;
/// May mean something else and needs a cue ("May", "fall").
pub const DOUBTFUL: u32 = 1 << 1;
/// An abbreviation of a month or a weekday: counts only beside a number.
pub const SHORT: u32 = 1 << 2;
/// A number behind it is a year or a month's name a month.
pub const CUE: u32 = 1 << 3;
/// A number behind it is a code ("Resolution 1973").
pub const CODE: u32 = 1 << 4;
/// A number before it counts it ("2001 tonnes").
pub const COUNTED: u32 = 1 << 5;
/// A number behind it is a quantity ("some 2000").
pub const QUANTITY: u32 = 1 << 6;
/// Money.
pub const CURRENCY: u32 = 1 << 7;
/// Future tense.
pub const FUTURE: u32 = 1 << 8;
/// Past tense.
pub const PAST: u32 = 1 << 9;
/// Joins clauses of equal rank.
pub const CONJUNCTION: u32 = 1 << 10;
/// Opens a subordinate clause.
pub const SUBORDINATOR: u32 = 1 << 11;
/// Opens a relative clause.
pub const RELATIVE: u32 = 1 << 12;
/// A full stop behind it ends no sentence.
pub const ABBREVIATION: u32 = 1 << 13;
/// A full stop behind it ends no sentence where a number follows.
pub const NUMBERING: u32 = 1 << 14;
/// The definite article and its kin.
pub const ARTICLE: u32 = 1 << 15;
/// Looks back from the story ("who had", "formerly"): a clause with it does not carry the story.
pub const ASIDE: u32 = 1 << 16;
/// Begins a sentence more often than it goes on behind an abbreviation.
pub const STARTER: u32 = 1 << 17;
/// Any form of a unit but the first that the locale lists: a plural.
pub const PLURAL: u32 = 1 << 18;
/// What follows it lies ahead of the story ("until the fall of the city in May").
pub const OUTLOOK: u32 = 1 << 19;
/// A season or a month before it is a time ("the spring offensive").
pub const SEASONAL: u32 = 1 << 20;
/// A year beside it is its name ("Agenda 2030", "the 2030 Agenda").
pub const AGENDA: u32 = 1 << 21;
/// "its", "their": may stand before a year as an article may.
pub const POSSESSIVE: u32 = 1 << 22;
