//! All drafts of a workspace, for questions about the whole of it: open ones as they stand, the others as they lie on
//! disk. What was read of a file is kept until the file or its workspace changes.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::SystemTime;

use analysis::{Cancel, Memo};
use project::{Role, Site, Workspace};
use tower_lsp::ls_types::Uri;

use super::Session;
use super::unsaved::site_of;
use crate::check::Snapshot;
use crate::draft::Checked;
use crate::place::Spelling;
use crate::pool::lock;
use crate::uri::{self, Style};

/// A draft, read.
pub struct Read {
    /// As the client spells it.
    pub uri: Uri,
    /// What was found in it.
    pub checked: Checked,
    /// Whether the client has it open.
    pub open: bool,
}

/// What was read of files that are not open.
#[derive(Default)]
pub(super) struct Shelf(Mutex<HashMap<PathBuf, Kept>>);

struct Kept {
    stamp: Option<(SystemTime, u64)>,
    workspace: Arc<Workspace>,
    snapshot: Arc<dyn Snapshot>,
}

/// The drafts below a root.
#[derive(Default)]
struct Listed {
    /// Those of the workspace itself.
    own: Vec<PathBuf>,
    /// One file of every other configuration that was met.
    elsewhere: Vec<PathBuf>,
    seen: HashSet<Site>,
}

/// Raises its flag when nobody waits any more.
pub struct Guard(Cancel);

impl Guard {
    /// A guard and its flag.
    pub fn new() -> (Self, Cancel) {
        let cancel = Cancel::new();
        (Self(cancel.clone()), cancel)
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        self.0.cancel();
    }
}

impl Session {
    /// The drafts of a workspace, by URI. Files that cannot be read are left out: reading them is the linter's affair.
    pub async fn drafts_of(self: &Arc<Self>, workspace: &Arc<Workspace>) -> Vec<Read> {
        let files = self.listed(workspace).await.own;
        self.drafts_among(workspace, files).await
    }

    /// The same, where it is known already which files they lie in.
    pub async fn drafts_among(
        self: &Arc<Self>,
        workspace: &Arc<Workspace>,
        files: Vec<PathBuf>,
    ) -> Vec<Read> {
        let mut read = self.open_drafts_of(workspace).await;
        read.extend(self.unopened_among(workspace, files).await);
        read.sort_by(|a, b| a.uri.as_str().cmp(b.uri.as_str()));
        read
    }

    /// The open drafts of a workspace, as they stand now.
    pub async fn open_drafts_of(self: &Arc<Self>, workspace: &Arc<Workspace>) -> Vec<Read> {
        let mut read = Vec::new();
        let open: Vec<_> = self.drafts.iter().map(|it| Arc::clone(&it)).collect();
        for draft in open {
            let Some(pin) = self.pin(&draft.uri) else {
                continue;
            };
            if let Some(checked) = pin.checked().await
                && checked.is_draft
                && Arc::ptr_eq(&checked.workspace, workspace)
            {
                read.push(Read {
                    uri: draft.uri.clone(),
                    checked,
                    open: true,
                });
            }
        }
        read
    }

    async fn unopened_among(
        self: &Arc<Self>,
        workspace: &Arc<Workspace>,
        mut files: Vec<PathBuf>,
    ) -> Vec<Read> {
        let (guard, cancel) = Guard::new();
        files.retain(|path| Spelling::of(&**self, path).is_none());
        let asked = files.into_iter().map(|path| {
            let (session, workspace) = (Arc::clone(self), Arc::clone(workspace));
            let cancel = cancel.clone();
            self.pool
                .ask_behind(move || session.unopened(&path, &workspace, &cancel))
        });
        let found = futures::future::join_all(asked).await;
        drop(guard);
        found
            .into_iter()
            .filter_map(|it| it.ok().flatten())
            .collect()
    }

    /// The drafts that lie below the root of a workspace. Those below another configuration belong there.
    fn list(&self, workspace: &Workspace) -> Listed {
        let folders = self.folders();
        let mut listed = Listed::default();
        // A lone file's directory may be anything, a home or a root: it is not walked.
        if workspace.config_path.is_none() && !folders.contains(&workspace.root) {
            return listed;
        }
        let world = &self.parts.world;
        let mut sites: HashMap<PathBuf, bool> = HashMap::new();
        for path in world.drafts_below(&workspace.root) {
            let folder = path.parent().unwrap_or(Path::new("")).to_owned();
            let own = *sites.entry(folder).or_insert_with(|| {
                let site = world.find(Some(&path), &folders);
                let own = site == site_of(workspace);
                if !own && site.config_path.is_some() && listed.seen.insert(site) {
                    listed.elsewhere.push(path.clone());
                }
                own
            });
            if own && workspace.roles.of(&path) == Role::Draft {
                listed.own.push(path);
            }
        }
        listed
    }

    async fn listed(self: &Arc<Self>, workspace: &Arc<Workspace>) -> Listed {
        let (session, theirs) = (Arc::clone(self), Arc::clone(workspace));
        let listed = self.pool.ask_behind(move || session.list(&theirs));
        listed.await.unwrap_or_default()
    }

    /// The workspaces that are read, those of configurations below their roots, and theirs in turn, each with the files of
    /// its drafts; they are waited for, and each is walked once.
    pub async fn walked(self: &Arc<Self>) -> Vec<(Arc<Workspace>, Vec<PathBuf>)> {
        let mut walked: Vec<(Arc<Workspace>, Vec<PathBuf>)> = Vec::new();
        loop {
            let known = |it: &Arc<Workspace>| walked.iter().any(|(other, _)| other.root == it.root);
            let next = self.workspaces().into_iter().find(|it| !known(it));
            let Some(next) = next else {
                return walked;
            };
            let listed = self.listed(&next).await;
            for path in listed.elsewhere {
                self.workspace(Some(path)).await;
            }
            walked.push((next, listed.own));
        }
    }

