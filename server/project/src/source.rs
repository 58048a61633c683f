//! Reading one source of whatever format: its bytes, their hash, and what they say. Where the file looks as it did when it
//! was last read, nothing is read: its text is, when somebody asks for it.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use analysis::Cancel;
use library::{Card, Reread};
use sha2::{Digest, Sha256};
use text::{BlockKind, Document};

use crate::cache::Cache;
use crate::memory::Memory;
use crate::read::read_bytes;
use crate::role::format_of;
use crate::store::{Seen, Stamp};
use crate::unsaved::{Files, Saved};

/// A source as it was read.
pub(crate) struct Source {
    pub path: PathBuf,
    pub name: String,
    pub card: Arc<Card>,
    /// Its document, where that is to be held: it is not what the disk says, or nothing of it may be kept.
    pub held: Option<Arc<Document>>,
    /// SHA-256 of the file.
    pub digest: String,
    /// How the file looked, if that will tell that it is the same.
    pub stamp: Option<Stamp>,
}

/// How sources are read.
pub(crate) struct Reading<'a> {
    pub files: Files<'a>,
    pub cache: &'a Cache,
    pub memory: &'a Memory,
    /// How they looked before.
    pub seen: &'a Seen,
}

/// What a file says that may become a source; nothing of it is kept. The error is a sentence about the file, without its
/// name.
pub fn look_at(path: &Path, name: &str) -> Result<Document, String> {
    let files = Files {
        unsaved: &Saved,
        cancel: &Cancel::new(),
        differs: &AtomicBool::default(),
    };
    let bytes = files.bytes(path).map_err(|error| error.to_string())?;
    document(path, name, bytes, &Cache::Off)
}

impl Reading<'_> {
    /// Reads one source of whatever format, or finds that it is what it was. The error is a sentence about the file,
    /// without its name.
    pub fn read(&self, path: &Path, name: &str, withheld: bool) -> Result<Source, String> {
        let files = self.files;
        if withheld || files.unsaved.hides(path) || files.unsaved.bytes(path).is_some() {
            return self.read_whole(path, name, withheld);
        }
        let stamp = Stamp::of(path);
        let source = |card: Arc<Card>, digest: String, stamp: Option<Stamp>| Source {
            path: path.to_owned(),
            name: name.to_owned(),
            card,
            held: None,
            digest,
            stamp,
        };
        if let Some(stamp) = stamp.as_ref().filter(|_| !self.memory.doubts(path))
            && let Some((digest, card)) = self.seen.unchanged(name, stamp)
        {
            return Ok(source(card, digest, Some(stamp.clone())));
        }
        let bytes = read_bytes(path).map_err(|error| error.to_string())?;
        let digest = sha256(&bytes);
        // What was written while it was read, or just before, may look the same when it is another.
        let stamp =
            stamp.filter(|stamp| stamp.is_settled() && Stamp::of(path).as_ref() == Some(stamp));
        let ending = ending(path);
        if let Some(card) = self.seen.card(&digest, &ending) {
            return Ok(source(card, digest, stamp));
        }
        let read = || document(path, name, bytes, self.cache);
        let document = self.memory.document(&digest, &ending, read)?;
        let card = Arc::new(Card::of(&document));
        // Without a cache it would take a process to read it again.
        let dear = self.cache == &Cache::Off && card.rendition;
        Ok(Source {
            held: dear.then_some(document),
            ..source(card, digest, stamp)
        })
    }

    fn read_whole(&self, path: &Path, name: &str, withheld: bool) -> Result<Source, String> {
        let bytes = self.files.bytes(path).map_err(|error| error.to_string())?;
        let digest = sha256(&bytes);
        let cache = if withheld { &Cache::Off } else { self.cache };
        let read = || document(path, name, bytes, cache);
        let document = self.memory.document(&digest, &ending(path), read)?;
        Ok(Source {
            path: path.to_owned(),
            name: name.to_owned(),
            card: Arc::new(Card::of(&document)),
            held: Some(document),
            digest,
            stamp: None,
        })
    }
}

/// Reads a source's file again, and sees whether it is still the same.
pub(crate) struct FromDisk {
    pub path: PathBuf,
    pub name: String,
    pub digest: String,
    pub cache: Cache,
    pub memory: Arc<Memory>,
    /// Raised when a file has changed since the library was made.
    pub changed: Arc<AtomicBool>,
}

impl Reread for FromDisk {
    fn read(&self, card: &Card) -> Arc<Document> {
        let read = || {
            let bytes = read_bytes(&self.path).map_err(drop)?;
            let same = sha256(&bytes) == self.digest;
            let read = same.then(|| document(&self.path, &self.name, bytes, &self.cache));
            let read = read.ok_or(())?.map_err(drop)?;
            // A twin is made by a reader that may fail once.
            (Card::of(&read) == *card).then_some(read).ok_or(())
        };
        let found = self
            .memory
            .document(&self.digest, &ending(&self.path), read);
        found.unwrap_or_else(|()| {
            self.memory.doubt(&self.path);
            self.changed.store(true, Ordering::Relaxed);
            Arc::new(card.blank_document())
        })
    }
}

impl fmt::Debug for FromDisk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("FromDisk").field(&self.path).finish()
    }
}

fn ending(path: &Path) -> String {
    let ending = path.extension().unwrap_or_default();
    ending.to_string_lossy().into_owned()
}

/// What a file of these bytes says.
fn document(path: &Path, name: &str, bytes: Vec<u8>, cache: &Cache) -> Result<Document, String> {
    let mut document = match format_of(path) {
        Some(format) if !format.is_text() => {
            crate::rendition::read(format, name, &bytes, cache)?.into_document()
        }
        _ => text_document(name, bytes)?,
    };
    let said = document.blocks.iter().filter(|block| {
        let prose = !matches!(block.kind, BlockKind::FrontMatter | BlockKind::Comment);
        prose && block.prose.contains(char::is_alphanumeric)
    });
    if said.count() == 0 && document.problems.is_empty() {
        document.problems.push(text::Problem {
            kind: text::ProblemKind::Lossy,
            message: "says nothing: no words could be read in it".to_owned(),
            span: None,
        });
    }
    Ok(document)
}

/// A text in whatever common encoding. Unless it is UTF-8, what is read is a twin of the file.
fn text_document(name: &str, bytes: Vec<u8>) -> Result<Document, String> {
    let decoded = format::decode(bytes).ok_or("is not a text file: it holds zero bytes")?;
    let mut document = format::read(name, decoded.text.into());
    if decoded.encoding != "UTF-8" {
        document.rendition = true;
        if decoded.lossy {
            document.problems.push(text::Problem {
                kind: text::ProblemKind::Lossy,
                message: format!(
                    "was read as {}, but some of its bytes mean nothing there; save it as UTF-8",
                    decoded.encoding
                ),
                span: None,
            });
        }
    }
    Ok(document)
}

/// SHA-256, in hexadecimal digits.
pub fn sha256(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digest = Sha256::digest(bytes);
    let halves = digest.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    halves
        .map(|half| char::from(DIGITS[half as usize]))
        .collect()
}
