//! How fast sources are read and quotations located, with the time a Markdown parser takes over the same text as the
//! yardstick. `cargo bench -p policy-ls-passage -- 10 100` takes sizes in megabytes.

#[path = "../tests/generator/mod.rs"]
mod generator;

use std::hint::black_box;
use std::ops::Range;
use std::sync::Arc;
use std::time::{Duration, Instant};

use cpu_time::ThreadTime;
use generator::{Random, Writer};
use passage::{Budget, Index, Lexicon, Match, Query, Segment, Shelf};
use text::Span;

fn main() {
    let mut sizes: Vec<usize> = std::env::args().filter_map(|a| a.parse().ok()).collect();
    if !std::env::args().any(|a| a == "--bench") {
        // Run as a test: it is enough that it runs.
        sizes = vec![1];
    } else if sizes.is_empty() {
        sizes = vec![10, 100];
    }
    for megabytes in sizes {
        measure(megabytes);
    }
}

fn measure(megabytes: usize) {
    let mut writer = Writer::new(7);
    let texts = documents(megabytes * 10, &mut writer);
    let bytes: usize = texts.iter().map(String::len).sum();
    println!("{megabytes} MB in {} documents", texts.len());
    let speed = |name: &str, time: Duration| {
        println!(
            "  {name:<34} {:>8.1} MB/s",
            bytes as f64 / 1e6 / time.as_secs_f64()
        );
    };
    let yardstick = once(|| {
        for text in &texts {
            black_box(pulldown_cmark::Parser::new(text).count());
        }
    });
    speed("yardstick: pulldown-cmark", yardstick);
    let mut shelves = Vec::new();
    let mut documents = Vec::new();
    let (mut folding, mut making) = (Duration::ZERO, Duration::ZERO);
    // Shelves of about 256 MB of text, as the store keeps them.
    for part in texts.chunks(2560) {
        let mut segments: Vec<Segment> = Vec::with_capacity(part.len());
        folding += once(|| segments.extend(part.iter().map(|text| Segment::build(text, &[]))));
        documents.extend((0..part.len()).map(|number| (shelves.len(), number)));
        making += once(|| {
            let keyed = segments.into_iter().map(|segment| ([0; 32], segment));
            shelves.push(Arc::new(Shelf::build(keyed.collect())));
        });
    }
    speed("fold into segments", folding);
    speed("shelves", making);
    let size: usize = shelves.iter().map(|shelf| shelf.bytes().len()).sum();
    println!(
        "  {:<34} {:>8.2} of the text",
        "size",
        size as f64 / bytes as f64
    );
    let time = median(|| {
        for shelf in &shelves {
            black_box(Shelf::open(shelf.bytes().clone()).expect("a shelf"));
        }
    });
    println!("  {:<34} {:>8.1} µs", "opened", time.as_secs_f64() * 1e6);
    let time = once(|| {
        for shelf in &shelves {
            assert!((0..shelf.blocks()).all(|block| shelf.is_sound(block)));
        }
    });
    speed("checksums", time);
    let lexicon = Arc::new(Lexicon::english());
    let index = Index::over(shelves, documents, lexicon);
    let one = Arc::new(Segment::build(&texts[0], &[]));
    let time = median(|| drop(black_box(index.with(0, one.clone()))));
    println!(
        "  {:<34} {:>8.2} ms",
        "one document changed",
        time.as_secs_f64() * 1e3
    );

    let sources = Sources::new(&texts);
    for (name, edits) in [
        ("verbatim", Some(0..1)),
        ("0 to 20 % edited", Some(0..21)),
        ("5 % edited", Some(5..6)),
        ("20 % edited", Some(20..21)),
        ("unsourced", None),
    ] {
        sources.locate(name, edits, &index, &mut writer);
    }
}

/// Documents of about 100 KB; one in ten is a near-copy of the one before, with two words in a hundred changed.
fn documents(count: usize, writer: &mut Writer) -> Vec<String> {
    let mut texts: Vec<String> = Vec::with_capacity(count);
    for number in 0..count {
        let text = match texts.last() {
            Some(before) if number % 10 == 9 => {
                let mut copy = String::with_capacity(before.len());
                for piece in before.split_inclusive(' ') {
                    match writer.random.chance(2) {
                        true => copy.extend([writer.word(), " "]),
                        false => copy.push_str(piece),
                    }
                }
                copy
            }
            _ => writer.document(100_000),
        };
        texts.push(text);
    }
    texts
}

