//! Putting shelves together in the background: answers are the same from many shelves or one, so nobody waits for it.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use super::placed::Placed;
use super::{Store, file, manifest, sweep};

/// Whether shelves are put together now. One at a time is enough.
static BUSY: AtomicBool = AtomicBool::new(false);

impl Store {
    /// Begins to put some shelves together. If the program ends before that is done, the next one does it.
    pub(super) fn tidy_later(&self, placed: Placed, from: HashSet<usize>, list: PathBuf) {
        if BUSY.swap(true, Ordering::AcqRel) {
            return;
        }
        let store = self.clone();
        std::thread::spawn(move || {
            let _ = store.tidy(placed, &from, &list);
            BUSY.store(false, Ordering::Release);
        });
    }

    /// Puts some shelves together, and names the new one in the list in their place if it still names all of them.
    pub(super) fn tidy(
        &self,
        mut placed: Placed,
        from: &HashSet<usize>,
        list: &Path,
    ) -> io::Result<()> {
        let before = placed.names();
        let gone: HashSet<&String> = from.iter().map(|number| &before[*number]).collect();
        placed.merge(from);
        let Some((name, shelf)) = placed.shelves.pop() else {
            return Ok(());
        };
        // Written where nobody makes room meanwhile, so that the lock is held for a moment only. What a program left there
        // that was stopped goes; where another one writes now, that one gives up.
        let _ = fs::remove_dir_all(self.merging());
        fs::create_dir_all(self.merging())?;
        let aside = self.merging().join(&name);
        file::write(&aside, shelf.bytes(), &self.steps)?;
        let _lock = file::lock(&self.directory)?;
        let mut names = manifest::read(list);
        if gone.iter().all(|name| names.contains(name)) {
            fs::rename(&aside, self.shelf_path(&name))?;
            names.retain(|name| !gone.contains(name));
            names.push(name);
            file::write(list, manifest::text(&names).as_bytes(), &self.steps)?;
        }
        let _ = fs::remove_dir_all(self.merging());
        sweep::sweep(&self.words(), "shelf", self.limit, list, &self.steps)
    }

    /// Where shelves are written that are put together of others.
    pub(super) fn merging(&self) -> PathBuf {
        self.directory.join("merging")
    }
}
