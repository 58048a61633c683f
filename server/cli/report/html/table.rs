//! The tables of the sheet: drafts, claims, quotations, findings, names. What a cell says comes ready; nothing is judged here.

use std::fmt::Write as _;

use super::{escape, evidence, severity, verdict};
use crate::report::sheet::{Claim, Found, Quotation, Sheet};

/// Bytes of a sentence that are shown before and after a claim.
const AROUND: usize = 120;

fn table(out: &mut String, id: &str, title: &str, caption: &str, heads: &[&str], rows: &[String]) {
    let _ = write!(
        out,
        "<section aria-labelledby=\"{id}\">\n<h2 id=\"{id}\">{title}</h2>\n"
    );
    if rows.is_empty() {
        out.push_str("<p class=\"small ui\">None.</p>\n</section>\n");
        return;
    }
    // Six columns with passages in them need room on paper.
    let wide = match heads.len() {
        6 => " class=\"wide\"",
        8 => " class=\"counts\"",
        _ => "",
    };
    // A region that scrolls must be reachable by keyboard.
    let _ = write!(
        out,
        "<div class=\"scroll\" role=\"region\" aria-labelledby=\"{id}\" tabindex=\"0\"><table{wide}>\n<caption>{caption}</caption>\n<thead><tr>"
    );
    for head in heads {
        let _ = write!(out, "<th scope=\"col\">{head}</th>");
    }
    out.push_str("</tr></thead>\n<tbody>\n");
    for row in rows {
        let _ = writeln!(out, "<tr>{row}</tr>");
    }
    out.push_str("</tbody>\n</table></div>\n</section>\n");
}

/// Many drafts: a line for each, with what was found in it.
pub(super) fn overview(out: &mut String, sheets: &[&Sheet]) {
    let rows = sheets.iter().enumerate().map(|(at, it)| {
        let totals = &it.totals;
        let counts = [
            totals.contradicted,
            totals.misquoted,
            it.further(),
            totals.contested,
            totals.supported + totals.verbatim,
            totals.unknown + totals.unsourced,
            it.silent_blocks,
        ];
        let counts = counts.map(|count| format!("<td class=\"count\">{count}</td>"));
        format!(
            "<th scope=\"row\"><a href=\"#d{at}\">{}</a><br><span class=\"by\">{}</span></th>{}",
            escape(&it.title),
            escape(&it.path),
            counts.concat()
        )
    });
    let rows: Vec<String> = rows.collect();
    let heads = [
        "Draft",
        "Contradicted",
        "Misquoted",
        "Other findings",
        "Disputed",
        "Borne out",
        "No source",
        "Not checked",
    ];
    table(
        out,
        "drafts",
        "The drafts",
        "Statements by verdict, and paragraphs in which nothing could be checked. Silence is not approval.",
        &heads,
        &rows,
    );
}

pub(super) fn claims(out: &mut String, at: usize, id: &str, claims: &[Claim]) {
    let rows = claims.iter().map(|it| {
        format!(
            "<th scope=\"row\"><a href=\"#d{at}-c{0}\">{0}</a></th><td>{1}</td><td class=\"words\">{2}</td><td>{3}</td><td>{4}</td><td>{5}</td>",
            it.number,
            it.line,
            in_sentence(&it.words, &it.sentence),
            verdict(it.verdict),
            evidence(&it.evidence),
            list(&it.citations),
        )
    });
    let rows: Vec<String> = rows.collect();
    let heads = [
        "No.",
        "Line",
        "Claim as drafted",
        "Verdict",
        "Evidence",
        "Citation beside it",
    ];
    table(
        out,
        id,
        "Claims",
        "Every dated claim that was recognised, in the order of the draft.",
        &heads,
        &rows,
    );
}

