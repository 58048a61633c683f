//! Statements: one asserted happening each, tying a date to an event kind and its participants.

mod agent;
mod antecedent;
mod aside;
mod bracket;
mod clause;
mod cue;
mod discriminator;
mod gap;
mod grammar;
mod group;
mod kind;
mod open;
mod order;
mod owner;
mod pair;
mod participant;
mod phrase;
mod recognise;
mod referent;
mod repeat;
mod scene;
mod shade;
mod table;
mod token;

use serde::Deserialize;
use text::Span;

pub use antecedent::{Antecedents, Mentioned};
pub(crate) use kind::Shape;
pub use kind::{Events, Kind, Origin};
pub use order::Order;
pub(crate) use order::orders;
pub use recognise::{Block, Recognised, Tools, recognise};
pub(crate) use referent::looks_back;
pub use shade::Hedge;
pub(crate) use table::Cells;
pub use table::{Frame, cell, implied, placed};

use crate::date::DateValue;
use crate::name::EntityId;

/// Number of an event kind in [`Events::kinds`].
#[derive(
    Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
)]
pub struct KindId(pub u16);

/// What a participant is to the event.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Who does it.
    Agent,
    /// What is signed, founded, opened ...
    Object,
    /// Where.
    Place,
}

/// One participant.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Participant {
    /// What it is to the event.
    pub role: Role,
    /// Who or what: the mention's candidates, most likely first.
    pub candidates: Vec<EntityId>,
    /// Its words.
    pub span: Span,
}

/// Whether the text asserts the happening. Only [`Modality::Asserted`] is judged.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Modality {
    /// It happened, says the text.
    Asserted,
    /// It did not happen.
    Negated,
    /// It is planned or expected.
    Planned,
    /// It depends.
    Conditional,
    /// Somebody is reported as saying so.
    Reported,
    /// It stands inside a quotation.
    Quoted,
}

/// One asserted happening.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Statement {
    /// Event kind.
    pub kind: KindId,
    /// Who takes part.
    pub participants: Vec<Participant>,
    /// The date.
    pub value: DateValue,
    /// Index of the temporal expression among the block's.
    pub temporal: usize,
    /// The event's cue word.
    pub cue: Span,
    /// Cue, participants and date together.
    pub span: Span,
    /// The sentence.
    pub sentence: Span,
    /// Whether the text asserts it.
    pub modality: Modality,
    /// What sets one happening of a recurring kind apart, folded ("4th", "first", "2013"); empty if nothing does.
    pub discriminators: Vec<String>,
}
