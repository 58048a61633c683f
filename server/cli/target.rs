//! Which files a command means, which workspace each belongs to, and reading one of them.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

use analysis::{Analysis, Baseline, Cancel, Memo, Settings};
use anyhow::{Context, bail};
use globset::GlobBuilder;
use project::{FileProblem, Role, Site, Workspace};

use crate::choose::Choice;
use crate::git::{self, Index, View};

/// What the command line sets for every workspace.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The configuration to use, instead of those that are found.
    pub config: Option<PathBuf>,
    /// What is set over every workspace.
    pub choice: Choice,
    /// The baseline to use, whatever the workspace names.
    pub baseline: Option<Arc<Baseline>>,
    /// Its directory: drafts below it are named from there where no configuration says where they belong.
    pub base: Option<PathBuf>,
    /// What the next commit holds, where that is looked at and not the disk.
    pub index: Option<Arc<Index>>,
    /// Whether a file that is named itself is left out as if a directory were.
    pub force_exclude: bool,
}

impl Options {
    /// A workspace with these laid over its settings.
    pub fn prepare(&self, workspace: Workspace) -> Prepared {
        let mut settings = workspace.settings.clone();
        if let Some(baseline) = &self.baseline {
            Arc::make_mut(&mut settings).baseline = Some(baseline.clone());
        }
        Prepared {
            workspace,
            settings,
            choice: self.choice.clone(),
        }
    }
}

/// A workspace with the command line's settings laid over its own.
pub struct Prepared {
    /// The workspace.
    pub workspace: Workspace,
    settings: Arc<Settings>,
    choice: Choice,
}

impl Prepared {
    /// The settings of one draft as they hold for this run; `name` is its path from the root.
    pub fn settings_of(&self, name: &str) -> Arc<Settings> {
        let mut settings = self.workspace.settings_over(self.settings.clone(), name);
        if !self.choice.is_plain() {
            self.choice.apply(Arc::make_mut(&mut settings));
        }
        settings
    }
}

/// One draft to check.
pub struct Target {
    /// Its path as it was named or found.
    pub path: PathBuf,
    /// Whether it was named itself.
    pub named: bool,
    /// Where it belongs.
    pub prepared: Arc<Prepared>,
    index: Option<Arc<Index>>,
}

impl Target {
    /// Its text, as the disk or the next commit has it. The error says what is wrong with the file.
    pub fn read(&self) -> Result<Arc<str>, String> {
        match &self.index {
            Some(index) => index.text(&self.path),
            None => project::read_text(&self.path).map_err(|error| error.to_string()),
        }
    }

    /// Makes the library that the draft is checked against, if it is not there yet. To be called before a pool of threads
    /// asks for it: making it uses the pool, and a worker that waited for itself would wait for ever.
    pub fn load(&self) {
        LazyLock::force(&self.prepared.workspace.library);
    }
}

/// Drafts to check, each with its workspace, gathered from paths. Every workspace is loaded once.
pub struct Targets {
    pub(crate) options: Options,
    pub(crate) workspaces: BTreeMap<Site, Arc<Prepared>>,
    sites: BTreeMap<PathBuf, Site>,
    seen: BTreeSet<PathBuf>,
    /// The drafts, in the order in which they were found.
    pub drafts: Vec<Target>,
    /// What could not be used on the way.
    pub problems: Vec<FileProblem>,
}

impl Targets {
    /// No targets yet.
    pub fn new(options: Options) -> anyhow::Result<Self> {
        options.choice.check()?;
        Ok(Self {
            options,
            workspaces: BTreeMap::new(),
            sites: BTreeMap::new(),
            seen: BTreeSet::new(),
            drafts: Vec::new(),
            problems: Vec::new(),
        })
    }

