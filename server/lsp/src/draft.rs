//! An open draft: its text under edit, and which of its versions are to be checked.
//!
//! Every edit makes a new [`Job`], the check of that version. It runs if somebody waits for it or if findings are pushed;
//! a job that nobody waits for any more and that is not the newest is cancelled. One job of a draft runs at a time, and
//! each request gets the version that stood when it arrived: nothing is cancelled because an edit is queued.
//!
//! Everything here happens under one short lock and never waits; who runs the jobs is `session`'s business.

use std::collections::{HashSet, VecDeque};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use analysis::{Action, Cancel, Diagnostic, Memo};
use project::Workspace;
use text::{Buffer, Change, Encoding, Position, Span};
use tokio::sync::watch;
use tower_lsp::ls_types::Uri;

use crate::check::Snapshot;
use crate::pool::lock;

/// An open draft.
pub struct Draft {
    /// In the client's own spelling.
    pub uri: Uri,
    /// On disk, unless the draft was never saved.
    pub path: Option<PathBuf>,
    /// For drafts without a path: a name whose ending tells the format.
    pub name: String,
    state: Mutex<State>,
}

struct State {
    buffer: Buffer,
    /// Checks wait until its workspace is there.
    workspace: Option<Arc<Workspace>>,
    /// The check of what stands now.
    current: Arc<Job>,
    /// Whether `current` is to run although nobody waits.
    wanted: bool,
    /// Checks of what stood before, for those who asked then; oldest first.
    backlog: VecDeque<Arc<Job>>,
    /// The one under way.
    running: Option<Arc<Job>>,
    /// What stood before, with all that was found there, to be let go of.
    spent: Vec<Arc<Job>>,
    memo: Memo,
    /// By what the findings that the client shows are known again.
    published: HashSet<String>,
    closed: bool,
}

/// The check of one version.
pub struct Job {
    /// The client's number of that version.
    pub version: i32,
    /// The last edit before it: where it begins, and how many bytes it put there.
    pub touched: Option<(Position, usize)>,
    buffer: Buffer,
    cancel: Cancel,
    outcome: watch::Sender<Outcome>,
    /// All its findings as they are published, with that by which they are known again, where some wait for a pause in the
    /// typing. They are kept here, so that they go with what they are about.
    pub held: Mutex<Option<(Vec<tower_lsp::ls_types::Diagnostic>, HashSet<String>)>>,
}

/// What became of a check.
#[derive(Clone, Default)]
pub enum Outcome {
    /// Not done yet.
    #[default]
    Pending,
    /// Done.
    Done(Checked),
    /// It panicked.
    Failed,
}

/// A checked version.
#[derive(Clone)]
pub struct Checked {
    /// The client's number of that version.
    pub version: i32,
    /// What was found.
    pub snapshot: Arc<dyn Snapshot>,
    /// What it was checked against.
    pub workspace: Arc<Workspace>,
    /// Whether its findings count: sources, and files that are nothing to us, get none.
    pub is_draft: bool,
}

impl Checked {
    /// What is wrong with it, if that is asked of a file of its role.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        if self.is_draft {
            self.snapshot.diagnostics()
        } else {
            &[]
        }
    }

    /// The findings with a fix that touch `span`, likewise.
    pub fn actions(&self, span: Span) -> Vec<Action<'_>> {
        if self.is_draft {
            self.snapshot.actions(span)
        } else {
            Vec::new()
        }
    }
}

/// One check, ready to run.
pub struct Work {
    /// Which.
    pub job: Arc<Job>,
    /// Against what.
    pub workspace: Arc<Workspace>,
    /// What is kept between versions.
    pub memo: Memo,
    /// Raised when nobody wants it any more.
    pub cancel: Cancel,
}

impl Work {
    /// The text to check, flattened.
    pub fn text(&self) -> Arc<str> {
        self.job.buffer.flatten()
    }
}

impl Draft {
    /// A draft as it was opened.
    pub fn new(uri: Uri, path: Option<PathBuf>, name: String, text: &str, version: i32) -> Self {
        let buffer = Buffer::new(text);
        let current = Job::new(&buffer, version, None);
        Self {
            uri,
            path,
            name,
            state: Mutex::new(State {
                buffer,
                workspace: None,
                current,
                wanted: false,
                backlog: VecDeque::new(),
                running: None,
                spent: Vec::new(),
                memo: Memo::default(),
                published: HashSet::new(),
                closed: false,
            }),
        }
    }

    /// Applies changes one after another, each to the result of the one before.
    pub fn edit(&self, changes: &[Change], version: i32, encoding: Encoding) {
        let mut state = lock(&self.state);
        for change in changes {
            state.buffer.apply(change, encoding);
        }
        let touched = changes.last().and_then(|change| {
            let (start, end) = change.range?;
            Some((start.min(end), change.text.len()))
        });
        let job = Job::new(&state.buffer, version, touched);
        let before = state.succeed(job);
        state.spent.push(before);
    }

    /// Takes the workspace that the draft belongs to, at first or anew: what stands now is checked against it.
    pub fn settle(&self, workspace: Arc<Workspace>) {
        let mut state = lock(&self.state);
        let first = state.workspace.replace(workspace).is_none();
        if !first {
            let job = Job::new(&state.buffer, state.current.version, None);
            state.succeed(job);
        }
    }

    /// Whether its workspace is there.
    pub fn is_settled(&self) -> bool {
        lock(&self.state).workspace.is_some()
    }

    /// The workspace that it is checked against, once it is there.
    pub fn workspace(&self) -> Option<Arc<Workspace>> {
        lock(&self.state).workspace.clone()
    }

