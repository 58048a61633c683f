//! News of files, for whoever has nobody to watch them for him. Directories are watched, one by one, those that a walk
//! goes into: so a file that is replaced by rename is seen, and `node_modules` costs nothing.
//!
//! Rejected: the recursive mode of `notify`, which on Linux walks everything below, ignored or not, and misses what is put
//! into a new directory before it is watched.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use ignore::WalkBuilder;
use notify::event::{EventKind, ModifyKind};
use notify::{RecommendedWatcher, RecursiveMode, Watcher as _};

/// Events of one saving come in a row: they are told together, once nothing came for so long.
const PAUSE: Duration = Duration::from_millis(50);
/// Systems allow for a limited number of watches, shared with everybody else.
const MOST_DIRECTORIES: usize = 8_000;

/// And a walk through somebody's home ends here.
const MOST_FILES: usize = 100_000;

/// Watches until it is dropped.
pub struct Watch {
    inner: Arc<Inner>,
    /// Why not all is watched, if so.
    pub trouble: Option<String>,
}

struct Inner {
    root: PathBuf,
    watcher: Mutex<RecommendedWatcher>,
    watched: Mutex<BTreeSet<PathBuf>>,
}

impl Watch {
    /// Watches the directories below `root` and tells what changes there: paths of files, sorted, each once. The error is
    /// the system's.
    pub fn new(
        root: &Path,
        tell: impl Fn(Vec<PathBuf>) + Send + 'static,
    ) -> Result<Watch, notify::Error> {
        let (sender, events) = channel();
        // The watcher's own thread must not be made to wait, nor asked to watch more: it would wait for itself.
        let watcher = notify::recommended_watcher(move |event| {
            let _ = sender.send(event);
        })?;
        let inner = Arc::new(Inner {
            root: root.to_owned(),
            watcher: Mutex::new(watcher),
            watched: Mutex::default(),
        });
        let trouble = match inner.add(root, &mut Vec::new()) {
            Err(error) if lock(&inner.watched).is_empty() => return Err(error),
            Err(error) => Some(error.to_string()),
            Ok(true) => None,
            Ok(false) => Some("it is too large to be watched as a whole".to_owned()),
        };
        let theirs = Arc::downgrade(&inner);
        std::thread::Builder::new()
            .name("watch".to_owned())
            .spawn(move || listen(&theirs, &events, tell))
            .map_err(notify::Error::io)?;
        Ok(Watch { inner, trouble })
    }

    /// How many directories are watched.
    pub fn directories(&self) -> usize {
        lock(&self.inner.watched).len()
    }
}

