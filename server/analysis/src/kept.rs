//! What is kept of the claims of blocks: the judgement of a block's own words by their reading alone, and what each of its
//! dates came to below certain things, by those of them that were looked at.

use std::ops::Range;
use std::sync::{Arc, Weak};

use library::{Above, Asked, Lent, Library, Note, Part, Recalled, Vocabulary};
use prose::kept::Kept;
use prose::reading::{Reading, Resolved};
use text::{BlockKind, Document};

use crate::claim::{self, Alone, Judged};
use crate::position::Position;

/// So many judgements of one date are told apart among many drafts, and in one that is being typed, where what stood above
/// it once hardly ever comes back.
const MOST: usize = 64;
const TYPED: usize = 4;
/// So many blocks are known by what they lend.
const LENDERS: usize = 256;

/// Claims by block or row, judged against one library.
#[derive(Debug)]
pub(crate) struct Claims {
    /// Keyed by the addresses of the readings, which are kept alive so that their addresses stay their own.
    known: Kept<usize, Known>,
    lent: Memory,
}

#[derive(Debug)]
struct Known {
    of: Vec<Arc<Resolved>>,
    alone: Alone,
    /// What it all comes to where nothing is recalled.
    plain: Judged,
    dates: Vec<Date>,
}

/// One date, and what it came to.
#[derive(Debug)]
struct Date {
    part: usize,
    temporal: usize,
    known: Vec<(Hung, Option<Recalled>)>,
    /// Which of them gives way next, once there are too many.
    oldest: usize,
}

/// What a judgement hangs on beside the block: as much of it as was asked for. Readings are not kept alive for it, or all that
/// was ever typed above a date would be; their addresses are.
#[derive(Debug)]
struct Hung {
    asked: Asked,
    headings: Vec<Weak<Resolved>>,
    before: Option<Weak<Resolved>>,
    lent: Prints,
}

/// What is lent from above, as hashes.
#[derive(Clone, Copy, Debug, Default)]
struct Prints {
    heading: u64,
    headings: u64,
    before: Lent,
}

/// What blocks lend to those below them, keyed like the claims.
#[derive(Debug)]
struct Memory {
    blocks: Kept<usize, (Arc<Resolved>, Lent)>,
    vocabulary: Vocabulary,
}

impl Default for Claims {
    fn default() -> Self {
        Self::with_room(0)
    }
}

impl Claims {
    /// Keeps those of up to `room` blocks that nobody needed lately.
    pub fn with_room(room: usize) -> Self {
        Self {
            known: Kept::with_room(room),
            lent: Memory {
                blocks: Kept::with_room(room.max(LENDERS)),
                vocabulary: Vocabulary::default(),
            },
        }
    }

    /// Notes from now on what is weighed for each date.
    pub fn note(&mut self) {
        self.lent.vocabulary.notes = Some(Vec::new());
    }

    /// What was noted.
    pub fn notes(&mut self) -> Vec<Note> {
        let notes = self.lent.vocabulary.notes.as_mut();
        notes.map(std::mem::take).unwrap_or_default()
    }

    /// How many blocks' are kept whether needed or not.
    pub fn room(&self) -> usize {
        self.known.room()
    }

    /// Begins a draft.
    pub fn begin(&mut self) {
        self.known.begin();
        self.lent.blocks.begin();
    }

