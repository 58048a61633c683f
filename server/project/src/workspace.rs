//! A workspace: what holds for the drafts of one configuration.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, LazyLock};

use analysis::{Cancel, Origin, Settings};
use library::Library;

use crate::cache::Cache;
use crate::config::{self, Checked};
use crate::load::{Load, Loader};
use crate::overrides::CheckedOverride;
use crate::role::Roles;
use crate::sources::Search;
use crate::unsaved::{Files, Saved, Unsaved};
use crate::{ConfigError, FileProblem, Site, baseline, builtin};

/// A library that is made when first asked for. Ask for it outside of a pool of threads: making it uses the pool.
pub type Lazy = LazyLock<Arc<Library>, Box<dyn FnOnce() -> Arc<Library> + Send>>;

/// Settings and library of one site. Immutable; share it by `Arc`.
pub struct Workspace {
    /// The configuration's directory, or where the search for one ended.
    pub root: PathBuf,
    /// The configuration, if there is one.
    pub config_path: Option<PathBuf>,
    /// What it sets.
    pub settings: Arc<Settings>,
    /// What drafts are checked against.
    pub library: Lazy,
    /// That library, for people.
    pub info: LibraryInfo,
    /// A hash of all that the library was made of.
    pub(crate) digest: blake3::Hash,
    /// Where what was read and found is kept.
    pub cache: Cache,
    /// What holds otherwise for some drafts.
    pub(crate) overrides: Vec<CheckedOverride>,
    /// The baseline's file, if the configuration names one.
    pub baseline_path: Option<PathBuf>,
    /// What a file is.
    pub roles: Roles,
    /// Files of the library that could not be used, or only in part; sorted.
    pub problems: Vec<FileProblem>,
    /// What to tell of the cache, for people; it changes no finding.
    pub notes: Vec<String>,
    /// Whether the reading of its sources was stopped, so that the library is not all.
    pub stopped: bool,
}

/// A library in words, for summaries: "built-in library: China-Russia relations 1949-2022".
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LibraryInfo {
    /// What the built-in library says of itself, if it is used.
    pub builtin: Option<String>,
    /// How many sources the workspace adds.
    pub sources: usize,
    /// How many record files the workspace adds.
    pub records: usize,
}

impl fmt::Display for LibraryInfo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = |number: usize, one: &str| {
            let ending = if number == 1 { "" } else { "s" };
            format!("{number} {one}{ending}")
        };
        let mut own = Vec::new();
        if self.sources > 0 {
            own.push(count(self.sources, "source"));
        }
        if self.records > 0 {
            own.push(count(self.records, "record file"));
        }
        let own = own.join(" and ");
        match &self.builtin {
            Some(name) if own.is_empty() => write!(f, "built-in library: {name}"),
            Some(name) => write!(f, "built-in library: {name}, with {own} of this workspace"),
            None if own.is_empty() => f.write_str("no library"),
            None => write!(f, "library of this workspace: {own}"),
        }
    }
}

impl Workspace {
    /// The workspace of `path`; see [`Site::find`] for the search.
    pub fn for_path(path: Option<&Path>, folders: &[PathBuf]) -> Result<Workspace, ConfigError> {
        Workspace::load(&Site::find(path, folders))
    }

    /// Reads the configuration of `site` and everything it names.
    pub fn load(site: &Site) -> Result<Workspace, ConfigError> {
        Workspace::load_for(site, &Saved, &Cancel::new())
    }

    /// The same for somebody who has texts open and may stop the reading: what was read by then is used.
    pub fn load_for(
        site: &Site,
        unsaved: &dyn Unsaved,
        cancel: &Cancel,
    ) -> Result<Workspace, ConfigError> {
        let files = Files {
            unsaved,
            cancel,
            differs: &AtomicBool::default(),
        };
        let mut config = configured(site, files)?;
        let config_name = site
            .config_path
            .clone()
            .unwrap_or_else(|| site.root.clone());
        let search = Search {
            root: &site.root,
            config: &config_name,
            outside: site.outside,
            files,
        };
        let Load {
            library,
            info,
            digest,
            mut problems,
            notes,
            cache,
            stopped,
        } = Loader::new(search).load(&config)?;
        let baseline_path = config
            .baseline
            .as_ref()
            .map(|(file, _)| site.root.join(file));
        if let (Some(path), Some((_, line))) = (&baseline_path, &config.baseline) {
            match baseline::read_as(files, path) {
                Ok(known) => config.settings.baseline = Some(Arc::new(known)),
                Err(message) => {
                    problems.push(FileProblem {
                        path: config_name.clone(),
                        line: Some(*line),
                        message: format!("baseline: {message}"),
                        named: true,
                    });
                    problems.sort();
                }
            }
        }
        Ok(Workspace {
            root: site.root.clone(),
            config_path: site.config_path.clone(),
            roles: Roles::new(&site.root, &config),
            settings: Arc::new(config.settings),
            overrides: config.overrides,
            baseline_path,
            library,
            info,
            digest,
            cache,
            problems,
            notes,
            stopped,
        })
    }