    /// Adds what `path` means: one file, the drafts below a directory, or those that a glob names.
    pub fn add(&mut self, path: &Path) -> anyhow::Result<()> {
        if let Some(text) = path.to_str()
            && text.contains(['*', '?', '[', '{'])
            && !path.exists()
        {
            return self.add_glob(text);
        }
        let gone = !path.exists() && self.missing_below(path).next().is_some();
        if path.is_dir() || gone && !self.is_held(path) {
            let (mut sources, before) = (0, self.drafts.len());
            for file in self.walk(path) {
                let workspace = self.workspace_below(&file, Some(path))?;
                match workspace.workspace.roles.of(&file) {
                    Role::Draft => self.push(file, false, workspace),
                    Role::Source if project::is_prose(&file) => sources += 1,
                    Role::Source | Role::Neither => {}
                }
            }
            if sources > 0 && self.drafts.len() == before {
                let message = format!(
                    "holds no drafts, only {sources} of the sources of its workspace; sources are not checked, for a text is \
                     no witness for itself: keep drafts in a folder of their own"
                );
                self.problem(path, message);
            }
            return Ok(());
        }
        if self.options.force_exclude && self.is_excluded(path)? {
            return Ok(());
        }
        if path.exists() && !self.is_held(path) {
            self.problems.push(FileProblem {
                path: path.to_owned(),
                line: None,
                message: "was not checked: the next commit does not hold it".into(),
                named: false,
            });
            return Ok(());
        }
        match path.exists() {
            true => self.add_text_for(path),
            // Reading it will say so.
            false => self.add_prose(path),
        }
    }

    /// Adds the draft at `path`, where a file lies or a text is meant to.
    pub fn add_text_for(&mut self, path: &Path) -> anyhow::Result<()> {
        if !project::is_prose(path) {
            let endings = project::endings().join(", ");
            self.problem(
                path,
                format!("is not of a format that can be read ({endings})"),
            );
            return Ok(());
        }
        self.add_prose(path)
    }

    fn add_prose(&mut self, path: &Path) -> anyhow::Result<()> {
        let workspace = self.workspace_of(path)?;
        if workspace.workspace.roles.of(path) == Role::Source {
            self.problems.push(FileProblem {
                path: path.to_owned(),
                line: None,
                message: "is a source of its workspace; sources are not checked, for a text is no witness for itself"
                    .into(),
                named: false,
            });
            return Ok(());
        }
        self.push(path.to_owned(), true, workspace);
        Ok(())
    }

    /// Adds the drafts that a glob names, for shells that do not, and for globs between quotation marks.
    fn add_glob(&mut self, text: &str) -> anyhow::Result<()> {
        let text = text.strip_prefix("./").unwrap_or(text);
        let glob = GlobBuilder::new(text).literal_separator(true).build();
        let glob = glob
            .with_context(|| format!("bad glob `{text}`"))?
            .compile_matcher();
        let fixed = &text[..text.find(['*', '?', '[', '{']).unwrap_or(text.len())];
        let base = match fixed.rsplit_once('/') {
            Some(("", _)) => "/",
            Some((base, _)) => base,
            None => ".",
        };
        let before = self.drafts.len();
        for file in self.walk(Path::new(base)) {
            let named = file.strip_prefix(".").unwrap_or(&file);
            if !glob.is_match(named) || !project::is_prose(&file) {
                continue;
            }
            let workspace = self.workspace_of(&file)?;
            if workspace.workspace.roles.of(&file) != Role::Source {
                self.push(file, false, workspace);
            }
        }
        if self.drafts.len() == before {
            bail!("`{text}`: there is no draft of such a name");
        }
        Ok(())
    }

    /// The drafts below a directory, or what the next commit holds of them.
    fn walk(&mut self, base: &Path) -> Vec<PathBuf> {
        let mut files = match base.exists() || self.options.index.is_none() {
            true => project::walk_drafts(base, &mut self.problems),
            false => Vec::new(),
        };
        if self.options.index.is_some() {
            files.retain(|file| self.is_held(file));
            files.extend(self.missing_below(base));
            files.sort();
        }
        files
    }

    /// Whether a file is looked at: all are, unless the next commit is asked for.
    fn is_held(&self, path: &Path) -> bool {
        let index = self.options.index.as_ref();
        index.is_none_or(|index| index.holds(path))
    }

    /// The files below `base` that the next commit holds and the disk does not.
    fn missing_below(&self, base: &Path) -> impl Iterator<Item = PathBuf> {
        let (base, real) = (base.to_owned(), git::real(base));
        let missing = self.options.index.iter().flat_map(|it| it.missing());
        missing.filter_map(move |file| Some(base.join(file.strip_prefix(&real).ok()?)))
    }

