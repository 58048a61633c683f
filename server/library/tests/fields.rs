//! Texts in several fields without any record: how many of the labelled agreements, organisations and events are found,
//! and how many of those that are read are right. `-- --nocapture` prints what is missed and what is wrong.

mod labelled;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use labelled::{Compared, Labels, dates, folded, names_of};
use library::{Builder, Entity, Library, SourceRecord};
use prose::locale::Locale;
use prose::name::EntityKind;

/// Figures over one or more texts.
#[derive(Default)]
struct Score {
    entities: usize,
    entities_found: usize,
    extracted: usize,
    extracted_right: usize,
    events: usize,
    events_found: usize,
    read: usize,
    read_right: usize,
}

fn fields(folder: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../tests/data")
        .join(folder)
}

fn library(text: &str) -> Library {
    let mut builder = Builder::new("field", 1);
    let document = Arc::new(markdown::read(text.into()));
    builder.add_source("field.md", SourceRecord::default(), document);
    builder.build(Arc::new(Locale::english()))
}

fn measure(folder: &str, name: &str, score: &mut Score) {
    let read = |ending: &str| {
        let path = fields(folder).join(format!("{name}.{ending}"));
        std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    };
    let labels = read("labels.toml");
    // Names that may be taken either way stand in the comments.
    let comments: Vec<String> = labels
        .lines()
        .filter(|line| line.starts_with('#'))
        .map(folded)
        .collect();
    let open = |name: &String| comments.iter().any(|line| line.contains(name.as_str()));
    let labels = Labels::read(name, &labels);
    let library = library(&read("md"));
    println!("== {name}");
    let own = |entity: &&Entity| {
        matches!(
            entity.kind,
            EntityKind::Agreement | EntityKind::Organisation
        )
    };
    for label in labels.entity.iter().filter(|label| label.is_judged()) {
        let names = label.names();
        score.entities += 1;
        let kind = if label.kind == "agreement" {
            EntityKind::Agreement
        } else {
            EntityKind::Organisation
        };
        let mut fitting = library.entities.iter().filter(|entity| {
            names_of(entity).contains(&folded(&label.name)) || !names_of(entity).is_disjoint(&names)
        });
        match fitting.next() {
            Some(entity) if entity.kind == kind => score.entities_found += 1,
            Some(entity) => println!("  kind: {} is {:?}", label.name, entity.kind),
            None => println!("  missed: {}", label.name),
        }
    }
    for entity in library.entities.iter().filter(own) {
        let names = names_of(entity);
        if names.iter().any(open)
            && !labels
                .entity
                .iter()
                .any(|label| !label.names().is_disjoint(&names))
        {
            continue;
        }
        score.extracted += 1;
        let fitting = labels
            .entity
            .iter()
            .filter(|label| !label.names().is_disjoint(&names))
            .count();
        if fitting == 1 {
            score.extracted_right += 1;
        } else {
            let all: Vec<&str> = entity.aliases().collect();
            println!(
                "  {}: {:?} {} = {}",
                if fitting == 0 {
                    "no such"
                } else {
                    "two in one"
                },
                entity.kind,
                entity.name,
                all.join(" | ")
            );
        }
    }
    events(&library, &labels, score);
}

fn events(library: &Library, labels: &Labels, score: &mut Score) {
    let locale = Locale::english();
    let compared = Compared::new(library, labels);
    for label in labels.asserted() {
        score.events += 1;
        let found = compared.finds(label);
        score.events_found += usize::from(found);
        if !found {
            println!(
                "  event missed: {} {} {:?}: {}",
                label.kind, label.date, label.participants, label.sentence
            );
        }
    }
    for event in compared.dated() {
        score.read += 1;
        let right = compared.is_right(event);
        score.read_right += usize::from(right);
        if !right {
            let involved = compared.involved(event).into_iter();
            let who = involved.map(|id| library.entities[id.0 as usize].name.as_str());
            println!(
                "  event wrong: {} {:?} {:?}: {}",
                locale.events.kind(event.kind).id,
                dates(event).map(|date| &date.edtf).collect::<Vec<_>>(),
                who.collect::<Vec<_>>(),
                event.witnesses[0].text
            );
        }
    }
}

#[test]
fn names_and_events_are_found_without_records() {
    // What is reached; asked is what the held-out texts are asked.
    hold("fields", [93, 95, 63, 91]);
}

/// What is aimed at, on texts that nobody read while building. See tests/data/held-out/README.md.
#[test]
#[ignore = "held out: fails until what is aimed at is reached"]
fn names_and_events_are_found_in_texts_held_out() {
    hold("held-out/fields", [85, 95, 75, 97]);
}

/// Holds the texts of a folder to floors, of a hundred: names found, names right, events found, events right.
fn hold(folder: &str, floors: [usize; 4]) {
    let entries = std::fs::read_dir(fields(folder)).expect("labelled texts");
    let mut names: Vec<String> = entries
        .filter_map(|entry| {
            entry
                .ok()?
                .file_name()
                .to_str()?
                .strip_suffix(".md")
                .map(str::to_owned)
        })
        .collect();
    names.sort();
    let mut total = Score::default();
    for name in &names {
        let mut score = Score::default();
        measure(folder, name, &mut score);
        println!("{name}: {score}");
        total.add(&score);
    }
    println!("all: {total}");
    let shares = [
        (total.entities_found, total.entities),
        (total.extracted_right, total.extracted),
        (total.events_found, total.events),
        (total.read_right, total.read),
    ];
    for ((part, whole), floor) in shares.into_iter().zip(floors) {
        assert!(part * 100 >= whole * floor, "{total}");
    }
}

impl Score {
    fn add(&mut self, other: &Score) {
        self.entities += other.entities;
        self.entities_found += other.entities_found;
        self.extracted += other.extracted;
        self.extracted_right += other.extracted_right;
        self.events += other.events;
        self.events_found += other.events_found;
        self.read += other.read;
        self.read_right += other.read_right;
    }
}

impl std::fmt::Display for Score {
    fn fmt(&self, out: &mut std::fmt::Formatter) -> std::fmt::Result {
        let share = |part: usize, whole: usize| {
            format!("{part}/{whole} {:.2}", part as f64 / whole.max(1) as f64)
        };
        write!(
            out,
            "names found {}, right {}; events found {}, right {}",
            share(self.entities_found, self.entities),
            share(self.extracted_right, self.extracted),
            share(self.events_found, self.events),
            share(self.read_right, self.read)
        )
    }
}