    /// Pushes the findings of the drafts that are not open, for clients that do not ask, and takes back those of files that
    /// are no drafts any more. Only where a configuration says what the drafts are.
    pub(super) fn push_unopened(self: &Arc<Self>, workspace: &Arc<Workspace>) {
        if self.traits().pulls {
            return;
        }
        let (session, workspace) = (Arc::clone(self), Arc::clone(workspace));
        self.spawn(async move {
            if workspace.config_path.is_some() {
                let listed = session.listed(&workspace).await;
                for read in session.unopened_among(&workspace, listed.own).await {
                    session.push(&read);
                }
                // Each pushes its own when it is read.
                for path in listed.elsewhere {
                    session.workspace(Some(path)).await;
                }
            }
            let asked = Arc::clone(&session);
            let gone = session.pool.ask_behind(move || {
                let folders = asked.folders();
                let mut pushed = asked.pushed_below(&workspace.root);
                pushed.retain(|path| {
                    let theirs = asked.parts.world.find(Some(path), &folders);
                    let draft = workspace.config_path.is_some()
                        && workspace.roles.of(path) == Role::Draft
                        && asked.parts.world.stamp_of(path).is_some();
                    theirs == site_of(&workspace) && !draft
                });
                pushed
            });
            for path in gone.await.unwrap_or_default() {
                session.take_back(&path);
            }
        });
    }

    /// Takes back the findings of files that lie in none of the folders that the client has open any more.
    pub(super) fn take_back_below(&self, removed: &[PathBuf]) {
        let left = self.folders();
        for path in removed.iter().flat_map(|folder| self.pushed_below(folder)) {
            if !left.iter().any(|folder| path.starts_with(folder)) {
                self.take_back(&path);
            }
        }
    }

    /// The files below a directory whose findings the client shows although they are not open.
    fn pushed_below(&self, root: &Path) -> Vec<PathBuf> {
        let pushed = lock(&self.pushed);
        let paths = pushed.iter();
        let paths = paths.filter_map(|uri| uri::path_of(uri.as_str(), Style::HERE));
        paths.filter(|path| path.starts_with(root)).collect()
    }

    /// The same for one file, if it is a draft that is not open.
    pub(super) fn push_file(self: &Arc<Self>, path: PathBuf) {
        if self.traits().pulls {
            return;
        }
        let session = Arc::clone(self);
        self.spawn(async move {
            let Some(workspace) = session.workspace(Some(path.clone())).await else {
                return;
            };
            let draft = workspace.roles.of(&path) == Role::Draft;
            if !draft || workspace.config_path.is_none() {
                return;
            }
            let (asked, gone) = (Arc::clone(&session), path.clone());
            let read = session
                .pool
                .ask_behind(move || asked.unopened(&path, &workspace, &Cancel::new()));
            match read.await {
                Ok(Some(read)) => session.push(&read),
                // It went, or is no text any more.
                _ => session.take_back(&gone),
            }
        });
    }

    fn take_back(&self, path: &Path) {
        let mut pushed = lock(&self.pushed);
        let uri = pushed
            .iter()
            .find(|uri| uri::path_of(uri.as_str(), Style::HERE).as_deref() == Some(path));
        let Some(uri) = uri.cloned() else {
            return;
        };
        pushed.remove(&uri);
        if self.draft(&uri).is_none() {
            self.publisher.put(uri, None, Vec::new());
        }
    }

    fn push(&self, read: &Read) {
        if self.draft(&read.uri).is_some() {
            return;
        }
        let to = self.converter(&read.checked, &read.uri);
        let findings = read.checked.diagnostics().iter();
        let findings: Vec<_> = findings.map(|it| to.diagnostic(it)).collect();
        let mut pushed = lock(&self.pushed);
        let shown = if findings.is_empty() {
            pushed.remove(&read.uri)
        } else {
            !pushed.insert(read.uri.clone())
        };
        if shown || !findings.is_empty() {
            self.publisher.put(read.uri.clone(), None, findings);
        }
    }

    /// A draft as it lies on disk, read anew only if it changed.
    fn unopened(&self, path: &Path, workspace: &Arc<Workspace>, cancel: &Cancel) -> Option<Read> {
        if cancel.is_cancelled() {
            return None;
        }
        let uri = self.places(workspace).uri_of_path(path)?;
        let stamp = self.parts.world.stamp_of(path);
        let kept = lock(&self.shelf.0).get(path).and_then(|kept| {
            let same = kept.stamp == stamp && Arc::ptr_eq(&kept.workspace, workspace);
            (same && stamp.is_some()).then(|| Arc::clone(&kept.snapshot))
        });
        let snapshot = match kept {
            Some(snapshot) => snapshot,
            None => {
                let text = self.parts.world.read(path)?;
                let name = workspace.relative(path);
                let check = &self.parts.check;
                let snapshot = check.check(&name, text, workspace, &mut Memo::default(), cancel)?;
                let kept = Kept {
                    stamp,
                    workspace: Arc::clone(workspace),
                    snapshot: Arc::clone(&snapshot),
                };
                lock(&self.shelf.0).insert(path.to_owned(), kept);
                snapshot
            }
        };
        let checked = Checked {
            version: 0,
            snapshot,
            workspace: Arc::clone(workspace),
            is_draft: true,
        };
        Some(Read {
            uri,
            checked,
            open: false,
        })
    }

    /// Forgets what was read of files whose workspace is gone.
    pub(super) fn clear_shelf(&self) {
        lock(&self.shelf.0).clear();
    }
}
