//! What is said around a date, laid out so that it is quickly held against one event after the other: the marks that were
//! heard have small numbers of their own, and for each event it is looked up once what each of them is to it.

use std::cell::Cell;
use std::collections::BTreeSet;

use super::heard::Said;
use super::mark::{Known, Recall};

/// The event has the mark.
const OWN: u8 = 1;
/// It stands in what is told around the event.
const AROUND: u8 = 2;
/// It was counted.
const SEEN: u8 = 4;

/// The marks that were heard.
pub(super) struct Ground {
    /// For each mark of the library: one more than its place among those that were heard, or 0.
    places: Vec<u16>,
    heard: Vec<u32>,
    /// By their places, whether they were heard in the date's own clause.
    near: Vec<bool>,
}

impl Ground {
    pub fn new(recall: &Recall, said: &Said, before: &Said) -> Self {
        let mut ground = Self {
            places: vec![0; recall.having.len()],
            heard: Vec::new(),
            near: Vec::new(),
        };
        for (said, here) in [(said, true), (before, false)] {
            for token in &said.tokens {
                for mark in token.word.iter().chain(&token.kin) {
                    ground.take(*mark, here && token.near);
                }
            }
            for name in &said.names {
                for mark in name.candidates.iter().chain(&name.lands) {
                    ground.take(*mark, here && name.near);
                }
            }
            for mark in said.lands.iter().flatten() {
                ground.take(*mark, false);
            }
        }
        ground
    }

    fn take(&mut self, mark: u32, near: bool) {
        let next = u16::try_from(self.heard.len() + 1);
        if let (Some(place @ 0), Ok(next)) = (self.places.get_mut(mark as usize), next) {
            *place = next;
            self.heard.push(mark);
            self.near.push(false);
        }
        if near && let Some(place) = self.place(mark) {
            self.near[place] = true;
        }
    }

    /// Whether a mark was heard, and whether in the date's own clause.
    pub fn has(&self, mark: u32) -> Option<bool> {
        self.place(mark).map(|place| self.near[place])
    }

    fn place(&self, mark: u32) -> Option<usize> {
        let place = self.places.get(mark as usize).copied()?;
        usize::from(place).checked_sub(1)
    }
}

/// What the marks are to one event.
pub(super) struct Roles<'a> {
    ground: &'a Ground,
    known: &'a Known,
    roles: Vec<Cell<u8>>,
}

impl<'a> Roles<'a> {
    pub fn new(ground: &'a Ground, known: &'a Known) -> Self {
        let mut roles = vec![0; ground.heard.len()];
        for (list, role) in [(&known.own, OWN), (&known.around, AROUND)] {
            // The shorter way: all that the event has, or all that was heard.
            if list.len() < 8 * ground.heard.len() {
                for place in list.iter().filter_map(|mark| ground.place(*mark)) {
                    roles[place] |= role;
                }
                continue;
            }
            for (mark, own) in ground.heard.iter().zip(&mut roles) {
                *own |= if list.binary_search(mark).is_ok() {
                    role
                } else {
                    0
                };
            }
        }
        Self {
            ground,
            known,
            roles: roles.into_iter().map(Cell::new).collect(),
        }
    }

    /// Whether the event has the mark.
    pub fn own(&self, mark: u32) -> bool {
        match self.ground.place(mark) {
            Some(place) => self.roles[place].get() & OWN != 0,
            None => self.known.own.binary_search(&mark).is_ok(),
        }
    }

    /// Whether it stands in what is told around the event.
    pub fn around(&self, mark: u32) -> bool {
        match self.ground.place(mark) {
            Some(place) => self.roles[place].get() & AROUND != 0,
            None => self.known.around.binary_search(&mark).is_ok(),
        }
    }
}

/// The marks that were counted for an event.
pub(super) struct Seen<'a> {
    roles: &'a Roles<'a>,
    others: BTreeSet<u32>,
}

impl<'a> Seen<'a> {
    pub fn new(roles: &'a Roles<'a>) -> Self {
        Self {
            roles,
            others: BTreeSet::new(),
        }
    }

    /// Counts a mark; whether it had not been counted.
    pub fn insert(&mut self, mark: u32) -> bool {
        let Some(place) = self.roles.ground.place(mark) else {
            return self.others.insert(mark);
        };
        let role = &self.roles.roles[place];
        let new = role.get() & SEEN == 0;
        role.set(role.get() | SEEN);
        new
    }
}
