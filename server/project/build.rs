//! Lists the files of `seeds/` for `src/builtin.rs`: a new record file there needs no line of code. Makes the version of
//! what the store keeps from the sources of the rooms that decide it.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

/// The rooms that decide which words a document has, and how they are kept.
const EXTRACTING: &[&str] = &["text", "markdown", "format", "passage"];

/// Everything that decides what is read of a source.
const READING: &[&str] = &[
    "text/src",
    "markdown/src",
    "prose/src",
    "prose/locale",
    "passage/src",
    "format/src",
    "library/src",
    "../Cargo.lock",
];

/// Everything that decides what is found in a draft, the built-in library and the versions of other people's code included.
const JUDGING: &[&str] = &[
    "text/src",
    "markdown/src",
    "prose/src",
    "prose/locale",
    "passage/src",
    "format/src",
    "library/src",
    "analysis/src",
    "project/src",
    "../seeds",
    "../Cargo.lock",
];

fn main() {
    let rooms = EXTRACTING.iter().map(|room| format!("{room}/src"));
    let extracting: Vec<String> = rooms
        .chain(["library/src/quotable.rs".to_owned()])
        .collect();
    println!(
        "cargo::rustc-env=POLICY_LS_EXTRACTOR={}",
        version(&extracting)
    );
    println!("cargo::rustc-env=POLICY_LS_READER={}", version(READING));
    println!("cargo::rustc-env=POLICY_LS_JUDGE={}", version(JUDGING));
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../seeds");
    println!("cargo::rerun-if-changed={}", seeds.display());
    let mut files = Vec::new();
    for directory in ["", "records"] {
        let Ok(entries) = fs::read_dir(seeds.join(directory)) else {
            continue;
        };
        for entry in entries.flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            let wanted = name.ends_with(".toml") || (directory.is_empty() && name.ends_with(".md"));
            if wanted && name != "README.md" && entry.path().is_file() {
                let name = if directory.is_empty() {
                    name
                } else {
                    format!("{directory}/{name}")
                };
                files.push((name, entry.path()));
            }
        }
    }
    files.sort();
    let mut code = String::from("static FILES: &[(&str, &str)] = &[\n");
    for (name, path) in files {
        println!("cargo::rerun-if-changed={}", path.display());
        let path = path.canonicalize().unwrap_or(path);
        writeln!(
            code,
            "    ({name:?}, include_str!({:?})),",
            path.display().to_string()
        )
        .expect("a string takes every write");
    }
    code.push_str("];\n");
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it")).join("seeds.rs");
    fs::write(out, code).expect("the build's own directory can be written");
}

/// A hash of all files below these places, which lie beside this room.
fn version(places: &[impl AsRef<str>]) -> String {
    let mut hasher = blake3::Hasher::new();
    for place in places {
        let place = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("..")
            .join(place.as_ref());
        println!("cargo::rerun-if-changed={}", place.display());
        let mut files = Vec::new();
        gather(&place, &mut files);
        files.sort();
        for file in files {
            hasher.update(&fs::read(&file).unwrap_or_default());
        }
    }
    hasher.finalize().to_hex()[..16].to_owned()
}

fn gather(place: &Path, files: &mut Vec<PathBuf>) {
    if place.is_file() {
        files.push(place.to_owned());
        return;
    }
    for entry in fs::read_dir(place).into_iter().flatten().flatten() {
        gather(&entry.path(), files);
    }
}
