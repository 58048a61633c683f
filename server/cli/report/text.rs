//! Findings for people: draft against source, each with the passage that proves it, advice last.

use std::io::{self, Write};

use analysis::{Diagnostic, Origin, Related, Severity};
use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin as Heading, Renderer, Snippet};
use library::WITHHELD;
use project::FileProblem;
use text::{Encoding, Lines};

use super::excerpt::Excerpt;
use super::{Reporter, Results, coverage, escape, shown};

/// Wide enough that only [`Excerpt`] cuts lines.
const WIDTH: usize = 1000;

/// Words of a source up to this many bytes are marked on their line; longer ones are shown as a passage.
const SHORT: usize = 72;

/// Begins bold text.
pub const BOLD: &str = "\x1B[1m";
/// Ends all of it.
pub const RESET: &str = "\x1B[0m";

/// The format `text`.
pub struct Text;

impl Reporter for Text {
    fn write(&self, mut out: &mut dyn Write, results: &Results) -> io::Result<()> {
        let renderer = Renderer::styled()
            .decor_style(DecorStyle::Ascii)
            .term_width(WIDTH);
        for (draft, finding) in results.fresh() {
            let (text, lines) = (&draft.text, &draft.lines);
            write_finding(&mut out, &renderer, &draft.path, text, lines, finding)?;
        }
        write_problems(out, &results.problems)?;
        write_totals(out, results)
    }
}

/// What could not be used, one a line.
pub fn write_problems(out: &mut dyn Write, problems: &[FileProblem]) -> io::Result<()> {
    for problem in problems {
        let place = match problem.line {
            Some(line) => format!("{}:{line}", shown(&problem.path)),
            None => shown(&problem.path),
        };
        let (place, message) = (escape(&place), escape(&problem.message));
        writeln!(out, "{BOLD}{place}{RESET}: problem: {message}")?;
    }
    Ok(())
}

/// The lines that end a report: what was put off, and how far the library went.
pub fn write_totals(out: &mut dyn Write, results: &Results) -> io::Result<()> {
    if results.drafts.is_empty() {
        writeln!(out, "no drafts were checked")?;
    }
    let (known, silenced) = results.put_off();
    for (number, what) in [
        (known, "in the baseline"),
        (silenced, "silenced by comments"),
    ] {
        if number > 0 {
            let ending = if number == 1 { "" } else { "s" };
            writeln!(out, "{number} finding{ending} {what}")?;
        }
    }
    for line in coverage::lines(&results.drafts) {
        writeln!(out, "{}", escape(&line))?;
    }
    Ok(())
}

fn write_finding(
    out: &mut impl Write,
    renderer: &Renderer,
    path: &str,
    text: &str,
    lines: &Lines,
    diagnostic: &Diagnostic,
) -> io::Result<()> {
    let position = lines.position(text, diagnostic.span.start, Encoding::Utf32);
    writeln!(
        out,
        "{BOLD}{}:{}:{}: {}{}[{}]{RESET}{BOLD}: {}{RESET}",
        escape(path),
        position.line + 1,
        position.column + 1,
        colour(diagnostic.severity),
        diagnostic.severity.as_str(),
        diagnostic.code,
        escape(&diagnostic.message),
    )?;
    let excerpt = Excerpt::new(text, diagnostic.span);
    let mut group = Group::with_level(level(diagnostic.severity)).element(
        Snippet::source(excerpt.text)
            .line_start(position.line as usize + 1)
            .annotation(AnnotationKind::Primary.span(excerpt.focus)),
    );
    for related in &diagnostic.related {
        let location = &related.location;
        let line = Lines::new(&location.text).line_of(location.focus.start) + 1;
        group = group.element(Heading::path(heading(related, line)));
        if location.withheld {
            let said = Snippet::source(WITHHELD.to_owned()).line_numbering(false);
            let all = AnnotationKind::Visible.span(0..WITHHELD.len());
            group = group.element(said.annotation(all));
            continue;
        }
        group = if location.focus.len() <= SHORT {
            let excerpt = Excerpt::new(&location.text, location.focus);
            let words = location.focus.of(&location.text);
            // Words that stand there need not be said again.
            let said = Some(&related.message)
                .filter(|message| message.trim_matches(['“', '”']) != words)
                .map(|message| escape(message));
            let annotation = AnnotationKind::Context.span(excerpt.focus).label(said);
            let snippet = Snippet::source(excerpt.text).line_start(line);
            group.element(snippet.annotation(annotation))
        } else {
            // A passage: its words over several lines, without a mark under each.
            let passage = super::excerpt::passage(&location.text, location.focus);
            let all = AnnotationKind::Visible.span(0..passage.len());
            let snippet = Snippet::source(passage).line_numbering(false);
            group.element(snippet.annotation(all))
        };
    }
    if let Some(advice) = &diagnostic.advice {
        group = group.element(Level::HELP.message(escape(advice)));
    }
    for line in renderer.render(&[group]).lines() {
        // The renderer announces every snippet after the first; ours have a heading of their own.
        if anstream::adapter::strip_str(line).to_string().trim() != ":::" {
            writeln!(out, "{line}")?;
        }
    }
    writeln!(out)
}

