//! What is read of a large library is put down at once, so that nobody has to hold all of it until the end. The file has no
//! name that anybody looks for: it becomes part of a file of facts, or it goes.

use std::fs::{self, File};
use std::io::{self, Seek, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use library::{Fresh, Whose};

use super::facts::{SUM, checksum};

/// Tells two spools of one process apart.
static NUMBER: AtomicUsize = AtomicUsize::new(0);

/// Where it is put down.
#[derive(Default)]
pub(super) struct Spool {
    directory: PathBuf,
    file: Option<(PathBuf, File)>,
    pub entries: Vec<Spooled>,
    /// Bytes of all that was put down.
    pub length: u64,
}

/// One thing that was put down.
pub(super) struct Spooled {
    pub part: u8,
    pub key: [u8; 32],
    pub whose: Whose,
    pub sum: [u8; SUM],
    pub start: u64,
    pub length: usize,
}

impl Spool {
    /// An empty one, which makes a file in this directory when it is needed.
    pub fn below(directory: &Path) -> Self {
        Self {
            directory: directory.to_owned(),
            file: None,
            entries: Vec::new(),
            length: 0,
        }
    }

    /// Puts something down.
    pub fn put(&mut self, fresh: &Fresh) -> io::Result<()> {
        if self.file.is_none() {
            fs::create_dir_all(&self.directory)?;
            let number = NUMBER.fetch_add(1, Ordering::Relaxed);
            let name = format!("{}-{number}.spool", std::process::id());
            let path = self.directory.join(name);
            let options = File::options()
                .read(true)
                .write(true)
                .create_new(true)
                .to_owned();
            self.file = Some((path.clone(), options.open(path)?));
        }
        let Some((_, file)) = &mut self.file else {
            return Err(io::ErrorKind::NotFound.into());
        };
        // What was written in part before is written over.
        file.seek(io::SeekFrom::Start(self.length))?;
        file.write_all(&fresh.bytes)?;
        self.entries.push(Spooled {
            part: fresh.matter as u8,
            key: fresh.key,
            whose: fresh.whose,
            sum: checksum(&fresh.key, &fresh.bytes),
            start: self.length,
            length: fresh.bytes.len(),
        });
        self.length += fresh.bytes.len() as u64;
        Ok(())
    }

    /// Writes all of it to `out`.
    pub fn copy(&self, out: &mut dyn Write) -> io::Result<()> {
        let Some((_, mut file)) = self.file.as_ref().map(|(path, file)| (path, file)) else {
            return Ok(());
        };
        file.rewind()?;
        let copied = io::copy(&mut io::Read::take(file, self.length), out)?;
        match copied == self.length {
            true => Ok(()),
            false => Err(io::ErrorKind::UnexpectedEof.into()),
        }
    }

    pub fn bytes(&self) -> usize {
        usize::try_from(self.length).unwrap_or(usize::MAX)
    }
}

impl Drop for Spool {
    fn drop(&mut self) {
        if let Some((path, _)) = self.file.take() {
            let _ = fs::remove_file(path);
        }
    }
}
