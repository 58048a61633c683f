//! What stands above a block, as numbers of blocks.

use text::{Block, BlockKind};

/// Headings have so many levels.
const LEVELS: usize = 6;

/// The headings above a block, and the block before it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Position {
    headings: [usize; LEVELS],
    depth: usize,
    /// The block before, if that is prose below the same heading.
    pub before: Option<usize>,
}

impl Position {
    /// The headings, the nearest one last.
    pub fn headings(&self) -> &[usize] {
        &self.headings[..self.depth]
    }

    /// Goes on below a block, or below the row that begins with it.
    pub fn pass(&mut self, at: usize, blocks: &[Block]) {
        match blocks[at].kind {
            BlockKind::Heading(level) => {
                let above = |other: &&usize| matches!(blocks[**other].kind, BlockKind::Heading(other) if other < level);
                // Each is deeper than the one before.
                let depth = self.headings().iter().take_while(above).count();
                self.depth = (depth + 1).min(LEVELS);
                self.headings[self.depth - 1] = at;
                self.before = None;
            }
            BlockKind::Paragraph => self.before = Some(at),
            // Items of a list stand below what leads to the list.
            BlockKind::Item(_) => {}
            _ => self.before = None,
        }
    }
}
