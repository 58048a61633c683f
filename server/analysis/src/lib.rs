//! The room `analysis`: draft + library → hover, go-to-source, diagnostics, and everything an editor or a linter can ask.
//!
//! Plain data out: byte spans, provenance, words. It knows no protocol, no disk, no clock and no thread.

#![forbid(unsafe_code)]

mod action;
pub mod assist;
mod at;
mod backward;
mod baseline;
mod cancel;
mod claim;
pub mod completion;
mod coverage;
mod definition;
mod diagnostic;
mod draft;
mod evidence;
mod finding;
mod findings;
mod fragment;
mod hover;
pub mod inlay;
mod inspect;
pub mod item;
mod kept;
pub mod ledger;
pub mod link;
mod location;
mod mend;
mod nearest;
mod phrase;
mod position;
mod profile;
mod quote;
pub mod reference;
pub mod rules;
mod selection;
mod settings;
mod suppression;
pub mod symbol;
pub mod token;
mod version;

pub use action::Action;
pub use backward::references;
pub use baseline::{Baseline, Present, Stale};
pub use cancel::Cancel;
pub use coverage::Coverage;
pub use definition::Target;
pub use diagnostic::{Code, Diagnostic, Fix, Related, Severity, Suppressed};
pub use draft::{Analysis, Memo};
pub use evidence::location;
pub use findings::{Findings, text_of};
pub use hover::Hover;
pub use item::Inspection;
pub use location::{Location, Origin};
pub use markdown::FoldKind;
pub use mend::{Reach, apply};
pub use nearest::nearest;
pub use phrase::date as date_in_words;
pub use profile::{Profile, Row};
pub use prose::name::EntityKind;
pub use quote::NOT_PROVEN;
pub use settings::{Level, Settings};
