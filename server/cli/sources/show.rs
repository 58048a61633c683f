//! `sources show`, `sources verify` and `sources forget`: what one source says, whether it is what its record describes,
//! and away with what is kept of it.

use std::borrow::Cow;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail};
use project::{Site, Workspace, sidecar_of};
use serde::Serialize;
use text::Anchor;

use super::{Format, SCHEMA_VERSION, print_json};
use crate::FOUND;
use crate::report::escape;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Page(u32),
    Paragraph(u32),
}

/// "page 3", "page:3", "paragraph 12", or a bare number for a paragraph.
pub(super) fn place(argument: &str) -> Result<Place, String> {
    let (unit, number) = argument
        .split_once([' ', ':'])
        .unwrap_or(("paragraph", argument));
    match (unit, number.trim().parse()) {
        ("page", Ok(number)) => Ok(Place::Page(number)),
        ("paragraph", Ok(number)) => Ok(Place::Paragraph(number)),
        _ => Err(format!(
            "`{argument}` is no place; write `page 3` or `paragraph 12`"
        )),
    }
}

/// What `sources show --format json` prints.
#[derive(Serialize)]
struct Shown<'a> {
    schema_version: u32,
    path: &'a str,
    id: &'a str,
    title: &'a str,
    /// The whole text, or the parts at the place that was asked for.
    passages: Vec<Passage<'a>>,
}

#[derive(Serialize)]
struct Passage<'a> {
    /// First byte, in the text as it was read.
    byte_start: usize,
    /// One past the last.
    byte_end: usize,
    text: &'a str,
}

