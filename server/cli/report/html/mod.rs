//! The fact-check sheet as one file of HTML: no script, no address that is fetched, readable in print, by keyboard and by
//! a screen reader, in light and dark. Every word of drafts and sources is escaped.

mod draft;
mod table;
mod timeline;

use std::fmt::Write as _;
use std::io::{self, Write};

use super::sheet::{Evidence, Sheet};
use super::{Reporter, Results, shown};

/// The format `html`.
pub struct Html;

impl Reporter for Html {
    fn write(&self, out: &mut dyn Write, results: &Results) -> io::Result<()> {
        let sheets = results.drafts.iter().filter_map(|it| it.sheet.as_deref());
        let sheets: Vec<&Sheet> = sheets.collect();
        out.write_all(page(&sheets, results).as_bytes())
    }
}

const STYLE: &str = include_str!("style.css");

/// The whole page.
fn page(sheets: &[&Sheet], results: &Results) -> String {
    let mut out = String::new();
    let title = match sheets {
        [only] => format!("Fact check: {}", only.title),
        many => format!("Fact check of {} drafts", many.len()),
    };
    let _ = write!(
        out,
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{}</title>\n<style>\n{STYLE}</style>\n\
         </head>\n<body>\n<a class=\"skip\" href=\"#sheet\">Skip to the sheet</a>\n<main id=\"sheet\">\n",
        escape(&title)
    );
    if sheets.len() > 1 {
        let _ = writeln!(
            out,
            "<header><p class=\"kicker\">Fact-check sheet</p><h1>{}</h1></header>",
            escape(&title)
        );
        table::overview(&mut out, sheets);
    }
    for (at, sheet) in sheets.iter().enumerate() {
        section(&mut out, at, sheet);
    }
    if !results.problems.is_empty() {
        out.push_str("<h2>Files that could not be used</h2>\n<ul class=\"ui\">\n");
        for problem in &results.problems {
            let _ = writeln!(
                out,
                "<li>{}: {}</li>",
                escape(&shown(&problem.path)),
                escape(&problem.message)
            );
        }
        out.push_str("</ul>\n");
    }
    let _ = write!(
        out,
        "</main>\n<footer class=\"ui small\">Made by policy-ls {}. Checked without a network and without a model: a sentence is \
         found right or wrong because a source says so.</footer>\n</body>\n</html>\n",
        env!("CARGO_PKG_VERSION")
    );
    out
}

/// One draft: totals, what could not be checked, timeline, claims, quotations, findings, names, and the text itself.
fn section(out: &mut String, at: usize, sheet: &Sheet) {
    let id = |what: &str| format!("d{at}-{what}");
    let _ = write!(
        out,
        "<article id=\"d{at}\">\n<header><p class=\"kicker\">Fact-check sheet</p>\n<h1>{}</h1>\n<p class=\"meta ui\">{}{} · checked \
         against: {}</p>\n",
        escape(&sheet.title),
        escape(&sheet.path),
        sheet
            .document_date
            .as_ref()
            .map_or_else(String::new, |date| format!(" · dated {}", escape(date))),
        escape(&sheet.library),
    );
    let _ = write!(out, "<nav aria-label=\"Parts of this sheet\">");
    for (what, name) in [
        ("findings", "Findings"),
        ("unchecked", "Not checked"),
        ("timeline", "Timeline"),
        ("claims", "Claims"),
        ("quotations", "Quotations"),
        ("names", "Names"),
        ("text", "The draft"),
    ] {
        let _ = write!(out, "<a href=\"#{}\">{name}</a> ", id(what));
    }
    let _ = write!(out, "</nav>\n<p class=\"lead\">{}</p>\n", summary(sheet));
    tiles(out, sheet);
    let proven = sheet.claims.iter().flat_map(|it| &it.evidence);
    let mut all = proven.chain(sheet.quotations.iter().flat_map(|it| &it.evidence));
    if all.any(|it| it.label.starts_with("retold")) {
        out.push_str("<p class=\"small ui\">Passages called “retold” are the library’s own words for an original that was not at hand.</p>\n");
    }
    out.push_str("</header>\n");
    table::findings(out, at, &id("findings"), &sheet.findings);
    unchecked(out, &id("unchecked"), sheet);
    let _ = write!(
        out,
        "<section aria-labelledby=\"{0}\">\n<h2 id=\"{0}\">Timeline</h2>\n",
        id("timeline")
    );
    timeline::draw(out, at, sheet);
    out.push_str("</section>\n");
    table::claims(out, at, &id("claims"), &sheet.claims);
    table::quotations(out, at, &id("quotations"), &sheet.quotations);
    table::names(out, &id("names"), sheet);
    let _ = write!(
        out,
        "<section class=\"draft-text\" aria-labelledby=\"{0}\">\n<h2 id=\"{0}\">The draft, with the evidence beside it</h2>\n",
        id("text")
    );
    draft::draw(out, at, sheet);
    out.push_str("</section>\n</article>\n");
}

