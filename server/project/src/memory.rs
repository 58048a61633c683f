//! What a process remembers of a workspace's sources from one library to the next: how their files looked, what was read
//! of them, and those of their documents that somebody has or lately had. Everything is found by content, so nothing here
//! can be out of date.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError, Weak};

use text::Document;

use crate::store::Seen;

/// What documents may take that nobody has, in bytes.
const RECENT: usize = 48 << 20;

/// The memories of all workspaces that are loaded.
static MEMORIES: LazyLock<Mutex<HashMap<PathBuf, Weak<Memory>>>> = LazyLock::new(Mutex::default);

/// What is remembered of one workspace's sources, for as long as the workspace is loaded.
#[derive(Default)]
pub(crate) struct Memory {
    /// What was read of them.
    pub read: Arc<library::Memory>,
    documents: Mutex<Documents>,
    seen: Mutex<Option<Arc<Seen>>>,
    /// Files that were found to be others than they looked.
    doubted: Mutex<HashSet<PathBuf>>,
}

/// Documents by their content and their format.
#[derive(Default)]
struct Documents {
    known: HashMap<(String, String), Known>,
    /// Counts the askings.
    time: u64,
    /// What those take that are held.
    bytes: usize,
}

struct Known {
    document: Weak<Document>,
    /// It, while it was asked for lately.
    held: Option<Arc<Document>>,
    /// When that was.
    time: u64,
}

/// The memory of the workspace at `root`.
pub(crate) fn of(root: &Path) -> Arc<Memory> {
    let mut memories = lock(&MEMORIES);
    memories.retain(|_, memory| memory.strong_count() > 0);
    if let Some(memory) = memories.get(root).and_then(Weak::upgrade) {
        return memory;
    }
    let memory = Arc::new(Memory::default());
    memories.insert(root.to_owned(), Arc::downgrade(&memory));
    memory
}

impl Memory {
    /// The document with this content (its SHA-256) and ending: the one that somebody has or had, else what `read` reads.
    pub fn document<E>(
        &self,
        digest: &str,
        ending: &str,
        read: impl FnOnce() -> Result<Document, E>,
    ) -> Result<Arc<Document>, E> {
        let key = (digest.to_owned(), ending.to_owned());
        if let Some(known) = lock(&self.documents).get(&key) {
            return Ok(known);
        }
        let document = Arc::new(read()?);
        lock(&self.documents).put(key, &document, RECENT);
        Ok(document)
    }

    /// Forgets documents that nobody has.
    pub fn tidy(&self) {
        let mut documents = lock(&self.documents);
        documents
            .known
            .retain(|_, it| it.document.strong_count() > 0);
    }

    /// How the files looked when they were last looked at in this process.
    pub fn seen(&self) -> Option<Arc<Seen>> {
        lock(&self.seen).clone()
    }

    /// The files look like this.
    pub fn see(&self, seen: Arc<Seen>) {
        *lock(&self.seen) = Some(seen);
    }

    /// A file is not what it looks like.
    pub fn doubt(&self, path: &Path) {
        lock(&self.doubted).insert(path.to_owned());
    }

    /// Whether looking at a file is not enough.
    pub fn doubts(&self, path: &Path) -> bool {
        lock(&self.doubted).contains(path)
    }
}

impl Documents {
    fn get(&mut self, key: &(String, String)) -> Option<Arc<Document>> {
        self.time += 1;
        let known = self.known.get_mut(key)?;
        known.time = self.time;
        known.document.upgrade()
    }

    /// Holds a document, and lets go of those asked for longest ago where all take more than `most`.
    fn put(&mut self, key: (String, String), document: &Arc<Document>, most: usize) {
        self.time += 1;
        self.bytes += weight(document);
        let known = Known {
            document: Arc::downgrade(document),
            held: Some(Arc::clone(document)),
            time: self.time,
        };
        let before = self.known.insert(key, known);
        let before = before.and_then(|it| it.held);
        self.bytes -= before.map_or(0, |it| weight(&it));
        if self.bytes <= most {
            return;
        }
        let held = self.known.values_mut().filter(|it| it.held.is_some());
        let mut held: Vec<&mut Known> = held.collect();
        held.sort_by_key(|it| it.time);
        for known in held {
            // Somewhat more than needed, so that it is not done each time.
            if self.bytes <= most / 4 * 3 {
                break;
            }
            self.bytes -= known.held.take().map_or(0, |it| weight(&it));
        }
        self.known.retain(|_, it| it.document.strong_count() > 0);
    }
}

/// About what a document takes, in bytes: its text, once more as prose, and its blocks.
fn weight(document: &Document) -> usize {
    2 * document.text.len() + 200 * document.blocks.len()
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_lasts_as_long_as_the_workspace() {
        let root = Path::new("/a workspace of this test");
        let memory = of(root);
        assert!(Arc::ptr_eq(&memory, &of(root)));
        let read = |text: &str| {
            let made = format::read("a.md", text.into());
            memory.document("1", "md", || Ok::<_, ()>(made))
        };
        let first = read("one").expect("it reads");
        assert!(Arc::ptr_eq(&first, &read("another").expect("it reads")));
        drop((memory, first));
        let memories = lock(&MEMORIES);
        assert!(memories.get(root).is_none_or(|it| it.strong_count() == 0));
    }

    #[test]
    fn documents_that_nobody_has_stay_within_bounds() {
        let mut documents = Documents::default();
        let key = |number: usize| (number.to_string(), String::new());
        let document = |number: usize| {
            let text = format!("{number} ").repeat(500);
            Arc::new(format::read("a.md", text.into()))
        };
        let most = 10 * weight(&document(1));
        let first = document(0);
        documents.put(key(0), &first, most);
        for number in 1..40 {
            documents.put(key(number), &document(number), most);
            // Whoever is asked for stays.
            assert!(number < 2 || documents.get(&key(2)).is_some());
            assert!(documents.bytes <= most);
        }
        assert!(documents.get(&key(39)).is_some() && documents.get(&key(3)).is_none());
        assert!(documents.known.len() < 14);
        let again = documents.get(&key(0)).expect("somebody has it");
        assert!(Arc::ptr_eq(&again, &first));
    }
}
