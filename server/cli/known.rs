//! Findings of drafts that have not changed since an earlier run: kept in the cache, and taken from it.

use std::collections::{BTreeMap, HashSet};
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use analysis::{Diagnostic, Findings};
use project::{Cache, ResultKey, Results, Seal, Store};

use crate::target::{Prepared, Target};

/// What was found before, and what is found now.
#[derive(Default)]
pub struct Known {
    workspaces: BTreeMap<PathBuf, One>,
    hits: AtomicUsize,
}

/// One workspace's.
struct One {
    store: Store,
    before: Results,
    seal: Seal,
    now: Mutex<Now>,
}

#[derive(Default)]
struct Now {
    anew: Vec<(ResultKey, Vec<u8>)>,
    used: HashSet<ResultKey>,
}

impl One {
    fn now(&self) -> MutexGuard<'_, Now> {
        self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Known {
    /// What was found before in the workspaces of these drafts.
    pub fn of(drafts: &[Target]) -> Self {
        let mut workspaces = BTreeMap::new();
        for target in drafts {
            let workspace = &target.prepared.workspace;
            let Cache::At(directory) = &workspace.cache else {
                continue;
            };
            if !workspaces.contains_key(&workspace.root) {
                let store = Store::at(directory);
                let one = One {
                    before: store.found_in(&workspace.root, workspace.seal()),
                    seal: workspace.seal(),
                    store,
                    now: Mutex::default(),
                };
                workspaces.insert(workspace.root.clone(), one);
            }
        }
        Self {
            workspaces,
            hits: AtomicUsize::new(0),
        }
    }

    /// The findings in a draft (its path from the root, and its text), if they are known.
    pub fn get(&self, name: &str, text: &Arc<str>, prepared: &Prepared) -> Option<Findings> {
        let (one, key) = self.place(name, text, prepared)?;
        let workspace = &prepared.workspace;
        let found = Findings::from_bytes(one.before.get(&key)?, text, |it| workspace.text_of(it))?;
        self.hits.fetch_add(1, Ordering::Relaxed);
        one.now().used.insert(key);
        Some(found)
    }

    /// Remembers the findings in a draft.
    pub fn put(&self, name: &str, text: &Arc<str>, prepared: &Prepared, found: &Findings) {
        // Of a source that is withheld nothing is kept, not even that it was found.
        let withheld = |it: &Diagnostic| it.related.iter().any(|it| it.location.withheld);
        let silenced = found.suppressed.iter().map(|it| &it.diagnostic);
        if found.diagnostics.iter().chain(silenced).any(withheld) {
            return;
        }
        if let Some((one, key)) = self.place(name, text, prepared) {
            let bytes = found.to_bytes();
            one.now().anew.push((key, bytes));
        }
    }

    fn place(&self, name: &str, text: &str, prepared: &Prepared) -> Option<(&One, ResultKey)> {
        let workspace = &prepared.workspace;
        let one = self.workspaces.get(&workspace.root)?;
        let key = workspace.result_key(name, text, &prepared.settings_of(name));
        Some((one, key))
    }

    /// How many drafts were known.
    pub fn hits(&self) -> usize {
        self.hits.load(Ordering::Relaxed)
    }

    /// Keeps what was found anew. The error says why it cannot be kept, and changes nothing else.
    pub fn keep(self) -> std::io::Result<()> {
        for (root, one) in self.workspaces {
            let mut now = one.now.into_inner().unwrap_or_else(PoisonError::into_inner);
            if !now.anew.is_empty() {
                // Threads find in any order.
                now.anew.sort();
                one.store
                    .keep_found(&root, one.seal, &now.anew, &now.used, &one.before)?;
            }
        }
        Ok(())
    }
}
