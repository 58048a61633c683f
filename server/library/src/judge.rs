//! Judging a claim: which events it can mean, and whether its date agrees with any of them.

use prose::date::Interval;
use prose::name::{EntityId, EntityKind};
use prose::statement::{Kind, Modality, Origin, Participant, Role, Statement};

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
        let kind = self.locale.events.kind(claim.kind);
        if let Some(origin) = kind.origin {
            return self
                .judge_origin(claim, origin)
                .unwrap_or_else(|| silent(Verdict::Unknown));
        }
        let interval = kind.interval;
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
        for at in self.near(claim, *group) {
            let event = &self.events[at];
            let other = self.is_foreign(event, claim) || self.is_another(event, claim);
            let Some(fit) = fit(event, claim, kind).filter(|_| !other) else {
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
            } else if !against.is_empty()
                && fit == Fit::Meant
                && conflict.is_none()
                && !event
                    .value()
                    .is_some_and(|value| terms_apart(kind, value.judged(), claim.value.judged()))
            {
                // What no account says is wrong by all of them.
                let verdict = if event.contested && !event.disputed() {
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

    /// "The Treaty dates from 2001": agrees with whatever befell it then, and conflicts only with its beginnings.
    fn judge_origin(&self, claim: &Statement, origin: Origin) -> Option<Judgement> {
        let [object] = claim.participants.as_slice() else {
            return None;
        };
        let &[object] = object.candidates.as_slice() else {
            return None;
        };
        let events = &self.locale.events;
        let befell = self
            .events_of(object)
            .filter(|(_, event)| event.object == Some(object) && !events.kind(event.kind).interval);
        let mut begun: Option<Judgement> = None;
        for (at, event) in befell {
            for value in event
                .witnesses
                .iter()
                .filter_map(|witness| witness.value.as_ref())
            {
                let roots = claim.value.interval.start <= value.judged().end;
                if agree(value, &claim.value, false) || (origin == Origin::Roots && roots) {
                    return None;
                }
            }
            if events.kind(event.kind).begins && event.value().is_some() && begun.is_none() {
                begun = Some(Judgement {
                    verdict: if event.contested {
                        Verdict::Contested
                    } else {
                        Verdict::Conflict
                    },
                    event: Some(at),
                    witnesses: (0..event.witnesses.len())
                        .filter(|at| event.witnesses[*at].value.is_some())
                        .collect(),
                });
            }
        }
        begun
    }
}

impl Library {
    /// Whether the claim names somebody of the parties' own kind who is none of them: "China and Kazakhstan signed the
    /// Treaty" tells of another treaty than China's with Russia; "Chile adopted the Protocol" tells of what Chile did for itself.
    fn is_foreign(&self, event: &Event, claim: &Statement) -> bool {
        let object = event.object.and_then(|id| self.entity_of(id));
        let parties = || {
            let others = object.map_or(&[][..], |object| &object.parties);
            event.agents.iter().chain(others)
        };
        let kind = |id: EntityId| self.entity_of(id).map(|entity| entity.kind);
        let agents = claim
            .participants
            .iter()
            .filter(|one| one.role == Role::Agent);
        let national = self.locale.events.kind(claim.kind).national && agents.clone().count() == 1;
        let several = parties().nth(1).is_some();
        agents
            .filter_map(|agent| match agent.candidates.as_slice() {
                [one] => Some(*one),
                _ => None,
            })
            .any(|one| {
                let alike = several && parties().all(|party| kind(*party) == kind(one));
                let country = kind(one) == Some(EntityKind::Place);
                !parties().any(|party| *party == one) && (alike || national && country)
            })
    }
}

impl Library {
    /// Whether what the claim is said of is none of what befell: "the 12th Congress convened" is not the 18th.
    fn is_another(&self, event: &Event, claim: &Statement) -> bool {
        let kind = |id: EntityId| self.entity_of(id).map(|entity| entity.kind);
        let (Some(object), [one]) = (event.object, claim.participants.as_slice()) else {
            return false;
        };
        event.agents.is_empty()
            && one.role == Role::Agent
            && one
                .candidates
                .iter()
                .all(|id| *id != object && kind(*id) == kind(object))
    }
}

/// Whether so many years lie between two dates that an office may have been won again.
pub(crate) fn terms_apart(kind: &Kind, one: Interval, other: Interval) -> bool {
    let days = |one: Interval, other: Interval| Some(other.start?.since(one.end?).ok()?.get_days());
    let gap = days(one, other).max(days(other, one)).unwrap_or_default();
    kind.term > 0 && gap >= 365 * kind.term as i32
}

impl Library {
    /// The one event that a claim can mean whatever its date, an index into [`Library::events`]; none if it may be
    /// another.
    pub fn meant(&self, claim: &Statement) -> Option<usize> {
        let kind = self.locale.events.kind(claim.kind);
        let group = self.groups.get(claim.kind.0 as usize)?;
        let possible = self.possible(claim, *group);
        let mut fitting =
            possible.filter_map(|event| Some((event, fit(&self.events[event], claim, kind)?)));
        match (fitting.next()?, fitting.next()) {
            ((event, Fit::Meant), None) => Some(event),
            _ => None,
        }
    }
}

/// Whether the claim can mean the event, by kind and stated roles.
fn fit(event: &Event, claim: &Statement, kind: &Kind) -> Option<Fit> {
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
    // Who did it tells one happening of such a kind from the next.
    if kind.agent_key && of(Role::Agent).next().is_none() {
        return None;
    }
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
        // Which office, and that it is won for the first time, must be the same to the word.
        _ if kind.office && claim.discriminators != event.discriminators => Some(Fit::Possible),
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
