//! What a process remembers of a workspace's sources from one library to the next: their documents as long as some library
//! has them, and what was read of them. Everything is found by content, so nothing here can be out of date.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError, Weak};

use text::Document;

/// The memories of all workspaces that are loaded.
static MEMORIES: LazyLock<Mutex<HashMap<PathBuf, Weak<Memory>>>> = LazyLock::new(Mutex::default);

/// What is remembered of one workspace's sources, for as long as the workspace is loaded.
#[derive(Default)]
pub(crate) struct Memory {
    /// What was read of them.
    pub read: Arc<library::Memory>,
    /// By their content and their format.
    documents: Mutex<HashMap<(String, String), Weak<Document>>>,
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
    /// The document with this content (its SHA-256) and ending: the one that a library has, else what `read` reads.
    pub fn document<E>(
        &self,
        digest: &str,
        ending: &str,
        read: impl FnOnce() -> Result<Document, E>,
    ) -> Result<Arc<Document>, E> {
        let key = (digest.to_owned(), ending.to_owned());
        if let Some(known) = lock(&self.documents).get(&key).and_then(Weak::upgrade) {
            return Ok(known);
        }
        let document = Arc::new(read()?);
        let mut documents = lock(&self.documents);
        documents.insert(key, Arc::downgrade(&document));
        Ok(document)
    }

    /// Forgets documents that no library has.
    pub fn tidy(&self) {
        lock(&self.documents).retain(|_, document| document.strong_count() > 0);
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_lasts_as_long_as_the_workspace_and_its_documents_as_long_as_a_library() {
        let root = Path::new("/a workspace of this test");
        let memory = of(root);
        assert!(Arc::ptr_eq(&memory, &of(root)));
        let read = |text: &str| {
            let made = format::read("a.md", text.into());
            memory.document("1", "md", || Ok::<_, ()>(made))
        };
        let first = read("one").expect("it reads");
        assert!(Arc::ptr_eq(&first, &read("another").expect("it reads")));
        drop(first);
        let other = read("another").expect("it reads");
        assert_eq!(&*other.text, "another", "nobody had the first one any more");
        drop((memory, other));
        let memories = lock(&MEMORIES);
        assert!(memories.get(root).is_none_or(|it| it.strong_count() == 0));
    }
}