/// Where a passage stands, for people, and for those who can click.
fn heading(related: &Related, line: usize) -> String {
    let label = escape(&related.location.label);
    match &related.location.origin {
        Origin::File(path) => format!("{label} ({}:{line})", escape(path)),
        Origin::Rendition(path) => format!("{label} ({})", escape(path)),
        Origin::Builtin(_) | Origin::Draft => label,
    }
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Information => Level::INFO,
        Severity::Hint => Level::NOTE,
    }
}

/// The colour of a severity.
pub fn colour(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "\x1B[91m",
        Severity::Warning => "\x1B[33m",
        Severity::Information => "\x1B[94m",
        Severity::Hint => "\x1B[92m",
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use analysis::Location;
    use text::Span;

    use super::*;

    fn span_of(text: &str, words: &str) -> Span {
        let start = text.find(words).expect("they stand there");
        Span::new(start, start + words.len())
    }

    #[test]
    fn a_finding_is_place_draft_source_and_advice() {
        let draft = "# Brief\n\nThe “Treaty” was signed in July 2002 in Moscow.\n";
        let source: Arc<str> =
            "One.\n\nOn July 16, 2001 the heads of state signed the Treaty.\n".into();
        let diagnostic = Diagnostic {
            code: "date-conflict",
            severity: Severity::Error,
            span: span_of(draft, "July 2002"),
            message: "Draft: July 2002. Source: 16 July 2001.".into(),
            advice: Some("If the source is right, write 16 July 2001.".into()),
            related: vec![Related {
                message: "signed on this day".into(),
                location: Location {
                    withheld: false,
                    origin: Origin::File("sources/guan.txt".into()),
                    focus: span_of(&source, "July 16, 2001"),
                    full: span_of(
                        &source,
                        "On July 16, 2001 the heads of state signed the Treaty.",
                    ),
                    text: source,
                    label: "Guan 2022, paragraph 22".into(),
                },
            }],
            fixes: Vec::new(),
            expected: None,
            subject: String::new(),
            fingerprint: String::new(),
            further: Vec::new(),
            baselined: false,
        };
        let mut out = Vec::new();
        let renderer = Renderer::plain().term_width(WIDTH);
        write_finding(
            &mut out,
            &renderer,
            "a.md",
            draft,
            &Lines::new(draft),
            &diagnostic,
        )
        .expect("a vector takes every write");
        let plain = anstream::adapter::strip_bytes(&out).into_vec();
        let shown = String::from_utf8(plain).expect("it is UTF-8");
        assert_eq!(shown, EXPECTED, "\n{shown}");
    }

    const EXPECTED: &str = "\
a.md:3:28: error[date-conflict]: Draft: July 2002. Source: 16 July 2001.
  |
3 | The “Treaty” was signed in July 2002 in Moscow.
  |                            ^^^^^^^^^
 ::: Guan 2022, paragraph 22 (sources/guan.txt:3)
  |
3 | On July 16, 2001 the heads of state signed the Treaty.
  |    ------------- signed on this day
  |
  = help: If the source is right, write 16 July 2001.

";
}
