//! Mapping a file of our own cache into memory: the one place of the program that is `unsafe`.
//!
//! **Why it is sound.** A mapping is a `&[u8]` that the operating system backs by a file; it would be unsound if the
//! bytes changed while they are borrowed. Only files below our own cache directory are mapped, and this program never
//! changes one: a file is written aside, synced, and renamed to its name, which follows from its content; later it is
//! at most removed, and a removed file stays whole for those who have mapped it. What is read is never trusted beyond
//! its being bytes: every access is bounded, so other bytes give other answers and nothing worse. What remains is
//! somebody who truncates a file inside our cache by hand while we run: the system then ends the process, as it does
//! for every program that maps files.

#![expect(unsafe_code, reason = "mapping a file is unsafe by nature; see above")]

use std::fs::File;
use std::io;
use std::path::Path;

use bytes::Bytes;
use memmap2::Mmap;

/// The bytes of a file in our cache.
pub(super) fn map(path: &Path) -> io::Result<Bytes> {
    map_whole(&File::open(path)?)
}

/// The bytes of a file of our cache that is open, and written to no more.
pub(super) fn map_whole(file: &File) -> io::Result<Bytes> {
    if file.metadata()?.len() == 0 {
        return Ok(Bytes::new());
    }
    // SAFETY: only our own cache files come here, and they are never changed in place; see the module's text.
    let map = unsafe { Mmap::map(file)? };
    Ok(Bytes::from_owner(map))
}
