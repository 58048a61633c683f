//! `policy-ls chronology`: the library's events in order, with those who say so.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use analysis::Origin;
use anyhow::{anyhow, bail};
use clap::{Args, ValueEnum};
use library::{Event, Library, Witness};
use prose::date::{DateValue, Interval};
use serde::Serialize;

use crate::report::escape;
use crate::report::json::write_pretty;
use crate::target::{Options, Targets};

/// Print the events that the sources and records tell of, in order.
#[derive(Args)]
pub struct Arguments {
    /// Only events in which this entity takes part: its id or one of its names.
    #[arg(long, value_name = "ID")]
    entity: Option<String>,
    /// Only events on this day or after it (EDTF: 2001, 2001-07, 2001-07-16).
    #[arg(long, value_name = "EDTF", value_parser = date)]
    from: Option<DateValue>,
    /// Only events on this day or before it.
    #[arg(long, value_name = "EDTF", value_parser = date)]
    to: Option<DateValue>,
    /// How to print them.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
    /// Use this configuration instead of the one found upward from the current directory.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    /// For people.
    Table,
    /// For programs.
    Json,
    /// For spreadsheets.
    Csv,
}

#[derive(Serialize)]
struct Chronology {
    schema_version: u32,
    events: Vec<Row>,
}

/// One event.
#[derive(Serialize)]
struct Row {
    id: String,
    kind: String,
    /// EDTF; absent if no source gives a date.
    edtf: Option<String>,
    summary: String,
    /// Ids of those who take part.
    entities: Vec<String>,
    /// Whether the witnesses disagree.
    contested: bool,
    witnesses: Vec<Said>,
}

/// One witness.
#[derive(Serialize)]
struct Said {
    edtf: Option<String>,
    /// The source's path, or `builtin:NAME`; absent if it is not loaded.
    path: Option<String>,
    label: Option<String>,
    curated: bool,
    /// Whether the source is confidential or under embargo, so that its date is not told.
    withheld: bool,
}

fn date(argument: &str) -> Result<DateValue, String> {
    project::check_document_date(argument)?;
    DateValue::parse_edtf(argument).ok_or_else(|| format!("`{argument}` is not a date"))
}

