//! The seed record: whether the library of `seeds/` holds together, and how much of the curated events the chronicle
//! gives by itself, read without the curated events.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use library::{Builder, Event, Library, SourceRecord, Verdict};
use prose::locale::Locale;
use prose::reading::{Memo, Reader};

fn seeds() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../seeds")
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn record(name: &str) -> SourceRecord {
    SourceRecord::parse(name, &read(&seeds().join(name))).unwrap_or_else(|error| panic!("{error}"))
}

fn build(curated: bool) -> Library {
    let text = read(&seeds().join("chronicle.md"));
    let mut builder = Builder::new("seeds", 1);
    let document = Arc::new(markdown::read(text.into()));
    builder.add_source("chronicle.md", record("chronicle.source.toml"), document);
    builder.add_known(record("source.toml"));
    with_records(builder, curated)
}

fn with_records(mut builder: Builder, curated: bool) -> Library {
    let entries = std::fs::read_dir(seeds().join("records")).expect("there are records");
    let mut files: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect();
    files.sort();
    for file in files {
        let name = file.display().to_string();
        builder
            .add_records(&name, &read(&file))
            .unwrap_or_else(|error| panic!("{error}"));
    }
    if !curated {
        builder.without_curated_events();
    }
    builder.build(Arc::new(Locale::english()))
}

#[test]
fn every_record_leads_somewhere() {
    let library = build(true);
    assert_eq!(library.problems, []);
    let lost = |event: &&Event| {
        let mut curated = event.witnesses.iter().filter(|witness| witness.curated);
        match event.disputed() {
            // What other accounts say stands in no passage; the record's own date does.
            true => !curated.any(|witness| witness.provenance.is_some()),
            false => curated.any(|witness| witness.provenance.is_none()),
        }
    };
    let lost: Vec<&str> = library
        .events
        .iter()
        .filter(lost)
        .map(|event| event.id.as_str())
        .collect();
    assert!(lost.is_empty(), "no passage for {lost:?}");
}

/// Whether the event as read can be the curated one, by kind and stated roles.
fn is_same(groups: &[u16], curated: &Event, read: &Event) -> bool {
    let agents = read.agents.iter().all(|agent| curated.involves(*agent));
    let object = match (curated.object, read.object) {
        (Some(one), Some(other)) => one == other,
        _ => agents && !read.agents.is_empty(),
    };
    groups[curated.kind.0 as usize] == groups[read.kind.0 as usize] && object
}

/// What the events of `read` make of the curated ones that have a date: how many those are, which are missing, and what
/// was read beyond them, with whether a curated event of that kind lies on other days.
struct Told {
    dated: usize,
    missing: Vec<String>,
    wrong: Vec<(&'static str, String)>,
}

fn compare(read: &Library) -> Told {
    let groups = Locale::english().events.groups();
    let curated = build(true);
    let dated_by_record = |event: &Event| {
        event
            .witnesses
            .iter()
            .any(|witness| witness.curated && witness.value.is_some())
    };
    let dated: Vec<&Event> = curated
        .events
        .iter()
        .filter(|event| event.summary.is_some() && dated_by_record(event))
        .collect();
    let mut missing = Vec::new();
    for event in &dated {
        let value = event.value().expect("dated");
        let found = read
            .events
            .iter()
            .filter(|other| is_same(&groups, event, other));
        if !found
            .filter_map(Event::value)
            .any(|other| other.interval == value.interval)
        {
            missing.push(format!(
                "{} {}: {}",
                event.id,
                value.edtf,
                event.summary.as_deref().unwrap_or_default()
            ));
        }
    }
    // What was read is wrong if it can be a curated event, and none of those lies on these days.
    let mut wrong = Vec::new();
    for event in &read.events {
        let Some(value) = event.value() else {
            continue;
        };
        let same: Vec<&&Event> = dated
            .iter()
            .filter(|other| is_same(&groups, other, event))
            .collect();
        let curated = |event: &Event| -> Vec<_> {
            event
                .witnesses
                .iter()
                .filter(|witness| witness.curated)
                .filter_map(|witness| witness.value.clone())
                .collect()
        };
        let right = same.iter().any(|other| {
            curated(other)
                .iter()
                .any(|other| other.interval.meets(value.interval))
        });
        if !right {
            let text = event
                .witnesses
                .first()
                .map_or("", |witness| witness.text.as_str());
            let known = if same.is_empty() {
                "unknown"
            } else {
                "other days"
            };
            wrong.push((
                known,
                format!(
                    "{} {} {:?} {:?}: {text}",
                    event.id, value.edtf, event.object, event.agents
                ),
            ));
        }
    }
    Told {
        dated: dated.len(),
        missing,
        wrong,
    }
}

#[test]
fn the_chronicle_tells_the_curated_events() {
    let read = build(false);
    let Told {
        dated,
        missing,
        wrong,
    } = compare(&read);
    let found = dated - missing.len();
    println!(
        "curated events found with their date: {found} of {}; read: {}",
        dated,
        read.events.len()
    );
    println!("missing:\n  {}", missing.join("\n  "));
    for (known, line) in &wrong {
        println!("{known}: {line}");
    }
    assert!(wrong.iter().all(|(known, _)| *known == "unknown"));
    assert!(found * 100 >= dated * 85, "found {found} of {}", dated);
}

/// The article itself, if it stands beside the repository; only figures are printed, none of its words.
#[test]
fn the_article_tells_the_curated_events() {
    let path = seeds().join("../../shared/seeds/000_9717cba332fcc5f5.txt");
    let Ok(text) = std::fs::read_to_string(&path) else {
        println!("skipped: no {}", path.display());
        return;
    };
    let document = Arc::new(markdown::read(text.into()));
    let mut builder = Builder::new("article", 1);
    builder.add_source("article.txt", record("source.toml"), document);
    let read = with_records(builder, false);
    let told = compare(&read);
    let of = |known: &str| {
        let lines = told.wrong.iter().filter(|(other, _)| *other == known);
        lines.count()
    };
    println!(
        "the article read as a source: {} of {} curated events with their date, {} on other days, {} unknown",
        told.dated - told.missing.len(),
        told.dated,
        of("other days"),
        of("unknown")
    );
}

#[test]
fn the_drafts_conflict_where_they_were_made_to() {
    let library = build(true);
    let reader = Reader::new(Arc::new(Locale::english()), library.names.clone());
    let conflicts = |name: &str| -> Vec<&str> {
        let document = markdown::read(read(&seeds().join("drafts").join(name)).into());
        let reading = reader
            .read(&document, &mut Memo::default(), &|| false)
            .expect("not cancelled");
        let statements = reading.blocks.iter().flat_map(|block| &block.statements);
        let judged = statements.map(|statement| library.judge(statement));
        let conflicts = judged.filter(|judgement| judgement.verdict == Verdict::Conflict);
        conflicts
            .filter_map(|judgement| Some(library.events[judgement.event?].id.as_str()))
            .collect()
    };
    assert_eq!(conflicts("thirty-years.md"), [""; 0]);
    let energy = [
        "crude-oil-contract-2009-signed",
        "eastern-route-gas-contract-signed",
        "vankor-framework-agreement-signed",
    ];
    assert_eq!(conflicts("energy-deals.md"), energy);
    let frame = [
        "treaty-2001-signed",
        "implementation-outline-2005-2008-signed",
    ];
    assert_eq!(conflicts("legal-framework.md"), frame);
    let summits = [
        "brics-launched",
        "xi-visited-russia-2013",
        "joint-statement-2015-issued",
    ];
    assert_eq!(conflicts("summits-and-forums.md"), summits);
}
