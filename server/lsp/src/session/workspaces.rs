//! The workspaces of a session: found, read on a thread, handed to the drafts and questions that wait for them, read
//! anew when what makes them changes.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use analysis::Cancel;
use project::{Saved, Site, Workspace};
use tokio::sync::oneshot;

use super::Session;
use super::unsaved::{Open, Used};
use crate::draft::Draft;
use crate::place::Spelling;
use crate::pool::{Priority, contain, lock};
use crate::world;

/// What is said when somebody did not wait for the end.
const STOPPED: &str = "reading was stopped; the command policy-ls.server.reindex goes on";

#[derive(Default)]
pub(super) struct Workspaces {
    /// Raised by every reload: what was begun before it is stale.
    pub epoch: u64,
    pub slots: HashMap<Site, Slot>,
    /// Files that changed while a library was being read, which may or may not have seen it.
    later: Vec<PathBuf>,
    /// What held before a reload, for when the new reading is stopped.
    before: HashMap<Site, Arc<Workspace>>,
    /// Counts what was typed into the texts of a library, so that only the last of a burst is followed.
    pub bursts: HashMap<Site, u64>,
    /// Libraries that are read anew beside the one that holds, and whether once more afterwards.
    pub renewing: HashMap<Site, bool>,
}

/// Who waits for a workspace without a draft.
pub(super) type Asker = oneshot::Sender<Arc<Workspace>>;

pub(super) enum Slot {
    /// A thread reads it; these wait.
    Loading(Vec<Arc<Draft>>, Vec<Asker>),
    /// It was read.
    Ready(Ready),
}

pub(super) struct Ready {
    pub workspace: Arc<Workspace>,
    /// When its configuration was last changed.
    pub stamp: Option<SystemTime>,
    /// The open texts that it was made of.
    pub used: Used,
}

/// What the news of a file mean.
enum News {
    /// A library has to be read anew.
    Library,
    /// It was followed while it was typed.
    Followed(Arc<Workspace>),
    /// A draft, or nothing to us.
    Other,
}

impl Session {
    /// Adds and removes workspace folders; drafts may belong elsewhere afterwards.
    pub fn change_folders(self: &Arc<Self>, removed: &[PathBuf], added: Vec<PathBuf>) {
        let mut folders = lock(&self.folders);
        folders.retain(|folder| !removed.contains(folder));
        folders.extend(added);
        let left = folders.clone();
        drop(folders);
        self.watch_only(&left);
        self.take_back_below(removed);
        self.reload();
        self.preload();
    }

    /// Reads the workspaces of all open drafts anew and checks the drafts again.
    pub fn reload(self: &Arc<Self>) {
        {
            let mut workspaces = lock(&self.workspaces);
            workspaces.epoch += 1;
            for (site, slot) in std::mem::take(&mut workspaces.slots) {
                if let Slot::Ready(ready) = slot {
                    workspaces.before.insert(site, ready.workspace);
                }
            }
        }
        self.clear_shelf();
        let drafts: Vec<_> = self.drafts.iter().map(|it| Arc::clone(&it)).collect();
        for draft in drafts {
            self.place(draft);
        }
    }

    /// Reads anew if what was saved or changed at `path` makes up a library.
    pub fn changed(self: &Arc<Self>, paths: Vec<PathBuf>) {
        let session = Arc::clone(self);
        self.pool.submit(Priority::Interactive, move || {
            let news: Vec<_> = paths.iter().map(|path| session.news_of(path)).collect();
            if news.iter().any(|it| matches!(it, News::Library)) {
                session.reload();
                session.preload();
                return;
            }
            {
                let mut workspaces = lock(&session.workspaces);
                let mut slots = workspaces.slots.values();
                if slots.any(|slot| matches!(slot, Slot::Loading(..))) {
                    workspaces.later.extend(paths.iter().cloned());
                }
            }
            for news in news {
                if let News::Followed(workspace) = news {
                    session.push_unopened(&workspace);
                    session.refresh();
                }
            }
            session.drafts_changed(paths);
        });
    }

    /// Drafts changed on disk, and nothing else.
    fn drafts_changed(self: &Arc<Self>, paths: Vec<PathBuf>) {
        let unopened = paths
            .into_iter()
            .filter(|path| Spelling::of(&**self, path).is_none());
        let unopened: Vec<_> = unopened.collect();
        if unopened.is_empty() {
            return;
        }
        if unopened.iter().any(|path| project::is_prose(path)) {
            self.refresh();
        }
        for path in unopened {
            self.push_file(path);
        }
    }

