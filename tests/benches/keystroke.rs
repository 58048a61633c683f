//! From a keystroke to its diagnostics, computed: `cargo bench --bench keystroke`.
//!
//! A draft of 100 KB and one of 1 MB is made from the seed drafts, a character is typed in its middle 200 times, and each
//! version is read and judged with the memo of the one before; then a letter is typed at the beginning of lines all over it,
//! and taken back. Beside it, in the same run: a fresh reading, and a pulldown-cmark parse of the same text as the yardstick.
//! Processor time of the one thread that works, until the findings are there: what was found before is let go of afterwards,
//! as in the server. Medians and 99th percentiles over five runs.

use std::sync::Arc;
use std::time::Duration;

use analysis::{Analysis, Cancel, Memo, Settings};
use cpu_time::ThreadTime;
use library::Library;
use project::Workspace;

const RUNS: usize = 5;
const KEYS: usize = 200;

fn main() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds/drafts");
    let library = Workspace::for_path(None, std::slice::from_ref(&root))
        .expect("the built-in library")
        .library
        .clone();
    let seed = draft(&root);
    println!(
        "| draft | yardstick: pulldown-cmark | fresh | keystroke median | p99 | anywhere: median | p99 |"
    );
    println!("|---|---|---|---|---|---|---|");
    for size in [100_000, 1_000_000] {
        let mut text = String::new();
        let mut copy = 0;
        while text.len() < size {
            copy += 1;
            text.push_str(&format!("## Part {copy}\n\n{seed}\n\n"));
        }
        measure(&text, &library);
    }
}

fn draft(root: &std::path::Path) -> String {
    let mut paths: Vec<_> = std::fs::read_dir(root)
        .expect("seed drafts")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    paths.sort();
    let bodies = paths.iter().map(|path| {
        let text = std::fs::read_to_string(path).expect("a draft");
        // Without front matter: the parts are put one after another.
        text.splitn(3, "---\n").nth(2).unwrap_or(&text).to_owned()
    });
    bodies.collect::<Vec<_>>().join("\n")
}

fn measure(text: &str, library: &Arc<Library>) {
    let settings = Arc::new(Settings::default());
    let analyse = |text: &str, memo: &mut Memo| {
        Analysis::new(
            "draft.md",
            text.into(),
            library.clone(),
            settings.clone(),
            memo,
            &Cancel::new(),
        )
        .expect("nobody cancels")
    };
    let (mut yardsticks, mut freshes, mut keys) = (Vec::new(), Vec::new(), Vec::new());
    let mut anywhere = Vec::new();
    for _ in 0..RUNS {
        let start = ThreadTime::now();
        std::hint::black_box(
            pulldown_cmark::Parser::new_ext(text, pulldown_cmark::Options::all()).count(),
        );
        yardsticks.push(start.elapsed());

        let mut memo = Memo::default();
        let start = ThreadTime::now();
        let mut before = analyse(text, &mut memo);
        freshes.push(start.elapsed());

        let mut middle = text.len() / 2;
        while !text[middle..].starts_with("\n\n") {
            middle += 1;
            while !text.is_char_boundary(middle) {
                middle += 1;
            }
        }
        let mut typed = String::new();
        for key in 0..KEYS {
            typed.push(if key % 6 == 5 { ' ' } else { 'a' });
            let version = format!("{}{typed}{}", &text[..middle], &text[middle..]);
            let start = ThreadTime::now();
            let found = analyse(&version, &mut memo);
            keys.push(start.elapsed());
            drop(std::mem::replace(&mut before, found));
        }
        let lines: Vec<usize> = text.match_indices('\n').map(|(at, _)| at + 1).collect();
        for key in 0..KEYS {
            let at = lines[(key / 2 * 7919 + 19) % lines.len()];
            let letter = ["x", ""][key % 2];
            let version = format!("{}{letter}{}", &text[..at], &text[at..]);
            let start = ThreadTime::now();
            let found = analyse(&version, &mut memo);
            anywhere.push(start.elapsed());
            drop(std::mem::replace(&mut before, found));
        }
    }
    for times in [&mut yardsticks, &mut freshes, &mut keys, &mut anywhere] {
        times.sort();
    }
    let middle = |times: &[Duration]| ms(times[times.len() / 2]);
    let last = |times: &[Duration]| ms(times[times.len() * 99 / 100]);
    println!(
        "| {} KB | {} | {} | {} | {} | {} | {} |",
        text.len() / 1000,
        middle(&yardsticks),
        middle(&freshes),
        middle(&keys),
        last(&keys),
        middle(&anywhere),
        last(&anywhere),
    );
}

fn ms(time: Duration) -> String {
    format!("{:.2} ms", time.as_secs_f64() * 1000.0)
}