impl Inner {
    /// Watches `directory` and those below it, and gathers the files that lie there: what comes between the two is told by
    /// both. Whether that was all.
    fn add(&self, directory: &Path, files: &mut Vec<PathBuf>) -> Result<bool, notify::Error> {
        let walk = WalkBuilder::new(directory)
            .follow_links(true)
            .require_git(false)
            .build();
        for entry in walk.flatten() {
            let kind = entry.file_type();
            if kind.is_some_and(|kind| kind.is_file()) {
                files.push(entry.into_path());
            } else if kind.is_some_and(|kind| kind.is_dir()) {
                let path = entry.into_path();
                let mut watched = lock(&self.watched);
                if watched.contains(&path) {
                    continue;
                }
                if watched.len() >= MOST_DIRECTORIES {
                    return Ok(false);
                }
                let added = lock(&self.watcher).watch(&path, RecursiveMode::NonRecursive);
                match added {
                    Ok(()) => {
                        watched.insert(path);
                    }
                    // It went meanwhile.
                    Err(_) if !path.exists() => {}
                    Err(error) => return Err(error),
                }
            }
            if files.len() >= MOST_FILES {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn forget(&self, directory: &Path) {
        let mut watched = lock(&self.watched);
        watched.retain(|path| !path.starts_with(directory));
    }
}

/// Gathers events into news, until the watcher goes.
fn listen(
    inner: &Weak<Inner>,
    events: &Receiver<notify::Result<notify::Event>>,
    tell: impl Fn(Vec<PathBuf>),
) {
    while let Ok(first) = events.recv() {
        let mut news = BTreeSet::new();
        let mut next = Some(first);
        while let Some(event) = next {
            if let (Ok(event), Some(inner)) = (event, inner.upgrade()) {
                gather(&inner, event, &mut news);
            }
            next = match events.recv_timeout(PAUSE) {
                Ok(event) => Some(event),
                Err(RecvTimeoutError::Timeout) => None,
                Err(RecvTimeoutError::Disconnected) => return,
            };
        }
        if !news.is_empty() {
            tell(news.into_iter().collect());
        }
    }
}

fn gather(inner: &Inner, event: notify::Event, news: &mut BTreeSet<PathBuf>) {
    let lost = event.need_rescan();
    match event.kind {
        // Reading is no news, least of all our own.
        EventKind::Access(_) | EventKind::Modify(ModifyKind::Metadata(_)) if !lost => return,
        _ => {}
    }
    let mut found = Vec::new();
    if lost {
        // Too much came at once: anything may have changed. Where the system's limit is reached, the rest is seen when
        // somebody saves.
        let _ = inner.add(&inner.root, &mut found);
    }
    for path in event.paths {
        if path.is_dir() {
            if matches!(
                event.kind,
                EventKind::Create(_) | EventKind::Modify(ModifyKind::Name(_))
            ) {
                let _ = inner.add(&path, &mut found);
            }
        } else {
            if matches!(
                event.kind,
                EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_))
            ) {
                inner.forget(&path);
            }
            news.insert(path);
        }
    }
    news.extend(found);
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    const LONG: Duration = Duration::from_secs(60);

    struct Folder {
        directory: tempfile::TempDir,
        watch: Watch,
        news: Receiver<Vec<PathBuf>>,
    }

    impl Folder {
        fn new() -> Self {
            let directory = tempfile::tempdir().expect("a directory");
            let root = directory.path().canonicalize().expect("it exists");
            fs::create_dir_all(root.join("deep/er")).expect("made");
            fs::create_dir_all(root.join("node_modules/a/b")).expect("made");
            fs::write(root.join(".gitignore"), "node_modules\n").expect("written");
            let (sender, news) = channel();
            let tell = move |paths| {
                let _ = sender.send(paths);
            };
            let watch = Watch::new(&root, tell).expect("it can be watched");
            Self {
                directory,
                watch,
                news,
            }
        }

        fn path(&self, name: &str) -> PathBuf {
            self.directory
                .path()
                .canonicalize()
                .expect("it exists")
                .join(name)
        }

        /// Waits until there are news of a file.
        fn hears_of(&self, name: &str) {
            let path = self.path(name);
            loop {
                let news = self.news.recv_timeout(LONG).expect("there are news");
                if news.contains(&path) {
                    return;
                }
            }
        }
    }

    #[test]
    fn files_are_heard_of_however_they_are_written() {
        let folder = Folder::new();
        fs::write(folder.path("deep/er/a.md"), "a").expect("written");
        folder.hears_of("deep/er/a.md");
        // As editors do: aside, then renamed.
        fs::write(folder.path("deep/aside"), "b").expect("written");
        fs::rename(folder.path("deep/aside"), folder.path("deep/er/a.md")).expect("renamed");
        folder.hears_of("deep/er/a.md");
        fs::remove_file(folder.path("deep/er/a.md")).expect("removed");
        folder.hears_of("deep/er/a.md");
    }

    #[test]
    fn a_new_directory_is_watched_and_what_lies_in_it_already_is_told() {
        let folder = Folder::new();
        let before = folder.watch.directories();
        fs::create_dir_all(folder.path("new/est")).expect("made");
        fs::write(folder.path("new/est/a.md"), "a").expect("written");
        folder.hears_of("new/est/a.md");
        fs::write(folder.path("new/est/b.md"), "b").expect("written");
        folder.hears_of("new/est/b.md");
        assert_eq!(folder.watch.directories(), before + 2);
    }

    #[test]
    fn what_is_ignored_is_not_watched() {
        let folder = Folder::new();
        // The root, deep, deep/er.
        assert_eq!(folder.watch.directories(), 3);
        fs::write(folder.path("node_modules/a/b/c.md"), "c").expect("written");
        fs::write(folder.path("z.md"), "z").expect("written");
        let news = folder.news.recv_timeout(LONG).expect("there are news");
        assert_eq!(news, [folder.path("z.md")]);
    }
}