/// Where quotations are taken from.
struct Sources<'a> {
    texts: &'a [String],
}

const QUERIES: usize = 2_000;

impl<'a> Sources<'a> {
    fn new(texts: &'a [String]) -> Self {
        Sources { texts }
    }

    /// A run of 6 to 60 words: which document, from where to where, and the words.
    fn take(&self, random: &mut Random) -> (usize, Span, Vec<String>) {
        let count = random.range(6, 61);
        let document = random.below(self.texts.len());
        let text = &self.texts[document];
        let start = random.below(text.len() - 2_000);
        let start = (start..)
            .find(|at| text.as_bytes()[*at] == b' ')
            .expect("there are spaces");
        let mut words = Vec::new();
        let mut end = start;
        for word in text[start..].split_inclusive(char::is_whitespace) {
            if word.chars().any(char::is_alphanumeric) {
                words.push(word.trim().to_owned());
            }
            end += word.len();
            if words.len() == count {
                break;
            }
        }
        (document, Span::new(start, end), words)
    }

    fn locate(&self, name: &str, edits: Option<Range<usize>>, index: &Index, writer: &mut Writer) {
        let mut random = Random(11);
        let (mut found, mut proven) = (0, 0);
        let mut times: Vec<Duration> = Vec::with_capacity(QUERIES);
        for _ in 0..QUERIES {
            let (document, span, mut words) = self.take(&mut random);
            let mut made = 0;
            match &edits {
                Some(range) => {
                    let percent = random.range(range.start, range.end);
                    made = edit(&mut words, percent, &mut random, writer);
                }
                None => {
                    let invented = writer.words(words.len());
                    words = invented.split(' ').map(str::to_owned).collect();
                }
            }
            let query = Query::parse(&words.join(" "), index.lexicon());
            let start = ThreadTime::now();
            let located = black_box(index.locate(&query, &Budget::default()));
            times.push(start.elapsed());
            proven += usize::from(located.proven);
            // The place itself, or one that is as good.
            found += usize::from(located.matches.first().is_some_and(|best| {
                let here = |m: &Match| m.document == document && m.span.overlaps(span);
                let there = located.matches.iter().find(|m| here(m));
                best.cost <= there.map_or(made as f32, |there| there.cost)
            }));
        }
        times.sort_unstable();
        let mean = times.iter().sum::<Duration>() / QUERIES as u32;
        println!(
            "  locate, {name:<20} {:>8.1} µs mean {:>8.1} µs median {:>8.1} µs p99; {:.2} % found, {:.2} % proven",
            mean.as_secs_f64() * 1e6,
            times[QUERIES / 2].as_secs_f64() * 1e6,
            times[QUERIES * 99 / 100].as_secs_f64() * 1e6,
            100.0 * found as f64 / QUERIES as f64,
            100.0 * proven as f64 / QUERIES as f64,
        );
    }
}

/// Alters, adds or leaves out `percent` words in a hundred, rounded down; says how many.
fn edit(
    words: &mut Vec<String>,
    percent: usize,
    random: &mut Random,
    writer: &mut Writer,
) -> usize {
    let count = words.len() * percent / 100;
    for _ in 0..count {
        let at = random.below(words.len());
        match random.below(4) {
            0 => words.insert(at, writer.word().to_owned()),
            1 => drop(words.remove(at)),
            _ => words[at] = writer.word().to_owned(),
        }
    }
    count
}

fn once(run: impl FnOnce()) -> Duration {
    let start = ThreadTime::now();
    run();
    start.elapsed()
}

/// The median time of five runs.
fn median(mut run: impl FnMut()) -> Duration {
    let mut times: Vec<Duration> = (0..5)
        .map(|_| {
            let start = Instant::now();
            run();
            start.elapsed()
        })
        .collect();
    times.sort_unstable();
    times[2]
}