fn summary(sheet: &Sheet) -> String {
    let totals = &sheet.totals;
    let wrong = totals.contradicted + totals.misquoted;
    let right = totals.supported + totals.verbatim;
    let open = totals.unknown + totals.unsourced;
    let found = match wrong {
        0 if totals.claims + totals.quotations == 0 => {
            "No dated claim and no quotation was recognised in this draft".to_owned()
        }
        0 => "No statement in this draft contradicts the sources".to_owned(),
        1 => "<b>One statement contradicts the sources</b>".to_owned(),
        many => format!("<b>{many} statements contradict the sources</b>"),
    };
    let silent = match open {
        0 => String::new(),
        1 => "; on one the sources are silent".to_owned(),
        many => format!("; on {many} the sources are silent"),
    };
    let verb = if right == 1 { "is" } else { "are" };
    let further = match sheet.further() {
        0 => String::new(),
        1 => ". <b>There is one other finding</b>".to_owned(),
        many => format!(". <b>There are {many} other findings</b>"),
    };
    format!("{found}; {right} {verb} borne out{silent}{further}. Silence is not approval.")
}

fn tiles(out: &mut String, sheet: &Sheet) {
    let totals = &sheet.totals;
    let tiles = [
        ("good", totals.supported, "claims supported"),
        ("bad", totals.contradicted, "claims contradicted"),
        (
            "split",
            totals.contested,
            "claims on which the sources disagree",
        ),
        ("", totals.unknown, "claims not in the sources"),
        ("", totals.not_asserted, "claims not asserted"),
        ("good", totals.verbatim, "quotations as in the source"),
        (
            "bad",
            totals.misquoted,
            "quotations altered or misattributed",
        ),
        ("", totals.unsourced, "quotations not in the sources"),
        ("bad", sheet.further(), "other findings"),
    ];
    out.push_str("<ul class=\"tiles\">\n");
    for (class, number, what) in tiles {
        let class = if number == 0 { "" } else { class };
        let _ = writeln!(out, "<li class=\"{class}\"><b>{number}</b> {what}</li>");
    }
    out.push_str("</ul>\n");
}

fn unchecked(out: &mut String, id: &str, sheet: &Sheet) {
    let _ = write!(
        out,
        "<section aria-labelledby=\"{id}\">\n<h2 id=\"{id}\">What could not be checked</h2>\n<div class=\"notice ui\">\n<p><b>Silence \
         here is not approval.</b> {} of {} paragraphs hold no dated claim and no quotation that was recognised; nothing is said \
         about them.</p>\n",
        sheet.silent_blocks, sheet.blocks
    );
    let all = sheet.unchecked();
    if !all.is_empty() {
        out.push_str("<p>In no source of this library:</p>\n<ul>\n");
        for (line, words) in all {
            let _ = writeln!(out, "<li>line {line}: {}</li>", escape(&words));
        }
        out.push_str("</ul>\n");
    }
    out.push_str("</div>\n</section>\n");
}

/// A verdict in words, with a sign for those who see no colours.
fn verdict(verdict: &str) -> String {
    format!(
        "<span class=\"verdict {}\"><span aria-hidden=\"true\">{}</span> {verdict}</span>",
        class(verdict),
        sign(verdict)
    )
}

fn severity(severity: &str) -> String {
    let class = match severity {
        "error" => "bad",
        "warning" => "split",
        _ => "open",
    };
    format!("<span class=\"verdict {class}\">{severity}</span>")
}

fn class(verdict: &str) -> &'static str {
    match verdict {
        "supported" | "verbatim" | "edited" | "known" => "good",
        "contradicted" | "altered" | "misattributed" => "bad",
        "contested" | "in several places" | "several possible" => "split",
        _ => "open",
    }
}

fn sign(verdict: &str) -> &'static str {
    match class(verdict) {
        "good" => "✓",
        "bad" => "✗",
        "split" => "≠",
        _ => "?",
    }
}

fn evidence(evidence: &[Evidence]) -> String {
    let mut out = String::new();
    for it in evidence {
        let date = it
            .edtf
            .as_ref()
            .map_or_else(String::new, |date| format!("<b>{}</b> ", escape(date)));
        let words = match &it.words {
            Some(words) => format!("<q>{}</q>", escape(words)),
            None => "<i>passage withheld: the source is confidential</i>".to_owned(),
        };
        let _ = write!(
            out,
            "<div>{date}{words}<br><span class=\"by\">{} · {}</span></div>",
            escape(&it.label),
            it.rank
        );
    }
    if out.is_empty() {
        out.push('—');
    }
    out
}

/// Text in HTML: escaped, and harmless.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match super::harmless(c) {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}
