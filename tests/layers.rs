//! The house rules that a program can hold: which room may import which, what the core must not know, and how a file
//! begins and how long it gets. Green here means that review can be about ideas.

use std::fs;
use std::path::{Path, PathBuf};

/// The rooms from left to right. A room may import those in groups to its left; rooms of one group do not know each
/// other.
const ROOMS: &[&[&str]] = &[
    &["text"],
    &["markdown", "prose", "passage"],
    &["format", "library"],
    &["analysis"],
    &["project"],
    &["lsp"],
    &["cli"],
];

/// Everything up to here is the core.
const LAST_OF_CORE: &str = "analysis";

/// What the core must not touch, and where it belongs instead.
const BANNED: &[(&str, &str)] = &[
    (
        "std::fs",
        "only `project` touches the disk; take the text as an argument",
    ),
    (
        "std::env",
        "only `project` and `cli` read the environment; take the value as an argument",
    ),
    ("std::net", "there is no network at run time"),
    ("std::process", "the core starts and ends no process"),
    (
        "std::thread",
        "threads belong to the adapters; take a `Cancel` and be called",
    ),
    (
        "SystemTime",
        "the core has no clock; take the date as an argument",
    ),
    ("Instant", "the core has no clock; measure in a benchmark"),
    ("tokio", "async belongs to `lsp`"),
    ("tower_lsp", "only `lsp` speaks the protocol"),
];

/// No file is longer.
const MOST_LINES: usize = 500;

#[test]
fn a_room_imports_only_rooms_to_its_left() {
    let mut faults = Vec::new();
    for (group, room) in rooms() {
        let manifest = manifest_of(room);
        let text = fs::read_to_string(&manifest).expect("a room has a manifest");
        let table: toml::Table = text.parse().expect("a manifest is TOML");
        for section in ["dependencies", "dev-dependencies", "build-dependencies"] {
            let Some(dependencies) = table.get(section).and_then(toml::Value::as_table) else {
                continue;
            };
            for name in dependencies.keys() {
                let Some(other) = name.strip_prefix("policy-ls-") else {
                    continue;
                };
                let left = rooms().any(|(at, room)| room == other && at < group);
                if !left {
                    faults.push(format!(
                        "{}: [{section}] `{room}` imports `{other}`, which does not stand to its left",
                        relative(&manifest)
                    ));
                }
            }
        }
    }
    report(
        faults,
        "text < markdown, prose, passage < format, library < analysis < project < lsp < cli; a comma means: these do \
         not know each other (docs/architecture.md, \"The one rule\")",
    );
}

#[test]
fn the_core_knows_no_disk_no_clock_and_no_protocol() {
    let mut faults = Vec::new();
    let core = ROOMS
        .iter()
        .position(|group| group.contains(&LAST_OF_CORE))
        .expect("it is one of the rooms");
    for (_, room) in rooms().filter(|&(group, _)| group <= core) {
        for file in rust_files(&root().join("server").join(room).join("src")) {
            // Tests read fixtures; they stand in files of their own or at a file's end.
            if file.file_stem().is_some_and(|stem| stem == "tests") {
                continue;
            }
            let text = fs::read_to_string(&file).expect("it is UTF-8");
            let code = text.split("#[cfg(test)]").next().unwrap_or_default();
            for (number, line) in code.lines().enumerate() {
                let line = line.split("//").next().unwrap_or_default();
                for (word, instead) in BANNED.iter().filter(|(word, _)| has_word(line, word)) {
                    faults.push(format!(
                        "{}:{}: `{word}` in the core: {instead}",
                        relative(&file),
                        number + 1
                    ));
                }
            }
        }
    }
    report(
        faults,
        "the core is pure: draft, library and settings in, facts out",
    );
}

#[test]
fn every_module_says_what_it_is_for() {
    let faults = all_files().filter_map(|file| {
        let text = fs::read_to_string(&file).expect("it is UTF-8");
        (!text.starts_with("//! ")).then(|| format!("{}:1: no `//!`", relative(&file)))
    });
    report(
        faults.collect(),
        "a module opens with `//!` and a sentence on what it is for",
    );
}

#[test]
fn no_file_is_too_long_to_read() {
    let faults = all_files().filter_map(|file| {
        let lines = fs::read_to_string(&file)
            .expect("it is UTF-8")
            .lines()
            .count();
        (lines > MOST_LINES).then(|| format!("{}: {lines} lines", relative(&file)))
    });
    report(
        faults.collect(),
        &format!("a file has at most {MOST_LINES} lines; split it by what it does"),
    );
}

fn rooms() -> impl Iterator<Item = (usize, &'static str)> {
    let groups = ROOMS.iter().enumerate();
    groups.flat_map(|(at, group)| group.iter().map(move |room| (at, *room)))
}

/// The cli is the root package; every other room has its own.
fn manifest_of(room: &str) -> PathBuf {
    match room {
        "cli" => root().join("Cargo.toml"),
        room => root().join("server").join(room).join("Cargo.toml"),
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn relative(path: &Path) -> String {
    let path = path.strip_prefix(root()).unwrap_or(path);
    path.display().to_string().replace('\\', "/")
}

fn all_files() -> impl Iterator<Item = PathBuf> {
    let trees = ["server", "tests", "benches"];
    trees
        .into_iter()
        .flat_map(|tree| rust_files(&root().join(tree)))
}

fn rust_files(directory: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(directory) else {
        return Vec::new();
    };
    let mut files = Vec::new();
    for entry in entries {
        let path = entry.expect("an entry can be read").path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// Whether `word` stands in `line` as a word of its own.
fn has_word(line: &str, word: &str) -> bool {
    let is_part = |character: char| character.is_alphanumeric() || character == '_';
    line.match_indices(word).any(|(at, _)| {
        !line[..at].ends_with(is_part) && !line[at + word.len()..].starts_with(is_part)
    })
}

fn report(faults: Vec<String>, rule: &str) {
    let list = faults.join("\n  ");
    assert!(faults.is_empty(), "\n{rule}\n  {list}\n");
}
