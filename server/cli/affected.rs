//! Which drafts a change concerns: those that were changed themselves, and those in which something else is found since a
//! source, a record or the configuration changed. The latter are found out by checking them against both.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use analysis::{Analysis, Cancel};
use project::Workspace;
use rayon::prelude::*;

use crate::git::{self, Changed, View};
use crate::target::{Prepared, Target, Targets, analyse_text};

/// What holds for the drafts of one workspace.
enum Before {
    /// Nothing that it is made of changed.
    Same,
    /// It was this one.
    Other(Box<Prepared>),
    /// It was none that can be made again.
    Unknown,
}

/// The files of a workspace as they were before the change.
type Past = BTreeMap<PathBuf, Option<Vec<u8>>>;

/// Keeps the drafts that the change concerns, and those that somebody named and that are not there.
pub fn keep(targets: &mut Targets, changed: &Changed) {
    let mut before: BTreeMap<PathBuf, Before> = BTreeMap::new();
    for (site, prepared) in &targets.workspaces {
        let workspace = &prepared.workspace;
        let past = past(workspace, changed);
        let was = if past.is_empty() {
            Before::Same
        } else {
            let past = View::new(&site.root, targets.options.index.as_deref()).with(past);
            match Workspace::load_for(site, &past, &Cancel::new()) {
                Ok(was) => Before::Other(Box::new(targets.options.prepare(was))),
                Err(_) => Before::Unknown,
            }
        };
        if let Before::Other(was) = &was {
            // Before a pool of threads asks for them.
            LazyLock::force(&was.workspace.library);
            LazyLock::force(&workspace.library);
        }
        before.insert(workspace.root.clone(), was);
    }
    let configurations: BTreeSet<&Path> = changed
        .files
        .iter()
        .filter(|file| project::is_configuration(file))
        .filter_map(|file| file.parent())
        .collect();
    let drafts = std::mem::take(&mut targets.drafts);
    let kept = drafts.into_par_iter().filter(|target| {
        let real = git::real(&target.path);
        let workspace = &target.prepared.workspace;
        let root = workspace.root.canonicalize().unwrap_or_default();
        // It may have belonged elsewhere.
        let moved = |folder: &&Path| *folder != root && real.starts_with(folder);
        // Whoever checks it will say so.
        let absent = target.named && target.read().is_err();
        absent
            || changed.files.contains(&real)
            || configurations.iter().any(moved)
            || match before.get(&workspace.root) {
                Some(Before::Same) => false,
                Some(Before::Other(was)) => differs(target, was),
                Some(Before::Unknown) | None => true,
            }
    });
    targets.drafts = kept.collect();
}

/// What changed of all that a workspace is made of, by its paths.
fn past(workspace: &Workspace, changed: &Changed) -> Past {
    let root = workspace.root.canonicalize();
    let root = root.unwrap_or_else(|_| workspace.root.clone());
    let mut past = BTreeMap::new();
    for file in &changed.files {
        let below = file.strip_prefix(&root);
        let path = below.map_or_else(|_| file.clone(), |below| workspace.root.join(below));
        if workspace.rests_on(&path) {
            past.insert(path, changed.before(file));
        }
    }
    past
}

/// Whether something else is found in a draft than was before.
fn differs(target: &Target, was: &Prepared) -> bool {
    let name = target.prepared.workspace.relative(&target.path);
    // Whoever checks it will say what is wrong with it.
    let Ok(text) = target.read() else {
        return true;
    };
    let found =
        |prepared: &Prepared| analyse_text(&name, text.clone(), prepared).map(|it| told(&it));
    match (found(was), found(&target.prepared)) {
        (Ok(was), Ok(now)) => was != now,
        _ => true,
    }
}

/// What people are told of a draft.
fn told(analysis: &Analysis) -> Vec<String> {
    let found = analysis.diagnostics().iter();
    let found = found.map(|it| {
        format!(
            "{} {:?} {:?} {} {} {}",
            it.code, it.severity, it.span, it.fingerprint, it.baselined, it.message
        )
    });
    let mut found: Vec<_> = found.collect();
    found.sort();
    found
}
