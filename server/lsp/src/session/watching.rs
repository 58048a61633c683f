//! Watching files ourselves, for clients that do not do it for us: the folders that the client has open, and those of
//! configurations. A lone file's directory may be anything, a home or a root: it is not watched.

use std::path::PathBuf;
use std::sync::Arc;

use project::Site;

use super::Session;
use crate::pool::lock;

impl Session {
    /// Watches a site from before it is read, so that nothing is missed.
    pub(super) fn watch(self: &Arc<Self>, site: &Site) {
        let known = site.config_path.is_some() || lock(&self.folders).contains(&site.root);
        if self.traits().watches || !known {
            return;
        }
        let root = site.root.clone();
        {
            let mut watched = lock(&self.watched);
            let above = |other: &PathBuf| root.starts_with(other);
            if watched.keys().any(above) {
                return;
            }
            watched.insert(root.clone(), None);
        }
        let session = Arc::downgrade(self);
        let tell = move |paths| {
            if let Some(session) = session.upgrade() {
                session.changed(paths);
            }
        };
        let watch = self.parts.world.watch(&root, Box::new(tell));
        lock(&self.watched).insert(root, watch);
    }

    /// Stops watching what lies in none of `folders`; what is read anew is watched anew.
    pub(super) fn watch_only(&self, folders: &[PathBuf]) {
        let mut watched = lock(&self.watched);
        watched.retain(|root, _| folders.iter().any(|folder| root.starts_with(folder)));
    }
}
