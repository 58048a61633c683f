//! Where a path belongs: the configuration that holds for it, and the directory it is the root of.

use std::path::{Path, PathBuf};

use crate::config::FILE_NAME;

/// The name of a configuration.
pub const CONFIGURATION: &str = FILE_NAME;

/// A place that shares one configuration. Cheap to find; two drafts with equal sites share one workspace.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Site {
    /// The configuration's directory, or the directory at which the search for one ended.
    pub root: PathBuf,
    /// The configuration, if there is one.
    pub config_path: Option<PathBuf>,
    /// Whether the configuration's paths may lead out of its directory: the user named it himself.
    pub outside: bool,
}

impl Site {
    /// Looks upward from `path` (a file that need not exist, or a directory) for `policy-ls.toml`. The search stops at
    /// the workspace folder that holds the path, else at the first `.git`, else at the path's own directory. Without a
    /// path, the first folder answers, else the current directory.
    pub fn find(path: Option<&Path>, folders: &[PathBuf]) -> Site {
        let start = match path {
            Some(path) if path.is_dir() => absolute(path),
            Some(path) => {
                let path = absolute(path);
                path.parent().map_or(path.clone(), Path::to_owned)
            }
            None => absolute(folders.first().map_or(Path::new("."), PathBuf::as_path)),
        };
        let folder = folders
            .iter()
            .map(|folder| absolute(folder))
            .filter(|folder| start.starts_with(folder))
            .max_by_key(|folder| folder.components().count());
        let stop = folder.or_else(|| {
            start
                .ancestors()
                .find(|directory| directory.join(".git").exists())
                .map(Path::to_owned)
        });
        let stop = stop.unwrap_or_else(|| start.clone());
        for directory in start.ancestors() {
            let config = directory.join(FILE_NAME);
            if config.is_file() {
                return Site {
                    root: directory.to_owned(),
                    config_path: Some(config),
                    outside: false,
                };
            }
            if directory == stop {
                break;
            }
        }
        Site {
            root: stop,
            config_path: None,
            outside: false,
        }
    }

    /// `path` as output shows it: from the root if it lies below, with `/` between.
    pub fn relative(&self, path: &Path) -> String {
        relative(&self.root, path)
    }

    /// The site of a configuration that the user named; its paths may lead out of its directory.
    pub fn of_config(config: &Path) -> Site {
        let config = absolute(config);
        Site {
            root: config.parent().map_or(config.clone(), Path::to_owned),
            config_path: Some(config),
            outside: true,
        }
    }
}

/// `path` made absolute and free of `.` and `..`, without asking the disk what is a link.
pub fn absolute(path: &Path) -> PathBuf {
    use std::path::Component;
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut clean = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                clean.pop();
            }
            other => clean.push(other),
        }
    }
    clean
}

/// `path` as people read it: relative to `root` if it lies below, with `/` between.
pub(crate) fn relative(root: &Path, path: &Path) -> String {
    let path = absolute(path);
    let shown = path.strip_prefix(root).unwrap_or(&path);
    let text = shown.to_string_lossy();
    if cfg!(windows) {
        text.replace('\\', "/")
    } else {
        text.into_owned()
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn the_search_upward_is_bounded() {
        let temporary = tempfile::tempdir().expect("a directory");
        let top = temporary.path().canonicalize().expect("it exists");
        let deep = top.join("repo/a/b");
        fs::create_dir_all(&deep).expect("made");
        fs::write(top.join(FILE_NAME), "").expect("written");
        let draft = deep.join("draft.md");

        // Nothing bounds the search but the draft's own directory.
        let site = Site::find(Some(&draft), &[]);
        assert_eq!((site.root, site.config_path), (deep.clone(), None));
        // A repository bounds it.
        fs::create_dir(top.join("repo/.git")).expect("made");
        let site = Site::find(Some(&draft), &[]);
        assert_eq!((site.root, site.config_path), (top.join("repo"), None));
        // A workspace folder bounds it, and reaches further than the repository if it is further.
        let site = Site::find(Some(&draft), std::slice::from_ref(&top));
        assert_eq!(site.config_path, Some(top.join(FILE_NAME)));
        // The nearest configuration holds.
        fs::write(top.join("repo/a").join(FILE_NAME), "").expect("written");
        let site = Site::find(Some(&draft), &[top]);
        assert!(site.root.ends_with("repo/a"));
    }
}
