//! What was weighed for a date, for whoever learns what clues are worth (`tests/learn`). Nothing is noted unless asked for.

use text::Span;

/// What was weighed for one date.
#[derive(Clone, Debug)]
pub struct Note {
    /// The date's words in its block's prose.
    pub date: Span,
    /// The same, written out.
    pub words: String,
    /// Why nothing was weighed; empty otherwise.
    pub ended: &'static str,
    /// The events that come near, the weightiest first.
    pub events: Vec<NotedEvent>,
}

/// One event that comes near.
#[derive(Clone, Debug)]
pub struct NotedEvent {
    /// Its number in the chronology.
    pub event: usize,
    /// Its clues, each with its name.
    pub clues: Vec<(&'static str, f64)>,
    /// How likely it is held to be.
    pub likely: f64,
}
