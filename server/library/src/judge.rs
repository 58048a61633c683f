//! Judging a claim: which events it can mean, and whether its date agrees with any of them.

use prose::name::EntityId;
use prose::statement::{Modality, Participant, Role, Statement};

use crate::chronology::{Event, agree};
use crate::{EventKey, Library};

/// What the chronology makes of a claim.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Verdict {
    /// It agrees with an event that it can mean.
    Consistent,
    /// Every event that it can mean lies on other days.
    Conflict,
    /// The sources disagree among themselves, and not all of them with the claim.
    Contested,
    /// Nothing is known of such an event.
    Unknown,
    /// It asserts nothing: negated, planned, conditional, reported or quoted.
    NotAsserted,
}

/// A verdict and what stands behind it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Judgement {
    /// The verdict.
    pub verdict: Verdict,
    /// The event that it speaks of, an index into [`Library::events`].
    pub event: Option<usize>,
    /// The witnesses that bear the verdict out, indices into that event's witnesses.
    pub witnesses: Vec<usize>,
}

/// How well a claim fits an event.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Fit {
    /// It may be this one, but nothing says that it is.
    Possible,
    /// It can be no other of its kind.
    Meant,
}

impl Library {
    /// Judges one claim. It conflicts only if it clearly means events that are known, and its date meets none of them.
    pub fn judge(&self, claim: &Statement) -> Judgement {
        let silent = |verdict| Judgement {
            verdict,
            event: None,
            witnesses: Vec::new(),
        };
        if claim.modality != Modality::Asserted {
            return silent(Verdict::NotAsserted);
        }
        let Some(group) = self.groups.get(claim.kind.0 as usize) else {
            return silent(Verdict::Unknown);
        };
        let interval = self
            .interval_kinds
            .get(claim.kind.0 as usize)
            .copied()
            .unwrap_or_default();
        let agreeing = |event: &Event, wanted: bool| -> Vec<usize> {
            let dated = event
                .witnesses
                .iter()
                .enumerate()
                .filter_map(|(at, witness)| Some((at, witness.value.as_ref()?)));
            dated
                .filter(|(_, value)| agree(value, &claim.value, interval) == wanted)
                .map(|(at, _)| at)
                .collect()
        };
        let mut conflict: Option<Judgement> = None;
        let mut agreement: Option<(Fit, Judgement)> = None;
        for &number in self.by_group.get(group).map_or(&[][..], Vec::as_slice) {
            let at = number as usize;
            let event = &self.events[at];
            let Some(fit) = fit(event, claim) else {
                continue;
            };
            let (with, against) = (agreeing(event, true), agreeing(event, false));
            if !with.is_empty() {
                let contested = event.contested && fit == Fit::Meant;
                let verdict = if contested {
                    Verdict::Contested
                } else {
                    Verdict::Consistent
                };
                let witnesses = if contested {
                    with.into_iter().chain(against).collect()
                } else {
                    with
                };
                if agreement.as_ref().is_none_or(|(other, _)| *other < fit) {
                    agreement = Some((
                        fit,
                        Judgement {
                            verdict,
                            event: Some(at),
                            witnesses,
                        },
                    ));
                }
            } else if !against.is_empty() && fit == Fit::Meant && conflict.is_none() {
                let verdict = if event.contested {
                    Verdict::Contested
                } else {
                    Verdict::Conflict
                };
                conflict = Some(Judgement {
                    verdict,
                    event: Some(at),
                    witnesses: against,
                });
            }
        }
        agreement
            .map(|(_, judgement)| judgement)
            .or(conflict)
            .unwrap_or_else(|| silent(Verdict::Unknown))
    }
}

impl Library {
    /// The one event that a claim can mean whatever its date, an index into [`Library::events`]; none if it may be
    /// another.
    pub fn meant(&self, claim: &Statement) -> Option<usize> {
        let group = self.groups.get(claim.kind.0 as usize)?;
        let mut fitting = self.by_group.get(group)?.iter().filter_map(|number| {
            let event = *number as usize;
            Some((event, fit(&self.events[event], claim)?))
        });
        match (fitting.next()?, fitting.next()) {
            ((event, Fit::Meant), None) => Some(event),
            _ => None,
        }
    }
}

/// Whether the claim can mean the event, by kind and stated roles.
fn fit(event: &Event, claim: &Statement) -> Option<Fit> {
    let of = |role: Role| {
        claim
            .participants
            .iter()
            .filter(move |participant| participant.role == role)
    };
    let among = |participant: &Participant, ids: &[EntityId]| {
        participant.candidates.iter().any(|id| ids.contains(id))
    };
    let object = event.object.as_slice();
    let objects: Vec<&Participant> = of(Role::Object).collect();
    let object_agrees = objects.iter().all(|participant| among(participant, object));
    if !object_agrees {
        return None;
    }
    let clear = objects
        .iter()
        .all(|participant| participant.candidates.len() == 1);
    if event.once() {
        return Some(if !objects.is_empty() && clear {
            Fit::Meant
        } else {
            Fit::Possible
        })
        .filter(|fit| *fit == Fit::Meant || agents_agree(event, claim));
    }
    if !agents_agree(event, claim) {
        return None;
    }
    let place_agrees = of(Role::Place)
        .all(|participant| event.place.is_none() || among(participant, event.place.as_slice()));
    let shared = claim
        .discriminators
        .iter()
        .any(|mark| event.discriminators.contains(mark));
    let apart = !shared && !claim.discriminators.is_empty() && !event.discriminators.is_empty();
    let complete = clear && (objects.is_empty() == event.object.is_none());
    let agents: Vec<&Participant> = of(Role::Agent).collect();
    let complete = complete
        && agents
            .iter()
            .all(|participant| participant.candidates.len() == 1)
        && (event.agents.is_empty() || !agents.is_empty());
    match &event.key {
        EventKey::Recurring(.., mark) if mark.is_empty() => {
            Some(if complete { Fit::Meant } else { Fit::Possible })
        }
        EventKey::Recurring(..) if shared && complete && place_agrees => Some(Fit::Meant),
        _ if apart => None,
        _ => place_agrees.then_some(Fit::Possible),
    }
}

/// Whether every agent that the claim names took part.
fn agents_agree(event: &Event, claim: &Statement) -> bool {
    let mut agents = claim
        .participants
        .iter()
        .filter(|participant| participant.role == Role::Agent);
    agents.all(|agent| {
        event.agents.is_empty() || agent.candidates.iter().any(|id| event.agents.contains(id))
    })
}
