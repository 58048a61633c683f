//! Dates that a block does not say itself: a table's header gives the event and the row the entity; a row or a year
//! heading gives the date of what stands under it.

use text::{BlockKind, Span};

use super::recognise::{Block, Tools, usable};
use super::{KindId, Modality, Participant, Role, Statement};
use crate::date::DateValue;
use crate::name::{EntityId, EntityKind, Mention};
use crate::temporal::{Resolution, Temporal, TemporalKind};

/// A longer cell is prose, which has to name what it speaks of.
const CELL_WORDS: usize = 6;

/// What headings and tables say for the blocks under them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Frame {
    /// The year that a heading of each level is, where it is nothing else.
    headings: [Option<DateValue>; 6],
    /// Whether the last block was a heading.
    headed: bool,
    /// The date that stands alone above the items of a list ("In 2010:", or an item that is a year), and how deep.
    lead: Option<(u8, DateValue)>,
    /// What is known of the open table.
    table: Option<Cells>,
}

impl Frame {
    /// The date that the nearest dated heading is.
    fn heading(&self) -> Option<DateValue> {
        self.headings.iter().rev().flatten().next().cloned()
    }

    /// What is known of the open table, whichever it is.
    pub(crate) fn open(&self) -> Option<&Cells> {
        self.table.as_ref()
    }

    /// Goes on as if cells had been read after which this is known of the open table.
    pub(crate) fn set_open(&mut self, cells: Option<&Cells>) {
        if let (Some(table), Some(cells)) = (&mut self.table, cells) {
            table.clone_from(cells);
        }
    }
}

/// What is known of a table while its cells are read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Cells {
    /// What the header says of each column, if it names an event.
    columns: Vec<(u32, KindId)>,
    row: u32,
    /// The entities of the row's earlier cells, and whether the cell says nothing else.
    entities: Vec<(Vec<EntityId>, EntityKind, bool)>,
    /// The date that the row's first cell is.
    date: Option<DateValue>,
}

/// The date that a block without one takes from its row or its heading, with an empty span; a `brief` one is one sentence.
/// Of a cell its `kind` tells the table only as [`super::placed`] does.
pub fn implied(
    kind: BlockKind,
    prose: &str,
    brief: bool,
    temporals: &[Temporal],
    frame: &mut Frame,
) -> Option<Temporal> {
    follow(kind, &mut frame.table);
    let heading = matches!(kind, BlockKind::Heading(_));
    let headed = std::mem::replace(&mut frame.headed, heading);
    let date = temporals.iter().find(|temporal| usable(temporal));
    if let BlockKind::Heading(level) = kind {
        let at = usize::from(level.clamp(1, 6)) - 1;
        frame.headings[at..].fill(None);
        frame.headings[at] = date
            .filter(|date| is_whole(date, prose))
            .and_then(|date| date.value.clone());
    }
    let alone = date
        .filter(|date| is_alone(date, prose))
        .and_then(|date| date.value.clone());
    frame.lead = match (kind, frame.lead.take()) {
        (BlockKind::Paragraph, _) => alone.map(|date| (0, date)),
        (BlockKind::Item(depth), before) => match alone {
            Some(date) => Some((depth, date)),
            None => before.filter(|(above, _)| *above < depth),
        },
        _ => None,
    };
    if !temporals.is_empty() {
        return None;
    }
    let value = match kind {
        BlockKind::Cell { header: false, .. } => frame.open()?.date.clone()?,
        BlockKind::Item(_) => match &frame.lead {
            Some((_, date)) => date.clone(),
            None => frame.heading()?,
        },
        // One sentence right below is an entry like an item; a longer paragraph may look back.
        BlockKind::Paragraph if brief && headed => frame.heading()?,
        _ => return None,
    };
    Some(Temporal {
        span: Span::new(0, 0),
        kind: TemporalKind::Date,
        bare: Some(value.clone()),
        value: Some(value),
        length: None,
        resolution: Resolution::Heading,
        fault: None,
        ends: None,
        doubtful: false,
    })
}

