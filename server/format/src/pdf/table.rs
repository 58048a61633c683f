//! Rows of cells: successive lines with as many pieces each, whose left edges stand one below the other.

use std::ops::Range;

use super::line::Line;

/// Rows of a table, at least.
const ROWS: usize = 3;

/// A table of a page.
pub(super) struct Table {
    /// The lines that it takes up.
    pub lines: Range<usize>,
    pub rows: Vec<Vec<String>>,
}

/// Finds the tables of a page, given its lines in reading order.
pub(super) fn find(lines: &[Line]) -> Vec<Table> {
    let rows = rows(lines);
    let mut tables = Vec::new();
    let mut at = 0;
    while at < rows.len() {
        let first = &rows[at];
        let end = (at + 1..rows.len())
            .find(|next| !alike(&lines[first.clone()], &lines[rows[*next].clone()]))
            .unwrap_or(rows.len());
        if first.len() >= 2 && end - at >= ROWS {
            let cells = |row: &Range<usize>| {
                lines[row.clone()]
                    .iter()
                    .map(|cell| cell.words.clone())
                    .collect()
            };
            tables.push(Table {
                lines: first.start..rows[end - 1].end,
                rows: rows[at..end].iter().map(cells).collect(),
            });
        }
        at = end;
    }
    tables
}

/// Stretches of lines on one baseline.
fn rows(lines: &[Line]) -> Vec<Range<usize>> {
    let mut rows: Vec<Range<usize>> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        match rows.last_mut() {
            Some(row)
                if (lines[row.start].baseline - line.baseline).abs() < line.size * 0.3
                    && line.left > lines[row.end - 1].left =>
            {
                row.end = at + 1;
            }
            _ => rows.push(at..at + 1),
        }
    }
    rows
}

fn alike(one: &[Line], other: &[Line]) -> bool {
    one.len() == other.len()
        && one.iter().zip(other).all(|(one, other)| {
            // Figures are set to the right, words to the left.
            (one.left - other.left).abs() < one.size || (one.right - other.right).abs() < one.size
        })
}
