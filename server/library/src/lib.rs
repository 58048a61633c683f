//! The room `library`.

/// Everything known from sources and records.
#[derive(Debug, Default)]
pub struct Library {}