/// Prints them.
pub fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let mut targets = Targets::new(Options {
        config: arguments.config.clone(),
        ..Options::default()
    })?;
    let prepared = targets.workspace_of(Path::new("."))?;
    let library = &*prepared.workspace.library;
    let entity = match &arguments.entity {
        Some(words) => Some(entity(library, words)?),
        None => None,
    };
    let span = Interval {
        start: arguments.from.as_ref().and_then(|date| date.interval.start),
        end: arguments.to.as_ref().and_then(|date| date.interval.end),
    };
    let wanted = |event: &&Event| {
        let inside = span == Interval::ALWAYS
            || event
                .value()
                .is_some_and(|value| value.judged().meets(span));
        inside && entity.is_none_or(|entity| event.involves(entity))
    };
    // What only withheld sources tell of is not told.
    let told = |event: &&Event| event.shown().next().is_some();
    let rows = library.events.iter().filter(told).filter(wanted);
    let rows: Vec<Row> = rows.map(|event| row(library, event)).collect();
    let mut out = anstream::stdout().lock();
    match arguments.format {
        Format::Table => table(&mut out, &rows)?,
        Format::Csv => csv(&mut out, &rows)?,
        Format::Json => {
            let chronology = Chronology {
                schema_version: 1,
                events: rows,
            };
            write_pretty(&mut out, &chronology)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn entity(library: &Library, words: &str) -> anyhow::Result<prose::name::EntityId> {
    let named = || {
        let same = |name: &str| name.to_lowercase() == words.to_lowercase();
        let mut entities = library.entities.iter();
        entities.find(|one| same(&one.name) || one.aliases().any(same))
    };
    if let Some(entity) = library.entity(words).or_else(named) {
        return Ok(entity.number);
    }
    let ids = library.entities.iter().map(|entity| entity.id.as_str());
    match project::nearest(words, ids) {
        Some(id) => bail!("there is no entity `{words}`; did you mean `{id}`?"),
        None => Err(anyhow!("there is no entity `{words}` in this library")),
    }
}

fn row(library: &Library, event: &Event) -> Row {
    let all = event.agents.iter().chain(&event.object).chain(&event.place);
    let mut entities: Vec<String> = all
        .filter_map(|id| Some(library.entity_of(*id)?.id.clone()))
        .collect();
    entities.dedup();
    let first = event.shown().next();
    let words = event
        .summary
        .clone()
        .or(first.map(|witness| witness.text.clone()));
    Row {
        id: event.id.clone(),
        kind: library.locale.events.kinds[event.kind.0 as usize]
            .id
            .clone(),
        edtf: event
            .shown()
            .find_map(|it| it.value.as_ref())
            .map(|value| value.edtf.clone()),
        summary: one_line(&words.unwrap_or_default()),
        entities,
        contested: event.contested,
        witnesses: event
            .witnesses
            .iter()
            .map(|witness| said(library, witness))
            .collect(),
    }
}

fn said(library: &Library, witness: &Witness) -> Said {
    let place = witness.provenance.as_ref();
    let place = place.and_then(|place| analysis::location(library, place));
    Said {
        edtf: witness
            .value
            .as_ref()
            .filter(|_| !witness.veiled)
            .map(|value| value.edtf.clone()),
        withheld: witness.veiled,
        path: place.as_ref().map(|place| match &place.origin {
            Origin::Draft => "draft".to_owned(),
            Origin::File(path) | Origin::Rendition(path) => path.clone(),
            Origin::Builtin(name) => format!("builtin:{name}"),
        }),
        label: place.map(|place| place.label),
        curated: witness.curated,
    }
}

fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The witnesses in a few words, each once.
fn labels(row: &Row) -> String {
    let mut labels: Vec<&str> = Vec::new();
    for witness in &row.witnesses {
        let label = witness.label.as_deref();
        let label = label.unwrap_or(if witness.curated { "record" } else { "" });
        if !label.is_empty() && !labels.contains(&label) {
            labels.push(label);
        }
    }
    labels.join("; ")
}

fn table(out: &mut impl Write, rows: &[Row]) -> std::io::Result<()> {
    let date = |row: &Row| row.edtf.clone().unwrap_or_else(|| "no date".to_owned());
    let width = rows.iter().map(|row| date(row).len()).max().unwrap_or(0);
    for row in rows {
        let contested = if row.contested { " (contested)" } else { "" };
        let labels = labels(row);
        let line = format!("{:width$}  {}{contested}", date(row), row.summary);
        writeln!(out, "{}", escape(&line))?;
        if !labels.is_empty() {
            writeln!(out, "{:width$}    {}", "", escape(&labels))?;
        }
    }
    let ending = if rows.len() == 1 { "" } else { "s" };
    writeln!(out, "{} event{ending}", rows.len())
}

fn csv(out: &mut impl Write, rows: &[Row]) -> std::io::Result<()> {
    writeln!(out, "date,kind,summary,entities,contested,witnesses,id")?;
    for row in rows {
        let fields = [
            row.edtf.as_deref().unwrap_or_default(),
            &row.kind,
            &row.summary,
            &row.entities.join("; "),
            if row.contested { "yes" } else { "no" },
            &labels(row),
            &row.id,
        ];
        writeln!(out, "{}", fields.map(field).join(","))?;
    }
    Ok(())
}

/// One field of RFC 4180; what a spreadsheet would take for a formula is kept from being one.
fn field(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@']);
    let text = format!("{}{text}", if formula { "'" } else { "" });
    if text.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn fields_are_quoted_where_needed() {
        assert_eq!(super::field("a \"b\", c"), "\"a \"\"b\"\", c\"");
        assert_eq!(super::field("=1+1"), "'=1+1");
    }
}