    /// Ends it. Of all that is `needed` only what is new was asked for.
    pub fn end<'a>(&mut self, needed: impl Iterator<Item = &'a [Arc<Resolved>]>) {
        self.known.end_with(needed.map(key));
        self.lent.blocks.end();
    }

    /// What a block, or the cells of a row, come to below what stands above.
    pub fn judged(
        &mut self,
        group: &Range<usize>,
        above: &Position,
        document: &Document,
        reading: &Reading,
        library: &Library,
    ) -> Judged {
        let draft = Draft {
            document,
            reading,
            library,
        };
        let readings = &reading.blocks[group.clone()];
        let key = key(readings);
        let fits = |known: &mut Known| same(known.of.iter(), readings.iter());
        if !self.known.get(&key).is_some_and(fits) {
            let parts = draft.parts(group);
            let alone = claim::judge_alone(&parts, library);
            let known = Known {
                of: readings.to_vec(),
                plain: claim::judge(&alone, Vec::new(), &parts),
                alone,
                dates: dates(&parts),
            };
            self.known.put(key, known);
        }
        let mut standing = Standing {
            draft,
            above,
            most: if self.known.room() == 0 { TYPED } else { MOST },
            memory: &mut self.lent,
            prints: None,
        };
        let known = self.known.get(&key).expect("it was put there");
        let mut recalled = Vec::new();
        for date in &mut known.dates {
            let found = date.recalled(group, &mut standing);
            recalled.extend(found.map(|found| (date.part, found)));
        }
        match recalled.is_empty() {
            true => known.plain.clone(),
            false => claim::judge(&known.alone, recalled, &draft.parts(group)),
        }
    }
}

/// The dates of the parts of a group, in order.
fn dates(parts: &[Part<'_>]) -> Vec<Date> {
    let numbers = parts.iter().enumerate().flat_map(|(part, of)| {
        let temporals = 0..of.resolved.temporals.len();
        temporals.map(move |temporal| (part, temporal))
    });
    let date = |(part, temporal)| Date {
        part,
        temporal,
        known: Vec::new(),
        oldest: 0,
    };
    numbers.map(date).collect()
}

impl Date {
    fn recalled(&mut self, group: &Range<usize>, standing: &mut Standing<'_>) -> Option<Recalled> {
        let mut known = self.known.iter();
        if let Some((_, recalled)) = known.find(|(hung, _)| hung.holds(standing)) {
            return recalled.clone();
        }
        let (recalled, asked) = standing.recall(group, self.part, self.temporal);
        let entry = (standing.hung(asked), recalled.clone());
        if self.known.len() < standing.most {
            self.known.push(entry);
        } else {
            self.known[self.oldest] = entry;
            self.oldest = (self.oldest + 1) % standing.most;
        }
        recalled
    }
}

/// A draft, read.
#[derive(Clone, Copy)]
struct Draft<'a> {
    document: &'a Document,
    reading: &'a Reading,
    library: &'a Library,
}

impl<'a> Draft<'a> {
    fn parts(&self, group: &Range<usize>) -> Vec<Part<'a>> {
        let (document, reading) = (self.document, self.reading);
        let part = |at: usize| Part {
            block: &document.blocks[at],
            resolved: &reading.blocks[at],
        };
        group.clone().map(part).collect()
    }

    fn text(&self, at: usize) -> (&'a str, &'a Resolved) {
        (&self.document.blocks[at].prose, &self.reading.blocks[at])
    }

    fn is_cell(&self, at: usize) -> bool {
        matches!(
            self.document.blocks[at].kind,
            BlockKind::Cell { header: false, .. }
        )
    }
}

/// What stands above a block, with what is known of it.
struct Standing<'a> {
    draft: Draft<'a>,
    above: &'a Position,
    /// So many judgements of each date are kept.
    most: usize,
    memory: &'a mut Memory,
    /// Once they were asked for.
    prints: Option<Prints>,
}

impl<'a> Standing<'a> {
    /// What one date of a part speaks of, and what was looked at for it.
    fn recall(
        &mut self,
        group: &Range<usize>,
        part: usize,
        temporal: usize,
    ) -> (Option<Recalled>, Asked) {
        let (draft, own) = (self.draft, group.start + part);
        let headings = self.above.headings().iter().map(|at| draft.text(*at));
        let before = self.above.before.map(|at| draft.text(at));
        let above = Above::new(headings.collect(), before);
        // The other cells of its row tell what happened.
        let others = group.clone().filter(|at| *at != own && draft.is_cell(*at));
        let others = others.filter(|_| draft.is_cell(own));
        let beside: Vec<(&str, &Resolved)> = others.map(|at| draft.text(at)).collect();
        let vocabulary = &mut self.memory.vocabulary;
        let text = draft.text(own);
        let recalled = draft
            .library
            .recall(text, temporal, &beside, &above, vocabulary);
        (recalled, above.asked())
    }

