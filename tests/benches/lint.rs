//! The linter over a large collection: `cargo bench --bench lint`.
//!
//! 2,000 drafts of 10 KB are put together from the paragraphs of the project's own drafts, each in an order of its own, and
//! checked by the release binary without a cache, then with one that knows them; then single drafts of 1, 5 and 10 MB, to see
//! that time is linear in size, and drafts of which no two paragraphs are alike. Processor time and wall-clock time, medians
//! of the runs, and the peak of resident memory; a parse of the same texts by pulldown-cmark is the yardstick.

use std::fmt::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const RUNS: usize = 5;
const DRAFTS: usize = 2_000;
const SIZE: usize = 10_000;
const UNLIKE: usize = 300;

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
    println!("| what | size | processor time | MB/s of it | time | MB/s | peak memory |");
    println!("|---|---|---|---|---|---|---|");
    let cold = ["--no-cache".to_owned()];
    let one = [("RAYON_NUM_THREADS", "1")];
    row("2,000 drafts of 10 KB, cold", &many, bytes, &cold, &[]);
    row("the same, one thread", &many, bytes, &cold, &one);
    let kept = format!("--cache-dir={}", directory.path().join("kept").display());
    run(&many, std::slice::from_ref(&kept), &[]);
    row("the same, warm", &many, bytes, &[kept], &[]);
    let unlike = directory.path().join("unlike");
    std::fs::create_dir_all(&unlike).expect("made");
    let mut bytes = 0;
    for number in 0..UNLIKE {
        let text = unlike_draft(&paragraphs, number, SIZE);
        bytes += text.len();
        std::fs::write(unlike.join(format!("{number}.md")), text).expect("written");
    }
    let what = format!("{UNLIKE} drafts of 10 KB, no two paragraphs alike, one thread");
    row(&what, &unlike, bytes, &cold, &one);
    for megabytes in [1, 5, 10] {
        let text = draft(&paragraphs, 7, megabytes * 1_000_000);
        let file = directory.path().join(format!("{megabytes}.md"));
        std::fs::write(&file, &text).expect("written");
        let what = format!("one draft of {megabytes} MB");
        row(&what, &file, text.len(), &cold, &[]);
    }
    let text = draft(&paragraphs, 7, 10_000_000);
    let parse = |_| {
        let began = Instant::now();
        let options = pulldown_cmark::Options::all();
        let events = pulldown_cmark::Parser::new_ext(&text, options);
        std::hint::black_box(events.into_offset_iter().count());
        began.elapsed()
    };
    let yardstick = median((0..RUNS).map(parse));
    println!("\nyardstick: pulldown-cmark over the last one: {yardstick:.1?}");
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

/// Paragraphs of some sentences each, with one word put twice, so that hardly two of them are alike.
fn unlike_draft(paragraphs: &[String], seed: usize, size: usize) -> String {
    let prose = |it: &&String| !it.starts_with(['|', '#', '`', '<', '-', '>']);
    let sentences: Vec<&str> = paragraphs
        .iter()
        .filter(prose)
        .flat_map(|it| it.split_inclusive(". "))
        .collect();
    let mut text = format!("# Draft {seed}\n\n");
    let mut at = seed * 7919;
    let mut next = |below: usize| {
        at = (at * 1_103_515_245 + 12_345) % (1 << 31);
        (at >> 8) % below
    };
    while text.len() < size {
        for _ in 0..next(4) + 2 {
            let sentence = sentences[next(sentences.len())];
            let words: Vec<&str> = sentence.split_whitespace().collect();
            let twice = next(words.len().max(1));
            for (place, word) in words.iter().enumerate() {
                let times = if place == twice { 2 } else { 1 };
                (0..times).for_each(|_| {
                    let _ = write!(text, "{word} ");
                });
            }
        }
        text.push_str("\n\n");
    }
    text
}

fn row(what: &str, path: &Path, bytes: usize, arguments: &[String], environment: &[(&str, &str)]) {
    let runs: Vec<Run> = (0..RUNS)
        .map(|_| run(path, arguments, environment))
        .collect();
    let busy = median(runs.iter().map(|run| run.busy));
    let time = median(runs.iter().map(|run| run.time));
    let memory = runs.iter().map(|run| run.memory).max().unwrap_or_default();
    let megabytes = bytes as f64 / 1e6;
    println!(
        "| {what} | {megabytes:.1} MB | {:.0} ms | {:.1} | {:.0} ms | {:.1} | {} MB |",
        busy.as_secs_f64() * 1e3,
        megabytes / busy.as_secs_f64(),
        time.as_secs_f64() * 1e3,
        megabytes / time.as_secs_f64(),
        memory / 1024
    );
}

fn median(times: impl Iterator<Item = Duration>) -> Duration {
    let mut times: Vec<Duration> = times.collect();
    times.sort();
    times[times.len() / 2]
}

struct Run {
    /// Processor time of all threads.
    busy: Duration,
    time: Duration,
    /// Peak of resident memory, in KB.
    memory: u64,
}

fn run(path: &Path, arguments: &[String], environment: &[(&str, &str)]) -> Run {
    let begun = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_policy-ls"))
        .args(["check", "--format", "concise"])
        .args(arguments)
        .arg(path)
        .envs(environment.iter().copied())
        .stdout(Stdio::null())
        .spawn()
        .expect("it runs");
    let (mut memory, mut ticks) = (0, 0);
    let there = format!("/proc/{}", child.id());
    let time = loop {
        if child.try_wait().expect("it can be asked").is_some() {
            break begun.elapsed();
        }
        if let Ok(text) = std::fs::read_to_string(format!("{there}/status")) {
            let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
            let number = line.and_then(|it| it.trim().split(' ').next()?.parse().ok());
            memory = number.unwrap_or(memory).max(memory);
        }
        if let Ok(text) = std::fs::read_to_string(format!("{there}/stat")) {
            // Behind the name: user and system time are the twelfth and thirteenth.
            let fields = text
                .rsplit(')')
                .next()
                .unwrap_or_default()
                .split_whitespace();
            let spent = fields
                .skip(11)
                .take(2)
                .filter_map(|it| it.parse::<u64>().ok());
            ticks = spent.sum::<u64>().max(ticks);
        }
        std::thread::sleep(Duration::from_millis(2));
    };
    Run {
        busy: Duration::from_millis(10 * ticks.max(1)),
        time,
        memory,
    }
}