pub(super) fn quotations(out: &mut String, at: usize, id: &str, quotations: &[Quotation]) {
    let rows = quotations.iter().map(|it| {
        format!(
            "<th scope=\"row\"><a href=\"#d{at}-c{0}\">{0}</a></th><td>{1}</td><td class=\"words\">“{2}”</td><td>{3}</td><td>{4}{5}</td><td>{6}</td>",
            it.number,
            it.line,
            escape(&it.words),
            verdict(it.verdict),
            differences(&it.differences),
            evidence(&it.evidence),
            list(&it.citations),
        )
    });
    let rows: Vec<String> = rows.collect();
    let heads = [
        "No.",
        "Line",
        "As quoted",
        "Verdict",
        "Source",
        "Citation beside it",
    ];
    table(
        out,
        id,
        "Quotations",
        "Every quotation longer than a term, in the order of the draft.",
        &heads,
        &rows,
    );
}

pub(super) fn findings(out: &mut String, at: usize, id: &str, findings: &[Found]) {
    let rows = findings.iter().enumerate().map(|(number, it)| {
        let put_off = it.put_off.as_ref().map_or_else(String::new, |why| format!(" <span class=\"by\">({})</span>", escape(why)));
        format!(
            "<td><a href=\"#d{at}-f{number}\">{}</a></td><td>{}{put_off}</td><td class=\"words\">{}{}</td><td><code>{}</code></td>",
            it.line,
            severity(it.severity),
            escape(&it.message),
            it.advice.as_ref().map_or_else(String::new, |advice| format!(" <b>{}</b>", escape(advice))),
            it.code,
        )
    });
    let rows: Vec<String> = rows.collect();
    let heads = ["Line", "Weight", "Finding, and what to do", "Rule"];
    table(
        out,
        id,
        "Findings",
        "What the rules found, draft against source.",
        &heads,
        &rows,
    );
}

pub(super) fn names(out: &mut String, id: &str, sheet: &Sheet) {
    let rows = sheet.names.iter().map(|it| {
        let written: Vec<String> = it.written.iter().map(|name| escape(name)).collect();
        format!(
            "<th scope=\"row\">{}</th><td>{}</td><td class=\"words\">{}</td><td>{}</td><td>{}</td>",
            escape(&it.name),
            escape(&it.kind),
            written.join("; "),
            it.times,
            verdict(it.verdict),
        )
    });
    let rows: Vec<String> = rows.collect();
    let heads = [
        "Official name",
        "Kind",
        "As the draft writes it",
        "Times",
        "Verdict",
    ];
    table(
        out,
        id,
        "Names",
        "Names that the library knows.",
        &heads,
        &rows,
    );
}

/// The words of a claim in the sentence around them, which is shown soft and, where it is long, cut.
fn in_sentence(words: &str, sentence: &str) -> String {
    let around = sentence
        .split_once(words)
        .filter(|(before, after)| !(before.is_empty() && after.is_empty()));
    let Some((before, after)) = around else {
        return escape(words);
    };
    let from = before.ceil_char_boundary(before.len().saturating_sub(AROUND));
    let head = before[from..].split_once(' ').filter(|_| from > 0);
    let head = head.map_or_else(|| before.to_owned(), |(_, rest)| format!("… {rest}"));
    let cut = after.floor_char_boundary(AROUND);
    let tail = after[..cut].rsplit_once(' ').filter(|_| cut < after.len());
    let tail = tail.map_or_else(|| after.to_owned(), |(rest, _)| format!("{rest} …"));
    format!(
        "<span class=\"by\">{}</span>{}<span class=\"by\">{}</span>",
        escape(&head),
        escape(words),
        escape(&tail)
    )
}

pub(super) fn differences(differences: &[String]) -> String {
    if differences.is_empty() {
        return String::new();
    }
    let items: Vec<String> = differences
        .iter()
        .map(|it| format!("<li>{}</li>", escape(it)))
        .collect();
    format!("<ul>{}</ul>", items.join(""))
}

pub(super) fn list(citations: &[String]) -> String {
    match citations {
        [] => "none".to_owned(),
        some => some
            .iter()
            .map(|it| escape(it))
            .collect::<Vec<_>>()
            .join("<br>"),
    }
}