    /// Where the cache of `site` is, if there is one.
    pub fn cache(site: &Site) -> Result<Cache, ConfigError> {
        let files = Files {
            unsaved: &Saved,
            cancel: &Cancel::new(),
            differs: &AtomicBool::default(),
        };
        Ok(Cache::resolve(configured(site, files)?.cache.as_deref()))
    }

    /// A workspace that knows nothing, for when the real one cannot be had.
    pub fn empty(site: &Site) -> Workspace {
        Workspace {
            root: site.root.clone(),
            config_path: site.config_path.clone(),
            settings: Default::default(),
            library: Lazy::new(Box::new(Arc::default)),
            info: Default::default(),
            digest: blake3::hash(&[]),
            cache: Cache::Off,
            overrides: Vec::new(),
            baseline_path: None,
            roles: Default::default(),
            problems: Vec::new(),
            notes: Vec::new(),
            stopped: false,
        }
    }

    /// The settings of one draft (path from the root, `/` between): the workspace's, with the overrides that mean it.
    pub fn settings_of(&self, draft: &str) -> Arc<Settings> {
        self.settings_over(self.settings.clone(), draft)
    }

    /// `settings` with the overrides that mean this draft.
    pub fn settings_over(&self, mut settings: Arc<Settings>, draft: &str) -> Arc<Settings> {
        for one in &self.overrides {
            if !one.paths.iter().any(|pattern| pattern.matches(draft)) {
                continue;
            }
            let settings = Arc::make_mut(&mut settings);
            settings.severities.extend(one.severities.clone());
            if one.document_date.is_some() {
                settings.document_date.clone_from(&one.document_date);
            }
        }
        settings
    }

    /// Whether a change of the file at `path` changes what drafts are checked against: a configuration, a source, a
    /// record, a note on a source, a bibliography, the baseline.
    pub fn rests_on(&self, path: &Path) -> bool {
        let is = |other: &Option<PathBuf>| other.as_deref() == Some(path);
        is(&self.config_path) || is(&self.baseline_path) || self.roles.makes_a_library(path)
    }

    /// `path` as output shows it: from the root if it lies below, with `/` between.
    pub fn relative(&self, path: &Path) -> String {
        crate::site::relative(&self.root, path)
    }

    /// The text of the library that a place is in; a compiled-in one is had without the library.
    pub fn text_of(&self, origin: &Origin) -> Option<Arc<str>> {
        match origin {
            Origin::Builtin(name) => builtin::shared_text(name),
            other => analysis::text_of(&self.library, other),
        }
    }

    /// The file to open for a place in `origin`, `draft` being the draft that was asked. A compiled-in text and the
    /// readable twin of a document are written to the cache first.
    pub fn open(&self, origin: &Origin, draft: &Path) -> io::Result<PathBuf> {
        match origin {
            Origin::Draft => Ok(draft.to_owned()),
            Origin::File(path) => Ok(self.root.join(path)),
            Origin::Builtin(_) => builtin::materialise(origin),
            Origin::Rendition(path) => {
                let text = self
                    .library
                    .sources
                    .iter()
                    .find(|source| source.path == *path);
                let text = text.ok_or(io::ErrorKind::NotFound)?;
                crate::rendition::materialise(path, &text.document.text)
            }
        }
    }
}

/// The configuration of `site`, read.
fn configured(site: &Site, files: Files<'_>) -> Result<Checked, ConfigError> {
    let Some(path) = &site.config_path else {
        return Ok(Checked::absent());
    };
    let text = files.text(path).map_err(|error| ConfigError {
        path: path.clone(),
        line: None,
        message: error.to_string(),
    })?;
    Ok(config::parse(path, &text, site.outside)?.below(&site.root))
}
