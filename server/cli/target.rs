//! Which files a command means, which workspace each belongs to, and reading one of them.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use analysis::{Analysis, Cancel, Level, Memo, Settings};
use anyhow::bail;
use project::{FileProblem, Role, Site, Workspace};

/// What the command line sets for every workspace.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The configuration to use, instead of those that are found.
    pub config: Option<PathBuf>,
    /// EDTF date of drafts that state none.
    pub document_date: Option<String>,
    /// Whether the rules that ask for a source run, whatever the workspace says.
    pub require_source: bool,
}

/// A workspace with the command line's settings laid over its own.
pub struct Prepared {
    /// The workspace.
    pub workspace: Workspace,
    /// Its settings as they hold for this run.
    pub settings: Arc<Settings>,
}

/// Drafts to check, each with its workspace, gathered from paths. Every workspace is loaded once.
pub struct Targets {
    options: Options,
    workspaces: BTreeMap<Site, Arc<Prepared>>,
    sites: BTreeMap<PathBuf, Site>,
    seen: BTreeSet<PathBuf>,
    /// The drafts, in the order in which they were found.
    pub drafts: Vec<(PathBuf, bool, Arc<Prepared>)>,
    /// What could not be used on the way.
    pub problems: Vec<FileProblem>,
}

impl Targets {
    /// No targets yet.
    pub fn new(options: Options) -> anyhow::Result<Self> {
        if let Some(date) = &options.document_date
            && let Err(message) = project::check_document_date(date)
        {
            bail!("{message}");
        }
        Ok(Self {
            options,
            workspaces: BTreeMap::new(),
            sites: BTreeMap::new(),
            seen: BTreeSet::new(),
            drafts: Vec::new(),
            problems: Vec::new(),
        })
    }

    /// Adds what `path` means: one file, or the drafts below a directory.
    pub fn add(&mut self, path: &Path) -> anyhow::Result<()> {
        if path.is_dir() {
            for file in project::walk(path, &mut self.problems) {
                let workspace = self.workspace_below(&file, Some(path))?;
                if workspace.workspace.roles.of(&file) == Role::Draft {
                    self.push(file, false, workspace);
                }
            }
            return Ok(());
        }
        if path.exists() && !project::is_prose(path) {
            let endings = project::endings().join(", ");
            self.problem(
                path,
                format!("is not of a format that can be read ({endings})"),
            );
            return Ok(());
        }
        let workspace = self.workspace_of(path)?;
        if workspace.workspace.roles.of(path) == Role::Source {
            self.problems.push(FileProblem {
                path: path.to_owned(),
                line: None,
                message: "is a source of its workspace; sources are not checked".into(),
                named: false,
            });
            return Ok(());
        }
        self.push(path.to_owned(), true, workspace);
        Ok(())
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
                    let here = here.filter(|here| file.starts_with(here));
                    let bound = here.or_else(|| folder.map(Path::to_owned));
                    site = Site::find(Some(path), bound.as_slice());
                }
                self.sites.insert(directory, site.clone());
                site
            }
        };
        if let Some(workspace) = self.workspaces.get(&site) {
            return Ok(workspace.clone());
        }
        let workspace = Workspace::load(&site)?;
        for note in &workspace.notes {
            let note = crate::report::escape(note);
            // It changes no finding; nobody is left to be told if this fails.
            let _ = writeln!(anstream::stderr(), "policy-ls: note: {note}");
        }
        let mut settings = workspace.settings.clone();
        if let Some(date) = &self.options.document_date {
            Arc::make_mut(&mut settings).document_date = Some(date.clone());
        }
        if self.options.require_source {
            require_source(Arc::make_mut(&mut settings));
        }
        self.problems.extend(workspace.problems.iter().cloned());
        let prepared = Arc::new(Prepared {
            workspace,
            settings,
        });
        self.workspaces.insert(site, prepared.clone());
        Ok(prepared)
    }

    fn push(&mut self, path: PathBuf, named: bool, workspace: Arc<Prepared>) {
        let identity = std::path::absolute(&path).unwrap_or_else(|_| path.clone());
        if self.seen.insert(identity) {
            self.drafts.push((path, named, workspace));
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

/// Turns on the rules that are off by default; a severity that the workspace gives them stays.
fn require_source(settings: &mut Settings) {
    for rule in analysis::rules::all().iter().filter(|rule| !rule.on) {
        let level = settings
            .severities
            .entry(rule.code.to_owned())
            .or_insert(Level::Off);
        if *level == Level::Off {
            *level = Level::Set(rule.severity);
        }
    }
}

/// Reads and judges one draft. The error says what is wrong with the file.
pub fn analyse(path: &Path, prepared: &Prepared) -> Result<Analysis, String> {
    let text = project::read_text(path).map_err(|error| error.to_string())?;
    let name = prepared.workspace.relative(path);
    let run = || {
        Analysis::new(
            &name,
            text,
            prepared.workspace.library.clone(),
            prepared.settings.clone(),
            &mut Memo::default(),
            &Cancel::new(),
        )
    };
    // A mistake of ours costs one draft, not the others.
    match catch_unwind(AssertUnwindSafe(run)) {
        Ok(Some(analysis)) => Ok(analysis),
        Ok(None) => Err("the check was cancelled".into()),
        Err(_) => {
            Err("could not be checked: policy-ls has a bug; please report it with this file".into())
        }
    }
}
