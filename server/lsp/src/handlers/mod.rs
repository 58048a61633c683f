//! One file per method: from the protocol's types, one question, back to the protocol's types.
//!
//! Each handler does everything that must see the messages in order before its first await: an edit is applied, a
//! question is pinned to the version that stands. What comes after the await may happen in any order.

pub mod code_action;
pub mod definition;
pub mod diagnostic;
pub mod did_change;
pub mod did_close;
pub mod did_open;
pub mod did_save;
pub mod hover;
pub mod initialize;
pub mod initialized;
pub mod workspace;
