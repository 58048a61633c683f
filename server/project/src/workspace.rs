//! A workspace: what holds for the drafts of one configuration.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock};

use analysis::{Cancel, Origin, Settings};
use library::Library;

use crate::cache::Cache;
use crate::config::{self, Checked, Pattern};
use crate::load::{Load, Loader};
use crate::memory::Memory;
use crate::overrides::CheckedOverride;
use crate::role::{Roles, is_sidecar, sidecar_of};
use crate::sources::Search;
use crate::store::{Kept, Seal};
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
    /// The records files that the configuration names, as they were read.
    pub records: Vec<RecordsFile>,
    /// Whether the words of each source are kept, by its path.
    pub(crate) kept: BTreeMap<String, Kept>,
    /// The sources by their SHA-256.
    pub(crate) digests: BTreeMap<String, String>,
    /// What the configuration says of records files.
    pub(crate) records_named: Vec<Pattern>,
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
    /// A hash of which sources are withheld: what was found while others were is not kept.
    pub(crate) seal: Seal,
    /// What was read of its sources, for the next library; held as long as this one.
    #[expect(dead_code, reason = "it is held, not asked")]
    pub(crate) memory: Arc<Memory>,
    /// Raised when a source is found to be another than it was.
    pub(crate) changed: Arc<AtomicBool>,
    /// Whether the reading of its sources was stopped, so that the library is not all.
    pub stopped: bool,
}

/// A records file of a workspace.
#[derive(Clone, Debug)]
pub struct RecordsFile {
    /// Where it lies.
    pub path: PathBuf,
    /// Its path from the root, with `/` between.
    pub name: String,
    /// What it says.
    pub text: Arc<str>,
}

/// Where a new record goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordsHome {
    /// The file.
    pub path: PathBuf,
    /// Whether it is there.
    pub exists: bool,
    /// The configuration and the line to put at its top, if it does not name the file yet.
    pub configure: Option<(PathBuf, String)>,
}

/// From so many bytes on, two equal texts are copies.
const TWIN: usize = 400;

/// The records file that an editor adds to, where there is none.
const ADDED: &str = "added.toml";

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

/// Is told how many steps of how many are done.
pub type Progress = Arc<dyn Fn(usize, usize) + Send + Sync>;

/// For whom a library is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Audience {
    /// Everybody: passages of confidential sources are withheld.
    Everybody,
    /// The one at the editor, who has the sources beside the draft.
    Editor,
}

impl Workspace {
    /// The workspace of `path`; see [`Site::find`] for the search.
    pub fn for_path(path: Option<&Path>, folders: &[PathBuf]) -> Result<Workspace, ConfigError> {
        Workspace::load(&Site::find(path, folders))
    }

    /// Reads the configuration of `site` and everything it names, for everybody.
    pub fn load(site: &Site) -> Result<Workspace, ConfigError> {
        Workspace::load_for(site, &Saved, &Cancel::new())
    }

    /// The same; `progress` is told how far it is.
    pub fn load_telling(site: &Site, progress: Progress) -> Result<Workspace, ConfigError> {
        let (audience, cancel) = (Audience::Everybody, Cancel::new());
        Workspace::load_with(site, audience, &Saved, &cancel, Some(progress))
    }

    /// The same for somebody who looks at other texts than the disk's and may stop the reading: what was read by then is
    /// used.
    pub fn load_for(
        site: &Site,
        unsaved: &dyn Unsaved,
        cancel: &Cancel,
    ) -> Result<Workspace, ConfigError> {
        Workspace::load_with(site, Audience::Everybody, unsaved, cancel, None)
    }

    /// The same for an editor, which may show passages of confidential sources.
    pub fn load_for_editor(
        site: &Site,
        unsaved: &dyn Unsaved,
        cancel: &Cancel,
    ) -> Result<Workspace, ConfigError> {
        Workspace::load_with(site, Audience::Editor, unsaved, cancel, None)
    }

