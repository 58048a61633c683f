//! Claims: the draft's statements, each judged against the chronology, and the dates whose sentence a source tells.

use std::sync::Arc;

use library::{Library, Part, Recalled, Retold, Verdict};
use prose::reading::Resolved;
use prose::statement::{Modality, Statement};
use prose::temporal::Temporal;

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
    /// Whether the chronology is not sure of it, but a source tells the sentence with a date, or an event is recalled by its
    /// words.
    pub told: bool,
}

/// The retold dates of a block, or of the cells of a row, and those whose happening is recalled by its words.
#[derive(Clone, Debug)]
pub(crate) struct Retellings {
    /// Index of the first block.
    pub block: usize,
    /// The retold dates.
    pub dates: Arc<[Retold]>,
    /// The recalled ones, each with the number of its block, counted from the first.
    pub recalled: Arc<[(usize, Recalled)]>,
}

/// What is made of one block, or of the cells of a row. Numbers of blocks count from its first.
#[derive(Clone, Debug, Default)]
pub(crate) struct Judged {
    pub claims: Arc<[Claim]>,
    pub retold: Arc<[Retold]>,
    pub recalled: Arc<[(usize, Recalled)]>,
}

impl Judged {
    /// Whether it is the very same.
    pub fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.claims, &other.claims)
            && Arc::ptr_eq(&self.retold, &other.retold)
            && Arc::ptr_eq(&self.recalled, &other.recalled)
    }
}

/// What is made of one block, or of the cells of a row, whatever stands above.
#[derive(Debug)]
pub(crate) struct Alone {
    claims: Vec<Claim>,
    retold: Vec<Retold>,
}

/// Judges the words of one block, or of the cells of one row, by themselves.
pub(crate) fn judge_alone(parts: &[Part<'_>], library: &Library) -> Alone {
    let mut claims = Vec::new();
    for (block, part) in parts.iter().enumerate() {
        let statements = judge_statements(part.resolved, library);
        claims.extend(statements.into_iter().map(|claim| Claim { block, ..claim }));
    }
    let mut retold = Vec::new();
    if parts.iter().any(Part::is_dated) {
        retold = library.retold(parts);
    }
    Alone { claims, retold }
}

/// Judges one block, or the cells of one row, beside those of their dates that were recalled, each with the number of its
/// part.
pub(crate) fn judge(alone: &Alone, recalled: Vec<(usize, Recalled)>, parts: &[Part<'_>]) -> Judged {
    let mut claims = alone.claims.clone();
    let mut retold = alone.retold.clone();
    let rests = |claim: &Claim, date: &Retold| {
        let resolved = parts[claim.block].resolved;
        let number = resolved.statements[claim.statement].temporal;
        let same = claim.block == date.part && number == date.temporal;
        // The date of a row stands in another cell than what happened.
        let in_row = |implied: &Temporal| {
            let own = parts[date.part].resolved.temporals.get(date.temporal);
            let own = own.and_then(|temporal| temporal.value.as_ref());
            parts.len() > 1 && implied.span.is_empty() && implied.value.as_ref() == own
        };
        same || resolved.temporals.get(number).is_some_and(in_row)
    };
    // What the chronology knows is judged there.
    let known = |claim: &Claim| !matches!(claim.verdict, Verdict::Unknown | Verdict::NotAsserted);
    retold.retain(|date| {
        !claims
            .iter()
            .any(|claim| known(claim) && rests(claim, date))
    });
    // Nor is told twice what is recalled.
    retold.retain(|date| {
        let mut same = recalled.iter();
        !same.any(|(part, recalled)| *part == date.part && recalled.temporal == date.temporal)
    });
    for date in retold
        .iter()
        .filter(|date| date.verdict != Verdict::Unknown)
    {
        let mut unknown = claims.iter_mut().filter(|claim| !known(claim));
        if let Some(claim) = unknown.find(|claim| rests(claim, date)) {
            claim.told = true;
        }
    }
    // An event that is recalled says more of the date than a claim of which nothing is known.
    for (part, date) in &recalled {
        let same = |claim: &Claim| {
            let statements = &parts[claim.block].resolved.statements;
            claim.block == *part && statements[claim.statement].temporal == date.temporal
        };
        let own = claims.iter_mut();
        for claim in own.filter(|claim| claim.verdict == Verdict::Unknown && same(claim)) {
            claim.told = true;
        }
    }
    Judged {
        claims: claims.into(),
        retold: retold.into(),
        recalled: recalled.into(),
    }
}

/// Judges the statements of one block.
fn judge_statements(resolved: &Resolved, library: &Library) -> Vec<Claim> {
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
            told: false,
        }
    };
    resolved.statements.iter().enumerate().map(judged).collect()
}
