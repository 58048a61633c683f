//! Where our own files may lie: the user's cache directory.

use std::env;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// What the command line says of the cache; it holds for the whole process.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cache {
    /// Keep nothing, and use nothing that was kept.
    Off,
    /// Keep it here.
    At(PathBuf),
}

static CHOSEN: OnceLock<Cache> = OnceLock::new();

/// Says where the cache is, before anything is loaded. Only the first call counts.
pub fn set(cache: Cache) {
    let _ = CHOSEN.set(cache);
}

impl Cache {
    /// The cache that holds: the command line's, else `POLICY_LS_CACHE` (empty: none), else `configured`, else the
    /// user's.
    pub fn resolve(configured: Option<&Path>) -> Cache {
        match Cache::decided() {
            Some((cache, _)) => cache,
            None => Cache::At(configured.map_or_else(user, Path::to_owned)),
        }
    }

    /// The cache that holds whatever a configuration says, and who said so.
    pub fn decided() -> Option<(Cache, &'static str)> {
        if let Some(chosen) = CHOSEN.get() {
            return Some((chosen.clone(), "on the command line"));
        }
        let path = env::var_os("POLICY_LS_CACHE")?;
        let cache = match path.is_empty() {
            true => Cache::Off,
            false => Cache::At(crate::site::absolute(Path::new(&path))),
        };
        Some((cache, "by POLICY_LS_CACHE"))
    }
}

/// The directory for our own files, whatever a configuration says. It need not exist yet.
pub(crate) fn directory() -> PathBuf {
    match Cache::resolve(None) {
        Cache::At(path) => path,
        // A jump into a compiled-in text needs a file all the same.
        Cache::Off => env::temp_dir().join("policy-ls"),
    }
}

/// The user's directory for our cache.
fn user() -> PathBuf {
    let set = |name: &str| {
        env::var_os(name)
            .map(PathBuf::from)
            .filter(|path| path.is_absolute())
    };
    set("XDG_CACHE_HOME")
        .or_else(|| set("LOCALAPPDATA"))
        .or_else(|| {
            let library = cfg!(target_os = "macos").then_some("Library/Caches");
            set("HOME").map(|home| home.join(library.unwrap_or(".cache")))
        })
        .unwrap_or_else(env::temp_dir)
        .join("policy-ls")
}

/// Writes `text` to `path` unless it stands there already. Written aside and renamed, so that nobody reads half of it.
pub(crate) fn write(path: &Path, text: &str) -> io::Result<()> {
    if fs::read(path).is_ok_and(|there| there == text.as_bytes()) {
        return Ok(());
    }
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent)?;
    }
    let aside = path.with_extension(format!("{}.tmp", std::process::id()));
    fs::write(&aside, text)?;
    fs::rename(&aside, path).inspect_err(|_| {
        let _ = fs::remove_file(&aside);
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_written_whole_and_mended_if_changed() {
        let directory = tempfile::tempdir().expect("a directory");
        let path = directory.path().join("deep/chronicle.md");
        write(&path, "In 2001").expect("written");
        fs::write(&path, "tampered").expect("written");
        write(&path, "In 2001").expect("written again");
        assert_eq!(fs::read_to_string(&path).expect("it is there"), "In 2001");
        let left = fs::read_dir(directory.path().join("deep")).expect("it is there");
        assert_eq!(left.count(), 1, "nothing is left beside it");
    }
}
