//! The room `lsp`: the adapter between editors and the core. The only room that speaks the protocol.
//!
//! It knows nothing about dates, names or quotations: it keeps texts in step with the editor, decides which version to
//! check and when, and turns plain data into the protocol's types. Read in this order: [`serve()`] (bytes, messages, ends),
//! `server` (the table of methods), `handlers` (one file each), `session` and `draft` (what is open, what is checked).

#![forbid(unsafe_code)]

pub mod check;
mod convert;
mod draft;
mod extension;
mod frame;
mod handlers;
mod journal;
mod message;
mod options;
mod parent;
mod place;
mod pool;
mod publish;
mod serve;
mod server;
mod session;
mod snippet;
mod traits;
mod uri;
pub mod world;

use std::sync::Arc;
use std::time::Duration;

pub use serve::{End, run, serve};
pub use session::Parts;

impl Default for Parts {
    /// The parts that ship.
    fn default() -> Self {
        Self {
            check: Arc::new(check::Core),
            world: Arc::new(world::Disk::default()),
            hold: Duration::from_millis(300),
            threads: std::thread::available_parallelism()
                .map_or(2, usize::from)
                .min(8),
        }
    }
}
