//! The readable twins of documents that are no text: what was read once is kept in the cache, and a jump opens it there.
//! What is kept of one source lies in one directory, so that it can be forgotten.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use format::{Format, Rendition};

use crate::cache::{self, Cache};
use crate::reader;

/// So many editions of one source are kept: two workspaces may call different files by one name.
const EDITIONS: usize = 8;

/// Reads the document called `name`, or takes from the cache what was read of the same bytes by the same version before.
pub(crate) fn read(
    format: Format,
    name: &str,
    bytes: &[u8],
    cache: &Cache,
) -> Result<Rendition, String> {
    let Cache::At(directory) = cache else {
        return reader::render(format, bytes);
    };
    let mut hasher = blake3::Hasher::new();
    // The build's own digest of the reading code stands in the key: no version has to be raised by hand.
    hasher.update(env!("POLICY_LS_EXTRACTOR").as_bytes());
    hasher.update(format.name().as_bytes());
    hasher.update(bytes);
    let key = hasher.finalize().to_hex();
    let path = of_source(directory, name).join(format!("{}.json", &key[..32]));
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
        make_room(&of_source(directory, name));
    }
    Ok(rendition)
}

/// Removes the oldest of what was read of a source where that was read often: it changed, or the program did.
fn make_room(directory: &Path) {
    let entries = fs::read_dir(directory).into_iter().flatten().flatten();
    let dated = |entry: fs::DirEntry| Some((entry.metadata().ok()?.modified().ok()?, entry.path()));
    let mut dated: Vec<_> = entries.filter_map(dated).collect();
    dated.sort();
    for (_, path) in dated.into_iter().rev().skip(EDITIONS) {
        let _ = fs::remove_file(path);
    }
}

/// Where what was read of a source is kept, whatever its content was.
fn of_source(directory: &Path, name: &str) -> PathBuf {
    let digest = blake3::hash(name.as_bytes()).to_hex();
    documents(directory).join(&digest[..16])
}

/// Where what was read of documents is kept.
pub(crate) fn documents(directory: &Path) -> PathBuf {
    directory.join("documents")
}

/// Where the twins that editors open lie.
pub(crate) fn twins(directory: &Path) -> PathBuf {
    directory.join("renditions")
}

/// Bytes of all that is kept of documents.
pub(crate) fn bytes_kept(directory: &Path) -> u64 {
    let entries = |path: PathBuf| fs::read_dir(path).into_iter().flatten().flatten();
    let folders = [documents(directory), twins(directory)];
    let folders = folders.into_iter().flat_map(entries);
    let files = folders.flat_map(|folder| entries(folder.path()));
    files
        .map(|file| file.metadata().map_or(0, |meta| meta.len()))
        .sum()
}

/// Removes all that was ever kept of the document called `name`, its twins included, wherever they were written.
pub(crate) fn forget(cache: &Cache, name: &str) {
    for home in cache.homes() {
        forget_at(&home, name);
    }
}

/// The same in one directory. What cannot be removed was not there.
pub(crate) fn forget_at(directory: &Path, name: &str) {
    let _ = fs::remove_dir_all(of_source(directory, name));
    let twin = format!("{}.md", file_name(name));
    for entry in fs::read_dir(twins(directory))
        .into_iter()
        .flatten()
        .flatten()
    {
        let path = entry.path().join(&twin);
        if fs::remove_file(path).is_ok() {
            let _ = fs::remove_dir(entry.path());
        }
    }
}

/// Writes the words of a document into the cache, under a name that says which document it is; its directory is named by
/// the words, so that an open editor never shows others than those that were meant. Where the cache cannot be written, a
/// directory that passes has to do.
pub(crate) fn materialise(cache: &Cache, source: &str, text: &str) -> io::Result<PathBuf> {
    let digest = blake3::hash(text.as_bytes()).to_hex();
    let below = Path::new(&digest[..12]).join(format!("{}.md", file_name(source)));
    cache::put(cache, |home| twins(home).join(&below), text)
}

fn file_name(source: &str) -> String {
    let name = Path::new(source).file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}
