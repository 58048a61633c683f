//! What a session holds between messages: the register of open drafts, the workspaces they belong to, and the way from
//! an edit to published findings.
//!
//! No guard of the register crosses an await or a call into the core: drafts are `Arc`s, cloned out in one expression.

mod findings;
mod refresh;
pub mod shelf;
mod telling;
mod unsaved;
mod watching;
mod workspaces;

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;

use analysis::{Cancel, Memo};
use dashmap::DashMap;
use project::{Role, Workspace};
use tokio::runtime::Handle;
use tower_lsp::Client;
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::{ProgressToken, SemanticTokens, Uri};
use tracing::Dispatch;
use tracing::instrument::WithSubscriber;

use crate::check::Check;
use crate::convert::Converter;
use crate::draft::{Checked, Draft, Outcome, Pin, Work};
use crate::journal::{self, Journal};
use crate::options::Options;
use crate::place::{OpenFile, Places, Spelling};
use crate::pool::{Pool, Priority, contain, lock};
use crate::publish::Publisher;
use crate::traits::Traits;
use crate::uri::{self, Style};
use crate::world::{Watched, World};

use workspaces::Workspaces;

/// What a session is made of; tests put other parts in.
#[derive(Clone)]
pub struct Parts {
    /// Judges drafts.
    pub check: Arc<dyn Check>,
    /// Finds and loads workspaces.
    pub world: Arc<dyn World>,
    /// How long a finding that newly appears in the sentence being typed is held back.
    pub hold: Duration,
    /// How many threads think of what nobody waits for; there are others for people.
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
    /// Where it tells of its doings.
    pub journal: Arc<Journal>,
    /// Where everything that runs for it logs to.
    pub subscriber: Dispatch,
    shelf: shelf::Shelf,
    /// The tokens that clients have, so that only what changed is sent.
    pub tokens: DashMap<Uri, SemanticTokens>,
    ids: AtomicU64,
    options: Mutex<Options>,
    /// Files that are not open and whose findings the client shows.
    pushed: Mutex<HashSet<Uri>>,
    /// What the user was last told to mend, and what was logged, by workspace.
    told: Mutex<HashMap<PathBuf, (String, String)>>,
    /// Directories that we watch ourselves, for clients that do not.
    watched: Mutex<HashMap<PathBuf, Option<Watched>>>,
    /// What the client shows as going on, and how it is stopped.
    going_on: Mutex<HashMap<ProgressToken, Cancel>>,
}

impl Session {
    /// A session that has not heard from its client yet.
    pub fn new(
        client: Client,
        parts: Parts,
        handle: Handle,
        to_stderr: bool,
    ) -> std::io::Result<Arc<Self>> {
        let publisher = Arc::<Publisher>::default();
        let journal = Arc::new(Journal::new(Arc::clone(&publisher)));
        let subscriber = journal::subscriber(Arc::clone(&journal), to_stderr);
        Ok(Arc::new(Self {
            pool: Pool::new(parts.threads, &subscriber)?,
            client,
            parts,
            handle,
            traits: OnceLock::new(),
            drafts: DashMap::new(),
            folders: Mutex::default(),
            workspaces: Mutex::default(),
            publisher,
            journal,
            subscriber,
            shelf: shelf::Shelf::default(),
            tokens: DashMap::new(),
            ids: AtomicU64::new(0),
            options: Mutex::default(),
            pushed: Mutex::default(),
            told: Mutex::default(),
            watched: Mutex::default(),
            going_on: Mutex::default(),
        }))
    }

    /// What the client can do.
    pub fn traits(&self) -> Traits {
        self.traits.get().copied().unwrap_or_default()
    }

    /// What the user set in the editor.
    pub fn options(&self) -> Options {
        *lock(&self.options)
    }

    /// Takes what the user set.
    pub fn set_options(&self, options: Options) {
        *lock(&self.options) = options;
    }

    /// Takes what `initialize` said.
    pub fn begin(&self, traits: Traits, options: Options, folders: Vec<PathBuf>) {
        self.set_options(options);
        let _ = self.traits.set(traits);
        *lock(&self.folders) = folders;
        let publisher = Arc::clone(&self.publisher);
        self.spawn(publisher.run(self.client.clone()));
    }

    /// Runs a task beside the handlers: the only place to talk to the client.
    pub fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        self.handle
            .spawn(task.with_subscriber(self.subscriber.clone()));
    }

    /// A name that no answer of this session had before.
    pub fn next_id(&self) -> String {
        self.ids.fetch_add(1, Ordering::Relaxed).to_string()
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
    pub fn close(self: &Arc<Self>, uri: &Uri) {
        self.tokens.remove(uri);
        let Some((_, draft)) = self.drafts.remove(uri) else {
            return;
        };
        draft.close(|| {
            if !self.traits().pulls {
                self.publisher.put(draft.uri.clone(), None, Vec::new());
            }
        });
        // What lies on disk holds again.
        self.follow(&draft);
        if let Some(path) = &draft.path {
            self.push_file(path.clone());
        }
    }

    /// What an edit brings about: the draft is checked, and so are those that rest on it.
    pub fn edited(self: &Arc<Self>, draft: &Arc<Draft>) {
        self.schedule(draft, Priority::Interactive);
        self.follow(draft);
    }

    /// Schedules the check of what stands now, if findings are pushed.
    pub fn schedule(self: &Arc<Self>, draft: &Arc<Draft>, priority: Priority) {
        if !self.traits().pulls {
            draft.want();
        }
        self.wake(draft, priority);
    }

    /// Lets a thread run the draft's next check. Which one, if any, is decided when the thread gets to it: a request may
    /// have overtaken work that waited in the background, an edit may have made it void.
    fn wake(self: &Arc<Self>, draft: &Arc<Draft>, priority: Priority) {
        let (session, draft) = (Arc::clone(self), Arc::clone(draft));
        self.pool.submit(priority, move || match draft.start() {
            Some(work) => session.work(&draft, work),
            None => draft.let_go(),
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
        drop(outcome);
        draft.rest();
        self.wake(draft, Priority::Interactive);
    }

    /// Converts what was found in one checked draft.
    pub fn converter<'a>(&'a self, checked: &'a Checked, uri: &'a Uri) -> Converter<'a> {
        Converter {
            places: self.places(&checked.workspace),
            checked,
            uri,
        }
    }

    /// Converts places in the sources of a workspace.
    pub fn places<'a>(&'a self, workspace: &'a Workspace) -> Places<'a> {
        Places {
            traits: self.traits(),
            workspace,
            world: &*self.parts.world,
            spelling: self,
            lines: RefCell::default(),
        }
    }
}

impl Spelling for Session {
    fn of(&self, path: &Path) -> Option<Uri> {
        self.drafts
            .iter()
            .find(|draft| draft.path.as_deref() == Some(path))
            .map(|draft| draft.uri.clone())
    }

    fn file(&self, path: &Path) -> Option<OpenFile> {
        let mut drafts = self.drafts.iter();
        let draft = drafts.find(|draft| draft.path.as_deref() == Some(path));
        let draft = draft.map(|it| Arc::clone(&it))?;
        let (version, text) = draft.text();
        Some(OpenFile {
            uri: draft.uri.clone(),
            version,
            text,
        })
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
