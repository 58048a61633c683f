//! The room `project`: finding, reading and configuration — the only room that touches the disk.
//!
//! It turns a path into a [`Workspace`]: the settings that apply there and the library that its sources and records
//! make. Nothing here judges a draft. Trouble with one file is a [`FileProblem`] and everything else goes on; trouble
//! with the configuration itself is a [`ConfigError`], because then nobody knows what was meant.

#![deny(unsafe_code)]

pub mod baseline;
mod bibliography;
mod builtin;
mod cache;
mod config;
mod load;
mod memory;
mod naming;
mod nearest;
mod overrides;
mod problem;
mod read;
mod reader;
mod rendition;
mod role;
mod show;
mod site;
mod source;
mod sources;
mod store;
mod today;
mod unsaved;
mod watch;
mod workspace;

pub use builtin::{materialise, records as builtin_records};
pub use cache::{Cache, set as set_cache};
pub use config::{Config, Profile, RuleLevel, Silence, check_document_date, schema};
pub use format::Format;
pub use load::is_records;
pub use naming::{names_of_sources, written};
pub use nearest::nearest;
pub use problem::{ConfigError, FileProblem};
pub use read::{ReadError, decode, read_text};
pub use reader::{SUBCOMMAND as READER, answer as read_document, use_reader};
pub use role::{Role, Roles, endings, is_configuration, is_editable, is_prose, sidecar_of};
pub use show::{Setting, settings};
pub use site::{CONFIGURATION, Site, absolute};
pub use source::{look_at, sha256};
pub use sources::{is_left_out, walk, walk_drafts};
pub use store::{Contents, Kept, ResultKey, Results, Seal, Store, Trust, Wanted};
pub use today::set as set_today;
pub use unsaved::{Saved, Unsaved, same as same_text};
pub use watch::Watch;
pub use workspace::{LibraryInfo, Progress, RecordsFile, RecordsHome, Workspace};

/// Gets ready what every workspace needs and what takes a moment, before anybody asks for one.
pub fn warm() {
    prose::locale::Locale::shared_english();
}
