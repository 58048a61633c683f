//! From a check to what the client shows: at once, except for what newly appears in the sentence being typed, which waits for
//! a pause, so that nothing chases the cursor. Clients that are pushed to get the rest then; clients that ask are told to ask
//! again.

use std::collections::HashSet;
use std::sync::Arc;

use tower_lsp::ls_types::Diagnostic;

use super::Session;
use crate::convert::{self, Converter};
use crate::draft::{Checked, Draft, Job};
use crate::pool::lock;

/// What the client shows: findings, and by what they are known again.
type Shown = (Vec<Diagnostic>, HashSet<String>);

/// What was found in a version, as the client is told.
#[derive(Default)]
struct Found {
    all: Vec<Diagnostic>,
    /// By what each is known again.
    keys: Vec<String>,
    /// Which of them stand in the sentence of the last edit.
    chasing: Vec<bool>,
}

impl Found {
    fn new(job: &Job, converter: &Converter<'_>) -> Self {
        let checked = converter.checked;
        let (findings, typed) = (checked.diagnostics(), converter.typed(job.touched));
        let chases = |it| typed.is_some_and(|typed| convert::chases(checked, it, typed));
        Self {
            all: findings.iter().map(|it| converter.diagnostic(it)).collect(),
            keys: findings.iter().map(|it| known_by(checked, it)).collect(),
            chasing: findings.iter().map(chases).collect(),
        }
    }

    /// What may be shown at once to who is shown `before`, and everything, if that is more.
    fn part(self, before: &HashSet<String>) -> (Shown, Option<Shown>) {
        let waits = |at: &usize| self.chasing[*at] && !before.contains(&self.keys[*at]);
        let calm: Vec<usize> = (0..self.keys.len()).filter(|at| !waits(at)).collect();
        let all = |keys: Vec<String>| keys.into_iter().collect::<HashSet<_>>();
        if calm.len() == self.keys.len() {
            return ((self.all, all(self.keys)), None);
        }
        let now = calm.iter().map(|at| self.all[*at].clone()).collect();
        let keys = calm.iter().map(|at| self.keys[*at].clone()).collect();
        ((now, keys), Some((self.all, all(self.keys))))
    }
}

/// By what a finding is known again while its sentence changes under it: its fingerprint has the words of the sentence.
fn known_by(checked: &Checked, finding: &analysis::Diagnostic) -> String {
    let what = match &*finding.subject {
        "" => finding.span.of(checked.snapshot.text()),
        subject => subject,
    };
    format!("{} {what}", finding.code)
}

impl Session {
    /// Publishes what was found if it is still about what stands now.
    pub(super) fn publish(self: &Arc<Self>, draft: &Arc<Draft>, job: &Arc<Job>, checked: &Checked) {
        if checked.workspace.has_changed() {
            // It was checked against a source that is another by now; the library that is made anew has it checked again.
            self.renew_later(&checked.workspace);
            return;
        }
        let found = Found::new(job, &self.converter(checked, &draft.uri));
        let version = Some(checked.version);
        let mut held = None;
        draft.if_current(job, |before| {
            let ((now, keys), rest) = found.part(before);
            held = rest;
            self.publisher.put(draft.uri.clone(), version, now);
            keys
        });
        let Some(held) = held else { return };
        let session = Arc::clone(self);
        self.after_a_pause(draft, job, held, move |draft, job, (all, keys)| {
            draft.if_current(job, |_| {
                session.publisher.put(draft.uri.clone(), version, all);
                keys
            });
        });
    }

    /// What a client that asks is told of the version of `job`. Clients that cannot be told to ask again get all of it.
    pub fn asked(
        self: &Arc<Self>,
        draft: &Arc<Draft>,
        job: &Arc<Job>,
        converter: &Converter<'_>,
    ) -> Vec<Diagnostic> {
        let found = Found::new(job, converter);
        if !self.traits().refreshes {
            return found.all;
        }
        let (mut found, mut parted) = (Some(found), None);
        draft.if_current(job, |before| {
            let (now, rest) = found.take().unwrap_or_default().part(before);
            parted = Some((now.0, rest));
            now.1
        });
        let Some((told, held)) = parted else {
            // About what stood before it is whole: there is no telling what the client makes of it.
            return found.unwrap_or_default().all;
        };
        // Once, however often the client asks meanwhile.
        if let Some(held) = held.filter(|_| lock(&job.held).is_none()) {
            let session = Arc::clone(self);
            self.after_a_pause(draft, job, held, move |draft, job, (_, keys)| {
                if draft.if_current(job, |_| keys) {
                    session.refresh_findings();
                }
            });
        }
        told
    }

    /// Keeps what is held back with the check that found it, and lets `show` have it when the pause is over.
    fn after_a_pause(
        self: &Arc<Self>,
        draft: &Arc<Draft>,
        job: &Arc<Job>,
        held: Shown,
        show: impl FnOnce(&Draft, &Job, Shown) + Send + 'static,
    ) {
        *lock(&job.held) = Some(held);
        // Not held alive by its pause: while somebody types, many versions come and go in one.
        let (draft, job, hold) = (Arc::clone(draft), Arc::downgrade(job), self.parts.hold);
        self.spawn(async move {
            tokio::time::sleep(hold).await;
            let Some(job) = job.upgrade() else { return };
            let held = lock(&job.held).take();
            if let Some(held) = held {
                show(&draft, &job, held);
            }
        });
    }
}
