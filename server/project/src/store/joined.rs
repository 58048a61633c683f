//! A workspace's library as it was joined, kept for the next start: opened again it takes no joining.
//!
//! ```text
//! libraries/WORKSPACE.library   see `library::Packed`; its key says all that it was made of; swapped as a whole
//! ```

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use library::{Library, Packed};

use super::{Store, Trust, file, map, name_of, results};

/// The most that libraries of all workspaces may take, in bytes.
const ALL: u64 = 8 << 30;

impl Store {
    /// The library of this workspace, if it is the one that `key` means and is sound. If it is damaged, `notes` tell.
    pub(crate) fn library(
        &self,
        workspace: &Path,
        key: &[u8; 32],
        trust: &Trust,
        notes: &mut Vec<String>,
    ) -> Option<Packed> {
        let path = self.library_of(workspace);
        if !path.exists() {
            self.adopt(&path, key);
        }
        let known = trust.knows(&path);
        let kept = Packed::open(map::map(&path).ok()?, key)?;
        if !known {
            if !kept.is_sound() {
                notes.push(format!("{}: damaged; it is joined anew", path.display()));
                return None;
            }
            trust.note(&path);
        }
        Some(kept)
    }

    /// Gives a library that is kept of another workspace, and was made of the same, this name too: the workspace may have
    /// been moved or copied.
    fn adopt(&self, path: &Path, key: &[u8; 32]) {
        let others = fs::read_dir(self.libraries()).into_iter().flatten();
        let mut others = others.flatten().map(|entry| entry.path());
        let same = |other: &PathBuf| {
            let bytes = map::map(other).ok();
            bytes.is_some_and(|bytes| Packed::open(bytes, key).is_some())
        };
        if let Some(other) = others.find(same) {
            // Without it the library is joined anew.
            let _ = fs::hard_link(other, path);
        }
    }

    /// Keeps a library, which must have no withheld sources.
    pub(crate) fn keep_library(
        &self,
        workspace: &Path,
        key: &[u8; 32],
        library: &Library,
        trust: &Trust,
    ) -> io::Result<()> {
        let path = self.library_of(workspace);
        file::prepare(&self.directory)?;
        fs::create_dir_all(self.libraries())?;
        let _lock = file::lock(&self.directory)?;
        file::write_by(&path, &self.steps, |out| library.keep(key, out))?;
        trust.note(&path);
        results::make_room(&self.libraries(), ALL, &path);
        Ok(())
    }

    /// Removes what was kept of this workspace's library.
    pub(crate) fn drop_library(&self, workspace: &Path) {
        let _ = fs::remove_file(self.library_of(workspace));
    }

    pub(super) fn libraries(&self) -> PathBuf {
        self.directory.join("libraries")
    }

    pub(super) fn library_of(&self, workspace: &Path) -> PathBuf {
        let name = name_of(workspace);
        self.libraries().join(format!("{name}.library"))
    }
}
