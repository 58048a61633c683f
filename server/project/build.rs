//! Lists the files of `seeds/` for `src/builtin.rs`: a new record file there needs no line of code. Makes the version of
//! what the store keeps from the sources of the rooms that decide it.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

/// The rooms that decide which words a document has, and how they are kept.
const EXTRACTING: &[&str] = &["text", "markdown", "format", "passage"];

fn main() {
    println!("cargo::rustc-env=POLICY_LS_EXTRACTOR={}", extractor());
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

fn extractor() -> String {
    let mut hasher = blake3::Hasher::new();
    for room in EXTRACTING {
        let sources = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("..")
            .join(room)
            .join("src");
        println!("cargo::rerun-if-changed={}", sources.display());
        let mut files = Vec::new();
        gather(&sources, &mut files);
        files.sort();
        for file in files {
            hasher.update(&fs::read(&file).unwrap_or_default());
        }
    }
    hasher.finalize().to_hex()[..16].to_owned()
}

fn gather(directory: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(directory).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            gather(&path, files);
        } else {
            files.push(path);
        }
    }
}
