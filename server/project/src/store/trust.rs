//! Files of ours that were found to be sound and look as they did then: their checksums are not looked at again, for that
//! takes reading all of them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::Stamp;

/// Which files are known to be sound.
#[derive(Debug, Default)]
pub struct Trust {
    /// From before.
    known: BTreeMap<PathBuf, Stamp>,
    /// Looked at or written now.
    now: Mutex<BTreeMap<PathBuf, Stamp>>,
}

impl Trust {
    /// In what was found sound before.
    pub(crate) fn of(known: impl IntoIterator<Item = (PathBuf, Stamp)>) -> Self {
        Self {
            known: known.into_iter().collect(),
            now: Mutex::default(),
        }
    }

    /// In all that was looked at or written by now: what a program that runs on trusts in next time.
    #[must_use]
    pub fn renewed(&self) -> Self {
        Self::of(self.now())
    }

    /// Whether a file looks as it did when it was found to be sound.
    pub(super) fn knows(&self, path: &Path) -> bool {
        let stamp = Stamp::of(path);
        let same = stamp.is_some() && self.known.get(path) == stamp.as_ref();
        if same {
            self.note(path);
        }
        same
    }

    /// A file is sound.
    pub(super) fn note(&self, path: &Path) {
        if let Some(stamp) = Stamp::of(path) {
            self.lock().insert(path.to_owned(), stamp);
        }
    }

    /// What is known to be sound from now on.
    pub(crate) fn now(&self) -> Vec<(PathBuf, Stamp)> {
        let now = self.lock();
        now.iter()
            .map(|(path, stamp)| (path.clone(), stamp.clone()))
            .collect()
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<PathBuf, Stamp>> {
        self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
