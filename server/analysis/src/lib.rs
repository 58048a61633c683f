//! The room `analysis`: draft + library → hover, go-to-source, diagnostics, and everything an editor or a linter can ask.
//!
//! Plain data out: byte spans, provenance, words. It knows no protocol, no disk, no clock and no thread.

#![forbid(unsafe_code)]

mod action;
mod at;
mod backward;
mod cancel;
mod claim;
mod coverage;
mod definition;
mod diagnostic;
mod draft;
mod evidence;
mod finding;
mod fragment;
mod hover;
mod inspect;
pub mod item;
mod location;
mod phrase;
mod profile;
mod quote;
pub mod rules;
mod settings;

pub use action::Action;
pub use backward::references;
pub use cancel::Cancel;
pub use coverage::Coverage;
pub use definition::Target;
pub use diagnostic::{Diagnostic, Fix, Related, Severity};
pub use draft::{Analysis, Memo};
pub use evidence::location;
pub use hover::Hover;
pub use item::Inspection;
pub use location::{Location, Origin};
pub use profile::{Profile, Row};
pub use settings::{Level, Settings};
