//! What was mentioned lately, so that short forms and pronouns may mean it.

use crate::name::{EntityId, EntityKind};

/// An antecedent older than this many blocks is forgotten.
const MEMORY: u8 = 2;
/// At most so many antecedents are kept.
const DEPTH: usize = 12;

/// What was mentioned lately.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Antecedents {
    /// Latest last.
    pub(super) recent: Vec<Recent>,
    /// The last group of each kind joined by "and", latest last.
    pub(super) groups: Vec<Group>,
    /// What the last sentence began with: the likeliest antecedent of "it". Only within a block.
    pub(super) subject: Option<(Vec<EntityId>, EntityKind)>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Recent {
    pub(super) candidates: Vec<EntityId>,
    pub(super) kind: EntityKind,
    pub(super) age: u8,
    /// Whether a sentence began with it.
    pub(super) subject: bool,
}

/// What a block adds to what was mentioned lately: whatever that was.
#[derive(Clone, Debug, Default)]
pub struct Mentioned(pub(super) Vec<Added>);

#[derive(Clone, Debug)]
pub(super) enum Added {
    One(Vec<EntityId>, EntityKind, bool),
    Group(Group),
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Group {
    pub(super) members: Vec<Vec<EntityId>>,
    pub(super) kind: EntityKind,
    pub(super) age: u8,
}

impl Antecedents {
    /// Whether nothing is remembered.
    pub fn is_empty(&self) -> bool {
        self.recent.is_empty() && self.groups.is_empty()
    }

    /// Ends a block.
    pub fn age(&mut self) {
        self.subject = None;
        for recent in &mut self.recent {
            recent.age += 1;
        }
        self.recent.retain(|recent| recent.age <= MEMORY);
        for group in &mut self.groups {
            group.age += 1;
        }
        self.groups.retain(|group| group.age <= MEMORY);
    }

    /// Goes on as if the block that `mentioned` this had been read.
    pub fn take_up(&mut self, mentioned: &Mentioned) {
        for added in &mentioned.0 {
            match added {
                Added::One(candidates, kind, subject) => self.note(candidates, *kind, *subject),
                Added::Group(group) => self.note_group(group.clone()),
            }
        }
        self.age();
    }

    pub(super) fn note_group(&mut self, group: Group) {
        self.groups.retain(|other| other.kind != group.kind);
        self.groups.push(group);
    }

    pub(super) fn note(&mut self, candidates: &[EntityId], kind: EntityKind, subject: bool) {
        let before = self
            .recent
            .iter()
            .find(|recent| recent.candidates.first() == candidates.first());
        let subject = subject || before.is_some_and(|before| before.subject && before.age == 0);
        self.recent
            .retain(|recent| recent.candidates.first() != candidates.first());
        self.recent.push(Recent {
            candidates: candidates.to_vec(),
            kind,
            age: 0,
            subject,
        });
        if self.recent.len() > DEPTH {
            self.recent.remove(0);
        }
    }

    /// The one that is meant, if what fits is clear: the one that sentences of this block began with, the only one of
    /// this block, the only one of the last; else all of them.
    pub(super) fn meant(&self, fits: impl Fn(&Recent) -> bool) -> Vec<EntityId> {
        let fitting: Vec<&Recent> = self.recent.iter().filter(|recent| fits(recent)).collect();
        let latest = fitting.iter().map(|recent| recent.age).min();
        let near = || fitting.iter().filter(|recent| Some(recent.age) == latest);
        let one = |found: Vec<&&Recent>| match found.as_slice() {
            [one] => Some(one.candidates.clone()),
            _ => None,
        };
        one(near().collect())
            .or_else(|| one(near().filter(|recent| recent.subject).collect()))
            .unwrap_or_else(|| self.fitting(fits))
    }

    /// The only one of its kind that a sentence of this block began with, if none of `meant` was named in this block;
    /// nobody if several were.
    pub(super) fn nearer(&self, kind: EntityKind, meant: &[EntityId]) -> Option<Vec<EntityId>> {
        let here = || {
            self.recent
                .iter()
                .filter(|recent| recent.age == 0 && recent.kind == kind)
        };
        let named = here().any(|recent| recent.candidates.iter().any(|one| meant.contains(one)));
        let mut subjects = here().filter(|recent| recent.subject);
        match (named, subjects.next(), subjects.next()) {
            (false, Some(one), None) => Some(one.candidates.clone()),
            (false, Some(_), Some(_)) => Some(Vec::new()),
            _ => None,
        }
    }

    /// Those that fit, latest first, merged to one list of candidates.
    pub(super) fn fitting(&self, fits: impl Fn(&Recent) -> bool) -> Vec<EntityId> {
        let mut candidates: Vec<EntityId> = Vec::new();
        for recent in self.recent.iter().rev().filter(|recent| fits(recent)) {
            for candidate in &recent.candidates {
                if !candidates.contains(candidate) {
                    candidates.push(*candidate);
                }
            }
        }
        candidates
    }
}
