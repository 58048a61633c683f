//! How fast sources are read and quotations located, with the time a Markdown parser takes over the same text as the
//! yardstick. `cargo bench -p policy-ls-passage -- 10 100` takes sizes in megabytes.

#[path = "../tests/generator/mod.rs"]
mod generator;

use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

use generator::{Random, Writer};
use passage::{Budget, Index, Lexicon, Query, Segment};

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
    let texts: Vec<String> = (0..megabytes * 10)
        .map(|_| writer.document(100_000))
        .collect();
    let bytes: usize = texts.iter().map(String::len).sum();
    println!("{megabytes} MB in {} documents", texts.len());
    let speed = |name: &str, time: Duration| {
        println!(
            "  {name:<34} {:>8.1} MB/s",
            bytes as f64 / 1e6 / time.as_secs_f64()
        );
    };
    let yardstick = median(|| {
        for text in &texts {
            black_box(pulldown_cmark::Parser::new(text).count());
        }
    });
    speed("yardstick: pulldown-cmark", yardstick);
    let build = || -> Vec<Arc<Segment>> {
        texts
            .iter()
            .map(|t| Arc::new(Segment::build(t, &[])))
            .collect()
    };
    speed("fold into segments", median(|| drop(black_box(build()))));
    let segments = build();
    let lexicon = Arc::new(Lexicon::english());
    let index = || Index::new(segments.clone(), lexicon.clone());
    speed("gram tables", median(|| drop(black_box(index()))));
    let index = index();
    let one = Arc::new(Segment::build(&texts[0], &[]));
    let time = median(|| drop(black_box(index.with(0, one.clone()))));
    println!(
        "  {:<34} {:>8.2} ms",
        "one document changed",
        time.as_secs_f64() * 1e3
    );

    let mut random = Random(11);
    for (name, edits, sourced) in [
        ("verbatim", 0, true),
        ("one word in twenty altered", 5, true),
        ("one word in five altered", 20, true),
        ("unsourced", 0, false),
    ] {
        let queries: Vec<Query> = (0..300)
            .map(|_| {
                let count = random.range(6, 60);
                let mut words: Vec<String> = if sourced {
                    let text = random.pick(&texts);
                    let all: Vec<&str> = text.split_whitespace().collect();
                    let at = random.below(all.len() - count);
                    all[at..at + count]
                        .iter()
                        .map(|w| (*w).to_owned())
                        .collect()
                } else {
                    writer.words(count).split(' ').map(str::to_owned).collect()
                };
                for word in &mut words {
                    if random.chance(edits) {
                        *word = writer.word().to_owned();
                    }
                }
                Query::parse(&words.join(" "), &lexicon)
            })
            .collect();
        let (mut found, mut proven) = (0, 0);
        let mut times: Vec<Duration> = queries
            .iter()
            .map(|query| {
                let start = Instant::now();
                let located = black_box(index.locate(query, &Budget::default()));
                let time = start.elapsed();
                found += usize::from(!located.matches.is_empty());
                proven += usize::from(located.proven);
                time
            })
            .collect();
        times.sort_unstable();
        let mean = times.iter().sum::<Duration>() / times.len() as u32;
        println!(
            "  locate, {name:<27} {:>8.1} µs mean {:>8.1} µs median {:>8.1} µs p99; {found} found, {proven} proven of {}",
            mean.as_secs_f64() * 1e6,
            times[times.len() / 2].as_secs_f64() * 1e6,
            times[times.len() * 99 / 100].as_secs_f64() * 1e6,
            times.len(),
        );
    }
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