    fn headings(&self, asked: Asked) -> &'a [usize] {
        let all = self.above.headings();
        match () {
            () if asked.headings => all,
            () if asked.heading => &all[all.len().saturating_sub(1)..],
            () => &[],
        }
    }

    fn before(&self, asked: Asked) -> Option<&'a Arc<Resolved>> {
        let before = self.above.before.filter(|_| asked.last || asked.before);
        before.map(|at| &self.draft.reading.blocks[at])
    }

    fn hung(&mut self, asked: Asked) -> Hung {
        let blocks = &self.draft.reading.blocks;
        let headings = self.headings(asked).iter();
        Hung {
            asked,
            headings: headings.map(|at| Arc::downgrade(&blocks[*at])).collect(),
            before: self.before(asked).map(Arc::downgrade),
            lent: match asked == Asked::default() {
                true => Prints::default(),
                false => self.prints(),
            },
        }
    }

    fn prints(&mut self) -> Prints {
        if let Some(prints) = self.prints {
            return prints;
        }
        let headings = self.above.headings().iter();
        let lent: Vec<Lent> = headings.map(|at| self.memory.of(self.draft, *at)).collect();
        let before = self.above.before.map(|at| self.memory.of(self.draft, at));
        let marks = lent.iter().map(|lent| lent.marks);
        *self.prints.insert(Prints {
            heading: lent.last().map_or(0, |lent| lent.whole),
            headings: marks.fold(0, |print: u64, marks| print.rotate_left(9) ^ marks),
            before: before.unwrap_or_default(),
        })
    }
}

impl Memory {
    /// What one block lends.
    fn of(&mut self, draft: Draft<'_>, at: usize) -> Lent {
        let resolved = &draft.reading.blocks[at];
        let key = Arc::as_ptr(resolved) as usize;
        if let Some((_, lent)) = self.blocks.get(&key) {
            return *lent;
        }
        let heading = matches!(draft.document.blocks[at].kind, BlockKind::Heading(_));
        let text = draft.text(at);
        let lent = draft.library.lent(text, heading, &mut self.vocabulary);
        self.blocks.put(key, (Arc::clone(resolved), lent));
        lent
    }
}

impl Hung {
    /// Whether a judgement that hangs on this holds below what stands there.
    fn holds(&self, standing: &mut Standing<'_>) -> bool {
        let asked = self.asked;
        if asked == Asked::default() {
            return true;
        }
        let blocks = &standing.draft.reading.blocks;
        let headings = standing.headings(asked).iter();
        let headings = headings.map(|at| Arc::as_ptr(&blocks[*at]));
        let before = standing.before(asked).map(Arc::as_ptr);
        if self.before.as_ref().map(Weak::as_ptr) == before
            && self.headings.iter().map(Weak::as_ptr).eq(headings)
        {
            return true;
        }
        // Others may lend the same.
        let (mine, other) = (self.lent, standing.prints());
        (!asked.heading || mine.heading == other.heading)
            && (!asked.headings || mine.headings == other.headings)
            && (!asked.before || mine.before.whole == other.before.whole)
            && (!asked.last || mine.before.marks == other.before.marks)
    }
}

fn same<'a>(
    one: impl ExactSizeIterator<Item = &'a Arc<Resolved>>,
    other: impl ExactSizeIterator<Item = &'a Arc<Resolved>>,
) -> bool {
    one.len() == other.len() && one.zip(other).all(|(one, other)| Arc::ptr_eq(one, other))
}

/// One number for the addresses of a block's reading, or of those of a row.
fn key(readings: &[Arc<Resolved>]) -> usize {
    let addresses = readings.iter().map(|it| Arc::as_ptr(it) as usize);
    addresses.fold(0, |key: usize, address| key.rotate_left(7) ^ address)
}
