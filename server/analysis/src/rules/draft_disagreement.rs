//! # draft-disagreement
//!
//! **What it does.** Finds two places of one draft that date the same event differently, where the sources say nothing
//! that would decide.
//!
//! **Why it matters.** One of the two is wrong, whatever the sources say.
//!
//! **Example.** `The pact was signed in 2003.` and, a page later, `the pact, signed in 2004,`.
//!
//! **To silence.** `draft-disagreement = "off"` under `[rules]` in `policy-ls.toml`.

use std::collections::HashMap;

use library::Verdict;
use prose::name::EntityId;
use prose::statement::{KindId, Modality, Role, Statement};

use super::conflict::agree;
use super::{Context, Rule, nothing};
use crate::claim::Claim;
use crate::finding::Finding;
use crate::{Related, Severity, phrase};

pub(super) const RULE: Rule = Rule {
    code: "draft-disagreement",
    summary: "two places of the draft that date the same event differently",
    severity: Severity::Warning,
    on: true,
    source: include_str!("draft_disagreement.rs"),
    check: nothing,
    whole: check,
};

fn check(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let mut first: HashMap<_, (&Claim, &Statement)> = HashMap::new();
    let unknown = |claim: &&Claim| claim.verdict == Verdict::Unknown;
    for claim in context.claims.iter().filter(unknown) {
        let statement = &context.reading.blocks[claim.block].statements[claim.statement];
        let Some(kind) = context.locale.events.kinds.get(statement.kind.0 as usize) else {
            continue;
        };
        if statement.modality != Modality::Asserted
            || !context.is_prose(claim.block)
            || kind.recurring
            || kind.office
            || kind.origin.is_some()
        {
            continue;
        }
        let mut objects = statement
            .participants
            .iter()
            .filter(|participant| participant.role == Role::Object);
        let (Some(object), None) = (objects.next(), objects.next()) else {
            continue;
        };
        let [entity] = object.candidates[..] else {
            continue;
        };
        // What each does once ("joined") is another happening for another agent.
        let agents = if kind.agent_key {
            agents(statement)
        } else {
            Vec::new()
        };
        if kind.agent_key && agents.is_empty() {
            continue;
        }
        let (earlier, said) = *first
            .entry((same(context, statement.kind), entity, agents))
            .or_insert((claim, statement));
        if agree(&said.value, &statement.value, kind.interval) || apart(said, statement) {
            continue;
        }
        let Some(temporal) = context.reading.blocks[claim.block]
            .temporals
            .get(statement.temporal)
        else {
            continue;
        };
        let message = format!(
            "Draft: {} here, but {} in “{}”.",
            phrase::date(&statement.value),
            phrase::date(&said.value),
            phrase::excerpt(context.words(earlier.block, said.span), 80),
        );
        let mut finding = Finding::new(
            RULE.code,
            RULE.severity,
            claim.block,
            temporal.span,
            message,
        );
        finding.related.push(Related {
            message: format!("dated {} here", phrase::date(&said.value)),
            location: context.here(earlier.block, said.span, "this draft".to_owned()),
        });
        finding.advice = Some("Settle on one date; the sources say nothing of it.".to_owned());
        finding.subject = context
            .library
            .entity_of(entity)
            .map_or_else(String::new, |entity| entity.id.clone());
        findings.push(finding);
    }
}

/// The first of the kinds that are one happening ("founded", "established").
fn same(context: &Context<'_>, kind: KindId) -> KindId {
    let kinds = &context.locale.events.kinds;
    let group = &context.locale.events.kind(kind).group;
    let first = kinds.iter().position(|other| other.group == *group);
    let first = first.filter(|_| group.is_some());
    first.map_or(kind, |first| KindId(first as u16))
}

fn agents(statement: &Statement) -> Vec<Vec<EntityId>> {
    let participants = statement.participants.iter();
    let agents = participants.filter(|participant| participant.role == Role::Agent);
    let mut agents: Vec<_> = agents.map(|agent| agent.candidates.clone()).collect();
    agents.sort_unstable();
    agents
}

/// Whether each tells of somebody who is not in the other: what one signed with another is no third one's paper.
fn apart(one: &Statement, other: &Statement) -> bool {
    let (one, other) = (agents(one), agents(other));
    let strange = |one: &[Vec<EntityId>], other: &[Vec<EntityId>]| {
        one.iter().any(|agent| !other.contains(agent))
    };
    strange(&one, &other) && strange(&other, &one)
}
