//! What a session holds between messages: the register of open drafts, the workspaces they belong to, and the way from
//! an edit to published findings.
//!
//! No guard of the register crosses an await or a call into the core: drafts are `Arc`s, cloned out in one expression.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::{Duration, SystemTime};

use analysis::{Diagnostic, Memo};
use dashmap::DashMap;
use project::{Role, Site, Workspace};
use tokio::runtime::Handle;
use tower_lsp::Client;
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::{MessageType, Uri};

use crate::check::Check;
use crate::convert::{self, Converter};
use crate::draft::{Checked, Draft, Job, Outcome, Pin, Work};
use crate::pool::{Pool, Priority, contain, lock};
use crate::publish::Publisher;
use crate::traits::Traits;
use crate::uri::{self, Style};
use crate::world::{self, World};

/// What a session is made of; tests put other parts in.
#[derive(Clone)]
pub struct Parts {
    /// Judges drafts.
    pub check: Arc<dyn Check>,
    /// Finds and loads workspaces.
    pub world: Arc<dyn World>,
    /// How long a finding that newly appears in the sentence being typed is held back.
    pub hold: Duration,
    /// How many threads think.
    pub threads: usize,
}

/// One client's session.
pub struct Session {
    /// The way to the client. Only spawned tasks talk to it: a handler that waits for the client can stall both.
    pub client: Client,
    /// The threads that think.
    pub pool: Pool,
    parts: Parts,
    handle: Handle,
    traits: OnceLock<Traits>,
    drafts: DashMap<Uri, Arc<Draft>>,
    folders: Mutex<Vec<PathBuf>>,
    workspaces: Mutex<Workspaces>,
    publisher: Arc<Publisher>,
}

#[derive(Default)]
struct Workspaces {
    /// Raised by every reload: what was begun before it is stale.
    epoch: u64,
    slots: HashMap<Site, Slot>,
}

enum Slot {
    /// A thread reads it; these wait.
    Loading(Vec<Arc<Draft>>),
    /// With the time at which its configuration was last changed.
    Ready(Arc<Workspace>, Option<SystemTime>),
}

impl Session {
    /// A session that has not heard from its client yet.
    pub fn new(client: Client, parts: Parts, handle: Handle) -> std::io::Result<Arc<Self>> {
        Ok(Arc::new(Self {
            pool: Pool::new(parts.threads)?,
            client,
            parts,
            handle,
            traits: OnceLock::new(),
            drafts: DashMap::new(),
            folders: Mutex::default(),
            workspaces: Mutex::default(),
            publisher: Arc::default(),
        }))
    }

    /// What the client can do.
    pub fn traits(&self) -> Traits {
        self.traits.get().copied().unwrap_or_default()
    }

    /// Takes what `initialize` said.
    pub fn begin(&self, traits: Traits, folders: Vec<PathBuf>) {
        let _ = self.traits.set(traits);
        *lock(&self.folders) = folders;
        let publisher = Arc::clone(&self.publisher);
        self.spawn(publisher.run(self.client.clone()));
    }