/// Prints a source's words.
pub(super) fn show(
    workspace: &Workspace,
    wanted: &Path,
    at: Option<Place>,
    format: Format,
) -> anyhow::Result<ExitCode> {
    let name = workspace.relative(wanted);
    let plain = wanted.to_string_lossy();
    let source = workspace
        .library
        .sources
        .iter()
        .find(|source| source.path == name || source.path == plain || source.id == plain)
        .with_context(|| {
            format!("{plain} is no source of this workspace; `policy-ls sources list` names them")
        })?;
    if source.record.withheld {
        bail!(
            "{} ({}): passage withheld: the source is confidential or under embargo; only the editor shows it",
            source.path,
            source.title
        );
    }
    let document = source.document();
    let whole = text::Span::new(0, document.text.len());
    let spans: Vec<text::Span> = match at {
        None => vec![whole],
        Some(place) => {
            let meant = document.anchors.iter().filter(|(_, anchor)| {
                matches!((anchor, place), (Anchor::Page(number), Place::Page(wanted)) if *number == wanted)
                    || matches!((anchor, place), (Anchor::Paragraph(number), Place::Paragraph(wanted)) if *number == wanted)
            });
            meant.map(|(span, _)| *span).collect()
        }
    };
    if spans.is_empty() {
        let place = match at {
            Some(Place::Page(page)) => format!("page: {page}"),
            Some(Place::Paragraph(paragraph)) => format!("paragraph: {paragraph}"),
            None => String::new(),
        };
        bail!("{} has no such {place}", source.path);
    }
    if format == Format::Json {
        let passages = spans.iter().map(|span| Passage {
            byte_start: span.start,
            byte_end: span.end,
            text: span.of(&document.text),
        });
        print_json(&Shown {
            schema_version: SCHEMA_VERSION,
            path: &source.path,
            id: &source.id,
            title: &source.title,
            passages: passages.collect(),
        })?;
        return Ok(ExitCode::SUCCESS);
    }
    let mut out = anstream::stdout().lock();
    match at {
        None => write!(out, "{}", document.text)?,
        Some(_) => {
            for span in spans {
                writeln!(out, "{}", span.of(&document.text).trim_end())?;
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// What `sources verify --format json` prints.
#[derive(Serialize)]
struct Verified<'a> {
    schema_version: u32,
    sources: Vec<Verdict<'a>>,
}

#[derive(Serialize)]
struct Verdict<'a> {
    /// The source; of one that is not there, its record.
    path: Cow<'a, str>,
    /// `same`, `different`, `unstated`, `unreadable` or `missing`.
    verdict: &'static str,
    /// SHA-256 of the file.
    sha256: Option<Cow<'a, str>>,
}

/// Checks each source against what its record states, also those that could not be read or are not there any more.
pub(super) fn verify(workspace: &Workspace, format: Format) -> anyhow::Result<ExitCode> {
    // What is compiled in was checked by the tests of the build.
    let own = workspace.library.sources.iter();
    let own = own.filter(|source| !source.path.starts_with("builtin:"));
    let mut verdicts: Vec<Verdict<'_>> = own
        .map(|source| Verdict {
            path: source.path.as_str().into(),
            verdict: match (&source.record.sha256, &source.record.digest) {
                (None, _) => "unstated",
                (Some(stated), Some(digest)) if stated.eq_ignore_ascii_case(digest) => "same",
                (Some(_), _) => "different",
            },
            sha256: source.record.digest.as_deref().map(Cow::from),
        })
        .collect();
    let astray = workspace.astray();
    verdicts.extend(astray.iter().map(|path| unread(workspace, path)));
    verdicts.sort_by(|one, other| one.path.cmp(&other.path));
    let wrong = |it: &Verdict<'_>| matches!(it.verdict, "different" | "unreadable" | "missing");
    let wrong = verdicts.iter().any(wrong);
    if format == Format::Json {
        print_json(&Verified {
            schema_version: SCHEMA_VERSION,
            sources: verdicts,
        })?;
    } else {
        let mut out = anstream::stdout().lock();
        for verdict in verdicts {
            let words = match verdict.verdict {
                "same" => "is what its record describes",
                "different" => "is NOT the file that its record describes",
                "unreadable" => "could NOT be read; `policy-ls sources list` says why",
                "missing" => "describes a source that is NOT there",
                _ => "its record states no SHA-256",
            };
            writeln!(out, "{}: {words}", escape(&verdict.path))?;
        }
    }
    Ok(ExitCode::from(if wrong { FOUND } else { 0 }))
}

/// A source that could not be read, or a record of one that is not there.
fn unread<'a>(workspace: &Workspace, path: &Path) -> Verdict<'a> {
    let name = workspace.relative(path);
    if name.ends_with(".source.toml") {
        return Verdict {
            path: name.into(),
            verdict: "missing",
            sha256: None,
        };
    }
    let digest = std::fs::read(path).map(|bytes| project::sha256(&bytes));
    let digest = digest.ok();
    let record = std::fs::read_to_string(sidecar_of(path)).unwrap_or_default();
    let stated = library::SourceRecord::parse("", &record).unwrap_or_default();
    let differs = stated.sha256.zip(digest.clone());
    let differs = differs.is_some_and(|(stated, digest)| !stated.eq_ignore_ascii_case(&digest));
    Verdict {
        path: name.into(),
        verdict: if differs { "different" } else { "unreadable" },
        sha256: digest.map(Cow::from),
    }
}

/// What `sources forget --format json` prints.
#[derive(Serialize)]
struct Forgotten {
    schema_version: u32,
    forgotten: Vec<String>,
}

/// Wipes what is kept, without reading anything: reading would keep it again.
pub(super) fn forget(site: &Site, files: &[PathBuf], format: Format) -> anyhow::Result<ExitCode> {
    let cache = Workspace::cache(site)?;
    let mut forgotten = Vec::new();
    for file in files {
        let name = site.relative(file);
        cache
            .forget(&site.root, &name)
            .with_context(|| format!("{name}: the cache cannot be changed"))?;
        forgotten.push(name);
    }
    if format == Format::Json {
        print_json(&Forgotten {
            schema_version: SCHEMA_VERSION,
            forgotten,
        })?;
        return Ok(ExitCode::SUCCESS);
    }
    let mut out = anstream::stdout().lock();
    for name in forgotten {
        writeln!(out, "{}: forgotten", escape(&name))?;
    }
    Ok(ExitCode::SUCCESS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_as_findings_name_them() {
        assert_eq!(place("page 3"), Ok(Place::Page(3)));
        assert_eq!(place("paragraph:12"), Ok(Place::Paragraph(12)));
        assert_eq!(place("7"), Ok(Place::Paragraph(7)));
        assert!(place("chapter 2").is_err());
    }
}
