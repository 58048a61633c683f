//! How a workspace's sources looked when they were last read, and what they were then: what still looks the same need not
//! be read. As version control does it: size, times and number of the file, and a file that was written just before it was
//! read is not believed the next time.
//!
//! ```text
//! seen/WORKSPACE.seen   HEAD, the reader's version, a checksum, the entries; swapped as a whole
//! ```
//!
//! Of sources that are withheld there is no entry. Beside the sources stand the files of the store itself that were found
//! to be sound.

use std::collections::HashMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use library::Card;
use serde::{Deserialize, Serialize};

use super::facts::READER;
use super::{Store, Trust, WORTH, file, name_of};

const HEAD: &[u8] = b"policy-ls seen 1\n";
const SUM: usize = 32;
/// Some file systems keep times by two seconds.
const SETTLED: Duration = Duration::from_secs(2);
/// The most that files of all workspaces may take, in bytes.
const ALL: u64 = 256 << 20;

/// How a file looks from outside.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Stamp {
    size: u64,
    /// When it was written.
    modified: SystemTime,
    /// When anything of it changed: seconds and nanoseconds, where the system tells.
    changed: (i64, i64),
    /// Its number, where it has one.
    number: u64,
}

/// A source as it was when it was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Entry {
    pub name: String,
    /// None if looking at it would not tell whether it is the same.
    pub stamp: Option<Stamp>,
    /// SHA-256 of the file.
    pub digest: String,
    pub card: Arc<Card>,
}

/// The sources of a workspace as they were.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    entries: Vec<Entry>,
    /// Files of the store that are sound as long as they look like this.
    sound: Vec<(PathBuf, Stamp)>,
    by_name: HashMap<String, usize>,
    by_content: HashMap<(String, String), usize>,
}

impl Stamp {
    /// How the file at `path` looks now.
    pub fn of(path: &Path) -> Option<Self> {
        let meta = fs::metadata(path).ok()?;
        #[cfg(unix)]
        let (changed, number) = {
            use std::os::unix::fs::MetadataExt;
            ((meta.ctime(), meta.ctime_nsec()), meta.ino())
        };
        #[cfg(not(unix))]
        let (changed, number) = ((0, 0), 0);
        Some(Self {
            size: meta.len(),
            modified: meta
                .modified()
                .ok()
                .filter(|it| *it >= SystemTime::UNIX_EPOCH)?,
            changed,
            number,
        })
    }

    /// Whether it was written long enough ago that another content would look different.
    pub fn is_settled(&self) -> bool {
        let age = SystemTime::now().duration_since(self.modified);
        age.is_ok_and(|age| age > SETTLED)
    }
}

impl Seen {
    pub fn new(entries: Vec<Entry>, sound: Vec<(PathBuf, Stamp)>) -> Self {
        let mut seen = Self {
            entries,
            sound,
            ..Self::default()
        };
        for (at, entry) in seen.entries.iter().enumerate() {
            seen.by_name.insert(entry.name.clone(), at);
            let content = (entry.digest.clone(), ending(&entry.name).to_owned());
            seen.by_content.insert(content, at);
        }
        seen
    }

    /// The files of the store that are known to be sound.
    pub fn trust(&self) -> Trust {
        Trust::of(self.sound.iter().cloned())
    }

    /// What the source of this name was, if it looks as it did.
    pub fn unchanged(&self, name: &str, stamp: &Stamp) -> Option<(String, Arc<Card>)> {
        let entry = &self.entries[*self.by_name.get(name)?];
        let same = entry.stamp.as_ref() == Some(stamp);
        same.then(|| (entry.digest.clone(), Arc::clone(&entry.card)))
    }

    /// What is known of a source with this content and ending, whatever it was called.
    pub fn card(&self, digest: &str, ending: &str) -> Option<Arc<Card>> {
        let content = (digest.to_owned(), ending.to_owned());
        let at = *self.by_content.get(&content)?;
        Some(Arc::clone(&self.entries[at].card))
    }

    fn parse(bytes: &[u8]) -> Option<Self> {
        let rest = bytes.strip_prefix(HEAD)?.strip_prefix(READER.as_bytes())?;
        let (sum, rest) = rest.split_at_checked(SUM)?;
        let sound = blake3::hash(rest).as_bytes() == sum;
        let (entries, sound) = sound.then(|| postcard::from_bytes(rest).ok()).flatten()?;
        Some(Self::new(entries, sound))
    }
}

