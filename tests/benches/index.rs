//! The word index as the store keeps it: `cargo bench --bench index -- 10 100` (sizes in MB; 10 without).
//!
//! Sources of 1 MB by a seeded writer. **Built** folds all of them, makes the tables and writes the files, synced to the disk;
//! **opened** maps what is there and looks at every checksum; **changed** puts another text in the place of one source, time and
//! again, and measures from the new text until a quotation of it is found, the index on the disk included. Then the whole store:
//! a workspace of Markdown and web pages is loaded, and what lies in the cache is held against the text that was read.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

#[path = "../../server/passage/tests/generator/mod.rs"]
mod generator;

use analysis::Cancel;
use cpu_time::ProcessTime;
use generator::Writer;
use library::Quotable;
use passage::{Budget, Index, Lexicon, Query, Segment};
use project::{Cache, Saved, Site, Store, Trust, Wanted, Workspace};

const SOURCE: usize = 1_000_000;
const CHANGES: usize = 12;

fn main() {
    let mut sizes: Vec<usize> = std::env::args().filter_map(|it| it.parse().ok()).collect();
    if !std::env::args().any(|it| it == "--bench") {
        sizes = vec![2];
    } else if sizes.is_empty() {
        sizes = vec![10];
    }
    for megabytes in sizes {
        index(megabytes);
        whole(megabytes.min(20));
    }
}

/// The word index alone.
fn index(megabytes: usize) {
    let directory = tempfile::tempdir().expect("a directory");
    let store = Store::at(&directory.path().join("cache"));
    let mut writer = Writer::new(3);
    let mut texts: Vec<String> = (0..megabytes).map(|_| writer.document(SOURCE)).collect();
    let bytes: usize = texts.iter().map(String::len).sum();
    println!("{megabytes} MB in {} sources", texts.len());
    let mut keys: Vec<[u8; 32]> = texts.iter().map(|text| key(text)).collect();
    let fresh = Trust::default();
    let (opened, time, processor) = timed(|| open(&store, &texts, &keys, &fresh));
    println!(
        "  built and written: {:.2} s, {:.2} s of processor time: {:.1} MB/s a core",
        time.as_secs_f64(),
        processor.as_secs_f64(),
        bytes as f64 / 1e6 / processor.as_secs_f64()
    );
    drop(opened);
    let size = store.contents().bytes;
    println!("  on disk: {:.2} of the text", size as f64 / bytes as f64);
    let mut trust = Trust::default();
    let (opened, time, processor) = timed(|| open(&store, &texts, &keys, &trust));
    row("opened again", &[time], &[processor]);
    drop(opened);
    let (mut times, mut processors) = (Vec::new(), Vec::new());
    for change in 0..CHANGES {
        let text = writer.document(SOURCE);
        let words = text[text.len() / 2..].split_whitespace().skip(1).take(20);
        let words: Vec<&str> = words.collect();
        let words = words.join(" ");
        let number = change * 7 % texts.len();
        texts[number] = text;
        // What a program knows that runs on: the other sources' hashes, and which files it found sound.
        trust = trust.renewed();
        let (found, time, processor) = timed(|| {
            keys[number] = key(&texts[number]);
            let index = open(&store, &texts, &keys, &trust);
            let query = Query::parse(&words, index.lexicon());
            index.locate(&query, &Budget::default())
        });
        assert!(found.matches.iter().any(|it| it.document == number));
        times.push(time);
        processors.push(processor);
    }
    row("a changed source searchable", &times, &processors);
}

fn key(text: &str) -> [u8; 32] {
    *blake3::hash(text.as_bytes()).as_bytes()
}

fn open(store: &Store, texts: &[String], keys: &[[u8; 32]], trust: &Trust) -> Index {
    let documents: Vec<Quotable<'_>> = texts
        .iter()
        .zip(keys)
        .map(|(text, key)| Quotable::new(*key, text.len(), || Segment::build(text, &[])))
        .collect();
    let wanted = Wanted {
        documents: &documents,
        withheld: &[],
        passing: &|| false,
        trust,
    };
    let (mut notes, mut kept) = (Vec::new(), Vec::new());
    let lexicon = Arc::new(Lexicon::english());
    let index = store.index(Path::new("/bench"), &wanted, lexicon, &mut notes, &mut kept);
    assert!(notes.is_empty(), "{notes:?}");
    index
}

/// What lies in the cache after a workspace was loaded, in parts of the text.
fn whole(megabytes: usize) {
    let directory = tempfile::tempdir().expect("a directory");
    let root = directory.path();
    let mut writer = Writer::new(5);
    fs::create_dir(root.join("sources")).expect("made");
    let configuration = "sources = [\"sources\"]\nbuiltin = false\n";
    fs::write(root.join("policy-ls.toml"), configuration).expect("written");
    fs::write(root.join("draft.md"), "Nothing.\n").expect("written");
    for number in 0..megabytes * 10 {
        let text = writer.document(SOURCE / 10);
        let (name, text) = match number % 2 {
            0 => (format!("s{number}.md"), text),
            _ => (format!("s{number}.html"), page(&text)),
        };
        fs::write(root.join("sources").join(name), text).expect("written");
    }
    let cache = root.join("cache");
    project::set_cache(Cache::At(cache.clone()));
    let site = Site::find(Some(&root.join("draft.md")), &[]);
    let workspace = Workspace::load_for_editor(&site, &Saved, &Cancel::new()).expect("it is sound");
    assert!(workspace.problems.is_empty(), "{:?}", workspace.problems);
    let texts = workspace.library.sources.iter().map(|it| it.card.bytes);
    let bytes: usize = texts.sum();
    let mut sum = 0;
    for part in ["words", "facts", "documents"] {
        let size = size(&cache.join(part));
        sum += size;
        println!(
            "  store of {megabytes} MB, half of them web pages: {part} {:.2} of the text",
            size as f64 / bytes as f64
        );
    }
    println!(
        "  whole store: {:.2} of the text",
        sum as f64 / bytes as f64
    );
}

fn page(text: &str) -> String {
    let paragraphs = text.split("\n\n").filter(|it| !it.is_empty());
    let paragraphs: Vec<String> = paragraphs.map(|it| format!("<p>{it}</p>\n")).collect();
    format!(
        "<!doctype html><html><head><title>A page</title></head><body><article><h1>A page</h1>\n{}</article></body></html>",
        paragraphs.concat()
    )
}

/// Bytes of all files below a directory.
fn size(directory: &Path) -> u64 {
    let entries = fs::read_dir(directory).into_iter().flatten().flatten();
    let sizes = entries.map(|entry| match entry.path() {
        path if path.is_dir() => size(&path),
        path => path.metadata().map_or(0, |meta| meta.len()),
    });
    sizes.sum()
}

fn timed<T>(run: impl FnOnce() -> T) -> (T, Duration, Duration) {
    let (start, processor) = (Instant::now(), ProcessTime::now());
    let made = run();
    (made, start.elapsed(), processor.elapsed())
}

fn row(name: &str, times: &[Duration], processors: &[Duration]) {
    let mut sorted = [times.to_vec(), processors.to_vec()];
    let [time, processor] = sorted.each_mut().map(|times| {
        times.sort_unstable();
        let of = |at: usize| times[at].as_secs_f64() * 1e3;
        (of(times.len() / 2), of(times.len() - 1))
    });
    println!(
        "  {name}: median {:.0} ms, most {:.0} ms; processor median {:.0} ms, most {:.0} ms",
        time.0, time.1, processor.0, processor.1
    );
}