    /// The client's number of what stands now, and the text.
    pub fn text(&self) -> (i32, Arc<str>) {
        let (version, buffer) = {
            let state = lock(&self.state);
            (state.current.version, state.buffer.clone())
        };
        (version, buffer.flatten())
    }

    /// The text as it stands now.
    pub fn buffer(&self) -> Buffer {
        lock(&self.state).buffer.clone()
    }

    /// Asks for the check of what stands now although nobody waits for it.
    pub fn want(&self) {
        lock(&self.state).wanted = true;
    }

    /// The check of what stands now, for someone who waits. Call it before the first await: what stands then is what
    /// the answer is about.
    pub fn pin(self: &Arc<Self>) -> Pin {
        let state = lock(&self.state);
        Pin {
            outcome: state.current.outcome.subscribe(),
            job: Arc::clone(&state.current),
            draft: Arc::clone(self),
        }
    }

    /// The next check to run, if one is to run and none does.
    pub fn start(&self) -> Option<Work> {
        let mut state = lock(&self.state);
        let state = &mut *state;
        if state.running.is_some() {
            return None;
        }
        let workspace = Arc::clone(state.workspace.as_ref()?);
        let job = loop {
            match state.backlog.pop_front() {
                Some(job) if job.is_awaited() => break job,
                Some(_) => {}
                None => {
                    let job = &state.current;
                    let idle = matches!(*job.outcome.borrow(), Outcome::Pending);
                    if !(idle && ((state.wanted && !state.closed) || job.is_awaited())) {
                        return None;
                    }
                    break Arc::clone(job);
                }
            }
        };
        state.running = Some(Arc::clone(&job));
        Some(Work {
            cancel: job.cancel.clone(),
            job,
            workspace,
            memo: std::mem::take(&mut state.memo),
        })
    }

    /// Takes what became of the check that ran. A `Pending` outcome was cancelled. None runs before [`Draft::rest`].
    pub fn finish(&self, job: &Job, memo: Memo, outcome: Outcome) {
        lock(&self.state).memo = memo;
        job.outcome.send_replace(outcome);
    }

    /// All about the check that ran is done: the next may. What stood before it goes first, with all that was found there.
    /// That takes a while: it is not for the thread that reads messages, and best for the one whose memory it was.
    pub fn rest(&self) {
        let spent = std::mem::take(&mut lock(&self.state).spent);
        drop(spent);
        lock(&self.state).running = None;
    }

    /// Lets go of what stood before, where no check runs that will.
    pub fn let_go(&self) {
        let mut state = lock(&self.state);
        let idle = state.running.is_none();
        let spent = idle.then(|| std::mem::take(&mut state.spent));
        drop(state);
        drop(spent);
    }

    /// Runs `publish` if `job` is still the check of what stands now and the draft is open. What it returns is by what the
    /// findings that the client shows from then on are known again.
    pub fn if_current(
        &self,
        job: &Job,
        publish: impl FnOnce(&HashSet<String>) -> HashSet<String>,
    ) -> bool {
        let mut state = lock(&self.state);
        let current = !state.closed && std::ptr::eq(&*state.current, job);
        if current {
            state.published = publish(&state.published);
        }
        current
    }

    /// Closes the draft, runs `publish` and lets no finding through afterwards.
    pub fn close(&self, publish: impl FnOnce()) {
        let mut state = lock(&self.state);
        state.closed = true;
        let job = Arc::clone(&state.current);
        state.cancel_unwanted(&job);
        publish();
    }
}

impl State {
    /// Puts a job in the place of the current one, which it gives back.
    fn succeed(&mut self, job: Arc<Job>) -> Arc<Job> {
        let old = std::mem::replace(&mut self.current, job);
        let running = self
            .running
            .as_ref()
            .is_some_and(|job| Arc::ptr_eq(job, &old));
        if !running && old.is_awaited() && matches!(*old.outcome.borrow(), Outcome::Pending) {
            self.backlog.push_back(Arc::clone(&old));
        } else {
            self.cancel_unwanted(&old);
        }
        old
    }

    fn cancel_unwanted(&self, job: &Job) {
        if !job.is_awaited() && (self.closed || !std::ptr::eq(&*self.current, job)) {
            job.cancel.cancel();
        }
    }
}

impl Job {
    fn new(buffer: &Buffer, version: i32, touched: Option<(Position, usize)>) -> Arc<Self> {
        Arc::new(Self {
            version,
            touched,
            buffer: buffer.clone(),
            cancel: Cancel::new(),
            outcome: watch::Sender::default(),
            held: Mutex::default(),
        })
    }

    /// Pins hold a receiver each: they are the waiters. Only the draft's lock makes new ones.
    fn is_awaited(&self) -> bool {
        self.outcome.receiver_count() > 0
    }
}

/// A hold on the check of one version. Dropping it (a request was cancelled, or answered) raises the check's cancel flag
/// if nobody else wants it.
pub struct Pin {
    outcome: watch::Receiver<Outcome>,
    job: Arc<Job>,
    draft: Arc<Draft>,
}

impl Pin {
    /// The check that is waited for.
    pub fn job(&self) -> Arc<Job> {
        Arc::clone(&self.job)
    }

    /// The checked version, once it is there; `None` if its check panicked.
    pub async fn checked(mut self) -> Option<Checked> {
        let outcome = self
            .outcome
            .wait_for(|outcome| !matches!(outcome, Outcome::Pending))
            .await;
        match outcome.as_deref() {
            Ok(Outcome::Done(checked)) => Some(checked.clone()),
            _ => None,
        }
    }
}

impl Drop for Pin {
    fn drop(&mut self) {
        let state = lock(&self.draft.state);
        // This pin still counts as one receiver: put another in its place that nobody counts.
        self.outcome = watch::channel(Outcome::Pending).1;
        state.cancel_unwanted(&self.job);
    }
}
