//! Where our own files may lie: the user's cache directory.

use std::env;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use crate::store::Store;

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

    /// Removes all that was ever kept of the source called `name` of a workspace, whether anything is kept now or not.
    pub fn forget(&self, workspace: &Path, name: &str) -> io::Result<()> {
        crate::rendition::forget(self, name);
        match self {
            Cache::At(directory) => Store::at(directory).forget(workspace, name),
            Cache::Off => Ok(()),
        }
    }

    /// Removes everything that was kept, of all workspaces.
    pub fn clear(&self) -> io::Result<()> {
        for home in self.homes() {
            let twins = crate::rendition::twins(&home);
            if twins.exists() {
                fs::remove_dir_all(twins)?;
            }
        }
        match self {
            Cache::At(directory) => Store::at(directory).clear(),
            Cache::Off => Ok(()),
        }
    }

    /// Where files for an editor go: a jump needs one, even where nothing is kept.
    pub(crate) fn home(&self) -> PathBuf {
        match self {
            Cache::At(path) => path.clone(),
            Cache::Off => passing(),
        }
    }

    /// Wherever such files may lie: here, where they go without a configuration, and where they go if nothing else can be
    /// written.
    pub(crate) fn homes(&self) -> Vec<PathBuf> {
        let mut homes = vec![self.home(), directory(), passing()];
        homes.sort();
        homes.dedup();
        homes
    }
}

/// The directory for our own files, whatever a configuration says. It need not exist yet.
pub(crate) fn directory() -> PathBuf {
    Cache::resolve(None).home()
}

/// The directory for files that somebody needs where nothing can be kept.
pub(crate) fn passing() -> PathBuf {
    env::temp_dir().join("policy-ls")
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

/// Writes `text` to `path` unless it stands there already. Written aside and renamed, so that nobody reads half of it;
/// nobody but the user reads it at all, and nobody edits it by mistake.
pub(crate) fn write(path: &Path, text: &str) -> io::Result<()> {
    if fs::read(path).is_ok_and(|there| there == text.as_bytes()) {
        return Ok(());
    }
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent)?;
    }
    let aside = path.with_extension(format!("{}.tmp", std::process::id()));
    // What a program left there that was stopped.
    let _ = fs::remove_file(&aside);
    let written = read_only(&aside).and_then(|mut file| file.write_all(text.as_bytes()));
    written
        .and_then(|()| fs::rename(&aside, path))
        .inspect_err(|_| {
            let _ = fs::remove_file(&aside);
        })
}

/// Writes `text` to where `place` puts it in the cache, or, where that cannot be written, in a directory that passes.
pub(crate) fn put(
    cache: &Cache,
    place: impl Fn(&Path) -> PathBuf,
    text: &str,
) -> io::Result<PathBuf> {
    let path = place(&cache.home());
    if write(&path, text).is_ok() {
        return Ok(path);
    }
    let path = place(&passing());
    write(&path, text)?;
    Ok(path)
}

/// A new file that can be written through this handle only.
fn read_only(path: &Path) -> io::Result<File> {
    let mut options = File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o400);
    options.open(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_written_whole_and_mended_if_changed() {
        let directory = tempfile::tempdir().expect("a directory");
        let path = directory.path().join("deep/chronicle.md");
        write(&path, "In 2001").expect("written");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = fs::metadata(&path).expect("it is there").permissions();
            assert_eq!(mode.mode() & 0o777, 0o400, "nobody edits it by mistake");
        }
        fs::remove_file(&path).expect("removed");
        fs::write(&path, "tampered").expect("written");
        write(&path, "In 2001").expect("written again");
        assert_eq!(fs::read_to_string(&path).expect("it is there"), "In 2001");
        let left = fs::read_dir(directory.path().join("deep")).expect("it is there");
        assert_eq!(left.count(), 1, "nothing is left beside it");
    }
}
