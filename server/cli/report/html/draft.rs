//! The draft itself: block for block, with every claim, quotation and name marked and the evidence beside it.

use std::fmt::Write as _;

use text::{Block, BlockKind, Span};

use super::table::{differences, list};
use super::{class, escape, evidence, severity, verdict};
use crate::report::sheet::Sheet;

/// Something that is marked in the text.
struct Mark {
    /// In the block's prose.
    span: Span,
    class: &'static str,
    /// Where its card stands, what it is called.
    card: Option<(String, String, String)>,
}

/// Draws all blocks of prose, the cells of a table as one table.
pub fn draw(out: &mut String, at: usize, sheet: &Sheet) {
    let drawn: Vec<&Block> = sheet
        .document
        .blocks
        .iter()
        .filter(|it| {
            // What is no prose is shown where something is found in it.
            let found = || sheet.findings.iter().any(|one| it.span.covers(one.span));
            !matches!(it.kind, BlockKind::Comment | BlockKind::FrontMatter) || found()
        })
        .collect();
    let together = |one: &&Block, next: &&Block| table(one).is_some() && table(one) == table(next);
    for blocks in drawn.chunk_by(together) {
        let text = match blocks {
            [block] if table(block).is_none() => {
                let (open, close) = tags(block.kind);
                let sign = sign(&sheet.document.text, block);
                format!("{open}{sign}{}{close}", words(at, sheet, block))
            }
            cells => rows(at, sheet, cells),
        };
        let _ = write!(out, "<div class=\"row\"><div class=\"text\">{text}</div>");
        let cards: String = blocks.iter().map(|it| cards(at, sheet, it)).collect();
        if !cards.is_empty() {
            let _ = write!(
                out,
                "<aside class=\"notes\" aria-label=\"Evidence\">{cards}</aside>"
            );
        }
        out.push_str("</div>\n");
    }
}

/// The table that a cell stands in.
fn table(block: &Block) -> Option<u32> {
    match block.kind {
        BlockKind::Cell { table, .. } => Some(table),
        _ => None,
    }
}

/// Cells in the order of the table; an empty one is no block, and is filled in.
fn rows(at: usize, sheet: &Sheet, cells: &[&Block]) -> String {
    let place = |block: &Block| match block.kind {
        BlockKind::Cell {
            row,
            column,
            header,
            ..
        } => (row, header, column),
        _ => Default::default(),
    };
    let last = cells.iter().map(|it| place(it).2).max();
    let mut out = String::from("<table class=\"drafted\">");
    for cells in cells.chunk_by(|one, next| place(one).0 == place(next).0) {
        out.push_str("<tr>");
        let mut cells = cells.iter().peekable();
        let (_, header, _) = cells.peek().map_or_else(Default::default, |it| place(it));
        for column in 0..=last.unwrap_or_default() {
            let cell = cells.next_if(|it| place(it).2 == column);
            let words = cell.map_or_else(String::new, |it| words(at, sheet, it));
            let _ = match header {
                true => write!(out, "<th scope=\"col\">{words}</th>"),
                false => write!(out, "<td>{words}</td>"),
            };
        }
        out.push_str("</tr>");
    }
    out.push_str("</table>");
    out
}

/// The block's prose with everything marked.
fn words(at: usize, sheet: &Sheet, block: &Block) -> String {
    let marks = marks(at, sheet, block);
    let names: Vec<(Span, &str)> = sheet
        .mentions
        .iter()
        .filter_map(|(span, name)| Some((inside(block, *span)?, name.as_str())))
        .collect();
    marked(&block.prose, &marks, &names)
}

fn tags(kind: BlockKind) -> (&'static str, &'static str) {
    match kind {
        BlockKind::Heading(1) => ("<h3>", "</h3>"),
        BlockKind::Heading(2) => ("<h4>", "</h4>"),
        BlockKind::Heading(_) => ("<h5>", "</h5>"),
        BlockKind::Quote(_) => ("<blockquote>", "</blockquote>"),
        BlockKind::Item(_) => ("<div class=\"item\">", "</div>"),
        BlockKind::Note | BlockKind::Comment => ("<p class=\"note\">", "</p>"),
        _ => ("<p>", "</p>"),
    }
}

/// What stands before an item of a list or a note: its number, where it has one.
fn sign(text: &str, block: &Block) -> String {
    let start = text[..block.span.start].rfind('\n').map_or(0, |at| at + 1);
    let line = text[start..].trim_start_matches([' ', '\t', '>']);
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    match block.kind {
        BlockKind::Item(_) if digits > 0 && line[digits..].starts_with(['.', ')']) => {
            format!("{} ", &line[..=digits])
        }
        BlockKind::Item(_) => "• ".to_owned(),
        BlockKind::Note => {
            let label = line.strip_prefix("[^").and_then(|it| it.split_once("]:"));
            label.map_or_else(String::new, |(label, _)| {
                format!("Note {}: ", escape(label))
            })
        }
        _ => String::new(),
    }
}

/// A span of the text as a span of the block's prose.
fn inside(block: &Block, span: Span) -> Option<Span> {
    if !block.span.overlaps(span) {
        return None;
    }
    let start = block.map.flat_of(span.start.max(block.span.start))?;
    let end = block
        .map
        .flat_of(span.end.min(block.span.end))
        .unwrap_or(block.prose.len());
    (start < end).then(|| Span::new(start, end))
}