    /// Runs a task beside the handlers: the only place to talk to the client.
    pub fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        self.handle.spawn(task);
    }

    /// The open draft at `uri`.
    pub fn draft(&self, uri: &Uri) -> Option<Arc<Draft>> {
        self.drafts.get(uri).map(|draft| Arc::clone(&draft))
    }

    /// The check of what stands now at `uri`, for a request. Call it before the first await.
    pub fn pin(self: &Arc<Self>, uri: &Uri) -> Option<Pin> {
        let draft = self.draft(uri)?;
        let pin = draft.pin();
        self.wake(&draft, Priority::Interactive);
        Some(pin)
    }

    /// Asks a checked version: waits for it, then runs `question` on a thread that may take its time.
    pub async fn ask<T: Send + 'static>(
        self: &Arc<Self>,
        pin: Pin,
        uri: Uri,
        question: impl FnOnce(&Checked, &Converter<'_>) -> T + Send + 'static,
    ) -> Result<T> {
        let lost = |_| Error::internal_error();
        let checked = pin.checked().await.ok_or(()).map_err(lost)?;
        let session = Arc::clone(self);
        let asked = self
            .pool
            .ask(move || question(&checked, &session.converter(&checked, &uri)))
            .await;
        asked.map_err(|_| lost(()))
    }

    /// Opens a draft; a draft already open at `uri` is replaced.
    pub fn open(self: &Arc<Self>, uri: Uri, language: &str, text: &str, version: i32) {
        let path = uri::path_of(uri.as_str(), Style::HERE);
        let name = name_of(&uri, language);
        let draft = Arc::new(Draft::new(uri.clone(), path, name, text, version));
        if let Some(old) = self.drafts.insert(uri, Arc::clone(&draft)) {
            old.close(|| {});
        }
        self.place(draft);
    }

    /// Forgets a draft and clears its findings.
    pub fn close(&self, uri: &Uri) {
        let Some((_, draft)) = self.drafts.remove(uri) else {
            return;
        };
        draft.close(|| {
            if !self.traits().pulls {
                self.publisher.put(draft.uri.clone(), None, Vec::new());
            }
        });
    }

    /// Schedules the check of what stands now, if findings are pushed.
    pub fn schedule(self: &Arc<Self>, draft: &Arc<Draft>, priority: Priority) {
        if !self.traits().pulls {
            draft.want();
        }
        self.wake(draft, priority);
    }

    /// Adds and removes workspace folders; drafts may belong elsewhere afterwards.
    pub fn change_folders(self: &Arc<Self>, removed: &[PathBuf], added: Vec<PathBuf>) {
        let mut folders = lock(&self.folders);
        folders.retain(|folder| !removed.contains(folder));
        folders.extend(added);
        drop(folders);
        self.reload();
    }

    /// Reads the workspaces of all open drafts anew and checks the drafts again.
    pub fn reload(self: &Arc<Self>) {
        {
            let mut workspaces = lock(&self.workspaces);
            workspaces.epoch += 1;
            workspaces.slots.clear();
        }
        let drafts: Vec<_> = self.drafts.iter().map(|it| Arc::clone(&it)).collect();
        for draft in drafts {
            self.place(draft);
        }
    }

    /// Reads anew if what was saved or changed at `path` makes up a library.
    pub fn changed(self: &Arc<Self>, paths: Vec<PathBuf>) {
        let session = Arc::clone(self);
        self.pool.submit(Priority::Interactive, move || {
            if paths.iter().any(|path| session.makes_a_library(path)) {
                session.reload();
            }
        });
    }

    /// Whether `path` is a configuration, a record or a source; or a draft whose configuration changed meanwhile, for
    /// clients that watch no files.
    fn makes_a_library(&self, path: &Path) -> bool {
        if path.extension().is_some_and(|it| it == "toml") {
            return true;
        }
        let folders = lock(&self.folders).clone();
        let site = self.parts.world.find(Some(path), &folders);
        let stamp = self.parts.world.stamp(&site);
        let workspaces = lock(&self.workspaces);
        match workspaces.slots.get(&site) {
            Some(Slot::Ready(workspace, read)) => {
                *read != stamp || workspace.roles.of(path) == Role::Source
            }
            Some(Slot::Loading(_)) => false,
            // An open draft belongs elsewhere now: a configuration came or went.
            None => convert::Spelling::of(self, path).is_some(),
        }
    }

    /// Begins to read the workspaces of the folders before a draft asks for them.
    pub fn preload(self: &Arc<Self>) {
        let folders = lock(&self.folders).clone();
        let session = Arc::clone(self);
        self.pool.submit(Priority::Background, move || {
            for folder in &folders {
                // The search goes by a file's directory; any name will do.
                session.resolve(Some(&folder.join("draft.md")), None);
            }
        });
    }

    /// Finds a draft's workspace, on a thread, and settles the draft there.
    fn place(self: &Arc<Self>, draft: Arc<Draft>) {
        let session = Arc::clone(self);
        self.pool.submit(Priority::Interactive, move || {
            session.resolve(draft.path.as_deref(), Some(&draft));
        });
    }

    fn resolve(self: &Arc<Self>, path: Option<&Path>, draft: Option<&Arc<Draft>>) {
        let folders = lock(&self.folders).clone();
        let site = self.parts.world.find(path, &folders);
        let epoch = {
            let mut workspaces = lock(&self.workspaces);
            match workspaces.slots.get_mut(&site) {
                Some(Slot::Ready(workspace, _)) => {
                    let workspace = Arc::clone(workspace);
                    drop(workspaces);
                    return draft.into_iter().for_each(|it| self.settle(it, &workspace));
                }
                Some(Slot::Loading(waiting)) => return waiting.extend(draft.cloned()),
                None => {
                    let waiting = draft.cloned().into_iter().collect();
                    workspaces
                        .slots
                        .insert(site.clone(), Slot::Loading(waiting));
                    workspaces.epoch
                }
            }
        };
        let session = Arc::clone(self);
        self.pool
            .submit(Priority::Background, move || session.load(site, epoch));
    }

    fn load(self: &Arc<Self>, site: Site, epoch: u64) {
        let stamp = self.parts.world.stamp(&site);
        let loaded = contain(|| self.parts.world.load(&site));
        let (workspace, trouble) = match loaded {
            Ok(Ok(workspace)) => (workspace, None),
            Ok(Err(error)) => (world::empty(&site), Some(error.to_string())),
            Err(_) => {
                let lost = "the library could not be read: internal error";
                (world::empty(&site), Some(lost.to_owned()))
            }
        };
        let workspace = Arc::new(workspace);
        let waiting = {
            let mut workspaces = lock(&self.workspaces);
            if workspaces.epoch != epoch {
                // A reload came between; it asked anew for every open draft.
                return;
            }
            let ready = Slot::Ready(Arc::clone(&workspace), stamp);
            workspaces.slots.insert(site, ready)
        };
        let Some(Slot::Loading(waiting)) = waiting else {
            return;
        };
        // A draft that was checked against a good configuration keeps it while the new one is being mended.
        let broken = trouble.is_some();
        self.tell(trouble, &workspace);
        let again = waiting.iter().any(|draft| draft.is_settled());
        for draft in waiting.iter().filter(|it| !(broken && it.is_settled())) {
            self.settle(draft, &workspace);
        }
        // Who pulls has to be told that the answers are others now.
        let traits = self.traits();
        if again && traits.pulls && traits.refreshes {
            let client = self.client.clone();
            self.spawn(async move {
                let _ = client.workspace_diagnostic_refresh().await;
            });
        }
    }

    fn settle(self: &Arc<Self>, draft: &Arc<Draft>, workspace: &Arc<Workspace>) {
        draft.settle(Arc::clone(workspace));
        self.schedule(draft, Priority::Background);
    }

    /// Shows what somebody has to mend; what a walk merely came upon goes to the log.
    fn tell(&self, trouble: Option<String>, workspace: &Workspace) {
        let (named, found): (Vec<_>, Vec<_>) = workspace.problems.iter().partition(|it| it.named);
        let named = named.iter().map(ToString::to_string);
        let shown: Vec<_> = trouble.into_iter().chain(named).collect();
        let logged: Vec<_> = found.iter().map(ToString::to_string).collect();
        let client = self.client.clone();
        self.spawn(async move {
            if !shown.is_empty() {
                let text = shown.join("\n");
                client.show_message(MessageType::WARNING, text).await;
            }
            if !logged.is_empty() {
                let text = logged.join("\n");
                client.log_message(MessageType::WARNING, text).await;
            }
        });
    }

    /// Lets a thread run the draft's next check. Which one, if any, is decided when the thread gets to it: a request may
    /// have overtaken work that waited in the background, an edit may have made it void.
    fn wake(self: &Arc<Self>, draft: &Arc<Draft>, priority: Priority) {
        let (session, draft) = (Arc::clone(self), Arc::clone(draft));
        self.pool.submit(priority, move || {
            if let Some(work) = draft.start() {
                session.work(&draft, work);
            }
        });
    }

    fn work(self: &Arc<Self>, draft: &Arc<Draft>, mut work: Work) {
        let name = match &draft.path {
            Some(path) => work.workspace.relative(path),
            None => draft.name.clone(),
        };
        let checked = contain(|| {
            let text = work.text();
            let (memo, cancel) = (&mut work.memo, &work.cancel);
            self.parts
                .check
                .check(&name, text, &work.workspace, memo, cancel)
        });
        let (memo, outcome) = match checked {
            Ok(Some(snapshot)) => {
                let checked = Checked {
                    version: work.job.version,
                    snapshot,
                    is_draft: draft
                        .path
                        .as_deref()
                        .is_none_or(|path| work.workspace.roles.of(path) == Role::Draft),
                    workspace: work.workspace,
                };
                (work.memo, Outcome::Done(checked))
            }
            Ok(None) => (work.memo, Outcome::Pending),
            // What the panic left in the memo is not to be trusted.
            Err(_) => (Memo::default(), Outcome::Failed),
        };
        draft.finish(&work.job, memo, outcome.clone());
        if let Outcome::Done(checked) = &outcome
            && !self.traits().pulls
            && contain(|| self.publish(draft, &work.job, checked)).is_err()
        {
            tracing::error!("findings of {name} were not published");
        }
        self.wake(draft, Priority::Interactive);
    }

    /// Publishes what was found if it is still about what stands now: at once, except for what newly appeared in the
    /// sentence being typed.
    fn publish(self: &Arc<Self>, draft: &Arc<Draft>, job: &Arc<Job>, checked: &Checked) {
        let converter = self.converter(checked, &draft.uri);
        let findings = checked.diagnostics();
        let mut all: Vec<_> = findings.iter().map(|it| converter.diagnostic(it)).collect();
        let prints: HashSet<_> = findings.iter().map(|it| it.fingerprint.clone()).collect();
        let typed = converter.typed(job.touched);
        let version = Some(checked.version);
        let mut held = false;
        draft.if_current(job, |shown| {
            let chases = |finding: &Diagnostic| {
                typed.is_some_and(|typed| {
                    !shown.contains(&finding.fingerprint)
                        && convert::chases(checked, finding, typed)
                })
            };
            let calm: Vec<_> = findings.iter().map(|it| !chases(it)).collect();
            held = calm.contains(&false);
            if !held {
                let all = std::mem::take(&mut all);
                self.publisher.put(draft.uri.clone(), version, all);
                return prints.clone();
            }
            let now = all.iter().zip(&calm).filter(|(_, calm)| **calm);
            let now = now.map(|(it, _)| it.clone()).collect();
            self.publisher.put(draft.uri.clone(), version, now);
            let now = findings.iter().zip(&calm).filter(|(_, calm)| **calm);
            now.map(|(it, _)| it.fingerprint.clone()).collect()
        });
        if !held {
            return;
        }
        let (session, draft, job) = (Arc::clone(self), Arc::clone(draft), Arc::clone(job));
        self.spawn(async move {
            tokio::time::sleep(session.parts.hold).await;
            draft.if_current(&job, |_| {
                session.publisher.put(draft.uri.clone(), version, all);
                prints
            });
        });
    }

    fn converter<'a>(&'a self, checked: &'a Checked, uri: &'a Uri) -> Converter<'a> {
        Converter {
            traits: self.traits(),
            checked,
            uri,
            world: &*self.parts.world,
            spelling: self,
            lines: RefCell::default(),
        }
    }
}

impl convert::Spelling for Session {
    fn of(&self, path: &Path) -> Option<Uri> {
        self.drafts
            .iter()
            .find(|draft| draft.path.as_deref() == Some(path))
            .map(|draft| draft.uri.clone())
    }
}

/// A name whose ending tells the format, for drafts that were never saved.
fn name_of(uri: &Uri, language: &str) -> String {
    let name = uri::name_of(uri.as_str());
    let plain = Path::new(&name).extension().is_none();
    match language {
        "plaintext" | "text" if plain => format!("{name}.txt"),
        _ if plain => format!("{name}.md"),
        _ => name,
    }
}