impl Store {
    /// How the sources of this workspace looked; nothing where nothing is kept, or what is kept is damaged.
    pub(crate) fn seen(&self, workspace: &Path) -> Seen {
        let own = fs::read(self.seen_of(workspace)).ok();
        let seen = own.or_else(|| self.seen_elsewhere());
        Seen::parse(&seen.unwrap_or_default()).unwrap_or_default()
    }

    /// What was seen last, of whatever workspace: this one may have been moved or copied, and its sources are known by
    /// their content.
    fn seen_elsewhere(&self) -> Option<Vec<u8>> {
        let all = fs::read_dir(self.seen_directory()).ok()?.flatten();
        let all = all.filter_map(|entry| Some((entry.metadata().ok()?.modified().ok()?, entry)));
        let (_, last) = all.max_by_key(|(time, _)| *time)?;
        fs::read(last.path()).ok()
    }

    /// They look like this now.
    pub(crate) fn see(&self, workspace: &Path, before: &Seen, now: &Seen) -> io::Result<()> {
        let path = self.seen_of(workspace);
        let bytes: usize = now.entries.iter().map(|entry| entry.card.bytes).sum();
        let same = before.entries == now.entries && before.sound == now.sound;
        if same && (path.exists() || bytes < WORTH) {
            return Ok(());
        }
        if bytes < WORTH {
            return match fs::remove_file(path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
                _ => Ok(()),
            };
        }
        let entries = postcard::to_stdvec(&(&now.entries, &now.sound)).map_err(io::Error::other)?;
        let sum = *blake3::hash(&entries).as_bytes();
        file::prepare(&self.directory)?;
        fs::create_dir_all(self.seen_directory())?;
        let _lock = file::lock(&self.directory)?;
        let page = [HEAD, READER.as_bytes(), &sum, &entries].concat();
        file::write(&path, &page, &self.steps)?;
        super::results::make_room(&self.seen_directory(), ALL, &path);
        Ok(())
    }

    pub(super) fn seen_directory(&self) -> PathBuf {
        self.directory.join("seen")
    }

    pub(super) fn seen_of(&self, workspace: &Path) -> PathBuf {
        let name = name_of(workspace);
        self.seen_directory().join(format!("{name}.seen"))
    }
}

fn ending(name: &str) -> &str {
    let name = Path::new(name).extension().unwrap_or_default();
    name.to_str().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(name: &str, digest: &str, bytes: usize) -> Entry {
        let card = Card {
            bytes,
            ..Card::default()
        };
        Entry {
            name: name.to_owned(),
            stamp: None,
            digest: digest.to_owned(),
            card: Arc::new(card),
        }
    }

    #[test]
    fn a_file_is_the_same_while_it_looks_the_same() {
        let file = tempfile::NamedTempFile::new().expect("a file");
        let stamp = || Stamp::of(file.path()).expect("it is there");
        fs::write(file.path(), "one").expect("written");
        assert!(!stamp().is_settled(), "it was written just now");
        let old = SystemTime::now() - Duration::from_secs(60);
        let set = || {
            let file = fs::File::options().write(true).open(file.path());
            file.and_then(|it| it.set_modified(old)).expect("set");
        };
        set();
        let first = stamp();
        assert!(first.is_settled() && first == stamp());
        fs::write(file.path(), "another").expect("written");
        set();
        assert_ne!(first, stamp(), "of another size");
    }

    #[test]
    fn what_is_damaged_or_of_another_version_is_as_nothing() {
        let directory = tempfile::tempdir().expect("a directory");
        let (store, root) = (Store::at(directory.path()), Path::new("/w"));
        let entries = vec![entry("a.md", "1", WORTH), entry("b.txt", "2", 0)];
        let now = Seen::new(entries, Vec::new());
        store.see(root, &Seen::default(), &now).expect("kept");
        let kept = store.seen(root);
        assert_eq!(kept.entries, now.entries);
        assert!(kept.card("2", "txt").is_some() && kept.card("2", "md").is_none());
        let path = store.seen_of(root);
        let whole = fs::read(&path).expect("it is there");
        for at in 0..whole.len() {
            let mut wrong = whole.clone();
            wrong[at] ^= 1;
            for bytes in [wrong, whole[..at].to_vec()] {
                assert!(Seen::parse(&bytes).is_none());
            }
        }
        // Of little nothing is kept, nor what was kept before.
        let less = Seen::new(vec![entry("b.txt", "2", 0)], Vec::new());
        store.see(root, &kept, &less).expect("removed");
        assert!(!path.exists());
    }
}
