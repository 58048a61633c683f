//! What day it is: asked of the system once, unless the command line says another.

use std::sync::OnceLock;

static TODAY: OnceLock<String> = OnceLock::new();

/// Says what day it is (`2026-05-01`), before anything is loaded. Only the first call counts.
pub fn set(day: String) {
    let _ = TODAY.set(day);
}

/// The day, as EDTF; the same all over the world, so that a check is the same everywhere.
pub(crate) fn today() -> String {
    let said = TODAY.get().cloned();
    said.unwrap_or_else(|| {
        let now = jiff::tz::Offset::UTC.to_datetime(jiff::Timestamp::now());
        now.date().to_string()
    })
}
