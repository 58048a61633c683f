//! The world outside the editor, as far as a session needs it: where a draft belongs, what holds there, and which file
//! to open for a place in a source. `project` does the work; tests put a world of their own here.

use std::any::Any;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::SystemTime;

use analysis::{Cancel, Origin};
use project::{ConfigError, Site, Unsaved, Workspace};

use crate::pool::lock;

/// More files than this are no folder of drafts.
const MOST_FILES: usize = 50_000;

/// Something that watches until it is dropped.
pub type Watched = Box<dyn Any + Send>;

/// Finds and loads workspaces. Every call may touch the disk: only pool threads make them.
pub trait World: Send + Sync + 'static {
    /// Where the draft at `path` belongs; the search upward stops at one of `folders`.
    fn find(&self, path: Option<&Path>, folders: &[PathBuf]) -> Site {
        Site::find(path, folders)
    }

    /// Settings and library of a site. What is open and not saved wins over the disk; once cancelled, what was read by
    /// then is the library.
    fn load(
        &self,
        site: &Site,
        unsaved: &dyn Unsaved,
        cancel: &Cancel,
    ) -> Result<Workspace, ConfigError> {
        let workspace = Workspace::load_for_editor(site, unsaved, cancel)?;
        // The client is told of what is new among them.
        for note in &workspace.notes {
            tracing::debug!("{note}");
        }
        for problem in &workspace.problems {
            tracing::debug!("{problem}");
        }
        Ok(workspace)
    }

    /// When the configuration of a site was last changed.
    fn stamp(&self, site: &Site) -> Option<SystemTime> {
        let configuration = site.config_path.as_ref()?;
        configuration.metadata().ok()?.modified().ok()
    }

    /// The files below a directory that may be drafts, in a fixed order.
    fn drafts_below(&self, root: &Path) -> Vec<PathBuf> {
        let mut files = project::walk_drafts(root, &mut Vec::new());
        files.truncate(MOST_FILES);
        files
    }

    /// The text of a file.
    fn read(&self, path: &Path) -> Option<Arc<str>> {
        project::read_text(path).ok()
    }

    /// What changes when a file does: its time and its length.
    fn stamp_of(&self, path: &Path) -> Option<(SystemTime, u64)> {
        let metadata = path.metadata().ok()?;
        Some((metadata.modified().ok()?, metadata.len()))
    }

    /// Tells what changes below a directory, for as long as what it returns is kept; `None` where that cannot be.
    fn watch(&self, root: &Path, tell: Box<dyn Fn(Vec<PathBuf>) + Send>) -> Option<Watched> {
        let watch = project::Watch::new(root, tell);
        match watch {
            Ok(watch) => {
                if let Some(trouble) = &watch.trouble {
                    tracing::warn!("not all of {} is watched: {trouble}", root.display());
                }
                Some(Box::new(watch))
            }
            Err(error) => {
                tracing::warn!("{} is not watched: {error}", root.display());
                None
            }
        }
    }

    /// The file to open for a place in a source; `None` if there is none.
    fn open(&self, workspace: &Workspace, origin: &Origin) -> Option<PathBuf>;
}

/// The world that ships.
#[derive(Debug, Default)]
pub struct Disk {
    /// Compiled-in texts and readable twins of documents that were written to the cache directory: a finding a keystroke may point into one.
    written: Mutex<HashMap<Origin, PathBuf>>,
}

impl World for Disk {
    fn open(&self, workspace: &Workspace, origin: &Origin) -> Option<PathBuf> {
        if matches!(origin, Origin::File(_) | Origin::Draft) {
            return workspace.open(origin, Path::new("")).ok();
        }
        let known = lock(&self.written).get(origin).cloned();
        if let Some(path) = known.filter(|path| path.exists()) {
            return Some(path);
        }
        match workspace.open(origin, Path::new("")) {
            Ok(path) => {
                lock(&self.written).insert(origin.clone(), path.clone());
                Some(path)
            }
            Err(error) => {
                tracing::warn!("{origin:?} cannot be opened: {error}");
                None
            }
        }
    }
}

/// A workspace that knows nothing, for when the real one cannot be had.
pub fn empty(site: &Site) -> Workspace {
    Workspace::empty(site)
}
