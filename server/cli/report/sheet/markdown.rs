//! The fact-check sheet as Markdown: tables that a pull request or a wiki shows.

use std::io::{self, Write};

use super::{Evidence, Sheet, days_of};
use crate::report::{Results, shown};

/// Writes the sheets of all drafts.
pub fn write(out: &mut dyn Write, results: &Results) -> io::Result<()> {
    for sheet in results.drafts.iter().filter_map(|it| it.sheet.as_deref()) {
        draft(out, sheet)?;
    }
    if !results.problems.is_empty() {
        writeln!(out, "# Files that could not be used\n")?;
        for problem in &results.problems {
            writeln!(
                out,
                "- {}: {}",
                escape(&shown(&problem.path)),
                escape(&problem.message)
            )?;
        }
    }
    Ok(())
}

fn draft(out: &mut dyn Write, sheet: &Sheet) -> io::Result<()> {
    let totals = &sheet.totals;
    writeln!(out, "# Fact check: {}\n", escape(&sheet.title))?;
    writeln!(
        out,
        "{}, checked against: {}\n",
        escape(&sheet.path),
        escape(&sheet.library)
    )?;
    writeln!(
        out,
        "| | supported | contradicted | disputed | not in the sources | not asserted |"
    )?;
    writeln!(out, "|---|---|---|---|---|---|")?;
    writeln!(
        out,
        "| dated claims: {} | {} | {} | {} | {} | {} |",
        totals.claims,
        totals.supported,
        totals.contradicted,
        totals.contested,
        totals.unknown,
        totals.not_asserted
    )?;
    writeln!(
        out,
        "| quotations: {} | {} | {} | | {} | |\n",
        totals.quotations, totals.verbatim, totals.misquoted, totals.unsourced
    )?;
    writeln!(
        out,
        "**Silence here is not approval.** {} of {} paragraphs hold no dated claim and no quotation that was recognised.\n",
        sheet.silent_blocks, sheet.blocks
    )?;
    match sheet.further() {
        0 => {}
        1 => writeln!(
            out,
            "**One finding beside these** stands at the end of this sheet.\n"
        )?,
        many => writeln!(
            out,
            "**{many} findings beside these** stand at the end of this sheet.\n"
        )?,
    }
    let unchecked = sheet.unchecked();
    if !unchecked.is_empty() {
        writeln!(out, "In no source of this library:\n")?;
        for (line, words) in unchecked {
            writeln!(out, "- line {line}: {}", escape(&words))?;
        }
        writeln!(out)?;
    }
    if !sheet.claims.is_empty() {
        writeln!(out, "## Claims\n")?;
        writeln!(
            out,
            "| no. | line | claim as drafted | verdict | evidence | citation beside it |\n|---|---|---|---|---|---|"
        )?;
    }
    for it in &sheet.claims {
        let (words, evidence) = (escape(&it.words), evidence(&it.evidence));
        let citations = escape(&it.citations.join(", "));
        writeln!(
            out,
            "| {} | {} | {words} | {} | {evidence} | {citations} |",
            it.number, it.line, it.verdict
        )?;
    }
    dates(out, sheet)?;
    if !sheet.quotations.is_empty() {
        writeln!(out, "\n## Quotations\n")?;
        writeln!(
            out,
            "| no. | line | as quoted | verdict | source | citation beside it |\n|---|---|---|---|---|---|"
        )?;
    }
    for it in &sheet.quotations {
        let mut says: Vec<String> = it.differences.iter().map(|it| escape(it)).collect();
        says.push(evidence(&it.evidence));
        let (words, says) = (escape(&it.words), says.join("; "));
        let citations = escape(&it.citations.join(", "));
        writeln!(
            out,
            "| {} | {} | “{words}” | {} | {says} | {citations} |",
            it.number, it.line, it.verdict
        )?;
    }
    names(out, sheet)?;
    if !sheet.findings.is_empty() {
        writeln!(out, "\n## Findings\n")?;
        writeln!(out, "| line | weight | finding | rule |\n|---|---|---|---|")?;
    }
    for it in &sheet.findings {
        let put_off = it
            .put_off
            .as_ref()
            .map_or_else(String::new, |why| format!(" ({})", escape(why)));
        let advice = it.advice.as_deref().unwrap_or_default();
        let says = escape(&format!("{} {advice}", it.message));
        writeln!(
            out,
            "| {} | {}{put_off} | {says} | {} |",
            it.line, it.severity, it.code
        )?;
    }
    writeln!(out)
}

/// The dates of the draft in their order, each with its claim, and what the chronology knows of the same years.
fn dates(out: &mut dyn Write, sheet: &Sheet) -> io::Result<()> {
    let dated = sheet.claims.iter();
    let dated = dated.filter_map(|it| Some((days_of(&it.edtf)?.0, it)));
    let mut dated: Vec<_> = dated.collect();
    if dated.is_empty() {
        return Ok(());
    }
    dated.sort_by(|one, other| one.0.total_cmp(&other.0));
    writeln!(out, "\n## Timeline\n")?;
    for (_, it) in dated {
        let (edtf, number, words) = (escape(&it.edtf), it.number, escape(&it.words));
        writeln!(out, "- {edtf}: claim {number}, {}: {words}", it.verdict)?;
    }
    if !sheet.chronology.is_empty() {
        writeln!(out, "\nThe chronology of these years:\n")?;
    }
    for it in &sheet.chronology {
        writeln!(out, "- {}: {}", escape(&it.edtf), escape(&it.summary))?;
    }
    Ok(())
}

fn names(out: &mut dyn Write, sheet: &Sheet) -> io::Result<()> {
    if sheet.names.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n## Names\n")?;
    writeln!(
        out,
        "| official name | kind | as the draft writes it | times | verdict |\n|---|---|---|---|---|"
    )?;
    for it in &sheet.names {
        let written: Vec<String> = it.written.iter().map(|name| escape(name)).collect();
        let (name, kind, written) = (escape(&it.name), escape(&it.kind), written.join("; "));
        writeln!(
            out,
            "| {name} | {kind} | {written} | {} | {} |",
            it.times, it.verdict
        )?;
    }
    Ok(())
}

fn evidence(evidence: &[Evidence]) -> String {
    let said = evidence.iter().map(|it| {
        let date = it
            .edtf
            .as_ref()
            .map_or_else(String::new, |date| format!("{date}: "));
        let words = match &it.words {
            Some(words) => format!("“{}”", escape(words)),
            None => "passage withheld: the source is confidential".to_owned(),
        };
        format!(
            "{}{words} ({}; {})",
            escape(&date),
            escape(&it.label),
            it.rank
        )
    });
    said.collect::<Vec<_>>().join("; ")
}

/// Text in a cell: no markup of its own, no break.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in crate::report::escape(text).chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '&' => out.push_str("&amp;"),
            '|' | '\\' | '`' | '*' | '_' | '[' | ']' | '#' | '~' => {
                out.push('\\');
                out.push(c);
            }
            other => out.push(other),
        }
    }
    out
}
