//! An invented world of rivers and fisheries, and statements as readable strings.

#![allow(dead_code)]

use std::sync::Arc;

use prose::locale::Locale;
use prose::name::{EntityId, EntityKind, Name, Names};
use prose::reading::{Memo, Reader, Reading};
use prose::statement::{Modality, Role};
use text::{Block, BlockKind, Document, Map, Span};

const WORLD: &[(EntityKind, &str, &[&str])] = &[
    (
        EntityKind::Agreement,
        "Treaty of Varn on Friendship",
        &["Treaty of Varn"],
    ),
    (EntityKind::Agreement, "Herring Accord", &[]),
    (EntityKind::Agreement, "Sturgeon Convention", &[]),
    (EntityKind::Agreement, "River Plan", &[]),
    (
        EntityKind::Organisation,
        "Lower Tisza Commission",
        &["=LTC"],
    ),
    (EntityKind::Organisation, "Amber Forum", &[]),
    (
        EntityKind::Organisation,
        "Northern Fisheries Organisation",
        &[],
    ),
    (EntityKind::Place, "Norland", &[]),
    (EntityKind::Place, "Sudmark", &[]),
    (EntityKind::Place, "Estria", &[]),
    (EntityKind::Place, "Varn", &[]),
    (EntityKind::Person, "Ada Berg", &["President Berg", "Berg"]),
    (EntityKind::Person, "Iven Holm", &["Holm"]),
];

pub fn names() -> Names {
    let mut names = Vec::new();
    for (at, (kind, name, aliases)) in WORLD.iter().enumerate() {
        for alias in std::iter::once(name).chain(*aliases) {
            let exact_case = alias.starts_with('=');
            names.push(Name {
                text: alias.trim_start_matches('=').to_owned(),
                entity: EntityId(at as u32),
                kind: *kind,
                exact_case,
                ambiguous: false,
            });
        }
    }
    Names::new(names)
}

pub fn reader() -> Reader {
    Reader::new(Arc::new(Locale::english()), Arc::new(names()))
}

pub fn document(blocks: &[(BlockKind, &str)]) -> Document {
    let mut document = Document::default();
    let mut text = String::new();
    for (kind, prose) in blocks {
        let span = Span::new(text.len(), text.len() + prose.len());
        text.push_str(prose);
        text.push_str("\n\n");
        document.blocks.push(Block {
            kind: *kind,
            span,
            prose: Arc::from(*prose),
            map: Map::identity(span.start, prose.len()),
        });
    }
    document.text = text.into();
    document
}

pub fn show(reader: &Reader, document: &Document) -> Vec<String> {
    let reading: Reading = reader
        .read(document, &mut Memo::default(), &|| false)
        .expect("not cancelled");
    let names = |candidates: &[EntityId]| {
        let name = |id: &EntityId| WORLD[id.0 as usize].1;
        candidates.iter().map(name).collect::<Vec<_>>().join("|")
    };
    let mut shown = Vec::new();
    for resolved in reading.blocks.iter() {
        for statement in &resolved.statements {
            let role = |role: Role| {
                let fitting = statement
                    .participants
                    .iter()
                    .filter(|participant| participant.role == role);
                fitting
                    .map(|participant| names(&participant.candidates))
                    .collect::<Vec<_>>()
                    .join("+")
            };
            let mut parts = Vec::new();
            for (label, who) in [
                ("object", role(Role::Object)),
                ("agent", role(Role::Agent)),
                ("place", role(Role::Place)),
            ] {
                if !who.is_empty() {
                    parts.push(format!("{label}={who}"));
                }
            }
            let kind = &reader.locale.events.kind(statement.kind).id;
            let modality = match statement.modality {
                Modality::Asserted => String::new(),
                other => format!(" {}", format!("{other:?}").to_lowercase()),
            };
            let marks: String = statement
                .discriminators
                .iter()
                .map(|mark| format!(" #{mark}"))
                .collect();
            shown.push(format!(
                "{kind}({}) {}{modality}{marks}",
                parts.join(", "),
                statement.value.edtf
            ));
        }
    }
    shown
}

/// That a paragraph of `text` states what is expected, as `show` writes it.
#[track_caller]
pub fn check(text: &str, expected: &[&str]) {
    check_with(&reader(), text, expected);
}

/// The same, read by `reader`.
#[track_caller]
pub fn check_with(reader: &Reader, text: &str, expected: &[&str]) {
    let document = document(&[(BlockKind::Paragraph, text)]);
    assert_eq!(show(reader, &document), expected, "\nin {text:?}");
}
