//! The order in which a page is read: columns one after another, wide headings before and after them (recursive cuts in x
//! and y; Nagy and Seth 1984).

use super::line::Line;

/// Lines on either side of a gutter, at least.
const LINES: usize = 4;
/// Letters of a column's line, on average, at least: cells of a table are shorter.
const LETTERS: usize = 18;

/// The lines of a page in reading order.
pub(super) fn order(lines: Vec<Line>, width: f64) -> Vec<Line> {
    let mut ordered = Vec::with_capacity(lines.len());
    cut(lines, width, 0, &mut ordered);
    ordered
}

fn cut(mut lines: Vec<Line>, width: f64, depth: usize, ordered: &mut Vec<Line>) {
    if lines.len() >= 2 * LINES && depth < 12 {
        if let Some(gutter) = gutter(&lines, width) {
            let (left, right) = lines.into_iter().partition(|line| middle(line) < gutter);
            cut(left, width, depth + 1, ordered);
            return cut(right, width, depth + 1, ordered);
        }
        // A wide heading or figure may stand above, between or below columns.
        if let Some((from, to)) = band(&lines, width) {
            lines.sort_by(|one, other| one.baseline.total_cmp(&other.baseline));
            let rest = lines.split_off(to);
            let columns = lines.split_off(from);
            flush(lines, ordered);
            cut(columns, width, depth + 1, ordered);
            return cut(rest, width, depth + 1, ordered);
        }
    }
    flush(lines, ordered);
}

/// Row by row.
fn flush(mut lines: Vec<Line>, ordered: &mut Vec<Line>) {
    lines.sort_by(|one, other| one.baseline.total_cmp(&other.baseline));
    let mut rows: Vec<Vec<Line>> = Vec::new();
    for line in lines {
        match rows.last_mut() {
            Some(row) if (row[0].baseline - line.baseline).abs() < row[0].size * 0.3 => {
                row.push(line)
            }
            _ => rows.push(vec![line]),
        }
    }
    for mut row in rows {
        row.sort_by(|one, other| one.left.total_cmp(&other.left));
        ordered.append(&mut row);
    }
}

fn middle(line: &Line) -> f64 {
    (line.left + line.right) / 2.0
}

/// The middle of a stripe that no line crosses, with columns of prose on either side.
fn gutter(lines: &[Line], width: f64) -> Option<f64> {
    let mut spans: Vec<(f64, f64)> = lines.iter().map(|line| (line.left, line.right)).collect();
    spans.sort_by(|one, other| one.0.total_cmp(&other.0));
    let mut end = f64::MIN;
    let mut best: Option<(f64, f64)> = None;
    for (left, right) in spans {
        let gap = left - end;
        if end > f64::MIN && gap > width * 0.012 && best.is_none_or(|(widest, _)| gap > widest) {
            let at = end + gap / 2.0;
            let prose = |side: &dyn Fn(&&Line) -> bool| {
                let side: Vec<&Line> = lines.iter().filter(side).collect();
                let letters: usize = side.iter().map(|line| line.words.chars().count()).sum();
                side.len() >= LINES && letters >= side.len() * LETTERS
            };
            if prose(&|line| middle(line) < at) && prose(&|line| middle(line) >= at) {
                best = Some((gap, at));
            }
        }
        end = end.max(right);
    }
    best.map(|(_, at)| at)
}

/// The longest stretch of lines, sorted by baseline, that has a gutter: from which line to which.
fn band(lines: &[Line], width: f64) -> Option<(usize, usize)> {
    let mut sorted: Vec<&Line> = lines.iter().collect();
    sorted.sort_by(|one, other| one.baseline.total_cmp(&other.baseline));
    // Lines that cross the middle part the page into bands. Try the places where pieces of two columns may part.
    let mut best: Option<(usize, usize)> = None;
    let mut candidates: Vec<f64> = Vec::new();
    for pair in sorted.windows(2) {
        if (pair[0].baseline - pair[1].baseline).abs() < pair[0].size * 0.3 {
            let (one, other) = if pair[0].left < pair[1].left {
                (pair[0], pair[1])
            } else {
                (pair[1], pair[0])
            };
            candidates.push((one.right + other.left) / 2.0);
        }
    }
    candidates.push(width / 2.0);
    candidates.sort_by(f64::total_cmp);
    candidates.dedup_by(|one, other| (*one - *other).abs() < 6.0);
    for at in candidates.into_iter().take(64) {
        let mut from = 0;
        for number in 0..=sorted.len() {
            let crosses = sorted
                .get(number)
                .is_none_or(|line| line.left < at && line.right > at);
            if !crosses {
                continue;
            }
            let longer = best.is_none_or(|(one, other)| number - from > other - one);
            if longer && number - from >= 2 * LINES && number - from < sorted.len() {
                let stretch: Vec<Line> = sorted[from..number]
                    .iter()
                    .map(|line| (*line).clone())
                    .collect();
                if gutter(&stretch, width).is_some() {
                    best = Some((from, number));
                }
            }
            from = number + 1;
        }
    }
    best
}