    /// What it means that `path` was saved or changed on disk: a library is made of it, whichever; or it is a draft whose
    /// configuration changed meanwhile, for clients that watch no files.
    fn news_of(&self, path: &Path) -> News {
        let mut followed = None;
        for (site, workspace, used) in self.made_of(path) {
            let saved = || self.parts.world.read(path);
            let same = |used: Arc<str>| saved().is_some_and(|it| project::same_text(&it, &used));
            if !used.is_some_and(same) {
                return News::Library;
            }
            let stamp = self.parts.world.stamp(&site);
            if let Some(Slot::Ready(ready)) = lock(&self.workspaces).slots.get_mut(&site) {
                ready.stamp = stamp;
            }
            followed = Some(workspace);
        }
        if let Some(workspace) = followed {
            return News::Followed(workspace);
        }
        let folders = lock(&self.folders).clone();
        let site = self.parts.world.find(Some(path), &folders);
        let stamp = self.parts.world.stamp(&site);
        let is_settings = project::is_configuration(path);
        let elsewhere = match lock(&self.workspaces).slots.get(&site) {
            Some(Slot::Ready(ready)) => ready.stamp != stamp,
            // It is looked at again when that is read.
            Some(Slot::Loading(..)) => false,
            // An open draft belongs elsewhere now: a configuration came or went.
            None => Spelling::of(self, path).is_some(),
        };
        match is_settings || elsewhere {
            true => News::Library,
            false => News::Other,
        }
    }

    /// The workspaces that are read and whose libraries are made of the file at `path`, and the text of it that was used
    /// if it was open.
    pub(super) fn made_of(&self, path: &Path) -> Vec<(Site, Arc<Workspace>, Option<Arc<str>>)> {
        let workspaces = lock(&self.workspaces);
        let ready = workspaces.slots.iter().filter_map(|(site, slot)| {
            let Slot::Ready(ready) = slot else {
                return None;
            };
            let made = ready.workspace.rests_on(path);
            made.then(|| {
                let used = ready.used.get(path).cloned();
                (site.clone(), Arc::clone(&ready.workspace), used)
            })
        });
        ready.collect()
    }

    /// Begins to read the workspaces of the folders before a draft asks for them.
    pub fn preload(self: &Arc<Self>) {
        let folders = lock(&self.folders).clone();
        let session = Arc::clone(self);
        self.pool.submit(Priority::Background, move || {
            project::warm();
            for folder in &folders {
                // The search goes by a file's directory; any name will do.
                session.resolve(Some(&folder.join("draft.md")), None, None);
            }
        });
    }

    /// Finds a draft's workspace, on a thread, and settles the draft there.
    pub(super) fn place(self: &Arc<Self>, draft: Arc<Draft>) {
        let session = Arc::clone(self);
        self.pool.submit(Priority::Interactive, move || {
            session.resolve(draft.path.as_deref(), Some(&draft), None);
        });
    }

    /// The workspace that holds for a path, without a draft; `None` if it went before it was read.
    pub async fn workspace(self: &Arc<Self>, path: Option<PathBuf>) -> Option<Arc<Workspace>> {
        let (asker, asked) = oneshot::channel();
        let session = Arc::clone(self);
        self.pool.submit(Priority::Interactive, move || {
            session.resolve(path.as_deref(), None, Some(asker));
        });
        asked.await.ok()
    }

    /// The workspaces that are read by now.
    pub fn workspaces(&self) -> Vec<Arc<Workspace>> {
        let workspaces = lock(&self.workspaces);
        let ready = workspaces.slots.values().filter_map(|slot| match slot {
            Slot::Ready(ready) => Some(Arc::clone(&ready.workspace)),
            Slot::Loading(..) => None,
        });
        let mut ready: Vec<_> = ready.collect();
        ready.sort_by(|a, b| a.root.cmp(&b.root));
        ready
    }

    /// The folders that the client has open.
    pub fn folders(&self) -> Vec<PathBuf> {
        lock(&self.folders).clone()
    }

