//! The draft's dates over the chronology, as an SVG that needs no script.

use std::fmt::Write as _;

use super::{class, escape};
use crate::report::sheet::{Sheet, days_of};

const WIDTH: f64 = 1000.0;
const EDGE: f64 = 30.0;
/// Height of a lane of markers.
const LANE: f64 = 22.0;
/// Lanes above the axis; what finds none is stacked in the last.
const LANES: usize = 8;
/// Room a marker takes.
const ROOM: f64 = 24.0;

/// Draws the timeline, or says that there is nothing to draw.
pub fn draw(out: &mut String, at: usize, sheet: &Sheet) {
    let dated = sheet
        .claims
        .iter()
        .filter_map(|it| Some((it, days_of(&it.edtf)?)));
    let mut dated: Vec<_> = dated.collect();
    if dated.is_empty() {
        out.push_str(
            "<p class=\"small ui\">The draft claims nothing of a date that was recognised.</p>\n",
        );
        return;
    }
    dated.sort_by(|one, other| one.1.0.total_cmp(&other.1.0));
    let first = dated
        .iter()
        .map(|it| it.1.0)
        .fold(f64::INFINITY, f64::min)
        .floor();
    let last = dated
        .iter()
        .map(|it| it.1.1)
        .fold(f64::NEG_INFINITY, f64::max)
        .floor()
        + 1.0;
    let x = |year: f64| EDGE + (year - first) / (last - first).max(1.0) * (WIDTH - 2.0 * EDGE);
    let mut ends = [f64::NEG_INFINITY; LANES];
    let placed: Vec<_> = dated
        .iter()
        .map(|(claim, (from, to))| {
            let middle = x((from + to) / 2.0);
            let lane = ends
                .iter()
                .position(|end| middle - end >= ROOM)
                .unwrap_or(LANES - 1);
            ends[lane] = middle;
            (claim, middle, lane)
        })
        .collect();
    let lanes = placed.iter().map(|it| it.2).max().unwrap_or(0) + 1;
    let axis = lanes as f64 * LANE + 16.0;
    let height = axis + 52.0;
    let wrong = placed
        .iter()
        .filter(|it| class(it.0.verdict) == "bad")
        .count();
    let _ = write!(
        out,
        "<figure>\n<svg viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" aria-labelledby=\"d{at}-tt d{at}-td\">\n\
         <title id=\"d{at}-tt\">Dates of the draft over the chronology, {first} to {}</title>\n\
         <desc id=\"d{at}-td\">{} dated claims, {wrong} of them contradicted; the table of claims says the same in words.</desc>\n",
        last - 1.0,
        placed.len()
    );
    let step = step(last - first);
    let mut year = (first / step).ceil() * step;
    while year <= last {
        let at = x(year);
        let _ = writeln!(
            out,
            "<line class=\"grid\" x1=\"{at:.1}\" x2=\"{at:.1}\" y1=\"6\" y2=\"{axis}\"/><text x=\"{at:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{year}</text>",
            axis + 44.0
        );
        year += step;
    }
    let _ = writeln!(
        out,
        "<line class=\"axis\" x1=\"{EDGE}\" x2=\"{:.1}\" y1=\"{axis}\" y2=\"{axis}\"/>",
        WIDTH - EDGE
    );
    for happening in &sheet.chronology {
        let Some((from, _)) = days_of(&happening.day) else {
            continue;
        };
        let at = x(from);
        let _ = writeln!(
            out,
            "<line class=\"event\" x1=\"{at:.1}\" x2=\"{at:.1}\" y1=\"{:.1}\" y2=\"{:.1}\"><title>{}: {}</title></line>",
            axis + 5.0,
            axis + 25.0,
            escape(&happening.edtf),
            escape(&happening.summary)
        );
    }
    for (claim, middle, lane) in placed {
        let y = axis - 12.0 - lane as f64 * LANE;
        let _ = writeln!(
            out,
            "<g><title>{}. {} ({}): {}</title>{}<text class=\"number\" x=\"{:.1}\" y=\"{:.1}\">{}</text></g>",
            claim.number,
            escape(&claim.edtf),
            claim.verdict,
            escape(&claim.words),
            shape(class(claim.verdict), middle, y),
            middle + 6.0,
            y + 4.0,
            claim.number
        );
    }
    let _ = write!(
        out,
        "</svg>\n<figcaption>Above the line the dates of the draft, numbered as in the table below: ● supported, ✕ contradicted, \
         ◆ disputed among the sources, ○ not judged. Below it what the chronology knows of the same years.</figcaption>\n"
    );
    // A picture says nothing to a screen reader, and on paper nobody points at it.
    if !sheet.chronology.is_empty() {
        out.push_str("<details class=\"small ui\"><summary>The chronology of these years in words</summary>\n<ul>\n");
        for happening in &sheet.chronology {
            let (date, summary) = (escape(&happening.edtf), escape(&happening.summary));
            let _ = writeln!(out, "<li>{date}: {summary}</li>");
        }
        out.push_str("</ul>\n</details>\n");
    }
    out.push_str("</figure>\n");
}

/// A marker that is told apart by its shape too.
fn shape(class: &str, x: f64, y: f64) -> String {
    match class {
        "bad" => format!(
            "<path class=\"bad\" d=\"M{:.1} {:.1}l2 -2 3 3 3 -3 2 2 -3 3 3 3 -2 2 -3 -3 -3 3 -2 -2 3 -3z\"/>",
            x - 5.0,
            y - 3.0
        ),
        "split" => format!(
            "<path class=\"split\" d=\"M{x:.1} {:.1}l5.5 5.5 -5.5 5.5 -5.5 -5.5z\"/>",
            y - 5.5
        ),
        "good" => format!("<circle class=\"good\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"4.5\"/>"),
        _ => format!(
            "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"4\" fill=\"none\" stroke=\"var(--open)\" stroke-width=\"2\"/>"
        ),
    }
}

/// Years between two labels: at most some twelve of them.
fn step(years: f64) -> f64 {
    let steps = [
        1.0, 2.0, 5.0, 10.0, 20.0, 25.0, 50.0, 100.0, 200.0, 500.0, 1000.0,
    ];
    steps
        .into_iter()
        .find(|step| years / step <= 12.0)
        .unwrap_or(2000.0)
}
