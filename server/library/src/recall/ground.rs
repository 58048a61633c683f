//! What is said around a date, laid out so that it is quickly held against one event after the other: the marks that were
//! heard have small numbers of their own, and for each event it is looked up once what each of them is to it.

use std::cell::Cell;
use std::collections::BTreeSet;

use super::heard::Said;
use super::mark::{Known, Recall};
use super::most::Near;

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
    /// For each event one more than its row, or 0; and in each row what the marks are to it, by their places.
    rows: Vec<u32>,
    roles: Vec<u8>,
}

impl Ground {
    /// What was said here and before, to be held against the events at these positions.
    pub fn new(recall: &Recall, (said, before): (&Said, &Said), events: &[Near]) -> Self {
        let mut ground = Self {
            places: vec![0; recall.having.len()],
            heard: Vec::new(),
            near: Vec::new(),
            rows: vec![0; recall.known.len()],
            roles: Vec::new(),
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
        let width = ground.heard.len();
        ground.roles = vec![0; width * events.len()];
        for (row, near) in (1..).zip(events) {
            ground.rows[near.at as usize] = row;
        }
        for (place, mark) in ground.heard.iter().enumerate() {
            for (lists, role) in [(&recall.having, OWN), (&recall.telling, AROUND)] {
                for at in &lists[*mark as usize] {
                    if let Some(row) = ground.rows[*at as usize].checked_sub(1) {
                        ground.roles[row as usize * width + place] |= role;
                    }
                }
            }
        }
        ground
    }

    /// What the marks are to the event at this position, which is one of those that were given.
    fn row(&self, at: u32) -> &[u8] {
        let width = self.heard.len();
        let row = self.rows[at as usize] as usize;
        &self.roles[(row - 1) * width..row * width]
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

    /// The marks that were heard and that the event at a position has or stand around it, and whether they were heard in the
    /// date's own clause.
    pub fn shared(&self, at: u32) -> impl Iterator<Item = (u32, bool)> {
        let heard = self.heard.iter().zip(&self.near).zip(self.row(at));
        let shared = heard.filter(|(_, role)| **role != 0);
        shared.map(|((mark, near), _)| (*mark, *near))
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
    /// Those of the event at a position.
    pub fn new(ground: &'a Ground, known: &'a Known, at: u32) -> Self {
        Self {
            ground,
            known,
            roles: ground.row(at).iter().copied().map(Cell::new).collect(),
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
