//! Libraries of many sizes: `cargo bench --bench library -- 1 10 100` (sizes in MB; 1 and 10 without).
//!
//! For each size, sources of 100 KB are written by a seeded writer, and a process of its own (so that the peak of its memory
//! is its own) opens them: **cold** with an empty cache, **warm** with what the first left there, each until a draft is
//! checked; **changed** reads the library once, changes one source, and measures until the draft is checked again.
//! Wall-clock and processor time, and the peak of resident memory. `-- at DIRECTORY 1000` keeps what it writes, and writes it
//! once.

mod writer;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use analysis::{Analysis, Cancel, Memo};
use cpu_time::ProcessTime;
use project::{Cache, Saved, Site, Workspace};
use writer::Writer;

/// As in the program itself.
#[cfg(feature = "mimalloc")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const SOURCE: usize = 100_000;
const CONFIGURATION: &str = "sources = [\"sources\"]\nbuiltin = false\n";

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [child, what, directory] = arguments.as_slice()
        && child == "child"
    {
        return measure(what, Path::new(directory));
    }
    let kept = match arguments.as_slice() {
        [at, directory, ..] if at == "at" => Some(PathBuf::from(directory)),
        _ => None,
    };
    let mut sizes: Vec<usize> = arguments.iter().filter_map(|it| it.parse().ok()).collect();
    if sizes.is_empty() {
        sizes = vec![1, 10];
    }
    println!("| library | what | time | processor | peak memory | beyond mapped files |");
    println!("|---|---|---|---|---|---|");
    for megabytes in sizes {
        let passing = tempfile::tempdir().expect("a directory");
        let directory = kept.as_deref().unwrap_or(passing.path());
        let directory = directory.join(megabytes.to_string());
        if !directory.join("draft.md").exists() {
            write(&directory, megabytes);
        }
        for what in ["cold", "warm", "changed"] {
            let program = std::env::current_exe().expect("this program");
            let mut child = Command::new(program);
            child.args(["child", what]).arg(&directory);
            let told = child.output().expect("it runs");
            let lines = String::from_utf8_lossy(&told.stdout).into_owned();
            eprint!("{}", String::from_utf8_lossy(&told.stderr));
            for line in lines.lines() {
                println!("| {megabytes} MB | {line} |");
            }
        }
    }
}

/// Sources, a configuration and a draft.
fn write(root: &Path, megabytes: usize) {
    let mut writer = Writer::new(1);
    fs::create_dir_all(root.join("sources")).expect("made");
    fs::write(root.join("policy-ls.toml"), CONFIGURATION).expect("written");
    let sources = megabytes * 1_000_000 / SOURCE;
    let mut draft = String::new();
    for number in 0..sources {
        let text = writer.source(SOURCE);
        if number % (1 + sources / 10) == 0 {
            draft.push_str(&text[..text.floor_char_boundary(2_000)]);
            draft.push_str("\n\n");
        }
        fs::write(root.join(format!("sources/s{number:05}.md")), text).expect("written");
    }
    fs::write(root.join("draft.md"), draft).expect("written");
}

/// What the child does: one line of the table.
fn measure(what: &str, root: &Path) {
    let cache = root.join("cache");
    if what == "cold" {
        let _ = fs::remove_dir_all(&cache);
    }
    project::set_cache(Cache::At(cache));
    let site = Site::find(Some(&root.join("draft.md")), &[]);
    let draft = fs::read_to_string(root.join("draft.md")).expect("it was written");
    let begun = (Instant::now(), ProcessTime::now());
    let workspace = open(&site);
    let ready = (begun.0.elapsed(), begun.1.elapsed());
    let findings = check(&workspace, &draft);
    if what != "changed" {
        line(&format!("{what}: library"), ready);
        let all = (begun.0.elapsed(), begun.1.elapsed());
        return line(&format!("{what}: {findings} findings of a draft"), all);
    }
    let path = root.join("sources/s00000.md");
    let text = fs::read_to_string(&path).expect("it was written");
    let changed = text.replacen(". ", ", 12 May 1991. ", 1) + "\nOn 3 May 1999 all was well.\n";
    fs::write(&path, changed).expect("written");
    let begun = (Instant::now(), ProcessTime::now());
    let workspace = open(&site);
    line("changed: library", (begun.0.elapsed(), begun.1.elapsed()));
    let findings = check(&workspace, &draft);
    let all = (begun.0.elapsed(), begun.1.elapsed());
    line(&format!("changed: {findings} findings of a draft"), all);
    fs::write(&path, text).expect("written");
}

fn open(site: &Site) -> Workspace {
    let workspace = Workspace::load_for_editor(site, &Saved, &Cancel::new()).expect("it is sound");
    assert!(workspace.problems.is_empty(), "{:?}", workspace.problems);
    workspace
}

fn check(workspace: &Workspace, draft: &str) -> usize {
    let analysis = Analysis::new(
        "draft.md",
        draft.into(),
        workspace.library.clone(),
        workspace.settings.clone(),
        &mut Memo::default(),
        &Cancel::new(),
    );
    analysis.expect("nobody cancels").diagnostics().len()
}

fn line(what: &str, (time, processor): (Duration, Duration)) {
    let (time, processor) = (time.as_secs_f64() * 1e3, processor.as_secs_f64() * 1e3);
    let (peak, own) = (memory("VmHWM:"), memory("RssAnon:"));
    println!("{what} | {time:.0} ms | {processor:.0} ms | {peak} MB | {own} MB");
}

/// What the system says of memory, in MB: the most that was resident so far, mapped files included; or what is resident
/// now beyond them.
fn memory(what: &str) -> u64 {
    let text = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix(what));
    let number = line.and_then(|it| it.trim().split(' ').next()?.parse::<u64>().ok());
    number.unwrap_or_default() / 1024
}
