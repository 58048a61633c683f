//! A draft from one version to the next: what the blocks at its beginning and its end came to, which stayed as they were,
//! is taken over without a look-up.

use std::ops::Range;
use std::sync::Arc;

use library::{Part, groups};
use prose::date::DateValue;
use prose::reading::{Reading, Resolved};
use text::{BlockKind, Document, Span};

use crate::claim::Judged;
use crate::finding::Found;
use crate::position::Position;
use crate::quote::Quote;
use crate::rules::{Context, Rule};
use crate::{Cancel, Settings};

/// One block, or the cells of a row, with what is made of them.
#[derive(Debug)]
pub(crate) struct Group {
    /// Their numbers.
    pub blocks: Range<usize>,
    /// What stands above.
    pub above: Position,
    /// What its claims came to, and whether that holds.
    judged: Option<Judged>,
    fits: bool,
    /// Its quotations, and whether they hold where no link says otherwise.
    quotes: Vec<Quote>,
    quotes_fit: bool,
    /// What was found there by the rules that look no further. Blocks count from its first.
    found: Option<Vec<Found>>,
}

/// The groups of the last version.
#[derive(Debug, Default)]
pub(crate) struct Last {
    readings: Arc<[Arc<Resolved>]>,
    /// Those that say something.
    groups: Vec<Group>,
    /// What hangs over all findings.
    under: Option<(Arc<Settings>, Option<DateValue>)>,
}

impl Last {
    /// The groups of the version that comes next, those that say something, in order.
    pub fn next(
        &mut self,
        document: &Document,
        reading: &Reading,
        settings: &Arc<Settings>,
    ) -> Vec<Group> {
        let under = Some((settings.clone(), reading.document_date.clone()));
        let is_under = |one: &Option<(Arc<Settings>, _)>| {
            let same = one.as_ref().zip(under.as_ref());
            same.is_some_and(|(one, other)| Arc::ptr_eq(&one.0, &other.0) && one.1 == other.1)
        };
        if !is_under(&self.under) {
            for group in &mut self.groups {
                group.found = None;
                group.quotes_fit = false;
            }
            self.under = under;
        }
        let alike = Alike::of(&self.readings, &reading.blocks);
        let mut known = std::mem::take(&mut self.groups).into_iter().peekable();
        let mut found = Vec::with_capacity(known.len() + 16);
        let mut above = Position::default();
        for blocks in groups(&document.blocks) {
            let kind = document.blocks[blocks.start].kind;
            // A heading stands for itself.
            let position = match kind {
                BlockKind::Heading(_) => Position::default(),
                _ => above.clone(),
            };
            above.pass(blocks.start, &document.blocks);
            let mut group = None;
            if let Some(was) = alike.before(&blocks) {
                while known.next_if(|it| it.blocks.start < was.start).is_some() {}
                group = known.next_if(|it| it.blocks == was);
                // It said nothing; but cells may have been in another row.
                if group.is_none() && !matches!(kind, BlockKind::Cell { .. }) {
                    continue;
                }
            }
            match group {
                Some(mut group) => {
                    group.fits &= alike.places(&group.above, &position);
                    group.quotes_fit &= alike.beside(&blocks);
                    group.blocks = blocks;
                    group.above = position;
                    found.push(group);
                }
                None if says_something(&reading.blocks[blocks.clone()]) => {
                    found.push(Group::new(blocks, position));
                }
                None => {}
            }
        }
        found
    }

    /// Keeps them for the next version, even where not all of it was done.
    pub fn keep(&mut self, reading: &Reading, groups: Vec<Group>) {
        self.readings = reading.blocks.clone();
        self.groups = groups;
    }
}

/// Whether anything could be said of them.
fn says_something(readings: &[Arc<Resolved>]) -> bool {
    readings.iter().any(|it| {
        !(it.temporals.is_empty()
            && it.statements.is_empty()
            && it.quotations.is_empty()
            && it.orders.is_empty())
    })
}

impl Group {
    fn new(blocks: Range<usize>, above: Position) -> Self {
        Self {
            blocks,
            above,
            judged: None,
            fits: false,
            quotes: Vec::new(),
            quotes_fit: false,
            found: None,
        }
    }

    /// What its claims come to; `judge` is asked where that is not known.
    pub fn judged(
        &mut self,
        document: &Document,
        reading: &Reading,
        judge: impl FnOnce(&Range<usize>, &Position) -> Judged,
    ) -> &Judged {
        if !self.fits {
            let is_claim = |at: usize| {
                let (block, resolved) = (&document.blocks[at], &reading.blocks[at]);
                !resolved.statements.is_empty() || Part { block, resolved }.is_dated()
            };
            let judged = match self.blocks.clone().any(is_claim) {
                true => judge(&self.blocks, &self.above),
                false => Judged::default(),
            };
            if !self.judged.as_ref().is_some_and(|it| it.is(&judged)) {
                self.found = None;
            }
            self.judged = Some(judged);
            self.fits = true;
        }
        self.judged.as_ref().expect("it was put there")
    }

