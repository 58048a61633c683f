//! Where a large library is put down while it is made: files of our cache without a name, which are gone with whoever has
//! them, however that ends.

use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::mem;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use library::{Aside, Asides, Laid};

use super::{Store, file, map};

/// So many bytes are written at a time.
const PART: usize = 1 << 18;

/// Tells two files of one process apart.
static NUMBER: AtomicUsize = AtomicUsize::new(0);

/// A file that is written.
struct Writing {
    file: File,
    /// Bytes that are in it.
    written: u64,
    /// Those that come behind.
    waiting: Vec<u8>,
    /// Whether it takes no more: then all that comes is held.
    full: bool,
}

/// A file that was written.
struct Written {
    file: Mutex<File>,
    length: u64,
}

impl Store {
    /// Places below this store to put things down.
    pub(crate) fn asides(&self) -> Asides {
        let store = self.clone();
        Arc::new(
            move || match nameless(&store.directory, &store.libraries()) {
                Ok(file) => Box::new(Writing {
                    file,
                    written: 0,
                    waiting: Vec::new(),
                    full: false,
                }) as Box<dyn Aside>,
                // What cannot be put down is held.
                Err(_) => Box::new(Vec::new()),
            },
        )
    }
}

/// A new file in this part of the store.
fn nameless(store: &Path, directory: &Path) -> io::Result<File> {
    file::prepare(store)?;
    fs::create_dir_all(directory)?;
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let path = directory.join(format!("{}-{number}.aside", std::process::id()));
    let mut options = File::options();
    let file = options
        .read(true)
        .write(true)
        .create_new(true)
        .open(&path)?;
    // It lasts as long as somebody has it open.
    let _ = fs::remove_file(path);
    Ok(file)
}

impl Aside for Writing {
    fn put(&mut self, bytes: &[u8]) {
        self.waiting.extend_from_slice(bytes);
        if self.waiting.len() >= PART {
            self.write();
        }
    }

    fn seal(mut self: Box<Self>) -> Arc<dyn Laid> {
        self.write();
        if self.waiting.is_empty() {
            return Arc::new(Written {
                file: Mutex::new(self.file),
                length: self.written,
            });
        }
        let mut all = vec![0; usize::try_from(self.written).unwrap_or_default()];
        if read(&mut self.file, 0, &mut all).is_err() {
            all.clear();
        }
        all.append(&mut self.waiting);
        Arc::new(Bytes::from(all))
    }
}

impl Writing {
    fn write(&mut self) {
        if self.full {
            return;
        }
        // What was written in part before is written over.
        let to = self.file.seek(SeekFrom::Start(self.written));
        let put = to.and_then(|_| self.file.write_all(&self.waiting));
        match put {
            Ok(()) => self.written += mem::take(&mut self.waiting).len() as u64,
            Err(_) => self.full = true,
        }
    }
}

impl Written {
    fn lock(&self) -> MutexGuard<'_, File> {
        self.file.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Laid for Written {
    fn view(&self) -> Bytes {
        map::map_whole(&self.lock()).unwrap_or_default()
    }

    fn read(&self, at: u64, into: &mut [u8]) -> io::Result<()> {
        read(&mut self.lock(), at, into)
    }

    fn copy(&self, out: &mut dyn Write) -> io::Result<()> {
        let mut file = self.lock();
        file.rewind()?;
        let mut part = vec![0; PART];
        let mut left = self.length;
        while left > 0 {
            let part = &mut part[..usize::try_from(left).unwrap_or(PART).min(PART)];
            file.read_exact(part)?;
            out.write_all(part)?;
            left -= part.len() as u64;
        }
        Ok(())
    }
}

fn read(file: &mut File, at: u64, into: &mut [u8]) -> io::Result<()> {
    file.seek(SeekFrom::Start(at))?;
    file.read_exact(into)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_put_down_comes_back_and_leaves_no_file() {
        let directory = tempfile::tempdir().expect("a directory");
        let store = Store::at(directory.path());
        let mut aside = store.asides()();
        let part: Vec<u8> = (0..100_000_u32).map(|at| at as u8).collect();
        (0..7).for_each(|_| aside.put(&part));
        let laid = aside.seal();
        let all = part.repeat(7);
        assert!(*laid.view() == all);
        let mut copied = Vec::new();
        laid.copy(&mut copied).expect("it reads");
        assert!(copied == all);
        let mut some = [0; 10];
        laid.read(100_002, &mut some).expect("it is there");
        assert_eq!(some, all[100_002..100_012]);
        assert!(laid.read(700_000, &mut some).is_err());
        let left = fs::read_dir(store.libraries()).expect("it is there");
        assert_eq!(left.count(), 0);
    }
}
