//! Claims: the draft's statements, each judged against the chronology.

use std::sync::Arc;

use library::{Library, Verdict};
use prose::reading::Resolved;
use prose::statement::{Modality, Statement};

/// One statement of the draft with what the library makes of it.
#[derive(Clone, Debug)]
pub(crate) struct Claim {
    /// Index of the block.
    pub block: usize,
    /// Index of the statement in the block.
    pub statement: usize,
    /// What the library makes of it.
    pub verdict: Verdict,
    /// The event meant, an index into `Library::events`.
    pub event: Option<usize>,
    /// The witnesses that bear it out, indices into that event's witnesses.
    pub witnesses: Arc<[usize]>,
}

/// Judges the statements of one block; `block` numbers are filled in by the caller.
pub(crate) fn judge(resolved: &Resolved, library: &Library) -> Vec<Claim> {
    let judged = |(index, statement): (usize, &Statement)| {
        let judgement = library.judge(statement);
        let verdict = if statement.modality == Modality::Asserted {
            judgement.verdict
        } else {
            Verdict::NotAsserted
        };
        Claim {
            block: 0,
            statement: index,
            verdict,
            event: judgement.event,
            witnesses: judgement.witnesses.into(),
        }
    };
    resolved.statements.iter().enumerate().map(judged).collect()
}