/// Whether the block is the date and nothing else, or leads from it to what follows ("In 2010:").
fn is_alone(date: &Temporal, prose: &str) -> bool {
    let (before, after) = (&prose[..date.span.start], &prose[date.span.end..]);
    let words = |text: &str| {
        let words = text.split_whitespace();
        words
            .filter(|word| word.contains(char::is_alphanumeric))
            .count()
    };
    let leads = after.trim_end().ends_with([':', '\u{ff1a}']);
    words(after) == 0 && words(before) <= usize::from(leads)
}

/// Whether the block is the date and little else.
fn is_whole(date: &Temporal, prose: &str) -> bool {
    date.span.len() * 2 > prose.trim().len()
}

/// A block's kind. Of a cell's table it says only whether it goes on (0) or begins here (1): so what was read of a table holds
/// when another one is put before it.
pub fn placed(kind: BlockKind, before: Option<BlockKind>) -> BlockKind {
    let BlockKind::Cell {
        table,
        row,
        column,
        header,
    } = kind
    else {
        return kind;
    };
    let goes_on = matches!(before, Some(BlockKind::Cell { table: open, .. }) if open == table);
    BlockKind::Cell {
        table: u32::from(!goes_on),
        row,
        column,
        header,
    }
}

/// Begins a table, a row, or leaves them.
fn follow(kind: BlockKind, table: &mut Option<Cells>) {
    let BlockKind::Cell {
        table: begins, row, ..
    } = kind
    else {
        *table = None;
        return;
    };
    match table {
        Some(open) if begins == 0 => {
            if open.row != row {
                open.row = row;
                open.entities.clear();
                open.date = None;
            }
        }
        _ => {
            *table = Some(Cells {
                row,
                ..Cells::default()
            })
        }
    }
}

/// Takes up what a cell says, and states what its column's header and its row make of its date.
pub fn cell(
    kind: BlockKind,
    block: &Block,
    tools: &Tools,
    frame: &mut Frame,
    statements: &mut Vec<Statement>,
) {
    let (BlockKind::Cell { column, header, .. }, Some(table)) = (kind, frame.table.as_mut()) else {
        return;
    };
    if header {
        table.columns.extend(
            tools
                .events
                .named_by(block.prose)
                .or_else(|| tools.events.dated_by(block.prose).filter(|_| column > 0))
                .map(|event| (column, event)),
        );
        return;
    }
    let dates: Vec<usize> = (0..block.temporals.len())
        .filter(|at| usable(&block.temporals[*at]))
        .collect();
    let own = tools
        .events
        .named_by(block.prose)
        .filter(|_| block.prose.split_whitespace().count() <= CELL_WORDS);
    let column_event = table
        .columns
        .iter()
        .find(|(number, _)| *number == column)
        .map(|(_, event)| *event);
    if let ([date], true) = (dates.as_slice(), statements.is_empty())
        && let Some(value) = &block.temporals[*date].value
        && !block.temporals[*date].span.is_empty()
    {
        let whole = is_whole(&block.temporals[*date], block.prose);
        if let Some(event) = own.or(column_event.filter(|_| whole)) {
            statements.extend(stated(event, *date, value, block, tools, table));
        } else if column == 0 && whole {
            table.date = Some(value.clone());
        }
    }
    let named = |mention: &Mention| {
        let whole = mention.span.len() * 4 > block.prose.trim().len() * 3;
        (mention.candidates.clone(), mention.kind, whole)
    };
    table.entities.extend(block.mentions.iter().map(named));
}

fn stated(
    event: KindId,
    date: usize,
    value: &DateValue,
    block: &Block,
    tools: &Tools,
    table: &Cells,
) -> Option<Statement> {
    let kind = tools.events.kind(event);
    let span = block.temporals[date].span;
    let place = Span::new(span.start, span.start);
    let part = |role: Role, candidates: &Vec<EntityId>| Participant {
        role,
        candidates: candidates.clone(),
        span: place,
    };
    let (object, ..) = table.entities.iter().find(|(_, entity, whole)| {
        kind.takes_object(*entity)
            && *entity != EntityKind::Person
            && (*whole || kind.origin.is_none())
    })?;
    let interval = value.edtf.contains('/');
    (kind.interval == interval || !kind.interval).then(|| Statement {
        kind: event,
        participants: vec![part(Role::Object, object)],
        value: value.clone(),
        temporal: date,
        cue: place,
        span,
        sentence: Span::new(0, block.prose.len()),
        modality: Modality::Asserted,
        discriminators: Vec::new(),
    })
}
