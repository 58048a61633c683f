//! The built-in library: the texts of `seeds/`, compiled in by the build, parsed when first asked for.

use std::io;
use std::path::PathBuf;

use analysis::Origin;

use crate::cache;

// `FILES: &[(&str, &str)]`, name below `seeds/` (with `/`) and text, sorted by name.
include!(concat!(env!("OUT_DIR"), "/seeds.rs"));

/// A compiled-in text by its name.
pub(crate) fn text(name: &str) -> Option<&'static str> {
    let at = FILES.binary_search_by_key(&name, |&(name, _)| name).ok()?;
    Some(FILES[at].1)
}

/// Writes the compiled-in text that `origin` names into the cache directory, so that a jump into it lands. Its
/// directory is named by its content: the texts of two versions never mix.
pub fn materialise(origin: &Origin) -> io::Result<PathBuf> {
    let Origin::Builtin(name) = origin else {
        return Err(io::Error::new(
            io::ErrorKind::InvalidInput,
            "only compiled-in texts are written to the cache",
        ));
    };
    let text = text(name).ok_or_else(|| {
        io::Error::new(
            io::ErrorKind::NotFound,
            format!("no compiled-in text is called {name:?}"),
        )
    })?;
    let digest = blake3::hash(text.as_bytes()).to_hex();
    let path = cache::directory()
        .join("builtin")
        .join(&digest[..12])
        .join(name);
    cache::write(&path, text)?;
    Ok(path)
}