fn marks(at: usize, sheet: &Sheet, block: &Block) -> Vec<Mark> {
    let card = |number: usize, verdict: &str| {
        let label = format!("{number}: {verdict}");
        Some((format!("d{at}-c{number}"), number.to_string(), label))
    };
    let claims = sheet
        .claims
        .iter()
        .map(|it| (it.span, it.number, it.verdict));
    let quotations = sheet
        .quotations
        .iter()
        .map(|it| (it.span, it.number, it.verdict));
    let judged = claims
        .chain(quotations)
        .filter_map(|(span, number, verdict)| {
            Some(Mark {
                span: inside(block, span)?,
                class: class(verdict),
                card: card(number, verdict),
            })
        });
    let findings = sheet
        .findings
        .iter()
        .enumerate()
        .filter_map(|(number, it)| {
            Some(Mark {
                span: inside(block, it.span)?,
                class: if it.put_off.is_some() { "open" } else { "bad" },
                card: (!is_told(sheet, it.span)).then(|| {
                    (
                        format!("d{at}-f{number}"),
                        "!".to_owned(),
                        format!("finding: {}", it.severity),
                    )
                }),
            })
        });
    judged.chain(findings).collect()
}

/// Whether a claim or quotation that is wrong stands there: its card tells the finding too.
fn is_told(sheet: &Sheet, span: Span) -> bool {
    let claims = sheet.claims.iter().map(|it| it.span);
    let quotations = sheet.quotations.iter().map(|it| it.span);
    claims.chain(quotations).any(|it| it.covers(span))
}

/// The prose with marks. They may overlap, so every stretch between two ends is wrapped for itself, in the gravest class.
fn marked(prose: &str, marks: &[Mark], names: &[(Span, &str)]) -> String {
    let mut cuts = vec![0, prose.len()];
    cuts.extend(marks.iter().flat_map(|it| [it.span.start, it.span.end]));
    cuts.extend(names.iter().flat_map(|(it, _)| [it.start, it.end]));
    cuts.sort_unstable();
    cuts.dedup();
    let mut out = String::new();
    for pair in cuts.windows(2) {
        let piece = Span::new(pair[0], pair[1]);
        let words = escape(piece.of(prose));
        let over = || marks.iter().filter(|it| it.span.covers(piece));
        let gravest = ["bad", "split", "open", "good"]
            .into_iter()
            .find(|class| over().any(|it| it.class == *class));
        let name = names.iter().find(|(span, _)| span.covers(piece));
        let words = match name {
            Some((_, name)) => format!(
                "<span class=\"name\" title=\"{}\">{words}</span>",
                escape(name)
            ),
            None => words,
        };
        match gravest {
            Some(class) => drop(write!(out, "<mark class=\"{class}\">{words}</mark>")),
            None => out.push_str(&words),
        }
        for mark in marks.iter().filter(|it| it.span.end == piece.end) {
            if let Some((target, number, label)) = &mark.card {
                let _ = write!(
                    out,
                    "<a class=\"ref\" href=\"#{target}\" aria-label=\"{}\">{number}</a>",
                    escape(label)
                );
            }
        }
    }
    out
}

fn cards(at: usize, sheet: &Sheet, block: &Block) -> String {
    let here = |span: Span| block.span.start <= span.start && span.start < block.span.end;
    let mut out = String::new();
    let told = |span: Span| {
        let found = sheet
            .findings
            .iter()
            .enumerate()
            .filter(|(_, it)| span.covers(it.span));
        let said = found.map(|(number, it)| {
            let advice = it
                .advice
                .as_ref()
                .map_or_else(String::new, |advice| format!(" <b>{}</b>", escape(advice)));
            let put_off = it
                .put_off
                .as_ref()
                .map_or_else(String::new, |why| format!(" <i>{}</i>", escape(why)));
            format!(
                "<p id=\"d{at}-f{number}\">{} {}{advice}{put_off}</p>",
                severity(it.severity),
                escape(&it.message)
            )
        });
        said.collect::<String>()
    };
    for it in sheet.claims.iter().filter(|it| here(it.span)) {
        let _ = write!(
            out,
            "<section class=\"card {}\" id=\"d{at}-c{}\"><h3>{}. {}</h3>{}{}</section>",
            class(it.verdict),
            it.number,
            it.number,
            verdict(it.verdict),
            told(it.span),
            evidence(&it.evidence),
        );
    }
    for it in sheet.quotations.iter().filter(|it| here(it.span)) {
        let speaker = it.speaker.as_ref().map_or_else(String::new, |name| {
            format!("<p class=\"by\">said by {}</p>", escape(name))
        });
        let _ = write!(
            out,
            "<section class=\"card {}\" id=\"d{at}-c{}\"><h3>{}. {}</h3>{speaker}{}{}{}</section>",
            class(it.verdict),
            it.number,
            it.number,
            verdict(it.verdict),
            differences(&it.differences),
            told(it.span),
            evidence(&it.evidence),
        );
    }
    for (number, it) in sheet.findings.iter().enumerate() {
        if !here(it.span) || is_told(sheet, it.span) {
            continue;
        }
        let advice: Vec<String> = it.advice.iter().chain(&it.put_off).cloned().collect();
        let _ = write!(
            out,
            "<section class=\"card finding {}\" id=\"d{at}-f{number}\"><h3>{}</h3><p>{}</p><p class=\"by\">{}</p></section>",
            if it.put_off.is_some() { "open" } else { "bad" },
            severity(it.severity),
            escape(&it.message),
            if advice.is_empty() {
                it.code.to_owned()
            } else {
                list(&advice)
            },
        );
    }
    out
}