    /// Its quotations; `judge` is asked where they are not known. They are where the readings beside it stayed as they were,
    /// unless it has a link, or a quotation runs on into it: what that means, and where this began, may stand anywhere.
    pub fn quotes(
        &mut self,
        document: &Document,
        reading: &Reading,
        judge: impl FnOnce(Range<usize>) -> Option<Vec<Quote>>,
    ) -> Option<&[Quote]> {
        let whole = |blocks: &Range<usize>| {
            let (first, last) = (
                &document.blocks[blocks.start],
                &document.blocks[blocks.end - 1],
            );
            first.span.join(last.span)
        };
        let has_link = |span: Span| {
            let links = &document.links;
            let next = links.partition_point(|(link, _)| link.start < span.start);
            links
                .get(next)
                .is_some_and(|(link, _)| link.start < span.end)
        };
        let before = self.blocks.start.checked_sub(1);
        let goes_on = before.is_some_and(|before| reading.blocks[before].runs_on());
        let elsewhere = goes_on || has_link(whole(&self.blocks));
        if !self.quotes_fit || !self.quotes.is_empty() && elsewhere {
            let quotes = judge(self.blocks.clone())?;
            let same = |(one, other): (&Quote, &Quote)| one.is(other);
            if quotes.len() != self.quotes.len() || !quotes.iter().zip(&self.quotes).all(same) {
                self.found = None;
            }
            self.quotes = quotes;
            self.quotes_fit = true;
        }
        Some(&self.quotes)
    }

    /// What is found there by the rules that look no further.
    pub fn found(&self) -> impl Iterator<Item = (usize, &Found)> {
        let found = self.found.iter().flatten();
        found.map(|found| (self.blocks.start, found))
    }
}

/// Has the `rules` look at every group of a version that is another since they last did; `whole` is the draft as a whole.
/// `None` if cancelled on the way.
pub(crate) fn check(
    groups: &mut [Group],
    whole: &Context<'_>,
    rules: &[&Rule],
    settings: &Settings,
    cancel: &Cancel,
) -> Option<()> {
    let (mut claims, mut retold, mut quotes) = (whole.claims, whole.retold, whole.quotes);
    for group in groups {
        let blocks = group.blocks.clone();
        let context = Context {
            claims: take(&mut claims, |claim| claim.block < blocks.end),
            retold: take(&mut retold, |retold| retold.block < blocks.end),
            quotes: take(&mut quotes, |quote| quote.block < blocks.end),
            blocks: blocks.clone(),
            ..*whole
        };
        if group.found.is_some() {
            continue;
        }
        if cancel.is_cancelled() {
            return None;
        }
        let mut findings = Vec::new();
        rules
            .iter()
            .for_each(|rule| rule.check(&context, &mut findings));
        let found = findings.into_iter().filter_map(|finding| {
            let mut found = Found::new(finding, whole.document, whole.reading, settings)?;
            *found.block() -= blocks.start;
            Some(found)
        });
        group.found = Some(found.collect());
    }
    Some(())
}

/// Takes off the first ones that `belong`.
fn take<'a, T>(all: &mut &'a [T], belong: impl Fn(&T) -> bool) -> &'a [T] {
    let count = all.iter().take_while(|one| belong(one)).count();
    let (own, rest) = all.split_at(count);
    *all = rest;
    own
}

/// How the blocks of a version stand to those of the one before.
struct Alike {
    /// So many at the beginning are the same.
    head: usize,
    /// Those at the end that are the same, by their numbers before and now.
    tail: (usize, usize),
    /// How many there were, and are.
    lengths: (usize, usize),
}

impl Alike {
    fn of(before: &[Arc<Resolved>], now: &[Arc<Resolved>]) -> Self {
        let same = |(one, other): &(&Arc<Resolved>, &Arc<Resolved>)| Arc::ptr_eq(one, other);
        let head = before.iter().zip(now).take_while(same).count();
        let rest = before[head..].iter().rev().zip(now[head..].iter().rev());
        let tail = rest.take_while(same).count();
        Self {
            head,
            tail: (before.len() - tail, now.len() - tail),
            lengths: (before.len(), now.len()),
        }
    }

    /// The numbers that these blocks had before.
    fn before(&self, blocks: &Range<usize>) -> Option<Range<usize>> {
        if blocks.end <= self.head {
            return Some(blocks.clone());
        }
        let start = blocks.start.checked_sub(self.tail.1)? + self.tail.0;
        Some(start..start + blocks.len())
    }

    /// Whether the blocks right before and right behind these are those that stood there.
    fn beside(&self, blocks: &Range<usize>) -> bool {
        let (before, now) = self.lengths;
        let wide = blocks.start.saturating_sub(1)..(blocks.end + 1).min(now);
        self.before(&wide).is_some_and(|was| {
            (blocks.start > 0 || was.start == 0) && (blocks.end < now || was.end == before)
        })
    }

    /// Whether what stands there is what stood there before.
    fn places(&self, before: &Position, now: &Position) -> bool {
        let was = |at: &usize| self.before(&(*at..at + 1)).map(|blocks| blocks.start);
        let same = |(one, other): (&usize, &usize)| was(other) == Some(*one);
        let headings = before.headings().iter().zip(now.headings());
        before.headings().len() == now.headings().len()
            && headings.into_iter().all(same)
            && match (&before.before, &now.before) {
                (Some(one), Some(other)) => same((one, other)),
                (None, None) => true,
                _ => false,
            }
    }
}
