//! The workspaces of a session: found, read on a thread, handed to the drafts and questions that wait for them, read
//! anew when what makes them changes.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use project::{Role, Site, Workspace};
use tokio::sync::oneshot;
use tower_lsp::ls_types::{MessageType, ProgressToken};

use super::Session;
use crate::draft::Draft;
use crate::extension::Status;
use crate::place::Spelling;
use crate::pool::{Priority, contain, lock};
use crate::world;

#[derive(Default)]
pub(super) struct Workspaces {
    /// Raised by every reload: what was begun before it is stale.
    epoch: u64,
    slots: HashMap<Site, Slot>,
}

/// Who waits for a workspace without a draft.
type Asker = oneshot::Sender<Arc<Workspace>>;

enum Slot {
    /// A thread reads it; these wait.
    Loading(Vec<Arc<Draft>>, Vec<Asker>),
    /// With the time at which its configuration was last changed.
    Ready(Arc<Workspace>, Option<SystemTime>),
}

impl Session {
    /// Adds and removes workspace folders; drafts may belong elsewhere afterwards.
    pub fn change_folders(self: &Arc<Self>, removed: &[PathBuf], added: Vec<PathBuf>) {
        let mut folders = lock(&self.folders);
        folders.retain(|folder| !removed.contains(folder));
        folders.extend(added);
        drop(folders);
        self.reload();
    }

    /// Reads the workspaces of all open drafts anew and checks the drafts again.
    pub fn reload(self: &Arc<Self>) {
        {
            let mut workspaces = lock(&self.workspaces);
            workspaces.epoch += 1;
            workspaces.slots.clear();
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
            if paths.iter().any(|path| session.makes_a_library(path)) {
                session.reload();
                session.preload();
            } else {
                session.drafts_changed(paths);
            }
        });
    }

    /// Who pulls has to be told that the answers are others now.
    fn refresh(&self) {
        let traits = self.traits();
        if traits.pulls && traits.refreshes {
            let client = self.client.clone();
            self.spawn(async move {
                let _ = client.workspace_diagnostic_refresh().await;
            });
        }
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

    /// Whether `path` is a configuration, a record or a source; or a draft whose configuration changed meanwhile, for
    /// clients that watch no files.
    fn makes_a_library(&self, path: &Path) -> bool {
        if path.extension().is_some_and(|it| it == "toml") {
            return true;
        }
        let folders = lock(&self.folders).clone();
        let site = self.parts.world.find(Some(path), &folders);
        let stamp = self.parts.world.stamp(&site);
        let workspaces = lock(&self.workspaces);
        match workspaces.slots.get(&site) {
            Some(Slot::Ready(workspace, read)) => {
                *read != stamp || workspace.roles.of(path) == Role::Source
            }
            Some(Slot::Loading(..)) => false,
            // An open draft belongs elsewhere now: a configuration came or went.
            None => Spelling::of(self, path).is_some(),
        }
    }

    /// Begins to read the workspaces of the folders before a draft asks for them.
    pub fn preload(self: &Arc<Self>) {
        let folders = lock(&self.folders).clone();
        let session = Arc::clone(self);
        self.pool.submit(Priority::Background, move || {
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
            Slot::Ready(workspace, _) => Some(Arc::clone(workspace)),
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
                Some(Slot::Ready(workspace, _)) => {
                    let workspace = Arc::clone(workspace);
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
        let progress = self.progress(&site);
        let loaded = contain(|| self.parts.world.load(&site));
        let (workspace, trouble) = match loaded {
            Ok(Ok(workspace)) => (workspace, None),
            Ok(Err(error)) => (world::empty(&site), Some(error.to_string())),
            Err(_) => {
                let lost = "the library could not be read: internal error";
                (world::empty(&site), Some(lost.to_owned()))
            }
        };
        drop(progress);
        let workspace = Arc::new(workspace);
        let waiting = {
            let mut workspaces = lock(&self.workspaces);
            if workspaces.epoch != epoch {
                // A reload came between; it asked anew for every open draft.
                return;
            }
            let ready = Slot::Ready(Arc::clone(&workspace), stamp);
            workspaces.slots.insert(site, ready)
        };
        let Some(Slot::Loading(waiting, askers)) = waiting else {
            return;
        };
        self.push_unopened(&workspace);
        for asker in askers {
            let _ = asker.send(Arc::clone(&workspace));
        }
        // A draft that was checked against a good configuration keeps it while the new one is being mended.
        let broken = trouble.is_some();
        let state = if broken { "failed" } else { "ready" };
        self.tell_status(state, &workspace, trouble.clone());
        self.tell(trouble, &workspace);
        let again = epoch > 0 || waiting.iter().any(|draft| draft.is_settled());
        for draft in waiting.iter().filter(|it| !(broken && it.is_settled())) {
            self.settle(draft, &workspace);
        }
        if again {
            self.refresh();
        }
    }

    fn settle(self: &Arc<Self>, draft: &Arc<Draft>, workspace: &Arc<Workspace>) {
        draft.settle(Arc::clone(workspace));
        self.schedule(draft, Priority::Background);
    }

    /// Shows what somebody has to mend; what a walk merely came upon goes to the log.
    fn tell(&self, trouble: Option<String>, workspace: &Workspace) {
        let (named, found): (Vec<_>, Vec<_>) = workspace.problems.iter().partition(|it| it.named);
        let named = named.iter().map(ToString::to_string);
        let shown: Vec<_> = trouble.into_iter().chain(named).collect();
        let logged: Vec<_> = found.iter().map(ToString::to_string).collect();
        let client = self.client.clone();
        self.spawn(async move {
            if !shown.is_empty() {
                let text = shown.join("\n");
                client.show_message(MessageType::WARNING, text).await;
            }
            if !logged.is_empty() {
                let text = logged.join("\n");
                client.log_message(MessageType::WARNING, text).await;
            }
        });
    }

    /// Shows that reading goes on, for as long as what it returns is kept. Only if it takes a while: an editor that
    /// flickers helps nobody.
    fn progress(&self, site: &Site) -> Option<oneshot::Sender<()>> {
        if !self.traits().progress {
            return None;
        }
        let (done, mut over) = oneshot::channel::<()>();
        let (client, wait) = (self.client.clone(), self.parts.hold);
        let token = ProgressToken::String(format!("policy-ls-{}", self.next_id()));
        let name = site.root.file_name().unwrap_or_default().to_string_lossy();
        let title = format!("policy-ls: reading the library of {name}");
        self.spawn(async move {
            if !wait.is_zero() && tokio::time::timeout(wait, &mut over).await.is_ok() {
                return;
            }
            if client
                .create_work_done_progress(token.clone())
                .await
                .is_err()
            {
                return;
            }
            let shown = client.progress(token, title).begin().await;
            let _ = over.await;
            shown.finish().await;
        });
        Some(done)
    }

    /// Tells clients that show it how far reading is.
    fn tell_status(&self, state: &str, workspace: &Workspace, message: Option<String>) {
        if !self.traits().status {
            return;
        }
        let status = Status {
            state: state.to_owned(),
            root: self.places(workspace).uri_of_path(&workspace.root),
            library: workspace.info.to_string(),
            sources: workspace.library.sources.len(),
            events: workspace.library.events.len(),
            problems: workspace.problems.len(),
            message,
        };
        // Handed in in order: one state must not overtake another.
        self.publisher.status(status);
    }
}