    fn load_with(
        site: &Site,
        audience: Audience,
        unsaved: &dyn Unsaved,
        cancel: &Cancel,
        progress: Option<Progress>,
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
            records,
            digest,
            digests,
            kept,
            seal,
            mut problems,
            notes,
            cache,
            memory,
            changed,
            stopped,
        } = {
            let load = || Loader::new(search, audience, progress.clone()).load(&config);
            let mut load_now = load()?;
            // A source that changed while it was read is read again; one that never rests is found again when it is shown.
            for _ in 0..2 {
                if !load_now.changed.load(Ordering::Relaxed) {
                    break;
                }
                load_now.memory.read.forget();
                load_now = load()?;
            }
            load_now
        };
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
            records,
            records_named: config.records,
            digest,
            digests,
            kept,
            seal,
            cache,
            problems,
            notes,
            memory,
            changed,
            stopped,
        })
    }

    /// Where the cache of `site` is, if there is one.
    pub fn cache(site: &Site) -> Result<Cache, ConfigError> {
        Ok(Cache::resolve(saved(site)?.cache.as_deref()))
    }

    /// A workspace that knows nothing, for when the real one cannot be had.
    pub fn empty(site: &Site) -> Workspace {
        Workspace {
            root: site.root.clone(),
            config_path: site.config_path.clone(),
            settings: Default::default(),
            library: Lazy::new(Box::new(Arc::default)),
            info: Default::default(),
            records: Vec::new(),
            records_named: Vec::new(),
            digest: blake3::hash(&[]),
            digests: BTreeMap::new(),
            kept: BTreeMap::new(),
            seal: Seal::default(),
            cache: Cache::Off,
            overrides: Vec::new(),
            baseline_path: None,
            roles: Default::default(),
            problems: Vec::new(),
            notes: Vec::new(),
            memory: Arc::default(),
            changed: Arc::default(),
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

    /// Where a new record goes: a records file that is there, else one that the configuration already means, else one that
    /// it has to be told of. None without a configuration.
    pub fn records_home(&self) -> Option<RecordsHome> {
        let config = self.config_path.clone()?;
        let there = |path: PathBuf| RecordsHome {
            path,
            exists: true,
            configure: None,
        };
        let added = |it: &&RecordsFile| it.path.file_name().is_some_and(|name| name == ADDED);
        if let Some(file) = self.records.iter().find(added).or(self.records.last()) {
            return Some(there(file.path.clone()));
        }
        let Some(first) = self.records_named.first() else {
            let path = self.root.join("records").join(ADDED);
            return Some(RecordsHome {
                exists: path.exists(),
                path,
                configure: Some((config, "records = [\"records\"]\n".to_owned())),
            });
        };
        let name = match first.base.ends_with(".toml") {
            true => first.base.clone(),
            false if first.base.is_empty() => ADDED.to_owned(),
            false => format!("{}/{ADDED}", first.base),
        };
        let path = self.root.join(&name);
        let meant = first.matches(&name);
        meant.then(|| RecordsHome {
            exists: path.exists(),
            path,
            configure: None,
        })
    }

    /// Whether a source that was read again was found to be another than it was when the library was made: then the library
    /// has to be made anew.
    pub fn has_changed(&self) -> bool {
        self.changed.load(Ordering::Relaxed)
    }

    /// Whether the words of a source (its path from the root) are kept.
    pub fn kept_of(&self, source: &str) -> Kept {
        self.kept.get(source).copied().unwrap_or_default()
    }

    /// The folder into which a new source goes: the first that `sources` names.
    pub fn sources_home(site: &Site) -> Result<Option<PathBuf>, ConfigError> {
        let config = saved(site)?;
        let mut folders = config.sources.iter().filter(|pattern| {
            let base = Path::new(&pattern.base);
            // A pattern that names files means their folder.
            pattern.glob.is_some() || base.extension().is_none() || site.root.join(base).is_dir()
        });
        let folder = folders.next();
        Ok(folder.map(|pattern| site.root.join(&pattern.base)))
    }

    /// Files that are sources by their names and could not be read, and records of sources that are not there; sorted.
    pub fn astray(&self) -> Vec<PathBuf> {
        let mut files = self.roles.files_of_sources();
        let read = self.library.sources.iter();
        let read: BTreeSet<PathBuf> = read.map(|source| self.root.join(&source.path)).collect();
        let there = files.clone();
        let stems: BTreeSet<PathBuf> = there
            .iter()
            .filter(|path| !is_sidecar(path))
            .map(|path| sidecar_of(path))
            .collect();
        files.retain(|path| match is_sidecar(path) {
            true => !stems.contains(path),
            false => !read.contains(path),
        });
        files.into_iter().collect()
    }

    /// The source that is word for word the text of a draft, if one is. A sentence or two may well stand in both.
    pub fn twin_of(&self, text: &str) -> Option<&str> {
        if self.digests.is_empty() || text.len() < TWIN {
            return None;
        }
        let digest = crate::sha256(text.as_bytes());
        self.digests.get(&digest).map(String::as_str)
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
                let source = self
                    .library
                    .sources
                    .iter()
                    .find(|source| source.path == *path);
                let source = source.ok_or(io::ErrorKind::NotFound)?;
                // Nothing of it is written anywhere: the file itself has to do.
                if source.record.withheld {
                    return Ok(self.root.join(path));
                }
                crate::rendition::materialise(&self.cache, path, &source.text())
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

/// The same as it lies on the disk.
fn saved(site: &Site) -> Result<Checked, ConfigError> {
    let files = Files {
        unsaved: &Saved,
        cancel: &Cancel::new(),
        differs: &AtomicBool::default(),
    };
    configured(site, files)
}
