//! Reading on somebody's behalf: other texts than those on the disk may hold for him, and he may stop it. Who that is, an
//! editor with unsaved texts or a linter that looks at what was, is not known here.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use analysis::Cancel;

use crate::ReadError;
use crate::read::{decode, read_bytes};

/// What holds in the place of files.
pub trait Unsaved: Send + Sync {
    /// What stands at `path` for whoever asks; `None`: what the disk says.
    fn bytes(&self, path: &Path) -> Option<Vec<u8>>;

    /// Whether the file at `path` is not there for whoever asks.
    fn hides(&self, _path: &Path) -> bool {
        false
    }

    /// Files that are not on the disk, or may be not.
    fn more(&self) -> Vec<PathBuf> {
        Vec::new()
    }

    /// So many of so many sources are read. Called from any thread, often: it must not wait.
    fn read(&self, _done: usize, _all: usize) {}
}

/// The disk holds.
#[derive(Clone, Copy, Debug, Default)]
pub struct Saved;

impl Unsaved for Saved {
    fn bytes(&self, _: &Path) -> Option<Vec<u8>> {
        None
    }
}

/// The files as whoever asks sees them.
#[derive(Clone, Copy)]
pub(crate) struct Files<'a> {
    pub unsaved: &'a dyn Unsaved,
    /// Raised when nobody waits any more.
    pub cancel: &'a Cancel,
    /// Raised when something was read that is not what the disk says.
    pub differs: &'a AtomicBool,
}

impl Files<'_> {
    /// As [`crate::read_text`].
    pub fn text(&self, path: &Path) -> Result<Arc<str>, ReadError> {
        decode(self.bytes(path)?).map(Arc::from)
    }

    /// What stands at `path`. What is open as it was saved is read from the disk, so that its hash is the file's,
    /// whatever an editor makes of byte order marks and old encodings.
    pub fn bytes(&self, path: &Path) -> Result<Vec<u8>, ReadError> {
        if self.unsaved.hides(path) {
            return Err(std::io::Error::from(std::io::ErrorKind::NotFound).into());
        }
        let Some(open) = self.unsaved.bytes(path) else {
            return read_bytes(path);
        };
        let saved = read_bytes(path).ok().filter(|saved| {
            let decoded = || format::decode(saved.clone());
            *saved == open
                || std::str::from_utf8(&open)
                    .is_ok_and(|open| decoded().is_some_and(|decoded| same(&decoded.text, open)))
        });
        if saved.is_none() {
            self.differs.store(true, Ordering::Relaxed);
        }
        Ok(saved.unwrap_or(open))
    }

    /// Whether there is a file.
    pub fn is_file(&self, path: &Path) -> bool {
        !self.unsaved.hides(path) && (path.is_file() || self.unsaved.bytes(path).is_some())
    }
}

/// Whether two texts differ by no more than a byte order mark.
pub fn same(one: &str, other: &str) -> bool {
    fn bare(text: &str) -> &str {
        text.strip_prefix('\u{feff}').unwrap_or(text)
    }
    bare(one) == bare(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Open(&'static str);

    impl Unsaved for Open {
        fn bytes(&self, _: &Path) -> Option<Vec<u8>> {
            Some(self.0.into())
        }

        fn hides(&self, _: &Path) -> bool {
            self.0 == "hidden"
        }
    }

    #[test]
    fn what_is_open_wins_unless_it_is_what_was_saved() {
        let file = tempfile::NamedTempFile::new().expect("a file");
        std::fs::write(file.path(), b"caf\xE9").expect("written");
        let bytes = |unsaved: &dyn Unsaved| {
            let (cancel, differs) = (Cancel::new(), AtomicBool::default());
            let files = Files {
                unsaved,
                cancel: &cancel,
                differs: &differs,
            };
            let bytes = files.bytes(file.path()).ok();
            (bytes, differs.load(Ordering::Relaxed))
        };
        assert_eq!(bytes(&Saved), (Some(b"caf\xE9".to_vec()), false));
        assert_eq!(bytes(&Open("café")), (Some(b"caf\xE9".to_vec()), false));
        assert_eq!(bytes(&Open("cafés")), (Some("cafés".into()), true));
        assert_eq!(bytes(&Open("hidden")), (None, false));
        std::fs::write(file.path(), "\u{feff}a").expect("written");
        assert_eq!(bytes(&Open("a")), (Some("\u{feff}a".into()), false));
    }
}