    fn resolve(
        self: &Arc<Self>,
        path: Option<&Path>,
        draft: Option<&Arc<Draft>>,
        asker: Option<Asker>,
    ) {
        let folders = lock(&self.folders).clone();
        let site = self.parts.world.find(path, &folders);
        let epoch = {
            let mut workspaces = lock(&self.workspaces);
            match workspaces.slots.get_mut(&site) {
                Some(Slot::Ready(ready)) => {
                    let workspace = Arc::clone(&ready.workspace);
                    drop(workspaces);
                    if let Some(asker) = asker {
                        let _ = asker.send(Arc::clone(&workspace));
                    }
                    return draft.into_iter().for_each(|it| self.settle(it, &workspace));
                }
                Some(Slot::Loading(waiting, askers)) => {
                    waiting.extend(draft.cloned());
                    return askers.extend(asker);
                }
                None => {
                    let waiting = draft.cloned().into_iter().collect();
                    let askers = asker.into_iter().collect();
                    let loading = Slot::Loading(waiting, askers);
                    workspaces.slots.insert(site.clone(), loading);
                    workspaces.epoch
                }
            }
        };
        let session = Arc::clone(self);
        self.pool
            .submit(Priority::Background, move || session.load(site, epoch));
    }

    fn load(self: &Arc<Self>, site: Site, epoch: u64) {
        let stamp = self.parts.world.stamp(&site);
        self.tell_status("indexing", &world::empty(&site), None);
        self.watch(&site);
        tracing::info!("reading the library of {}", site.root.display());
        let cancel = Cancel::new();
        let progress = self.progress(&site, &cancel);
        let mut open = self.open_texts();
        open.shown = progress.as_ref().map(|it| it.count.clone());
        let mut loaded = contain(|| self.parts.world.load(&site, &open, &cancel));
        if loaded.as_ref().is_ok_and(|it| open.is_to_blame(it, &[])) {
            // Somebody types there: what was saved holds.
            open = Open::default();
            loaded = contain(|| self.parts.world.load(&site, &Saved, &cancel));
        }
        let (mut workspace, trouble) = match loaded {
            Ok(Ok(workspace)) => (Arc::new(workspace), None),
            Ok(Err(error)) => (Arc::new(world::empty(&site)), Some(error.to_string())),
            Err(_) => {
                let lost = "the library could not be read: internal error";
                (Arc::new(world::empty(&site)), Some(lost.to_owned()))
            }
        };
        tracing::info!("{} is read: {}", site.root.display(), workspace.info);
        let stopped = workspace.stopped.then(|| STOPPED.to_owned());
        if let Some(progress) = progress {
            progress.end(stopped.clone());
        }
        let (waiting, later) = {
            let mut workspaces = lock(&self.workspaces);
            if workspaces.epoch != epoch {
                // A reload came between; it asked anew for every open draft.
                return;
            }
            match workspaces.before.get(&site) {
                // What was there is more than what was read by now.
                Some(before) if workspace.stopped => workspace = Arc::clone(before),
                _ => {}
            }
            if !workspace.stopped {
                workspaces.before.remove(&site);
            }
            let ready = Slot::Ready(Ready {
                workspace: Arc::clone(&workspace),
                stamp,
                used: open.used(),
            });
            let later = std::mem::take(&mut workspaces.later);
            (workspaces.slots.insert(site, ready), later)
        };
        if !later.is_empty() {
            self.changed(later);
        }
        let Some(Slot::Loading(waiting, askers)) = waiting else {
            return;
        };
        // A text that it was made of may have changed or been closed meanwhile.
        self.renew_later(&workspace);
        if trouble.is_none() {
            self.push_unopened(&workspace);
        }
        for asker in askers {
            let _ = asker.send(Arc::clone(&workspace));
        }
        // A draft that was checked against a good configuration keeps it while the new one is being mended.
        let broken = trouble.is_some();
        let state = if broken { "failed" } else { "ready" };
        self.tell_status(state, &workspace, trouble.clone().or(stopped));
        self.tell(trouble, &workspace);
        let again = epoch > 0 || waiting.iter().any(|draft| draft.is_settled());
        for draft in waiting.iter().filter(|it| !(broken && it.is_settled())) {
            self.settle(draft, &workspace);
        }
        if again {
            self.refresh();
        }
    }

    pub(super) fn settle(self: &Arc<Self>, draft: &Arc<Draft>, workspace: &Arc<Workspace>) {
        // Whoever opens a single draft waits for what is found in it, and goes on there: the thread that will check what is
        // typed has then found what it takes the place of, in its own part of the heap.
        let priority = match !draft.is_settled() && self.drafts.len() == 1 {
            true => Priority::Interactive,
            false => Priority::Background,
        };
        draft.settle(Arc::clone(workspace));
        self.schedule(draft, priority);
        // A library may have been made of it before it was opened.
        self.follow(draft);
    }
}