    /// Whether a file that was named would have been left out, had its directory been.
    fn is_excluded(&mut self, path: &Path) -> anyhow::Result<bool> {
        let workspace = self.workspace_of(path)?;
        let workspace = &workspace.workspace;
        Ok(workspace.roles.of(path) != Role::Draft
            || project::is_left_out(&workspace.root, &project::absolute(path)))
    }

    /// The workspace of one file.
    pub fn workspace_of(&mut self, path: &Path) -> anyhow::Result<Arc<Prepared>> {
        self.workspace_below(path, None)
    }

    fn workspace_below(
        &mut self,
        path: &Path,
        folder: Option<&Path>,
    ) -> anyhow::Result<Arc<Prepared>> {
        let directory = path.parent().unwrap_or(Path::new("")).to_owned();
        let site = match (&self.options.config, self.sites.get(&directory)) {
            (Some(config), _) => Site::of_config(config),
            (None, Some(site)) => site.clone(),
            (None, None) => {
                let mut site = Site::find(Some(path), &[]);
                // Outside of a repository, the current directory stands for the workspace folder, or else the one named.
                if site.config_path.is_none() {
                    let file = std::path::absolute(path).unwrap_or_default();
                    let here = std::env::current_dir().ok();
                    let above = |folder: &PathBuf| file.starts_with(folder);
                    let base = self.options.base.clone().filter(above);
                    let bound = base.or(here.filter(above));
                    let bound = bound.or_else(|| folder.map(Path::to_owned));
                    site = Site::find(Some(path), bound.as_slice());
                }
                self.sites.insert(directory, site.clone());
                site
            }
        };
        if let Some(workspace) = self.workspaces.get(&site) {
            return Ok(workspace.clone());
        }
        let view = View::new(&site.root, self.options.index.as_deref());
        let workspace = Workspace::load_for(&site, &view, &Cancel::new())?;
        for note in &workspace.notes {
            let note = crate::report::escape(note);
            // It changes no finding; nobody is left to be told if this fails.
            let _ = writeln!(anstream::stderr(), "policy-ls: note: {note}");
        }
        self.problems.extend(workspace.problems.iter().cloned());
        let prepared = Arc::new(self.options.prepare(workspace));
        self.workspaces.insert(site, prepared.clone());
        Ok(prepared)
    }

    fn push(&mut self, path: PathBuf, named: bool, workspace: Arc<Prepared>) {
        // By whatever way it was come upon.
        if self.seen.insert(git::real(&path)) {
            self.drafts.push(Target {
                path,
                named,
                prepared: workspace,
                index: self.options.index.clone(),
            });
        }
    }

    fn problem(&mut self, path: &Path, message: String) {
        self.problems.push(FileProblem {
            path: path.to_owned(),
            line: None,
            message,
            named: true,
        });
    }
}

/// Reads and judges one draft. The error says what is wrong with the file.
pub fn analyse(path: &Path, prepared: &Prepared) -> Result<Analysis, String> {
    let text = project::read_text(path).map_err(|error| error.to_string())?;
    analyse_text(&prepared.workspace.relative(path), text, prepared)
}

/// So many blocks are remembered from draft to draft by each thread: those of one team say many things alike.
const ROOM: usize = 4096;

thread_local! {
    static MEMO: Cell<Memo> = Cell::new(Memo::with_room(ROOM));
}

/// Judges the text of a draft; `name` is its path from the root.
pub fn analyse_text(name: &str, text: Arc<str>, prepared: &Prepared) -> Result<Analysis, String> {
    let mut memo = MEMO.replace(Memo::with_room(ROOM));
    let run = || {
        Analysis::new(
            name,
            text,
            prepared.workspace.library.clone(),
            prepared.settings_of(name),
            &mut memo,
            &Cancel::new(),
        )
    };
    // A mistake of ours costs one draft, not the others.
    match catch_unwind(AssertUnwindSafe(run)) {
        Ok(Some(analysis)) => {
            MEMO.set(memo);
            Ok(analysis)
        }
        Ok(None) => Err("the check was cancelled".into()),
        Err(_) => {
            Err("could not be checked: policy-ls has a bug; please report it with this file".into())
        }
    }
}
