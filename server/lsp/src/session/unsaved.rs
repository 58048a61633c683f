//! Texts that libraries are made of, open and not yet saved: what stands in the editor wins over the disk, and the
//! findings of open drafts follow what is typed there. The library that holds goes on holding until the new one is read,
//! and a text that is broken half-way through a sentence changes nothing.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use analysis::Cancel;
use project::{ConfigError, FileProblem, Site, Unsaved, Workspace};
use text::Buffer;
use tokio::sync::watch;

use super::Session;
use super::telling::Count;
use super::workspaces::{Ready, Slot};
use crate::draft::Draft;
use crate::pool::{Priority, contain, lock};

/// The open texts that a library was made of.
pub(super) type Used = HashMap<PathBuf, Arc<str>>;

/// The open texts as they stood when reading began, and which of them were asked for.
#[derive(Default)]
pub(super) struct Open {
    buffers: HashMap<PathBuf, Buffer>,
    used: Mutex<Used>,
    /// Where it is shown how far reading is.
    pub shown: Option<watch::Sender<Count>>,
}

impl Unsaved for Open {
    fn bytes(&self, path: &Path) -> Option<Vec<u8>> {
        let buffer = self.buffers.get(path)?;
        let mut used = lock(&self.used);
        let text = used.entry(path.to_owned());
        let text = text.or_insert_with(|| buffer.flatten());
        Some(text.as_bytes().to_vec())
    }

    fn more(&self) -> Vec<PathBuf> {
        self.buffers.keys().cloned().collect()
    }

    fn read(&self, done: usize, all: usize) {
        if let Some(shown) = &self.shown {
            let now = Count { done, all };
            // Threads may overtake each other, and nobody looks at less than a hundredth.
            shown.send_if_modified(|count| {
                let more = now.percent() > count.percent();
                if more {
                    *count = now;
                }
                more
            });
        }
    }
}

impl Open {
    /// Which of them were asked for.
    pub fn used(self) -> Used {
        self.used.into_inner().unwrap_or_else(|it| it.into_inner())
    }

    /// Whether something is wrong with what was read that may only be so while somebody types: in an open text, and not
    /// known by now.
    pub fn is_to_blame(
        &self,
        loaded: &Result<Workspace, ConfigError>,
        known: &[FileProblem],
    ) -> bool {
        let used = lock(&self.used);
        match loaded {
            Ok(workspace) => {
                let mut problems = workspace.problems.iter();
                problems.any(|it| {
                    let known = known.iter().any(|known| known.path == it.path);
                    it.named && !known && used.contains_key(&it.path)
                })
            }
            Err(error) => used.contains_key(&error.path),
        }
    }
}

impl Session {
    /// The open texts as they stand now.
    pub(super) fn open_texts(&self) -> Open {
        let drafts = self.drafts.iter();
        // An editor that shows a Word document or a PDF shows something else than its bytes.
        let buffers = drafts.filter_map(|draft| {
            let path = draft.path.clone().filter(|it| project::is_editable(it))?;
            Some((path, draft.buffer()))
        });
        Open {
            buffers: buffers.collect(),
            used: Mutex::default(),
            shown: None,
        }
    }

    /// An open text changed, or came, or went: the libraries that are made of it follow.
    pub(super) fn follow(self: &Arc<Self>, draft: &Draft) {
        if let Some(path) = &draft.path {
            for (_, workspace, _) in self.made_of(path) {
                self.renew_later(&workspace);
            }
        }
    }

    /// A text that the library of `workspace` is made of changed, or is about to be something else: follow it, once
    /// whoever types makes a pause.
    pub(super) fn renew_later(self: &Arc<Self>, workspace: &Workspace) {
        let site = site_of(workspace);
        let burst = {
            let mut workspaces = lock(&self.workspaces);
            let burst = workspaces.bursts.entry(site.clone()).or_default();
            *burst += 1;
            *burst
        };
        let session = Arc::clone(self);
        self.spawn(async move {
            tokio::time::sleep(session.parts.hold).await;
            if lock(&session.workspaces).bursts.get(&site) == Some(&burst) {
                let asked = Arc::clone(&session);
                let renew = move || asked.renew(&site);
                session.pool.submit(Priority::Background, renew);
            }
        });
    }

