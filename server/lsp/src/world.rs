//! The world outside the editor, as far as a session needs it: where a draft belongs, what holds there, and which file
//! to open for a place in a source. `project` does the work; tests put a world of their own here.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use analysis::{Origin, Settings};
use library::Library;

/// Finds and loads workspaces. Every call may touch the disk: only pool threads make them.
pub trait World: Send + Sync + 'static {
    /// Where the draft at `path` belongs; the search upward stops at one of `folders`.
    fn find(&self, path: Option<&Path>, folders: &[PathBuf]) -> Site;
    /// Settings and library of a site. Trouble is told in `problems`; there is always something to work with.
    fn load(&self, site: &Site) -> Workspace;
    /// The file to open for a place in `origin`.
    fn open(&self, workspace: &Workspace, origin: &Origin) -> Option<PathBuf>;
}

/// Where drafts belong together.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Site {
    /// The configuration's directory, or where the search for one ended.
    pub root: PathBuf,
    /// The configuration, if there is one.
    pub config: Option<PathBuf>,
}

/// Settings and library of one site. Immutable; shared by `Arc`.
#[derive(Default)]
pub struct Workspace {
    /// Names of drafts are relative to this.
    pub root: PathBuf,
    /// What the configuration sets.
    pub settings: Arc<Settings>,
    /// What drafts are checked against.
    pub library: Arc<Library>,
    /// What could not be used, in words for people.
    pub problems: Vec<String>,
}

impl Workspace {
    /// `path` as the core knows it: from the root if it lies below, with `/` between.
    pub fn name_of(&self, path: &Path) -> String {
        let relative = path.strip_prefix(&self.root).unwrap_or(path);
        relative.to_string_lossy().replace('\\', "/")
    }
}

/// The world that ships.
#[derive(Clone, Copy, Debug, Default)]
pub struct Disk;

impl World for Disk {
    fn find(&self, path: Option<&Path>, folders: &[PathBuf]) -> Site {
        let parent = path.and_then(Path::parent).map(Path::to_owned);
        Site {
            root: parent.or(folders.first().cloned()).unwrap_or_default(),
            config: None,
        }
    }

    fn load(&self, site: &Site) -> Workspace {
        Workspace {
            root: site.root.clone(),
            ..Workspace::default()
        }
    }

    fn open(&self, workspace: &Workspace, origin: &Origin) -> Option<PathBuf> {
        match origin {
            Origin::File(path) => Some(workspace.root.join(path)),
            Origin::Draft | Origin::Builtin(_) => None,
        }
    }
}
