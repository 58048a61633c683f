//! Dates that a block does not say itself: a table's header gives the event and the row the entity; a row or a year
//! heading gives the date of what stands under it.

use text::{BlockKind, Span};

use super::recognise::{Block, Tools, usable};
use super::{KindId, Modality, Participant, Role, Statement};
use crate::date::{DateValue, Granularity};
use crate::name::{EntityId, EntityKind, Mention};
use crate::temporal::{Resolution, Temporal, TemporalKind, TimeContext};

/// What is known of a table while its cells are read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Table {
    number: u32,
    /// What the header says of each column, if it names an event.
    columns: Vec<(u32, KindId)>,
    row: u32,
    /// The entities of the row's earlier cells.
    entities: Vec<(Vec<EntityId>, EntityKind)>,
    /// The date that the row's first cell is.
    date: Option<DateValue>,
}

/// The date that a block without one takes from its row or its heading, with an empty span.
pub fn implied(
    kind: BlockKind,
    temporals: &[Temporal],
    time: &TimeContext,
    table: &mut Option<Table>,
) -> Option<Temporal> {
    follow(kind, table);
    if temporals.iter().any(usable) {
        return None;
    }
    let value = match kind {
        BlockKind::Cell { header: false, .. } => table.as_ref()?.date.clone()?,
        BlockKind::Item(_) => {
            let heading = time
                .heading()
                .filter(|moment| moment.granularity == Granularity::Year)?;
            DateValue::year(heading.start.year())?
        }
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

/// Begins a table, a row, or leaves them.
fn follow(kind: BlockKind, table: &mut Option<Table>) {
    let BlockKind::Cell {
        table: number, row, ..
    } = kind
    else {
        *table = None;
        return;
    };
    match table {
        Some(open) if open.number == number => {
            if open.row != row {
                open.row = row;
                open.entities.clear();
                open.date = None;
            }
        }
        _ => {
            *table = Some(Table {
                number,
                row,
                ..Table::default()
            })
        }
    }
}

/// Takes up what a cell says, and states what its column's header and its row make of its date.
pub fn cell(
    kind: BlockKind,
    block: &Block,
    tools: &Tools,
    table: &mut Option<Table>,
    statements: &mut Vec<Statement>,
) {
    let (BlockKind::Cell { column, header, .. }, Some(table)) = (kind, table.as_mut()) else {
        return;
    };
    if header {
        table.columns.extend(
            tools
                .events
                .named_by(block.prose)
                .map(|event| (column, event)),
        );
        return;
    }
    let dates: Vec<usize> = (0..block.temporals.len())
        .filter(|at| usable(&block.temporals[*at]))
        .collect();
    let event = table
        .columns
        .iter()
        .find(|(number, _)| *number == column)
        .map(|(_, event)| *event);
    if let ([date], true) = (dates.as_slice(), statements.is_empty())
        && let Some(value) = &block.temporals[*date].value
        && block.temporals[*date].span.len() * 2 > block.prose.trim().len()
    {
        if let Some(event) = event {
            statements.extend(stated(event, *date, value, block, tools, table));
        } else if column == 0 {
            table.date = Some(value.clone());
        }
    }
    let named = |mention: &Mention| (mention.candidates.clone(), mention.kind);
    table.entities.extend(block.mentions.iter().map(named));
}

fn stated(
    event: KindId,
    date: usize,
    value: &DateValue,
    block: &Block,
    tools: &Tools,
    table: &Table,
) -> Option<Statement> {
    let kind = tools.events.kind(event);
    let span = block.temporals[date].span;
    let place = Span::new(span.start, span.start);
    let part = |role: Role, candidates: &Vec<EntityId>| Participant {
        role,
        candidates: candidates.clone(),
        span: place,
    };
    let (object, _) = table
        .entities
        .iter()
        .find(|(_, entity)| kind.takes_object(*entity) && *entity != EntityKind::Person)?;
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