    /// Reads a library anew beside the one that holds, and puts it in its place if it is whole.
    fn renew(self: &Arc<Self>, site: &Site) {
        let open = self.open_texts();
        let (old, epoch) = {
            let mut workspaces = lock(&self.workspaces);
            // What is being read is made of what stands; who is settled there asks again.
            let Some(Slot::Ready(ready)) = workspaces.slots.get(site) else {
                return;
            };
            let old = Arc::clone(&ready.workspace);
            let used = ready.used.clone();
            let epoch = workspaces.epoch;
            if let Some(again) = workspaces.renewing.get_mut(site) {
                *again = true;
                return;
            }
            workspaces.renewing.insert(site.clone(), false);
            drop(workspaces);
            if !self.is_stale(&old, &used, &open) {
                lock(&self.workspaces).renewing.remove(site);
                return;
            }
            (old, epoch)
        };
        tracing::debug!("{} is followed as it is typed", site.root.display());
        let stamp = self.parts.world.stamp(site);
        let loaded = contain(|| self.parts.world.load(site, &open, &Cancel::new()));
        let whole = match loaded {
            Ok(loaded) if open.is_to_blame(&loaded, &old.problems) => None,
            Ok(loaded) => loaded.ok(),
            Err(_) => None,
        };
        let renewed = whole.map(Arc::new);
        let mut again = false;
        let renewed = {
            let mut workspaces = lock(&self.workspaces);
            again |= workspaces.renewing.remove(site).unwrap_or_default();
            let holds = match workspaces.slots.get(site) {
                Some(Slot::Ready(ready)) => Arc::ptr_eq(&ready.workspace, &old),
                _ => false,
            };
            let renewed = renewed.filter(|_| holds && workspaces.epoch == epoch);
            if let Some(workspace) = &renewed {
                let ready = Slot::Ready(Ready {
                    workspace: Arc::clone(workspace),
                    stamp,
                    used: open.used(),
                });
                workspaces.slots.insert(site.clone(), ready);
            }
            renewed
        };
        if let Some(workspace) = renewed {
            self.clear_shelf();
            self.forget_told(&workspace);
            self.tell_status("ready", &workspace, None);
            let drafts: Vec<_> = self.drafts.iter().map(|it| Arc::clone(&it)).collect();
            for draft in drafts {
                if draft.workspace().is_some_and(|it| site_of(&it) == *site) {
                    self.settle(&draft, &workspace);
                }
            }
            self.refresh();
        }
        if again {
            self.renew(site);
        }
    }

    /// Whether a library is made of other texts than those that stand now.
    fn is_stale(&self, workspace: &Workspace, used: &Used, open: &Open) -> bool {
        let saved = |path: &Path| self.parts.world.read(path);
        let differs = |one: Option<Arc<str>>, other: Option<Arc<str>>| match (one, other) {
            (Some(one), Some(other)) => !project::same_text(&one, &other),
            (one, other) => one.is_some() != other.is_some(),
        };
        let was = used.iter().any(|(path, text)| {
            let now = open.buffers.get(path).map(Buffer::flatten);
            differs(Some(Arc::clone(text)), now.or_else(|| saved(path)))
        });
        let mut opened = open.buffers.iter();
        was || opened.any(|(path, buffer)| {
            !used.contains_key(path)
                && workspace.rests_on(path)
                && differs(Some(buffer.flatten()), saved(path))
        })
    }
}

/// The site that a workspace was read at.
pub(super) fn site_of(workspace: &Workspace) -> Site {
    Site {
        root: workspace.root.clone(),
        config_path: workspace.config_path.clone(),
        outside: false,
    }
}
