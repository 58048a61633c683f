//! The linter over a large collection: `cargo bench --bench lint`.
//!
//! 2,000 drafts of 10 KB are put together from the paragraphs of the project's own drafts, each in an order of its own, and
//! checked by the release binary; then single drafts of 1, 5 and 10 MB, to see that time is linear in size. Wall-clock time,
//! best of the runs, and the peak of resident memory.

use std::fmt::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const RUNS: usize = 3;
const DRAFTS: usize = 2_000;
const SIZE: usize = 10_000;

fn main() {
    let paragraphs = paragraphs();
    let directory = tempfile::tempdir().expect("a directory");
    let many = directory.path().join("many");
    let mut bytes = 0;
    for number in 0..DRAFTS {
        let text = draft(&paragraphs, number, SIZE);
        bytes += text.len();
        let folder = many.join(format!("d{:02}", number % 40));
        std::fs::create_dir_all(&folder).expect("made");
        std::fs::write(folder.join(format!("{number}.md")), text).expect("written");
    }
    println!("| what | size | time | MB/s | peak memory |");
    println!("|---|---|---|---|---|");
    row(&format!("{DRAFTS} drafts of 10 KB"), &many, bytes, &[]);
    row(
        &format!("{DRAFTS} drafts of 10 KB, one thread"),
        &many,
        bytes,
        &[("RAYON_NUM_THREADS", "1")],
    );
    for megabytes in [1, 5, 10] {
        let text = draft(&paragraphs, 7, megabytes * 1_000_000);
        let file = directory.path().join(format!("{megabytes}.md"));
        std::fs::write(&file, &text).expect("written");
        row(
            &format!("one draft of {megabytes} MB"),
            &file,
            text.len(),
            &[],
        );
    }
}

/// The paragraphs of the project's drafts, front matter left out.
fn paragraphs() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files: Vec<_> = ["seeds/drafts", "tests/data/other"]
        .iter()
        .flat_map(|folder| std::fs::read_dir(root.join(folder)).expect(folder))
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|it| it == "md"))
        .collect();
    files.sort();
    let mut all = Vec::new();
    for file in files {
        let text = std::fs::read_to_string(file).expect("a draft");
        let body = text
            .strip_prefix("---\n")
            .and_then(|it| it.split_once("---\n"));
        let body = body.map_or(&*text, |(_, body)| body);
        all.extend(body.split("\n\n").map(str::to_owned));
    }
    all
}

/// Paragraphs in an order that `seed` decides, until there are enough of them.
fn draft(paragraphs: &[String], seed: usize, size: usize) -> String {
    let mut text = format!("# Draft {seed}\n\n");
    let (mut at, mut count) = (seed * 7919, 0);
    while text.len() < size {
        at = (at * 31 + 17) % 1_000_003;
        count += 1;
        let _ = write!(
            text,
            "{}\n\nNote {count} of {seed}.\n\n",
            paragraphs[at % paragraphs.len()]
        );
    }
    text
}

fn row(what: &str, path: &Path, bytes: usize, environment: &[(&str, &str)]) {
    let runs = (0..RUNS).map(|_| run(path, environment));
    let (time, memory) = runs.min().expect("there are runs");
    let megabytes = bytes as f64 / 1e6;
    println!(
        "| {what} | {megabytes:.1} MB | {:.0} ms | {:.1} | {} MB |",
        time.as_secs_f64() * 1e3,
        megabytes / time.as_secs_f64(),
        memory / 1024
    );
}

/// Wall-clock time and peak of resident memory, in KB.
fn run(path: &Path, environment: &[(&str, &str)]) -> (Duration, u64) {
    let begun = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_policy-ls"))
        .args(["check", "--format", "concise"])
        .arg(path)
        .envs(environment.iter().copied())
        .stdout(Stdio::null())
        .spawn()
        .expect("it runs");
    let mut memory = 0;
    let status = format!("/proc/{}/status", child.id());
    let time = loop {
        if child.try_wait().expect("it can be asked").is_some() {
            break begun.elapsed();
        }
        if let Ok(text) = std::fs::read_to_string(&status) {
            let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
            let number = line.and_then(|it| it.trim().split(' ').next()?.parse().ok());
            memory = number.unwrap_or(memory).max(memory);
        }
        std::thread::sleep(Duration::from_millis(2));
    };
    (time, memory)
}
