//! The readable twins of documents that are no text: what was read once is kept in the cache, and a jump opens it there.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use format::{Format, Rendition};

use crate::cache::{self, Cache};
use crate::reader;

/// Reads a document, or takes from the cache what was read of the same bytes by the same version before.
pub(crate) fn read(format: Format, bytes: &[u8], cache: &Cache) -> Result<Rendition, String> {
    let Cache::At(directory) = cache else {
        return reader::render(format, bytes);
    };
    let mut hasher = blake3::Hasher::new();
    // The build's own digest of the reading code stands in the key: no version has to be raised by hand.
    hasher.update(env!("POLICY_LS_EXTRACTOR").as_bytes());
    hasher.update(format.name().as_bytes());
    hasher.update(bytes);
    let key = hasher.finalize().to_hex();
    let path = directory
        .join("documents")
        .join(format!("{}.json", &key[..32]));
    let kept = fs::read(&path)
        .ok()
        .and_then(|kept| serde_json::from_slice(&kept).ok());
    if let Some(rendition) = kept {
        return Ok(rendition);
    }
    let rendition = reader::render(format, bytes)?;
    // Without a cache everything works, only slower.
    if let Ok(text) = serde_json::to_string(&rendition) {
        let _ = cache::write(&path, &text);
    }
    Ok(rendition)
}

/// Writes the words of a document into the cache, under a name that says which document it is; its directory is named by
/// the words, so that an open editor never shows others than those that were meant.
pub(crate) fn materialise(source: &str, text: &str) -> io::Result<PathBuf> {
    let digest = blake3::hash(text.as_bytes()).to_hex();
    let name = Path::new(source)
        .file_name()
        .unwrap_or_default()
        .to_string_lossy();
    let path = cache::directory()
        .join("renditions")
        .join(&digest[..12])
        .join(format!("{name}.md"));
    cache::write(&path, text)?;
    Ok(path)
}
