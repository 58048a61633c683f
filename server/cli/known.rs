//! Findings of drafts that have not changed since an earlier run: kept in the cache, and taken from it.

use std::collections::{BTreeMap, HashSet};
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use analysis::Findings;
use project::{Cache, ResultKey, Results, Store};

use crate::target::{Prepared, Target, analyse_text};

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
    now: Mutex<Now>,
}

#[derive(Default)]
struct Now {
    anew: Vec<(ResultKey, Vec<u8>)>,
    used: HashSet<ResultKey>,
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
                    before: store.found_in(&workspace.root),
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

    /// The findings in a draft (its path from the root, and its text). The error says what is wrong with the file.
    pub fn findings(
        &self,
        name: &str,
        text: &Arc<str>,
        prepared: &Prepared,
    ) -> Result<Findings, String> {
        let judge = || Ok(Findings::of(&analyse_text(name, text.clone(), prepared)?));
        let workspace = &prepared.workspace;
        let Some(one) = self.workspaces.get(&workspace.root) else {
            return judge();
        };
        let key = workspace.result_key(name, text, &prepared.settings_of(name));
        let before = one.before.get(&key);
        let before = before.and_then(|it| Findings::from_bytes(it, text, &workspace.library));
        let now = || one.now.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(findings) = before {
            self.hits.fetch_add(1, Ordering::Relaxed);
            now().used.insert(key);
            return Ok(findings);
        }
        let findings = judge()?;
        let bytes = findings.to_bytes();
        now().anew.push((key, bytes));
        Ok(findings)
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
                    .keep_found(&root, &now.anew, &now.used, &one.before)?;
            }
        }
        Ok(())
    }
}
